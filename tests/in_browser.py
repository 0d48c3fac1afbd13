"""A browser for the tests of the explorer: Chromium without a window and without a network.

Where `OVERSEAS_CHROMIUM` names no program, the first of those that systems call it is taken.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Dialog, Page

NAMES = ("chromium", "chromium-browser", "google-chrome")
HOW = "install Chromium (`apt-get install chromium`), or name one: OVERSEAS_CHROMIUM=/path/to/chromium"


def chromium() -> str:
    """Return the path of Chromium; without one the test is skipped, and says how to get it."""
    named = os.environ.get("OVERSEAS_CHROMIUM")
    found = shutil.which(named) if named else next(filter(None, map(shutil.which, NAMES)), None)
    if found is None:
        pytest.skip(f"no browser: {HOW}")
    return found


@contextmanager
def browsing() -> Iterator[Browser]:
    """Start a browser, and end it."""
    api = pytest.importorskip("playwright.sync_api", reason="no Playwright: `pip install --group browser`")
    with api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
        yield browser
        browser.close()


class Visit:
    """A page of a site in a fresh, offline context, and what was asked for and said in it."""

    def __init__(self, browser: Browser, **options: object) -> None:
        self.context: BrowserContext = browser.new_context(offline=True, **options)  # type: ignore[arg-type]
        self.page: Page = self.context.new_page()
        self.requested: list[str] = []
        self.said: list[str] = []
        self.page.on("request", lambda request: self.requested.append(request.url))
        self.page.on("console", lambda message: self.said.append(message.text))
        self.page.on("pageerror", lambda error: self.said.append(str(error)))
        self.page.on("dialog", self._dismiss)

    def _dismiss(self, dialog: Dialog) -> None:
        self.said.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def end(self) -> None:
        """Close the page; it must have been silent, and have asked for nothing but files."""
        self.context.close()
        assert self.said == []
        assert [url for url in self.requested if not url.startswith(("file:", "blob:file:"))] == []


def address(site: Path, path: str) -> str:
    """Return the address of a page in a folder; *path* may have a query."""
    return f"{site.as_uri()}/{path}"
