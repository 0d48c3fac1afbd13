"""openpyxl: the workbook, and that every cell of it is text."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from export_files import counted, expected, same


def verify(folder: Path) -> Iterator[str]:
    import openpyxl

    tables = expected(folder)
    book = openpyxl.load_workbook(folder / "overseas-stations.xlsx")
    same("sheets", book.sheetnames, ["about", *tables])
    for sheet in book.worksheets:
        filled = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
        same(f"types in {sheet.title}", {cell.data_type for cell in filled}, {"s"})
        same(f"number formats in {sheet.title}", {cell.number_format for cell in filled}, {"@"})
        same(f"links in {sheet.title}", [cell.coordinate for cell in filled if cell.hyperlink], [])
    for name, rows in tables.items():
        same(name, [[cell.value or "" for cell in row] for row in book[name].iter_rows()], rows)
    yield f"{openpyxl.__version__}: {counted(tables)}, all of them text"
