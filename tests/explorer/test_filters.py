"""The filters of the lists, in a browser: what they leave, what the address says, Back, sorting."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import pytest

import filter_oracle
from in_browser import address
from overseas_stations.explorer.overviews.overview import Overview
from overseas_stations.explorer.pages import OVERVIEWS
from site_pages import frozen_data
from sites import Site, write_site

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.long, pytest.mark.xdist_group("explorer")]

QUERIES = 200
AT_ONCE = 100

SHOWN = """() => ({
  rows: [...document.querySelectorAll("#rows tbody tr[data-i]")].map((row) => Number(row.dataset.i)),
  counts: [...document.querySelectorAll("#filters [type=checkbox]")].map((field) => [
    field.name, field.value, Number(field.parentElement.querySelector("small").textContent),
  ]),
  groups: [...document.querySelectorAll("#rows tr.group")].map((row) => row.dataset.group),
  tally: document.getElementById("tally").textContent,
  nothing: !document.getElementById("nothing").hidden,
})"""
SHOWN_OF_EACH = f"""searches => searches.map((search) => {{
  history.replaceState(null, "", location.pathname + search);
  dispatchEvent(new PopStateEvent("popstate"));
  return ({SHOWN})();
}})"""


def drawn(draw: random.Random, listed: Overview) -> dict[str, str]:
    """Return parameters of a kind that readers set, some of which nothing has."""
    params: dict[str, str] = {}
    words = filter_oracle.cells(draw.choice(listed.rows))
    if draw.random() < 0.5:
        pieces = [word[draw.randint(0, 2) :][: draw.randint(2, 9)] for word in " ".join(words).split()]
        params["q"] = " ".join(draw.sample(pieces, min(len(pieces), draw.randint(1, 2))))
        params["q"] = draw.choice([str.upper, str.lower, filter_oracle.fold])(params["q"])
    for facet in listed.facets:
        if draw.random() < 0.4:
            values = [value for value, _, _ in facet.options]
            params[facet.parameter] = ",".join(draw.sample(values, draw.randint(1, min(3, len(values)))))
    for name in ("from", "to"):
        if listed.has_dates and draw.random() < 0.3:
            params[name] = f"{draw.randint(2022, 2024)}{draw.choice(['', '-02', '-10', '-12-05', '-09-30'])}"
    if draw.random() < 0.4:
        params["sort"] = f"{draw.choice(['', '-'])}{draw.choice([*listed.headings])}"
    return {name: value for name, value in params.items() if value.strip()}


def test_lists_show_what_the_oracle_says(frozen: Site, opened: Callable[..., Page]) -> None:
    draw = random.Random("filters")
    lists = [make(frozen.english) for make in OVERVIEWS]
    seen: Counter[str] = Counter()
    page = opened(frozen.folder, "about.html")
    for number, listed in enumerate(lists):
        page.goto(address(frozen.folder, f"{listed.name}.html"))
        queries = [drawn(draw, listed) for _ in range(QUERIES // len(lists) + (number < QUERIES % len(lists)))]
        found = page.evaluate(SHOWN_OF_EACH, [f"?{urlencode(params)}" for params in queries])
        for params, shown in zip(queries, found, strict=True):
            expected, certain = filter_oracle.rows(listed, params)
            assert shown["tally"] == f"{len(expected)} of {len(listed.rows)} shown", (listed.name, params)
            assert shown["nothing"] == (not expected)
            told = {(name, value): count for name, value, count in shown["counts"]}
            assert told == filter_oracle.counts(listed, params), (listed.name, params)
            groups = {row.number: row.marks["group"] for row in listed.rows} if listed.groups else {}
            of_shown = [] if "sort" in params else [groups[number] for number in expected[:AT_ONCE] if groups]
            assert shown["groups"] == list(dict.fromkeys(of_shown))
            if certain:
                assert shown["rows"] == expected[:AT_ONCE], (listed.name, params)
            elif len(expected) <= AT_ONCE:
                assert sorted(shown["rows"]) == sorted(expected), (listed.name, params)
            seen["some" if 0 < len(expected) < len(listed.rows) else "all or none"] += 1
            seen["certain"] += certain
    assert sum((seen["some"], seen["all or none"])) == QUERIES
    assert seen["some"] > QUERIES / 4
    assert seen["certain"] > QUERIES / 2


def test_an_address_gives_the_same_again(frozen: Site, opened: Callable[..., Page]) -> None:
    page = opened(frozen.folder, "timeline.html?q=The+Netherlands&from=2022-10&country=nl,ie&sort=-date")
    first = page.evaluate(SHOWN)
    assert first["rows"]
    assert page.is_checked("input[name=country][value=nl]")
    assert page.input_value("#filters input[name=from]") == "2022-10"
    assert page.get_attribute("th >> nth=0", "aria-sort") == "descending"
    page.reload()
    assert page.evaluate(SHOWN) == first


def test_what_is_typed_is_one_step_back(frozen: Site, opened: Callable[..., Page]) -> None:
    page = opened(frozen.folder, "index.html")
    everything = page.evaluate(SHOWN)
    field = "#filters input[name=q]"
    page.click(field)
    page.keyboard.type("dublin")
    page.keyboard.press("Enter")
    page.wait_for_url("**/index.html?q=dublin")
    assert page.locator("#rows tbody tr").count() == 1
    page.locator("summary", has_text="Country").click()
    page.check("input[name=country][value=de]")
    page.wait_for_url("**/index.html?q=dublin&country=de")
    assert page.is_visible("#nothing")
    page.go_back()
    assert page.locator("#rows tbody tr").count() == 1
    assert not page.is_checked("input[name=country][value=de]")
    page.go_back()
    assert page.evaluate(SHOWN) == everything
    assert page.input_value(field) == ""
    page.go_forward()
    assert page.input_value(field) == "dublin"
    page.click("#filters button[type=reset]")
    page.wait_for_url("**/index.html")
    assert page.evaluate(SHOWN) == everything


def test_another_place_on_a_page_and_a_choice_made_twice_are_no_step(frozen: Site, opened: Callable[..., Page]) -> None:
    page = opened(frozen.folder, "statements.html")
    steps = page.evaluate("history.length")
    page.fill("#filters input[name=q]", "it's, (50%) “so”")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    page.locator("#filters input[name=from]").focus()
    assert page.evaluate("history.length") == steps + 1
    page.evaluate("location.hash = '#main'")
    assert page.input_value("#filters input[name=q]") == "it's, (50%) “so”"
    page.reload()
    assert page.input_value("#filters input[name=q]") == "it's, (50%) “so”"


def test_a_heading_sorts_up_then_down_then_not(frozen: Site, opened: Callable[..., Page]) -> None:
    page = opened(frozen.folder, "sources.html")
    plain = page.evaluate(SHOWN)["rows"]
    button = page.locator("th button").nth(0)
    published = "() => [...document.querySelectorAll('#rows tbody tr')].map((row) => row.cells[0].textContent.trim())"
    for order, down in (("ascending", False), ("descending", True)):
        button.focus()
        page.keyboard.press("Enter")
        dates = page.evaluate(published)
        assert page.get_attribute("th >> nth=0", "aria-sort") == order
        assert dates == sorted(dates, reverse=down)
    button.click()
    assert page.evaluate(SHOWN)["rows"] == plain
    assert page.get_attribute("th >> nth=0", "aria-sort") is None


def test_a_view_is_of_the_picture_of_the_list_or_of_both(frozen: Site, opened: Callable[..., Page]) -> None:
    page = opened(frozen.folder, "index.html?view=map&country=ie")
    seen = {"": (True, True), "map": (True, False), "table": (False, True)}
    for view in ("map", "table", ""):
        assert (page.is_visible("#map"), page.is_visible("#rows")) == seen[view], view
        assert page.input_value(".view select") == view
        choice = {"map": "table", "table": "", "": ""}[view]
        page.select_option(".view select", choice)
        page.wait_for_url(f"**/index.html?country=ie{'&view=' + choice if choice else ''}")
    page.click("#filters button[type=reset]")
    page.select_option(".view select", "table")
    page.reload()
    assert (page.is_visible("#map"), page.is_visible("#rows")) == seen["table"]


def test_chinese_lists_are_in_the_order_of_pinyin(opened: Callable[..., Page], tmp_path: Path) -> None:
    site = write_site(frozen_data(tmp_path / "datapackage", ("zh",)), tmp_path / "site")
    page = opened(site.folder, "countries.html")
    names = page.locator("#rows td:first-child").all_text_contents()
    assert len(names) > 5
    order = "names => [...names].sort(new Intl.Collator('zh-u-co-pinyin').compare)"
    assert [name.strip() for name in names] == page.evaluate(order, [name.strip() for name in names])
    assert names != sorted(names)


@pytest.mark.parametrize(("width", "is_card"), [(360, True), (1280, False)])
def test_a_row_is_a_card_on_a_phone(frozen: Site, opened: Callable[..., Page], width: int, is_card: bool) -> None:
    page = opened(frozen.folder, "inquiries.html", viewport={"width": width, "height": 800})
    label = "getComputedStyle(document.querySelector('#rows td:nth-child(2)'), '::before').content"
    assert page.evaluate(label) == ('"Country"' if is_card else "none")
    assert page.is_visible(".sorting select") == is_card
    if is_card:
        page.select_option(".sorting select", "-date")
        page.wait_for_url("**/inquiries.html?sort=-date")


def test_a_part_of_a_long_list_is_laid_out_at_once(whole: Site, opened: Callable[..., Page]) -> None:
    page = opened(whole.folder, "sources.html")
    total = len(whole.data.library.rows["sources"])
    shown = page.locator("#rows tbody tr")
    assert shown.count() == AT_ONCE
    page.click("button.more")
    assert shown.count() == 2 * AT_ONCE
    assert page.text_content("button.more") == f"Show {total - 2 * AT_ONCE} more"
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert shown.count() == total


def test_a_date_that_is_none_is_marked_and_filters_nothing(frozen: Site, opened: Callable[..., Page]) -> None:
    page = opened(frozen.folder, "timeline.html")
    everything = page.evaluate(SHOWN)
    page.fill("#filters input[name=from]", "2023-02-30")
    assert page.get_attribute("#filters input[name=from]", "aria-invalid") == "true"
    assert page.evaluate(SHOWN) == everything


def test_marks_above_a_list_dim_with_their_rows(frozen: Site, opened: Callable[..., Page]) -> None:
    page = opened(frozen.folder, "timeline.html?country=jp")
    marks = "() => [...document.querySelectorAll('#plot a')].map((mark) => [+mark.dataset.row, mark.matches('.dim')])"
    listed = next(each for make in OVERVIEWS if (each := make(frozen.english)).name == "timeline")
    found = page.evaluate(marks)
    assert found
    assert {dim for _, dim in found} == {True, False}
    for row, dim in found:
        assert dim == (listed.rows[row].marks["country"] != "jp")


def test_the_theme_is_kept(frozen: Site, opened: Callable[..., Page]) -> None:
    page = opened(frozen.folder, "about.html")
    page.select_option("#theme", "dark")
    assert page.get_attribute("html", "data-theme") == "dark"
    page.reload()
    assert page.get_attribute("html", "data-theme") == "dark"
    page.select_option("#theme", "")
    assert page.get_attribute("html", "data-theme") is None
