"""What was said, what was counted and what was reported to have happened."""

from __future__ import annotations

from overseas_stations.forms.scalars import Count, CountryCode, Language, PartialDate, Prose, Slug, Text
from overseas_stations.forms.vocabulary import Bound, IncidentKind, Metric, Side, StatementForm, Unit, Wording
from overseas_stations.models.base import Record, optional, required


class Statement(Record):
    """Something that somebody said."""

    id: Slug = required("Statement id", "The statement's permanent id: speaker, year and topic.", "wray-2022-concern")
    speaker: Text | None = optional(
        "Speaker", "The person who spoke on the record. Empty where a body spoke: it is the actor.", "Christopher Wray"
    )
    speaker_as_reported: Text | None = optional(
        "Speaker as reported", "The name as the source prints it, where that differs.", "wang jingyu"
    )
    speaker_role: Text | None = optional("Role", "In which role the speaker spoke.", "FBI director")
    actor_id: Slug | None = optional(
        "Actor", "The actor that spoke, or on whose behalf the person did. Empty where a person spoke alone.", "us-fbi"
    )
    side: Side = required("Side", "On whose behalf the speaker speaks.", "host_state")
    country: CountryCode | None = optional("Country", "The country that the statement is about, where it is one.", "US")
    date: PartialDate | None = optional("Date", "When it was said. Empty where the sources do not say.", "2022-11-17")
    form: StatementForm = required("Form", "The printed words, or our account of them.", "paraphrase")
    wording: Wording | None = optional(
        "Wording", "Of verbatim words: how the printed words relate to the spoken ones.", "original"
    )
    language: Language = required("Language", "The language of the text.", "en")
    text: Prose = required(
        "Text",
        "The printed words without their quotation marks ([…] marks an omission), or our account.",
        "The office issued licences.",
    )
    venue: Text | None = optional("Venue", "Where it was said.", "A hearing")
    source_id: Slug = required("Source", "The source that declares the record.", "cnn-2022-12-04")


class Figure(Record):
    """A number that somebody claimed."""

    id: Slug = required("Figure id", "The figure's permanent id: claimant, metric and date.", "sd-2022-09-stations")
    metric: Metric = required("Metric", "What is counted.", "stations")
    country: CountryCode | None = optional("Country", "The country that it is about. Empty for all together.", "BR")
    scope: Text | None = optional(
        "Scope",
        "What part it is about, where that is not all of the country or of the world: a bureau, a city, one report.",
        "Fuzhou",
    )
    value: Count = required("Value", "The number claimed.", 54)
    bound: Bound = required("Bound", "How the number is to be read.", "exact")
    unit: Unit = required("Unit", "The unit that it is counted in.", "station")
    as_of: PartialDate | None = optional("As of", "The date for which it is claimed.", "2022-09")
    actor_id: Slug | None = optional("Actor", "The actor that claims it.", "safeguard-defenders")
    claimant: Text | None = optional(
        "Claimant",
        "Who claims it, where that is no actor, or where more is to be said of whose claim it is.",
        "A paper",
    )
    note: Prose | None = optional("Note", "What the number includes or leaves out.", "First report.")
    source_id: Slug = required("Source", "The source that declares the record.", "cnn-2022-12-04")


class Incident(Record):
    """A reported coerced return, harassment or the like. Nobody is named."""

    id: Slug = required("Incident id", "The incident's permanent id: country, year and kind.", "fr-2022-coerced-return")
    kind: IncidentKind = required("Kind", "What it is reported to have been.", "coerced_return")
    country: CountryCode = required("Country", "Where it is reported to have happened.", "FR")
    date: PartialDate | None = optional("Date", "When it is reported to have happened.", "2022")
    summary: Prose = required("Summary", "What is reported, in our own words, without names.", "A person is said to…")
    source_id: Slug = required("Source", "The source that declares the record.", "cnn-2022-12-04")
