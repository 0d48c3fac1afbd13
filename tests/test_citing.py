"""Citations: each style is read back by a parser of it, and each says what a reader must know of a record."""

from __future__ import annotations

import json
import re
import warnings
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import overseas_stations
from overseas_stations.forms.vocabulary import SourceKind
from overseas_stations.lookups.library import Library
from overseas_stations.publishing.citing import STYLES, Style
from overseas_stations.publishing.citing.bibtex import LANGUAGES, bibtex
from overseas_stations.publishing.citing.citations import bibliography, cite
from overseas_stations.publishing.citing.edition import Edition, stated_edition
from overseas_stations.publishing.citing.items import PARTS, Retracted, item
from overseas_stations.publishing.citing.ris import ris
from overseas_stations.schemas.dataset import AUTHORS, NAME, TITLE
from overseas_stations.tables import TABLES
from overseas_stations.version import VERSION_DATE, __version__
from repository import ROOT
from small_project import SOURCE, STATION, Overseas, Unusable

DATAPACKAGE = ROOT / "datapackage"
DATA = Library.load(DATAPACKAGE)
CITED = [table for table in TABLES.with_ids if table.name not in ("actors", "countries")]
"""Actors and countries are names, and nobody's claims."""

RECORDS = [row["id"] or "" for table in CITED for row in DATA.rows[table.name]]
GONE = [row["record_id"] or "" for row in DATA.rows["retractions"]]
CLAIMS = {row["id"] for table in TABLES.cited for row in DATA.rows[table.name] if "id" in row}
DISPUTED = "es-valencia-1"
THEN = Edition("0.0.9", None, "2026-12-01")

CSL_VARIABLES = {
    *("id", "type", "title", "author", "issued", "accessed", "version", "language", "container-title", "publisher"),
    *("URL", "note"),
}
"""The properties of an item that we use, all of which CSL 1.0.2 defines."""

CSL_ITEM_TYPES = {
    *("article-newspaper", "dataset", "document", "entry-encyclopedia", "legal_case", "report", "webpage"),
}
"""The types that we use, all of which CSL 1.0.2 defines."""


def blank(table: str, /, **cells: str | None) -> dict[str, str | None]:
    """Return a row of a table with these cells, the others empty."""
    return {**dict.fromkeys(TABLES[table].names), **cells}


def key(name: str) -> str:
    found = DATA.find(name)
    return name if found and found.table.name == "sources" else f"{NAME}-{__version__}-{name.replace('/', ':')}"


def entries(text: str) -> dict[str, dict[str, str]]:
    """Return the entries of a BibTeX file by their keys; every block must be one."""
    from bibtexparser import parse_string

    library = parse_string(text)
    assert library.failed_blocks == []
    assert len(library.blocks) == len(library.entries)
    return {entry.key: {field.key: field.value for field in entry.fields} for entry in library.entries}


def references(text: str) -> list[dict[str, Any]]:
    import rispy

    found: list[dict[str, Any]] = rispy.loads(text)
    return found


# The bibliography -----------------------------------------------------------------------------------------------------


def test_the_bibliography_holds_the_dataset_each_record_and_each_retracted_id_once_in_every_style() -> None:
    expected = [f"{NAME}-{__version__}", *map(key, RECORDS), *map(key, GONE)]
    assert len(set(expected)) == len(expected)
    assert [each["id"] for each in json.loads(bibliography(DATA, "csl"))] == expected
    assert list(entries(bibliography(DATA, "bibtex"))) == expected
    assert [each["id"] for each in references(bibliography(DATA, "ris"))] == expected
    assert bibliography(DATA, "text").count("\n\n") == len(expected) - 1


@pytest.mark.parametrize("style", ["bibtex", "csl", "ris"])
def test_notes_of_disputes_and_retractions_are_in_every_style(style: Style) -> None:
    text = bibliography(DATA, style)
    if style == "bibtex":
        notes = {name: fields.get("note", "").replace("\\_", "_") for name, fields in entries(text).items()}
    elif style == "csl":
        notes = {each["id"]: each.get("note", "") for each in json.loads(text)}
    else:
        notes = {each["id"]: " ".join(each.get("notes", [])) for each in references(text)}
    disputes = {row["record_id"] or "" for row in DATA.rows["evidence"] if row["stance"] == "disputes"}
    # A status or a bureau has no entry of its own: what disputes it stands with its station.
    noted = {part for name in disputes for part in name.split("/") if part in CLAIMS}
    assert {name for name, note in notes.items() if " Disputed by " in note} == {key(name) for name in noted}
    assert all("upported by " in notes[key(name)] for name in RECORDS if key(name) != name)
    assert {name for name, note in notes.items() if " was retracted on " in note} == set(map(key, GONE))
    assert "Safeguard Defenders (informatepy-2022-11-03): stations_claimed = 1: It counts" in notes[key(DISPUTED)]
    assert notes[key("ie-1")].endswith("See ie-dublin-1.")


def test_csl_uses_what_csl_defines() -> None:
    items = json.loads(bibliography(DATA, "csl", Edition(retrieved="2026-12-01")))
    assert {name for each in items for name in each} == CSL_VARIABLES
    assert {each["type"] for each in items} <= CSL_ITEM_TYPES
    dates = [each[name]["date-parts"] for each in items for name in ("issued", "accessed") if name in each]
    assert all(len(parts) == 1 and 1 <= len(parts[0]) <= 3 for parts in dates)
    assert all(isinstance(part, int) for parts in dates for part in parts[0])


def test_a_csl_processor_renders_every_item() -> None:
    from citeproc import (
        Citation,
        CitationItem,
        CitationStylesBibliography,
        CitationStylesStyle,
        formatter,
    )
    from citeproc.source.json import CiteProcJSON

    names = [f"{NAME}-{__version__}", key(DISPUTED), key("ie-1"), *RECORDS[:3]]
    items = json.loads(bibliography(DATA, "csl"))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        source = CiteProcJSON(items)  # warns of each variable that it does not know
    rendered = CitationStylesBibliography(
        CitationStylesStyle("harvard-cite-them-right", validate=False), source, formatter.plain
    )
    for name in names:
        rendered.register(Citation([CitationItem(name)]))
    lines = [str(line) for line in rendered.bibliography()]
    assert len(lines) == len(names)
    assert f"{AUTHORS} (2026) “{TITLE}”." in lines


# One citation ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", [None, DISPUTED, "cnn-2022-12-04", "ie-2022-closure-ordered/ie-dublin-1"])
def test_all_styles_say_the_same(name: str | None) -> None:
    (csl,) = json.loads(cite(DATA, name, "csl", Edition(retrieved="2026-12-01")))
    (bib,) = entries(cite(DATA, name, "bibtex", Edition(retrieved="2026-12-01"))).values()
    (reference,) = references(cite(DATA, name, "ris", Edition(retrieved="2026-12-01")))
    text = cite(DATA, name, "text", Edition(retrieved="2026-12-01"))
    titles = {csl["title"].replace('<span class="nocase">', "").replace("</span>", ""), bib["title"].strip("{}")}
    assert titles == {reference["title"]}
    assert (csl["language"], bib["language"], reference["language"]) == ("en", "english", "en")
    assert [csl["id"], reference["id"]] == list(
        entries(cite(DATA, name, "bibtex", Edition(retrieved="2026-12-01")))
    ) * 2
    issued = "-".join(f"{part:02}" for part in csl.get("issued", {}).get("date-parts", [[]])[0])
    assert issued == bib.get("date", "") == reference.get("date", "").strip("/").replace("/", "-")
    assert csl["accessed"]["date-parts"] == [[2026, 12, 1]]
    assert (bib["urldate"], reference["access_date"]) == ("2026-12-01", "2026/12/01")
    assert "2026-12-01" in text
    assert reference["title"] in text
    assert csl.get("version", "") == bib.get("version", "") == reference.get("edition", "")
    assert csl.get("URL", "") == bib.get("url", "") == "".join(reference.get("urls", []))


def test_the_dataset_is_cited_with_its_version_and_day() -> None:
    assert cite(DATA, None) == f"{AUTHORS}. “{TITLE}”. version {__version__}. {VERSION_DATE}.\n"
    assert cite(DATA, None, "text", THEN) == f"{AUTHORS}. “{TITLE}”. version 0.0.9. retrieved 2026-12-01.\n"


def test_a_record_is_cited_with_the_dataset_its_dispute_and_its_source() -> None:
    text = cite(DATA, DISPUTED)
    title = f"Reported station: Valencia, Spain ({DISPUTED})"
    assert text.startswith(f"{AUTHORS}. “{title}”. {TITLE}. version {__version__}.")
    told = re.search(r" Disputed by (\d+) sources, (\d+) voices: (.*?)\. Source: ", text)
    assert told is not None
    assert (
        int(told[1]) >= int(told[2]) >= len({DATA.voice(each) for each in DATA.disputes_of("stations", DISPUTED)}) > 0
    )
    assert "Safeguard Defenders (informatepy-2022-11-03): stations_claimed = 1: It counts one in Valencia" in told[3]
    declared = DATA.find(DISPUTED)
    assert declared is not None
    assert text.endswith(f" Source: {cite(DATA, declared.row['source_id'])}")


DISPUTED_PARTS = {
    "station_statuses": ("a/2023/reported/s", "reported as of 2023", ("a",)),
    "station_bureaus": ("a/police", "run by police", ("a",)),
    "listings": ("s/a", "on the list s", ("a",)),
    "response_stations": ("b/a", "b about a", ("a", "b")),
    "response_links": ("b/closes/c", "b closes c", ("b", "c")),
}
"""Table -> a row without an id of its own, how a note names it, and the records with which it stands."""


@pytest.mark.parametrize("field", [None, "place"])
@pytest.mark.parametrize("table", DISPUTED_PARTS)
def test_what_disputes_a_row_without_an_id_stands_with_each_record_that_it_names(table: str, field: str | None) -> None:
    name, said, places = DISPUTED_PARTS[table]
    empty: dict[str, list[dict[str, str | None]]] = {each: [] for each in TABLES}
    against = {"table": table, "record_id": name, "field": field, "source_id": "t", "stance": "disputes"}
    rows = {
        **empty,
        "sources": [blank("sources", id=source, publisher=source, kind="news") for source in ("s", "t")],
        "actors": [blank("actors", id="police")],
        "stations": [blank("stations", id=station, source_id="s") for station in ("a", "other")],
        "responses": [blank("responses", id=response, source_id="s") for response in ("b", "c")],
        table: [blank(table, **dict(zip(TABLES[table].key, name.split("/"), strict=True)))],
        "evidence": [blank("evidence", **against, reason="It says otherwise.")],
    }
    library = Library(rows)
    notes = {record: item(library, record, THEN)["note"] for record in ("a", "other", "b", "c")}
    assert {record for record, note in notes.items() if "Disputed by " in note} == set(places)
    at = f", {field}" if field else ""
    told = f" Disputed by 1 source, 1 voice: t (t): {said}{at}: It says otherwise. "
    assert all(told in notes[record] for record in places)


def test_every_kind_of_row_without_an_id_is_named_in_notes() -> None:
    """What ties sources stands with none: a source has no note."""
    assert set(PARTS) == {table.name for table in TABLES.cited if table.key != ("id",)}
    assert set(PARTS) - set(DISPUTED_PARTS) == {"source_relations"}
    for table, said in PARTS.items():
        assert said.format_map({column: column for column in TABLES[table].names})


def test_sources_that_pass_on_one_word_are_counted_as_one_voice() -> None:
    rows = {
        **{each: [] for each in TABLES},
        "sources": [blank("sources", id=source, publisher=source, kind="news") for source in ("s", "t")],
        "actors": [blank("actors", id="group", name="A group")],
        "stations": [blank("stations", id="a", source_id="s")],
    }
    evidence = {"table": "stations", "record_id": "a", "stance": "supports"}

    def counted(*told: tuple[str, str | None]) -> str:
        said = [blank("evidence", **evidence, source_id=source, attributed_to=word) for source, word in told]
        return str(item(Library({**rows, "evidence": said}), "a", Edition())["note"])

    assert counted(("s", None), ("t", None)).startswith("Supported by 2 sources. ")
    assert counted(("s", "group"), ("t", "group")).startswith("Supported by 2 sources, 1 voice. ")
    assert counted(("s", None), ("s", "group")).startswith("Supported by 1 source passing on 2 voices. ")


@pytest.mark.parametrize("name", ["cn-police-fuzhou", "IE"])
def test_names_are_not_cited(name: str) -> None:
    """An actor or a country is in the data, and is nobody's claim."""
    assert DATA.find(name) is not None
    with pytest.raises(KeyError, match=name):
        cite(DATA, name)


def test_what_another_version_said_is_not_made_up() -> None:
    note = item(DATA, DISPUTED, Edition("0.0.9", None, None, __version__))["note"]
    assert note.startswith(f"In version {__version__}: Supported by ")


@pytest.mark.parametrize("style", STYLES)
def test_a_retracted_id_is_not_cited_but_explained(style: Style) -> None:
    with pytest.raises(Retracted, match=r"^ie-1 was retracted on 2026-11-23 \(merged\): .* See ie-dublin-1\.$"):
        cite(DATA, "ie-1", style)
    with pytest.raises(KeyError):
        cite(DATA, "no-such-record", style)


TYPES = {
    "news": ("article", "article-newspaper", "NEWS"),
    "ngo_report": ("report", "report", "RPRT"),
    "government": ("misc", "document", "GEN"),
    "parliament": ("misc", "document", "GEN"),
    "court": ("jurisdiction", "legal_case", "CASE"),
    "academic": ("report", "report", "RPRT"),
    "organisation": ("online", "webpage", "ELEC"),
    "encyclopedia": ("inreference", "entry-encyclopedia", "ENCYC"),
    "other_web": ("online", "webpage", "ELEC"),
}
"""Kind of a source -> its type in BibTeX, CSL and RIS."""


@pytest.mark.parametrize("kind", [kind.value for kind in SourceKind])
def test_a_source_has_its_type_language_address_and_dates_in_every_style(kind: str) -> None:
    told = {"published": "2022-12", "accessed": "2023-01-05", "url": "https://example.org/a--b", "language": "de"}
    rows: dict[str, list[dict[str, str | None]]] = {each: [] for each in TABLES}
    rows["sources"] = [blank("sources", id="a", kind=kind, title="Zürich -- one", publisher="A and B", **told)]
    found = Library(rows)
    written, (csl,), ris_record = (
        cite(found, "a", "bibtex"),
        json.loads(cite(found, "a", "csl")),
        cite(found, "a", "ris"),
    )
    types = TYPES[kind]
    assert (written.partition("{")[0], csl["type"], ris_record[6:].partition("\n")[0]) == (f"@{types[0]}", *types[1:])
    (bib,) = entries(written).values()
    (reference,) = references(ris_record)
    assert (bib["url"], csl["URL"], reference["urls"]) == (told["url"], told["url"], [told["url"]])
    assert (bib["date"], csl["issued"], reference["date"]) == ("2022-12", {"date-parts": [[2022, 12]]}, "2022/12/")
    assert (bib["urldate"], csl["accessed"], reference["access_date"]) == (
        *("2023-01-05", {"date-parts": [[2023, 1, 5]]}, "2023/01/05"),
    )
    assert (bib["language"], bib["langid"], csl["language"], reference["language"]) == ("german", "german", "de", "de")
    assert bib["title"] == "{Zürich -{}- one}", "TeX would make a dash of two strokes"
    assert csl["title"] == reference["title"] == "Zürich -- one"
    where = {"journal", "institution", "howpublished", "organization", "booktitle"} & set(bib)
    assert [bib[name] for name in where] == ["{A and B}"], "BibTeX would take it for two"


def test_a_language_without_a_name_in_tex_is_written_as_its_code() -> None:
    item = {"id": "a", "type": "webpage", "title": "A"}
    assert all(f"  language = {{{name}}},\n" in bibtex(item | {"language": code}) for code, name in LANGUAGES.items())
    known = "  language = {korean},\n  langid = {ko},\n"
    assert known in bibtex(item | {"language": "ko"})
    assert "  language = {qu},\n  langid = {qu},\n" in bibtex(item | {"language": "qu"})
    spoken = {row["language"] for row in DATA.rows["sources"] if row["language"]}
    assert spoken <= set(LANGUAGES), "a language of the data has no name in BibTeX"


def test_an_id_in_a_title_keeps_its_letters_in_every_style_of_csl() -> None:
    from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
    from citeproc.source.json import CiteProcJSON

    items = json.loads(cite(DATA, DISPUTED, "csl"))
    assert items[0]["title"] == f'Reported station: <span class="nocase">Valencia, Spain ({DISPUTED})</span>'
    style = CitationStylesStyle("harvard-cite-them-right", validate=False)
    rendered = CitationStylesBibliography(style, CiteProcJSON(items), formatter.plain)
    rendered.register(Citation([CitationItem(items[0]["id"])]))
    (line,) = map(str, rendered.bibliography())
    assert f"Reported station: Valencia, Spain ({DISPUTED})" in line


def test_the_title_of_a_record_says_what_it_is_about() -> None:
    """Only words that were spoken so stand between quotation marks."""
    rows: dict[str, list[dict[str, str | None]]] = {each: [] for each in TABLES}
    rows["sources"] = [blank("sources", id="s", publisher="S", kind="news")]
    rows["countries"] = [blank("countries", code="EC", name="Ecuador")]
    rows["actors"] = [blank("actors", id="group", name="A group")]
    source = {"source_id": "s"}
    long = " ".join(["one two"] * 20)
    rows["stations"] = [
        blank("stations", id="a", country="EC", city="Quito", **source),
        blank("stations", id="b", country="XX", **source),
    ]
    spoken = {"form": "verbatim", "text": "We know of none.", **source}
    rows["statements"] = [
        blank("statements", id="c", speaker="A. Person", wording="original", **spoken),
        blank("statements", id="d", actor_id="group", wording="back_translation", **spoken),
        blank("statements", id="e", speaker="A. Person", form="paraphrase", text=long, **source),
    ]
    rows["responses"] = [blank("responses", id="f", country="EC", date="2023", summary="It was closed.", **source)]
    rows["figures"] = [blank("figures", id="g", claimant="A paper", metric="cities", bound="at_least", value="80")]
    rows["incidents"] = [blank("incidents", id="h", country="EC", summary="It was said.", **source)]
    library = Library(rows)
    assert {name: item(library, name, THEN)["title"] for name in "abcdefgh"} == {
        "a": "Reported station: Quito, Ecuador (a)",
        "b": "Reported station: XX (b)",
        "c": "Statement by A. Person: “We know of none.” (c)",
        "d": "Statement by A group: We know of none. (d)",
        "e": f"Statement by A. Person: {' '.join(['one two'] * 11)} … (e)",
        "f": "Response: Ecuador, 2023: It was closed. (f)",
        "g": "Figure claimed by A paper: cities at least 80 (g)",
        "h": "Reported incident: Ecuador: It was said. (h)",
    }


def test_disputes_are_told_by_voice_and_each_reason_once() -> None:
    rows: dict[str, list[dict[str, str | None]]] = {each: [] for each in TABLES}
    rows["sources"] = [blank("sources", id=name, publisher=name.upper(), kind="news") for name in ("s", "t", "u")]
    rows["actors"] = [blank("actors", id="state", name="A state")]
    rows["stations"] = [blank("stations", id="a", source_id="s")]
    against = {"table": "stations", "record_id": "a", "stance": "disputes"}
    rows["evidence"] = [
        blank("evidence", **against, source_id="s", reason="It says otherwise."),
        blank("evidence", **against, source_id="t", attributed_to="state", reason="There is none."),
        blank("evidence", **against, source_id="u", attributed_to="state", reason="None exists."),
        blank("evidence", **against, source_id="u", attributed_to="state", field="city", asserted_value="Rome"),
    ]
    assert item(Library(rows), "a", Edition())["note"] == (
        "Supported by 0 sources. Disputed by 3 sources, 2 voices: A state (t and 1 more): There is none; city = Rome. "
        "S (s): It says otherwise. Source: [no title recorded]. S. undated."
    )


HOSTILE = st.one_of(
    st.text(st.sampled_from("{}\\%#&_$~^`!?<>@\"',= -abc\x0b\x85\u2028"), min_size=1, max_size=40),
    st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=40),
).filter(lambda text: text.strip(" \x0b\x85\u2028") == text)

TEX = {
    r"\textbackslash{}": "\\",
    r"\textbraceleft{}": "{",
    r"\textbraceright{}": "}",
    r"\textasciitilde{}": "~",
    r"\textasciicircum{}": "^",
} | {f"\\{character}": character for character in "&%$#_"}


def from_tex(text: str) -> str:
    read = ""
    while text:
        if text.startswith("{}"):  # between two signs of which TeX would make one
            text = text[2:]
            continue
        command = next((each for each in TEX if text.startswith(each)), text[0])
        read += TEX.get(command, command)
        text = text[len(command) :]
    return read


def test_no_text_breaks_a_file_of_bibtex() -> None:
    seen: set[str] = set()

    @given(HOSTILE, HOSTILE)
    def read_back(title: str, note: str) -> None:
        first = {"id": "one", "type": "webpage", "title": title, "note": note}
        second = {"id": "two", "type": "webpage", "title": "Second"}
        found = entries("\n".join([bibtex(first), bibtex(second)]))
        assert list(found) == ["one", "two"]
        assert from_tex(found["one"]["title"].removeprefix("{").removesuffix("}")) == title
        assert from_tex(found["one"]["note"]) == note
        seen.update(title + note)

    read_back()
    assert len(seen & set(TEX.values())) > 5


def test_no_text_breaks_a_file_of_ris() -> None:
    seen: set[str] = set()

    @given(HOSTILE, HOSTILE)
    def read_back(title: str, note: str) -> None:
        first = {"id": "one", "type": "webpage", "title": title, "note": note}
        second = {"id": "two", "type": "webpage", "title": "Second"}
        found = references("\n".join([ris(first), "", ris(second), ""]))
        assert [each["id"] for each in found] == ["one", "two"]
        assert found[0]["title"].split() == title.split()
        assert found[0]["notes"][0].split() == note.split()
        seen.update(title + note)

    read_back()
    assert seen & set("\x0b\x85\u2028"), "no line break that is none of the format's own"


# Versions and days ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("version", ["", "1", "1.0", "1.0.0.0", "01.0.0", "1.0.0\n", "x", "1.0.0}", "1.0.0 ", "9" * 50])
def test_what_is_no_version_is_refused(version: str) -> None:
    with pytest.raises(ValueError, match="is not a version"):
        Edition(version)


@pytest.mark.parametrize("day", ["", "2026", "2026-12", "2026-02-30", "2026-12-01\n", "1 December", "tomorrow"])
def test_what_is_no_day_is_refused(day: str) -> None:
    with pytest.raises(ValueError, match="is not a day"):
        Edition(retrieved=day)


@pytest.mark.parametrize("version", ["0.1.0", "10.20.30", "1.0.0-rc.1", "1.0.0rc1", "1.0.0+build.5", "2.0.0.dev1"])
def test_versions_are_taken(version: str) -> None:
    assert Edition(version).version == version


def test_the_version_is_that_of_the_package_that_is_looked_at() -> None:
    stated = {"version": "0.2.0", "versionDate": "2026-12-24"}
    assert stated_edition(stated) == Edition("0.2.0", "2026-12-24", None, "0.2.0")
    assert stated_edition(stated, "0.1.0", "2026-12-25") == Edition("0.1.0", None, "2026-12-25", "0.2.0")
    assert stated_edition(stated, "0.2.0") == Edition("0.2.0", "2026-12-24", None, "0.2.0")
    assert stated_edition({"version": "0.2.0"}).date is None
    for says_nothing in (None, [], {}, {"version": 1}):
        assert stated_edition(says_nothing) == Edition()
    with pytest.raises(ValueError, match="newest is not a version"):
        stated_edition({"version": "newest"})


# The command and the function -----------------------------------------------------------------------------------------


def test_the_command_takes_style_version_and_day(overseas: Overseas, built: Path) -> None:
    arguments = ("--style", "ris", "--data-version", "0.0.9", "--retrieved", "2026-12-01")
    for name in ((), (STATION,), (SOURCE,)):
        done = overseas("cite", *name, *arguments, cwd=built)
        assert (done.returncode, done.stderr) == (0, "")
        (reference,) = references(done.stdout)
        assert reference["access_date"] == "2026/12/01"
        # A source is a document of its own, with no version of ours.
        assert reference.get("edition") == (None if name == (SOURCE,) else "0.0.9")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--retrieved", "2026-02-30"), "2026-02-30 is not a day"),
        (("--retrieved", "2026"), "2026 is not a day"),
        (("--data-version", "newest"), "newest is not a version"),
        (("ie-1",), "ie-1 was retracted on 2026-11-23 (merged)"),
        (("ie-1", "--style", "bibtex"), "See ie-dublin-1."),
    ],
)
def test_the_command_ends_with_2(unusable: Unusable, arguments: tuple[str, ...], said: str) -> None:
    assert said in unusable("cite", *arguments, "--package", DATAPACKAGE, cwd=ROOT)


def test_show_and_cite_say_the_same_of_a_retracted_id(unusable: Unusable) -> None:
    shown, cited = (unusable(command, "nl-1", "--package", DATAPACKAGE, cwd=ROOT) for command in ("show", "cite"))
    assert shown == cited


def test_the_function_takes_the_same() -> None:
    text = overseas_stations.cite(None, "text", retrieved="2026-12-01", version="0.0.9")
    assert text == cite(DATA, None, "text", THEN)
    with pytest.raises(Retracted):
        overseas_stations.cite("ie-1")
    with pytest.raises(ValueError, match="is not a day"):
        overseas_stations.cite(retrieved="yesterday")
