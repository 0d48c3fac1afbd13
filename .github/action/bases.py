"""Which commit a change is compared with, and what it touches: asked of git, in whatever clone a workflow has made.

As a program it ends with 0 where the change that is checked out touches seeds/ and nothing else: bases.py REVISION.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

SECONDS = 120
DEEPER = (64, 1024)
"""So many commits more are fetched of a shallow clone, one after the other, to find where a change began."""


class NoBase(Exception):
    """Why a change is compared with nothing, in a sentence."""


def surroundings(folder: Path) -> dict[str, str]:
    """Return the environment for git in a folder of the job's workspace.

    In a container the files belong to somebody else, and git reads them only when told to.
    """
    env = {**os.environ, "GIT_TERMINAL_PROMPT": "0", "GIT_OPTIONAL_LOCKS": "0", "LC_ALL": "C"}
    workspace = os.environ.get("GITHUB_WORKSPACE")
    if workspace and (whole := folder.resolve()).is_relative_to(Path(workspace).resolve()):
        count = int(env.get("GIT_CONFIG_COUNT") or 0)
        for each in (whole, *whole.parents):
            if (each / ".git").exists():
                env[f"GIT_CONFIG_KEY_{count}"] = "safe.directory"
                env[f"GIT_CONFIG_VALUE_{count}"] = each.as_posix()
                env["GIT_CONFIG_COUNT"] = str(count + 1)
                break
    return env


def ask(folder: Path, *arguments: str) -> str:
    """Return what git prints, without the space around it.

    Raises:
        NoBase: it does not answer.
    """
    settings = ("core.fsmonitor=false", f"core.hooksPath={os.devnull}")
    command = ["git", "--no-pager", *(part for each in settings for part in ("-c", each)), *arguments]
    try:
        done = subprocess.run(
            command,
            cwd=folder,
            env=surroundings(folder),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=SECONDS,
            check=False,
        )
    except OSError as error:
        raise NoBase(f"git cannot be started in {folder}: {error.strerror}") from None
    except subprocess.TimeoutExpired:
        raise NoBase(f"git {arguments[0]} took longer than {SECONDS} seconds") from None
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines()
        raise NoBase(said[-1].removeprefix("fatal: ") if said else f"git {arguments[0]} has no answer")
    return done.stdout.decode("utf-8", "replace").strip()


def commit_of(folder: Path, revision: str) -> str:
    """Return the commit that a revision names, fetched where a shallow clone has it not.

    Raises:
        NoBase: there is no such commit.
    """
    try:
        return _commit(folder, revision)
    except NoBase as error:
        if not re.fullmatch(r"\w[\w./-]*", revision) or not ask(folder, "rev-parse", "--git-dir"):
            raise NoBase(f"{revision} is no revision: {error}") from None
    fetch(folder, "--depth=1", revision)
    return _commit(folder, "FETCH_HEAD")


def base_of(folder: Path, revision: str) -> str:
    """Return the commit on which the change that is checked out was made, which *revision* may have left behind.

    Raises:
        NoBase: it cannot be found.
    """
    head = _commit(folder, "HEAD")
    # What is checked out for a pull request is its merge, made on what the main branch is by now.
    if re.fullmatch(r"refs/pull/\d+/merge", os.environ.get("GITHUB_REF", "")) and os.environ.get("GITHUB_SHA") == head:
        if _is_shallow(folder):
            fetch(folder, "--depth=2", head)
        return _commit(folder, "HEAD^1")
    base = commit_of(folder, revision)
    for depth in (0, *DEEPER):
        if depth:
            if not _is_shallow(folder):
                break
            fetch(folder, f"--deepen={depth}", base, head)
        try:
            return ask(folder, "merge-base", base, head)
        except NoBase:
            pass
    raise NoBase(f"what was fetched does not show where the change left {base[:12]}: give the checkout fetch-depth: 0")


def only_dossiers(folder: Path, base: str) -> bool:
    """Say whether what changed since a commit is seeds/ of a project's folder, and nothing else of the repository."""

    def differs(*paths: str) -> bool:
        return bool(ask(folder, "diff", "--no-ext-diff", "--no-textconv", "--name-only", base, "HEAD", "--", *paths))

    return differs("seeds") and not differs(":/", ":(exclude)seeds")


def fetch(folder: Path, depth: str, *commits: str) -> None:
    """Fetch commits as far back as *depth* says.

    Raises:
        NoBase: they are not to be had.
    """
    try:
        ask(folder, "fetch", "--quiet", "--no-tags", depth, "origin", *commits)
    except NoBase as error:
        raise NoBase(f"{commits[0][:12]} cannot be fetched ({error}): give the checkout fetch-depth: 0") from None


def _commit(folder: Path, revision: str) -> str:
    return ask(folder, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")


def _is_shallow(folder: Path) -> bool:
    return ask(folder, "rev-parse", "--is-shallow-repository") == "true"


def main(arguments: list[str]) -> int:
    """Return 0 where the change touches seeds/ alone, else 1."""
    here = Path()
    try:
        return 0 if only_dossiers(here, base_of(here, arguments[0])) else 1
    except NoBase as error:
        print(error, file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
