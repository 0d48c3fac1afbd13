"""What earlier builds wrote into a project, which the next one may therefore replace.

A build commits no hashes, so names tell: those that it writes today, and those that the older files list. They count
where a file among them says that these tools wrote it. What the files hold is not asked, because a build mends them.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import partial
from pathlib import Path

from overseas_stations.folders.ownership import ITSELF, Owner
from overseas_stations.handed_over import read_regular
from overseas_stations.publishing.schema_folders import DOCUMENT, TABLE
from overseas_stations.reading.contents import DESCRIPTOR
from overseas_stations.schemas.dataset import AUTHORS
from overseas_stations.schemas.json_schema import SCHEMA_IDS

_INSTEAD = "move it out of there, then build"
_MAX_BYTES = 1 << 24

# In the text of a descriptor, which may be one that a merge has left in pieces.
_TABLE_PATH = re.compile(r'"path": "(tables/[a-z0-9_]+\.csv)"')


def package_owner(files: Collection[str]) -> Owner:
    """Return who may replace the folder of a built package.

    Args:
        files: the names that a build writes today; those of other tables are in the older descriptor.
    """
    return Owner("build", partial(_package_files, files), _INSTEAD)


def schemas_owner(files: Collection[str]) -> Owner:
    """Return who may replace the folder of the schemas of today.

    Args:
        files: the names that a build writes today; those of other tables are the ones whose schema has an id of ours.
    """
    return Owner("build", partial(_schema_files, files), _INSTEAD)


def root_file_owner() -> Owner:
    """Return who may replace a file at the root of this dataset's project: where it names the dataset's authors."""
    return Owner("build", lambda path: {ITSELF} if AUTHORS in _text(path) else (), _INSTEAD, is_folder=False)


def _package_files(files: Collection[str], folder: Path) -> set[str]:
    descriptor = _text(folder / DESCRIPTOR)
    if '"recordSchemas"' not in descriptor or SCHEMA_IDS not in descriptor:
        return set()
    return {*files, *_TABLE_PATH.findall(descriptor)}


def _schema_files(files: Collection[str], folder: Path) -> set[str]:
    stems = [path.name.removesuffix(DOCUMENT) for path in folder.glob(f"*{DOCUMENT}")]
    ours = [stem for stem in stems if f'"$id": "{SCHEMA_IDS}' in _text(folder / f"{stem}{DOCUMENT}")]
    return {*files, *(f"{stem}{end}" for stem in ours for end in (DOCUMENT, TABLE))} if ours else set()


def _text(path: Path) -> str:
    """Return the text of a file, none where there is no regular one."""
    try:
        return read_regular(path, _MAX_BYTES).decode("utf-8", "replace")
    except OSError:
        return ""
