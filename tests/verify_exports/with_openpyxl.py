"""openpyxl: the workbook, that numbers in it are numbers, and that every other cell is text."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from export_files import counted, expected, same, typed
from overseas_stations.publishing.exports.source import SHEETS

NUMBERS = ("integer", "number")


def verify(folder: Path) -> Iterator[str]:
    import openpyxl

    tables = expected(folder)
    book = openpyxl.load_workbook(folder / "overseas-stations.xlsx")
    same("sheets", book.sheetnames, ["about", *tables, "codebook"])
    numbers = {
        (name, column.name) for name in tables for column in SHEETS[name].columns if column.scalar.type in NUMBERS
    }
    for sheet in book.worksheets:
        filled = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
        head = [cell.value for cell in sheet[1]]
        for cell in filled:
            is_number = cell.row > 1 and (sheet.title, head[cell.column - 1]) in numbers
            same(f"{sheet.title} {cell.coordinate}", cell.data_type, "n" if is_number else "s")
            same(f"{sheet.title} {cell.coordinate}", cell.number_format, "General" if is_number else "@")
        same(f"links in {sheet.title}", [cell.coordinate for cell in filled if cell.hyperlink], [])
    for name, rows in tables.items():
        found = [list(row) for row in book[name].iter_rows(values_only=True)]
        same(name, found[0], rows[0])
        same(name, typed(name, found[1:]), typed(name, rows[1:]))
    station = dict(
        zip(tables["stations"][0], next(book["stations"].iter_rows(min_row=2, values_only=True)), strict=True)
    )
    yield f"{openpyxl.__version__}: {counted(tables)}; numbers are numbers, all else is text"
    yield f"{openpyxl.__version__}: the first station: {station}"
