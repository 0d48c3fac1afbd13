"""One XLSX workbook: a sheet a view or a table, numbers as numbers, all else as text, no live formula and no link."""

from __future__ import annotations

import datetime
import io
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from overseas_stations.handed_over import InputError
from overseas_stations.labels.language import ENGLISH, Language
from overseas_stations.publishing.exports import containers
from overseas_stations.publishing.exports.source import SHEETS, ExportedPackage
from overseas_stations.tables import Table

if TYPE_CHECKING:
    from xlsxwriter.format import ExportFormat
    from xlsxwriter.worksheet import Worksheet

FIRST_SHEET, LAST_SHEET = "about", "codebook"
Cell = str | int | float

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
        number = book.add_format({"valign": "top"})
        head = book.add_format({"num_format": "@", "bold": True})
        _write(book.add_worksheet(FIRST_SHEET), list(_about(source)), text, head, number)
        for name, table in SHEETS.items():
            sheet = book.add_worksheet(name)
            rows = [_cells(table, record) for record in source.records[name]]
            _filtered(sheet, [list(table.names), *rows], text, head, number)
        _filtered(book.add_worksheet(LAST_SHEET), list(_codebook(source.language)), text, head, number)
    return {f"{about.stem}.xlsx": containers.stored(containers.restored(buffer.getvalue()))}


def _cells(table: Table, record: Mapping[str, Any]) -> list[Cell]:
    """Return a row: numbers are numbers; dates are text, for many have no day, and so are truth values."""
    return [_cell(column.scalar.type, record[column.name]) for column in table.columns]


def _cell(kind: str, value: Any) -> Cell:
    if value is None:
        return ""
    if kind in ("integer", "number"):
        number: Cell = value
        return number
    return str(value).lower() if kind == "boolean" else str(value)


def _filtered(
    sheet: Worksheet, rows: Sequence[Sequence[Cell]], text: ExportFormat, head: ExportFormat, number: ExportFormat
) -> None:
    """Write a table: its header stays in sight, and has a filter in each column."""
    _write(sheet, rows, text, head, number)
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, len(rows) - 1, len(rows[0]) - 1)


def _write(
    sheet: Worksheet, rows: Sequence[Sequence[Cell]], text: ExportFormat, head: ExportFormat, plain: ExportFormat
) -> None:
    columns = max(map(len, rows))
    for number in range(columns):
        longest = max(len(str(row[number])) for row in rows if number < len(row))
        sheet.set_column(number, number, min(longest + 2, WIDEST), text)
    for line, row in enumerate(rows):
        for number, cell in enumerate(row):
            if isinstance(cell, int | float):
                sheet.write_number(line, number, cell, plain)
            elif cell and sheet.write_string(line, number, cell, text if line else head) != 0:
                raise InputError(f"the format xlsx has no room for row {line + 1} of the sheet {sheet.get_name()}")
    # Years are text on purpose: no green corners.
    sheet.ignore_errors({"number_stored_as_text": f"A1:XFD{len(rows)}"})


def _about(source: ExportedPackage) -> Iterator[list[str]]:
    """Yield the rows of the first sheet."""
    about, rows = source.about, source.rows
    yield [about.title]
    yield ["version", about.version]
    yield ["licence", about.license, about.license_url]
    yield ["cells", "Numbers are numbers. All else is text, dates too: many are known to the month or year only."]
    yield [
        "columns",
        f"The sheet {LAST_SHEET}, which is the last, says what each column holds and what each term means.",
    ]
    if source.labels:
        yield ["labels", source.labels]
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


def _codebook(language: Language) -> Iterator[list[str]]:
    """Yield the rows of the last sheet: one a column, and after it one for each of its terms."""
    yield ["sheet", "column", "title", "type", "may be empty", "holds", "term", "term means"]
    for name, table in SHEETS.items():
        for column in table.columns:
            empty, title = "no" if column.required else "yes", language.column(table, column.name)
            yield [name, column.name, title, column.scalar.type, empty, column.description, "", ""]
            if column.vocabulary is not None:
                for term, meaning in column.terms.items():
                    label = language.term(column.vocabulary, term)
                    told = title if label.language == ENGLISH else f"{title}: {label}"
                    yield [name, column.name, told, "term", "", "", term, meaning]
