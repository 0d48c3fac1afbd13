"""Takes the picture of the site that the README shows; it is run by hand, before a release.

    python tests/take_screenshot.py

It needs Chromium and the dependency group `browser`. Fonts differ between machines, and so do the picture's bytes.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from in_browser import address, browsing
from overseas_stations.explorer.context import Data
from overseas_stations.publishing.exports.source import read_source
from repository import ROOT
from sites import write_site

PICTURE = ROOT / "docs" / "pictures" / "site.png"
SIZE = {"width": 1200, "height": 800}


def main() -> None:
    """Write the site of the repository's data, open a station's page, and take a picture of it."""
    with tempfile.TemporaryDirectory() as folder, browsing() as browser:
        site = write_site(Data(read_source(ROOT / "datapackage"), ("en",)), Path(folder))
        page = browser.new_context(viewport=SIZE, offline=True, color_scheme="light").new_page()
        page.goto(address(site.folder, "index.html?at=2022-12"))
        page.wait_for_timeout(500)
        page.screenshot(path=PICTURE)


if __name__ == "__main__":
    main()
