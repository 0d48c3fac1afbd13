"""Draws what packages are made of: names, words, dates, terms, sources."""

from __future__ import annotations

import datetime
import re
from functools import cache

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from overseas_stations.forms.scalars import latest_day
from overseas_stations.passages import fingerprint
from overseas_stations.rules.core.likeness import letters
from overseas_stations.tables import TABLES
from overseas_stations.testing.cells import cells
from overseas_stations.testing.rows import LATEST_DATE, Package, Row

# Plain words: no capital before a number, no sign that a rule about harm looks for. Some need quoting in CSV.
_WORDS = (
    "said", "that", "they", "knew", "of", "nothing", "reported", "opened", "office", "council", "answered", "again",
    "café", "naïve", "größe", "中文", "文字", "город", "λόγος", "(sic)", '"so"', "it’s", "well-known", "half;", "12%",
    "54%", "a,b", "and—then", "«oui»", "NA", "null",
)  # fmt: skip
_PLAIN = ("report", "answer", "letter", "reply", "note", "survey")


# Made once: of the hundreds of draws of a package most are of these.
_BEGINNINGS = st.sampled_from(("", "The ", "“So” "))
_YES_OR_NO = st.booleans()


@cache
def _words(least: int) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(_WORDS), min_size=least, max_size=least + 5)


def sentence(draw: DrawFn, words: int = 1) -> str:
    """Return a sentence of so many words or more."""
    text = " ".join(draw(_words(words)))
    return draw(_BEGINNINGS) + text


def date_until(draw: DrawFn, latest: str) -> str:
    """Draw a partial date that begins on *latest* or before."""
    year, month, day = (int(part) for part in min(latest_day(latest), LATEST_DATE).split("-"))
    first_of_next = datetime.date(year + month // 12, month % 12 + 1, 1)
    last = min(datetime.date(year, month, 1) + datetime.timedelta(day - 1), first_of_next - datetime.timedelta(1))
    drawn = draw(st.dates(datetime.date(2000, 1, 1), last)).isoformat()
    return drawn[: draw(st.sampled_from((4, 7, 10)))]


class Drawing:
    """What was drawn for one package so far, and what more can be drawn so that every rule holds."""

    def __init__(self, draw: DrawFn) -> None:
        self.draw = draw
        self.rows: Package = {name: [] for name in TABLES}
        self.number = 19
        self.claims: set[tuple[str | None, ...]] = set()
        self.hosts: set[str] = set()
        self.names: dict[str, str] = {}
        self.sides: dict[str, str] = {}

    def chance(self) -> bool:
        """Return yes or no."""
        return self.draw(_YES_OR_NO)

    def optional(self, table: str, column: str) -> str | None:
        """Return a value of a column, or nothing."""
        return self.draw(cells(TABLES[table].column(column))) if self.chance() else None

    def note(self) -> str | None:
        """Return a note, or nothing."""
        return sentence(self.draw) if self.chance() else None

    def id(self, *parts: str) -> str:
        """Return an id that nothing else has, made of some parts."""
        # The running number keeps ids apart in the whole package, for people's eyes too.
        self.number += 1
        return "-".join((*parts, str(self.number)))

    def name(self) -> str:
        """Draw a name, which is spelt alike wherever it stands."""
        drawn = sentence(self.draw)
        return self.names.setdefault(letters(drawn), drawn)

    def actor(self) -> None:
        """Add an actor, which may be a part of one that is there."""
        row: Row = {
            "id": self.id("actor"),
            "name": self.summary(),
            "name_local": self.note(),
            "kind": self.term("actors", "kind"),
            "country": self.optional("actors", "country"),
            "part_of": self.actor_id(),
        }
        self.rows["actors"].append(row)

    def actor_id(self) -> str | None:
        """Draw the id of an actor that is there, or nothing."""
        return self.draw(st.sampled_from([None, *(row["id"] for row in self.rows["actors"])]))

    def summary(self, words: int = 1) -> str:
        """Draw a text that no other record has."""
        self.number += 1
        return f"{sentence(self.draw, words)} n{self.number}"

    def url(self) -> str | None:
        """Draw an address on a host of its own, so that no two lead to one place."""
        drawn = self.optional("sources", "url")
        host = None if drawn is None else re.split("[:/?#]", drawn.partition("//")[2])[0].removeprefix("www.")
        if host is None or host in self.hosts:
            return None
        self.hosts.add(host)
        return drawn

    def sha256(self) -> str:
        """Return a fingerprint that no other text has."""
        self.number += 1
        return fingerprint(f"text number {self.number}").sha256

    def term(self, table: str, column: str) -> str:
        """Return a term of a column."""
        return self.draw(cells(TABLES[table].column(column)))

    def source(self, *, background: bool = False, read: bool = True, dated: bool = False, whole: bool = False) -> Row:
        """Return a new source, which is a row of the package from now on."""
        draw = self.draw
        published = date_until(draw, LATEST_DATE) if dated or self.chance() else None
        accessed = None
        if read or self.chance():
            accessed = draw(st.sampled_from((published, LATEST_DATE))) if published else date_until(draw, LATEST_DATE)
        language = self.term("sources", "language")
        original = draw(st.sampled_from([code for code in ("en", "es", "ga", "zh") if code != language]))
        row: Row = {
            "id": self.id(draw(st.sampled_from(_PLAIN)), (published or "undated")[:4]),
            "kind": self.term("sources", "kind"),
            "title": sentence(draw),
            "publisher": self.name(),
            "published": published,
            "accessed": accessed,
            "url": self.url(),
            "archive_url": self.url(),
            "archived": None,
            "language": language,
            "translated_from": original if not whole and self.chance() else None,
            "extent_read": draw(st.sampled_from(("whole", "opening"))) if read else "not_read",
            "background": "true" if background else "false",
            "text_sha256": self.sha256() if self.chance() else None,
            "text_characters": str(draw(st.integers(20_000, 90_000))) if self.chance() else None,
            "note": self.note(),
        }
        if row["archive_url"] and self.chance():
            row["archived"] = LATEST_DATE
        self.rows["sources"].append(row)
        return row
