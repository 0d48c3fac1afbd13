"""One XLSX workbook: a sheet a view or a table, every cell text, no live formula and no link."""

from __future__ import annotations

import datetime
import io
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from overseas_stations.handed_over import InputError
from overseas_stations.publishing.exports import containers
from overseas_stations.publishing.exports.source import SHEETS, ExportedPackage

if TYPE_CHECKING:
    from xlsxwriter.format import ExportFormat
    from xlsxwriter.worksheet import Worksheet

FIRST_SHEET = "about"
WIDEST = 60
"""The widest column, in characters."""


def workbook_files(source: ExportedPackage) -> dict[str, bytes]:
    """Return the workbook.

    Raises:
        InputError: a table is larger than a sheet may be, or a cell longer.
    """
    from xlsxwriter import Workbook

    buffer = io.BytesIO()
    about = source.about
    with Workbook(buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        book.set_properties(
            {
                "title": about.title,
                "comments": f"Version {about.version}. Licence: {about.license} {about.license_url}",
                "created": datetime.datetime(*containers.EARLIEST),
            }
        )
        text = book.add_format({"num_format": "@", "valign": "top"})
        head = book.add_format({"num_format": "@", "bold": True})
        _write(book.add_worksheet(FIRST_SHEET), list(_about(source)), text, head)
        for name, table in SHEETS.items():
            sheet = book.add_worksheet(name)
            rows = [[row[column] or "" for column in table.names] for row in source.rows[name]]
            _write(sheet, [list(table.names), *rows], text, head)
            sheet.freeze_panes(1, 1)
            sheet.autofilter(0, 0, len(rows), len(table.names) - 1)
    return {f"{about.stem}.xlsx": containers.stored(containers.restored(buffer.getvalue()))}


def _write(sheet: Worksheet, rows: Sequence[Sequence[str]], text: ExportFormat, head: ExportFormat) -> None:
    columns = max(map(len, rows))
    for number in range(columns):
        longest = max(len(row[number]) for row in rows if number < len(row))
        sheet.set_column(number, number, min(longest + 2, WIDEST), text)
    for line, row in enumerate(rows):
        for number, cell in enumerate(row):
            if cell and sheet.write_string(line, number, cell, text if line else head) != 0:
                raise InputError(f"the format xlsx has no room for row {line + 1} of the sheet {sheet.get_name()}")
    # Numbers are text on purpose: no green corners.
    sheet.ignore_errors({"number_stored_as_text": f"A1:XFD{len(rows)}"})


def _about(source: ExportedPackage) -> Iterator[list[str]]:
    """Yield the rows of the first sheet."""
    about, rows = source.about, source.rows
    yield [about.title]
    yield ["version", about.version]
    yield ["licence", about.license, about.license_url]
    yield ["cells", "All cells are text, so that nothing is taken for a date, a number or a formula."]
    yield [""]
    yield ["sheet", "rows", "one row is"]
    yield from ([name, str(len(rows[name])), table.summary] for name, table in SHEETS.items())
    yield [""]
    yield ["disputes", "A source says otherwise; both values are given. They stand in the sheet evidence as well."]
    yield ["record", "field", "value here", "value of the source", "source"]
    yield from ([found.record, found.field, found.value, found.other, found.source] for found in source.disputes)
    yield [""]
    yield ["retractions", "These ids left the data. They stand in the sheet retractions as well."]
    yield ["record", "date", "reason", "record to use instead", "note"]
    for row in rows["retractions"]:
        yield [row[column] or "" for column in ("record_id", "date", "reason", "successor_id", "note")]
