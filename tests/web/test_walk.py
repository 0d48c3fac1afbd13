"""From a clone to verified evidence, and from a page to a dossier, with what the commands print and nothing else."""

from __future__ import annotations

import functools
import json
import re
import shlex
from pathlib import Path

import pytest

from loopback import Clock, Web, answer
from overseas_stations.fetching import archive, session
from processes import completed
from small_project import DENIAL, SOURCE, STATION, WORDS, Overseas, dossier, write_built_project

URL = "https://a.news.example/page"
DAY = "20230107010203"
ARTICLE = f"""<!DOCTYPE html><html lang="en"><head><title>An invented page</title>
<meta property="og:site_name" content="New News"><meta name="date" content="2023-02-03"></head><body>
<h1>An invented page.</h1><p>{WORDS}</p><p>A spokesman answered: “{DENIAL}”</p></body></html>"""


@pytest.fixture
def clone(tmp_path: Path, web: Web, clock: Clock, monkeypatch: pytest.MonkeyPatch, overseas: Overseas) -> Path:
    """A clone of a project, on a machine whose only network is that of the test."""
    origin = write_built_project(tmp_path / "origin")
    (origin / "seeds" / "2023" / f"{SOURCE}.yaml").write_text(dossier().replace("https://example.org/a", URL), "utf-8")
    assert overseas("build", cwd=origin).returncode == 0
    git = ("git", "-c", "user.name=a", "-c", "user.email=a@example.org")
    for words in (("init", "--quiet"), ("add", "--all"), ("commit", "--quiet", "--message", "A project")):
        assert completed(*git, "-C", origin, *words).returncode == 0
    assert completed("git", "clone", "--quiet", origin, tmp_path / "clone").returncode == 0
    monkeypatch.setattr(session, "client_of", lambda _: web.client(clock=Clock()))
    moved_on = functools.partial(session.fetch, clock=clock, sleep=clock.sleep, now=clock.time)
    monkeypatch.setattr(session, "fetch", moved_on)
    return tmp_path / "clone"


def printed(text: str, command: str) -> list[str]:
    """Return the arguments of a command that is printed, the first that begins so."""
    found = re.search(rf"`overseas ({command}[^`]*)`", text)
    assert found, text
    return shlex.split(found[1])


@pytest.mark.long
def test_the_passages_of_a_record_are_seen_in_the_copy_of_a_day(clone: Path, web: Web, overseas: Overseas) -> None:
    url, day = URL, "2023-01-06"
    web.pages["a.news.example", "/page"] = answer("gone", 404)
    index = archive.index_address(url, day).removeprefix(f"https://{archive.HOST}")
    rows = [list(archive._FIELDS), ["20230106000000", url, "200", "A"], [DAY, url, "200", "B"]]
    web.pages[archive.HOST, index] = answer(json.dumps(rows), kind="application/json")
    web.pages[archive.HOST, f"/web/20230106000000id_/{url}"] = answer("<p>Another page, of the day of reading.</p>")
    web.pages[archive.HOST, f"/web/{DAY}id_/{url}"] = answer(ARTICLE)
    shown = overseas("show", STATION, "--evidence", cwd=clone)
    assert SOURCE in shown.stdout
    checked = overseas("check", cwd=clone)
    assert "not_checked 3" in checked.stdout
    hint = printed(checked.stdout, "texts fetch")
    words = [{"SOURCE-ID": SOURCE, "FOLDER": "store", "WORDS": "me@example.org"}.get(each, each) for each in hint]
    fetched = overseas(*words, cwd=clone)
    assert fetched.returncode == 0, fetched.stdout
    verified = overseas(*printed(fetched.stdout, "evidence check"), cwd=clone)
    assert (verified.returncode, verified.stderr) == (0, "")
    assert verified.stdout.startswith("2 of 2 passages stand in their sources")
    assert "exact: stand in what their page shows  2" in re.sub("  +", "  ", verified.stdout)
    assert f"{SOURCE}: 2 of 2 passages, the web archive's copy of 2023-01-07, had on 2026-11-27" in verified.stdout
    again = overseas("check", "--texts", "store/texts", cwd=clone)
    assert "absent 0, not_checked 0" in again.stdout
    assert completed("git", "-C", clone, "status", "--porcelain").stdout == ""


@pytest.mark.long
def test_a_page_that_no_dossier_has_becomes_one(clone: Path, web: Web, overseas: Overseas) -> None:
    url = "https://a.news.example/new"
    web.pages["a.news.example", "/new"] = answer(ARTICLE)
    fetched = overseas(
        "texts", "fetch", "--url", url, "--store", "store", "--contact", "me@example.org", "--only", "live", cwd=clone
    )
    assert fetched.returncode == 0, fetched.stdout
    made = overseas(*printed(fetched.stdout, "new dossier"), cwd=clone)
    assert made.stdout.splitlines()[0] == "seeds/2023/new-news-2023-02-03.yaml"
    listed = overseas(*printed(made.stdout, "anchor"), cwd=clone)
    assert WORDS in listed.stdout
    one = [{"WORDS": WORDS}.get(each, each) for each in printed(listed.stdout, "anchor")]
    assert overseas(*one, cwd=clone).stdout.startswith("- {start: ")
