"""Sites that the tests of the explorer open: the data of a package, and its pages in a folder."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from overseas_stations.checking.validating import validate_for_export
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


def write_site(package: Path, folder: Path, languages: tuple[str, ...] = ("en",)) -> Site:
    """Write the site of a package, and return it."""
    report, source = validate_for_export(package)
    assert source is not None, report
    data = Data(source, languages)
    made: set[Path] = set()
    for name, content in site_files(data).items():
        path = folder / name
        if path.parent not in made:
            path.parent.mkdir(parents=True, exist_ok=True)
            made.add(path.parent)
        path.write_bytes(content)
    return Site(data, folder)
