"""Articles that nobody wrote, in eight languages, and ten ways in which sites print one; for tests of pages."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from html import escape

WORDS: Mapping[str, str] = {
    "en": "a station office reported that ministry police city closed service was not opened by community",
    "de": "ein Büro Polizei über für Städte gemeldet wurde nicht geöffnet Behörden später schloß Fälle während",
    "fr": "une déclaration été signalée à préfecture où bureau fermé n’a pas ouverte ministère français",
    "es": "una oficina según España policía años comunicó señaló también cerró después investigación mañana",
    "ru": "полиция сообщила что отделение было закрыто после проверки не найдено город участок министерство",
    "ja": "警察 署 が 報告 された 施設 は 東京 に ある と 発表 した 調査 では 閉鎖 が 確認 でき ない",
    "ko": "경찰 서비스 센터 보고 되었다 정부 조사 결과 폐쇄 확인 하지 않았다 서울 식당 외교부 발표",
    "zh": "警务 服务 站 报道 称 政府 调查 关闭 没有 发现 海外 华侨 城市 办公 部门 表示",
}
"""A language -> words of it, which are put together at random."""

WIDE = ("ja", "zh")
"""Languages without blanks between words."""

ENCODINGS: Mapping[str, tuple[str, ...]] = {
    "en": ("utf-8", "latin-1", "cp1252"),
    "de": ("utf-8", "latin-1", "cp1252"),
    "fr": ("utf-8", "cp1252"),
    "es": ("utf-8", "latin-1", "cp1252"),
    "ru": ("utf-8", "koi8-r"),
    "ja": ("utf-8", "shift_jis"),
    "ko": ("utf-8", "euc-kr"),
    "zh": ("utf-8", "gb18030"),
}
"""A language -> the charsets in which its articles can be written."""


@dataclass(frozen=True)
class Article:
    """An article.

    Attributes:
        language: its language.
        title: its title.
        paragraphs: its paragraphs, each some sentences.
    """

    language: str
    title: str
    paragraphs: tuple[tuple[str, ...], ...]

    @property
    def sentences(self) -> list[str]:
        """All sentences of it."""
        return [sentence for paragraph in self.paragraphs for sentence in paragraph]


def article(language: str, seed: int, paragraphs: int = 6) -> Article:
    """Return an article, the same one for a seed."""
    draw = random.Random(f"{language} {seed}")
    words = WORDS[language].split()

    def sentence() -> str:
        chosen = [draw.choice(words) for _ in range(draw.randint(12, 24))]
        # A number in each, so that no two are one.
        chosen.insert(draw.randrange(3, 9), str(draw.randrange(100_000)))
        return ("" if language in WIDE else " ").join(chosen) + ("。" if language in WIDE else ".")

    body = tuple(tuple(sentence() for _ in range(3)) for _ in range(paragraphs))
    return Article(language, sentence()[:60], body)


def joined(made: Article, paragraph: tuple[str, ...]) -> str:
    """Return a paragraph as text."""
    return ("" if made.language in WIDE else " ").join(paragraph)


def _texts(made: Article) -> list[str]:
    return [escape(joined(made, each), quote=False) for each in made.paragraphs]


def _around(made: Article, body: str, head: str = "") -> str:
    title = escape(made.title)
    return (
        f'<!DOCTYPE html><html lang="{made.language}"><head>%CHARSET%<title>{title}</title>{head}</head>'
        f'<body><nav><ul><li><a href="/">1</a></li><li><a href="/2">2</a></li></ul></nav>{body}'
        "<footer>2026 A made-up site</footer></body></html>"
    )


def news(made: Article) -> str:
    """An article in paragraphs."""
    return _around(
        made, f"<article><h1>{made.title}</h1>{''.join(f'<p>{each}</p>' for each in _texts(made))}</article>"
    )


def divs(made: Article) -> str:
    """Blocks without a blank between them."""
    return _around(made, "".join(f'<div class="t"><div>{each}</div></div>' for each in _texts(made)))


def breaks(made: Article) -> str:
    """Lines that are broken."""
    return _around(made, f"<div>{'<br>'.join(_texts(made))}</div>")


def table(made: Article) -> str:
    """A layout made by a table."""
    return _around(made, f"<table>{''.join(f'<tr><td>{each}</td></tr>' for each in _texts(made))}</table>")


def marked(made: Article) -> str:
    """Marks and links within words and sentences."""
    inside = [
        f"{each[:3]}<em>{each[3:8]}</em>{each[8:20]}<a href='/x'>{each[20:30]}</a>{each[30:]}"
        for each in made_plain(made)
    ]
    return _around(made, "".join(f"<p>{each}</p>" for each in inside))


def made_plain(made: Article) -> list[str]:
    """Return the paragraphs as text; nothing in them has to be escaped."""
    return [joined(made, each) for each in made.paragraphs]


def wiki(made: Article) -> str:
    """Footnotes after each sentence."""
    note = '<sup class="reference"><a href="#n">[1]</a></sup>'
    blank = "" if made.language in WIDE else " "
    return _around(made, "".join(f"<p>{f'{note}{blank}'.join(each)}</p>" for each in made.paragraphs))


def blog(made: Article) -> str:
    """Sentences in lists, quotations and captions."""
    first, second, *rest = _texts(made)
    body = "".join(f"<li>{each}</li>" for each in rest)
    return _around(
        made, f"<blockquote>{first}</blockquote><figure><figcaption>{second}</figcaption></figure><ul>{body}</ul>"
    )


def aside(made: Article) -> str:
    """A part of the article in what looks like a margin."""
    first, *rest = _texts(made)
    return _around(made, f"<main>{''.join(f'<p>{each}</p>' for each in rest)}</main><aside><p>{first}</p></aside>")


def data_only(made: Article) -> str:
    """A page that a script fills; its data have the article."""
    body = "\n".join(made_plain(made))
    held = json.dumps({"@graph": [{"@type": "NewsArticle", "headline": made.title, "articleBody": body}]})
    head = f'<script type="application/ld+json">{held}</script>'
    return _around(made, '<div id="root"></div><script src="/app.js"></script>', head)


def live(made: Article) -> str:
    """Entries of a live blog with times and links to share them between."""
    share = '<div class="share"><a href="#">+</a></div>'
    times = "".join(
        f"<section><time>12:{n:02}</time>{share}<p>{each}</p></section>" for n, each in enumerate(_texts(made))
    )
    return _around(made, times)


TEMPLATES: tuple[Callable[[Article], str], ...] = (
    news, divs, breaks, table, marked, wiki, blog, aside, data_only, live,
)  # fmt: skip
"""The ways in which an article is printed."""

DECLARING = ("header", "meta", "wrongly", "not at all")
"""How a page says in which charset it is."""


def as_bytes(page: str, encoding: str, declared: str) -> tuple[bytes, str]:
    """Return a page in a charset, and what its header declares."""
    wrong = "utf-8" if encoding != "utf-8" else "iso-8859-1"
    stated = {"meta": encoding, "wrongly": wrong}.get(declared, "")
    page = page.replace("%CHARSET%", f'<meta charset="{stated}">' if stated else "")
    header = {"header": encoding, "wrongly": wrong}.get(declared, "")
    return page.encode(encoding, "xmlcharrefreplace"), header
