"""OS6xx, responses: how far each has come, what came of it, and how it hangs together with others."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING

from overseas_stations.expressions import nw
from overseas_stations.forms.vocabulary import LASTING_RESPONSES, ResponseRelation, ResponseState
from overseas_stations.rules.citations.cited import circles_in_words
from overseas_stations.rules.core.base import ERROR, WARNING
from overseas_stations.rules.core.checks import IndexColumns, Token, WrongCells, WrongRows, fits
from overseas_stations.rules.core.days import ZONES, later
from overseas_stations.rules.core.declaring import cells, indexed, rows, rule
from overseas_stations.rules.core.index import once
from overseas_stations.tables import Tables

if TYPE_CHECKING:
    from overseas_stations.rules.core.checks import Frame
    from overseas_stations.rules.core.registry import PackageView

STATE_MISSING = rule(
    "OS623",
    WARNING,
    "A response that takes time, and no state",
    message="{record_id} is of the kind {value}, and nothing says how far it has come",
    hint="give its state; where no source says how it went on, unknown, and the day until which you looked",
    why="An inquiry without an end reads like one that goes on, or like one that found nothing.",
)
STATE_AND_RESULT = rule(
    "OS624",
    ERROR,
    "State and result do not go together",
    message="state is {detail}",
    hint="concluded has a result, unknown the day until which it was looked for; a result needs an act that has begun",
    why="A reader must know whether nothing came of it, or nothing is known.",
)
CHAIN_CIRCULAR = rule(
    "OS625",
    ERROR,
    "Responses that follow from each other in a circle",
    message="{value} {way} itself: {detail}",
    hint="find out which came first, and take the other link out or turn it round",
    why="What led to something came before it.",
)
CHAIN_BACKWARDS = rule(
    "OS626",
    ERROR,
    "A link against the order of time",
    message="{value} {detail}",
    hint="correct one of the two dates, or turn the link round",
    why="What leads to something comes before it; what answers, ends, undoes or repeats it comes after it.",
)
CLOSED_STATE = rule(
    "OS627",
    ERROR,
    "A response that was ended, and a state that does not say so",
    message="{value} is ended by {detail}, and its state does not say so",
    hint="set its state to concluded or abandoned, or correct the link",
    why="The link and the state say two things of one act.",
)

_ENDED = (ResponseState.CONCLUDED.value, ResponseState.ABANDONED.value)
_BEGUN = (*_ENDED, ResponseState.UNDER_WAY.value)
_FORWARD = (ResponseRelation.LED_TO.value,)
_BACKWARD = tuple(
    relation.value
    for relation in ResponseRelation
    if relation not in (ResponseRelation.LED_TO, ResponseRelation.PART_OF)
)
"""Relations of a later response to an earlier one. A step may come before and after what it is a part of."""


@cells(STATE_MISSING)
def _state_missing(tables: Tables) -> Iterator[WrongCells]:
    def where() -> nw.Expr:
        return nw.col("kind").is_in([kind.value for kind in LASTING_RESPONSES]) & nw.col("state").is_null()

    yield WrongCells(STATE_MISSING, "responses", "kind", where)


@cells(STATE_AND_RESULT)
def _state_and_result(tables: Tables) -> Iterator[WrongCells]:
    def none(name: str) -> nw.Expr:
        return nw.col(name).is_null()

    concluded, unknown = ResponseState.CONCLUDED.value, ResponseState.UNKNOWN.value
    wrong = {
        ("state", "concluded, and there is no result"): lambda: (nw.col("state") == concluded) & none("result"),
        ("result", "not that of an act that has begun, and there is a result"): lambda: (
            ~none("result") & ~nw.col("state").is_in(list(_BEGUN)).fill_null(False)
        ),
        ("state", "unknown, and it is not said until when it was looked for"): lambda: (
            (nw.col("state") == unknown) & none("looked_until")
        ),
        ("state_as_of", "empty, and it has a date"): lambda: ~none("state_as_of") & none("state"),
    }
    for (field, detail), where in wrong.items():
        yield WrongCells(STATE_AND_RESULT, "responses", field, where, {"detail": detail})


@indexed("responses")
def _responses(tables: Tables) -> IndexColumns:
    return {"ended": nw.col("state").is_in(list(_ENDED)).fill_null(False)}


@indexed("response_links")
def _response_links(tables: Tables) -> IndexColumns:
    known = fits(tables["response_links"].column("relation"))
    forward = nw.col("relation").is_in(list(_FORWARD))
    earlier = nw.when(forward).then(nw.col("from_id")).otherwise(nw.col("to_id"))
    later_one = nw.when(forward).then(nw.col("to_id")).otherwise(nw.col("from_id"))
    return {
        "link": nw.when(known).then(nw.col("relation")),
        "earlier": Token(("responses", earlier)),
        "later": Token(("responses", later_one)),
    }


def _linked(package: PackageView, *columns: str) -> Frame | None:
    """Return the links beside some columns of both responses: ``from <column>`` and ``to <column>``."""
    if not {"responses", "response_links"} <= package.index.keys():
        return None
    acts = once(package, package.index["responses"], "name").select("name", *columns)
    links = package.index["response_links"].select("row", "link", "ref_from_id", "ref_to_id")
    for side in ("from", "to"):
        named = {f"{side} {column}": nw.col(column) for column in columns}
        links = links.join(acts.select(**{f"ref_{side}_id": nw.col("name")}, **named), on=f"ref_{side}_id")
    return links


@rows(CHAIN_CIRCULAR, "response_links")
def _chain_circular(package: PackageView) -> Iterator[WrongRows]:
    if "response_links" not in package.index:
        return
    is_part = nw.col("link") == ResponseRelation.PART_OF.value
    # A step of an inquiry may well have led to it: what is a part of what makes a graph of its own.
    for way, kind in (("comes before", ~is_part), ("is a part of", is_part)):
        index = package.index["response_links"].filter(kind).select("row", "earlier", "later")
        # What lies on a circle comes before something and after something: few links do, if any.
        after, before = index.select(earlier=nw.col("later")), index.select(later=nw.col("earlier"))
        both = index.join(after, on="earlier", how="semi").join(before, on="later", how="semi")
        links = package.text("response_links", both.select("row"))
        (found,) = package.collect([links.select("row", "from_id", "relation", "to_id")])
        numbers: dict[tuple[str, str], list[int]] = defaultdict(list)
        for row in found:
            ends = (row["from_id"] or "", row["to_id"] or "")
            numbers[ends if row["relation"] in _FORWARD else ends[::-1]].append(int(row["row"]))
        details = circles_in_words(numbers)
        if details:
            wrong, params = both.filter(nw.col("row").is_in(sorted(details))).select("row"), {"way": way}
            yield WrongRows(
                CHAIN_CIRCULAR, wrong, at=("response_links", "to_id"), value="from_id", details=details, params=params
            )


@rows(CHAIN_BACKWARDS, "responses", "response_links")
def _chain_backwards(package: PackageView) -> Iterator[WrongRows]:
    links = _linked(package, "date_date")
    if links is None:
        return
    dated = links.drop_nulls(["from date_date", "to date_date", "link"])
    # The terms are verbs: "led_to what was done on 2022-11".
    for relations, early, late in ((_FORWARD, "from", "to"), (_BACKWARD, "to", "from")):
        wrong = dated.filter(
            nw.col("link").is_in(list(relations)), later(f"{early} date_date", f"{late} date_date", days=ZONES)
        )
        said = [
            *(nw.lit("of "), nw.col("from date_date"), nw.lit(" "), nw.col("link")),
            *(nw.lit(" what was done on "), nw.col("to date_date")),
        ]
        found = wrong.select("row", "ref_from_id", "ref_to_id", detail=nw.concat_str(said))
        yield WrongRows(
            CHAIN_BACKWARDS, found, at=("response_links", "relation"), value="from_id", texts=("detail",), matched=True
        )


@rows(CLOSED_STATE, "responses", "response_links")
def _closed_state(package: PackageView) -> Iterator[WrongRows]:
    links = _linked(package, "ended")
    if links is None:
        return
    open_ = links.filter(nw.col("link") == ResponseRelation.CLOSES.value, ~nw.col("to ended"))
    found = open_.select("row", "ref_from_id", "ref_to_id")
    yield WrongRows(CLOSED_STATE, found, at=("response_links", "to_id"), detail="from_id", matched=True)
