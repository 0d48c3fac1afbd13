"""Commands for those who take the data elsewhere: ``export`` and ``restore``."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from overseas_stations.cli.options import LabelsOption
from overseas_stations.cli.output import write, write_bytes, write_error
from overseas_stations.cli.places import PackageOption, package_folder
from overseas_stations.cli.progress import progress
from overseas_stations.cli.register import app
from overseas_stations.cli.reporting import refuse
from overseas_stations.cli.standard_input import as_file
from overseas_stations.handed_over import InputError, read_regular
from overseas_stations.publishing.exports.register import ALL, FORMATS, chosen
from overseas_stations.suggestions import UnknownName

FILES = "Formats, and the files below the folder:\n" + "\n".join(
    f"- **{each.name}**: {each.description} ({each.paths})" for each in FORMATS.values()
)
"""What each format is, as Markdown."""

MAX_TWIN = 1 << 26
"""Bytes of a twin that is restored: it is held in memory as a whole."""


@app.command(epilog=FILES)
def export(
    formats: Annotated[
        list[str],
        typer.Argument(metavar="FORMAT", help=f"{', '.join(FORMATS)}, or {ALL}."),
    ],
    out: Annotated[
        Path,
        typer.Option("--out", metavar="FOLDER", help="The folder to write; an earlier export in it is replaced."),
    ] = Path("export"),
    labels: LabelsOption = "en",
    package: PackageOption = None,
) -> None:
    """Write the data in other formats: Excel, Parquet, SQLite and more.

    The package is checked first. All is written or nothing, the same bytes each time.

    Example: `overseas export xlsx`: it writes export/overseas-stations.xlsx

    - `overseas export csv parquet --out data`: data/csv/stations.csv, data/parquet/stations.parquet, …
    - `overseas export xlsx --labels es`: what views hold in words, and titles of columns, are in Spanish
    - `overseas export sqlite --package my-package`: another package than the installed one
    """
    from overseas_stations.checking.validating import validate_for_export
    from overseas_stations.folders.replacing import writing
    from overseas_stations.labels.reading import labels_in
    from overseas_stations.publishing.exports.folder import EXPORT, formats_in
    from overseas_stations.publishing.exports.folder import export as exported
    from overseas_stations.publishing.exports.source import as_it_is

    try:
        wanted = chosen(formats)
    except UnknownName as error:
        apart = [name for each in formats for name in re.split("[, ]+", each) if name]
        if len(apart) > len(formats) and {*apart} <= {*FORMATS, ALL}:
            raise InputError(
                f"{', '.join(formats)}: formats are given as arguments, apart: `overseas export {' '.join(apart)}`"
            ) from None
        raise InputError(str(error)) from None
    for each in wanted:
        if missing := each.missing():
            raise InputError(missing)
    path = package_folder(package)
    with writing(out, EXPORT) as write_folder:
        found, earlier = as_it_is(path), formats_in(out)
        with progress("validating"):
            report, source = validate_for_export(path)
        if source is None:
            refuse(report, out)
        with progress("exporting"):
            files = exported(source.told_in(labels_in(labels)), formats)
            if as_it_is(path) != found:
                raise InputError(f"{path} was written anew while it was read: export it again")
            write_folder(files)
    size = sum(map(len, files.values()))
    names = [each.name for each in wanted]
    write(f"exported {', '.join(names)} to {out}: {len(files)} files, {size} bytes{_instead_of(earlier, names)}\n")


def _instead_of(earlier: Sequence[str], names: Sequence[str]) -> str:
    """Return as a phrase what became of the formats of an earlier export; empty where there was none."""
    kept, gone = ([name for name in earlier if (name in names) is there] for there in (True, False))
    said = [f"{', '.join(some)} {what}" for some, what in ((kept, "replaced"), (gone, "removed")) if some]
    return f"; of the earlier export there: {', '.join(said)}" if said else ""


@app.command()
def restore(
    file: Annotated[
        str, typer.Argument(metavar="FILE", help="A CSV file that `export csv-safe` wrote; - for standard input.")
    ],
) -> None:
    """Print the plain CSV of one that was made for spreadsheets.

    `overseas export csv-safe` writes twins of the tables, in which a spreadsheet turns nothing into a date, a number or
    a formula. Saved there and restored, each cell is what it was.

    Example: `overseas restore export/csv-safe/stations.csv > stations.csv`
    """
    from overseas_stations.publishing.exports.delimited import NoTwin, is_table
    from overseas_stations.publishing.exports.delimited import restore as canonical

    try:
        with as_file(file) as held:
            data = read_regular(Path(held).resolve(), MAX_TWIN)
        if len(data) > MAX_TWIN:
            raise InputError(f"{file} has more than {MAX_TWIN} bytes")
        data, blank = canonical(data)
        if not is_table(data):
            raise NoTwin("its first line does not hold the columns of a table of these data")
    except NoTwin as error:
        raise InputError(f"{file} is no twin for spreadsheets: {error}") from None
    except OSError as error:
        raise InputError(f"{file} cannot be read: {error.strerror or error}") from None
    write_bytes(data)
    if blank:
        write_error(f"overseas: {blank} blank {'row' if blank == 1 else 'rows'} at the end of {file} left out")
