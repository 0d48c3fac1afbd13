"""What changed in the evidence, told as changes of the records that it is about."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from overseas_stations.forms.vocabulary import Stance
from overseas_stations.frames import FrameRow
from overseas_stations.releases.changes import LEVELS, Change, ChangeKind
from overseas_stations.releases.sides import NEW, OLD, BothSides, named
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

    before, after = (_rows(release) for release in (old, new))
    touched = _differing(BothSides(new.known["evidence"], before, after))
    claims = _claims(after, touched).join(
        _claims(before, touched), on=list(GROUP), how="full", coalesce=True, suffix=" old"
    )
    differing = claims.filter(pl.col("passages").ne_missing(pl.col("passages old")))
    told = []
    for row in differing.rows(named=True):
        disputes = row["stance"] == Stance.DISPUTES
        kind = records.get((row["table"], row["record_id"]))
        if kind in (ChangeKind.RETRACTED, ChangeKind.REMOVED) or (kind is ChangeKind.ADDED and not disputes):
            continue  # told by the record as a whole
        if row["table"] not in new.known:
            continue  # a finding of its own (OS306)
        told.append((row, disputes))
    labels = _labels((new, old), {(row["table"], row["record_id"]) for row, _ in told})
    for row, disputes in told:
        yield _claim_change(row, disputes, labels.get((row["table"], row["record_id"]), ""))


def _rows(release: Release) -> pl.DataFrame:
    """Return the evidence, empty cells as empty texts."""
    import polars as pl

    names = release.known["evidence"].names
    frame = release.tables.get("evidence")
    if frame is None:
        frame = pl.DataFrame(schema=dict.fromkeys(names, pl.String))
    return frame.select(pl.col(name).fill_null("") for name in names)


def _differing(sides: BothSides) -> pl.DataFrame:
    """Return the claims that have a row which one version alone has: no other claim can differ."""
    import polars as pl

    found = [*sides.changed(), *(rows for side in (OLD, NEW) for rows in (sides.alone(side), sides.repeated(side)))]
    return pl.concat([rows.select(GROUP) for rows in found]).unique()


def _claims(rows: pl.DataFrame, touched: pl.DataFrame) -> pl.DataFrame:
    """Return some claims with the values that each gives, and its passages as one text to compare."""
    import polars as pl

    rest = [name for name in rows.columns if name not in GROUP]
    value = pl.col("asserted_value")
    return (
        rows.join(touched, on=list(GROUP), how="semi")
        .group_by(GROUP)
        .agg(
            passages=pl.concat_str(rest, separator="\x1f").unique().sort().str.join("\x1e"),
            values=value.filter(value != "").unique().sort().str.join("; "),
        )
    )


def _claim_change(row: FrameRow, disputes: bool, label: str) -> Change:
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
        label=label,
        sources=(source,),
        detail=f"{source} {said[number]}",
        level=LEVELS[kind],
    )


def _labels(releases: Iterable[Release], records: Iterable[tuple[str, str]]) -> dict[tuple[str, str], str]:
    """Return what some records are about, each by the first of some versions that has it; others are left out."""
    import polars as pl

    wanted: dict[str, list[str]] = {}
    for name, record in sorted(records):
        wanted.setdefault(name, []).append(record)
    labels: dict[tuple[str, str], str] = {}
    for release in releases:
        for name, listed in wanted.items():
            frame = release.tables.get(name)
            if frame is None:
                continue
            table = release.known[name]
            rows = frame.filter(named(table).is_in(pl.Series(listed).implode()))
            for row in rows.rows(named=True):
                labels.setdefault((name, record_name(table, row)), row_label(table, row))
    return labels
