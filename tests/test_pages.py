"""Passages in pages: what stands there is found however it is printed, what does not never is, each fault is told."""

from __future__ import annotations

import operator
import os
import random
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

import hostile_pages
from made_up_articles import DECLARING, ENCODINGS, TEMPLATES, WIDE, Article, article, as_bytes, data_only, joined, news
from made_up_pdf import HOSTILE_PDFS, pdf_of
from overseas_stations.handed_over import InputError
from overseas_stations.pages.attempts import Attempt
from overseas_stations.pages.bounds import is_too_large
from overseas_stations.pages.charsets import readings
from overseas_stations.pages.checked import check_evidence
from overseas_stations.pages.markup_views import tree_of
from overseas_stations.pages.outcomes import SourceSeen, seen
from overseas_stations.pages.processes import FEW, MAX_PROCESSES, in_processes, usual_processes
from overseas_stations.pages.saved_page import SavedPage
from overseas_stations.pages.store import Store
from overseas_stations.pages.texting import store_text, text_of
from overseas_stations.pages.verdicts import outcomes_in
from overseas_stations.passages import Fingerprint, normal_form
from overseas_stations.passages.fingerprints import digest
from overseas_stations.reports.evidence import evidence_json
from processes import completed

SOURCE = "example-news-2023-01-05"
ADDRESS = "https://news.example.org/2023/a-station"


def passage(words: str) -> Fingerprint:
    normal = normal_form(words)
    return Fingerprint(digest(normal), len(normal), None)


def passages(made: Article) -> list[Fingerprint]:
    """Return some passages of an article: sentences, two in a row, words from within one."""
    found = [passage(sentence) for sentence in made.sentences[::4]]
    found += [passage(joined(made, paragraph[:2])) for paragraph in made.paragraphs[:2]]
    if made.language not in WIDE:
        found += [passage(" ".join(sentence.split()[2:9])) for sentence in made.sentences[1::4]]
    return found


@pytest.mark.parametrize("language", ENCODINGS)
def test_every_passage_is_found_however_it_is_printed(language: str) -> None:
    missed = []
    made = article(language, 1)
    for template in TEMPLATES:
        expected = "in_metadata" if template is data_only else "exact"
        for encoding in ENCODINGS[language]:
            for declared in DECLARING:
                data, header = as_bytes(template(made), encoding, declared)
                found = outcomes_in(SavedPage(data, charset=header, language=language), passages(made))
                missed += [(template.__name__, encoding, declared, came) for came in found.values() if came != expected]
    assert missed == []


def altered(sentence: str, draw: random.Random, wide: bool) -> str:
    """Return a sentence with a letter, a word, a number or a negation that it does not have, or without one."""
    words = list(sentence) if wide else sentence.split(" ")
    at = draw.randrange(1, len(words) - 1)
    match draw.randrange(4):
        case 0:
            words[at] = f"{words[at]}x"
        case 1:
            words.insert(at, "不" if wide else "not")
        case 2:
            del words[at]
        case _:
            return sentence.translate(str.maketrans("0123456789", "1234567890"))
    return ("" if wide else " ").join(words)


def test_of_a_thousand_altered_passages_none_is_found() -> None:
    draw, tried = random.Random(7), 0
    came: set[str] = set()
    for number in range(20):
        for language in ENCODINGS:
            made = article(language, number)
            page = SavedPage(as_bytes(TEMPLATES[number % 10](made), "utf-8", "meta")[0], language=language)
            shown = normal_form(" ".join(made.sentences))
            others = {altered(each, draw, language in WIDE) for each in made.sentences[:7]}
            others = {each for each in others if normal_form(each) not in shown}
            came |= set(outcomes_in(page, map(passage, others)).values())
            tried += len(others)
    assert tried > 1000
    assert came == {"absent"}


def test_an_exponent_is_no_footnote() -> None:
    page = SavedPage(b"<html><body><div><p>There are about 10<sup>6</sup> such cases in all</p></div></body></html>")
    found = outcomes_in(page, [passage("There are about 10 such cases in all"), passage("about 106 such cases")])
    assert list(found.values()) == ["absent", "exact"]


def test_a_passage_that_stands_twice_is_ambiguous_unless_it_is_once_in_the_article() -> None:
    words = "One station is reported in the city of Quito, the capital."
    page = SavedPage(f"<html><body><p>{words}</p><p>{words}</p></body></html>".encode())
    assert list(outcomes_in(page, [passage(words)]).values()) == ["ambiguous"]


def test_a_page_that_declares_a_charset_that_there_is_not_is_read_all_the_same() -> None:
    assert "Büro" in next(readings("<meta charset=nonsense>Büro".encode("cp1252"), "klingon"))
    assert next(readings("Büro".encode("utf-16"), "utf-8")) == "Büro"
    assert next(readings("\ufeffBüro".encode(), "latin-1")) == "Büro"


MADE = article("en", 3)
WHOLE = as_bytes(news(MADE), "utf-8", "meta")[0]
PASSAGES = [passage(MADE.sentences[0]), passage(MADE.sentences[-1])]


def page(body: str, head: str = "", language: str = "en") -> bytes:
    return f'<!DOCTYPE html><html lang="{language}"><head>{head}</head><body>{body}</body></html>'.encode()


def paragraph(*numbers: int) -> str:
    return "".join(f"<p>{joined(MADE, MADE.paragraphs[number])}</p>" for number in numbers)


OTHER = "".join(f"<p>{joined(each, each.paragraphs[0])}</p>" for each in (article("en", n) for n in range(50, 60)))
PAID = '<script type="application/ld+json">{"@type": "NewsArticle", "isAccessibleForFree": "False"}</script>'
CHALLENGE = page("<div id='cf-chl-widget'>Checking</div>", "<title>Just a moment...</title>")

BEHAVIOURS: Mapping[str, tuple[dict[str, Any], bytes | None, str, int]] = {
    "the article": ({}, WHOLE, "confirmed", 2),
    "the article at a new address": ({"final": "https://news.example.org/new/station"}, WHOLE, "confirmed", 2),
    "the home page": ({"final": "https://news.example.org/"}, page(OTHER), "redirected", 0),
    "only www differs": ({"final": "https://www.news.example.org/2023/a-station/"}, page(OTHER), "changed", 0),
    "a loop": ({"failure": "redirects", "status": None}, None, "unreachable", 0),
    "not found": ({"status": 404}, page("not found"), "gone", 0),
    "gone": ({"status": 410}, None, "gone", 0),
    "not found, with the status of a page": ({}, page(OTHER), "changed", 0),
    "forbidden": ({"status": 403}, CHALLENGE, "refused", 0),
    "a challenge with the status of a page": ({}, CHALLENGE, "refused", 0),
    "a challenge with that of a fault": ({"status": 503}, CHALLENGE, "refused", 0),
    "too many requests": ({"status": 429}, None, "refused", 0),
    "for legal reasons": ({"status": 451}, None, "refused", 0),
    "a fault of the server": ({"status": 503}, page("a fault"), "unreachable", 0),
    "robots": ({"failure": "robots", "status": None}, None, "refused", 0),
    "a wall of cookies": ({}, page("<form id='consent-form'>We use cookies. <button>OK</button></form>"), "refused", 0),
    "a paywall": ({}, page(paragraph(2), PAID), "paywalled", 0),
    "a paywall after the first words": ({}, page(paragraph(0), PAID), "partly", 1),
    "a paywall by its name": ({}, page(f"{paragraph(0)}<div class='paywall'>Subscribe</div>"), "partly", 1),
    "a paywall with all passages": ({}, page(paragraph(0, 5), PAID), "confirmed", 2),
    "a script": ({}, page("<div id='root'></div><script src='a.js'></script>"), "unreadable", 0),
    "a body that was cut": ({"failure": "too_large", "whole": False}, page(paragraph(0)), "partly", 1),
    "too large": ({"failure": "too_large", "status": 200}, None, "unreadable", 0),
    "time out": ({"failure": "timeout", "status": None}, None, "unreachable", 0),
    "no name": ({"failure": "dns", "status": None}, None, "unreachable", 0),
    "a picture": ({"media_type": "image/png"}, b"\x89PNG\r\n\0\0", "unreadable", 0),
    "empty": ({}, b"", "unreadable", 0),
    "blank": ({}, page(""), "unreadable", 0),
    "a passage changed": ({}, page(paragraph(0, 1, 2, 3, 4) + "<p>Other words</p>"), "changed", 1),
    "passages moved": ({}, page(paragraph(5, 3, 1, 0)), "confirmed", 2),
    "translated by the site": ({}, page(OTHER, language="es"), "redirected", 0),
    "a text": ({"media_type": "text/plain"}, " ".join(MADE.sentences).encode(), "confirmed", 2),
    "the same as before": ({"status": 304}, WHOLE, "confirmed", 2),
}


def attempt(**given: Any) -> Attempt:
    usual = {"source_id": SOURCE, "place": "live", "requested": ADDRESS, "final": ADDRESS, "status": 200}
    return Attempt(**{**usual, "time": "2026-11-01T00:00:00Z", "media_type": "text/html", **given})


def result(folder: Path, *made: tuple[dict[str, Any], bytes | None]) -> SourceSeen:
    store = Store.made(folder / "store")
    with store.writing() as writer:
        for given, data in made:
            writer.append(attempt(**{"body": writer.keep(data) if data else None, **given}))
    return seen(SOURCE, PASSAGES, store.attempts(), store, "en")


@pytest.mark.parametrize("behaviour", BEHAVIOURS)
def test_each_behaviour_of_a_server_has_its_outcome(behaviour: str, tmp_path: Path) -> None:
    given, data, outcome, found = BEHAVIOURS[behaviour]
    came = result(tmp_path, (given, data))
    assert (came.outcome, list(came.passages.values()).count("exact")) == (outcome, found)
    rest = {"absent"} if outcome == "changed" else {"not_seen"}
    assert set(came.passages.values()) - {"exact"} <= rest
    assert not came.lasting


def test_a_negation_that_was_taken_away_is_told(tmp_path: Path) -> None:
    words = "The ministry said that it did not know of any such station."
    store = Store.made(tmp_path / "store")
    with store.writing() as writer:
        changed = page(f"<p>{words.replace('did not know', 'did know')}</p>{OTHER}")
        writer.append(attempt(body=writer.keep(changed)))
    came = seen(SOURCE, [passage(words)], store.attempts(), store, "en")
    assert (came.outcome, list(came.passages.values())) == ("changed", ["absent"])


def test_the_archive_and_a_saved_file_stand_in_for_a_page_that_is_lost(tmp_path: Path) -> None:
    lost = ({"status": 404}, None)
    assert result(tmp_path / "a", lost, ({"failure": "no_snapshot", "place": "archive"}, None)).outcome == "gone"
    copy = ({"place": "archive", "snapshot": "20230106000000", "final": "https://archive.example/x"}, WHOLE)
    came = result(tmp_path / "b", copy, lost)
    assert came.attempt is not None
    assert (came.outcome, came.attempt.snapshot, came.tried) == ("confirmed", "20230106000000", 2)
    came = result(tmp_path / "c", lost, ({"place": "by_hand", "status": None}, WHOLE))
    assert came.attempt is not None
    assert (came.outcome, came.attempt.place) == ("confirmed", "by_hand")


@pytest.mark.parametrize(
    ("days", "lasting"), [((1, 4, 7), True), ((1, 2, 3), False), ((1, 4), False), ((1, 2, 4, 6, 7), True)]
)
def test_three_failures_three_days_apart_are_lasting(days: tuple[int, ...], lasting: bool, tmp_path: Path) -> None:
    failures = [({"status": 404, "time": f"2026-11-{day:02}T00:00:00Z"}, None) for day in days]
    assert result(tmp_path, *failures).lasting is lasting


def test_one_answer_between_ends_the_count(tmp_path: Path) -> None:
    made = [
        ({"status": status, "time": f"2026-11-{day:02}T00:00:00Z"}, None)
        for day, status in ((1, 404), (4, 403), (8, 404), (12, 404))
    ]
    assert not result(tmp_path, *made).lasting


HOSTILE = {
    "deep": b"<html><body>" + b"<div>" * 200_000 + b"One two three four",
    "long attribute": b'<html><body><p class="' + b"a" * 3_000_000 + b'">One two three four</p></body></html>',
    "entities": b'<!DOCTYPE a [<!ENTITY b "cc"><!ENTITY d "&b;&b;">]><html><body><p>&d;&d; One two</p></body></html>',
    "deep data": b'<script type="application/ld+json">' + b"[" * 200_000 + b"</script><p>One two three</p>",
    "many elements": b"<html><body>" + b"<b>a</b>" * 300_000,
    "characters that are none": b"<html><body><p>&#0;&#x1f;&#xfffe;\x0bOne two \x00three\x07</p><p>a</p></body></html>",
    "unclosed": b"<html><body><p><table><tr><td><p>One two three four<!--",
    "not HTML at all": b"<html>" + bytes(range(256)) * 400,
}


TAGS = "<p " + " ".join(f"a{number}" for number in range(6_000)) + ">x"
TOO_LARGE = {
    "more tags than people read": "<b>" * 400_000,
    "attributes": TAGS,
    "attributes behind a quotation mark that is none": TAGS.replace("<p ", '<p " '),
    "attributes between values": TAGS.replace(" a", "='1'a"),
    "attributes of a tag that does not end": TAGS.replace(">", ""),
    "some hundred attributes": "<p " + " ".join(f"a{number}" for number in range(300)) + ">x",
    "what unfolds": "\ufdfa" * 30_000,
    "what unfolds by its number": "&#xFDFA;" * 30_000,
    "margins with tails": "<p>" + "<script>a</script>" * 9_000 + "<aside>a</aside>ab cd " * 9_000,
    "characters": "a " * 4_000_000,
}


@pytest.mark.parametrize("name", TOO_LARGE)
def test_a_page_that_would_hold_a_reader_is_not_read(name: str, tmp_path: Path) -> None:
    came = result(tmp_path, ({}, f"<html><body>{TOO_LARGE[name]}</body></html>".encode()))
    assert (came.outcome, came.reason) == ("unreadable", "it is too large")
    assert set(came.passages.values()) == {"not_seen"}


def test_a_page_in_an_old_charset_is_read_up_to_a_length() -> None:
    words = "<p>Für die Behörden ist das keine Straftat.</p>".encode("latin-1")
    body = b"<html><body>" + words + b"<p>" + b"a " * 500_000
    assert SavedPage(body).facts.obstacle == "too_large"
    assert [*SavedPage(body).views()] == []
    assert SavedPage(body.decode("latin-1").encode()).facts.obstacle == ""


@pytest.mark.long
@pytest.mark.skipif(sys.platform != "linux", reason="memory is counted otherwise elsewhere")
@pytest.mark.parametrize("name", hostile_pages.PAGES)
def test_a_hostile_page_takes_no_more_memory_than_there_is(name: str, tmp_path: Path) -> None:
    done = completed(sys.executable, hostile_pages.__file__, name, tmp_path / "store")
    outcome, megabytes, _ = done.stdout.split()
    assert outcome in ("changed", "unreadable"), done.stderr
    assert int(megabytes) <= 300


SCRIPT = "<script>for(var i=0;i<n;i++){a(\"<b c='d'>\")}" + '{"a": "<p b"} ' * 700 + "</script>"


def test_what_people_read_is_not_too_large() -> None:
    picture = f"<img src='data:image/png;base64,{'iVBOR/w0K=' * 90_000}' alt=\"It's > a picture\">"
    assert not is_too_large(f"<html><body>{SCRIPT}{picture}{WHOLE.decode() * 50}</body></html>")
    tree = tree_of(f"<html><body>{'<li><svg></svg>words behind a sign</li>' * 2_000}</body></html>")
    assert tree is not None


PDF = pdf_of(
    ["One station is reported in the city of Quito, the capi-", "tal, by a Büro of the ministry. It was co-"],
    ["operative (so they said)."],
)


@pytest.mark.parametrize(
    ("words", "came"),
    [
        ("One station is reported in the city", "exact"),
        ("the capital, by a Büro of the ministry", "exact"),
        ("It was co-operative (so they said).", "exact"),
        ("It was cooperative (so they said).", "exact"),
        ("One station was reported in the city", "absent"),
    ],
)
def test_passages_stand_in_a_pdf_across_its_lines_and_pages(words: str, came: str) -> None:
    page = SavedPage(PDF, "application/pdf")
    assert (page.facts.obstacle, list(outcomes_in(page, [passage(words)]).values())) == ("", [came])


@pytest.mark.parametrize("name", HOSTILE_PDFS)
def test_a_hostile_pdf_has_an_outcome(name: str, tmp_path: Path) -> None:
    came = result(tmp_path, ({"media_type": "application/pdf"}, HOSTILE_PDFS[name]()))
    assert came.outcome == "unreadable"


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_page_has_an_outcome(name: str, tmp_path: Path) -> None:
    came = result(tmp_path, ({}, HOSTILE[name]))
    assert came.outcome in ("changed", "unreadable")


def test_the_text_of_a_page_holds_what_it_shows_and_its_data(tmp_path: Path) -> None:
    text = text_of(SavedPage(WHOLE))
    assert all(normal_form(each) in normal_form(text) for each in MADE.sentences)
    assert text_of(SavedPage(page(paragraph(0), PAID))) == "", "a text counts as the whole page"
    store = Store.made(tmp_path / "store")
    with store.writing() as writer:
        assert store_text(writer, attempt(body=writer.keep(WHOLE)), WHOLE)
        assert not store_text(writer, attempt(body=writer.keep(WHOLE), status=404), WHOLE)
        assert not store_text(writer, attempt(body=writer.keep(WHOLE), source_id=""), WHOLE)
    assert [path.name for path in (tmp_path / "store" / "texts").iterdir()] == [f"{SOURCE}.txt"]


def test_a_changed_file_of_the_store_is_no_page(tmp_path: Path) -> None:
    result(tmp_path, ({}, WHOLE))
    store = Store(tmp_path / "store")
    (body,) = (tmp_path / "store" / "bodies").iterdir()
    body.write_bytes(WHOLE + b" ")
    came = seen(SOURCE, PASSAGES, store.attempts(), store, "en")
    assert (came.outcome, set(came.passages.values())) == ("unreadable", {"not_seen"})


def test_without_the_library_a_page_of_html_ends_in_a_line_that_names_the_extra(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(__import__("sys").modules, "trafilatura", None)
    with pytest.raises(InputError, match=r"overseas-stations\[fetch\]"):
        outcomes_in(SavedPage(WHOLE), PASSAGES)
    assert set(outcomes_in(SavedPage(" ".join(MADE.sentences).encode(), "text/plain"), PASSAGES).values()) == {"exact"}
    monkeypatch.setitem(__import__("sys").modules, "pypdfium2", None)
    with pytest.raises(InputError, match=r"overseas-stations\[fetch-pdf\]"):
        outcomes_in(SavedPage(b"%PDF-1.7", "application/pdf"), PASSAGES)


def test_several_processes_with_another_hash_seed_give_the_same_report(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = Store.made(tmp_path / "store")
    rows: dict[str, list[dict[str, Any]]] = {"sources": [], "evidence": []}
    with store.writing() as writer:
        for number, template in enumerate(TEMPLATES):
            language = list(ENCODINGS)[number % 8]
            made, name = article(language, number), f"source-{number}"
            data, header = as_bytes(template(made), ENCODINGS[language][-1], DECLARING[number % 4])
            writer.append(attempt(source_id=name, body=writer.keep(data), charset=header))
            rows["sources"].append({"id": name, "language": language})
            for each in [*passages(made), passage(f"{made.sentences[0]} not")]:
                print_of = {"passage_sha256": each.sha256, "passage_characters": str(each.characters)}
                rows["evidence"].append({"source_id": name, **print_of, "passage_start": None})
    here = check_evidence(store, rows)
    assert all(here.passages[name] for name in ("exact", "in_metadata", "absent"))
    monkeypatch.setenv("PYTHONHASHSEED", "7")
    assert evidence_json(check_evidence(store, rows, processes=lambda _: 2)) == evidence_json(here)


def test_a_process_that_ends_over_a_page_is_named() -> None:
    calls = [("first", (abs, -1)), ("second", (os._exit, 1)), ("third", (abs, -3))]
    with pytest.raises(InputError, match="the pages of second was ended"):
        in_processes(operator.call, calls, 2)


def test_where_processes_can_share_nothing_it_is_done_in_one(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(_: int) -> None:
        raise OSError("no semaphores")

    monkeypatch.setattr("overseas_stations.pages.processes._pool", refused)
    assert in_processes(abs, [("first", (-1,)), ("second", (-3,))], 2) == [1, 3]


def test_few_pages_are_read_in_one_process() -> None:
    assert usual_processes(FEW - 1) == 1
    assert 1 <= usual_processes(FEW) <= MAX_PROCESSES
