"""What is shown of data to people, before it is text or Markdown: a title, facts, and sections of items or a table."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal
from unicodedata import east_asian_width

from overseas_stations.templates import fill

PageFormat = Literal["text", "markdown"]


@dataclass(frozen=True)
class Item:
    """A line, and what stands under it."""

    text: str
    under: Sequence[str] = ()


@dataclass(frozen=True)
class Section:
    """A part of a page with a heading.

    Attributes:
        heading: its heading.
        items: its lines.
        columns: the heads of the columns of its table, which may be empty texts.
        rows: the rows of that table.
        said: the heading says something even where nothing stands below it.
    """

    heading: str
    items: Sequence[Item] = ()
    columns: Sequence[str] = ()
    rows: Sequence[Sequence[str]] = ()
    said: bool = False


@dataclass(frozen=True)
class Page:
    """What is shown.

    Attributes:
        title: the first line.
        facts: label and value.
        sections: the parts; those without a line are left out.
        end: a sentence to end with.
    """

    title: str
    facts: Sequence[tuple[str, str]] = ()
    sections: Sequence[Section] = ()
    end: str = ""

    def shown(self, form: PageFormat) -> str:
        """Return the page in a format, whole lines."""
        return self.markdown() if form == "markdown" else self.text()

    def text(self) -> str:
        """Return the page as text."""
        lines = [self.title] if self.title else []
        if self.facts:
            lines += ["", *(f"  {_padded(label, 22)} {value}" for label, value in self.facts)]
        for section in self._told:
            lines += ["", *_text_of(section)]
        lines += ["", self.end] if self.end else []
        return "\n".join(lines[not self.title :]) + "\n"

    def markdown(self) -> str:
        """Return the page as Markdown, in which no text of the data is markup."""
        filled = fill("reports/page.md.jinja", page=self, sections=self._told)
        # Parts that are empty leave blank lines, of which Markdown has one at a time.
        return re.sub("\n{3,}", "\n\n", filled).strip("\n") + "\n"

    @property
    def _told(self) -> list[Section]:
        return [section for section in self.sections if section.items or section.rows or section.said]


def _padded(text: str, width: int) -> str:
    """Return a text with blanks after it up to a width, in which a character of Chinese takes two places."""
    return text + " " * (width - sum(2 if east_asian_width(each) in "WF" else 1 for each in text))


def _text_of(section: Section) -> Iterator[str]:
    table = [section.columns, *section.rows] if section.rows else []
    widths = [max(map(len, cells)) for cells in zip(*table, strict=True)]
    yield section.heading
    for row in table:
        if any(row):
            first, *others = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
            numbers = (cell.strip().rjust(len(cell) + 2) for cell in others)
            yield f"  {first}{''.join(numbers)}".rstrip()
    for item in section.items:
        yield f"  {item.text}"
        yield from (f"    {line}" for line in item.under)
