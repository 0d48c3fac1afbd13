"""The commands that verify passages by pages in a store, as a person uses them."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from small_project import DENIAL, SOURCE, WORDS, Overseas, Unusable

PAGE = f"""<!DOCTYPE html><html lang="en"><head><title>A page</title></head><body><h1>A page</h1>
<p>{WORDS}</p><div class="advert">Words between.</div><p>A spokesman answered: “{DENIAL}”</p></body></html>"""

ADD = ("texts", "add", SOURCE)
CHECK = ("evidence", "check", "--store", "store")


def saved(built: Path, name: str = "page.html", text: str = PAGE) -> str:
    (built / name).write_text(text, encoding="utf-8")
    os.utime(built / name, (1_700_000_000, 1_700_000_000))
    return name


def test_a_saved_page_confirms_its_source_and_gives_its_text(built: Path, overseas: Overseas) -> None:
    done = overseas(*ADD, saved(built), "--store", "store", cwd=built)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("2 of 2 passages stand in their sources")
    assert f"{SOURCE}: 2 of 2 passages, a file saved by hand, had on 2023-11-14" in done.stdout
    done = overseas("check", "--texts", "store/texts", cwd=built)
    assert (done.returncode, "not_checked 0" in done.stdout, "absent 0" in done.stdout) == (0, True, True)


def test_a_passage_that_a_page_does_not_have_ends_with_one(built: Path, overseas: Overseas) -> None:
    changed = PAGE.replace("One station is", "One station was")
    assert overseas(*ADD, saved(built, text=changed), "--store", "store", cwd=built).returncode == 0
    done = overseas(*CHECK, "--format", "json", cwd=built)
    assert done.returncode == 1
    report = json.loads(done.stdout)
    assert report["passages"] == {"exact": 1, "in_metadata": 0, "ambiguous": 0, "absent": 1, "not_seen": 0}
    assert [(each["source_id"], each["outcome"]) for each in report["results"]] == [(SOURCE, "changed")]
    done = overseas("texts", "add", SOURCE, saved(built, "again.html"), "--store", "store", cwd=built)
    assert overseas(*CHECK, SOURCE, cwd=built).returncode == 0, "the newest counts"


@pytest.mark.parametrize("form", ["text", "json", "markdown", "html"])
def test_the_same_store_gives_the_same_bytes(form: str, built: Path, overseas: Overseas) -> None:
    overseas(*ADD, saved(built), "--store", "store", cwd=built)
    first, second = (overseas(*CHECK, "--format", form, cwd=built) for _ in range(2))
    assert first.stdout == second.stdout
    assert SOURCE in first.stdout


def test_a_store_without_pages_says_what_to_do_next(built: Path, overseas: Overseas) -> None:
    overseas(*ADD, saved(built), "--store", "store", cwd=built)
    (built / "store" / "index.jsonl").write_bytes(b"")
    done = overseas(*CHECK, cwd=built)
    assert done.returncode == 0
    assert "not_checked; next: have the page first: `overseas texts fetch ID`" in done.stdout


def test_what_is_in_a_store_goes_nowhere_else(built: Path, overseas: Overseas) -> None:
    overseas(*ADD, saved(built), "--store", "store", cwd=built)
    assert overseas("build", cwd=built).returncode == 0
    assert overseas("export", "csv", "json", "--out", "exported", cwd=built).returncode == 0
    assert overseas("site", "--out", "written", cwd=built).returncode == 0
    held = [path for name in ("exported", "written", "datapackage") for path in (built / name).rglob("*")]
    assert len(held) > 10
    assert [path for path in held if path.is_file() and b"Words between" in path.read_bytes()] == []


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("texts", "add", "example-news-2023-01-06", "page.html", "--store", "store"), SOURCE),
        (("texts", "add", SOURCE, "page.docx", "--store", "store"), "none of .htm"),
        (("texts", "add", SOURCE, "missing.html", "--store", "store"), "missing.html"),
        (("texts", "add", SOURCE, "empty.html", "--store", "store"), "is empty"),
        (("texts", "add", SOURCE, "page.html", "--store", "seeds"), "no store of pages"),
        (("evidence", "check", "--store", "nowhere"), "no store of pages"),
        (("texts", "status", "--store", "seeds"), "no store of pages"),
    ],
)
def test_what_cannot_be_used_is_told_in_a_line(
    words: tuple[str, ...], said: str, built: Path, unusable: Unusable
) -> None:
    saved(built)
    saved(built, "page.docx")
    saved(built, "empty.html", " ")
    assert said in unusable(*words, cwd=built)
    assert not (built / "store").exists()
