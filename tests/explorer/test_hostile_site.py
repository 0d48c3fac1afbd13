"""A package whose texts are hostile, in a browser: nothing of it runs, and no page is wider than the screen."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import cycle
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from hostile_data import HOSTILE
from in_browser import address
from overseas_stations.explorer.context import Data
from overseas_stations.lookups.library import Library
from overseas_stations.publishing.exports.source import ExportedPackage, read_source
from overseas_stations.tables import TABLES
from repository import ROOT
from sites import Site, write_site

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.long, pytest.mark.xdist_group("explorer")]

RUN = "alert(document.title='run')"
MORE = (
    f"</script><script>{RUN}</script>",
    f"<script>{RUN}</script>",
    f"<svg onload={RUN}>",
    f"<img src=x onerror={RUN}>",
    f"'><img src=x onerror={RUN}>",
    f'"><iframe srcdoc="<script>{RUN}</script>">',
    f'" onmouseover="{RUN}" autofocus onfocus="{RUN}',
    f"' style='position:fixed;width:9999px' onclick='{RUN}",
    f"</title></textarea></pre></svg><script>{RUN}</script>",
    f"<!--><script>{RUN}</script>-->",
    f"<a href=javascript:{RUN}>click</a>",
    f"javascript:{RUN}",
    f"data:text/html,<script>{RUN}</script>",
    f"{{{{ {RUN} }}}} ${{{RUN}}} `{RUN}`",
    f"\\u003cscript>{RUN}\\u003c/script>",
    f"&lt;script&gt;{RUN}&lt;/script&gt;",
    "<style>*{display:none}</style><base href=https://example.org/>",
    "<meta http-equiv=refresh content=0;url=https://example.org/>",
    "\u202eright to left\u202c and \u2066isolated \u2069\u200f\u200e",
    "\u2028\u2029 line ends",
    "W" * 10_000,
    "汉" * 3_000,
    "/" * 3_000,
    "a" + "\u0301" * 300,
    "<td></table><h1>",
    "]]></script>",
    "constructor __proto__ toString",
)
TEXTS = [text for text in (*HOSTILE, *MORE) if text.strip() and not any("\ud800" <= each < "\ue000" for each in text)]
ADDRESSES = (
    f"javascript:{RUN}",
    f"data:text/html,<script>{RUN}</script>",
    "file:///etc/passwd",
    "//example.org/a",
    "https://example.org/" + "a" * 9_000,
)


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """Return the site of a small package of which every free text and address is hostile. None of it would be valid."""
    source = read_source(ROOT / "tests" / "small_package")
    texts, addresses = cycle(TEXTS), cycle(ADDRESSES)
    rows = {name: [dict(row) for row in listed] for name, listed in source.library.rows.items()}
    rows["statements"] += [rows["statements"][0] | {"id": f"statement-{number}"} for number in range(len(TEXTS))]
    rows["sources"] += [rows["sources"][0] | {"id": f"source-{number}"} for number in range(len(ADDRESSES))]
    for table in TABLES.values():
        for row in rows[table.name]:
            for column in table.columns:
                if column.scalar.name in ("prose", "text"):
                    row[column.name] = next(texts)
                elif column.scalar.name == "URL":
                    row[column.name] = next(addresses)
    data = Data(ExportedPackage(Library(rows), source.about, source.members), ("en",))
    return write_site(data, tmp_path_factory.mktemp("hostile"))


def paths(folder: Path) -> Iterator[str]:
    """Yield the pages of a site, a few of those that are many of one kind."""
    found = [path.relative_to(folder).as_posix() for path in sorted(folder.rglob("*.html"))]
    many = [path for path in found if path.startswith(("c/", "r/statement-"))]
    yield from (path for path in found if path not in many or path in many[::3])


def test_nothing_runs_and_nothing_breaks_the_page(hostile: Site, opened: Callable[..., Page]) -> None:
    assert len(TEXTS) >= 45
    page = opened(hostile.folder, "about.html", viewport={"width": 360, "height": 800})
    wide, titles = {}, set()
    for path in paths(hostile.folder):
        page.goto(address(hostile.folder, path))
        width = page.evaluate("document.documentElement.scrollWidth")
        if width > 360:
            wide[path] = width
        titles.add(page.title())
        strange = "main script:not([type*=json]), main style, main iframe, main img, main [style]"
        assert page.locator(strange).count() == 0, path
        assert page.evaluate("[...document.links].filter((link) => !/^(file|https?):/.test(link.href)).length") == 0, (
            path
        )
    assert "run" not in titles
    assert wide == {}


def test_an_address_may_say_anything(frozen: Site, opened: Callable[..., Page]) -> None:
    odd = "__proto__=a&constructor=b&toString=c&sort=constructor&from=__proto__&at=constructor&mode=__proto__"
    page = opened(frozen.folder, f"index.html?{odd}&q=%E0%A4%A&=&&a")
    total = len(frozen.data.library.rows["stations"])
    assert page.text_content("#tally") == f"0 of {total} shown"
    page.click("#filters button[type=reset]")
    assert page.text_content("#tally") == f"{total} of {total} shown"
    page.click("th button >> nth=0")
    assert page.get_attribute("th >> nth=0", "aria-sort") == "ascending"


def test_the_scripts_show_texts_as_texts(hostile: Site, opened: Callable[..., Page]) -> None:
    page = opened(hostile.folder, "statements.html?q=%3Cscript%3E&country=%3Cscript%3E&sort=%3Cscript%3E")
    page.fill("#filters input[name=q]", "<script>")
    page.locator("#filters button[type=reset]").click()
    assert page.locator("#rows tbody tr").count() == len(hostile.data.library.rows["statements"])
    page.goto(address(hostile.folder, "search.html?q=script"))
    page.wait_for_selector("#results a")
    assert page.locator("#results script, #results img").count() == 0
    page.goto(address(hostile.folder, "search.html?q=constructor+__proto__"))
    page.wait_for_selector("#results a")
    assert page.input_value("#q") == "constructor __proto__"
