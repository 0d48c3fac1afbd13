"""The folder that an export writes, with a page about it; only an earlier export is ever replaced."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from overseas_stations.folders.ownership import Owner, listed
from overseas_stations.publishing.exports.register import FORMATS, ExportFormat, chosen
from overseas_stations.publishing.exports.source import ExportedPackage
from overseas_stations.schemas.version_folder import manifest
from overseas_stations.templates import fill

MANIFEST, PAGE = "SHA256SUMS", "README.md"

MARK = f"""\
Disputes and evidence are rows of `evidence`, retracted ids rows of `retractions`. That something is reported says
nothing about whether it is so.

`sha256sum -c {MANIFEST}` says whether a file has changed.
"""
"""The end of the page about an export, by which a later one knows it."""


def _exported(folder: Path) -> set[str]:
    """Return the names of the files in a folder that are as an export wrote them."""
    return listed(folder, MANIFEST, PAGE, MARK.encode())


EXPORT = Owner("export", _exported, "name another folder with --out")


def formats_in(folder: Path) -> list[str]:
    """Return the formats that the page of an export in a folder names; none where there is no export."""
    page = folder / PAGE
    if not _exported(folder):
        return []
    named = re.findall(r"(?m)^- ([a-z-]+): ", page.read_text(encoding="utf-8"))
    return [name for name in FORMATS if name in named]


def export(source: ExportedPackage, names: Iterable[str]) -> dict[str, bytes]:
    """Return what an export writes: path in its folder -> bytes, with a page about it and a manifest of all.

    Args:
        source: the package.
        names: formats by name, or ``all``.

    Raises:
        UnknownName: there is no such format.
        InputError: a format cannot be written here.
    """
    wanted = chosen(names)
    files: dict[str, bytes] = {}
    for each in wanted:
        files |= each.files(source)
    files[PAGE] = _page(source, wanted).encode()
    return files | {MANIFEST: manifest(files.items())}


def _page(source: ExportedPackage, formats: Iterable[ExportFormat]) -> str:
    about = source.about
    told = [f"Version {about.version}."] if about.version else []
    told += [f"Licence: {about.license} {about.license_url}".rstrip()] if about.license else []
    told += [source.labels] if source.labels else []
    return fill(
        "publishing/exports/README.md.jinja",
        title=about.title or about.stem,
        facts=" ".join(told),
        formats=formats,
        mark=MARK,
    )
