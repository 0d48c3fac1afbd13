"""Pages of records, in a browser: citations that are copied, and passages that are looked for in a pasted text."""

from __future__ import annotations

import random
import re
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

import small_project
from in_browser import address
from overseas_stations.explorer.context import Data
from overseas_stations.passages import Fingerprint, Text, normal_form
from overseas_stations.passages.assigned import unassigned
from overseas_stations.passages.fingerprints import digest
from overseas_stations.publishing.citing import STYLES
from overseas_stations.publishing.citing.citations import cite
from overseas_stations.publishing.citing.items import UNCITED
from overseas_stations.publishing.exports.source import read_source
from overseas_stations.tables import TABLES
from sites import Site, write_site
from small_project import DENIAL, SOURCE, STATION, TEXT, WORDS, Overseas

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.long, pytest.mark.xdist_group("explorer")]

VERIFY = """async ([raw, prints]) => {
  await OVS.load(`${OVS.root}assets/passages.js`, "Text");
  const text = new OVS.Text(raw);
  const found = [];
  for (const [sha, n, at] of prints) {
    const { verdict, start } = await text.verify(sha, n, at === null ? undefined : at);
    found.push([verdict, start]);
  }
  return found;
}"""


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """Return the site of a small project with one source."""
    root = small_project.write_built_project(tmp_path_factory.mktemp("small"))
    return write_site(Data(read_source(root / "datapackage"), ("en",)), root / "site")


def verdicts(page: Page, text: str) -> set[str]:
    """Paste a text, have its passages looked for, and return the verdicts."""
    page.fill("#pasted", text)
    page.click("#look")
    page.locator("#outcome:not(:empty)").wait_for()
    return set(page.evaluate("[...document.querySelectorAll('li p > code')].map((each) => each.dataset.verdict)"))


def test_the_citation_that_is_copied_is_that_of_the_command(
    small: Site, opened: Callable[..., Page], overseas: Overseas
) -> None:
    page = opened(small.folder, f"r/{STATION}.html", permissions=["clipboard-read", "clipboard-write"])
    page.locator("#cite-more > summary").click()
    page.locator("#cite-whole > summary").click()
    for style in STYLES:
        if style not in ("text", "short"):
            page.locator("#cite-more details", has=page.locator(f"#cite-{style}")).locator("summary").click()
        page.click(f"button[data-copy=cite-{style}]")
        page.locator(f"[data-copy=cite-{style}] ~ [role=status]:not(:empty)").wait_for()
        told = overseas("cite", STATION, "--style", style, cwd=small.folder.parent)
        assert page.evaluate("navigator.clipboard.readText()") == told.stdout
    page.click(".kind button")
    page.locator(".kind [role=status]:not(:empty)").wait_for()
    short = overseas("cite", STATION, "--style", "short", cwd=small.folder.parent).stdout
    assert page.evaluate("navigator.clipboard.readText()") == short
    assert short.count("\n") == 1
    assert f"({STATION})" in short


def test_citations_for_reference_managers_are_those_of_the_command(whole: Site, opened: Callable[..., Page]) -> None:
    """Of records of every table, some of them at random, from what their pages say."""
    library, edition = whole.data.library, whole.data.edition
    draw, page = random.Random("citations"), opened(whole.folder, "404.html")
    for table in (each for each in TABLES.with_ids if each.name not in UNCITED):
        rows = library.rows[table.name]
        for name in (row["id"] or "" for row in draw.sample(rows, min(len(rows), 12))):
            page.goto(address(whole.folder, f"r/{name}.html"))
            page.locator("#cite-more > summary").click()
            for style in STYLES:
                shown = {"short": "text"}.get(style, style)
                told = page.locator(f"#cite-{shown}").text_content() or ""
                note = page.locator("#cite-note")
                if style == "text" and note.count():
                    told = f"{told.rstrip()} {note.text_content()}"
                assert told == cite(library, name, style, edition), (name, style)


def test_a_permanent_link_stands_beside_the_citation(
    small: Site, opened: Callable[..., Page], overseas: Overseas
) -> None:
    root, base = small.folder.parent, "https://example.org/s/"
    assert overseas("site", "--out", "hosted", "--base-url", base, cwd=root).returncode == 0
    page = opened(root / "hosted", f"r/{STATION}.html", permissions=["clipboard-read", "clipboard-write"])
    page.click("button[data-copy=permanent]")
    page.locator("[data-copy=permanent] ~ [role=status]:not(:empty)").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == f"{base}r/{STATION}.html"
    short = overseas("cite", STATION, "--style", "short", cwd=root).stdout
    assert page.locator("#cite-text").text_content() == short
    page.click("button[data-copy=cite-short]")
    page.locator("[data-copy=cite-short] ~ [role=status]:not(:empty)").first.wait_for()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == f"{short.rstrip()} {base}r/{STATION}.html\n"


def test_a_record_prints_on_few_pages(frozen: Site, opened: Callable[..., Page]) -> None:
    page = opened(frozen.folder, "r/ie-dublin-1.html")
    printed = page.pdf(format="A4", prefer_css_page_size=True)
    assert 1 < len(re.findall(rb"/Type\s*/Page\b", printed)) <= 5
    page.emulate_media(media="print")
    addresses = "[...document.querySelectorAll('#supports a.out')].map((a) => getComputedStyle(a, '::after').content)"
    assert all("http" in each for each in page.evaluate(addresses))


def test_fields_and_terms_are_explained_where_one_points(small: Site, opened: Callable[..., Page]) -> None:
    page = opened(small.folder, f"r/{STATION}.html")
    page.hover("#f-status dt")
    page.locator("#f-status dt[title]").wait_for()
    column = TABLES["stations"].column("status")
    assert page.get_attribute("#f-status dt", "title") == column.description
    assert page.get_attribute("#f-status dd", "title") in column.terms.values()


@pytest.mark.parametrize("page_of", [STATION, SOURCE, "2023-example-denial"])
def test_passages_of_a_pasted_text(small: Site, opened: Callable[..., Page], page_of: str) -> None:
    page = opened(small.folder, f"r/{page_of}.html")
    assert verdicts(page, TEXT) == {"exact"}
    total = page.locator("strong.verdict").count()
    told = page.text_content("#outcome .result")
    if page_of == SOURCE:
        assert told == "2 of the 2 passages that the record keeps of this article were found."
    else:
        name = page.text_content("#supports li a")
        counted = {f"1 of the 1 passage cited from {name} was", f"2 of the 2 passages cited from {name} were"}
        assert (told or "").removesuffix(" found.") in counted
    assert page.locator("#outcome .rest").count() == 0
    assert verdicts(page, TEXT + TEXT) == {"ambiguous"}
    assert page.locator("strong.verdict").count() == total
    altered = TEXT.replace("capital", "centre").replace("country", "province")
    assert verdicts(page, altered) == {"absent"}
    assert set(page.locator("strong.verdict").all_text_contents()) == {"not found"}
    assert "not found" in (page.text_content("#outcome") or "") or "None of" in (page.text_content("#outcome") or "")
    page.click("#clear")
    assert page.input_value("#pasted") == ""
    assert page.locator("strong.verdict, [data-verdict]").count() == 0
    assert page.text_content("#outcome") == ""


def test_each_passage_that_is_found_is_shown_beside_the_button(small: Site, opened: Callable[..., Page]) -> None:
    """Its words among those around them, its place, and what it is cited for; markup in them is text."""
    page = opened(small.folder, f"r/{SOURCE}.html")
    text = f"<b>Before</b>\n{TEXT} <img src=x>"
    verdicts(page, text)
    shown = page.locator("#outcome mark").all_text_contents()
    kept = {each["passage_sha256"] for each in small.data.library.rows["evidence"]}
    assert {digest(each) for each in shown} == kept - {None}
    whole = normal_form(text)
    for item in page.locator("#outcome li").all():
        start = whole.index(item.locator("mark").text_content() or "") + 1
        assert f"Characters {start} to " in (item.text_content() or "")
        assert item.locator("a").count() > 0
        assert (item.locator(".quoted").text_content() or "").strip("… ") in whole
    assert page.locator("#outcome b, #outcome img").count() == 0
    button, last = (page.locator(each).last.bounding_box() for each in ("#look", "#outcome"))
    assert button
    assert last
    assert 0 < last["y"] - button["y"] < 120


TWO = """async text => {
  await OVS.load(`${OVS.root}assets/found.js`, "tellFound");
  await OVS.load(`${OVS.root}assets/passages.js`, "Text");
  const one = { name: "One", passages: [] };
  const other = { name: "Other", passages: [] };
  const print = document.querySelector("li p > code");
  for (const [source, words] of [[one, "station"], [other, "elephant"], [other, "giraffe"]]) {
    const bytes = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(words)));
    const sha = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    source.passages.push({ sha, n: words.length, at: undefined, prints: words === "station" ? [print] : [] });
  }
  const looked = new OVS.Text(text);
  await OVS.verify([one, other], looked, () => true);
  return OVS.tellFound([one, other], looked).map((each) => each.textContent);
}"""


def test_a_text_of_one_source_is_no_failure_of_the_others(small: Site, opened: Callable[..., Page]) -> None:
    page = opened(small.folder, f"r/{STATION}.html")
    told = page.evaluate(TWO, "A station is a place.")
    assert (told[0], told[-1]) == (
        "1 of the 1 passage cited from One was found.",
        "The 2 other passages on this page are cited from other sources, and need not stand in this text.",
    )
    assert page.evaluate(TWO, "Nothing of the kind.") == ["None of the 3 passages on this page was found in this text."]


def test_nothing_that_is_pasted_is_kept(small: Site, opened: Callable[..., Page]) -> None:
    page = opened(small.folder, f"r/{STATION}.html")
    verdicts(page, TEXT)
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0
    page.reload()
    assert page.input_value("#pasted") == ""


def prints_of(text: Text, draw: random.Random) -> list[Fingerprint]:
    """Return fingerprints of passages of a text, with hints that are right, wrong or missing."""
    found = []
    for _ in range(40):
        start = draw.choice(text.find(draw.choice(text.normal.split())) or [draw.randrange(len(text.normal))])
        length = draw.randint(12, 40)
        words = text.normal[start : start + length].strip()
        sha256 = digest(words if draw.random() < 0.8 else f"{words}!")
        found.append(Fingerprint(sha256, len(words), draw.choice([None, start, start, 0, 10**6])))
    return found


def test_verdicts_are_those_of_python(small: Site, opened: Callable[..., Page]) -> None:
    page = opened(small.folder, f"r/{STATION}.html")
    draw = random.Random("verdicts")
    seen: set[str] = set()
    for raw in (
        TEXT,
        "“We  closed it” — we said.\n" * 3 + f"{WORDS} {DENIAL}",
        "警方已关闭该站。記者は『閉鎖された』と書いた。 ปิดสถานีตำรวจแล้ว 𠀀𠀁 naïve re\u0301sume\u0301 one_two",
    ):
        prints = prints_of(Text(raw), draw)
        found = page.evaluate(VERIFY, [raw, [list(each) for each in prints]])
        expected = [Text(raw).verify(each) for each in prints]
        assert [verdict for verdict, _ in found] == [each.verdict for each in expected]
        assert [start for _, start in found] == [each.start for each in expected]
        seen |= {verdict for verdict, _ in found}
    assert seen == {"exact", "moved", "ambiguous", "absent"}


# A text goes to the browser and back as one: it takes long to carry many.
FORMS = """([characters, before, after]) =>
  [...characters].map((each) => OVS.normalForm(before + each + after)).join("\\n")"""
STARTS = "characters => [...characters].filter((each) => new OVS.Text(each + 'a').starts.includes(1)).join('')"


def test_the_normal_form_is_that_of_python(small: Site, opened: Callable[..., Page]) -> None:
    """For each character that a passage may have, alone and between letters; and what a word begins after."""
    page = opened(small.folder, f"r/{STATION}.html")
    page.evaluate("OVS.load(`${OVS.root}assets/passages.js`, 'Text')")
    everything = [chr(code) for code in range(sys.maxunicode + 1) if not 0xD800 <= code < 0xE000]
    unknown = set(unassigned("".join(everything)))
    known = "".join(each for each in everything if each not in unknown)
    assert len(known) == 282_230
    for before, after in (("", ""), ("e", "e")):
        forms = page.evaluate(FORMS, [known, before, after]).split("\n")
        python = [normal_form(before + each + after) for each in known]
        assert [hex(ord(each)) for each, one, other in zip(known, forms, python, strict=True) if one != other] == []
    plain = [each for each in known if normal_form(f"{each}a") == f"{each}a"]
    begun = set(page.evaluate(STARTS, "".join(plain)))
    assert [hex(ord(each)) for each in plain if (each in begun) != (1 in Text(f"{each}a").find("a"))] == []
