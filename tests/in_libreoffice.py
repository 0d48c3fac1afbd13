"""LibreOffice without a window, for ``verify_exports/``: conversions, and what it took cells for."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from export_files import run

XLSX = "xlsx:Calc MS Excel 2007 XML"


def version(profile: Path) -> str:
    """Return the version of LibreOffice."""
    return run("soffice", f"-env:UserInstallation={profile.as_uri()}", "--version", cwd=profile.parent).split()[1]


def convert(profile: Path, to: str, out: Path, *files: Path, options: tuple[str, ...] = ()) -> None:
    """Convert files in LibreOffice, with a profile of its own."""
    user = f"-env:UserInstallation={profile.as_uri()}"
    run("soffice", user, "--headless", *options, "--convert-to", to, "--outdir", out, *files, cwd=out.parent)


def types(book: Path) -> Counter[str]:
    """Return how many cells of a workbook LibreOffice took for text (s), numbers (n), dates (d) and so on."""
    import openpyxl

    sheet = openpyxl.load_workbook(book).worksheets[0]
    return Counter(cell.data_type for row in sheet.iter_rows() for cell in row if cell.value is not None)
