"""Measure `overseas evidence check`: a store of made-up pages, as large as pages of the web are.

``python benchmarks/pages.py [PAGES] [PROCESSES]`` makes the store in a folder of its own, looks for all passages, and
prints a line of JSON: milliseconds of processor time and of waiting a page, processor time of all processes together,
peak MiB of the largest process, the outcomes, and the SHA-256 of the report, which is the same in every run. Without
arguments: 935 pages, about as many as the dataset has sources, and as many processes as the command takes.
"""

from __future__ import annotations

import hashlib
import json
import resource
import sys
import tempfile
import time
from bisect import bisect_right
from pathlib import Path
from random import Random

from overseas_stations.pages.attempts import Attempt
from overseas_stations.pages.checked import check_evidence
from overseas_stations.pages.processes import usual_processes
from overseas_stations.pages.store import Store
from overseas_stations.passages import normal_form
from overseas_stations.passages.fingerprints import digest
from overseas_stations.reports.evidence import evidence_json

PAGES = 935

# Percentiles of 990 pages of many sites and languages, on which extractors of articles are measured.
SHARE = (0, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99, 1)
BYTES = (2276, 24342, 35521, 51637, 64736, 77726, 94280, 119874, 153042, 206750, 301380, 398411, 772008, 1596468)
ELEMENTS = (29, 252, 337, 443, 522, 618, 720, 823, 945, 1163, 1505, 1856, 3109, 10112)
SHOWN = (520, 2534, 3468, 4607, 5833, 6762, 7998, 9235, 11155, 13717, 19754, 26108, 57600, 113982)
SCRIPTS = (0, 483, 1380, 3655, 6855, 10832, 17201, 24503, 38499, 72807, 143914, 241612, 574428, 1332994)

WORDS = {
    "en": "the office of a police station was said to be closed in that city by its council after months",
    "de": "das Büro der Behörde wurde nach Angaben für Städte später geschlossen und „nicht“ geöffnet – sagte man",
    "fr": "le bureau de la préfecture n’a pas été signalé à l’époque où une «station» fut fermée selon eux",
    "ru": "отделение было закрыто после проверки в городе как сообщило министерство и не найдено там участка",
    "zh": "警务 服务 站 报道 称 政府 调查 关闭 没有 发现 海外 城市 办公 部门 表示",
}
"""A language -> words of it, which are put together at random."""

OLD = {"de": "cp1252", "fr": "cp1252", "ru": "cp1251", "zh": "gb18030"}
"""A language -> the charset of its pages that are not in UTF-8."""


def at(share: float, of: tuple[int, ...]) -> int:
    """Return the value at a share of a distribution, of which percentiles are known."""
    number = min(bisect_right(SHARE, share), len(SHARE) - 1)
    low, high = SHARE[number - 1], SHARE[number]
    return int(of[number - 1] + (of[number] - of[number - 1]) * (share - low) / (high - low))


def sentence(draw: Random, language: str, words: int) -> str:
    """Return some words with a number among them, so that few sentences are alike."""
    chosen = draw.choices(WORDS[language].split(), k=words)
    chosen.insert(draw.randrange(words), str(draw.randrange(1_000_000)))
    return ("" if language == "zh" else " ").join(chosen) + "."


def page(draw: Random, language: str, charset: str) -> tuple[str, list[str]]:
    """Return a page and the sentences of its article."""
    share = draw.random()
    size, elements, shown, scripts = (at(share, of) for of in (BYTES, ELEMENTS, SHOWN, SCRIPTS))
    wide = 4 if language == "zh" else 1
    sentences: list[str] = []
    # About half of what a page shows is its article; the rest are menus, lists of others, comments.
    while sum(map(len, sentences)) * wide < shown // 2:
        sentences.append(sentence(draw, language, draw.randrange(8, 24)))
    paragraphs = []
    for first in range(0, len(sentences), 3):
        said = " ".join(sentences[first : first + 3])
        cut = len(said) // 2
        paragraphs.append(f"<p>{said[:cut]}<a href='/{first}'>{said[cut : cut + 9]}</a>{said[cut + 9 :]}</p>")
    tags = 20 + 2 * len(paragraphs)
    links, left = [], shown // 2
    while tags < elements or not links:
        words = max(1, left * 3 // max(1, elements - tags) // (8 * wide))
        links.append(sentence(draw, language, words))
        left -= len(links[-1]) * wide
        tags += 3
    filler = "var a=function(b){return b?c[b]:null};" * (scripts // 38)
    mark = "c" * max(1, (size - scripts - shown) // len(links) - 60)
    items = [
        f'<li class="item i{number}" data-x="{mark}"><a href="/n/{number}">{each}</a><i></i></li>'
        for number, each in enumerate(links)
    ]
    half = len(items) // 2
    data = json.dumps({"@type": "NewsArticle", "headline": sentences[0], "description": sentences[-1]})
    return (
        f'<!DOCTYPE html><html lang="{language}"><head><meta charset="{charset}"><title>{sentences[0]}</title>'
        f'<script type="application/ld+json">{data}</script><script>{filler}</script></head>'
        f'<body class="page"><header><nav><ul>{"".join(items[:half])}</ul></nav></header><main><article>'
        f"<h1>{sentences[0]}</h1>{''.join(paragraphs)}</article></main><aside><ul>{''.join(items[half:])}</ul></aside>"
        '<footer class="site"><p>A made-up site</p></footer></body></html>'
    ), sentences


def made(folder: Path, pages: int) -> tuple[Store, dict[str, list[dict[str, str | None]]]]:
    """Return a store with pages, and the rows of their sources and passages."""
    store = Store.made(folder)
    rows: dict[str, list[dict[str, str | None]]] = {"sources": [], "evidence": []}
    index = []
    for number in range(pages):
        draw = Random(number)
        name = f"source-{number:04}"
        language = draw.choices(tuple(WORDS), (70, 8, 8, 6, 8))[0]
        charset = OLD.get(language, "utf-8") if draw.random() < 0.15 else "utf-8"
        text, sentences = page(draw, language, charset)
        data = text.encode(charset, "replace")
        body = hashlib.sha256(data).hexdigest()
        (folder / "bodies" / body).write_bytes(data)
        index.append(
            Attempt(
                name,
                "live",
                requested="https://news.example.org/a",
                final="https://news.example.org/a",
                time="2026-01-01T00:00:00Z",
                status=200,
                media_type="text/html",
                body=body,
                size=len(data),
            ).line()
        )
        rows["sources"].append({"id": name, "language": language})
        # Half of the sources have four passages or fewer, some have thirty.
        wanted = draw.sample(sentences, min(len(sentences), int(1 + draw.expovariate(1 / 3.5))))
        # In one page of five, a passage is no longer as it was.
        wanted += [f"{wanted[0]} no more"] if draw.random() < 0.2 else []
        before = normal_form(" ".join(sentences))
        for each in map(normal_form, wanted):
            hint = before.find(each)
            rows["evidence"].append(
                {
                    "source_id": name,
                    "passage_sha256": digest(each),
                    "passage_characters": str(len(each)),
                    "passage_start": str(hint) if hint >= 0 else "100",
                }
            )
    (folder / "index.jsonl").write_text("".join(f"{line}\n" for line in index), encoding="ascii")
    return store, rows


def spent() -> float:
    """Return the seconds of processor time of this process and those that it ended."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in used)


def main(pages: int = PAGES, processes: int = 0) -> None:
    """Measure, and print what was measured."""
    with tempfile.TemporaryDirectory() as scratch:
        store, rows = made(Path(scratch) / "store", pages)
        size = sum(path.stat().st_size for path in (store.folder / "bodies").iterdir())
        begun, used = time.perf_counter(), spent()
        found = check_evidence(store, rows, (), (lambda _: processes) if processes else usual_processes)
        waited, used = time.perf_counter() - begun, spent() - used
    peak = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    print(
        json.dumps(
            {
                "pages": pages,
                "MB": round(size / 1e6, 1),
                "processor ms a page": round(used / pages * 1000, 1),
                "wall ms a page": round(waited / pages * 1000, 1),
                "peak MiB": round(peak / 1024),
                "sources": {name: count for name, count in found.outcomes.items() if count},
                "passages": found.passages,
                "sha256": hashlib.sha256(evidence_json(found).encode()).hexdigest(),
            }
        )
    )


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
