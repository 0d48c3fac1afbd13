"""OS4xx: every row has a source that could say it, and every disagreement is stated."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from graphlib import CycleError, TopologicalSorter
from typing import TYPE_CHECKING

from overseas_stations.rules.base import ERROR, WARNING, rule
from overseas_stations.rules.checks import (
    Cells,
    Rows,
    cells,
    either,
    fits,
    fitting,
    last_day,
    once,
    pile,
    record,
    rows,
    stack,
)
from overseas_stations.rules.index import IndexColumns, date_columns, indexed
from overseas_stations.tables import CITED_TABLES, TABLES

if TYPE_CHECKING:
    import narwhals as nw

    from overseas_stations.rules.checks import Frame, Tables

UNCITED = rule(
    "OS401",
    ERROR,
    "A row without evidence",
    message="no evidence supports {record_id} of {table}",
    hint="add an evidence row that supports it, or take the row out",
    why="What no source supports is not data.",
)
ORPHAN_SOURCE = rule(
    "OS402",
    ERROR,
    "A source that nothing rests on",
    message="no evidence names the source {record_id}, and it is not marked as background",
    hint="declare, support or dispute a record in its dossier, or set background: true",
    why="A source that nobody cites is either an oversight or a list of reading; the data must say which.",
)
BACKGROUND_CITED = rule(
    "OS403",
    ERROR,
    "A background source that records rest on",
    message="the source {record_id} is marked as background, and evidence for records names it",
    hint="set background: false",
    why="Background means that no record rests on the source; readers leave such sources out.",
)
UNDECLARED = rule(
    "OS404",
    ERROR,
    "The declaring source does not support its record",
    message="{record_id} of {table} names {value} as its source, and no evidence of that source supports it",
    hint="add that evidence, or name a source that supports the row",
    why="The source in the row is the one that a reader looks up first.",
)
DATE_AFTER_SOURCE = rule(
    "OS405",
    ERROR,
    "Later than every source",
    message="{field} is {value}, and every source that supports {record_id} was published before",
    hint="correct the date, or that of the source; no source reports what had not happened yet",
    why="One of the two dates is wrong, or the citation is.",
)
ACCESSED_EARLY = rule(
    "OS406",
    ERROR,
    "Read before it was published",
    message="the source was read on {value}, before it was published on {detail}",
    hint="correct one of the two dates",
    why="One of the two dates is wrong.",
)
ACCESSED_MISSING = rule(
    "OS407",
    ERROR,
    "A source that was read, nobody knows when",
    message="the source {record_id} was read, and accessed is empty",
    hint="state when it was read",
    why="Pages change: a citation without its date cannot be held against the page.",
)
DISPUTE_EMPTY = rule(
    "OS408",
    ERROR,
    "A dispute that disputes nothing",
    message="the dispute of {field_name} gives {detail}",
    hint="state the value that this source gives; if it says the same, it supports the record",
    why="A reader must see both sides, not only that there are two.",
)
CONTRADICTION = rule(
    "OS409",
    ERROR,
    "A contradiction that no dossier states",
    message="{value} is said to support {field_name}, and gives {detail}",
    hint="list it under disputes with its value, or correct the record",
    why="Sources may disagree; the data must say so, and never pick silently.",
)
CIRCULAR = rule(
    "OS410",
    ERROR,
    "Sources that rely on each other in a circle",
    message="{value} relies on itself: {detail}",
    hint="find out which of them came first, and take the other relation out",
    why="In a circle nobody is the origin, and each seems to corroborate the next.",
)
UNREAD_EVIDENCE = rule(
    "OS411",
    ERROR,
    "Evidence from a source that nobody read",
    message="{value} was not read (extent_read: not_read), so it supports and disputes nothing",
    hint="cite the source that was read and that reports it",
    why="What a source is said to say is the claim of whoever says so.",
)
COUNT_UNEXPECTED = rule(
    "OS412",
    ERROR,
    "Other counts than the dossier expects",
    message="the dossier expects {expected} {field} and declares {value}",
    hint="correct the list or the number under expects",
    why="The number guards against rows that are lost or doubled by an edit.",
)
FUTURE = rule(
    "OS413",
    ERROR,
    "A date in the future",
    message="{field} is {value}, later than today ({today})",
    hint="correct the date",
    why="Nothing is published, read or done in the future. Runs only where today is given.",
)
ADDED_TWICE = rule(
    "OS414",
    ERROR,
    "Two sources add different values",
    message="{field} of {record_id} is {value} here and {detail}",
    hint="list this value under disputes, or correct one of the two",
    why="Compilation never picks between sources.",
)
CITATION_THIN = rule(
    "OS415",
    WARNING,
    "A citation that nobody can follow",
    message="the source {record_id} was read and has neither a title nor an address",
    hint="add the title, url or archive_url",
    why="A reader must be able to find the document.",
)


DATES = tuple(sorted({name for table in CITED_TABLES for name in date_columns(table)}))
"""The columns of dates that evidence can be about."""


@indexed("evidence")
def _evidence() -> IndexColumns:
    import narwhals as nw

    # The field that the evidence is about, so far as dates go: -1 for the whole record, 0 for another field.
    dated = nw.when(nw.col("field").is_null()).then(nw.lit(-1)).otherwise(nw.lit(0))
    for number, name in enumerate(DATES, start=1):
        dated = nw.when(nw.col("field") == name).then(nw.lit(number)).otherwise(dated)
    stance = nw.col("stance")
    asserted = ~nw.col("field").is_null() & ~nw.col("asserted_value").is_null()
    return {
        "supports": (stance == "supports").fill_null(False),
        "disputes": (stance == "disputes").fill_null(False),
        "of_relation": (nw.col("table") == "source_relations").fill_null(False),
        "about_date": dated.cast(nw.Int8),
        "asserted": asserted,
    }


@indexed("sources")
def _sources() -> IndexColumns:
    import narwhals as nw

    return {
        "background": (nw.col("background") == "true").fill_null(False),
        "foreground": (nw.col("background") == "false").fill_null(False),
        "unread": (nw.col("extent_read") == "not_read").fill_null(False),
        # A source without a date could have been published at any time.
        "latest": last_day(fitting("sources", "published")).fill_null("9999"),
    }


def _supports(tables: Tables, *columns: str) -> Frame | None:
    """Return some columns of the index of evidence that supports a record, None where there is no evidence."""
    import narwhals as nw

    if "evidence" not in tables.index:
        return None
    return tables.index["evidence"].filter(nw.col("supports"), ~nw.col("about").is_null()).select("about", *columns)


@rows(UNCITED, "evidence")
def _uncited(tables: Tables) -> Iterator[Rows]:
    import narwhals as nw

    named, supports = stack(tables, CITED_TABLES, None, about="name"), _supports(tables)
    if named is None:
        return
    found = named.filter(~nw.col("about").is_null())
    if supports is not None:
        found = found.join(supports, on="about", how="anti")
    yield Rows(UNCITED, found.select("place", "row"))


@rows(UNDECLARED, "evidence")
def _undeclared(tables: Tables) -> Iterator[Rows]:
    import narwhals as nw

    named = stack(tables, CITED_TABLES, "source_id", about="name", ref_source_id="ref_source_id")
    supports = _supports(tables, "ref_source_id")
    if named is None or supports is None:
        return
    known = named.filter(~nw.col("ref_source_id").is_null())
    # Nearly all rows are supported by their own source, so that few are left for the second join.
    others = known.join(supports, on=["about", "ref_source_id"], how="anti")
    found = others.join(supports.select("about"), on="about", how="semi")

    def fitting_source(rows: Frame, table: str, field: str | None) -> Frame:
        named = rows.filter(fits(TABLES[table].column("source_id")))
        return named.select("row", value=nw.col("source_id"), detail=nw.lit(None, dtype=nw.String))

    yield Rows(UNDECLARED, found.select("place", "row", "about"), matched=True, exact=fitting_source)


@rows(ORPHAN_SOURCE, "sources", "evidence")
def _orphans(tables: Tables) -> Iterator[Rows]:
    import narwhals as nw

    if "sources" not in tables.index:
        return
    found = tables.index["sources"].filter(nw.col("foreground"), ~nw.col("name").is_null())
    if "evidence" in tables.index:
        named = tables.index["evidence"].select(name=nw.col("ref_source_id"))
        found = found.join(named, on="name", how="anti")
    yield Rows(ORPHAN_SOURCE, found.select("row"), at=("sources", "background"), value="id")


@rows(BACKGROUND_CITED, "sources", "evidence")
def _background_cited(tables: Tables) -> Iterator[Rows]:
    import narwhals as nw

    if "sources" not in tables.index or "evidence" not in tables.index:
        return
    named = tables.index["evidence"].filter(~nw.col("of_relation")).select(name=nw.col("ref_source_id"))
    found = tables.index["sources"].filter(nw.col("background")).join(named, on="name", how="semi")
    yield Rows(
        BACKGROUND_CITED,
        found.select("row", "name"),
        at=("sources", "background"),
        value="id",
        matched=True,
    )


@rows(DATE_AFTER_SOURCE, "sources", "evidence")
def _date_after_source(tables: Tables) -> Iterator[Rows]:
    import narwhals as nw

    supports = _supports(tables, "ref_source_id", "about_date")
    dates = []
    for name in DATES:
        # A station's status and its date are derived: its rows in station_statuses are checked.
        of = [table for table in CITED_TABLES if (table.name, name) != ("stations", "status_as_of")]
        part = stack(tables, of, name, about="name", day=f"date_{name}")
        if part is not None:
            dates.append(part.with_columns(date=nw.lit(DATES.index(name) + 1)))
    dated = pile(dates)
    if dated is None or supports is None or "sources" not in tables.index:
        return
    published = once(tables, tables.index["sources"].select("name", "latest"), "name")
    voices = supports.join(published, left_on="ref_source_id", right_on="name").select("about", "about_date", "latest")

    def speaking(dates: Frame) -> Frame:
        """Return dates beside the voices that support them: that speak of the whole record, or of the date."""
        beside = once(tables, dates.filter(~nw.col("day").is_null()), "about").join(voices, on="about")
        return beside.filter((nw.col("about_date") == -1) | (nw.col("about_date") == nw.col("date")))

    def later_than_all(rows: Frame, table: str, field: str | None) -> Frame:
        index = tables.index[table].join(rows.select("row"), on="row", how="semi")
        number = nw.lit(DATES.index(str(field)) + 1)
        dates = index.select("row", about=nw.col("name"), day=nw.col(f"date_{field}"), date=number)
        known = speaking(dates).filter(nw.col("day") <= nw.col("latest")).select("row")
        late = rows.join(known, on="row", how="anti")
        return late.select("row", value=nw.col(str(field)), detail=nw.lit(None, dtype=nw.String))

    late = speaking(dated).filter(nw.col("day") > nw.col("latest")).select("place", "row", "about")
    yield Rows(DATE_AFTER_SOURCE, late, matched=True, exact=later_than_all)


@cells(ACCESSED_EARLY)
def _accessed_early() -> Iterator[Cells]:
    def where() -> nw.Expr:
        return last_day(fitting("sources", "accessed")) < fitting("sources", "published")

    yield Cells(ACCESSED_EARLY, "sources", "accessed", where, detail="published")


def _read() -> nw.Expr:
    import narwhals as nw

    return nw.col("extent_read").is_in(["whole", "opening"])


@cells(ACCESSED_MISSING)
def _accessed_missing() -> Iterator[Cells]:
    import narwhals as nw

    yield Cells(ACCESSED_MISSING, "sources", "accessed", lambda: _read() & nw.col("accessed").is_null())


@cells(CITATION_THIN)
def _citation_thin() -> Iterator[Cells]:
    import narwhals as nw

    def where() -> nw.Expr:
        return _read() & nw.col("title").is_null() & nw.col("url").is_null() & nw.col("archive_url").is_null()

    yield Cells(CITATION_THIN, "sources", "title", where)


@cells(DISPUTE_EMPTY)
def _dispute_without_value() -> Iterator[Cells]:
    import narwhals as nw

    def where() -> nw.Expr:
        disputes = ~nw.col("field").is_null() & (nw.col("stance") == "disputes")
        return disputes & nw.col("asserted_value").is_null()

    params = {"detail": "no value", "field_name": "a field"}
    yield Cells(DISPUTE_EMPTY, "evidence", "asserted_value", where, params)


def _asserted(tables: Tables, evidence: Frame) -> Frame:
    """Return evidence about single fields beside the ``actual`` value of the field.

    Args:
        tables: the package.
        evidence: rows of evidence as text.
    """
    import narwhals as nw

    parts = []
    for table in CITED_TABLES:
        if table.name not in tables.index:
            continue
        about = evidence.filter(nw.col("table") == table.name, nw.col("field").is_in(list(table.names))).select(
            "row", "field", "asserted_value", "source_id", about=nw.col("record_id")
        )
        values = tables.text(table.name).select(
            about=record(table), **{f"is_{name}": nw.col(name) for name in table.names}
        )
        # One row for each record, should its key stand twice.
        known = values.join(about.select("about"), on="about", how="semi").group_by("about")
        joined = about.join(known.agg(nw.col(*(f"is_{name}" for name in table.names)).min()), on="about")
        actual = nw.lit(None, dtype=nw.String)
        for name in table.names:
            actual = nw.when(nw.col("field") == name).then(nw.col(f"is_{name}")).otherwise(actual)
        is_date = nw.col("field").is_in(list(date_columns(table)))
        parts.append(joined.select("row", "asserted_value", "source_id", actual=actual, is_date=is_date))
    found = pile(parts)
    assert found is not None
    return found


def _asserting(tables: Tables, stance: str) -> Frame | None:
    """Return the index of the evidence of a stance that gives values of its own."""
    import narwhals as nw

    if "evidence" not in tables.index or not any(table.name in tables.index for table in CITED_TABLES):
        return None
    return tables.index["evidence"].filter(nw.col("asserted"), nw.col(stance)).select("row")


@rows(DISPUTE_EMPTY, "evidence")
def _dispute_empty(tables: Tables) -> Iterator[Rows]:
    import narwhals as nw

    def same(evidence: Frame, table: str, field: str | None) -> Frame:
        found = _asserted(tables, evidence).filter(nw.col("asserted_value") == nw.col("actual"))
        return found.select("row", value=nw.col("asserted_value"), detail=nw.col("actual"))

    suspects, params = _asserting(tables, "disputes"), {"field_name": "a field"}
    if suspects is not None:
        yield Rows(DISPUTE_EMPTY, suspects, at=("evidence", "asserted_value"), params=params, exact=same)


@rows(CONTRADICTION, "evidence")
def _contradiction(tables: Tables) -> Iterator[Rows]:
    import narwhals as nw

    def differing(evidence: Frame, table: str, field: str | None) -> Frame:
        given, actual = nw.col("asserted_value"), nw.col("actual")
        # A source may be less precise than the record: "2022" supports "2022-10-26".
        coarser = nw.col("is_date") & either(
            [(given.str.len_chars() == length) & (actual.str.head(length) == given) for length in (4, 7)]
        )
        differs = _asserted(tables, evidence).filter(~coarser.fill_null(False), (given != actual).fill_null(True))
        detail = nw.concat_str([given, nw.lit(" where the record has "), actual.fill_null("nothing")])
        return differs.select("row", value=nw.col("source_id"), detail=detail)

    suspects, params = _asserting(tables, "supports"), {"field_name": "a field"}
    if suspects is not None:
        yield Rows(CONTRADICTION, suspects, at=("evidence", "asserted_value"), params=params, exact=differing)


@rows(CIRCULAR, "source_relations")
def _circular(tables: Tables) -> Iterator[Rows]:
    import narwhals as nw

    if "source_relations" not in tables.index:
        return
    index = tables.index["source_relations"]
    # What lies on a circle is both a source and a target: most relations are not, and need not be looked at as text.
    targets = index.select(ref_source_id=nw.col("ref_target_id"))
    sources = index.select(ref_target_id=nw.col("ref_source_id"))
    both = index.join(targets, on="ref_source_id", how="semi").join(sources, on="ref_target_id", how="semi")
    relations = tables.text("source_relations", both.select("row"))
    (pairs,) = tables.collect([relations.select("source_id", "target_id").unique()])
    for circle in circles((pair["source_id"], pair["target_id"]) for pair in pairs):
        following = circle[1 % len(circle)]
        edge = (nw.col("source_id") == circle[0]) & (nw.col("target_id") == following)
        detail = {"detail": " -> ".join((*circle, circle[0]))}
        place = ("source_relations", "target_id")
        yield Rows(CIRCULAR, relations.filter(edge).select("row"), at=place, params=detail, value="source_id")


def circles(pairs: Iterable[tuple[str, str]]) -> Iterator[list[str]]:
    """Yield circles in a graph until what is left has none, each from its first name on, and cut there.

    >>> list(circles([("b", "c"), ("c", "b"), ("a", "b")]))
    [['b', 'c']]
    """
    graph: dict[str, set[str]] = {}
    for source, target in sorted(pairs):
        graph.setdefault(source, set()).add(target)
    while True:
        try:
            # Sorted, because the order of a set of texts is another in each process.
            TopologicalSorter({source: sorted(graph[source]) for source in graph}).prepare()
            return
        except CycleError as error:
            circle = list(error.args[1])[:-1]
        first = circle.index(min(circle))
        circle = circle[first:] + circle[:first]
        if any(after not in graph[name] for name, after in zip(circle, [*circle[1:], circle[0]], strict=True)):
            circle = [circle[0], *reversed(circle[1:])]  # the sorter walks against the arrows
        graph[circle[0]].discard(circle[1 % len(circle)])
        yield circle


@rows(UNREAD_EVIDENCE, "sources", "evidence")
def _unread_evidence(tables: Tables) -> Iterator[Rows]:
    import narwhals as nw

    if "sources" not in tables.index or "evidence" not in tables.index:
        return
    unread = tables.index["sources"].filter(nw.col("unread")).select(ref_source_id=nw.col("name"))
    found = tables.index["evidence"].join(unread, on="ref_source_id", how="semi")
    yield Rows(
        UNREAD_EVIDENCE,
        found.select("row", "ref_source_id"),
        at=("evidence", "source_id"),
        matched=True,
    )


def future_dates(today: str) -> Iterator[Cells]:
    """Yield the conditions for dates that lie after *today* (YYYY-MM-DD). They are tried where today is given."""

    def late(table: str, name: str) -> nw.Expr:
        return fitting(table, name) > today

    for table in TABLES.values():
        for name in date_columns(table):
            yield Cells(FUTURE, table.name, name, partial(late, table.name, name), {"today": today})
