"""OS6xx, claims: statements and figures that contradict themselves or one another."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

from overseas_stations.expressions import nw
from overseas_stations.forms.vocabulary import UNIT_OF_METRIC
from overseas_stations.rules.core.base import ERROR
from overseas_stations.rules.core.checks import IndexColumns, Token, WrongCells, WrongRows, fitting, mixed
from overseas_stations.rules.core.declaring import cells, indexed, rows, rule
from overseas_stations.rules.domain.odds import at_odds
from overseas_stations.tables import Tables

if TYPE_CHECKING:
    from overseas_stations.rules.core.checks import Frame
    from overseas_stations.rules.core.registry import PackageView

STATEMENT_FORM = rule(
    "OS607",
    ERROR,
    "Form and wording do not go together",
    message="form is {value}, and wording is {detail}",
    hint="say of verbatim words how they relate to the spoken ones; leave wording empty for a paraphrase",
    why="A reader must know whether words are the speaker's, a translator's or ours.",
)


SAME_LANGUAGE = rule(
    "OS608",
    ERROR,
    "A translation into its own language",
    message="the source is in {value} and said to be translated from it",
    hint="correct language or translated_from",
    why="One of the two is wrong.",
)


UNIT_WRONG = rule(
    "OS609",
    ERROR,
    "A metric in a unit that does not count it",
    message="the unit is {value}, and {detail}",
    hint="each metric has one unit, see CODEBOOK.md (`overseas export package` writes it)",
    why="Figures of one metric are compared.",
)


FIGURES_DIFFER = rule(
    "OS610",
    ERROR,
    "One claim with two values",
    message="the exact number claimed for the same thing at the same date is {detail}",
    hint="correct one of the two, or dispute the value of the one in the dossier of the other",
    why="Either somebody misread, or the sources contradict each other; the data must say which.",
)


@cells(STATEMENT_FORM)
def _statement_form(tables: Tables) -> Iterator[WrongCells]:
    def bare() -> nw.Expr:
        return (nw.col("form") == "verbatim") & nw.col("wording").is_null()

    def worded() -> nw.Expr:
        return (nw.col("form") == "paraphrase") & ~nw.col("wording").is_null()

    yield WrongCells(STATEMENT_FORM, "statements", "form", bare, {"detail": "empty"})
    yield WrongCells(STATEMENT_FORM, "statements", "form", worded, {"detail": "filled in"})


@cells(SAME_LANGUAGE)
def _same_language(tables: Tables) -> Iterator[WrongCells]:
    def where() -> nw.Expr:
        return nw.col("translated_from") == nw.col("language")

    yield WrongCells(SAME_LANGUAGE, "sources", "translated_from", where)


@cells(UNIT_WRONG)
def _unit_wrong(tables: Tables) -> Iterator[WrongCells]:
    def where(metric: str, right: str) -> nw.Expr:
        return (nw.col("metric") == metric) & (fitting(tables, "figures", "unit") != right)

    for metric, right in UNIT_OF_METRIC.items():
        detail = f"{metric.value} are counted by {right.value}"
        yield WrongCells(UNIT_WRONG, "figures", "unit", partial(where, metric.value, right.value), {"detail": detail})


CLAIM = ("metric", "country", "scope", "actor_id", "claimant", "as_of")


@indexed("figures")
def _figures(tables: Tables) -> IndexColumns:
    return {
        "claim": Token(tuple(nw.col(name).fill_null("") for name in CLAIM), "claim"),
        "number": Token((nw.col("value"),), "number"),
        "exact": ((nw.col("bound") == "exact") & ~nw.col("as_of").is_null()).fill_null(False),
    }


@rows(FIGURES_DIFFER, "figures", "evidence")
def _figures_differ(package: PackageView) -> Iterator[WrongRows]:
    if "figures" not in package.index:
        return
    exact = package.index["figures"].filter(nw.col("exact"))
    if "evidence" in package.index:
        # Stated by the source of one of the others: who else disputes a figure does not settle that they differ.
        disputed = package.index["evidence"].filter(nw.col("disputes")).select("ref_source_id", name=nw.col("about"))
        stated = disputed.join(exact.select("name", "claim"), on="name")
        stated = stated.join(exact.select("claim", "ref_source_id"), on=["claim", "ref_source_id"], how="semi")
        exact = exact.join(stated, on="name", how="anti")
    found = mixed(exact, group="claim", by="number").select("row")
    yield WrongRows(FIGURES_DIFFER, found, at=("figures", "value"), exact=_other_number)


def _other_number(figures: Frame, table: str, field: str | None) -> Frame:
    claim = nw.concat_str([nw.col(name).fill_null("") for name in CLAIM], separator="\x1f")
    spelt = figures.with_columns(claim=claim, said=nw.col("value"), weight=nw.lit(0))
    return at_odds(spelt, "claim").select("row", "detail", value=nw.col("value"))
