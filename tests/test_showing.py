"""What `show`, `cite` and `coverage` print: briefly and whole, in each format, by filters, and what they suggest."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from overseas_stations.checking.lookups import look_up
from overseas_stations.lookups.library import Library
from overseas_stations.lookups.selecting import Selection
from overseas_stations.reports.pages import Item, Page, Section
from overseas_stations.reports.records.record import record_page
from overseas_stations.suggestions import UnknownName
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

Reported by 2 sources, 2 independent voices
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
        assert f", {len(voices)} independent voice" in page[start]
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
        ({"country": "Irland"}, "no country Irland; did you mean IE (Ireland)"),
        ({"kind": "respnses"}, "no kind respnses; did you mean responses"),
        ({"kind": "stations.denial"}, "no kind stations.denial"),
        ({"kind": "colour"}, "no kind colour; `overseas coverage` lists them"),
    ],
)
def test_a_filter_that_is_not_known_names_what_was_meant(library: Library, asked: dict[str, str], said: str) -> None:
    with pytest.raises(UnknownName) as error:
        Selection.of(library, **asked)
    assert str(error.value).startswith(said)


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


def test_coverage_in_every_format(overseas: Overseas, built: Path) -> None:
    found = json.loads(overseas("coverage", "--format", "json", cwd=built).stdout)
    assert (found["rows"]["stations"], found["located"]["countries"], found["disputes"]) == (1, 1, [])
    assert found["passages"]["not_checked"] == 3
    none = json.loads(overseas("coverage", "--country", "Ireland", "--format", "json", cwd=built).stdout)
    assert (none["rows"]["stations"], none["countries"]) == (0, {})
    assert "| stations | 1 |" in overseas("coverage", "--format", "markdown", cwd=built).stdout
    assert overseas("coverage", "--country", "EC", cwd=built).stdout.startswith("Of all records those that are: EC\n")


def test_several_are_cited_each_once_in_one_file(overseas: Overseas, built: Path) -> None:
    done = overseas("cite", SOURCE, STATION, SOURCE, "--style", "csl", cwd=built)
    assert [item["id"].split("-0.")[0] for item in json.loads(done.stdout)] == [SOURCE, "overseas-stations"]


@pytest.mark.parametrize(
    ("command", "said"),
    [
        (("show", "ec-quito"), "no record ec-quito; did you mean ec-quito-1?"),
        (("show", "Quito"), "no record Quito; did you mean ec-quito-1?"),
        (("show", "Ecuadr"), "no record Ecuadr; did you mean EC (Ecuador)?"),
        (("cite", "ec-quito"), "no record ec-quito; did you mean ec-quito-1?"),
        (("cite", "EC"), "EC is a name, and nobody's claim: cite the dataset"),
        (("show",), "give the id of a record, or else --country, --kind or --disputed"),
        (("show", STATION, "--disputed"), "give the id of a record, or else --country, --kind or --disputed"),
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
