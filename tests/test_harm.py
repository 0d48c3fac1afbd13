"""What could harm somebody is found in every language, engine and column, and what only looks like it is left alone."""

from __future__ import annotations

import csv
import random
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import duckdb
import polars as pl
import pyarrow as pa
import pyarrow.compute as pc
import pytest

import overseas_stations as ovs
from overseas_stations.engines import base, run, streaming
from overseas_stations.engines.streaming import StreamingEngine
from overseas_stations.expressions import nw, written_in
from overseas_stations.frames import text_frame
from overseas_stations.rules.core.checks import WrongCells, contains, contains_one, is_text
from overseas_stations.rules.harm import characters
from overseas_stations.rules.harm.addresses import context, numbers, spots, streets
from overseas_stations.rules.harm.addresses.streets import is_address
from overseas_stations.rules.harm.addresses.words import ORDERS, street_words
from overseas_stations.rules.harm.characters import is_invisible, is_mixed
from overseas_stations.rules.harm.mail import is_mail
from overseas_stations.rules.harm.plain import plain, without_marks
from overseas_stations.rules.harm.telephones import is_telephone
from overseas_stations.rules.registry import CORE
from overseas_stations.tables import TABLES
from repository import ROOT
from special_cells import example_row

CODES = {"telephone": "OS702", "address": "OS701", "email": "OS703", "invisible": "OS704", "mixed": "OS707"}
JUDGES = {
    "OS701": is_address, "OS702": is_telephone, "OS703": is_mail, "OS704": is_invisible, "OS707": is_mixed,
}  # fmt: skip

MISSED: set[str] = {
    "25 Bishopsmarsh, Fakely, was the address on the form.",
    "La Chênaie, 12, à Exempleville",
    "op de hoek, Damverzin 12 hs",
    "Pod Smyšlenou věží 3",
    "Живи у Лажној бб.",
    "خ خیالی، ک نمونه، پ ۱۴",
    "फ्लैट 302, कल्पना अपार्टमेंट",
    "地处范例大道与样例路交叉口东北角14号",
    "căn hộ 1402 tòa B chung cư Ví Dụ",
    "Αγίου Ψεύτικου 214, Αθήνα",
    "Cesta izmišljenih brigad 7",
    "The noodle shop at Larkmoor and 14th",
    "Immeuble Le Mirage, 3e étage, porte 14",
    "Los agentes entraron en el 3.º C de Pintor Fingido 18.",
    "The group rented rooms over 31 High Beeches Lane.",
    "Biuro przeniesiono z Dzięcioła 3 na Sójki 9.",
    "Dodávka stála před domem v Kosí 48.",
    "the card said: clerk 'at' example 'dot' org",
}
"""Harmful sentences that are not found."""
FALSE_ALARMS: set[str] = set()


class Sentence(NamedTuple):
    language: str
    kind: str
    text: str
    written: str


@cache
def sentences() -> tuple[Sentence, ...]:
    """Return the sentences of the list; what does not show is written in it as an escape."""
    with Path(__file__).with_name("harm_sentences.tsv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))

    def shown(match: re.Match[str]) -> str:
        return chr(int(match[1] or match[2], 16))

    return tuple(
        Sentence(
            row["language"],
            row["kind"],
            re.sub(r"\\u([0-9a-f]{4})|\\U([0-9a-f]{8})", shown, row["sentence"]),
            row["sentence"],
        )
        for row in rows
    )


@cache
def checks() -> dict[str, WrongCells]:
    """Return code -> the condition on a text column of a table without countries."""
    every = [item for check in CORE.cell_checks for item in check.find(TABLES)]
    return {item.rule.code: item for item in every if (item.table, item.field) == ("sources", "note") and item.confirm}


@cache
def rows_of_texts() -> list[dict[str, str | None]]:
    return [
        example_row(TABLES["sources"]) | {"id": f"a-{number}", "note": sentence.text}
        for number, sentence in enumerate(sentences())
    ]


@cache
def found() -> dict[str, set[str]]:
    """Return what is found in each sentence, as a row of a table."""
    engine = StreamingEngine(CORE, run.conditions(CORE), {"sources": text_frame(TABLES["sources"], rows_of_texts())})
    outcome = run.run(engine, alone=True, max_findings=10**9)
    codes: dict[str, set[str]] = {sentence.written: set() for sentence in sentences()}
    for finding in outcome.findings:
        if finding.field == "note" and finding.code in CODES.values():
            assert finding.row is not None
            codes[sentences()[finding.row - 1].written].add(finding.code)
    return codes


def test_the_list_is_large_and_half_innocent() -> None:
    kinds = Counter(sentence.kind for sentence in sentences())
    assert set(kinds) == {*CODES, "innocent"}
    assert kinds["innocent"] * 2.5 > len(sentences()) > 600
    for kind, least in (("telephone", 20), ("address", 25), ("innocent", 25)):
        assert len({sentence.language for sentence in sentences() if sentence.kind == kind}) >= least


@pytest.mark.parametrize("kind", CODES)
def test_what_is_harmful_is_found(kind: str) -> None:
    harmful = [sentence.written for sentence in sentences() if sentence.kind == kind]
    missed = {written for written in harmful if CODES[kind] not in found()[written]}
    assert missed == MISSED & set(harmful)
    assert len(missed) <= len(harmful) * 0.02


def test_what_is_innocent_is_left_alone() -> None:
    innocent = [sentence.written for sentence in sentences() if sentence.kind == "innocent"]
    assert {written for written in innocent if found()[written]} == FALSE_ALARMS
    assert len(FALSE_ALARMS) <= len(innocent) * 0.01


def test_nothing_harmful_is_taken_for_something_else() -> None:
    harmful = {sentence.written: {CODES[sentence.kind]} for sentence in sentences() if sentence.kind != "innocent"}
    assert {written: codes for written, codes in found().items() if codes - harmful.get(written, set())} == {}


# The same by every engine


def rows_with(library: str, pattern: str, texts: list[str]) -> list[bool]:
    """Return which texts contain a pattern, by the engine of a library."""
    ended = pattern.replace("$", r"\z")
    match library:
        case "polars":
            return pl.Series(texts).str.contains(ended).to_list()
        case "pandas":
            found: list[bool] = pc.match_substring_regex(pa.array(texts), ended).to_pylist()
            return found
        case "duckdb":
            table = pa.table({"row": range(len(texts)), "text": texts})
            query = duckdb.from_arrow(table).project("regexp_matches(text, $$" + ended + "$$), row").order("row")
            return [row[0] for row in query.fetchall()]
        case _:
            return [re.search(ended.replace(r"\z", r"\Z"), text) is not None for text in texts]


@pytest.mark.parametrize("code", JUDGES)
def test_the_screens_mean_the_same_on_all_engines_and_hold_what_is_confirmed(code: str) -> None:
    texts = [sentence.text for sentence in sentences()]
    screen = checks()[code].screen
    assert screen is not None
    told = {library: rows_with(library, screen, texts) for library in ("polars", "pandas", "duckdb", "python")}
    assert told["pandas"] == told["duckdb"] == told["python"] == told["polars"]
    unseen = {text for text, seen in zip(texts, told["polars"], strict=True) if JUDGES[code](text, None) and not seen}
    assert unseen == set()


@pytest.mark.parametrize("code", JUDGES)
def test_the_parts_of_a_screen_find_what_it_finds(code: str) -> None:
    screen = checks()[code].screen or ""
    texts = pl.DataFrame({"text": [*(sentence.text for sentence in sentences()), None]})
    with written_in("polars"):
        whole, parts = contains(nw.col("text"), screen), contains_one(nw.col("text"), [screen], few=True)
    found = texts.select(whole=whole, parts=parts)  # type: ignore[arg-type]
    assert found["whole"].to_list() == found["parts"].to_list()
    assert found["whole"].sum() > 0


@pytest.mark.parametrize("engine", ["duckdb", pytest.param("pandas", marks=pytest.mark.long)])
def test_engines_confirm_the_same_rows_with_the_same_examples(engine: str) -> None:
    frame = pl.DataFrame(rows_of_texts()[::3], schema=dict.fromkeys(TABLES["sources"].names, pl.String))

    def told(engine: str | None) -> list[tuple[str, str | None, int]]:
        report = ovs.validate({"sources": frame}, engine=engine, max_findings=3)
        return [(each.code, each.value, each.count) for each in report.findings if each.code in JUDGES]

    assert sorted(told(engine)) == sorted(told(None))
    assert {code for code, _, _ in told(None)} == set(JUDGES)


def test_suspects_are_held_some_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (base, streaming):
        monkeypatch.setattr(module, "ROWS_HELD", 7)
    held = []
    confirmed = base.Engine._confirmed
    engine = StreamingEngine(CORE, run.conditions(CORE), {"sources": text_frame(TABLES["sources"], rows_of_texts())})
    batches = engine.batches

    def watched(frame: object) -> object:
        for rows in batches(frame):  # type: ignore[arg-type]
            held.append(len(rows))
            yield rows

    monkeypatch.setattr(engine, "batches", watched)
    items = [item for item in run.conditions(CORE)["sources"] if item.confirm and item.field == "note"]
    with engine.expressions():
        counts = {failure.found.rule.code: failure.count for failure in confirmed(engine, items, 2)}
    wanted = Counter(code for codes in found().values() for code in codes)
    assert counts == wanted
    assert len(held) > 3
    assert max(held) < len(rows_of_texts()) / 3


# Letters that came out as others

CAME_OUT = (
    "Sörös",
    "café",
    "naïve",
    "señor",
    "Straße",
    "itʼs “so”",
    "Česko",
    "Łódź",
    "Ångström",
    "Дом",
    "Київ",
    "Ελλάδα",
    "عربي",
)
"""Texts whose bytes are read as those of another encoding."""


@pytest.mark.parametrize("encoding", ["latin-1", "cp1252"])
def test_a_text_in_the_wrong_encoding_is_found(encoding: str) -> None:
    misread = [text.encode().decode(encoding, errors="replace") for text in CAME_OUT]
    # Read as Latin-1 some letters end in control characters, which are told as such.
    patterns = f"{characters.MISREAD}|{characters.INVISIBLE}"
    assert [text for text in misread if not re.search(patterns, text)] == []
    assert [text for text in CAME_OUT if re.search(characters.MISREAD, text)] == []


def test_capitals_before_signs_are_no_text_in_the_wrong_encoding() -> None:
    right = (
        "«BLÅ» og “RØ”",
        "MANHÃ, São",
        "PÅ – og Ø…",
        "Île d’Ø, Ñandú",
        "DIE GRÄ»",
        "SMÅ\u00a0by",
        "Â « ouvert »",
        "PORTÃO’s",
    )
    assert [text for text in right if re.search(characters.MISREAD, text)] == []


# Every text column


HARMFUL = {
    "OS701": "at 12 Example Street", "OS702": "call +44 1632 960 983", "OS703": "desk@example.org",
    "OS704": "invisi\u200bble", "OS707": "L\u043endon", "OS708": "SÃ¶rensen",
}  # fmt: skip


def test_every_text_column_of_every_table_is_judged() -> None:
    wanted, seen = set(), set()
    for table in TABLES.values():
        columns = [column.name for column in table.columns if is_text(column)]
        rows = [example_row(table) | {column: text} for column in columns for text in HARMFUL.values()]
        wanted |= {(code, table.name, column) for column in columns for code in HARMFUL}
        if rows:
            engine = StreamingEngine(CORE, run.conditions(CORE), {table.name: text_frame(table, rows)}, streaming=False)
            seen |= {
                (each.code, each.table, each.field)
                for each in run.run(engine, alone=True, max_findings=10**9).findings
                if each.code in HARMFUL
            }
    assert seen == wanted
    assert len(wanted) > 100


# Telephones by country


@pytest.mark.parametrize(
    ("country", "text", "is_number"),
    [
        ("NO", "Besvares på 22 22 55 50, sier de", True),
        ("HK", "The poster says 2555 0123", True),
        ("FR", "The poster says 2555 0123", False),
        (None, "The poster says 2555 0123", False),
        ("DE", "Bescheid 20221234 vom Amt", False),
        ("ES", "Consta 655550123.", True),
        (None, "Consta 655550123.", False),
        ("ES", "Consta 655550123 de euros", False),
        ("HK", "ISSN 1234-5679 and 2049-3630", False),
        # The last digit of an ISSN tests the others; both have the form of Danish numbers.
        ("DK", "The series 4655-0968 is kept", False),
        ("DK", "The series 4655-0969 is kept", True),
    ],
)
def test_the_country_of_the_record_tells(country: str | None, text: str, is_number: bool) -> None:
    assert is_telephone(text, country) is is_number


def test_the_country_of_a_row_is_handed_over() -> None:
    table = TABLES["responses"]
    texts = [("HK", "The poster says 2555 0123"), ("FR", "The poster says 2555 0123")]
    rows = [example_row(table) | {"id": f"a-{n}", "country": c, "summary": t} for n, (c, t) in enumerate(texts)]
    engine = StreamingEngine(CORE, run.conditions(CORE), {table.name: text_frame(table, rows)}, streaming=False)
    numbers = [each.row for each in run.run(engine, alone=True).findings if each.code == "OS702"]
    assert numbers == [1]


# The lists


def test_the_words_for_streets_are_listed_in_order_and_once() -> None:
    path = ROOT / "validators/overseas_stations/rules/harm/addresses/streets.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    keys = [(row["language"], row["order"], row["word"]) for row in rows]
    assert keys == sorted(set(keys))
    assert {row["order"] for row in rows} == set(ORDERS)
    assert {row["sure"] for row in rows} == {"yes", "no"}
    assert all(street_words()[order] for order in ORDERS)


def test_a_text_without_marks_is_as_long_as_before() -> None:
    text = plain("".join(map(chr, (*range(0x21, 0xD800), *range(0xE000, 0x11000)))))
    assert len(without_marks(text)) == len(text)
    assert plain("０１\u00a0\u2009２—٣۴५") == "01 2-345"


REPEATED = (
    "a-", "A-", "A-A ", "1-", "1 ", "via ", "12 A ", "+", "1(", "12 A-B Street ", "a@", "a at ",
    "\u0939\u094d\u200d", "路1", "로", "가",
    "Via d'", "de la ", "ul.", "1.", "f-1g", "é", "tel ", "tel 1 ", "A" * 50 + " ", "9" * 9 + " ",
    "a/1", "1.1234 ", "x_", "丁", "km 1 ", "№ 1 ", "Am An ", "twenty-", "two, ", "house A ", "arroba a punto ",
    "на Аной ",
    "1 A, ", "x at y dot ", "大字", "office: ", "Blok A1-", "ถ" * 40 + " № 1 ", "ถ" * 40 + " two ",
)  # fmt: skip


@pytest.mark.parametrize("judge", JUDGES.values())
def test_a_harmful_end_is_found_behind_hostile_repetition(judge: Callable[[str, str | None], bool]) -> None:
    """No pattern takes steps that multiply: the text of each repetition is gone through to its end."""
    harmful = " | ".join(HARMFUL.values())
    assert [part for part in REPEATED if not judge(f"{part * 500} | {harmful} |", None)] == []


STRANGE = (
    "14", "3/5", "s/n", "bb", "№ 7", "#12", "two", "twenty-one", "dix-sept,", "of", "at", "(2nd", "floor", "FLOOR 3",
    "Fl\u0131at 2", "flat", "4 er", "12345 A", "로", "12동", "리 3", "사서함", "ถนน", "Street", "ul.", "Rue",
    "Flo\u017fr", "улица", "in",
)  # fmt: skip


def altered(texts: list[str]) -> Iterator[str]:
    """Yield some texts, each with words taken out, put in, in another order or case; the same each time."""
    draw = random.Random(1)
    for text in texts:
        words = text.split(" ")
        for _ in range(draw.randint(1, 3)):
            at = draw.randrange(len(words) + 1)
            words[at : at + draw.randint(0, 2)] = draw.sample(STRANGE, draw.randint(0, 2)) or words[at : at + 2][::-1]
        new = " ".join(words)
        yield draw.choice((new, new, new.lower(), new.upper(), new.replace(" ", ", ", 1)))


def test_what_a_text_is_first_asked_for_leaves_no_address_out(monkeypatch: pytest.MonkeyPatch) -> None:
    every = [sentence.text for sentence in sentences()]
    for table in ("sources", "statements", "responses"):
        rows = csv.reader((ROOT / f"datapackage/tables/{table}.csv").read_text(encoding="utf-8").splitlines())
        every += [cell for row in rows for cell in row if re.search("[0-9] ", cell)]
    texts = [*every, *altered(every), *altered(every[::-1])]
    found = [is_address(text) for text in texts]
    assert len(texts) > 2 * sum(found) > 4000
    monkeypatch.setattr(context, "_can_have_part", lambda _: True)
    monkeypatch.setattr(numbers, "_can_be_house", lambda _: True)
    monkeypatch.setattr(streets, "_ANY_HOUSE", "")
    korean = [("[가-힣]" if "로" in mark else mark, pattern) for mark, pattern in spots._SPOTS_BEYOND]
    monkeypatch.setattr(spots, "_SPOTS_BEYOND", tuple(korean))
    assert [text for text, was in zip(texts, found, strict=True) if is_address(text) != was] == []


@pytest.mark.long
def test_the_numbering_plans_are_read_only_where_a_number_needs_them() -> None:
    code = (
        "import sys, overseas_stations as ovs\n"
        f"ovs.validate({str(ROOT / 'datapackage')!r})\n"
        "print('phonenumbers' in sys.modules)\n"
    )
    printed = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert printed.stdout == "False\n"
