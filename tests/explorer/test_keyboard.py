"""Every function of a page, in a browser, by keyboard alone: all that can be used is reached, and shows that it is."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from sites import Site

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.long, pytest.mark.xdist_group("explorer")]

# What Tab should stop at: of radio buttons of one name only the one that is chosen, of the marks of a picture one.
USABLE = """() => {
  const all = [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex='0']")];
  const apart = "[type=radio]:not(:checked), [tabindex='-1']";
  window.usable = all.filter((each) => each.checkVisibility() && !each.matches(apart));
  return usable.length;
}"""
STOP = """() => {
  const at = document.activeElement;
  const { outlineStyle, outlineWidth } = getComputedStyle(at);
  return [usable.indexOf(at), outlineStyle !== "none" && outlineWidth !== "0px", at.outerHTML.slice(0, 120)];
}"""


@pytest.mark.parametrize("path", ["index.html?country=ie", "r/ie-dublin-1.html", "search.html?q=dublin", "data.html"])
def test_tab_reaches_everything_and_shows_where_it_is(frozen: Site, opened: Callable[..., Page], path: str) -> None:
    page = opened(frozen.folder, path, viewport={"width": 1280, "height": 900})
    if path.startswith("search"):
        page.wait_for_selector("#results a")
    page.evaluate("document.activeElement.blur()")
    wanted = set(range(page.evaluate(USABLE)))
    reached, unseen = set(), []
    for _ in range(len(wanted) + 5):
        page.keyboard.press("Tab")
        number, shown, what = page.evaluate(STOP)
        reached.add(number)
        if number >= 0 and not shown:
            unseen.append(what)
    assert wanted <= reached, page.evaluate(
        "some => some.map((i) => usable[i].outerHTML)", sorted(wanted - reached)[:5]
    )
    assert unseen == []


def test_arrow_keys_lead_from_mark_to_mark_and_one_link_past_them(frozen: Site, opened: Callable[..., Page]) -> None:
    page = opened(frozen.folder, "index.html")
    picture = "#map .world > svg"
    at = "() => document.activeElement.getAttribute('aria-label')"
    stops = page.locator(f"{picture} a[tabindex='0']")
    assert stops.count() == 1
    stops.focus()
    marks = page.locator(f"{picture} a").count()
    walked = [page.evaluate(at)]
    for _ in range(marks - 1):
        page.keyboard.press("ArrowRight")
        walked.append(page.evaluate(at))
    assert sorted(walked) == sorted(
        page.locator(f"{picture} a").evaluate_all("all => all.map((each) => each.getAttribute('aria-label'))")
    )
    page.keyboard.press("ArrowRight")
    assert page.evaluate(at) == walked[-1]
    page.keyboard.press("ArrowLeft")
    assert page.evaluate(at) == walked[-2]
    page.keyboard.press("Home")
    assert page.evaluate(at) == walked[0]
    assert stops.count() == 1
    page.locator("#map a.skip").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.getElementById('list').contains(document.activeElement)")


def test_a_reader_filters_opens_checks_and_copies(frozen: Site, opened: Callable[..., Page]) -> None:
    page = opened(frozen.folder, "index.html", permissions=["clipboard-read", "clipboard-write"])
    press = page.keyboard.press
    page.locator("#filters summary", has_text="Country").focus()
    press("Enter")
    press("Tab")
    press("Space")
    first = page.evaluate("document.activeElement.value")
    page.wait_for_url(f"**/index.html?country={first}")
    press("Escape")
    assert page.evaluate("document.activeElement.textContent") == "Country 1"
    assert page.locator("#filters details[open]").count() == 0
    page.locator("#rows tbody a").first.focus()
    press("Enter")
    page.wait_for_url("**/r/*.html")
    page.focus("#pasted")
    page.keyboard.type("Nothing of the kind.")
    press("Tab")
    press("Enter")
    page.locator("#outcome", has_text="was found").wait_for()
    page.locator("#cite button.copy").first.focus()
    press("Space")
    page.locator("#cite [role=status]", has_text="Copied").first.wait_for()


def test_one_link_leads_past_the_filters(frozen: Site, opened: Callable[..., Page]) -> None:
    page = opened(frozen.folder, "timeline.html")
    page.locator("#list > a.skip").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    inside = "document.getElementById('results').contains(document.activeElement)"
    assert page.evaluate(inside)
