"""What changed in the evidence, told as changes of the records that it is about."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from overseas_stations.forms.vocabulary import Stance
from overseas_stations.frames import FrameRow
from overseas_stations.releases.changes import LEVELS, Change, ChangeKind
from overseas_stations.tables import record_name, row_label

if TYPE_CHECKING:
    import polars as pl

    from overseas_stations.releases.opening import Release


GROUP = ("table", "record_id", "field", "source_id", "stance")
"""What one claim of a source is: its passages may change, and it is still the same claim."""


def evidence_changes(old: Release, new: Release, records: Mapping[tuple[str, str], ChangeKind]) -> Iterator[Change]:
    """Yield what sources say of records and did not, or say no more, or say otherwise.

    Args:
        old, new: the two versions.
        records: table and record -> what happened to it as a whole: what came or left took its evidence along.
    """
    import polars as pl

    claims = _claims(new).join(_claims(old), on=list(GROUP), how="full", coalesce=True, suffix=" old")
    differing = claims.filter(pl.col("passages").ne_missing(pl.col("passages old")))
    labels = _Labels(old, new)
    for row in differing.rows(named=True):
        about = (row["table"], row["record_id"])
        kind = records.get(about)
        disputes = row["stance"] == Stance.DISPUTES
        if kind in (ChangeKind.RETRACTED, ChangeKind.REMOVED) or (kind is ChangeKind.ADDED and not disputes):
            continue  # told by the record as a whole
        if row["table"] not in new.known:
            continue  # a finding of its own (OS306)
        yield _claim_change(row, disputes, labels)


def _claims(release: Release) -> pl.DataFrame:
    """Return each claim of a source with the values that it gives, and its passages as one text to compare."""
    import polars as pl

    names = release.known["evidence"].names
    frame = release.tables.get("evidence")
    if frame is None:
        frame = pl.DataFrame(schema={"row": pl.UInt32, **dict.fromkeys(names, pl.String)})
    rest = [pl.col(name).fill_null("") for name in names if name not in GROUP]
    passage = pl.concat_str(rest, separator="\x1f")
    return (
        frame.with_columns(pl.col(name).fill_null("") for name in GROUP)
        .group_by(GROUP)
        .agg(
            passages=passage.unique().sort().str.join("\x1e"),
            values=pl.col("asserted_value").drop_nulls().unique().sort().str.join("; "),
        )
    )


def _claim_change(row: FrameRow, disputes: bool, labels: _Labels) -> Change:
    new, old = row["passages"] is not None, row["passages old"] is not None
    kind = ChangeKind.DISPUTED if disputes else ChangeKind.RESOURCED
    source = row["source_id"]
    values: tuple[str | None, str | None]
    if disputes:
        values = row["values old"] or None, row["values"] or None
        said = ("disputes it, with other passages or values", "does not dispute it any more", "disputes it")
    else:
        values = source if old else None, source if new else None
        said = ("supports it by other passages", "does not support it any more", "supports it too")
    number = 0 if old and new else 1 if old else 2
    return Change(
        kind,
        row["table"],
        row["record_id"],
        row["field"] or None,
        *values,
        label=labels.of(row["table"], row["record_id"]),
        sources=(source,),
        detail=f"{source} {said[number]}",
        level=LEVELS[kind],
    )


class _Labels:
    """What records are about, looked up where a change of their evidence is told."""

    def __init__(self, old: Release, new: Release) -> None:
        self._releases = (new, old)
        self._known: dict[str, dict[str, str]] = {}

    def of(self, table: str, name: str) -> str:
        if table not in self._known:
            labels: dict[str, str] = {}
            self._known[table] = labels
            for release in self._releases:
                frame = release.tables.get(table)
                for row in [] if frame is None else frame.rows(named=True):
                    labels.setdefault(record_name(release.known[table], row), row_label(release.known[table], row))
        return self._known[table].get(name, "")
