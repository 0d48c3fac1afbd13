"""Rules that are left out of a report on request: their findings do not count, and the report names them."""

from __future__ import annotations

from collections.abc import Iterable

from overseas_stations.findings import Severity
from overseas_stations.handed_over import InputError
from overseas_stations.rules.core.base import Rule, Stage
from overseas_stations.rules.core.registry import Registry
from overseas_stations.suggestions import did_you_mean

READERS = frozenset({Stage.READING, Stage.COMPILING})


def is_kept(rule: Rule) -> bool:
    """Say whether a rule always counts: without it, what could not be read or did not run would pass."""
    return Stage.ALWAYS in rule.stages or (rule.severity is Severity.ERROR and bool(rule.stages & READERS))


def left_out(registry: Registry, select: Iterable[str] = (), ignore: Iterable[str] = ()) -> frozenset[str]:
    """Return the codes of the rules that are left out.

    Args:
        registry: the rules.
        select: codes, or what codes begin with, of the rules that count; without any, all do.
        ignore: the same of those that do not; it wins.

    Raises:
        InputError: no rule has such a code, or a rule that always counts is named to be ignored.
    """
    ignored = {code for given in ignore for code in _named(registry, given)}
    for given in ignore:
        if given.upper() in registry.rules and is_kept(registry.rules[given.upper()]):
            raise InputError(f"{given.upper()} cannot be ignored: what it tells of was not checked; waive it instead")
    chosen = {code for given in select for code in _named(registry, given)}
    others = set(registry.rules) - chosen if chosen else set()
    return frozenset(code for code in ignored | others if not is_kept(registry.rules[code]))


def _named(registry: Registry, given: str) -> list[str]:
    wanted = given.strip().upper()
    found = [code for code in registry.rules if wanted and code.startswith(wanted)]
    if not found:
        known = [*registry.rules, *registry.families]
        raise InputError(f"no rule {given}{did_you_mean(wanted, known) or '; `overseas rules` lists them'}")
    return found
