"""What a refresh changes, as a person reviews it: dossiers line by line, and a line for each look of the log."""

from __future__ import annotations

import difflib
from collections.abc import Iterator

from overseas_stations.checking.refreshing import Refreshed
from overseas_stations.dossiers.check_log import Look, is_log
from overseas_stations.pages.verdicts import FOUND
from overseas_stations.printable import visible
from overseas_stations.reports.evidence import PLACES
from overseas_stations.reports.records.naming import several

AROUND = 2
"""Lines that are shown before and after one that changes."""


def refresh_text(found: Refreshed, *, written: bool) -> str:
    """Return what changes, and what to do next."""
    lines = [*_dossiers(found), *_log(found)]
    lines += [f"by hand: {each}" for each in found.left]
    if found.without:
        lines.append(f"of {several(found.without, 'source')} the store has no page")
    copies = f"{len(found.copies)} archived {'copy' if len(found.copies) == 1 else 'copies'}"
    looks = several(len(found.looks), "look")
    if not found.after:
        end = "nothing is new: the dossiers and the log say all that the store shows"
    elif written:
        end = f"written: {copies} in dossiers, {looks} in the log; next: `git diff`, then `overseas build`"
    else:
        end = f"not written: {copies} for dossiers, {looks} for the log; the same with --write writes them"
    return "".join(f"{visible(line)}\n" for line in (*lines, end))


def _dossiers(found: Refreshed) -> Iterator[str]:
    for path in sorted(found.after):
        if not is_log(path):
            before, after = (files[path].decode("utf-8").splitlines() for files in (found.before, found.after))
            yield from difflib.unified_diff(before, after, path, path, n=AROUND, lineterm="")


def _log(found: Refreshed) -> Iterator[str]:
    for path in sorted(found.after):
        if is_log(path):
            looks = [look for look in found.looks if look.checked[:4] == path[-10:-6]]
            yield f"{path}: {several(len(looks), 'line')} more"
            yield from (f"+ {_look(look)}" for look in looks)


def _look(look: Look) -> str:
    stand = sum(came in FOUND for came in look.passages.values())
    where = f"{PLACES[look.place]}{f' of {look.snapshot}' if look.snapshot else ''}, had on {look.had}"
    failed = sum(each.outcome in ("gone", "unreachable") for each in look.attempts)
    tried = f"; {several(failed, 'attempt')} failed" if failed else ""
    return f"{look.source_id}: {look.outcome}, {stand} of {several(len(look.passages), 'passage')}, {where}{tried}"
