"""Whole runs on a web of this machine: polite, put into the store as they go, and going on where they were stopped."""

from __future__ import annotations

import json
import os
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from warcio.archiveiterator import ArchiveIterator

from loopback import Clock, Web, answer, in_turn, moved, web_of
from overseas_stations.fetching import archive, session
from overseas_stations.fetching.client import Exchange
from overseas_stations.fetching.running import RunTally
from overseas_stations.fetching.schedule import shuffled
from overseas_stations.fetching.walking import patience
from overseas_stations.fetching.wanted import Wanted, had_before, settled
from overseas_stations.pages.attempts import Attempt, Place
from overseas_stations.pages.store import Store
from small_project import Overseas

HOSTS = [f"{name}.news.example" for name in "abcd"]
ARCHIVE = archive.HOST


def pages(web: Web, each: int = 2) -> list[Wanted]:
    found = []
    for host in HOSTS:
        for number in range(each):
            web.pages[host, f"/{number}"] = answer(f"<p>Page {number} of {host}.</p>")
            found.append(Wanted(f"{host[0]}-{number}", f"https://{host}/{number}", "en", "2023-04-12"))
    return found


def fetched(
    web: Web, folder: Path, wanted: list[Wanted], place: Place = "live", seed: int = 0, since: str = "", **more: Any
) -> RunTally:
    store = Store.made(folder)
    had = settled(store.attempts(), place, since)
    before = had_before(store.attempts())
    left = [replace(each, before=before.get(each.key)) for each in wanted if each.key not in had]
    # What sleeps in one thread is no time that a request takes in the other.
    client = web.client(clock=Clock())
    found = session.fetch(store, {place: left}, client, seed, web.clock, web.clock.sleep, web.clock.time, **more)
    return found.tallies[place]


def attempts(folder: Path) -> dict[str, Attempt]:
    return {each.source_id: each for each in Store(folder).attempts()}


def one(web: Web, folder: Path, url: str) -> Attempt:
    fetched(web, folder, [Wanted("one", url, "en", "2023-04-12")])
    return attempts(folder)["one"]


def records(path: Path) -> Iterator[Any]:
    with path.open("rb") as file:
        for record in ArchiveIterator(file, check_digests=True):
            body = record.content_stream().read()
            assert record.digest_checker.passed is not False, record.digest_checker.problems
            yield record.rec_type, record.rec_headers.get_header("WARC-Target-URI"), body


def test_a_run_is_polite_and_its_store_is_whole(web: Web, tmp_path: Path) -> None:
    wanted = pages(web, 3)
    web.pages["a.news.example", "/robots.txt"] = answer(
        "User-agent: *\nCrawl-delay: 11\nDisallow: /2", kind="text/plain"
    )
    web.pages["b.news.example", "/robots.txt"] = answer(status=503)
    tally = fetched(web, tmp_path / "store", wanted)
    assert (tally.answers, tally.failures) == ({200: 8}, {"robots": 4})
    by_host = defaultdict(list)
    for each in web.log:
        by_host[each.host].append(each.at)
    waits = {host: min(b - a for a, b in pairwise(at)) for host, at in by_host.items() if len(at) > 1}
    assert waits["a.news.example"] >= 5
    assert by_host["a.news.example"][2] - by_host["a.news.example"][1] >= 11
    assert min(waits.values()) >= 5
    assert {*web.most_at_once.values()} == {1}
    assert web.asked("a.news.example") == ["/0", "/1"]
    assert web.asked("b.news.example") == []
    made = attempts(tmp_path / "store")
    assert Store(tmp_path / "store").body(made["c-1"]) == b"<p>Page 1 of c.news.example.</p>"
    assert (made["c-1"].media_type, made["c-1"].charset, made["c-1"].status) == ("text/html", "utf-8", 200)
    (manifest,) = (tmp_path / "store" / "runs").glob("*.json")
    held = json.loads(manifest.read_text())
    assert (held["attempts"], len(held["bodies_sha256"]), held["ended"] is None) == (12, 8, False)
    (warc,) = (tmp_path / "store" / "warc").glob("*.warc.gz")
    kinds = [(kind, url) for kind, url, _ in records(warc)]
    assert sum(kind == "response" for kind, _ in kinds) == sum(kind == "request" for kind, _ in kinds) == len(web.log)
    assert ("response", "https://c.news.example/1") in kinds


def test_hosts_are_shuffled_by_the_seed() -> None:
    assert shuffled(HOSTS, 1) == shuffled(reversed(HOSTS), 1)
    assert len({tuple(shuffled(HOSTS, seed)) for seed in range(9)}) > 3


def test_what_answered_is_not_asked_again(web: Web, tmp_path: Path) -> None:
    web.pages["a.news.example", "/busy"] = answer(status=503)
    web.pages["a.news.example", "/gone"] = answer("gone", 410)
    wanted = [Wanted("busy", "https://a.news.example/busy"), Wanted("gone", "https://a.news.example/gone")]
    for _ in range(2):
        fetched(web, tmp_path, wanted)
    assert sorted(web.asked()) == ["/busy"] * 4 + ["/gone"]


SITUATIONS = {
    "200": (answer("words"), ("", 200, 1)),
    "301 to the article": (moved("/other", 301), ("", 200, 2)),
    "302 to the home page": (moved("/"), ("", 200, 2)),
    "loop": (moved("/page"), ("redirects", 302, 1)),
    "a long way": (moved("/1"), ("redirects", 302, 6)),
    "to nowhere": (moved("http://[::1"), ("redirects", 302, 1)),
    "404": (answer("no", 404), ("", 404, 1)),
    "410": (answer("no", 410), ("", 410, 1)),
    "401": (answer("no", 401), ("", 401, 1)),
    "403 challenge": (answer("no", 403, headers={"cf-mitigated": "challenge"}), ("", 403, 1)),
    "429 with Retry-After": (in_turn(answer(status=429, headers={"Retry-After": "60"}), answer("words")), ("", 200, 2)),
    "429 for ever": (answer(status=429), ("", 429, 2)),
    "451": (answer("no", 451), ("", 451, 1)),
    "503 then 200": (in_turn(answer(status=503), answer("words")), ("", 200, 2)),
    "wrong type": (answer(b"\x89PNG", kind="image/png"), ("", 200, 1)),
    "PDF": (answer(b"%PDF-1.7", kind="application/pdf"), ("", 200, 1)),
    "empty": (answer(""), ("", 200, 1)),
    "no content": (answer(status=204), ("", 204, 1)),
}


@pytest.mark.parametrize("situation", SITUATIONS)
def test_each_behaviour_has_one_outcome(web: Web, tmp_path: Path, situation: str) -> None:
    given, expected = SITUATIONS[situation]
    host = "a.news.example"
    web.pages |= {(host, "/page"): given, (host, "/other"): answer("words"), (host, "/"): answer("home")}
    web.pages |= {(host, f"/{number}"): moved(f"/{number + 1}") for number in range(1, 9)}
    found = one(web, tmp_path, f"https://{host}/page")
    assert (found.failure, found.status, len(web.asked())) == expected, found.detail
    assert found.whole == (found.failure == "")
    (warc,) = tmp_path.glob("warc/*.warc.gz")
    assert sum(kind == "response" for kind, *_ in records(warc)) == len(web.log)
    if situation == "429 with Retry-After":
        assert 60 in web.clock.slept or max(web.clock.slept) >= 55


def test_a_page_that_was_had_is_asked_for_only_if_it_changed(web: Web, tmp_path: Path) -> None:
    host, url = "a.news.example", "https://a.news.example/page"
    since = "2027"
    web.pages[host, "/page"] = moved("/new")
    web.pages[host, "/new"] = in_turn(
        answer("<p>words</p>", headers={"ETag": '"1"', "Last-Modified": "Wed, 01 Mar 2023 00:00:00 GMT"}),
        answer(status=304, headers={"ETag": '"2"'}),
        answer("<p>other words</p>", headers={"ETag": '"a\tb"'}),
        answer(status=304),
    )
    kept: list[Any] = []
    for _ in range(4):
        fetched(web, tmp_path, [Wanted("one", url)], since=since, keep_text=lambda *each: kept.append(each[2]))
    made = Store(tmp_path).attempts()
    assert [each.status for each in made] == [200, 304, 200, 304]
    assert [each.failure for each in made] == ["", "", "", "protocol"], "nobody had asked for that"
    assert [Store(tmp_path).body(each) for each in made] == [b"<p>words</p>"] * 2 + [b"<p>other words</p>", None]
    assert (made[1].media_type, made[1].charset, made[1].headers["etag"], made[1].size) == (
        "text/html",
        "utf-8",
        '"2"',
        12,
    )
    asked = [each.headers for each in web.log if each.path in ("/page", "/new")]
    stated = [(each.get("If-None-Match"), each.get("If-Modified-Since")) for each in asked]
    nothing = (None, None)
    moment = "Wed, 01 Mar 2023 00:00:00 GMT"
    assert stated == [nothing] * 3 + [('"1"', moment), nothing, ('"2"', moment)] + [nothing] * 2
    assert kept == [b"<p>words</p>", b"<p>other words</p>"]


def test_what_the_store_no_longer_has_is_asked_for_anew(web: Web, tmp_path: Path) -> None:
    web.pages["a.news.example", "/page"] = answer("words", headers={"ETag": '"1"'})
    wanted = [Wanted("one", "https://a.news.example/page")]
    fetched(web, tmp_path, wanted)
    (body,) = (tmp_path / "bodies").iterdir()
    body.write_bytes(b"other")
    fetched(web, tmp_path, wanted, since="2027")
    assert [each.headers.get("If-None-Match") for each in web.log] == [None] * 4


def test_an_address_that_was_corrected_is_asked_for(web: Web, tmp_path: Path) -> None:
    for path in ("/old", "/new"):
        fetched(web, tmp_path, [Wanted("one", f"https://a.news.example{path}")])
    assert web.asked() == ["/old", "/new"]


@pytest.mark.parametrize(
    ("stated", "date", "seconds"),
    [
        ("7", "", 7),
        ("Fri, 27 Nov 2026 00:01:40 GMT", "", 100),
        ("Fri, 27 Nov 2026 00:01:40 GMT", "Fri, 27 Nov 2026 00:01:00 GMT", 40),
        ("Fri, 27 Nov 2026 00:01:40 +0000", "nonsense", 100),
        ("Thu, 26 Nov 2026 00:00:00 GMT", "", 0),
        ("-5", "", 30),
        ("", "", 30),
        ("Fri, 99 Nov 2026 00:01:40 GMT", "", 30),
        ("9" * 400, "", 30),
        ("soon,,, \x00", "", 30),
    ],
)
def test_patience_is_asked_for_in_seconds_or_by_a_date(stated: str, date: str, seconds: float) -> None:
    found = Exchange("https://a.news.example/", headers={"retry-after": stated, "date": date})
    assert patience(found, "2026-11-27T00:00:00Z") == seconds


def listing(*rows: tuple[str, str, str, str]) -> Any:
    return answer(json.dumps([list(archive._FIELDS), *map(list, rows)]), kind="application/json")


def test_the_archive_and_its_traps(web: Web, tmp_path: Path) -> None:
    url = "https://a.news.example/page"
    index = archive.index_address(url, "2023-04-12").removeprefix(f"https://{ARCHIVE}")
    rows = [
        ("20100101000000", "http://www.a.news.example/page", "200", "AAA"),
        ("20230410000000", "http://a.news.example/page", "200", "BBB"),
        ("20230411000000", "https://a.news.example/page", "301", "CCC"),
        ("20230413000000", "https://a.news.example/page", "-", "DDD"),
    ]
    web.pages[ARCHIVE, index] = listing(*rows)
    # The nearest leads to another that the index does not list.
    web.pages[ARCHIVE, "/web/20230413000000id_/https://a.news.example/page"] = moved(
        "/web/20230301112233id_/https://a.news.example/page"
    )
    web.pages[ARCHIVE, "/web/20230301112233id_/https://a.news.example/page"] = answer("old words")
    tally = fetched(web, tmp_path, [Wanted("one", url, "en", "2023-04-12")], "archive")
    (found,) = Store(tmp_path).attempts()
    assert (found.snapshot, found.status, found.failure) == ("20230301112233", 200, "")
    assert found.final == f"https://{ARCHIVE}/web/20230301112233/https://a.news.example/page"
    assert (found.requested, found.place, tally.answers) == (url, "archive", {200: 1})


def test_the_next_copy_is_looked_at_where_one_fails(web: Web, tmp_path: Path) -> None:
    url = "https://a.news.example/page"
    index = archive.index_address(url, "2023-04").removeprefix(f"https://{ARCHIVE}")
    days = ("20230401", "20230403", "20230402", "20230420", "20240101")
    web.pages[ARCHIVE, index] = listing(*((f"{day}000000", url, "200", day) for day in days))
    web.pages[ARCHIVE, f"/web/20230402000000id_/{url}"] = moved("https://b.news.example/")
    web.pages[ARCHIVE, f"/web/20230403000000id_/{url}"] = answer("words")
    fetched(web, tmp_path, [Wanted("one", url, "en", "2023-04")], "archive")
    found = [(each.status, each.failure) for each in Store(tmp_path).attempts()]
    assert found == [(404, ""), (302, "redirects"), (200, "")]
    assert web.asked("b.news.example") == []


def test_copies_are_looked_at_until_one_shows_what_is_wanted(web: Web, tmp_path: Path) -> None:
    url = "https://a.news.example/page"
    index = archive.index_address(url, "2023-04").removeprefix(f"https://{ARCHIVE}")
    days = ("20230401", "20230402", "20230403", "20230404")
    web.pages[ARCHIVE, index] = listing(*((f"{day}000000", url, "200", day) for day in days))
    for day in days:
        web.pages[ARCHIVE, f"/web/{day}000000id_/{url}"] = answer(f"words of {day}")
    for wish, asked, kept in (("0402", 2, "20230402"), ("0404", 3, "20230401")):
        folder, texts = tmp_path / wish, []
        tally = fetched(
            web,
            folder,
            [Wanted("one", url, "en", "2023-04")],
            "archive",
            enough=lambda _, found, wish=wish: wish.encode() in found.body,
            keep_text=lambda _, attempt, body, texts=texts: texts.append((attempt.snapshot, body)),
        )
        assert [each.snapshot[:8] for each in Store(folder).attempts()] == [*days[:asked]]
        assert texts == [(f"{kept}000000", f"words of {kept}".encode())]
        assert tally.answers == {200: 1}


@pytest.mark.parametrize(
    ("own", "path", "final", "snapshot"),
    [
        ("https://web.archive.org/web/20230405000000/{}", "/web/20230405000000id_/{}", None, "20230405000000"),
        ("https://c.news.example/abc", "/abc", "https://c.news.example/abc", ""),
    ],
)
def test_the_copy_that_a_dossier_names_is_read_first(
    own: str, path: str, final: str | None, snapshot: str, web: Web, tmp_path: Path
) -> None:
    url = "https://a.news.example/page"
    own, path = own.format(url), path.format(url)
    web.pages[own.split("/")[2], path] = answer("words")
    index = archive.index_address(url, "").removeprefix(f"https://{ARCHIVE}")
    web.pages[ARCHIVE, index] = listing(("20230402000000", url, "200", "A"))
    web.pages[ARCHIVE, f"/web/20230402000000id_/{url}"] = answer("other words")
    wanted = [Wanted("one", url, archive_url=own)]
    fetched(web, tmp_path / "a", wanted, "archive")
    (found,) = Store(tmp_path / "a").attempts()
    assert (found.place, found.final, found.snapshot, found.requested) == ("archive", final or own, snapshot, url)
    assert index not in web.asked(ARCHIVE)
    fetched(web, tmp_path / "b", wanted, "archive", enough=lambda _, found: b"other" in found.body)
    assert [each.snapshot for each in Store(tmp_path / "b").attempts()] == [snapshot, "20230402000000"]
    web.pages["c.news.example", "/robots.txt"] = answer("User-agent: *\nDisallow: /", kind="text/plain")
    web.pages["c.news.example", path] = moved("https://a.news.example/")
    fetched(web, tmp_path / "c", wanted, "archive")
    made = [(each.failure, each.snapshot) for each in Store(tmp_path / "c").attempts()]
    assert made == ([("robots", ""), ("", "20230402000000")] if final else [("", snapshot)])
    assert web.asked("a.news.example") == []


@pytest.mark.parametrize(
    ("given", "failure"),
    [
        (listing(), "no_snapshot"),
        (answer(""), "no_snapshot"),
        (answer("[]"), "no_snapshot"),
        (answer("<html>"), "protocol"),
        (answer("[" * 100_000), "protocol"),
        (answer('{"a": 1}'), "protocol"),
        (answer('[["a"], [1, 2, 3, 4]]'), "protocol"),
        (answer(status=503), "protocol"),
    ],
)
def test_an_index_that_lists_nothing_says_why(web: Web, tmp_path: Path, given: Any, failure: str) -> None:
    url = "https://a.news.example/page"
    web.pages[ARCHIVE, archive.index_address(url, "").removeprefix(f"https://{ARCHIVE}")] = given
    fetched(web, tmp_path, [Wanted("one", url)], "archive")
    (found,) = Store(tmp_path).attempts()
    assert (found.failure, found.status, found.body) == (failure, None, None)


class Killed(BaseException):
    """The end of a process at one step."""


@pytest.mark.parametrize(
    "steps", [range(5, 101, 23), pytest.param(range(1, 101), marks=pytest.mark.long)], ids=["some", "all"]
)
def test_stopped_at_any_step_it_goes_on(steps: range, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """At each of the steps at which something reaches the disk, until a run comes to its end."""
    real = os.fsync
    for step in steps:
        folder = tmp_path / str(step)
        with web_of(Clock()) as web:
            wanted = pages(web, 3)
            left = [step]

            def stopping(descriptor: int, left: list[int] = left) -> None:
                left[0] -= 1
                if left[0] <= 0:
                    raise Killed
                real(descriptor)

            monkeypatch.setattr(os, "fsync", stopping)
            ended = False
            try:
                fetched(web, folder, wanted)
                ended = True
            except Killed:
                pass
            monkeypatch.setattr(os, "fsync", real)
            there = set(attempts(folder)) if (folder / "index.jsonl").is_file() else set()
            before = len(web.log)
            fetched(web, folder, wanted)
            again = {each.path for each in web.log[before:] if each.path != "/robots.txt"}
            made = Store(folder).attempts()
            assert sorted(each.source_id for each in made) == sorted(each.source_id for each in wanted)
            assert all(Store(folder).body(each) for each in made)
            assert not {f"{each.host}{each.path}" for each in web.log[before:]} & {
                each.url.removeprefix("https://") for each in wanted if each.source_id in there
            }, again
            for warc in (folder / "warc").glob("*.warc.gz"):
                assert [*records(warc)]
            for manifest in (folder / "runs").glob("*.json"):
                assert "index_sha256" in json.loads(manifest.read_text())
        if ended:
            break
    assert step > 30


def test_where_every_host_fails_the_command_says_what_to_do(
    built: Path, overseas: Overseas, monkeypatch: pytest.MonkeyPatch, web: Web
) -> None:
    web.names["example.org"] = OSError("no network")
    monkeypatch.setattr(session, "client_of", lambda _: web.client())
    words = ("texts", "fetch", "--store", "store", "--contact", "me@example.org", "--only", "live")
    done = overseas(*words, cwd=built)
    assert done.returncode == 1
    assert "live: 1 of 1 asked; no answer\n  dns: 1 (the name of the host is not known)\n" in done.stdout
    assert "goes on from here" in done.stdout
    web.names.clear()
    monkeypatch.setattr(web, "resolve", lambda *_: ["127.0.0.1"])
    web.pages["example.org", "/a"] = answer("words")
    # Its certificate is not among those of the tests, which is an answer of nobody.
    assert overseas(*words, cwd=built).returncode == 1
    assert [each.failure for each in Store(built / "store").attempts()] == ["dns", "tls"]


@pytest.mark.parametrize("contact", ["", " ", "a\nb", "Grüße", "a" * 201])
def test_a_contact_is_words_that_can_be_sent(built: Path, unusable: Any, contact: str) -> None:
    assert "--contact" in unusable("texts", "fetch", "--store", "store", "--contact", contact, cwd=built)
