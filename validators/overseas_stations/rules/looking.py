"""OS4xx and OS5xx, checks: when and where passages were looked for, as a machine wrote it down; and archived copies."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial, reduce
from operator import add
from typing import TYPE_CHECKING

from overseas_stations.expressions import nw
from overseas_stations.forms.vocabulary import FAILED, FOUND, CheckPlace, OutcomeOfPassage, OutcomeOfSource
from overseas_stations.rules.core.base import ERROR, WARNING, Stage
from overseas_stations.rules.core.checks import IndexColumns, Token, WrongCells, WrongRows, fitting, last_day
from overseas_stations.rules.core.declaring import cells, indexed, rows, rule
from overseas_stations.tables import Tables

if TYPE_CHECKING:
    from collections.abc import Callable

    from overseas_stations.rules.core.registry import PackageView

ARCHIVED_ALONE = rule(
    "OS431",
    ERROR,
    "The day of an archived copy that is not there",
    message="archived is {value}, and there is no archive_url",
    hint="add the address of the copy, or take the day out",
    why="The day of a copy helps nobody who cannot open it.",
)
ARCHIVED_EARLY = rule(
    "OS432",
    WARNING,
    "Archived before it was published",
    message="the copy was made on {value}, and the source was published on {detail}",
    hint="correct one of the two dates, or take a later copy",
    why="A copy that is older than the document is one of another text.",
)
LOG_LINE = rule(
    "OS514",
    ERROR,
    "A line of the log of checks that is none",
    message="{value}",
    hint="take the file as it was committed last, and run: overseas evidence refresh --store FOLDER --write",
    why="A machine writes the log. What reads otherwise was changed by hand or cut, and tells of no check.",
    by=Stage.COMPILING,
    unchecked=True,
)
CHECK_COUNTS = rule(
    "OS515",
    ERROR,
    "Passages that do not add up",
    message="the check of {record_id} counts {value} passages, and their outcomes another number",
    hint="count anew: each passage has one outcome",
    why="A passage that is counted nowhere is one that nobody looked for.",
)
CHECK_AGAINST_ITSELF = rule(
    "OS516",
    ERROR,
    "A check that contradicts itself",
    message="{field} is {value}, {detail}",
    hint="write the check anew: overseas evidence refresh --store FOLDER --write",
    why="What a check says once and denies once cannot be relied on.",
)
CHECK_ORDER = rule(
    "OS517",
    ERROR,
    "Days of a check that are not in order",
    message="{field} is {value}, and {other} is {detail}",
    hint="correct the dates: a copy is made before it is read, and a passage seen before it is looked for again",
    why="One of the two dates is wrong.",
)
PASSAGE_UNKNOWN = rule(
    "OS518",
    ERROR,
    "A check of a passage that nothing rests on",
    message="no evidence of {value} has a passage with this fingerprint",
    hint="take the row out: a build writes those of the passages that there are",
    why="Whoever counts the passages that were seen counts some that are not in the data.",
)

COUNTS = tuple(outcome.value for outcome in OutcomeOfPassage)
"""The columns of ``source_checks`` that count the passages, one for each outcome."""


BEFORE = 4
"""Days that a copy may seem to be older than its document: by time zones, and since each month is given 31 days."""


@cells(ARCHIVED_ALONE)
def _archived_alone(tables: Tables) -> Iterator[WrongCells]:
    def where() -> nw.Expr:
        return ~nw.col("archived").is_null() & nw.col("archive_url").is_null()

    yield WrongCells(ARCHIVED_ALONE, "sources", "archived", where)


@cells(ARCHIVED_EARLY)
def _archived_early(tables: Tables) -> Iterator[WrongCells]:
    def where() -> nw.Expr:
        published = nw.concat_str([fitting(tables, "sources", "published"), nw.lit("-01-01")]).str.head(10)
        return _day(published) > _day(last_day(fitting(tables, "sources", "archived"))) + BEFORE

    yield WrongCells(ARCHIVED_EARLY, "sources", "archived", where, detail="published")


def _day(day: nw.Expr) -> nw.Expr:
    year, month, number = (day.str.slice(start, size).cast(nw.Float64) for start, size in ((0, 4), (5, 2), (8, 2)))
    return year * (12 * 31) + month * 31 + number


@cells(CHECK_COUNTS)
def _counts(tables: Tables) -> Iterator[WrongCells]:
    def where() -> nw.Expr:
        passages, *parts = (_number(tables, name) for name in ("passages", *COUNTS))
        told = reduce(add, parts)
        # Not by "is not equal", which pandas says of what is missing.
        return (passages < told) | (passages > told)

    yield WrongCells(CHECK_COUNTS, "source_checks", "passages", where)


def _number(tables: Tables, name: str) -> nw.Expr:
    return fitting(tables, "source_checks", name).cast(nw.Float64)


def _is(name: str, *terms: str) -> nw.Expr:
    return nw.col(name).is_in([str(term) for term in terms]).fill_null(False)


def _given(name: str) -> nw.Expr:
    return ~nw.col(name).is_null()


@cells(CHECK_AGAINST_ITSELF)
def _against_itself(tables: Tables) -> Iterator[WrongCells]:
    archive, changed = CheckPlace.ARCHIVE.value, OutcomeOfSource.CHANGED.value
    found = [outcome.value for outcome in FOUND]

    def some(*names: str) -> nw.Expr:
        return reduce(add, (_number(tables, name) for name in names)) > 0

    of_sources: Mapping[tuple[str, str], Callable[[], nw.Expr]] = {
        ("outcome", "and some passage was not found"): lambda: (
            _is("outcome", OutcomeOfSource.CONFIRMED) & some("absent", "not_seen")
        ),
        ("outcome", "and a passage is absent, or none is where the page changed"): lambda: (
            _is("outcome", changed) != (_number(tables, "absent") > 0)
        ),
        ("outcome", "and a passage was found, or the page was read"): lambda: (
            _is("outcome", *FAILED, OutcomeOfSource.REFUSED) & (some(*found) | _given("text_sha256"))
        ),
        ("place", "and the day of a copy is not there, or there without one"): lambda: (
            _is("place", archive) != _given("snapshot")
        ),
        ("strikes", "and the address did not fail"): lambda: _given("strikes") & ~_is("address_outcome", *FAILED),
    }
    of_passages: Mapping[tuple[str, str], Callable[[], nw.Expr]] = {
        ("seen", "and where and how it was seen is not all there"): lambda: (
            (_given("seen") != _given("seen_place")) | (_given("seen") != _given("seen_outcome"))
        ),
        ("seen_place", "and the day of a copy is not there, or there without one"): lambda: (
            _is("seen_place", archive) != _given("seen_snapshot")
        ),
        ("outcome", "and it was last seen otherwise"): lambda: (
            _is("outcome", *found) & (nw.col("outcome") != nw.col("seen_outcome").fill_null(""))
        ),
    }
    for table, wrong in (("source_checks", of_sources), ("passage_checks", of_passages)):
        for (field, detail), where in wrong.items():
            yield WrongCells(CHECK_AGAINST_ITSELF, table, field, where, {"detail": detail})


@cells(CHECK_ORDER)
def _order(tables: Tables) -> Iterator[WrongCells]:
    def where(table: str, earlier: str, later: str) -> nw.Expr:
        return fitting(tables, table, earlier) > last_day(fitting(tables, table, later))

    for table, earlier, later in (
        ("source_checks", "had", "checked"),
        ("source_checks", "snapshot", "had"),
        ("passage_checks", "seen", "checked"),
        ("passage_checks", "seen_snapshot", "seen"),
    ):
        yield WrongCells(
            CHECK_ORDER, table, earlier, partial(where, table, earlier, later), {"other": later}, detail=later
        )


@indexed("evidence")
def _evidence(tables: Tables) -> IndexColumns:
    return {"passage": Token((nw.col("source_id"), nw.col("passage_sha256")), "passage")}


@indexed("passage_checks")
def _passage_checks(tables: Tables) -> IndexColumns:
    return {"passage": Token((nw.col("source_id"), nw.col("passage_sha256")), "passage")}


@rows(PASSAGE_UNKNOWN, "passage_checks", "evidence")
def _passage_unknown(package: PackageView) -> Iterator[WrongRows]:
    if "passage_checks" not in package.index:
        return
    looked = package.index["passage_checks"].select("row", "passage").drop_nulls("passage")
    if "evidence" in package.index:
        looked = looked.join(package.index["evidence"].select("passage"), on="passage", how="anti")
    yield WrongRows(PASSAGE_UNKNOWN, looked.select("row"), at=("passage_checks", "passage_sha256"), value="source_id")
