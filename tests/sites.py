"""Sites that the tests of the explorer open in a browser: what each is made of, and its pages in a folder."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from overseas_stations.explorer.context import Context, Data
from overseas_stations.explorer.writing import site_files
from overseas_stations.labels.reading import labels_in


class Site(NamedTuple):
    """A site: what it is made of, and the folder that holds it."""

    data: Data
    folder: Path

    @property
    def english(self) -> Context:
        """What its English pages are made with."""
        return Context(self.data, labels_in("en"))


def write_site(data: Data, folder: Path) -> Site:
    """Write a site into a folder, and return it."""
    files = site_files(data)
    for parent in {(folder / name).parent for name in files}:
        parent.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (folder / name).write_bytes(content)
    return Site(data, folder)
