"""`make release`: what it refuses, and what it leaves in dist/, in a scratch copy of this repository."""

from __future__ import annotations

import hashlib
import os
import shutil
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from overseas_stations.schemas.versions import base_version, is_development
from overseas_stations.version import SCHEMA_VERSION, VERSION_DATE, __version__
from processes import Completed, completed, printed
from repository import ROOT, git, not_copied

pytestmark = [pytest.mark.xdist_group("release"), pytest.mark.long]

HEADING = f"## {__version__} ({VERSION_DATE})"
FROZEN = base_version(SCHEMA_VERSION)


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a clean checkout that is ready for its first release."""
    folder = tmp_path_factory.mktemp("release") / "checkout"
    shutil.copytree(ROOT, folder, ignore=not_copied)
    changelog = folder / "CHANGELOG.md"
    lines = changelog.read_text("utf-8").splitlines()
    number = next(n for n, line in enumerate(lines) if line.startswith(f"## {__version__}"))
    changelog.write_text("\n".join([*lines[:number], HEADING, *lines[number + 1 :]]) + "\n", encoding="utf-8")
    # In place of the environment that `make release` sets up.
    python = folder / ".venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    path = f"{folder / 'validators'}{os.pathsep}{os.environ.get('PYTHONPATH', '')}"
    python.write_text(f"#!/bin/sh\nPYTHONPATH='{path}' exec '{sys.executable}' \"$@\"\n", encoding="utf-8")
    python.chmod(0o755)
    if is_development(SCHEMA_VERSION):
        freeze(folder, python)
    printed(python, "-c", "from overseas_stations.cli import main; main()", "ledger", cwd=folder)
    git(folder, "init", "--quiet")
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message", "all")
    return folder


def freeze(folder: Path, python: Path) -> None:
    """Freeze the schemas under the version that they are on their way to."""
    path = folder / "validators" / "overseas_stations" / "version.py"
    stated = path.read_text("utf-8")
    frozen = stated.replace(f'SCHEMA_VERSION = "{SCHEMA_VERSION}"', f'SCHEMA_VERSION = "{FROZEN}"')
    assert frozen != stated
    path.write_text(frozen, encoding="utf-8")
    for command in (("build",), ("schema", "freeze")):
        printed(python, "-c", "from overseas_stations.cli import main; main()", *command, cwd=folder)


def release(checkout: Path, checks: str = "true") -> Completed:
    return completed("bash", ".ci/release", cwd=checkout, env={**os.environ, "CHECKS": checks})


def untracked(checkout: Path) -> None:
    (checkout / "new.txt").touch()


def without_heading(checkout: Path) -> None:
    path = checkout / "CHANGELOG.md"
    path.write_text(path.read_text("utf-8").replace(HEADING, f"## {__version__} (unreleased)"), encoding="utf-8")
    git(checkout, "commit", "--quiet", "--all", "--message", "x")


def not_frozen(checkout: Path) -> None:
    git(checkout, "rm", "-r", "--quiet", f"schema/{FROZEN}")
    git(checkout, "commit", "--quiet", "--message", "x")


LEDGER = f"releases/{__version__}.json"


def without_ledger(checkout: Path) -> None:
    git(checkout, "rm", "--quiet", LEDGER)
    git(checkout, "commit", "--quiet", "--message", "x")


def with_another_ledger(checkout: Path) -> None:
    path = checkout / LEDGER
    path.write_bytes(path.read_bytes().replace(b'["', b'["0', 1))
    git(checkout, "commit", "--quiet", "--all", "--message", "x")


def tagged(checkout: Path) -> None:
    git(checkout, "tag", f"v{__version__}")


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (untracked, "the work tree has changes that are not committed"),
        (without_heading, f'CHANGELOG.md has no heading "{HEADING}"'),
        (tagged, f"v{__version__} is released already"),
        (without_ledger, f"{LEDGER} is not the ledger of these data: run `make ledger` and commit it"),
        (with_another_ledger, f"{LEDGER} is not the ledger of these data"),
        (not_frozen, f"schema/{FROZEN} is not frozen: run `overseas schema freeze`"),
    ],
)
def test_it_refuses(checkout: Path, tmp_path: Path, spoil: Callable[[Path], None], said: str) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(checkout, copy, symlinks=True)
    spoil(copy)
    done = release(copy)
    assert done.returncode == 1
    assert f"no release: {said}" in done.stderr.splitlines()[-1]
    assert not (copy / "dist").exists()


def test_it_refuses_what_fails_its_checks(checkout: Path) -> None:
    assert release(checkout, checks="false").returncode == 1
    assert not (checkout / "dist").exists()


def test_it_refuses_a_version_that_does_not_fit(checkout: Path, tmp_path: Path) -> None:
    """The release before bore the same number and had other words in one cell."""
    copy = tmp_path / "copy"
    shutil.copytree(checkout, copy, symlinks=True)
    table = copy / "datapackage" / "tables" / "retractions.csv"
    now = table.read_bytes()
    table.write_bytes(now.replace(b"merged", b"renamed", 1))
    git(copy, "commit", "--quiet", "--all", "--message", "before")
    git(copy, "tag", "v0.0.9")
    table.write_bytes(now)
    git(copy, "commit", "--quiet", "--all", "--message", "after")
    done = release(copy)
    assert done.returncode == 1
    assert "OS805" in done.stdout
    assert not (copy / "dist").exists()


def test_it_leaves_everything_that_is_released(checkout: Path) -> None:
    done = release(checkout)
    assert done.returncode == 0, done.stdout + done.stderr
    folder = checkout / "dist" / __version__
    present = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    stem = f"overseas_stations-{__version__}"
    wheel = f"{stem}-py3-none-any.whl"
    assert {wheel, f"{stem}.tar.gz", "NOTES.md", "SHA256SUMS", "data/SHA256SUMS", LEDGER} <= present
    assert {f"data/overseas-stations-{__version__}.zip", "data/overseas-stations.sqlite"} <= present
    assert {
        f"data/datapackage/{name}" for name in ("croissant.json", "json/records.json", "pictures/map.svg")
    } <= present
    lines = (folder / "SHA256SUMS").read_text("utf-8").splitlines()
    listed = {name: digest for digest, name in (line.split("  ", 1) for line in lines)}
    assert listed == {
        name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in present - {"SHA256SUMS"}
    }
    assert (folder / "NOTES.md").read_text("utf-8").startswith(f"{HEADING}\n")
    with zipfile.ZipFile(folder / wheel) as archive:
        table = archive.read("overseas_stations/_data/datapackage/tables/stations.csv")
        held = archive.read(f"overseas_stations/_data/{LEDGER}")
    assert table == (folder / "data" / "csv" / "stations.csv").read_bytes()
    assert held == (folder / LEDGER).read_bytes() == (checkout / LEDGER).read_bytes()
    assert "Nothing was uploaded" in done.stdout
