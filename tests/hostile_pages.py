"""Pages that somebody could write to hold a reader of them: large, deep, wide, packed, in charsets that are none.

As a program it reads one, and prints what came of it, the megabytes and the seconds of a processor that it took:
hostile_pages.py NAME FOLDER.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from pathlib import Path

LENGTH = 3_900_000
"""Bytes of most of them: what is longer is not read at all."""


def _page(unit: bytes, times: int = 0, begin: bytes = b"") -> Callable[[], bytes]:
    """Return what makes a page of so many units; by default of as many as it has room for."""
    return lambda: b"<html><body>" + begin + unit * (times or LENGTH // len(unit))


def _text(unit: str) -> Callable[[], bytes]:
    return lambda: ("<html><body><p>" + unit * (LENGTH // len(unit.encode()))).encode()


def _attributes(between: bytes, begin: bytes = b"<p ", each: int = 600_000, times: int = 1) -> Callable[[], bytes]:
    return lambda: b"<html><body>" + (begin + between.join(b"a%d" % n for n in range(each)) + b">x") * times


_DATA = b"<script type='application/ld+json'>"
_WORDS = b"One two three four. "

PAGES: Mapping[str, Callable[[], bytes]] = {
    "deep": _page(b"<div>", 200_000),
    "deeper": lambda: b"<html><body>" + b"<div>" * 3_900_000,
    "deep formatting": _page(b"<b><i>"),
    "deep tables": _page(b"<table><tr><td>"),
    "deep lists": _page(b"<ul><li>" * 100 + _WORDS + b"</li></ul>" * 100, 74),
    "deep and wide": _page(b"<div>" * 140 + _WORDS + b"</div>" * 140, 1_000),
    "deep quotations": _page(b"<blockquote>" * 240 + _WORDS + b"</blockquote>" * 240, 600),
    "links in links": _page(b"<a href=x>"),
    "paragraphs": _page(b"<p>" + _WORDS + b"</p>", 119_000),
    "more paragraphs": _page(b"<p>"),
    "long paragraphs": _page(b"<p>" + _WORDS * 5 + b"</p>"),
    "spans": _page(b"<span>ab cd</span> ", 119_000),
    "breaks": _page(b"ab<br>", 119_000),
    "footnotes": _page(b"ab<sup>[1]</sup> ", 119_000),
    "cells": _page(b"<tr><td>ab<td>cd", 39_000, b"<table>"),
    "items": _page(b"<li>ab cd ef", 119_000, b"<ul>"),
    "empty elements": _page(b"<b></b>"),
    "an article of paragraphs": _page(b"<p>One two three four five six seven.</p>", 14_900, b"<article>"),
    "an article of links": _page(b"<p><a href=x>One two three four five six.</a></p>", 7_400, b"<article>"),
    "an article of long paragraphs": _page(b"<p>" + _WORDS * 400 + b"</p>", 480, b"<article>"),
    "scripts": _page(b"<script>a</script>", 119_000),
    "scripts with tails": _page(b"<script>a</script>ab cd ", 119_000),
    "some scripts with tails": _page(b"<script>a</script>" + b"ab cd " * 700, 450),
    "margins with tails": _page(b"<b class=cookie-bar>a</b>" + b"ab cd " * 2_600, 240),
    "attributes": _attributes(b" "),
    "attributes with slashes": _attributes(b"/"),
    "attributes between values": _attributes(b"='1'"),
    "attributes behind a false quotation mark": _attributes(b" ", b'<p " '),
    "attributes of many elements": _attributes(b" ", each=4_999, times=110),
    "an attribute": lambda: b"<html><body><p class='" + b"a " * 1_900_000 + b"'>x</p>",
    "a name": lambda: b"<html><body><" + b"a" * LENGTH + b">x",
    "words": _page(_WORDS),
    "a word": _page(b"a"),
    "blanks": _page(b" "),
    "entities": _page(b"&amp;"),
    "numbers of characters": _page(b"&#x10ffff;"),
    "comments": _page(b"<!--"),
    "signs": _page(b"<"),
    "data, deep": _page(b"[", LENGTH, _DATA),
    "data, wide": _page(b'"a b",', 600_000, _DATA + b"["),
    "data of objects": _page(b'{"@type":"A","a":"b c"},', 160_000, _DATA + b"["),
    "metadata": _page(b"<meta name=a content='b c d'>", 118_000),
    "no characters": _page(b"\0"),
    "all bytes": lambda: b"<html>" + bytes(range(256)) * 3_900,
    "an old charset": _page(b"<p>" + b"\xc1\xc2\xc3 \xc4\xc5 " * 30, 4_600, b"<meta charset=koi8-r>"),
    "escapes": _page(b"\x1b$B", 1_200_000, b"<meta charset=iso-2022-jp>"),
    "a script without blanks": _text("\u4e2d\u6587"),
    "accents": _text("\u0301"),
    "ligatures": lambda: ("<html><body><p>" + "\u3300 \ufb03 " * 620_000).encode(),
    "what unfolds": _text("\ufdfa"),
    "directions": _text("\u202e\u200b"),
}
"""What is in it -> what makes the page."""


def outcome_of(name: str) -> str:
    """Return the outcome of a source whose page is one of these."""
    from overseas_stations.pages.attempts import Attempt
    from overseas_stations.pages.outcomes import seen
    from overseas_stations.pages.store import Store
    from overseas_stations.passages.fingerprints import fingerprint

    folder = Path(sys.argv[2])
    store = Store.made(folder)
    with store.writing() as writer:
        at = "https://news.example.org/"
        body = writer.keep(PAGES[name]())
        writer.append(Attempt("a", "live", at, at, "2026-11-01T00:00:00Z", 200, "text/html", body=body))
    passages = [fingerprint(f"words that are not there {number}") for number in range(3)]
    return seen("a", passages, store.attempts(), store, "en").outcome


if __name__ == "__main__":
    import resource

    came = outcome_of(sys.argv[1])
    used = resource.getrusage(resource.RUSAGE_SELF)
    # Not ru_maxrss, which begins at what the process took that started this one.
    peak = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM"))
    print(came, int(peak.split()[1]) // 1024, round(used.ru_utime + used.ru_stime, 1))
