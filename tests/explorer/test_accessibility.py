"""Each kind of page, in a browser, held against the rules of WCAG 2.2 A and AA by axe, light and dark."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from in_browser import address
from sites import Site

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.long, pytest.mark.xdist_group("explorer")]

LEVELS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")
# Style sheets beside a page in a folder cannot be read by its scripts, which preloading tries.
WHOLE = {"preload": False, "runOnly": {"type": "tag", "values": LEVELS}, "resultTypes": ["violations"]}
COLOURS = {"preload": False, "runOnly": {"type": "rule", "values": ["color-contrast"]}, "resultTypes": ["violations"]}
VIOLATIONS = """options => axe.run(document, options).then(({ violations }) =>
  violations.map(({ id, nodes }) => [id, nodes[0].html.slice(0, 200)]))"""

PAGES = (
    *(
        f"{name}.html"
        for name in ("index", "timeline", "disputes", "claims", "sources", "data", "about", "retracted", "404")
    ),
    "search.html?q=dublin",
    "r/ie-dublin-1.html",
    "r/cn-government.html",
    "c/ie.html",
)
"""A page of each kind."""


def pages_of(site: Site) -> list[str]:
    """Return the pages, and a record of each other kind: the one with the most evidence."""
    library = site.data.library
    found = list(PAGES)
    for table in ("sources", "responses", "statements"):
        names = [row["id"] or "" for row in library.rows[table]]
        found.append(f"r/{max(names, key=lambda name: len(library.evidence(table, name)))}.html")
    return found


def test_no_page_breaks_a_rule(frozen: Site, opened: Callable[..., Page]) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe().axe_script
    page = opened(frozen.folder, "about.html", viewport={"width": 1280, "height": 900})
    wrong: list[str] = []
    for path in pages_of(frozen):
        page.goto(address(frozen.folder, path))
        if "search" in path:
            page.wait_for_selector("#results a")
        page.evaluate(axe)
        for theme, options in (("light", WHOLE), ("dark", COLOURS)):
            page.emulate_media(color_scheme=theme)
            wrong += [f"{path}, {theme}: {rule}: {html}" for rule, html in page.evaluate(VIOLATIONS, options)]
    assert not wrong, "\n".join(wrong)
    # It would have found something.
    page.evaluate("document.body.append(document.createElement('img'))")
    assert "image-alt" in {rule for rule, _ in page.evaluate(VIOLATIONS, WHOLE)}


@pytest.mark.parametrize("width", [360, 768])
def test_no_page_is_wider_than_the_screen(frozen: Site, opened: Callable[..., Page], width: int) -> None:
    page = opened(frozen.folder, "about.html", viewport={"width": width, "height": 800})
    wide = {}
    for path in pages_of(frozen):
        page.goto(address(frozen.folder, path))
        found = page.evaluate("document.documentElement.scrollWidth")
        if found > width:
            wide[path] = found
    assert wide == {}
