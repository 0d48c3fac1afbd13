"""One row a statement: who said it, for whom and on which side, and what stands behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from overseas_stations.forms.scalars import (
    CountryCode,
    Language,
    PartialDate,
    Prose,
    Slug,
    Text,
)
from overseas_stations.forms.vocabulary import ActorKind, Side, StatementForm, Wording
from overseas_stations.lookups.library import Library
from overseas_stations.models.base import Record, optional, required
from overseas_stations.views import cells, joining
from overseas_stations.views.view import view

if TYPE_CHECKING:
    import polars as pl


class StatementWide(Record):
    """A statement with the names of what it refers to, and what stands behind it."""

    id: Slug = required("Statement id", "The statement's permanent id.", "wray-2022-concern")
    speaker: Text | None = optional("Speaker", "The person who spoke on the record.", "Christopher Wray")
    speaker_role: Text | None = optional("Role", "In which role the speaker spoke.", "FBI director")
    actor_id: Slug | None = cells.ACTOR
    actor_name: Text | None = cells.ACTOR_NAME
    actor_kind: ActorKind | None = cells.ACTOR_KIND
    side: Side = required("Side", "On whose behalf the speaker speaks.", "host_state")
    side_label: Text | None = optional("Side, in words", "On whose behalf, in words.", "host state")
    country: CountryCode | None = optional("Country", "The country that the statement is about.", "US")
    country_name: Text | None = cells.COUNTRY_NAME
    date: PartialDate | None = optional("Date", "When it was said.", "2022-11-17")
    form: StatementForm = required("Form", "The printed words, or our account of them.", "paraphrase")
    wording: Wording | None = optional("Wording", "How printed words relate to the spoken ones.", "original")
    language: Language = required("Language", "The language of the text.", "en")
    text: Prose = required("Text", "The printed words, or our account of them.", "The office issued licences.")
    venue: Text | None = optional("Venue", "Where it was said.", "A hearing")


def _rows(library: Library) -> pl.DataFrame:
    rows = joining.rows_of(library, "statements")
    actors = joining.cells_of(library, "actors", "actor_id", actor_name="name", actor_kind="kind")
    countries = joining.cells_of(library, "countries", "country", country_name="name")
    rows = joining.beside(joining.beside(rows, actors, "actor_id"), countries, "country")
    rows = rows.with_columns(side_label=joining.label(Side, "side"))
    return joining.behind(library, "statements", rows)


STATEMENTS_WIDE = view("statements_wide", StatementWide, "Statements, ready to use", ("id",), _rows, cells.Behind)
