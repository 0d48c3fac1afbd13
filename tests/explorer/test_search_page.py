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
  return queries.map((words) => find(words).slice(0, 3).map((each) => each.id));
}"""
TOKENS = "texts => texts.map(OVS.tokens)"


def test_what_is_meant_is_among_the_first(whole: Site, opened: Callable[..., Page]) -> None:
    pairs = [line.split("\t") for line in QUERIES.read_text("utf-8").splitlines()]
    assert len(pairs) == 40
    page = opened(whole.folder, "search.html")
    found = page.evaluate(FOUND, [query for query, _ in pairs])
    missed = [(query, wanted, ids) for (query, wanted), ids in zip(pairs, found, strict=True) if wanted not in ids]
    assert len(missed) <= 2, missed


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
