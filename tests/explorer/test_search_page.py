"""The search, in a browser: what is meant is among the first, whatever slips, accents and scripts a query has."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from sites import Site

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.long, pytest.mark.xdist_group("explorer")]

QUERIES = Path(__file__).parents[1] / "search_queries.tsv"
FIRST = 3

FOUND = """async queries => {
  const find = await OVS.searcher(await OVS.load(document.getElementById("q").dataset.index, "search"));
  const ids = (words) => find(words).flatMap(({ hits }) => hits).map((each) => each.id);
  return queries.map((words) => ids(words).slice(0, 3));
}"""
TOKENS = "texts => texts.map(OVS.tokens)"


def test_what_is_meant_is_among_the_first(whole: Site, opened: Callable[..., Page]) -> None:
    pairs = [line.split("\t") for line in QUERIES.read_text("utf-8").splitlines()]
    assert len(pairs) == 48
    page = opened(whole.folder, "search.html")
    found = page.evaluate(FOUND, [query for query, _ in pairs])
    missed = [(query, wanted, ids) for (query, wanted), ids in zip(pairs, found, strict=True) if wanted not in ids]
    assert len(missed) <= 2, missed


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("102 police stations", "safeguard-defenders-2022-12-stations-102"),
        ("110 Overseas", "sd-2022-09-12-110-overseas"),
        ("110 overs", "sd-2022-09-12-110-overseas"),
        ("Safeguard Defenders", "safeguard-defenders"),
        ("United States", "US"),
    ],
)
def test_what_is_called_by_all_words_comes_first(
    whole: Site, opened: Callable[..., Page], query: str, first: str
) -> None:
    [found] = opened(whole.folder, "search.html").evaluate(FOUND, [query])
    assert found[0] == first


LISTS = """async words => {
  const find = await OVS.searcher(await OVS.load(document.getElementById("q").dataset.index, "search"));
  return find(words).map(({ why, hits }) => [why, hits.map((each) => each.id)]);
}"""


def test_what_is_only_spelt_alike_stands_below_a_heading(whole: Site, opened: Callable[..., Page]) -> None:
    page = opened(whole.folder, "search.html?q=budapset")
    page.wait_for_selector("#results .why")
    words = whole.english.labels.words
    assert page.text_content("#results li >> nth=0") == words["search.near"]
    assert [why for why, _ in page.evaluate(LISTS, "Budapest")] == [""]
    assert [why for why, _ in page.evaluate(LISTS, "zagreb elephant")] == ["search.some"]
    # Words that begin alike are not taken for one another where all words match.
    [(_, every)] = page.evaluate(LISTS, "netherlands amsterdam")
    rows = {row["id"]: row for row in whole.data.library.rows["stations"]}
    assert {rows[name]["country"] for name in every if name in rows} == {"NL"}


def test_forms_of_a_word_find_the_same(whole: Site, opened: Callable[..., Page]) -> None:
    page = opened(whole.folder, "search.html")
    found = [set(page.evaluate(LISTS, form)[0][1]) for form in ("convict", "convicts", "convicted", "conviction")]
    assert {"us-2026-conviction", "kr-2025-conviction"} <= found[0]
    assert found[1:] == [found[0]] * 3


@pytest.mark.parametrize("query", ["102 police stations", "110 Overseas", "convicted", "福州", "kildarestreet"])
def test_every_hit_shows_the_words_by_which_it_was_found(whole: Site, opened: Callable[..., Page], query: str) -> None:
    page = opened(whole.folder, f"search.html?q={query}")
    page.wait_for_selector("#results mark")
    marks = page.locator("#results li:not(.why)").evaluate_all(
        "all => all.map((each) => [...each.querySelectorAll('mark')].map((mark) => OVS.fold(mark.textContent)))"
    )
    words = page.evaluate("text => OVS.tokens(text)", query)
    for told in marks:
        joined = "".join(told)
        assert all(word in joined or word[:7] in joined for word in words), told


def test_an_empty_search_shows_examples_that_find_something(whole: Site, opened: Callable[..., Page]) -> None:
    page = opened(whole.folder, "search.html")
    hrefs = page.locator("#examples a").evaluate_all("all => all.map((each) => each.href)")
    assert hrefs
    for href in hrefs:
        page.goto(href)
        page.wait_for_selector("#results a")
        assert not page.locator("#examples").is_visible()
        assert page.locator("#results .why").count() == 0


def test_a_station_is_found_by_the_names_that_sources_and_lists_give_it(
    whole: Site, opened: Callable[..., Page]
) -> None:
    """A Chinese name of a bureau stands in titles of lists and in names as reported, and nowhere else in the data."""
    page = opened(whole.folder, "search.html")
    every = FOUND.replace(".slice(0, 3)", "")
    found, bureau = page.evaluate(every, ["福州", "Fuzhou Public Security Bureau"])
    library, named = whole.data.library, "福州"
    lists = {row["id"] for row in library.rows["sources"] if named in (row["title"] or "")}
    assert lists <= {*found}
    assert {row["station_id"] for row in library.rows["listings"] if row["list_id"] in lists} <= {*found}
    assert {row["id"] for row in library.rows["stations"] if named in (row["name_as_reported"] or "")} <= {*found}
    run = {row["station_id"] for row in library.rows["station_bureaus"] if row["actor_id"] == "cn-police-fuzhou"}
    assert run
    assert run <= {*bureau}


def test_words_of_a_query(frozen: Site, opened: Callable[..., Page]) -> None:
    page = opened(frozen.folder, "search.html")
    told = {
        "Viña del Mar": ["vina", "del", "mar"],
        "nl-amsterdam-1": ["nl", "amsterdam", "1"],
        "中国警察": ["中国", "国警", "警察"],
        "中": ["中"],
        "110报警": ["110", "报警"],
        "경찰 서": ["경찰", "서"],
        "“…”": [],
    }
    assert page.evaluate(TOKENS, list(told)) == list(told.values())


def test_an_address_searches_and_results_lead_to_records(frozen: Site, opened: Callable[..., Page]) -> None:
    page = opened(frozen.folder, "search.html?q=amsterdm")
    page.wait_for_selector("#results a")
    assert page.text_content("#results a >> nth=0") == "Amsterdam, Netherlands"
    assert page.input_value("#q") == "amsterdm"
    page.click("#results a >> nth=0")
    page.wait_for_url("**/r/nl-amsterdam-1.html")
    page.go_back()
    page.wait_for_selector("#results a")
    assert page.input_value("#q") == "amsterdm"


def test_by_keyboard_alone(frozen: Site, opened: Callable[..., Page]) -> None:
    page = opened(frozen.folder, "index.html")
    page.focus(".find input")
    page.keyboard.type("dublin")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search.html?q=dublin")
    page.wait_for_selector("#results a")
    page.focus("#q")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    page.wait_for_url("**/r/ie-dublin-1.html")


def test_nothing_is_found_and_much_is(frozen: Site, opened: Callable[..., Page]) -> None:
    page = opened(frozen.folder, "search.html")
    page.fill("#q", "qqqqqqqqqq")
    page.locator("#found", has_text="Nothing was found").wait_for()
    page.fill("#q", "police")
    page.wait_for_selector("#results a")
    shown = page.locator("#results li").count()
    page.click("button.more")
    assert page.locator("#results li").count() > shown
    page.fill("#q", "")
    page.locator("#results li").first.wait_for(state="detached")
    assert page.text_content("#found") == ""


def test_the_language_of_a_result_is_told(whole: Site, opened: Callable[..., Page]) -> None:
    page = opened(whole.folder, "search.html?q=springnews-2023-11")
    page.wait_for_selector("#results a")
    assert page.get_attribute("#results li:first-child span", "lang") == "th"
