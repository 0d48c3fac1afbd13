"""Labels: each language has one for everything, faults name file and key, and nothing but labels is in a language."""

from __future__ import annotations

import copy
import csv
import json
import pickle
import re
import shutil
from collections.abc import Callable, Iterator
from enum import StrEnum
from pathlib import Path
from typing import Any

import pytest
from babel import Locale

import overseas_stations as ovs
from overseas_stations.columns import Column
from overseas_stations.forms.codes import code_list, country_rows
from overseas_stations.forms.vocabulary import ExtentRead, StationStatus
from overseas_stations.labels import LANGUAGES
from overseas_stations.labels.labelled import label_columns, labelled
from overseas_stations.labels.language import ENGLISH, Label, Language
from overseas_stations.labels.reading import FOLDER, LabelFault, labels_in, read_labels, vocabularies
from overseas_stations.labels.titles import ALL_TABLES
from overseas_stations.suggestions import UnknownName
from overseas_stations.tables import TABLES, Table
from overseas_stations.views import VIEWS
from overseas_stations.views.stations import CLOSED_BY_ONE, DISPUTED, NOT_LOCATED, ONE_VOICE
from small_project import Overseas, contents

FOREIGN = [code for code in LANGUAGES if code != ENGLISH]


def every_label(language: Language) -> Iterator[tuple[str, Label]]:
    """Yield all that the models have a label for, each by what it is."""
    for name, table in ALL_TABLES.items():
        yield name, language.table(name)
        yield from ((f"{name}.{column}", language.column(name, column)) for column in table.names)
    for vocabulary in vocabularies():
        yield from ((f"{vocabulary.__name__}.{term}", language.term(vocabulary, term)) for term in vocabulary)
    yield from ((code, language.country(code)) for code in code_list("countries"))
    yield from ((code, language.language_name(code)) for code in code_list("languages"))
    yield from ((name, language.region(name)) for row in country_rows() if (name := row["subregion"]))


@pytest.mark.parametrize("code", FOREIGN)
def test_a_language_has_a_label_for_everything(code: str) -> None:
    assert [what for what, label in every_label(labels_in(code)) if label.language != code] == []


def test_english_is_what_the_models_say() -> None:
    english = labels_in("en")
    assert {label.language for _, label in every_label(english)} == {"en"}
    for table in ALL_TABLES.values():
        assert english.table(table) == table.title
        assert [english.column(table, name) for name in table.names] == [column.title for column in table.columns]
    assert [english.term(StationStatus, term) for term in StationStatus] == [term.label for term in StationStatus]
    assert english.country("EC") == "Ecuador"


def test_how_much_was_read_is_explained_as_the_vocabulary_defines_it() -> None:
    """Other languages have labels and no definitions; but these stand on pages, where they must be understood."""
    english = labels_in("en")
    assert {term: english.word(f"explain.extent_{term}") for term in ExtentRead} == {
        term: term.definition for term in ExtentRead
    }


@pytest.mark.parametrize("code", LANGUAGES)
def test_texts_stand_in_the_order_of_the_english_ones(code: str) -> None:
    words, english = labels_in(code).words, labels_in("en").words
    assert [*words] == [key for key in english if key in words]


def test_only_english_is_reviewed_by_a_native_speaker() -> None:
    assert {code for code in LANGUAGES if labels_in(code).reviewed} == {"en"}


@pytest.mark.parametrize("code", FOREIGN)
def test_terms_of_one_vocabulary_are_told_apart(code: str) -> None:
    language = labels_in(code)
    for vocabulary in vocabularies():
        told = [language.term(vocabulary, term) for term in vocabulary]
        assert len(set(told)) == len(told), vocabulary.__name__


@pytest.mark.parametrize("code", FOREIGN)
def test_columns_of_one_table_are_told_apart(code: str) -> None:
    language = labels_in(code)
    for name, table in ALL_TABLES.items():
        told = [language.column(name, column) for column in table.names]
        assert sorted({title for title in told if told.count(title) > 1}) == [], name


class Fruit(StrEnum):
    """A vocabulary of somebody else, which need not have been made of ours."""

    RED_APPLE = "red_apple"


def test_what_others_add_is_in_english() -> None:
    spanish = labels_in("es")
    added = Table("orchards", TABLES["stations"].model, "Orchards")
    for label, text in (
        (spanish.term("StationStatus", "moved_away"), "moved away"),
        (spanish.term(Fruit, Fruit.RED_APPLE), "red apple"),  # type: ignore[arg-type]
        (spanish.column("stations", "ripe_fruits"), "ripe fruits"),
        (spanish.column("orchards", "ripe_fruits"), "ripe fruits"),
        (spanish.table(added), "Orchards"),
        (spanish.column(added, "city"), "City"),
        (spanish.table("ripe_orchards"), "ripe orchards"),
        (spanish.country("ZZ"), "ZZ"),
    ):
        assert (str(label), label.language) == (text, "en")
    assert (str(spanish.column(TABLES["stations"], "city")), spanish.column("stations", "city").language) == (
        "Ciudad",
        "es",
    )


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("en", ["0 sources", "1 source", "2 sources", "9999 sources", "12,345 sources"]),
        ("es", ["0 fuentes", "1 fuente", "2 fuentes", "9999 fuentes", "12\u00a0345 fuentes"]),
        ("fr", ["0 source", "1 source", "2 sources", "9999 sources", "12\u202f345 sources"]),
        ("de", ["0 Quellen", "1 Quelle", "2 Quellen", "9999 Quellen", "12.345 Quellen"]),
        ("zh", ["0 个来源", "1 个来源", "2 个来源", "9999 个来源", "12,345 个来源"]),
    ],
)
def test_counts_take_the_form_of_the_language(code: str, told: list[str]) -> None:
    assert [labels_in(code).word("count.sources", n=n) for n in (0, 1, 2, 9999, 12_345)] == told


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("en", ["1 October 2022", "26 October 2022", "October 2022", "2022"]),
        ("es", ["1 de octubre de 2022", "26 de octubre de 2022", "octubre de 2022", "2022"]),
        ("fr", ["1er octobre 2022", "26 octobre 2022", "octobre 2022", "2022"]),
        ("de", ["1. Oktober 2022", "26. Oktober 2022", "Oktober 2022", "2022"]),
        ("zh", ["2022年10月1日", "2022年10月26日", "2022年10月", "2022年"]),
    ],
)
def test_dates_are_told_as_precisely_as_they_are_known(code: str, told: list[str]) -> None:
    assert [labels_in(code).date(date) for date in ("2022-10-01", "2022-10-26", "2022-10", "2022")] == told


@pytest.mark.parametrize("code", [code for code in LANGUAGES if code != "zh"])
def test_months_are_those_of_cldr(code: str) -> None:
    months = Locale(code).months["format"]["wide"]
    assert [labels_in(code).word(f"month.{number:02}") for number in range(1, 13)] == [*months.values()]


def test_values_stand_where_their_placeholders_are() -> None:
    chinese = labels_in("zh")
    assert chinese.word("count.shown", n=3, total=114) == "显示 114 项中的 3 项"
    assert chinese.text("retracted.instead") == "请改用 {successor}。"
    assert labels_in("de").text("count.voices", 1) == "{n} Stimme"
    # A value is a text and never a pattern of its own.
    assert labels_in("en").word("retracted.instead", successor="{reason}") == "Use {reason} instead."


@pytest.mark.parametrize(
    ("key", "values", "error", "said"),
    [
        ("nav.mapp", {}, UnknownName, "no text nav.mapp in the labels; did you mean nav.map"),
        ("count.sources", {}, UnknownName, "no text count.sources in the labels"),
        ("nav.map", {"n": 1}, ValueError, "the text nav.map takes no values, not ['n']"),
        ("count.shown", {"n": 1}, ValueError, "the text count.shown takes n, total, not ['n']"),
        ("retracted.none_instead", {"x": 1}, ValueError, "takes no values, not ['x']"),
    ],
)
def test_a_text_that_is_not_there_or_takes_other_values_is_refused(
    key: str, values: dict[str, Any], error: type[Exception], said: str
) -> None:
    with pytest.raises(error, match=re.escape(said)):
        labels_in("es").word(key, **values)


def test_a_label_is_a_text_that_keeps_its_language() -> None:
    label = labels_in("es").word("nav.map")
    assert {label, "Mapa"} == {"Mapa"}
    for other in (copy.deepcopy(label), pickle.loads(pickle.dumps(label))):
        assert (other, other.language) == ("Mapa", "es")


def test_a_language_without_labels_is_named() -> None:
    with pytest.raises(UnknownName, match="no labels in it; the languages are en, es, fr, de, zh"):
        labels_in("it")


def test_cells_are_told_in_words_where_they_are_no_data() -> None:
    columns: dict[str, Column] = {
        column.name: column for name in ("stations", "sources") for column in TABLES[name].columns
    }
    french = labels_in("fr")
    cells = {"status": "reported_closed", "country": "DE", "language": "zh", "background": "true", "city": "Quito"}
    assert {name: french.cell(columns[name], cell) for name, cell in cells.items()} == {
        "status": "fermé selon des sources",
        "country": "Allemagne",
        "language": "chinois",
        "background": "oui",
        "city": None,
    }


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(FOLDER, tmp_path / "labels", ignore=shutil.ignore_patterns("*.py", "__pycache__")))


def changed(folder: Path, name: str, change: Callable[[Any], object]) -> None:
    path = folder / name
    found = json.loads(path.read_text("utf-8"))
    change(found)
    path.write_text(json.dumps(found, ensure_ascii=False), encoding="utf-8")


FAULTS: list[tuple[str, Callable[[Any], object], str]] = [
    ("es.json", lambda it: it["words"].pop("nav.map"), "es.json: words.nav.map is missing"),
    ("en.json", lambda it: it["words"].update({"nav.new": "New"}), "es.json: words.nav.new is missing"),
    ("es.json", lambda it: it["words"].update({"nav.old": "x"}), "es.json: words.nav.old is unknown"),
    ("es.json", lambda it: it["words"].update({"nav.map": ""}), "es.json: words.nav.map is no text on one line"),
    ("es.json", lambda it: it["words"].update({"nav.map": "a\nb"}), "es.json: words.nav.map is no text on one line"),
    ("es.json", lambda it: it["words"].update({"nav.map": 1}), "es.json: words.nav.map is no text on one line"),
    (
        "es.json",
        lambda it: it["words"].update({"count.shown": "{n} de {all}"}),
        "es.json: words.count.shown should have {n}, {total}",
    ),
    ("es.json", lambda it: it["words"].update({"nav.map": "{n}"}), "es.json: words.nav.map should have no placehol"),
    (
        "es.json",
        lambda it: it["words"].update({"nav.map": "a {0}"}),
        "es.json: words.nav.map should have no placehol",
    ),
    ("es.json", lambda it: it["tables"].pop("stations"), "es.json: tables.stations is missing"),
    ("es.json", lambda it: it["tables"].update(new="x"), "es.json: tables.new is unknown"),
    ("es.json", lambda it: it["columns"].pop("stations.id"), "es.json: columns.stations.id is missing"),
    ("es.json", lambda it: it["columns"].update({"*_count": "n"}), "es.json: columns.*_count should have {title}"),
    ("es.json", lambda it: it["columns"].update({"city": "{title}"}), "es.json: columns.city should have no place"),
    ("es.json", lambda it: it["terms"].pop("Side"), "es.json: terms.Side is missing"),
    ("es.json", lambda it: it["terms"]["Side"].pop("ngo"), "es.json: terms.Side.ngo is missing"),
    ("es.json", lambda it: it["terms"]["Side"].update(x="x", y="y"), "es.json: terms.Side.x is unknown, and 1 more"),
    ("es.json", lambda it: it["terms"].update(Side=[]), "es.json: terms.Side is no object"),
    ("es.json", lambda it: it.update(more={}), "es.json: more is unknown"),
    ("es.json", lambda it: it.pop("reviewed"), "es.json: reviewed is missing"),
    ("es.json", lambda it: it.update(one=[]), "es.json: words.check.none.one is unknown, and"),
]


@pytest.mark.parametrize(("name", "change", "said"), FAULTS, ids=[said for *_, said in FAULTS])
def test_a_fault_in_a_file_is_named_with_its_key(
    name: str, change: Callable[[Any], object], said: str, folder: Path
) -> None:
    assert read_labels(folder, "es").words == labels_in("es").words
    changed(folder, name, change)
    with pytest.raises(LabelFault, match=f"^{re.escape(said)}"):
        read_labels(folder, "es")


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("es.json", '{"words": {}, "words": {}}', "es.json: a key stands twice in one object (line 1"),
        ("es.json", "[]", "es.json holds no object"),
        ("countries.csv", "code,es\nEC,Ecuador\n", "countries.csv: AD is missing, and"),
        ("languages.csv", "code,es\naa,afar\n", "languages.csv: ab is missing, and"),
        ("regions.csv", "code,es\n", "regions.csv: Africa is missing, and"),
    ],
)
def test_a_file_that_cannot_be_read_is_named(name: str, text: str, said: str, folder: Path) -> None:
    (folder / name).write_text(text, encoding="utf-8")
    with pytest.raises(LabelFault, match=f"^{re.escape(said)}"):
        read_labels(folder, "es")


def test_the_singular_is_missing_where_a_language_has_none() -> None:
    english, chinese = labels_in("en").words, labels_in("zh").words
    singular = {key for key in english if key.endswith(".one")}
    assert len(singular) > 5
    assert english.keys() - chinese.keys() == singular
    assert {key.removesuffix(".one") + ".other" for key in singular} <= chinese.keys()


def test_the_columns_that_hold_labels() -> None:
    assert {name: [*label_columns(table)] for name, table in ALL_TABLES.items() if label_columns(table)} == {
        "stations_wide": ["status_label", "country_name"],
        "responses_wide": ["kind_label", "result_label", "country_name"],
        "statements_wide": ["side_label", "country_name"],
        "inquiries": ["state_label", "result_label", "country_name"],
    }


def test_an_empty_cell_has_no_label() -> None:
    table = VIEWS["inquiries"].table
    row = dict.fromkeys(table.names) | {"country": "FR", "state": "under_way"}
    (told,) = labelled(labels_in("de"), table, [row])
    assert told == row | {"country_name": "Frankreich", "state_label": "im Gange"}
    assert labelled(labels_in("en"), table, [row]) == [row]


def test_what_a_view_says_in_several_words_is_said_in_the_language() -> None:
    table = VIEWS["stations_wide"].table
    row = dict.fromkeys(table.names) | {
        "events": "closure ordered before 2022-10-26; reported closed on 2022-12",
        "cautions": f"{ONE_VOICE}; {DISPUTED}; something new",
    }
    (told,) = labelled(labels_in("de"), table, [row])
    assert told == row | {
        "events": "Schließung angeordnet spätestens 2022-10-26; laut Berichten geschlossen am/im 2022-12",
        "cautions": "eine einzige Stimme; bestritten; something new",
    }


def test_every_caution_of_the_views_has_its_words() -> None:
    cautions = [ONE_VOICE, CLOSED_BY_ONE, DISPUTED, NOT_LOCATED]
    words = {key: text for key, text in labels_in("en").words.items() if key.startswith("caution.")}
    assert [*words.values()] == cautions
    assert {labels_in("zh").caution(text).language for text in cautions} == {"zh"}


def test_frames_in_a_language_differ_in_the_columns_that_hold_labels() -> None:
    before, after = ovs.responses(wide=True), ovs.responses(wide=True, labels="fr")
    assert after.attrs == {"labels": {"language": "fr", "reviewed": False}}
    assert [name for name in before if not before[name].equals(after[name])] == [
        "country_name",
        "kind_label",
        "result_label",
    ]
    assert {*after["kind_label"]} <= {str(label) for what, label in every_label(labels_in("fr")) if "Kind." in what}
    assert list(before.dtypes) == list(after.dtypes)
    assert ovs.responses(wide=True, labels="en").equals(before)
    polars = ovs.table("responses_wide", "polars", labels="fr")
    assert polars["kind_label"].to_list() == after["kind_label"].tolist()
    first = ovs.responses("records", wide=True, labels="fr", known_on="2023")[0]
    assert first.model_dump()["country_name"] in {*after["country_name"]}


def test_a_table_without_labels_is_not_asked_in_a_language() -> None:
    with pytest.raises(ValueError, match="no column of stations holds labels; stations_wide, responses_wide, "):
        ovs.stations(labels="es")


def test_an_export_in_a_language_says_so(built: Path, overseas: Overseas) -> None:
    for code, out in ((None, "plain"), ("en", "english"), ("es", "spanish")):
        labels = ("--labels", code) if code else ()
        done = overseas(
            "export", "csv", "json", "package", *labels, "--package", "datapackage", "--out", out, cwd=built
        )
        assert done.returncode == 0, done.stderr
    plain, spanish = contents(built / "plain"), contents(built / "spanish")
    assert contents(built / "english") == plain
    views = ("inquiries", "responses_wide", "statements_wide", "stations_wide")
    differing = {name for name in plain if plain[name] != spanish[name]}
    assert differing <= {
        "README.md",
        "SHA256SUMS",
        *(f"{form}/{view}.{form}" for form in ("csv", "json") for view in views),
    }
    assert {"README.md", "csv/stations_wide.csv", "json/stations_wide.json"} <= differing
    page = spanish["README.md"].decode()
    assert "Labels are in Spanish: " in page
    assert "They were not reviewed by a native speaker." in page
    one, other = (
        list(csv.DictReader(files["csv/stations_wide.csv"].decode().splitlines())) for files in (plain, spanish)
    )
    assert [*one[0]] == [*other[0]]
    assert {name for a, b in zip(one, other, strict=True) for name in a if a[name] != b[name]} <= {
        *("status_label", "country_name", "events", "cautions"),
    }
    assert {row["status_label"] for row in other} <= {
        str(labels_in("es").term(StationStatus, term)) for term in StationStatus
    }


def test_a_workbook_in_a_language_has_its_titles(built: Path, overseas: Overseas) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    done = overseas("export", "xlsx", "--labels", "zh", "--package", "datapackage", cwd=built)
    assert done.returncode == 0, done.stderr
    (path,) = (built / "export").glob("*.xlsx")
    book = openpyxl.load_workbook(path)
    codebook = {tuple(cell.value for cell in row[:7]) for row in book["codebook"].iter_rows()}
    titles = {(sheet, column): title for sheet, column, title, kind, *_ in codebook if kind != "term"}
    assert titles["stations", "city"] == "城市"
    assert titles["stations_wide", "status_label"] == "状态（文字）"
    assert ("stations", "status", "状态: 据报已关闭", "term", None, None, "reported_closed") in codebook
    about = {row[0].value: row[1].value for row in book["about"].iter_rows()}
    assert about["labels"].startswith("Labels are in Chinese: ")


@pytest.mark.parametrize("code", FOREIGN)
def test_a_record_is_shown_in_a_language(code: str, built: Path, overseas: Overseas) -> None:
    language = labels_in(code)
    asked = ("show", "ec-quito-1", "--evidence", "--package", "datapackage")
    assert overseas(*asked, "--labels", "en", cwd=built).stdout == overseas(*asked, cwd=built).stdout
    done = overseas(*asked, "--labels", code, cwd=built)
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    country = language.country("EC")
    assert lines[0] == f"ec-quito-1: {language.word('record.station')}, Quito, {country}"
    facts = dict(re.split(" {2,}| ", line.strip(), maxsplit=1) for line in lines[2:4])
    assert len(facts) == 2
    assert f"{country} [EC]" in done.stdout
    for heading in ("show.statuses", "show.passages_for", "nav.sources"):
        assert language.word(heading) in lines
    listed = overseas("show", "--kind", "stations", "--labels", code, "--package", "datapackage", cwd=built)
    assert f"{language.table('stations')} (" in listed.stdout


def test_json_of_a_record_stays_as_it_is(built: Path, overseas: Overseas) -> None:
    asked = ("show", "ec-quito-1", "--format", "json", "--package", "datapackage")
    assert overseas(*asked, "--labels", "es", cwd=built).stdout == overseas(*asked, cwd=built).stdout


def test_the_files_are_small() -> None:
    files = [path for path in FOLDER.iterdir() if path.suffix in (".json", ".csv")]
    assert len(files) == len(LANGUAGES) + 3
    assert sum(path.stat().st_size for path in files) < 200_000
