"""Lists the formats, from the code: ``python tests/list_formats.py`` writes the tables in the pages about them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from overseas_stations.publishing.exports import register
from overseas_stations.reports import Format
from repository import ROOT

COMMAND = "python tests/list_formats.py"
START, END = f"<!-- The formats, written by `{COMMAND}`. -->", "<!-- The end of the formats. -->"


def _table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    head = list(head)
    lines = [f"| {' | '.join(cells)} |" for cells in (head, *rows)]
    return "\n".join([lines[0], f"|{'---|' * len(head)}", *lines[1:]])


def tables() -> dict[Path, str]:
    """Return page -> the table of the formats that it is about."""
    exports = [(f"`{each.name}`", each.paths, each.use) for each in register.FORMATS.values()]
    reports = [(f"`{form}`", form.use) for form in Format]
    return {
        ROOT / "docs" / "exports.md": _table(("format", "files", "for"), exports),
        ROOT / "docs" / "reports.md": _table(("format", "what it is, and who reads it"), reports),
    }


def with_table(page: str, table: str) -> str:
    """Return a page with the table in its place."""
    place = re.compile(f"^{re.escape(START)}\n.*?^{re.escape(END)}$", re.MULTILINE | re.DOTALL)
    assert len(place.findall(page)) == 1
    return place.sub(lambda found: f"{START}\n\n{table}\n\n{END}", page)


if __name__ == "__main__":
    for path, table in tables().items():
        page = with_table(path.read_text(encoding="utf-8"), table)
        path.write_text(page, encoding="utf-8", newline="\n")
