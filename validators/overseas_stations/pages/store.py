"""A store: the folder in which fetched and saved pages lie, with an index of every attempt to have one.

    <store>/index.jsonl             one line an attempt, appended and never changed
    <store>/bodies/<sha256>         what a server or a person gave, once for each content
    <store>/texts/<source-id>.txt   the text of a source, as `--texts` reads it
    <store>/README.md, .gitignore   whose texts these are; that none of them is committed

What a reader sees is whole at any moment: a body is put in its place under its last name, a line counts when its end is
written. A half last line is left by a command that was killed: it is passed over, and cut off by the next that writes.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from overseas_stations.folders.locking import locked
from overseas_stations.forms.scalars import SHA256, SLUG, is_match
from overseas_stations.handed_over import InputError, read_regular
from overseas_stations.pages.attempts import Attempt, BadAttempt, attempt_of

INDEX, BODIES, TEXTS, RUNS = "index.jsonl", "bodies", "texts", "runs"

MAX_BODY = 20_000_000
"""Bytes of the longest body that is kept or read."""

MAX_INDEX = 500_000_000
"""Bytes of the longest index that is read."""

IGNORE = "# The texts here are other people's: none of them is committed.\n*\n"

README = """\
# Pages of sources, kept to verify passages

Every text in this folder belongs to whoever published it. It was put here by `overseas texts`, so that one person can
check on one machine whether the passages that the dataset rests on stand in their sources. Do not publish this folder,
do not commit it (its `.gitignore` names everything), and delete it when you are done: nothing else needs it.

- `index.jsonl`: every attempt to have a page, one a line: when, where, what answered.
- `bodies/`: what was answered, each named by its SHA-256.
- `texts/`: a text for each source, as `overseas check --texts` reads it.

`overseas texts status --store FOLDER` says what is here, `overseas evidence check --store FOLDER` what it shows.
"""


class Store:
    """A store that is there.

    Attributes:
        folder: its folder.
    """

    def __init__(self, folder: Path) -> None:
        if not (folder / INDEX).is_file():
            hint = "`overseas texts add` makes one"
            raise InputError(f"--store {folder} is no store of pages: it has no {INDEX}; {hint}")
        self.folder = folder

    @classmethod
    def made(cls, folder: Path) -> Store:
        """Return the store in a folder, which is made where it is not there.

        Raises:
            InputError: the folder holds something else.
        """
        if not (folder / INDEX).is_file():
            # One that was killed while it made a store left a part of it.
            ours = {".gitignore", "README.md", BODIES, TEXTS}
            if folder.exists() and not (folder.is_dir() and ours.issuperset(path.name for path in folder.iterdir())):
                raise InputError(f"--store {folder} is there, and is no store of pages: name a new folder")
            folder.mkdir(parents=True, exist_ok=True)
            # The index comes last: without it the folder is none.
            put(folder / ".gitignore", IGNORE.encode())
            put(folder / "README.md", README.encode())
            for name in (BODIES, TEXTS):
                (folder / name).mkdir(exist_ok=True)
            put(folder / INDEX, b"")
        return cls(folder)

    def attempts(self) -> list[Attempt]:
        """Return all attempts in the order in which they were made.

        Raises:
            InputError: a line other than a half last one is none.
        """
        data = read_regular(self.folder / INDEX, MAX_INDEX)
        if len(data) > MAX_INDEX:
            raise InputError(f"{self.folder / INDEX} has more than {MAX_INDEX} bytes: begin a new store")
        *lines, _half = data.split(b"\n")
        found = []
        for number, line in enumerate(lines, start=1):
            try:
                found.append(attempt_of(line.decode("utf-8")))
            except (BadAttempt, UnicodeDecodeError) as error:
                raise InputError(f"{self.folder / INDEX}, line {number}: {error}") from None
        return found

    def body(self, attempt: Attempt) -> bytes | None:
        """Return the body of an attempt; None where it has none, or its file is missing or was changed."""
        if attempt.body is None or not is_match(SHA256, attempt.body):
            return None
        try:
            data = read_regular(self.folder / BODIES / attempt.body, MAX_BODY)
        except OSError:
            return None
        return data if hashlib.sha256(data).hexdigest() == attempt.body else None

    @contextmanager
    def writing(self) -> Iterator[Writer]:
        """Hold the store for one command that writes, and put in order what one that was killed left.

        Raises:
            Unwritable: another command holds it.
        """
        with locked(self.folder, INDEX):
            descriptor = os.open(self.folder / INDEX, os.O_RDWR | os.O_APPEND | getattr(os, "O_BINARY", 0))
            try:
                _cut_half_line(descriptor)
                for name in (BODIES, TEXTS, RUNS):
                    for left in self.folder.glob(f"{name}/{_UNDONE}*"):
                        left.unlink(missing_ok=True)
                yield Writer(self.folder, descriptor)
            finally:
                os.close(descriptor)


class Writer:
    """What writes into a store that is held."""

    def __init__(self, folder: Path, descriptor: int) -> None:
        self._folder, self._descriptor = folder, descriptor

    def keep(self, body: bytes) -> str:
        """Keep a body, and return its SHA-256: before the attempt that names it is appended.

        Raises:
            ValueError: it has more than MAX_BODY bytes.
        """
        if len(body) > MAX_BODY:
            raise ValueError(f"more than {MAX_BODY} bytes")
        name = hashlib.sha256(body).hexdigest()
        path = self._folder / BODIES / name
        if not path.is_file() or path.stat().st_size != len(body):
            put(path, body)
        return name

    def append(self, attempt: Attempt) -> None:
        """Append an attempt to the index; it is on the disk when this returns."""
        rest = memoryview(f"{attempt.line()}\n".encode("ascii"))
        while rest:
            rest = rest[os.write(self._descriptor, rest) :]
        os.fsync(self._descriptor)

    def has_text(self, source_id: str) -> bool:
        """Tell whether there is a text of a source."""
        return (self._folder / TEXTS / f"{source_id}.txt").is_file()

    def keep_text(self, source_id: str, text: str) -> None:
        """Keep the text of a source, in place of the one that is there."""
        if not is_match(SLUG, source_id):
            raise ValueError(f"{source_id} is not the id of a source")
        put(self._folder / TEXTS / f"{source_id}.txt", text.encode("utf-8", "replace"))


_UNDONE = ".undone-"


def put(path: Path, data: bytes) -> None:
    """Write a file as a whole: at no moment is there a part of it under its name."""
    path.parent.mkdir(exist_ok=True)
    descriptor, name = tempfile.mkstemp(prefix=_UNDONE, dir=path.parent)
    try:
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        Path(name).replace(path)
    except BaseException:
        with suppress(OSError):
            Path(name).unlink()
        raise


def _cut_half_line(descriptor: int) -> None:
    """Cut off what follows the last end of a line."""
    end = os.lseek(descriptor, 0, os.SEEK_END)
    at = end
    while at:
        begin = max(0, at - 65536)
        os.lseek(descriptor, begin, os.SEEK_SET)
        piece = os.read(descriptor, at - begin)
        if (last := piece.rfind(b"\n")) >= 0:
            at = begin + last + 1
            break
        at = begin
    if at != end:
        os.ftruncate(descriptor, at)
