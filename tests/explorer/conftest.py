"""What the tests of the explorer in a browser share: sites, each made once, a browser for each module, fresh pages."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from in_browser import Visit, address, browsing
from overseas_stations.explorer.context import Data
from overseas_stations.publishing.exports.source import read_source
from repository import ROOT
from site_pages import frozen_data
from sites import Site, write_site

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

Opened = Callable[..., "Page"]
"""What opens a page of a site: the type of a fixture."""


@pytest.fixture(scope="session")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """Return the site of this repository's data."""
    return write_site(Data(read_source(ROOT / "datapackage"), ("en",)), tmp_path_factory.mktemp("whole"))


@pytest.fixture(scope="session")
def frozen(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """Return the site of the records of some countries, which no dossier changes."""
    folder = tmp_path_factory.mktemp("frozen")
    return write_site(frozen_data(folder / "datapackage"), folder / "site")


# It keeps an event loop running, which other tests in the same process could not do with.
@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Return a browser without a network."""
    with browsing() as browser:
        yield browser


@pytest.fixture
def opened(browser: Browser) -> Iterator[Opened]:
    """Return a function that opens a page of a site. In the end it must have been silent and asked for files alone."""
    visits: list[Visit] = []

    def opened(folder: Path, path: str, **options: object) -> Page:
        visits.append(Visit(browser, **options))
        visits[-1].page.goto(address(folder, path))
        return visits[-1].page

    yield opened
    for visit in visits:
        visit.end()
