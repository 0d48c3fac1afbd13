"""Every change of the schemas after which older rows are not right as they stand, and what becomes of them.

A new breaking change is declared here, between the last frozen version and the one to come; until it is, `overseas
schema freeze` refuses.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence

from overseas_stations.migrations.changes import Derivation, Derive, Migration
from overseas_stations.migrations.work import Cells
from overseas_stations.vocabulary import StationStatus, last_status

Reports = Sequence[tuple[str | None, str | None]]
"""Date and status of each report about one station."""


def _last_report(reports: Reports) -> tuple[str, str] | None:
    """Return the report that counted in 1.0.0: the latest, then the furthest, bare or not."""
    order = [term.value for term in StationStatus]
    known = [(as_of, order.index(status), status) for as_of, status in reports if as_of and status in order]
    return (max(known)[0], max(known)[2]) if known else None


def _statuses_by(rule: Callable[[Reports], tuple[str, str] | None]) -> Derivation:
    """Return what derives the statuses of all stations by a rule."""

    def derive(tables: Mapping[str, Sequence[Cells]]) -> dict[str, Cells]:
        reports: defaultdict[str, list[tuple[str | None, str | None]]] = defaultdict(list)
        for row in tables["station_statuses"]:
            reports[row["station_id"] or ""].append((row["as_of"], row["status"]))
        found = {station: rule(said) for station, said in reports.items()}
        return {station: {"status_as_of": last[0], "status": last[1]} for station, last in found.items() if last}

    return derive


MIGRATIONS: tuple[Migration, ...] = (
    Migration(
        "1.0.0",
        "1.1.0",
        (
            # Not to be seen in the schemas but for the wording of the column: in 1.0.0 the last report counted, bare
            # or not. So a package of 1.0.0 can break OS605 today, although 1.1.0 is a minor version.
            Derive(
                "stations",
                ("status", "status_as_of"),
                _statuses_by(_last_report),
                _statuses_by(last_status),
                "status and status_as_of of stations are those of the last report that says more than reported",
            ),
        ),
    ),
)
