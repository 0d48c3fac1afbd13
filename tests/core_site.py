"""An environment with the core and what it needs, and nothing else: what another project gets that depends on us."""

from __future__ import annotations

import os
import shutil
import sys
import tomllib
import venv
from collections.abc import Iterable, Mapping
from importlib.metadata import distribution
from pathlib import Path

from packaging.markers import default_environment
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from processes import Completed, completed
from repository import ROOT

_PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
PROJECT, BUILD_REQUIRES = _PYPROJECT["project"], _PYPROJECT["build-system"]["requires"]


def core_distributions(lines: Iterable[str] = PROJECT["dependencies"]) -> set[str]:
    """Return the core's requirements, or others, and theirs, by canonical name, from the installed metadata."""
    found: set[str] = set()
    ahead = [(Requirement(line), "") for line in lines]
    while ahead:
        wanted, extra = ahead.pop()
        if wanted.marker and not wanted.marker.evaluate({**default_environment(), "extra": extra}):
            continue
        name = canonicalize_name(wanted.name)
        if name not in found or wanted.extras:
            found.add(name)
            for line in distribution(name).requires or ():
                ahead += [(Requirement(line), each) for each in (wanted.extras or {""})]
    return found


def link_distribution(name: str, site: Path) -> None:
    """Link everything that a distribution installed into another site folder."""
    found = distribution(name)
    for top in {file.parts[0] for file in found.files or () if file.parts[0] not in ("..", "__pycache__")}:
        link = site / top
        if not link.exists():
            link.symlink_to(Path(str(found.locate_file(top))))


def make_environment(folder: Path) -> Path:
    """Make an environment of the core alone, with this checkout on its path; return its interpreter."""
    python = environment_of(core_distributions(), folder)
    (site_of(python) / "checkout.pth").write_text(f"{ROOT / 'validators'}\n", encoding="utf-8")
    return python


def environment_of(names: Iterable[str], folder: Path) -> Path:
    """Make an environment of some installed distributions alone, and return its interpreter."""
    venv.create(folder, system_site_packages=False, with_pip=False, symlinks=True)
    python = folder / "bin" / "python"
    site = site_of(python)
    for name in sorted(names):
        link_distribution(name, site)
    return python


def site_of(python: Path) -> Path:
    """Return the folder that an interpreter's packages are in."""
    return Path(run(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))").stdout.strip())


def install(project: Path, python: Path, folder: Path) -> None:
    """Build a project's wheel from a copy in an empty folder and install it, without a network."""
    copy = folder / "copy"
    shutil.copytree(project, copy, ignore=shutil.ignore_patterns("__pycache__"))
    built = run(sys.executable, "-m", "build", "--wheel", "--no-isolation", copy, cwd=folder)
    assert built.returncode == 0, built.stdout + built.stderr
    (wheel,) = (copy / "dist").glob("*.whl")
    done = run(
        *(sys.executable, "-m", "pip", "--python", python, "install", "--quiet", "--no-deps", "--no-index"),
        *("--disable-pip-version-check", wheel),
        cwd=folder,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def run(*command: str | Path, cwd: Path | None = None, env: Mapping[str, str] | None = None) -> Completed:
    """Run a command without what the tests' own environment says of Python."""
    plain = {n: v for n, v in os.environ.items() if n not in ("PYTHONPATH", "PYTHONHOME", "GITHUB_STEP_SUMMARY")}
    return completed(*command, cwd=cwd, env={**plain, "COLUMNS": "200", **(env or {})})


def overseas(python: Path, *arguments: str | Path, cwd: Path) -> Completed:
    """Run the command ``overseas`` with an interpreter."""
    return run(python, "-c", "from overseas_stations.cli import main; main()", *arguments, cwd=cwd)
