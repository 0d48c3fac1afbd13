"""The facts about the dataset as a whole, each stated once; all metadata files and citations take them from here.

What the rows say of their own extent (dates, countries, languages) is derived from them, so that it can not go stale.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from overseas_stations.columns import Column
from overseas_stations.forms.codes import code_list
from overseas_stations.forms.scalars import earliest_day, latest_day
from overseas_stations.tables import TABLES, Rows, Table
from overseas_stations.version import __version__

NAME = "overseas-stations"
"""The name of the dataset and of the distribution that carries it."""

DATA_ID = f"urn:{NAME}:data:"
"""What the id of the data begins with; their version follows."""

IDENTIFIER = f"{DATA_ID}{__version__}"
"""This version of the dataset. It has no home page, so that no address stands for it."""

TITLE = "Overseas police service stations reported since 2022"
DESCRIPTION = (
    "Where overseas police service stations were reported, how countries responded and who said what, every row tied "
    "to a citation. The data say what sources report; they never say more than their sources do."
)
KEYWORDS = ["overseas police service stations", "transnational repression", "citations", "claims", "evidence"]
LICENSE = {
    "name": "CC-BY-4.0",
    "path": "https://creativecommons.org/licenses/by/4.0/",
    "title": "Creative Commons Attribution 4.0 International",
}
AUTHORS = f"{NAME} contributors"
"""The collective author. Nobody is named."""

CONTRIBUTORS = [{"title": AUTHORS, "roles": ["creator", "maintainer"]}]
LANGUAGE = "en"
"""The language of titles, summaries, notes and of this metadata."""

METHOD = (
    "Public documents are read; each gets a dossier with its citation and the records that it declares, supports or "
    "disputes. The tables are compiled from the dossiers and checked; nothing is edited in between."
)
LIMITATIONS = (
    ("Absence is not evidence.", "A country or city without a row was not named by the sources that were read."),
    (
        "Counts of reports are not counts of stations.",
        "Several rows may mean one station, and one row several. Totals that rival one another stand in `figures`, and "
        "are not to be added up.",
    ),
    (
        "A status is the last report that says more than that there is a station.",
        "A later page that only names the station again does not change it. No closure and no existence was verified "
        "independently. `as_of` is the date of the report, or the day of reading where the page has none; when a thing "
        "came about is `event_date`, where a source says it.",
    ),
    (
        "Sources are not voices.",
        "Count by whose claim it is (`evidence.attributed_to`, else the publisher of the document whose text a source "
        "has). Most reports of stations go back to two reports of one organisation; `overseas coverage` names them.",
    ),
    (
        "A statement with `wording` other than `original` is not what the speaker said",
        "but what a translation printed.",
    ),
    ("An allegation stays an allegation.", "The data say who reported what, and who denied it."),
    (
        "A date without a day or month is all that the sources gave.",
        'An empty date is not "recently".',
    ),
)
"""What the data can not support: the claim, and its explanation."""

PRIVACY = (
    "No street address, telephone number or e-mail address; places are no more precise than the city. Private persons "
    "are not named, unless they spoke on the record under their own name, and then only as the speaker of that "
    "statement."
)


def temporal_coverage(rows: Rows) -> tuple[str, str] | None:
    """Return the first and the last date that the records speak of, as precise as the sources gave them.

    None where no record has a date. When documents were published, or until when we looked, is not counted.
    """
    dates = [date for column, table in _columns("partial date") for date in _cells(rows, table, column)]
    return (min(dates, key=earliest_day), max(dates, key=latest_day)) if dates else None


def countries(rows: Rows) -> Mapping[str, str]:
    """Return the countries and bodies that the records speak of: code -> name, by code."""
    names = code_list("countries")
    codes = {code for column, table in _columns("country") for code in _cells(rows, table, column)}
    return {code: names.get(code, code) for code in sorted(codes)}


def languages(rows: Rows) -> list[str]:
    """Return the languages of the data: that of the summaries first, then those of quoted words."""
    quoted = {code for column, table in _columns("language") for code in _cells(rows, table, column)}
    return [LANGUAGE, *sorted(quoted - {LANGUAGE})]


def _columns(form: str) -> Iterator[tuple[Column, Table]]:
    """Yield the columns of a form that hold what sources say: those of tables whose rows are claims, and not ours."""
    for table in TABLES.cited:
        for column in table.columns:
            if column.scalar.name == form and column.name not in table.ours:
                yield column, table


def _cells(rows: Rows, table: Table, column: Column) -> Iterator[str]:
    return (cell for row in rows[table.name] if (cell := row.get(column.name)))
