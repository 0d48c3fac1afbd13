"""What coverage counts: voices, both sides, places, and claims beside our own counts."""

from __future__ import annotations

from invented import source
from overseas_stations.dossiers.compiling import compile_dossiers
from overseas_stations.lookups.coverage import Claim, Coverage, Dispute, Located, coverage
from overseas_stations.lookups.library import Library
from overseas_stations.lookups.selecting import Selection
from overseas_stations.passages import fingerprint
from overseas_stations.reports.coverage import coverage_page

SAME = fingerprint("two pages print these very words")
PASSAGE = f"passages: [{{characters: {SAME.characters}, sha256: {SAME.sha256}}}]"


DECLARING = source(
    "example-first",
    f"""
    declares:
      stations:
        - {{id: ec-quito-1, country: EC, city: Quito, precision: city, status: reported, stations_claimed: 3,
            {PASSAGE}}}
        - {{id: ec-quito-2, country: EC, city: Quito, precision: city, status: reported}}
        - {{id: pt-madeira-1, country: PT, region: Madeira, precision: region, status: reported}}
      figures:
        - {{id: all-stations, metric: stations, value: 102, bound: at_least, claimant: A body}}
        - {{id: ec-stations, metric: stations, country: EC, value: 2, bound: exact, claimant: A body}}
        - {{id: some-stations, metric: stations, scope: one report, value: 54, bound: exact, claimant: A body}}
    """,
)
COPY = source(
    "example-copy",
    f"supports: [{{record: ec-quito-1, {PASSAGE}}}, {{record: ec-quito-2}}]",
    relations="{relation: copies, target_id: example-first}",
)
CITING = source(
    "example-citing",
    f"""
    supports: [{{record: ec-quito-1, {PASSAGE}}}, {{record: ec-quito-2}}]
    disputes:
      - {{record: ec-quito-1, field: city, value: Guayaquil}}
      - {{record: ec-quito-2, reason: It names one station alone.}}
    """,
    relations="{relation: cites, target_id: example-first}",
)
OTHER = source("example-other", "supports: [{record: ec-quito-2}]")


def library(*dossiers: tuple[str, bytes]) -> Library:
    compiled = compile_dossiers(dict(dossiers))
    assert compiled.findings == []
    return Library({table: [row.cells for row in rows] for table, rows in compiled.rows.items()})


def covered(*dossiers: tuple[str, bytes]) -> Coverage:
    return coverage(library(*dossiers))


PASSING_ON = source(
    "example-passing-on",
    """
    supports:
      - {record: ec-quito-1, attributed_to: a-group}
      - {record: ec-quito-2, attributed_to: example-first}
    """,
)
SAME_PAPER = source("example-first-again", "supports: [{record: ec-quito-1}]", publisher="example-first")
GROUP = ("seeds/actors/a-group.yaml", b"{id: a-group, name: A Group, kind: ngo}")


def test_a_copy_is_no_second_voice() -> None:
    assert covered(DECLARING, COPY).one_voice["stations"] == {
        "example-first": ["ec-quito-1", "ec-quito-2", "pt-madeira-1"]
    }
    assert covered(DECLARING, COPY, CITING).one_voice["stations"] == {"example-first": ["pt-madeira-1"]}


def test_voices_are_counted_by_whose_claim_it_is() -> None:
    """That of an actor or another source that is named; else that of the document's publisher, once."""
    data = library(DECLARING, COPY, CITING, PASSING_ON, SAME_PAPER, GROUP)
    assert data.voices_for("stations", "ec-quito-1") == {"example-first", "example-citing", "A Group"}
    assert data.voices_for("stations", "ec-quito-2") == {"example-first", "example-citing"}
    assert data.voices_for("stations", "nothing") == set()


def test_what_one_voice_alone_reports_is_named() -> None:
    found = covered(DECLARING, COPY, OTHER, PASSING_ON, GROUP)
    assert found.one_voice["stations"] == {"example-first": ["pt-madeira-1"]}


def test_the_same_words_in_two_voices_are_named() -> None:
    assert covered(DECLARING, COPY).same_words == []
    assert covered(DECLARING, COPY, CITING).same_words == [("example-citing", "example-copy", "example-first")]


def test_both_sides_of_a_dispute() -> None:
    assert covered(DECLARING, CITING).disputes == [
        Dispute("ec-quito-1", "city", "Quito", "Guayaquil", "example-citing", "", "example-citing"),
        Dispute("ec-quito-2", "", "", "", "example-citing", "It names one station alone.", "example-citing"),
    ]


def test_how_far_stations_are_located() -> None:
    assert covered(DECLARING).located == Located(stations=3, claimed=5, in_a_city=2, places=2, countries=2)


def test_claims_stand_beside_what_counts_the_same() -> None:
    """A part of all is not compared; what can be compared comes first."""
    assert covered(DECLARING).claims == [
        Claim("all-stations", "A body", "stations", "", "", "at_least", 102, 3),
        Claim("ec-stations", "A body", "stations", "EC", "", "exact", 2, 2),
        Claim("some-stations", "A body", "stations", "", "one report", "exact", 54, None),
    ]


def test_the_report_shows_it_all() -> None:
    text = coverage_page(covered(DECLARING, COPY, CITING, OTHER), {"not_checked": 3}).text()
    assert text == REPORT


REPORT = """\
Records
                    rows  disputed  on one voice
  countries          254
  sources              4
  source_relations     2
  stations             3         2             1
  station_statuses     3
  figures              3                       3
  evidence            18

Stations: 3 records of 5 reported stations in 2 countries, at 2 different places; 2 with a city
  on one voice alone: example-first 1

By country
                     stations  responses  statements  figures  incidents  on one voice
  no single country                                         2                        2
  EC Ecuador                2                               1                        1
  PT Portugal               1                                                        1

By kind
  figures.stations   3
  stations.reported  3

Sources
  read: English 4
  of which: whole 4

Claimed figures beside the rows here
  A body: at least 102 stations; rows here: 3 [all-stations]
  A body: 2 stations (EC); rows here: 2 [ec-stations]
  1 figure counts something else: `overseas show --kind figures` lists them

Sources that print one and the same passage, and no relation says why
  example-citing, example-copy, example-first

Evidence: 18 rows, 4 with a passage (22%)
  not_checked 3

Passages: 3 different ones of sources
  none was looked for in its source again yet; `overseas evidence check` does so with pages in a store

`overseas show` with --disputed lists the disputes and their reasons, with --one-voice what hangs on one voice
"""


def test_a_filter_counts_what_it_keeps_alone() -> None:
    """Not all countries, actors and retractions that there are; and voices are those of the whole."""
    whole = library(DECLARING, COPY, CITING, OTHER)
    chosen = Selection.of(whole, country="Portugal")
    text = coverage_page(coverage(chosen.narrowed(whole), whole), {"not_checked": 0}, str(chosen)).text()
    assert text == OF_PORTUGAL


OF_PORTUGAL = """\
Of all records those that are: PT

Records
                    rows  disputed  on one voice
  countries            1
  sources              1
  stations             1                       1
  station_statuses     1
  evidence             2

Stations: 1 record of 1 reported station in 1 country, at 1 different place; 0 with a city
  on one voice alone: example-first 1

By country
               stations  responses  statements  figures  incidents  on one voice
  PT Portugal         1                                                        1

By kind
  stations.reported  1

Sources
  read: English 1
  of which: whole 1

Evidence: 2 rows, 0 with a passage (0%)
  not_checked 0

`overseas show` with the same filters and --disputed lists the disputes and their reasons, with --one-voice what hangs \
on one voice
"""
