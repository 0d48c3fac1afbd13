"""LibreOffice: what its users see of the workbook and of the twins for spreadsheets, and that it evaluates nothing.

The canonical files are opened in the same way, to show that there is something to guard against.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from export_files import cells, counted, expected, same, typed
from in_libreoffice import XLSX, convert, types, version

# Comma, quotation mark, UTF-8, from line 1, en-US; "special" numbers such as dates are recognized, as by default.
READ_CSV = "--infilter=CSV:44,34,76,1,,1033,false,true"
# The same; every text in quotation marks, as shown, no formulas, and with -1 all sheets.
WRITE_CSV = "csv:Text - txt - csv (StarCalc):44,34,76,1,,1033,true,true,false,false,false,-1"


def verify(folder: Path) -> Iterator[str]:
    scratch = folder.parent / "libreoffice"
    scratch.mkdir()
    profile = scratch / "profile"
    program = version(profile)
    tables = expected(folder)

    convert(profile, WRITE_CSV, scratch / "book", folder / "overseas-stations.xlsx")
    for name, rows in tables.items():
        shown = cells(scratch / "book" / f"overseas-stations-{name}.csv")
        same(name, shown[0], rows[0])
        same(name, typed(name, shown[1:]), typed(name, rows[1:]))
    codebook = cells(scratch / "book" / "overseas-stations-codebook.csv")
    yield f"{program}, XLSX: {counted(tables)}; codebook of {len(codebook) - 1} lines"

    for kind in ("csv-safe", "csv"):
        files = [folder / kind / f"{name}.csv" for name in tables]
        convert(profile, XLSX, scratch / kind, *files, options=(READ_CSV,))
    for name in tables:
        same(f"types in csv-safe, {name}", set(types(scratch / "csv-safe" / f"{name}.xlsx")), {"s"})
    convert(
        profile,
        WRITE_CSV.removesuffix(",false,-1"),
        scratch / "seen",
        *(folder / "csv-safe" / f"{name}.csv" for name in tables),
        options=(READ_CSV,),
    )
    for name in tables:
        same(f"csv-safe, {name}", cells(scratch / "seen" / f"{name}.csv"), cells(folder / "csv-safe" / f"{name}.csv"))
    yield f"{program}, CSV for spreadsheets: {counted(tables)}, all of them text"

    changed: Counter[str] = sum((types(scratch / "csv" / f"{name}.xlsx") for name in tables), Counter())
    assert changed.total() > changed["s"], "LibreOffice took every canonical cell for text: nothing was tried"
    yield f"{program}, canonical CSV, for comparison: {changed.total() - changed['s']} cells taken for something else"
