"""OS4xx: every row has a source that could say it, and every disagreement is stated."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from overseas_stations.expressions import nw
from overseas_stations.rules.core.base import ERROR, WARNING, Stage
from overseas_stations.rules.core.checks import IndexColumns, WrongCells, WrongRows, fits
from overseas_stations.rules.core.declaring import cells, indexed, rows, rule
from overseas_stations.rules.core.index import stack
from overseas_stations.tables import Tables

if TYPE_CHECKING:
    from overseas_stations.rules.core.checks import Frame
    from overseas_stations.rules.core.registry import PackageView

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
ACCESSED_MISSING = rule(
    "OS407",
    ERROR,
    "A source that was read, nobody knows when",
    message="the source {record_id} was read, and accessed is empty",
    hint="state when it was read",
    why="Pages change: a citation without its date cannot be held against the page.",
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
    by=Stage.COMPILING,
)
CITATION_THIN = rule(
    "OS415",
    WARNING,
    "A citation that nobody can follow",
    message="the source {record_id} was read and has neither a title nor an address",
    hint="add the title, url or archive_url",
    why="A reader must be able to find the document.",
)


MAX_NAMES = 20
"""So many sources of a circle are named; the others are counted."""


@indexed("evidence")
def _evidence(tables: Tables) -> IndexColumns:
    return {
        "supports": (nw.col("stance") == "supports").fill_null(False),
        "of_relation": (nw.col("table") == "source_relations").fill_null(False),
    }


@indexed("sources")
def _sources(tables: Tables) -> IndexColumns:
    return {
        "background": (nw.col("background") == "true").fill_null(False),
        "foreground": (nw.col("background") == "false").fill_null(False),
        "unread": (nw.col("extent_read") == "not_read").fill_null(False),
    }


@indexed("source_relations")
def _source_relations(tables: Tables) -> IndexColumns:
    known = fits(tables["source_relations"].column("relation"))
    return {"relation": nw.when(known).then(nw.col("relation"))}


def supporting(package: PackageView, *columns: str) -> Frame | None:
    """Return some columns of the index of evidence that supports a record, None where there is no evidence."""
    if "evidence" not in package.index:
        return None
    return package.index["evidence"].drop_nulls("about").filter(nw.col("supports")).select("about", *columns)


@rows(UNCITED, "evidence")
def _uncited(package: PackageView) -> Iterator[WrongRows]:
    named, supports = stack(package, package.registry.tables.cited, None, about="name"), supporting(package)
    if named is None:
        return
    found = named.drop_nulls("about")
    if supports is not None:
        found = found.join(supports, on="about", how="anti")
    yield WrongRows(UNCITED, found.select("place", "row"))


@rows(UNDECLARED, "evidence")
def _undeclared(package: PackageView) -> Iterator[WrongRows]:
    named = stack(package, package.registry.tables.cited, "source_id", about="name", ref_source_id="ref_source_id")
    supports = supporting(package, "ref_source_id")
    if named is None or supports is None:
        return
    known = named.drop_nulls("ref_source_id")
    # Nearly all rows are supported by their own source, so that few are left for the second join.
    others = known.join(supports, on=["about", "ref_source_id"], how="anti")
    found = others.join(supports.select("about"), on="about", how="semi")

    def fitting_source(rows: Frame, table: str, field: str | None) -> Frame:
        named = rows.filter(fits(package.registry.tables[table].column("source_id")))
        return named.select("row", value=nw.col("source_id"), detail=nw.lit(None, dtype=nw.String))

    yield WrongRows(UNDECLARED, found.select("place", "row", "about"), matched=True, exact=fitting_source)


@rows(ORPHAN_SOURCE, "sources", "evidence")
def _orphans(package: PackageView) -> Iterator[WrongRows]:
    if "sources" not in package.index:
        return
    found = package.index["sources"].drop_nulls("name").filter(nw.col("foreground"))
    if "evidence" in package.index:
        named = package.index["evidence"].select(name=nw.col("ref_source_id"))
        found = found.join(named, on="name", how="anti")
    yield WrongRows(ORPHAN_SOURCE, found.select("row"), at=("sources", "background"), value="id")


@rows(BACKGROUND_CITED, "sources", "evidence")
def _background_cited(package: PackageView) -> Iterator[WrongRows]:
    if "sources" not in package.index or "evidence" not in package.index:
        return
    named = package.index["evidence"].filter(~nw.col("of_relation")).select(name=nw.col("ref_source_id"))
    found = package.index["sources"].filter(nw.col("background")).join(named, on="name", how="semi")
    yield WrongRows(
        BACKGROUND_CITED,
        found.select("row", "name"),
        at=("sources", "background"),
        value="id",
        matched=True,
    )


def _read() -> nw.Expr:
    return nw.col("extent_read").is_in(["whole", "opening"])


@cells(ACCESSED_MISSING)
def _accessed_missing(tables: Tables) -> Iterator[WrongCells]:
    yield WrongCells(ACCESSED_MISSING, "sources", "accessed", lambda: _read() & nw.col("accessed").is_null())


@cells(CITATION_THIN)
def _citation_thin(tables: Tables) -> Iterator[WrongCells]:
    def where() -> nw.Expr:
        return _read() & nw.col("title").is_null() & nw.col("url").is_null() & nw.col("archive_url").is_null()

    yield WrongCells(CITATION_THIN, "sources", "title", where)


@rows(CIRCULAR, "source_relations")
def _circular(package: PackageView) -> Iterator[WrongRows]:
    if "source_relations" not in package.index:
        return
    index = package.index["source_relations"]
    # What lies on a circle is both a source and a target: most relations are not, and need not be looked at as text.
    targets = index.select(ref_source_id=nw.col("ref_target_id"))
    sources = index.select(ref_target_id=nw.col("ref_source_id"))
    both = index.join(targets, on="ref_source_id", how="semi").join(sources, on="ref_target_id", how="semi")
    relations = package.text("source_relations", both.select("row"))
    (found,) = package.collect([relations.select("row", "source_id", "target_id")])
    numbers: dict[tuple[str, str], list[int]] = defaultdict(list)
    for row in found:
        numbers[row["source_id"], row["target_id"]].append(int(row["row"]))
    details = circles_in_words(numbers)
    if details:
        wrong = both.filter(nw.col("row").is_in(sorted(details))).select("row")
        yield WrongRows(CIRCULAR, wrong, at=("source_relations", "target_id"), value="source_id", details=details)


def circles_in_words(numbers: Mapping[tuple[str, str], list[int]]) -> dict[int, str]:
    """Return the numbers of the rows that close a circle, each with the names on it, in words.

    Args:
        numbers: arrow of a graph, from and to -> the numbers of its rows.
    """
    details: dict[int, str] = {}
    for names, size in circles(numbers):
        left_out = [f"{size - len(names)} more"] if size > len(names) else []
        shown = " -> ".join((*names, *left_out, names[0]))
        details |= dict.fromkeys(numbers[names[0], names[1 % size]], shown)
    return details


def circles(pairs: Iterable[tuple[str, str]]) -> Iterator[tuple[list[str], int]]:
    """Yield circles in a graph: where the first arrow of each is taken out, what is left has none.

    Each is given by its names from the source of that arrow on, the first of them where there are many, and by how many
    names it has. Every arrow is looked at once, and the outcome does not depend on their order.

    >>> list(circles([("b", "c"), ("c", "b"), ("a", "b")]))
    [(['b', 'c'], 2)]
    """
    before: dict[str, list[str]] = defaultdict(list)
    for source, target in sorted(pairs):
        before[target].append(source)
    place: dict[str, int] = {}  # on the path, which goes against the arrows; -1 once it was left
    for first in sorted(before):
        if first in place:
            continue
        path, ahead, place[first] = [first], [iter(before[first])], 0
        while path:
            relying = next(ahead[-1], None)
            if relying is None:
                ahead.pop()
                place[path.pop()] = -1
            elif relying not in place:
                place[relying] = len(path)
                path.append(relying)
                ahead.append(iter(before.get(relying, ())))
            elif (at := place[relying]) >= 0:
                names = path[max(at + 1, len(path) - MAX_NAMES + 1) :]
                yield [relying, *reversed(names)], len(path) - at


@rows(UNREAD_EVIDENCE, "sources", "evidence")
def _unread_evidence(package: PackageView) -> Iterator[WrongRows]:
    if "sources" not in package.index or "evidence" not in package.index:
        return
    unread = package.index["sources"].filter(nw.col("unread")).select(ref_source_id=nw.col("name"))
    found = package.index["evidence"].join(unread, on="ref_source_id", how="semi")
    yield WrongRows(
        UNREAD_EVIDENCE,
        found.select("row", "ref_source_id"),
        at=("evidence", "source_id"),
        matched=True,
    )
