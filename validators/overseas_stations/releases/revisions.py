"""A version of the project in git: its built package and its schemas, as they were committed, without a work tree."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from overseas_stations.printable import shorten
from overseas_stations.reading.members import MemberFault, is_hidden, path_fault
from overseas_stations.releases.git import GitError, ask, save
from overseas_stations.rules import files
from overseas_stations.schemas.versions import is_version

MAX_BYTES = 1 << 30
"""So many bytes the files of a revision may have in all."""

PACKAGE, SCHEMAS = "datapackage", "schema"
"""The folders of a project that its versions are read from: the package, and the schemas."""
MANIFEST = "SHA256SUMS"
"""The file in a folder of frozen schemas that lists the others."""

_REGULAR = ("100644", "100755")


class RevisionError(Exception):
    """Why a revision cannot be read, in a sentence."""


@dataclass(frozen=True)
class _Entry:
    """What a tree says of a path: the mode, the object, and its size (0 where it is no file of the repository)."""

    mode: str
    blob: str
    size: int


class Tree:
    """The files of a folder of a commit. None is a link, none is filtered, and none is read before it is asked for."""

    def __init__(self, cwd: Path, shown: str, entries: Mapping[str, _Entry], scratch: Path) -> None:
        self._cwd, self._shown, self._entries, self._scratch = cwd, shown, entries, scratch
        self._saved: dict[str, Path] = {}

    def shown(self, name: str) -> str:
        """Return how findings name the file *name*: the revision and the path in it, as ``git show`` takes them."""
        return f"{self._shown}{name}"

    def names(self) -> tuple[list[str], bool]:
        """Return the names of all files but hidden ones, sorted; links and other repositories are among them."""
        return sorted(name for name in self._entries if not is_hidden(name)), True

    def fetch(self, name: str) -> Path:
        """Return where the bytes of the file *name* are, as they were committed.

        Raises:
            MemberFault: it is not there, a link or another repository, or git cannot give it.
        """
        if fault := path_fault(name):
            raise MemberFault(fault, name)
        name = PurePosixPath(name).as_posix()
        if any(str(folder) in self._entries for folder in PurePosixPath(name).parents):  # a link in place of a folder
            raise MemberFault(files.PATH_UNSAFE, name)
        entry = self._entries.get(name)
        if entry is None:
            raise MemberFault(files.FILE_MISSING, name)
        if entry.mode not in _REGULAR:
            raise MemberFault(files.PATH_UNSAFE, name)
        if name not in self._saved:
            target = self._scratch / f"{entry.blob}-{len(self._saved)}{PurePosixPath(name).suffix[:10]}"
            try:
                save(self._cwd, entry.blob, entry.size, target)
            except GitError as error:
                raise MemberFault(files.FILE_UNREADABLE, f"{self.shown(name)} cannot be read: {error}") from None
            self._saved[name] = target
        return self._saved[name]


@dataclass(frozen=True)
class Revision:
    """A version of a project, or of a package alone.

    Attributes:
        package: the files of its package.
        manifests: version -> the manifest of the project's frozen schemas, empty for a version that has none.
    """

    package: Tree
    manifests: Mapping[str, bytes] = field(default_factory=dict)


@contextmanager
def open_revision(revision: str, cwd: Path) -> Iterator[Revision]:
    """Look up a revision; what is read of it is gone when the context ends.

    Args:
        revision: what names a commit, such as ``v0.1.0`` or ``HEAD~3``: the package is its ``datapackage/``, as seen
            from *cwd*. Or a commit and a folder of the repository, ``v0.1.0:data``.
        cwd: the folder of the project in the repository.

    Raises:
        RevisionError: there is no git, no repository or no such revision; it holds no package, or too large a one.
    """
    name, colon, folder = revision.partition(":")
    if not name or name.startswith("-") or (colon and not folder):
        raise RevisionError(f"{revision} names no revision")
    try:
        commit = _resolved(cwd, f"{name}^{{commit}}")
        with tempfile.TemporaryDirectory(prefix="overseas-") as scratch:
            if folder:
                listed = _listed(cwd, revision, _resolved(cwd, f"{commit}:{folder}"))
                yield Revision(Tree(cwd, f"{revision.rstrip('/')}/", listed, Path(scratch)))
                return
            here = ask(cwd, "rev-parse", "--show-prefix").removesuffix("\n")
            listed = _listed(cwd, revision, commit, f"{here}{PACKAGE}", f"{here}{SCHEMAS}")
            package, schemas = (
                Tree(cwd, f"{revision}:{here}{part}/", _below(f"{here}{part}/", listed), Path(scratch))
                for part in (PACKAGE, SCHEMAS)
            )
            if not package.names()[0]:
                raise RevisionError(f"the revision {revision} has no {PACKAGE}/")
            yield Revision(package, _manifests(schemas))
    except (GitError, MemberFault) as error:
        raise RevisionError(str(error)) from None


def is_revision(name: str, cwd: Path) -> bool:
    """Say whether git, asked in a folder, knows a commit of this name."""
    try:
        _resolved(cwd, f"{name}^{{commit}}")
    except GitError:
        return False
    return True


def _resolved(cwd: Path, name: str) -> str:
    return ask(cwd, "rev-parse", "--verify", "--end-of-options", name).strip()


def _listed(cwd: Path, revision: str, tree: str, *below: str) -> dict[str, _Entry]:
    """Return path -> entry of all that a tree holds, in folders of it where they are named.

    Raises:
        RevisionError: something is not in this copy of the repository, or all of it is too large.
    """
    found: dict[str, _Entry] = {}
    for line in ask(cwd, "ls-tree", "-r", "-l", "-z", "--full-tree", tree, "--", *below).split("\0")[:-1]:
        facts, _, path = line.partition("\t")
        mode, _, blob, size = facts.split()
        if not size.isdecimal() and mode in _REGULAR:
            raise RevisionError(f"{shorten(path)} of {revision} is not in this copy of the repository: fetch it first")
        found[path] = _Entry(mode, blob, int(size) if size.isdecimal() else 0)
    if sum(entry.size for entry in found.values()) > MAX_BYTES:
        raise RevisionError(f"the files of {revision} have more than {MAX_BYTES} bytes")
    return found


def _manifests(schemas: Tree) -> dict[str, bytes]:
    """Return version -> manifest of frozen schemas; MemberFault where one cannot be read."""
    names = schemas.names()[0]
    versions = sorted({version for version, _, rest in (name.partition("/") for name in names) if rest})
    manifests = {version: f"{version}/{MANIFEST}" for version in versions if is_version(version)}
    return {version: schemas.fetch(name).read_bytes() if name in names else b"" for version, name in manifests.items()}


def _below(folder: str, entries: Mapping[str, _Entry]) -> dict[str, _Entry]:
    return {path.removeprefix(folder): entry for path, entry in entries.items() if path.startswith(folder)}
