"""The texts of the sources that a command is given: having them, and telling which could not be read."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from overseas_stations.cli.output import write_error
from overseas_stations.handed_over import InputError

if TYPE_CHECKING:
    from overseas_stations.texts.at_hand import Texts

TextsOption = Annotated[
    Path | None,
    typer.Option(
        "--texts",
        metavar="FOLDER",
        help="A folder of the sources' texts, `SOURCE-ID.txt`, in which passages are looked for.",
    ),
]


def texts_in(folder: Path | None) -> Texts | None:
    """Return the texts in a folder, None where none is given.

    Raises:
        InputError: it is not a folder.
    """
    from overseas_stations.texts.at_hand import Texts

    if folder is None:
        return None
    if not folder.is_dir():
        raise InputError(f"--texts {folder} is not a folder")
    return Texts(folder)


def tell_unread(texts: Texts | None, source_ids: Collection[str] | None = None) -> None:
    """End a look-up that is otherwise done, where a text that it asked for could not be read.

    Args:
        texts: what it read.
        source_ids: all sources whose texts were asked for, so that what else stands in the folder is told as well.
    """
    from overseas_stations.findings import Severity
    from overseas_stations.reports.text import finding_lines

    if texts is None:
        return
    findings = texts.findings if source_ids is None else list(texts.unread(source_ids))
    for finding in findings:
        for line in finding_lines(finding):
            write_error(line)
    if any(finding.severity is Severity.ERROR for finding in findings):
        raise typer.Exit(1)
