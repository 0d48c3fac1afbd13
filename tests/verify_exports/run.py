"""Opens every exported format in programs that are not ours. Each file ``with_*.py`` beside this one is a program.

Such a file has one function, ``verify(folder)``: it opens what is in the export's folder, raises where something is not
as it should be, and yields a line for each thing that it opened, with versions and counts. A program that is not
installed is a failure, never a pass. Run by ``make verify``.
"""

from __future__ import annotations

import importlib.util
import sys
import tempfile
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))

Verify = Callable[[Path], Iterator[str]]


def programs() -> dict[str, Verify]:
    """Return the programs by name."""
    found = {}
    for path in sorted(HERE.glob("with_*.py")):
        spec = importlib.util.spec_from_file_location(path.stem, path)
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        found[path.stem.removeprefix("with_")] = module.verify
    return found


def write_export(folder: Path) -> None:
    """Export the dataset of this checkout in all formats."""
    from overseas_stations.folders.replacing import replace
    from overseas_stations.publishing.exports.folder import EXPORT, export
    from overseas_stations.publishing.exports.register import ALL
    from overseas_stations.publishing.exports.source import read_source

    replace(folder, export(read_source(HERE.parents[1] / "datapackage"), [ALL]), EXPORT)


def main(names: list[str]) -> int:
    """Run the programs that are named, or all; return how many failed."""
    failed = 0
    with tempfile.TemporaryDirectory(prefix="overseas-verify-") as scratch:
        folder = Path(scratch) / "export"
        write_export(folder)
        for name, verify in programs().items():
            if names and name not in names:
                continue
            try:
                for line in verify(folder):
                    print(f"ok      {name}: {line}", flush=True)
            except Exception:
                failed += 1
                print(f"FAILED  {name}: {traceback.format_exc()}", flush=True)
    print(f"{failed} failed" if failed else "all opened")
    return failed


if __name__ == "__main__":
    sys.exit(1 if main(sys.argv[1:]) else 0)
