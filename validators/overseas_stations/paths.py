"""Where the packaged data are: inside the installed distribution, or at the root of a checkout."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def data_root() -> Path:
    """Return the folder that holds ``datapackage/`` and ``schema/``.

    A wheel carries both under ``overseas_stations/_data``; an editable install of a checkout has them two folders
    above the import package.

    Raises:
        FileNotFoundError: neither place holds a data package (a broken install).
    """
    for candidate in (_PACKAGE / "_data", _PACKAGE.parents[1]):
        if (candidate / "datapackage" / "datapackage.json").is_file():
            return candidate
    raise FileNotFoundError(
        f"no data package beside {_PACKAGE}: reinstall overseas-stations, or run `overseas build` in the checkout"
    )


def packaged_datapackage() -> Path:
    """Return the folder of the data package that this installation carries."""
    return data_root() / "datapackage"


def find_project(start: Path) -> Path | None:
    """Return the nearest folder at or above *start* that holds ``seeds/``, or None outside a project."""
    start = start.resolve()
    for folder in (start, *start.parents):
        if (folder / "seeds").is_dir() and (folder / "pyproject.toml").is_file():
            return folder
    return None
