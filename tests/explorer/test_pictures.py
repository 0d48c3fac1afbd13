"""Pictures and cards, in a browser: what is drawn lies in the frame, is met on a phone, stands in order."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from in_browser import address
from sites import Site

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.long, pytest.mark.xdist_group("explorer")]

PHONE = {"width": 360, "height": 740}
BOXES = """all => all.map((each) => each.getBoundingClientRect()).map(({ left, right, top, bottom }) =>
  ({ left, right, top, bottom }))"""
STOP = """() => {
  const at = document.activeElement;
  const { left, right, top, bottom } = at.getBoundingClientRect();
  const frame = at.closest(".window").getBoundingClientRect();
  const inside = left < frame.right && right > frame.left && top < frame.bottom && bottom > frame.top;
  const { outlineStyle } = getComputedStyle(at);
  return [at.getAttribute("aria-label"), inside, outlineStyle !== "none", frame.bottom > 0 && frame.top < innerHeight];
}"""


def test_the_map_of_europe_leads_to_what_it_shows(whole: Site, opened: Callable[..., Page]) -> None:
    page = opened(whole.folder, "index.html", viewport={"width": 1280, "height": 800}, reduced_motion="reduce")
    links = page.locator(".europe a")
    page.locator(".europe a[tabindex='0']").focus()
    walked = []
    for _ in range(links.count()):
        walked.append(page.evaluate(STOP))
        page.keyboard.press("ArrowRight")
    labels = links.evaluate_all("all => all.map((each) => each.getAttribute('aria-label'))")
    assert {tuple(rest) for _, *rest in walked} == {(True, True, True)}
    assert {label for label, *_ in walked} <= {*labels}
    assert not [label for label in labels if "Kiribati" in label or "United States" in label]


def test_a_strip_fits_a_phone(whole: Site, opened: Callable[..., Page]) -> None:
    page = opened(whole.folder, "r/ie-dublin-1.html", viewport=PHONE)
    boxes = page.locator(".strip a, .strip .lane").evaluate_all(BOXES)
    assert boxes
    assert all(box["left"] >= -1 and box["right"] <= PHONE["width"] + 1 for box in boxes)


@pytest.mark.parametrize(("path", "marks"), [("timeline.html", "#plot a"), ("index.html", ".world a.station")])
def test_a_wide_picture_opens_where_most_marks_are(
    whole: Site, opened: Callable[..., Page], path: str, marks: str
) -> None:
    page = opened(whole.folder, path, viewport=PHONE)
    boxes = page.locator(marks).evaluate_all(BOXES)
    middles = sorted((box["left"] + box["right"]) / 2 for box in boxes)
    seen = sum(0 <= middle <= PHONE["width"] for middle in middles)
    room = PHONE["width"] - 60
    assert seen >= max(sum(0 <= other - middle <= room for other in middles) for middle in middles)


def test_a_finger_need_not_meet_a_mark(whole: Site, opened: Callable[..., Page]) -> None:
    """Ten pixels beside it are near enough, and far from all marks nothing is met."""
    page = opened(whole.folder, "index.html", viewport=PHONE, has_touch=True)
    mark = page.locator(".world a[data-id=ng-benin-city-1]")
    mark.scroll_into_view_if_needed()
    box = mark.bounding_box()
    assert box
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.touchscreen.tap(x - 80, y + 60)
    assert page.url.endswith("index.html")
    page.touchscreen.tap(x + 7, y + 7)
    page.wait_for_url("**/r/ng-benin-city-1.html")


COLUMNS = """() => {
  const places = new Map();
  for (const row of document.querySelectorAll("#rows tr[data-i]")) {
    for (const cell of row.cells) {
      if (!cell.textContent.trim()) continue;
      if (!places.has(cell.cellIndex)) places.set(cell.cellIndex, new Set());
      places.get(cell.cellIndex).add(Math.round(cell.getBoundingClientRect().left));
    }
  }
  return [...places.values()].map((each) => each.size);
}"""


@pytest.mark.parametrize("path", ["figures", "incidents", "sources", "disputes", "timeline", "countries"])
def test_columns_of_cards_stand_one_below_the_other(whole: Site, opened: Callable[..., Page], path: str) -> None:
    page = opened(whole.folder, f"{path}.html", viewport={"width": 768, "height": 900})
    assert set(page.evaluate(COLUMNS)) == {1}


@pytest.mark.parametrize("width", [360, 768, 1440])
def test_dates_and_labels_of_buttons_are_not_broken(whole: Site, opened: Callable[..., Page], width: int) -> None:
    page = opened(whole.folder, "data.html", viewport={"width": width, "height": 900})
    heights = "all => all.map((each) => each.getClientRects().length > 1 || each.offsetHeight > 44)"
    assert not any(page.locator("button.whole").evaluate_all(heights))
    page.goto(address(whole.folder, "figures.html"))
    lines = """all => all.filter((each) => /^\\d{4}-\\d\\d(-\\d\\d)?$/.test(each.textContent.trim())).map((each) => {
      const range = document.createRange();
      range.selectNodeContents(each);
      return range.getClientRects().length;
    })"""
    found = page.locator("#rows td:visible").evaluate_all(lines)
    assert found
    assert set(found) == {1}
