"""The explorer's own scripts: small, strict, and without what a page from a folder cannot have or must not do."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from overseas_stations.explorer import pages
from overseas_stations.explorer.writing import ASSETS, assets

SCRIPTS = sorted(ASSETS.glob("*.js"))

BANNED = (
    *(
        r"\beval\b",
        r"\bnew Function\b",
        "innerHTML",
        "outerHTML",
        "insertAdjacentHTML",
        r"document\.write",
        r"\bsrcdoc\b",
    ),
    *(r"\bfetch\(", "XMLHttpRequest", "WebSocket", "sendBeacon", "EventSource", r"^\s*import\b", r"^\s*export\b"),
    *(r"\bstyle=", r"https?://", r"\bdocument\.cookie\b", r"\bsessionStorage\b", r"\bindexedDB\b"),
)
"""What evaluates or lays out a text as markup, asks a network, or is no classic script."""


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_a_script_is_strict_small_and_keeps_to_the_page(path: Path) -> None:
    text = path.read_text("utf-8")
    lines = text.splitlines()
    assert lines[0] == '"use strict";'
    assert lines[1].startswith("// ")
    assert lines[-1] == "})();"
    assert len(lines) <= 200
    assert max(map(len, lines)) <= 120
    assert [each for each in BANNED if re.search(each, text, re.MULTILINE)] == []
    if path.name != "theme.js":
        assert "localStorage" not in text


def test_every_script_is_loaded_by_a_page_and_the_other_way_round() -> None:
    loaded = {*pages.FILTERS, *pages.SEARCH, *pages.RECORDS, *pages.LATER, "assets/map.js", "assets/theme.js"}
    written = {name for name in assets() if name.endswith(".js")}
    assert written == loaded
