"""What pages are fetched for: new dossiers, and passages, by which texts and copies are chosen."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from loopback import Clock, Web, answer
from overseas_stations.fetching import session
from overseas_stations.fetching.wanted import conditions
from overseas_stations.pages.attempts import Attempt
from overseas_stations.pages.outcomes import seen
from overseas_stations.pages.sought import Sought
from overseas_stations.pages.store import TEXTS, Store
from overseas_stations.passages import fingerprint
from small_project import DENIAL, SOURCE, WORDS, Overseas, Unusable

LONG = "The ministry told parliament in March that all of them had been looked at by the police. " * 4
LIVE = Attempt("a", "live", "https://a.example/", "https://a.example/", "2026-11-01T00:00:00Z", 200, "text/html")


def page(words: str) -> bytes:
    return f"<html><body><p>{words}</p><p>{LONG}</p></body></html>".encode()


def sought() -> Sought:
    found = fingerprint(WORDS)
    cells = {"passage_sha256": found.sha256, "passage_characters": str(found.characters), "passage_start": None}
    return Sought({"sources": [{"id": "a", "language": "en"}], "evidence": [{"source_id": "a", **cells}]})


def test_a_text_gives_way_only_to_one_with_all_passages(tmp_path: Path) -> None:
    store, looked_for = Store.made(tmp_path / "store"), sought()
    kept = []
    with store.writing() as writer:
        for words in (DENIAL, "Other words.", WORDS, "Other words again."):
            data = page(words)
            looked_for.keep_text(writer, replace(LIVE, body=writer.keep(data)), data)
            kept.append((store.folder / TEXTS / "a.txt").read_text("utf-8").partition(" The ministry")[0])
    assert kept == [DENIAL, DENIAL, WORDS, WORDS]


def test_a_page_that_nobody_can_read_here_is_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    assert sought().all_in("a", page(WORDS), "text/html", "")
    assert not sought().all_in("a", page(DENIAL), "text/html", "")
    assert sought().all_in("b", page(DENIAL), "text/html", ""), "nothing is looked for in it"
    monkeypatch.setitem(__import__("sys").modules, "trafilatura", None)
    assert sought().all_in("a", page(DENIAL), "text/html", "")


@pytest.mark.parametrize(
    ("headers", "asked"),
    [
        ({"etag": 'W/"1"'}, {"If-None-Match": 'W/"1"'}),
        ({"etag": '"1"\r\n X: y'}, {}),
        ({"etag": '"ü"', "last-modified": "Wed"}, {"If-Modified-Since": "Wed"}),
        ({"etag": "a" * 1000}, {}),
        ({}, {}),
    ],
)
def test_only_what_a_server_said_is_told_it_again(headers: dict[str, str], asked: dict[str, str]) -> None:
    assert conditions(replace(LIVE, headers=headers)) == asked


def test_a_copy_elsewhere_counts_beside_an_archive_that_fails(tmp_path: Path) -> None:
    store = Store.made(tmp_path / "store")
    with store.writing() as writer:
        copy = replace(LIVE, place="archive", final="https://copies.example/abc", body=writer.keep(page(WORDS)))
        writer.append(copy)
        writer.append(replace(LIVE, place="archive", final="", status=None, failure="timeout"))
    came = seen("a", [fingerprint(WORDS)], store.attempts(), store, "en")
    assert (came.outcome, came.attempt) == ("confirmed", copy)


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("https://example.org/a", f"is the page of {SOURCE}"),
        ("ftp://example.org/b", "only http and https are asked"),
        ("https://example.org:8080/", "port 8080"),
        ("http://127.1/", "an odd spelling of an address"),
        ("nonsense", "no scheme"),
    ],
)
def test_an_address_that_is_not_for_a_new_dossier_is_told(url: str, said: str, built: Path, unusable: Unusable) -> None:
    words = ("texts", "fetch", "--url", url, "--store", "store", "--contact", "me@example.org")
    assert said in unusable(*words, cwd=built)
    assert not (built / "store").exists()


def test_pages_for_new_dossiers_are_asked_for_alone(
    built: Path, overseas: Overseas, web: Web, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    urls = [f"https://{host}.news.example/" for host in "ab"]
    for host in "ab":
        web.pages[f"{host}.news.example", "/"] = answer(page(WORDS))
    monkeypatch.setattr(session, "client_of", lambda _: web.client(clock=Clock()))
    fetch: Any = session.fetch
    monkeypatch.setattr(session, "fetch", lambda *each, **more: fetch(*each, sleep=clock.sleep, clock=clock, **more))
    words = ("texts", "fetch", "--store", "store", "--contact", "me@example.org", "--only", "live")
    done = overseas(*words, *(word for url in urls for word in ("--url", url)), cwd=built)
    assert (done.returncode, web.asked()) == (0, ["/", "/"])
    assert all(f"next: `overseas new dossier --from {url} --store store`\n" in done.stdout for url in urls)
    made = Store(built / "store").attempts()
    assert sorted((each.source_id, each.requested) for each in made) == [("", url) for url in urls]
    assert [*(built / "store" / TEXTS).iterdir()] == [], "nobody knows yet whose text it is"
    assert "nothing to fetch" in overseas(*words, "--url", urls[0], cwd=built).stdout
