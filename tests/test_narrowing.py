"""Filters that are repeated, sides, words that nothing has, and what may have been known on a day: what is printed."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from overseas_stations.checking.lookups import look_up
from overseas_stations.lookups.known import known_on
from overseas_stations.lookups.library import Library
from overseas_stations.lookups.selecting import Selection
from overseas_stations.reports.records.listing import listing_page
from overseas_stations.reports.records.nothing import nothing_found
from overseas_stations.reports.records.then import first_of, listing_of_day, then_object, then_page
from small_project import Overseas, Unusable
from write_small_package import FOLDER


@pytest.fixture(scope="module")
def library() -> Library:
    return look_up(FOLDER).library


@pytest.mark.parametrize(
    ("asked", "head", "names"),
    [
        (
            ("--kind", "stations,figures", "--kind", "statements.verbatim"),
            "5 records: stations or figures or statements.verbatim",
            {
                "ec-quito-1",
                "ie-dublin-1",
                "group-2023-stations",
                "ie-ministry-2023-looking",
                "quito-council-2023-unknown",
            },
        ),
        (
            ("--country", "IE", "--country", "Ecuador", "--kind", "stations"),
            "2 records: stations, IE or EC",
            {"ec-quito-1", "ie-dublin-1"},
        ),
        (("--text", "quito", "--text", "council"), "1 record: “quito”, “council”", {"quito-council-2023-unknown"}),
        (
            ("--side", "host-state"),
            "2 records: statements, side host_state",
            {"ie-ministry-2023-looking", "quito-council-2023-unknown"},
        ),
        (
            ("--side", "china,host_state", "--country", "IE"),
            "1 record: statements, IE, side china or host_state",
            {"ie-ministry-2023-looking"},
        ),
    ],
)
def test_filters_may_be_repeated_and_the_header_says_all(
    overseas: Overseas, asked: tuple[str, ...], head: str, names: set[str]
) -> None:
    shown = overseas("show", *asked, "--package", FOLDER, cwd=FOLDER).stdout
    assert shown.splitlines()[0] == head
    listed = json.loads(overseas("show", *asked, "--package", FOLDER, "--format", "json", cwd=FOLDER).stdout)
    assert {each["record_id"] for each in listed} == names


def test_a_name_beside_a_filter_is_offered_as_words_where_that_lists_something(unusable: Unusable) -> None:
    refused = "an id or a name is shown whole, with who disputes it, and a filter lists records; give one of the two"
    asked = ("show", "Department of Foreign Affairs", "--kind", "statements", "--package", FOLDER)
    assert unusable(*asked, cwd=FOLDER) == (
        f"overseas: Department of Foreign Affairs and --kind do not go together: {refused}; "
        "`overseas show --text 'Department of Foreign Affairs' --kind statements` lists 1 record\n"
    )
    assert unusable("show", "Nobody", "--kind", "statements", "--package", FOLDER, cwd=FOLDER) == (
        f"overseas: Nobody and --kind do not go together: {refused}\n"
    )


@pytest.mark.parametrize(
    ("selection", "said"),
    [
        (Selection(texts=("stationes",)), "No record has “stationes”, and 3 have “station”: `--text station`"),
        (Selection(texts=("zzz", "quito")), "No record has “zzz”"),
        (
            Selection(texts=("quito", "ireland")),
            "Of all records 2 have “quito”, 6 have “ireland”, and none has all of these words",
        ),
        (
            Selection(kinds=(("stations", None),), texts=("citys",)),
            "Of the records of stations none has “citys”, and 1 has “city”: `--text city`",
        ),
        (Selection(countries=("JP",), texts=("quito",)), "There are no records of JP, whatever their words"),
        (Selection(countries=("JP",)), ""),
    ],
)
def test_words_that_nothing_has_are_named(library: Library, selection: Selection, said: str) -> None:
    assert nothing_found(library, selection) == said


def dated(library: Library, published: str | None) -> Library:
    """Return the library with another day for the page that declares both stations, and for what else tells of them."""
    sources = [
        row if row["id"] == "example-institute-report" else {**row, "published": published}
        for row in library.rows["sources"]
    ]
    return replace(library, rows={**library.rows, "sources": sources})


def test_what_may_have_been_known_is_counted_for_a_filter(library: Library) -> None:
    """Its sources are dated to the month in which the day lies, or not at all."""
    now, asked = dated(library, "2023-03"), Selection(kinds=(("stations", None),))
    known = known_on(now, "2023-03-15")
    found, today = asked.find(known.library), asked.find(now)
    page = listing_of_day(listing_page(known.library, asked, found), now, today, known)
    assert page.text() == MAY
    assert "## May have been known on 2023-03-15 (2)" in page.markdown()
    missing = then_object(known, [], [(each, first_of(now, each)) for each in today])["not_known"]
    assert [(each["record_id"], each["perhaps"]) for each in missing] == [("ec-quito-1", True), ("ie-dublin-1", True)]
    one = then_page(now, today[1], known, evidence=False, texts=None)
    assert dict(one.facts)["May have been known"] == "published 2023-03"


def test_of_what_has_no_date_no_month_is_offered(library: Library) -> None:
    now, asked = dated(library, None), Selection(kinds=(("figures", None),))
    known = known_on(now, "2023-03-15")
    page = listing_of_day(listing_page(known.library, asked, []), now, asked.find(now), known)
    assert page.text() == UNDATED


MAY = """\
0 records: stations, as known on 2023-03-15

May have been known on 2023-03-15 (2)
  ec-quito-1: published 2023-03
  ie-dublin-1: published 2023-03
  a month counts as its last day: `--known-on 2023-03` has 2 of 2

Of 2 records that the filters find today 0 were known on 2023-03-15, 2 may have been, 0 came later
"""
UNDATED = """\
0 records: figures, as known on 2023-03-15

May have been known on 2023-03-15 (1)
  group-2023-stations: without a date

Of 1 record that the filters find today 0 were known on 2023-03-15, 1 may have been, 0 came later
"""
