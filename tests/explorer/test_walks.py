"""What readers come for, in a browser, from the home page alone: each in three clicks at most, and words to type."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from overseas_stations.forms.vocabulary import StationStatus
from overseas_stations.views.responses import INQUIRIES
from sites import Site

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

pytestmark = [pytest.mark.long, pytest.mark.xdist_group("explorer")]

MOST_CLICKS = 3


class Reader:
    """Somebody at the home page, who clicks on what can be seen, and counts."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.clicks = 0

    def click(self, what: Locator) -> None:
        """Click on the first of what is meant."""
        self.clicks += 1
        assert self.clicks <= MOST_CLICKS
        what.first.click()

    def go_to(self, name: str) -> None:
        """Choose a page of the navigation."""
        self.click(self.page.locator("nav a", has_text=name))

    def narrow(self, words: str) -> None:
        """Type into the search of the list, which the tab key reaches."""
        self.page.locator("#filters input[name=q]").focus()
        self.page.keyboard.type(words)


@pytest.fixture
def reader(whole: Site, opened: Callable[..., Page]) -> Reader:
    return Reader(opened(whole.folder, "index.html", permissions=["clipboard-read", "clipboard-write"]))


def test_who_says_that_a_station_was_closed_since_when_and_who_disagrees(reader: Reader, whole: Site) -> None:
    library, page = whole.data.library, reader.page
    reader.narrow("dublin")
    reader.click(page.locator("#rows a"))
    page.wait_for_url("**/r/ie-dublin-1.html")
    statuses = page.locator(
        "#station_statuses tr:visible", has_text=whole.english.term(StationStatus, "reported_closed")
    )
    assert statuses.count() > 0
    told = page.inner_text("#station_statuses")
    for row, _ in library.statuses("ie-dublin-1"):
        assert (row["event_date"] or "") in told
    for voice in library.disputes_of("stations", "ie-dublin-1"):
        assert library.voice(voice) in page.inner_text("#disputes")


def test_what_came_of_an_inquiry(reader: Reader, whole: Site) -> None:
    page = reader.page
    reader.go_to("Inquiries")
    reader.narrow("spain")
    expected = [
        row for row in whole.data.library.rows["responses"] if row["country"] == "ES" and row["kind"] in INQUIRIES
    ]
    assert expected
    shown = page.locator("#rows tbody tr", has=page.locator("a", has_text="Spain"))
    assert shown.count() >= len(expected)
    for row in expected:
        state = page.locator(f"#rows tbody tr:has(a[href='r/{row['id']}.html'])").inner_text()
        assert whole.english.column_term(whole.english.found("responses", row), "state") in state


def test_which_stations_were_on_the_first_list(reader: Reader, whole: Site) -> None:
    page, name = reader.page, "sd-2022-09-12-110-overseas"
    reader.go_to("Lists")
    reader.click(page.locator("#rows a", has_text="110 Overseas"))
    page.wait_for_url(f"**/r/{name}.html")
    listed = {row["station_id"] for row in whole.data.library.rows["listings"] if row["list_id"] == name}
    places = page.locator("h2[id^=listings] + .entries a").evaluate_all("links => links.map((link) => link.href)")
    assert {place.rpartition("/")[2].partition(".html")[0] for place in places} == listed


def test_cite_a_row(reader: Reader) -> None:
    page = reader.page
    reader.narrow("rotterdam")
    reader.click(page.locator("#rows a"))
    reader.click(page.locator(".kind button.copy"))
    page.locator(".kind [role=status]:not(:empty)").first.wait_for()
    assert "nl-rotterdam-1" in page.evaluate("navigator.clipboard.readText()")
