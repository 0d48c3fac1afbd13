"""From dossiers to tables: every cell keeps the place it came from, and nothing is picked silently.

Compilation is a pure function of the dossiers' bytes: it depends neither on the order of files, nor on the locale, the
time zone or the hash seed, nor on how many processes take part.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from functools import lru_cache
from itertools import pairwise

from overseas_stations.dossiers.check_log import is_log, looks_in
from overseas_stations.dossiers.compilation import rows
from overseas_stations.dossiers.compilation.filing import ACTORS, RETRACTIONS, Filed, strictly_filed
from overseas_stations.dossiers.compilation.helping import Helper, asked, helpers
from overseas_stations.dossiers.compilation.joining import Joining
from overseas_stations.dossiers.compilation.parts import ORIGIN, PackedFiles, part_of
from overseas_stations.dossiers.compiled import Compiled
from overseas_stations.tables import TABLES, Tables

__all__ = ["ACTORS", "RETRACTIONS", "compile_dossiers"]

FILES_AT_ONCE = 500
"""So many files become columns at once: texts are small as columns, and large as rows."""

HERE = 0.8
"""So much of what a helper reads is read here."""

FILES_KEPT = 20
"""So many files are held with the places of all their cells, while findings are located."""


def compile_dossiers(files: Mapping[str, bytes], tables: Tables = TABLES) -> Compiled:
    """Compile dossiers.

    Args:
        files: how findings name each file (``seeds/2022/x.yaml``) -> its bytes. What it has no bytes for is left out:
            whoever hands it over says why.
        tables: the tables that they compile to.
    """
    seeds = [name for name in sorted(files) if not is_log(name)]
    logs = [name for name in sorted(files) if is_log(name)]
    names = [*seeds, *logs]

    @lru_cache(FILES_KEPT)
    def strictly(name: str) -> Filed:
        # What was there a moment ago may be gone, and is without places then.
        return strictly_filed(name, files.get(name, b""), tables)

    def joined(helping: int) -> Joining:
        parts = _parts(files, seeds, tables, helping)
        with _no_search_for_cycles():
            return Joining(tables, names, parts, rows.MAX_ROWS, strictly)

    joining = joined(helpers(len(seeds), tables))
    if joining.is_beyond:
        # Where the limit is reached does not depend on who reads what.
        joining = joined(0)
    joining.claims()
    joining.checks(look for name in logs for look in looks_in(files.get(name, b""), name, joining.findings))
    joining.finish()
    frames = {name: frame.drop(ORIGIN) for name, frame in joining.frames.items()}
    origins = {name: frame.select(ORIGIN[:4]) for name, frame in joining.frames.items()}
    return Compiled(tables, frames, joining.findings, joining.dossiers, names, origins, joining.added, strictly)


@contextmanager
def _no_search_for_cycles() -> Iterator[None]:
    """Let Python not look again and again for what nobody holds among millions of texts that somebody does."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def _parts(files: Mapping[str, bytes], names: Sequence[str], tables: Tables, helping: int) -> Iterator[PackedFiles]:
    """Yield what all files ask for, run by run; the first ones are read here, and the others by helpers meanwhile."""
    runs = [range(start, min(start + FILES_AT_ONCE, len(names))) for start in range(0, len(names), FILES_AT_ONCE)]
    # A little less for this one, which puts together what all of them read.
    ends = [0, *(round(len(runs) * (n + HERE) / (helping + HERE)) for n in range(helping + 1))]
    shares = [runs[start:end] for start, end in pairwise(ends)]
    room = rows.MAX_ROWS

    def here(run: range) -> PackedFiles:
        return part_of(asked(run, names, files), tables, room)

    with ExitStack() as ending:
        others = [(share, Helper(share, names, files)) for share in shares[1:]]
        for _, helper in others:
            ending.callback(helper.end)
        for run in shares[0]:
            part = here(run)
            room -= part.own
            yield part
            if part.is_full:
                return
        for share, helper in others:
            for run, found in zip(share, helper.parts(), strict=True):
                yield here(run) if found is None else found
