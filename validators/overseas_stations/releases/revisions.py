"""Reading a version of the project from git: its built package and its schemas, without touching the work tree."""

from __future__ import annotations

import io
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

MAX_BYTES = 1 << 30
"""The largest archive of a revision that is unpacked."""


class RevisionError(Exception):
    """Why a revision cannot be read, in a sentence."""


@contextmanager
def checked_out(revision: str, cwd: Path) -> Iterator[tuple[Path, Path | None]]:
    """Unpack the package of a revision; give its folder, and that of the project with its schemas, None without one.

    What was unpacked is gone when the context ends.

    Args:
        revision: what names a commit, such as ``v0.1.0`` or ``HEAD~3``: the package is its ``datapackage/``, as seen
            from *cwd*. Or a commit and a folder of the repository, ``v0.1.0:data``.
        cwd: the folder of the project in the repository.

    Raises:
        RevisionError: there is no git, no repository or no such revision, or it holds no package.
    """
    name, colon, folder = revision.partition(":")
    if not name or name.startswith("-") or (colon and not folder):
        raise RevisionError(f"{revision} names no revision")
    commit = _git(cwd, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}").decode().strip()
    if folder:
        tree = _git(cwd, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{commit}:{folder}").decode().strip()
        archive = _git(cwd, "archive", "--format=tar", tree)
    else:
        # Names below the folder in which git runs.
        held = _git(cwd, "ls-tree", "--name-only", commit).decode().splitlines()
        if "datapackage" not in held:
            raise RevisionError(f"the revision {revision} has no datapackage/")
        archive = _git(cwd, "archive", "--format=tar", commit, "--", *sorted({"datapackage", "schema"} & {*held}))
    if len(archive) > MAX_BYTES:
        raise RevisionError(f"the revision {revision} holds more than {MAX_BYTES} bytes")
    with tempfile.TemporaryDirectory(prefix="overseas-") as scratch:
        with tarfile.open(fileobj=io.BytesIO(archive)) as packed:
            packed.extractall(scratch, filter="data")
        yield (Path(scratch), None) if folder else (Path(scratch) / "datapackage", Path(scratch))


def _git(cwd: Path, *arguments: str) -> bytes:
    try:
        done = subprocess.run(
            ["git", *arguments], cwd=cwd, stdin=subprocess.DEVNULL, capture_output=True, timeout=120, check=False
        )
    except FileNotFoundError:
        raise RevisionError("git is not installed") from None
    except subprocess.TimeoutExpired:
        raise RevisionError(f"git {arguments[0]} took too long") from None
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines()
        raise RevisionError(said[0] if said else "git knows no such revision")
    return done.stdout
