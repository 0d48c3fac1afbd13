"""Tables that the explorer hands out, in a browser: the bytes of the package, whole or the rows that are shown."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from overseas_stations.canonical.tabular import csv_bytes
from overseas_stations.tables import TABLES
from overseas_stations.views import VIEWS
from sites import Site
from small_project import Overseas

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.long, pytest.mark.xdist_group("explorer")]


def downloaded(page: Page, button: str, folder: Path) -> Path:
    """Press a button, and return the file that it gives."""
    with page.expect_download() as awaited:
        page.click(button)
    path = folder / awaited.value.suggested_filename
    awaited.value.save_as(path)
    return path


@pytest.mark.parametrize(
    ("address", "table", "column", "value"),
    [
        ("index.html?country=nl,ie&sort=-1", "stations", "country", ("NL", "IE")),
        ("statements.html?country=de", "statements", "country", ("DE",)),
        ("sources.html?lang=ja,ko", "sources", "language", ("ja", "ko")),
        ("disputes.html", "evidence", "stance", ("disputes",)),
    ],
)
def test_what_is_filtered_is_the_lines_of_the_table(
    frozen: Site,
    opened: Callable[..., Page],
    overseas: Overseas,
    tmp_path: Path,
    address: str,
    table: str,
    column: str,
    value: tuple[str, ...],
) -> None:
    page = opened(frozen.folder, address)
    path = downloaded(page, "#download", tmp_path)
    rows = [row for row in frozen.data.library.rows[table] if row[column] in value]
    assert rows
    chosen = address.partition("?")[2].partition("=")[2].partition("&")[0].replace(",", "-")
    assert path.name == f"{table}{'-' if chosen else ''}{chosen}.csv"
    assert path.read_bytes() == csv_bytes(TABLES[table], rows)
    checked = overseas("validate", path, "--table", table, cwd=tmp_path)
    assert checked.returncode == 0, checked.stdout


def test_what_is_filtered_is_handed_out_with_names_as_well(
    frozen: Site, opened: Callable[..., Page], tmp_path: Path
) -> None:
    view = VIEWS["stations_wide"]
    page = opened(frozen.folder, "index.html?country=nl")
    path = downloaded(page, "#download-named", tmp_path)
    rows = [row for row in view.rows(frozen.data.library) if row["country"] == "NL"]
    assert rows
    assert path.name == "stations_wide-nl.csv"
    assert path.read_bytes() == csv_bytes(view.table, rows)


def test_every_whole_table(frozen: Site, opened: Callable[..., Page], tmp_path: Path) -> None:
    page = opened(frozen.folder, "data.html")
    for table in TABLES.values():
        page.reload()  # Chromium asks before it lets a page hand out more than ten files.
        path = downloaded(page, f"button.whole[data-table={table.name}]", tmp_path)
        assert path.read_bytes() == csv_bytes(table, frozen.data.library.rows[table.name])


def test_records_are_told_from_lines(frozen: Site, opened: Callable[..., Page]) -> None:
    page = opened(frozen.folder, "data.html")
    rows = [["id", "note"], ["a", 'two\nlines, "quoted"\n'], ["b", '"'], ["c", "\r\n"], ["d", ""]]
    written = io.StringIO()
    csv.writer(written, lineterminator="\n").writerows(rows)
    picked = page.evaluate("text => OVS.picked(text, [2, 0, 2])", written.getvalue())
    assert list(csv.reader(io.StringIO(picked))) == [rows[0], rows[1], rows[3]]
