"""The scripts in each language, in a browser: what they say is in it, and is filled in."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

import small_project
from overseas_stations.explorer.context import Data
from overseas_stations.labels import LANGUAGES
from overseas_stations.labels.reading import labels_in
from overseas_stations.publishing.exports.source import read_source
from sites import Site, write_site

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.long, pytest.mark.xdist_group("explorer")]


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """Return the site of a small project in all languages."""
    root = small_project.write_built_project(tmp_path_factory.mktemp("small"))
    return write_site(Data(read_source(root / "datapackage"), tuple(LANGUAGES)), root / "site")


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_scripts_say(small: Site, opened: Callable[..., Page], language: str) -> None:
    labels = labels_in(language)
    up = "" if language == "en" else f"{language}/"
    page = opened(small.folder, f"{up}index.html")
    assert page.text_content("#tally") == labels.word("count.shown", n=1, total=1)
    page.press("#at", "Home")
    assert "2023" in (page.text_content("#month") or "")
    page.press("#at", "End")
    assert page.text_content("#month") == labels.word("slider.today")
    page.fill(".find input", "quito")
    page.press(".find input", "Enter")
    page.wait_for_selector("#results a")
    count = page.locator("#results a").count()
    assert page.text_content("#found") == labels.word("search.results", n=count)
    page.locator("#results a", has_text="Quito").first.click()
    page.wait_for_url(f"**/{up}r/{small_project.STATION}.html")
    page.click("#look")
    assert page.text_content("#outcome") == labels.word("check.empty")
    page.fill("#pasted", small_project.TEXT)
    page.click("#look")
    page.locator("strong.verdict").first.wait_for()
    source = f"Example News{'，' if language == 'zh' else ', '}2023-01-05"
    said = labels.word("check.result_of", n=1, found=1, source=source)
    assert (page.text_content("#outcome") or "").startswith(said)
    assert page.text_content("strong.verdict >> nth=0") == labels.word("check.found")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_leads_to_the_same_in_each_language_before_all_else(
    small: Site, opened: Callable[..., Page], language: str
) -> None:
    page = opened(small.folder, f"r/{small_project.STATION}.html", viewport={"width": 360, "height": 740})
    name = labels_in(language).name
    choice = page.get_by_role("list", name=labels_in("en").word("site.language"))
    box, heading = choice.bounding_box(), page.locator("h1").bounding_box()
    assert box is not None
    assert heading is not None
    assert box["y"] + box["height"] <= heading["y"]
    choice.get_by_role("link", name=name).click()
    page.wait_for_url(f"**/{'' if language == 'en' else f'{language}/'}r/{small_project.STATION}.html")
