"""Puts the data into the wheel as they are published: with hashes, counts, pictures and catalogue metadata.

An editable install has the data of the checkout, as the build committed them.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class PublishedData(BuildHookInterface):  # type: ignore[type-arg]
    """Writes the published package beside the build, and has the wheel hold it."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Make the files, from the tables of the checkout or of the sdist."""
        if version == "editable":
            return
        root = Path(self.root)
        sys.path.insert(0, str(root / "validators"))
        try:
            from overseas_stations.lookups.library import Library
            from overseas_stations.publishing.published import published_files
        finally:
            sys.path.pop(0)
        files = published_files(Library.load(root / "datapackage").rows)
        self._scratch = Path(tempfile.mkdtemp(prefix="overseas-"))
        for name, data in files.items():
            path = self._scratch / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        build_data["force_include"][str(self._scratch)] = "overseas_stations/_data/datapackage"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Remove what was made for the build."""
        if version != "editable":
            shutil.rmtree(self._scratch)
