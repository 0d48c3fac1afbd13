"""This repository as tests use it: where it is, what a copy leaves out, how a copy is installed; and git anywhere."""

from __future__ import annotations

import shutil
import sysconfig
from pathlib import Path

from processes import printed

ROOT = Path(__file__).resolve().parents[1]

_NOWHERE = shutil.ignore_patterns(".*_cache", ".git", ".venv", ".hypothesis", "__pycache__")
_NOT_IN = {ROOT: {"build", "dist"}, ROOT / "seeds": {"texts"}}


def not_copied(folder: str, names: list[str]) -> set[str]:
    """Return which names of a folder of this repository a copy leaves out: what git ignores."""
    return _NOWHERE(folder, names) | _NOT_IN.get(Path(folder), set()) & set(names)


OFFLINE = {
    "PIP_NO_INDEX": "1",
    "PIP_NO_DEPS": "1",
    "PIP_NO_BUILD_ISOLATION": "0",
    "PYTHONPATH": sysconfig.get_path("purelib"),
}
"""An environment without a package index: pip installs what is in a folder, and the rest is where the tests have it."""


def git(folder: Path, *arguments: str) -> str:
    """Run git in a folder as somebody who signs nothing, and return what it printed."""
    settings = ("user.name=t", "user.email=t@example.org", "commit.gpgsign=false", "tag.gpgsign=false")
    return printed("git", *(part for each in settings for part in ("-c", each)), *arguments, cwd=folder)
