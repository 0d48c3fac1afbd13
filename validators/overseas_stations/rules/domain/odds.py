"""Rows that say otherwise than others of their group: what most of them say is taken for right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from overseas_stations.expressions import nw

if TYPE_CHECKING:
    from overseas_stations.rules.core.checks import Frame


def at_odds(spelt: Frame, group: str) -> Frame:
    """Return the rows that say otherwise than others of their group, with what both say and where as ``detail``.

    What most rows of a group say is taken for right; of several that equally many say, that of the greatest weight.
    Where even then two remain, nothing tells which is wrong, and the rows of both are returned.

    Args:
        spelt: the rows as text, with what each says (``said``) and how much it says (``weight``, up to 9).
        group: the column of the group.
    """
    said, rank = nw.col("said"), nw.col("rank")
    counted = spelt.with_columns(times=nw.col("row").count().over(group, "said"))
    ranked = counted.with_columns(rank=nw.col("times") * 10 + nw.col("weight"))
    ranked = ranked.with_columns(best=nw.when(rank == rank.max().over(group)).then(said))
    chosen = ranked.with_columns(low=nw.col("best").min().over(group), high=nw.col("best").max().over(group))
    # Each is told beside another: beside the right one, or beside the other of two that may be.
    other = nw.when(said == nw.col("low")).then(nw.col("high")).otherwise(nw.col("low"))
    odd = (said != nw.col("low")) | (nw.col("low") != nw.col("high"))
    beside = ranked.filter(~nw.col("best").is_null()).group_by(group, "best").agg(where=nw.col("id").min())
    found = (
        chosen.filter(odd)
        .with_columns(other=other)
        .join(beside.select(group, "where", other=nw.col("best")), on=[group, "other"])
    )
    parts = [said, nw.lit(" here, and "), nw.col("other"), nw.lit(" in "), nw.col("where").fill_null("another row")]
    return found.with_columns(detail=nw.concat_str(parts))
