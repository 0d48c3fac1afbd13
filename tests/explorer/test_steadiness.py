"""Pages in a browser while their scripts arrive: what a reader has begun to read does not move."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from in_browser import address
from sites import Site

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = [pytest.mark.long, pytest.mark.xdist_group("explorer")]

PLACES = """() => {
  const seen = [...document.querySelectorAll("main :is(h1, h2, p, section, form, div[id], ul, svg)")].filter(
    (each) => each.checkVisibility({ visibilityProperty: true }) && each.getBoundingClientRect().height,
  );
  const name = (each, at) => each.id || each.textContent.trim().slice(0, 40) || at;
  const places = seen.map((each, at) => [name(each, at), each.getBoundingClientRect().top]);
  return Object.fromEntries(places.filter(([name, top]) => name !== "nothing" && top < innerHeight));
}"""
"""What can be seen at first, and how far from the top it stands."""

PAGES = (
    "index",
    "countries",
    "timeline",
    "inquiries",
    "disputes",
    "claims",
    "statements",
    "figures",
    "incidents",
    "actors",
    "lists",
    "sources",
    "data",
    "about",
    "r/ie-dublin-1",
    "r/policemag-2024-12-19",
    "c/es",
)


def places(browser: Browser, url: str, width: int, *, held_back: bool) -> dict[str, float]:
    """Return where what a page shows stands, before its scripts have come or after they ran."""
    context = browser.new_context(viewport={"width": width, "height": 820}, offline=True)
    page = context.new_page()
    if held_back:
        # The one that stands before all else is part of the first picture.
        page.route("**/*.js", lambda route: route.continue_() if route.request.url.endswith("theme.js") else None)
        page.goto(url, wait_until="commit")
        page.wait_for_selector("footer", state="attached")
    else:
        page.goto(url)
    found: dict[str, float] = page.evaluate(PLACES)
    context.close()
    return found


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("path", PAGES)
def test_nothing_moves_when_scripts_have_run(browser: Browser, whole: Site, path: str, width: int) -> None:
    url = address(whole.folder, f"{path}.html")
    before, after = (places(browser, url, width, held_back=held_back) for held_back in (True, False))
    shared = before.keys() & after.keys()
    assert shared
    assert {name: (before[name], after[name]) for name in shared if abs(before[name] - after[name]) > 2} == {}
