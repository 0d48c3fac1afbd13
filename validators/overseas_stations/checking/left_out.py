"""Rules that are left out of a report on request: their findings do not count, and the report names them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from overseas_stations.handed_over import InputError
from overseas_stations.rules.core.registry import Registry
from overseas_stations.suggestions import did_you_mean
from overseas_stations.waivers.reading import can_be_waived


class LeftOut(NamedTuple):
    """What was asked to be left out: the codes of the rules that are, and of those that count all the same."""

    codes: frozenset[str] = frozenset()
    kept: frozenset[str] = frozenset()


def left_out(registry: Registry, select: Iterable[str] = (), ignore: Iterable[str] = ()) -> LeftOut:
    """Return the codes of the rules that are left out, and of those that should be and tell what was not checked.

    Args:
        registry: the rules.
        select: codes, or what codes begin with, of the rules that count; without any, all do.
        ignore: the same of those that do not; it wins.

    Raises:
        InputError: no rule has such a code, or none of those that are named to be ignored can be.
    """
    ignored: set[str] = set()
    for given in ignore:
        named = _named(registry, given)
        if all(registry.rules[code].unchecked for code in named):
            waived = ", or answer for it in a waiver (`overseas waivers -h`)" if can_be_waived(named[0]) else ""
            raise InputError(
                f"{' and '.join(named)} cannot be ignored: what is told of there was not checked; mend that{waived}"
            )
        ignored.update(named)
    chosen = {code for given in select for code in _named(registry, given)}
    others = set(registry.rules) - chosen if chosen else set()
    asked = frozenset(ignored | others)
    kept = frozenset(code for code in asked if registry.rules[code].unchecked)
    return LeftOut(asked - kept, kept)


def _named(registry: Registry, given: str) -> list[str]:
    wanted = given.strip().upper()
    found = [code for code in registry.rules if wanted and code.startswith(wanted)]
    if not found:
        known = [*registry.rules, *registry.families]
        raise InputError(f"no rule {given}{did_you_mean(wanted, known) or '; `overseas rules` lists them'}")
    return found
