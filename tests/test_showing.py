"""What `show`, `cite` and `coverage` print: briefly and whole, in each format, by filters, and what they suggest."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from overseas_stations.checking.lookups import look_up
from overseas_stations.dossiers.kinds import KINDS
from overseas_stations.lookups.countries import country_code
from overseas_stations.lookups.folding import folded, has_words
from overseas_stations.lookups.library import Library
from overseas_stations.lookups.meant import suggestions
from overseas_stations.lookups.selecting import Selection
from overseas_stations.reports.pages import Item, Page, Section
from overseas_stations.reports.records.record import record_page
from overseas_stations.suggestions import UnknownName
from overseas_stations.tables import TABLES, record_name
from small_project import SOURCE, STATION, Overseas, Unusable
from write_small_package import FOLDER

DUBLIN = """\
ie-dublin-1: station, Dublin, Ireland

  Country                Ireland [IE]
  Region                 Leinster
  City                   Dublin
  Status                 closure_ordered
  Status as of           2023-04-06
  Source                 Example News, 2023-03-01 [example-news-2023-03-01]

Reported by 2 sources, 2 voices
  Example Ministry: 2023-04-10 [example-ministry-2023-04-10]
  Example News: 2023-03-01 [example-news-2023-03-01]

Statuses, as reported
  reported, 2023-03-01: Example News, 2023-03-01 [example-news-2023-03-01]
  closure_ordered, 2023-04-06: Example Ministry, 2023-04-10 [example-ministry-2023-04-10]

Responses
  2023-02-28  monitoring, Department of Foreign Affairs, Ireland [ie-2023-monitoring]
    Said that it was following the reports.
  2023-04-06  closure_ordered, Department of Foreign Affairs, Ireland [ie-2023-closure-ordered]
    Ordered the closure of a station.

Said to be run by
  Fuzhou Public Security Bureau [cn-police-fuzhou] (read in Example Group, 2023-05-01 [example-list-2023-05-01])

On lists
  Example Group, 2023-05-01 [example-list-2023-05-01], Fuzhou Public Security Bureau [cn-police-fuzhou]

Looked for again
  Passages by what came of looking for them last: exact 1, not seen 1.

3 sources in all; --evidence cites each, with its passages
"""


@pytest.fixture(scope="module")
def library() -> Library:
    return look_up(FOLDER).library


def text(library: Library, name: str, *, evidence: bool = False) -> str:
    found = library.find(name)
    assert found is not None
    return record_page(library, found, evidence=evidence).text()


def test_a_station_is_told_from_the_report_to_the_responses(library: Library) -> None:
    assert text(library, "ie-dublin-1") == DUBLIN


def test_fingerprints_and_addresses_stand_with_the_evidence_alone(library: Library) -> None:
    for name in library.ids():
        brief, whole = text(library, name), text(library, name, evidence=True)
        assert "sha256" not in brief
        assert "not_checked" not in brief
        assert len(brief.splitlines()) <= len(whole.splitlines())
    assert "sha256 9b0c9a1b1595…: not_checked" in text(library, "group-2023-stations", evidence=True)
    assert "https://example.org/news/stations" in text(library, "group-2023-stations", evidence=True)


def test_a_voice_has_one_line_however_many_sources_pass_it_on() -> None:
    """Of the real data, by its shape: no voice stands twice, and the counts are those of the lists."""
    library = look_up(Path(__file__).parents[1] / "datapackage").library
    for row in library.rows["stations"]:
        page = text(library, row["id"] or "").splitlines()
        start = next(at for at, line in enumerate(page) if line.startswith("Reported by "))
        said = page[start + 1 : page.index("", start)]
        voices = [line for line in said if not line.startswith("    ")]
        assert f", {len(voices)} voice" in page[start]
        assert len({line.split(": ")[0] for line in voices}) == len(voices)
        assert {line.split(": ")[0].strip() for line in voices} <= library.voices_for("stations", row["id"] or "")


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ({"country": "ie", "kind": "stations"}, ["ie-dublin-1"]),
        ({"country": "Ireland", "kind": "station"}, ["ie-dublin-1"]),
        ({"kind": "figures"}, ["group-2023-stations"]),
        ({"disputed": True, "kind": "figures"}, ["group-2023-stations"]),
    ],
)
def test_filters(library: Library, asked: dict[str, str], names: list[str]) -> None:
    assert [found.name for found in Selection.of(library, **asked).find(library)] == names


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"country": "Irelnd"}, "no country Irelnd; did you mean IE (Ireland)"),
        ({"country": "Scotland"}, "no country Scotland; did you mean GB (United Kingdom)"),
        ({"kind": "respnses"}, "no kind respnses; did you mean responses"),
        ({"kind": "stations.denial"}, "no kind stations.denial; after stations. may stand closure_ordered, reported"),
        (
            {"kind": "statements.china"},
            "no kind statements.china; after statements. may stand paraphrase, verbatim; china is a side: --side china",
        ),
        ({"kind": "sources.x"}, "no kind sources.x; after sources. may stand "),
        ({"side": "chna"}, "no side chna; did you mean china? the sides are china, host_state, "),
        ({"side": "china", "kind": "stations"}, "stations have no side, which statements have: leave out --side, or "),
        ({"kind": "colour"}, "no kind colour; the kinds are countries, actors, sources, "),
        ({"kind": "paraphrase.paraphrase"}, "no kind paraphrase.paraphrase; "),
        (
            {"kind": "evidence"},
            "evidence is not listed by itself: `overseas show ID --evidence` prints that of a record",
        ),
        ({"kind": "sources", "country": "AT"}, "sources have no country, so --country cannot tell them apart"),
        ({"kind": "retractions", "country": "AT"}, "retractions have no country"),
        ({"kind": "actors", "disputed": True}, "actors are nobody's claims, so that nobody disputes or supports them"),
        ({"kind": "sources", "one_voice": True}, "sources are nobody's claims"),
        ({"text": " - "}, "--text needs a word to look for"),
    ],
)
def test_a_filter_that_is_not_known_names_what_was_meant(library: Library, asked: dict[str, Any], said: str) -> None:
    with pytest.raises(UnknownName) as error:
        Selection.of(library, **asked)
    assert str(error.value).startswith(said)


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ("UK", "GB"), ("USA", "US"), ("Holland", "NL"), ("Österreich", "AT"), ("osterreich", "AT"), ("italien", "IT"),
        ("荷兰", "NL"), ("GBR", "GB"), ("ireland", "IE"), ("ie", "IE"), ("Czech Republic", "CZ"), ("Irland", "IE"),
    ],
)  # fmt: skip
def test_a_country_is_known_by_what_languages_call_it(library: Library, given: str, code: str) -> None:
    assert country_code(library.rows["countries"], given) == code
    assert Selection.of(library, country=given).countries == (code,)


def test_each_table_is_listed_by_its_name_and_by_those_that_we_give_its_records(library: Library) -> None:
    for name in TABLES:
        if name != "evidence":
            found = Selection.of(library, kind=name).find(library)
            assert [each.name for each in found] == [record_name(TABLES[name], row) for row in library.rows[name]]
    assert {kind: Selection.of(library, kind=kind).kinds for kind in KINDS} == {
        kind: ((KINDS[kind], None),) for kind in KINDS
    }
    names = {
        "country": "countries",
        "countries": "countries",
        "statuses": "station_statuses",
        "links": "response_links",
    }
    assert {name: Selection.of(library, kind=name).tables for name in names} == {name: [names[name]] for name in names}


def test_what_has_no_country_of_its_own_has_that_of_what_it_is_about(library: Library) -> None:
    def of(kind: str) -> list[str]:
        return [found.name for found in Selection.of(library, country="Ireland", kind=kind).find(library)]

    assert of("station_bureaus") == ["ie-dublin-1/cn-police-fuzhou"]
    assert of("listings") == ["example-list-2023-05-01/ie-dublin-1"]
    assert of("response_links") == ["ie-2023-inquiry/led_to/ie-2023-report"]
    assert of("actors") == ["ie-foreign-ministry", "ie-government"]


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("quito", ["ec-quito-1", "quito-council-2023-unknown"]),
        ("QUITO council", ["quito-council-2023-unknown"]),
        ("ouncil", []),
        ("ireland closure", ["ie-2023-closure-ordered"]),
        ("research", ["group-2023-stations"]),
        ("Pichíncha", ["ec-quito-1"]),
    ],
)
def test_words_are_looked_for_in_names_places_speakers_and_texts(
    library: Library, words: str, names: list[str]
) -> None:
    assert [found.name for found in Selection.of(library, text=words).find(library)] == names


def test_words_without_blanks_stand_anywhere() -> None:
    assert has_words(folded("福州市公安局"), folded("公安"))
    assert not has_words(folded("unknown"), folded("known"))


def test_what_is_left_counts_as_many_voices(library: Library) -> None:
    """Sources outside the selection may be what those within it copy."""
    for code in {row["country"] or "" for row in library.rows["stations"]}:
        selection = Selection.of(library, country=code)
        left = selection.narrowed(library)
        for found in selection.find(library):
            voices = library.voices_for(found.table.name, found.name)
            assert left.voices_for(found.table.name, found.name) == voices
        assert {row["country"] for row in left.rows["stations"]} == {code}


def test_json_of_a_list_is_that_of_each_record(overseas: Overseas, built: Path) -> None:
    one = json.loads(overseas("show", STATION, "--format", "json", cwd=built).stdout)
    listed = json.loads(overseas("show", "--kind", "stations", "--format", "json", cwd=built).stdout)
    assert listed == [one]
    assert json.loads(overseas("show", "--disputed", "--format", "json", cwd=built).stdout) == []
    several = json.loads(overseas("show", STATION, "EC", STATION.upper(), "--format", "json", cwd=built).stdout)
    assert [each["record_id"] for each in several] == [STATION, "EC"]
    assert several[0] == one


def test_coverage_in_every_format(overseas: Overseas, built: Path) -> None:
    found = json.loads(overseas("coverage", "--format", "json", cwd=built).stdout)
    assert (found["rows"]["stations"], found["located"]["countries"], found["disputes"]) == (1, 1, [])
    assert found["passages"]["not_checked"] == 3
    none = json.loads(overseas("coverage", "--country", "Ireland", "--format", "json", cwd=built).stdout)
    assert (none["rows"]["stations"], none["countries"]) == (0, {})
    assert "| stations | 1 |" in overseas("coverage", "--format", "markdown", cwd=built).stdout
    assert overseas("coverage", "--country", "EC", cwd=built).stdout.startswith("Of all records those that are: EC\n")


def test_several_are_cited_each_once_in_one_file(overseas: Overseas, built: Path) -> None:
    wanted = [SOURCE, "overseas-stations"]
    for names in ((SOURCE, STATION, SOURCE), (f"{SOURCE},{STATION}",), (f"{SOURCE.upper()}, {STATION},",)):
        done = overseas("cite", *names, "--style", "csl", cwd=built)
        assert [item["id"].split("-0.")[0] for item in json.loads(done.stdout)] == wanted


def printed(overseas: Overseas, *command: str) -> str:
    done = overseas(*command, "--package", FOLDER, cwd=FOLDER)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def test_several_ids_and_names_are_each_shown(overseas: Overseas) -> None:
    quito = printed(overseas, "show", "ec-quito-1")
    assert printed(overseas, "show", "IE-Dublin-1", "ec-quito-1") == f"{DUBLIN}\n{quito}"
    assert printed(overseas, "show", "ie-dublin-1,ec-quito-1") == f"{DUBLIN}\n{quito}"
    assert printed(overseas, "show", "irlanda") == printed(overseas, "show", "IE")
    assert printed(overseas, "show", "government of ireland") == printed(overseas, "show", "ie-government")


SPOKEN = """\
1 record: statements by City council of Quito

Statements (1)
  quito-council-2023-unknown: City council of Quito, verbatim, translation: “We knew nothing of such a place in our \
city.”
"""


def test_the_name_of_a_speaker_lists_what_was_said_and_whether_in_these_words(overseas: Overseas) -> None:
    assert printed(overseas, "show", "city council of quito") == SPOKEN
    shown = printed(overseas, "show", "City council of Quito", "--format", "markdown")
    assert shown.splitlines()[:3] == ["# 1 record: statements by City council of Quito", "", "## Statements (1)"]
    as_json = json.loads(printed(overseas, "show", "City council of Quito", "--format", "json"))
    assert as_json["record_id"] == "quito-council-2023-unknown"
    # The name as the source prints it does as well; who paraphrases says so.
    assert "ie-ministry-2023-looking" in printed(overseas, "show", "A Ministry of Ireland")
    assert "paraphrase: Said that the places" in printed(overseas, "show", "Embassy")


ONE_VOICE = """\
1 record: statements, EC, on one voice

Statements (1)
  quito-council-2023-unknown: City council of Quito, verbatim, translation: “We knew nothing of such a place in our \
city.”
    on the word of Example Diario alone: 2023-03-05 [example-diario-2023-03-05]
"""


def test_what_hangs_on_one_voice_is_listed_with_it(overseas: Overseas) -> None:
    assert printed(overseas, "show", "--one-voice", "--country", "Ecuador", "--kind", "statements") == ONE_VOICE


BEFORE = """\
ie-dublin-1: station, Dublin, Ireland, as known on 2023-04-01

  Its sources            1 published by then, 2 later, 0 without a date that tells
  Country                Ireland [IE]
  Region                 Leinster
  City                   Dublin
  Status                 reported
  Status as of           2023-03-01
  Source                 Example News, 2023-03-01 [example-news-2023-03-01]

Reported by 1 source, 1 voice
  Example News: 2023-03-01 [example-news-2023-03-01]

Statuses, as reported
  reported, 2023-03-01: Example News, 2023-03-01 [example-news-2023-03-01]

Responses
  2023-02-28  monitoring, Department of Foreign Affairs, Ireland [ie-2023-monitoring]
    Said that it was following the reports.

--evidence cites each, with its passages
"""
LEFT = (
    "All sources of the data: 2 published by then, 2 later, 1 without a date that tells. "
    "What the latter two say is left out, and so are our notes, which are of today."
)
NOT_YET = f"""\
ie-2023-report: response, Ireland: not known on 2023-04-01

  Its sources            0 published by then, 1 later, 0 without a date that tells
  First reported by      example-list-2023-05-01, of 2023-05-01

{LEFT}
"""
IN_IRELAND = f"""\
3 records: IE, as known on 2023-04-01

Reported stations (1)
  ie-dublin-1: Ireland, Dublin, reported

Responses (1)
  ie-2023-monitoring: Ireland, 2023-02-28, monitoring, Said that it was following the reports.

Statements (1)
  ie-ministry-2023-looking: Department of Foreign Affairs, 2023-02-28, verbatim, original: “We have seen the reports \
and we are looking at them,”

Of 6 records that the filters find today 3 were known on 2023-04-01, 0 may have been, 3 came later. {LEFT}
"""


def test_what_was_known_on_a_day_is_told_of_ids_and_filters_in_every_format(overseas: Overseas) -> None:
    then = ("--known-on", "2023-04-01")
    assert printed(overseas, "show", "ie-dublin-1", *then) == f"{BEFORE.rstrip()}. {LEFT}\n"
    assert printed(overseas, "show", "ie-2023-report", *then) == NOT_YET
    assert printed(overseas, "show", "ie-dublin-1", "ie-2023-report", *then) == f"{BEFORE}\n{NOT_YET}"
    assert printed(overseas, "show", "--country", "Ireland", *then) == IN_IRELAND
    assert printed(overseas, "show", "ec-quito-1", *then).count("One station is named in the city.") == 0
    page = printed(overseas, "show", "--country", "Ireland", *then, "--format", "markdown")
    assert page.startswith("# 3 records: IE, as known on 2023-04-01\n\n## Reported stations (1)\n\n- ie-dublin-1: ")
    asked = ("show", "ec-quito-1", "ie-2023-report", *then, "--format", "json")
    found = json.loads(printed(overseas, *asked))
    (quito,) = found.pop("records")
    assert (quito["record"]["note"], quito["versions"], len(quito["evidence"])) == (None, None, 4)
    assert found == {
        "known_on": "2023-04-01",
        "sources": {"known": 2, "later": 2, "undated": 1},
        "not_known": [
            {
                "table": "responses",
                "record_id": "ie-2023-report",
                "first": {"source_id": "example-list-2023-05-01", "published": "2023-05-01"},
                "perhaps": False,
            }
        ],
    }


@pytest.mark.parametrize(
    ("command", "said"),
    [
        (("show", "ec-quito"), "no record ec-quito; did you mean ec-quito-1?"),
        (
            ("show", "Quito"),
            "no record Quito; did you mean ec-quito-1? `overseas show --text Quito` lists 1 record with",
        ),
        (
            ("show", "Quito EC"),
            "no record Quito EC; did you mean ec-quito-1? `overseas show --text 'Quito EC'` lists 1",
        ),
        (("show", "ec-quito-1,ec-nowhere-1"), "no record ec-nowhere-1"),
        (("show", "Ecuadr"), "no record Ecuadr; did you mean EC (Ecuador)?"),
        (("cite", "ec-quito"), "no record ec-quito; did you mean ec-quito-1?"),
        (("cite", "EC"), "EC is a name, and nobody's claim: cite the dataset"),
        (
            ("show",),
            "give ids or names of records, or a filter: --country, --kind, --side, --disputed, --one-voice or --text",
        ),
        (
            ("show", STATION, "--disputed"),
            f"{STATION} and --disputed do not go together: an id or a name is shown whole, with who disputes it, and a "
            "filter lists records; give one of the two",
        ),
        (
            ("show", "--country", "Ecuador", "--disputed", "true"),
            "true and --country, --disputed do not go together (--disputed takes no value)",
        ),
        (("show", "--country", ""), "--country is empty: leave it out, or say which"),
        (("show", " , "), "give ids or names of records, or a filter"),
        (("show", "$(id)"), "no record $(id)"),
        (("show", STATION, "--known-on", "2023-13"), "--known-on: 2023-13 is no date"),
        (("coverage", "--country", "Ecuadr"), "no country Ecuadr; did you mean EC (Ecuador)?"),
    ],
)
def test_a_name_that_is_not_known_suggests_one(
    unusable: Unusable, built: Path, command: tuple[str, ...], said: str
) -> None:
    assert said in unusable(*command, cwd=built)


def test_no_text_of_the_data_is_markup_on_a_page() -> None:
    page = Page("<b>", [("a|b", "`x`")], [Section("*h*", [Item("[a](b)", ["_c_"])], ("", "n"), [("|", "1")])], "# end")
    assert page.markdown() == (
        "# \\<b\\>\n\n- **a\\|b**: \\`x\\`\n\n## \\*h\\*\n\n|  | n |\n|:---|---:|\n| \\| | 1 |\n"
        "- \\[a\\](b)\n  - \\_c\\_\n\n\\# end\n"
    )
    assert page.text() == "<b>\n\n  a|b                    `x`\n\n*h*\n     n\n  |  1\n  [a](b)\n    _c_\n\n# end\n"


def test_a_word_suggests_records_before_sources(library: Library) -> None:
    assert suggestions(library, "quito") == ["ec-quito-1", "quito-council-2023-unknown"]
    assert suggestions(library, "example-list-2023-05-1")[0] == "example-list-2023-05-01"
