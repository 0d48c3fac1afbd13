"""What views share, for all rows at once: several values in a cell, what an id stands for, what is behind records.

Frames here have, beside the columns of their table, :data:`RECORD`: how ``evidence`` names the row.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from overseas_stations.forms.vocabulary import Stance, Term
from overseas_stations.lookups.library import Library
from overseas_stations.tables import TABLES
from overseas_stations.views.cells import BETWEEN
from overseas_stations.views.dates import day_names, days

if TYPE_CHECKING:
    import polars as pl

RECORD = "record"
"""The column of a row's name. No column of a table is called so."""


def rows_of(library: Library, table: str) -> pl.DataFrame:
    """Return the rows of a table, each with its name."""
    import polars as pl

    key = [pl.col(name).fill_null("") for name in TABLES[table].key]
    return library.frames[table].with_columns(pl.concat_str(key, separator="/").alias(RECORD))


def in_order(library: Library, table: str) -> pl.DataFrame:
    """Return the rows of a table in the order of their names."""
    return rows_of(library, table).sort(RECORD, maintain_order=True)


def beside(rows: pl.DataFrame, found: pl.DataFrame, on: str) -> pl.DataFrame:
    """Return rows in their order with what was found for them; a count of what was not found is 0.

    Args:
        rows: the rows.
        found: what *on* stands for; of rows with one and the same the first counts.
        on: the column that both have.
    """
    import polars as pl

    counts = [name for name in found.columns if name.endswith("_count")]
    joined = rows.join(found.unique(on, keep="first", maintain_order=True), on=on, how="left", maintain_order="left")
    return joined.with_columns(pl.col(counts).fill_null("0"))


def cells_of(library: Library, table: str, on: str, **columns: str) -> pl.DataFrame:
    """Return some cells of each row of a table that has an id: what a column that refers to it stands for.

    Args:
        library: the tables.
        table: which.
        on: what the column of ids is called in the answer.
        columns: what cells are called in the answer -> their column.
    """
    import polars as pl

    key = TABLES[table].key[0]
    ids = library.frames[table].select(pl.col(key).alias(on), **{name: pl.col(of) for name, of in columns.items()})
    return ids.drop_nulls(on)


def several(rows: pl.DataFrame, by: str, **columns: str | pl.Expr) -> pl.DataFrame:
    """Return for each value of *by* a cell of several values in the order of rows, and their number beside it.

    What would part a value in two is written as a comma; what is empty then is left out.

    >>> import polars as pl
    >>> several(pl.DataFrame({"list": ["x", "x"], "value": ["a", "b; c"]}), "list", values="value").row(0)
    ('x', 'a; b, c', '2')
    """
    import polars as pl

    found = {}
    for name, value in columns.items():
        cell = pl.col(value) if isinstance(value, str) else value
        found[name] = cell.str.replace_all(BETWEEN, ", ", literal=True).str.strip_chars("; ,")
    texts = rows.select(by, **found)
    kept = {name: pl.col(name).filter(pl.col(name) != "") for name in columns}
    joined = {name: values.str.join(BETWEEN) for name, values in kept.items()}
    counted = {f"{name}_count": values.len().cast(pl.String) for name, values in kept.items()}
    grouped = texts.group_by(by, maintain_order=True).agg(**joined, **counted)
    return grouped.with_columns(pl.when(pl.col(name) != "").then(pl.col(name)) for name in columns)


def label(vocabulary: type[Term], column: str) -> pl.Expr:
    """Return the terms of a column as words; null for what is none."""
    import polars as pl

    is_term = pl.col(column).is_in([term.value for term in vocabulary])
    return pl.when(is_term).then(pl.col(column).str.replace_all("_", " ", literal=True))


def with_days(rows: pl.DataFrame, dates: Iterable[str]) -> pl.DataFrame:
    """Return rows with the first and last day and the precision of each of some partial dates."""
    import polars as pl

    for date in dates:
        different = rows[date].drop_nulls().unique().to_list()
        told = [(each, *days(each)) for each in different]
        found = pl.DataFrame(told, schema=dict.fromkeys((date, *day_names(date)), pl.String), orient="row")
        rows = beside(rows.drop(day_names(date), strict=False), found, date)
    return rows


def last_days(rows: pl.DataFrame, date: str) -> pl.Series:
    """Return what a date sorts by: a day goes before a month that it may lie in, and no date comes last."""
    return with_days(rows.select(date), [date])[day_names(date)[1]].fill_null("~")


def places(library: Library, stations: pl.DataFrame) -> pl.DataFrame:
    """Return stations with ``place``: where each is in words, as precisely as it is reported: ``Quito, Ecuador``."""
    import polars as pl

    named = beside(stations, cells_of(library, "countries", "country", country_name="name"), "country")
    parts = pl.concat_str("city", "region", pl.coalesce("country_name", "country"), separator=", ", ignore_nulls=True)
    return named.with_columns(place=pl.when(parts != "").then(parts))


def sources(library: Library) -> pl.DataFrame:
    """Return each source with its address, its own or else that of its archived copy, the earliest published first."""
    import polars as pl

    rows = library.frames["sources"].unique("id", keep="first", maintain_order=True)
    address = pl.coalesce("url", "archive_url")
    found = rows.select("published", "publisher", source_id="id", address=address)
    found = found.with_columns(last_days(found, "published").alias("day"))
    return found.sort("day", "source_id").with_row_index("place").drop("day")


def behind(library: Library, table: str, rows: pl.DataFrame) -> pl.DataFrame:
    """Return rows of a table with the cells of :class:`~overseas_stations.views.cells.Behind`."""
    import polars as pl

    said = library.claims.filter(pl.col("table") == table)
    if rows.height < library.frames[table].height:
        said = said.join(rows, on=RECORD, how="semi")
    supports, disputes = (
        said.filter(pl.col("stance") == stance.value) for stance in (Stance.SUPPORTS, Stance.DISPUTES)
    )
    published = sources(library)
    found = supports.select(RECORD, "source_id").unique().join(published, on="source_id").sort(RECORD, "place")
    declaring = published.select(
        "source_id", source_publisher="publisher", source_published="published", source_url="address"
    )
    for each in (
        several(voices(supports), RECORD, voices="voice"),
        several(found, RECORD, sources="source_id", urls="address"),
        found.group_by(RECORD, maintain_order=True).agg(first_published=pl.col("published").first()),
        disputes.group_by(RECORD).agg(disputes_count=pl.len().cast(pl.String)),
        several(voices(disputes), RECORD, disputed_by="voice"),
    ):
        rows = beside(rows, each, RECORD)
    return beside(rows, declaring, "source_id")


def voices(said: pl.DataFrame, by: Sequence[str] = (RECORD,)) -> pl.DataFrame:
    """Return whose claims there are on each record, each voice once, in the order of their names."""
    return said.select(*by, "voice").unique().sort(*by, "voice")
