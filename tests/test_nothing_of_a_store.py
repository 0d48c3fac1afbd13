"""The texts of sources are other people's: nothing of a store gets into git, the wheel, an export or the site."""

from __future__ import annotations

import gzip
import shutil
import subprocess
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from hatchling.builders.wheel import WheelBuilder

from overseas_stations.pages.attempts import Attempt
from overseas_stations.pages.store import Store
from repository import ROOT
from small_project import SOURCE, Overseas

MARK = "These words stand in a page and nowhere else"
FOLDERS = ("store", "seeds/store", "datapackage/store")


def put(folder: Path) -> Path:
    """Make a store with a page and its text."""
    store = Store.made(folder)
    with store.writing() as writer:
        body = writer.keep(f"<p>{MARK}</p>".encode())
        writer.keep_text(SOURCE, MARK)
        writer.append(Attempt(SOURCE, "live", "", "", "2026-01-01T00:00:00Z", status=200, body=body, detail=MARK))
    return folder


def holding_it(folder: Path) -> list[str]:
    """Return the files below a folder that have the words, packed or not."""
    return [
        path.relative_to(folder).as_posix()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and any(MARK.encode() in data for data in _unpacked(path))
    ]


def _unpacked(path: Path) -> Iterator[bytes]:
    yield path.read_bytes()
    with suppress(gzip.BadGzipFile, zlib.error, EOFError):
        yield gzip.decompress(path.read_bytes())
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            yield from map(archive.read, archive.namelist())


def test_the_words_are_found_where_they_are(tmp_path: Path) -> None:
    put(tmp_path / "store")
    with zipfile.ZipFile(tmp_path / "packed.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a", MARK * 9)
    found = holding_it(tmp_path)
    assert len(found) == 4
    assert {name.rpartition("/")[0] for name in found} == {"", "store", "store/bodies", "store/texts"}


@pytest.mark.parametrize("folder", FOLDERS)
def test_git_takes_nothing(folder: str, tmp_path: Path) -> None:
    subprocess.run(["git", "init", "--quiet", tmp_path], check=True)
    (tmp_path / folder).parent.mkdir(parents=True, exist_ok=True)
    put(tmp_path / folder)
    subprocess.run(["git", "-C", tmp_path, "add", "--all"], check=True)
    listed = ["git", "-C", tmp_path, "ls-files", "--cached", "--others", "--exclude-standard"]
    assert subprocess.run(listed, check=True, capture_output=True, text=True).stdout == ""


def test_the_wheel_takes_nothing(tmp_path: Path) -> None:
    """Of what its build would take: the folder of the code, and those that its configuration adds by name."""
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, tmp_path / name)
    code = "validators/overseas_stations"
    for name in (f"{code}/version.py", f"{code}/__init__.py", "schema/README.md", "releases/README.md"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, tmp_path / name)
    for folder in FOLDERS:
        (tmp_path / folder).parent.mkdir(parents=True, exist_ok=True)
        put(tmp_path / folder)
    taken = [Path(file.path) for file in WheelBuilder(str(tmp_path)).recurse_included_files()]
    assert {path.relative_to(tmp_path).parts[0] for path in taken} == {"validators", "schema", "releases"}
    assert not [path for path in taken if MARK.encode() in path.read_bytes()]


def test_no_export_and_no_site_takes_anything(built: Path, overseas: Overseas) -> None:
    put(built / "store")
    assert overseas("evidence", "refresh", "--store", "store", "--write", cwd=built).returncode == 0
    assert overseas("build", cwd=built).returncode == 0
    for run in (("export", "package", "json", "csv", "sqlite", "zip"), ("site", "--out", "site")):
        done = overseas(*run, "--package", "datapackage", cwd=built)
        assert (done.returncode, done.stderr) == (0, "")
    held = holding_it(built)
    assert {name.partition("/")[0] for name in held} == {"store"}
    assert (built / "seeds/checks/2026.jsonl").is_file(), "what came of it is there, and none of its words"
