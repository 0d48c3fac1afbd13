"""Replaces folders and files as a whole: a command that dies at any moment leaves the old or the new, no mixture.

A command holds the lock on what it writes. It writes everything into a folder of its own beside that, which is new and
has a random name, and lets the old and the new change places once all of it is on the disk. What stood there is looked
at again when it is out of the way; only what an earlier run wrote is deleted then, and the rest goes back.
"""

from __future__ import annotations

import errno
import json
import os
import re
import stat
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path, PurePosixPath

from overseas_stations.folders import swapping
from overseas_stations.folders.locking import PREFIX, LockFile, locked
from overseas_stations.folders.ownership import ITSELF, Owner, Unwritable, entries, folders_of, is_folder

Content = bytes | Mapping[str, bytes]
"""The bytes of a file, or those of each file of a folder by its path in it."""


@dataclass(frozen=True)
class Piece:
    """What is to be at a path.

    Attributes:
        path: below the folder in which paths are held, with slashes.
        content: what it is to hold, and nothing else.
        owner: what may be replaced.
    """

    path: str
    content: Content
    owner: Owner


def replace(target: Path, content: Content, owner: Owner) -> None:
    """Make *target* hold exactly *content*.

    Raises:
        Unwritable: it was not written, and is as it was.
    """
    with writing(target, owner) as write:
        write(content)


@contextmanager
def writing(target: Path, owner: Owner) -> Iterator[Callable[[Content], None]]:
    """Hold *target* for this command alone, and give the function that makes it hold exactly a content.

    Raises:
        Unwritable: something else is there, or another command is writing it.
    """
    whole = target if target.name not in ("", "..") else target.resolve()
    if owner.is_folder and os.path.ismount(whole):
        # It cannot change places with a folder, and what is beside it is on another disk.
        with holding(whole, ITSELF) as hold:
            owner.written(whole)
            yield lambda content: hold.replace(*_inside_of(whole, content, owner))
        return
    with holding(whole.parent, whole.name) as hold:
        owner.written(whole)
        yield lambda content: hold.replace(Piece(whole.name, content, owner))


def _inside_of(folder: Path, content: Content, owner: Owner) -> Iterator[Piece]:
    """Yield what is to be at each place right below a folder, with nothing for what an earlier run wrote there."""
    assert not isinstance(content, bytes)
    wrote = owner.written(folder)
    for top in sorted({name.partition("/")[0] for name in (*wrote, *content)}):
        below = f"{top}/"
        old = {ITSELF if name == top else name.removeprefix(below) for name in wrote if f"{name}/".startswith(below)}
        new = {name.removeprefix(below): data for name, data in content.items() if name.startswith(below)}
        of_top = Owner(owner.name, partial(_known, old), owner.instead, is_folder=top not in content)
        yield Piece(top, content.get(top, new), of_top)


def _known(names: Collection[str], path: Path) -> Collection[str]:
    return names


@contextmanager
def holding(folder: Path, *paths: str) -> Iterator[Hold]:
    """Hold *paths* below a folder for this command alone; commands whose first path is the same keep each other out.

    What a command that died left undone there is put in order first.

    Raises:
        Unwritable: another command holds them, or nothing can be written there.
    """
    missing = [path for path in (folder, *folder.parents) if not path.exists()]
    with ExitStack() as held:
        held.callback(_remove_empty, missing)
        with _told(folder / paths[0]):
            folder.mkdir(parents=True, exist_ok=True)
            hold = Hold(folder, paths, held.enter_context(locked(folder, paths[0])))
            hold.recover()
        yield hold


def _remove_empty(folders: Iterable[Path]) -> None:
    for folder in folders:
        with suppress(OSError):
            folder.rmdir()


@contextmanager
def _told(shown: Path) -> Iterator[None]:
    """Turn an error of the system into one that says what was not written."""
    try:
        yield
    except Unwritable:
        raise
    except OSError as error:
        busy = "; if it is a mount point, name a folder inside it" if error.errno == errno.EBUSY else ""
        raise Unwritable(f"{shown} could not be written and is as it was: {error.strerror or error}{busy}") from None


class Hold:
    """Paths below a folder that this command alone may write."""

    def __init__(self, folder: Path, paths: Sequence[str], lock: LockFile) -> None:
        self._folder, self._paths, self._lock = folder, paths, lock

    def replace(self, *pieces: Piece) -> None:
        """Put all pieces in their places, or none.

        Raises:
            Unwritable: something else is there, or it could not be written; everything is as it was.
        """
        staging = self._folder / f"{PREFIX}{os.urandom(8).hex()}"
        moves = [_Move(self._folder, piece, staging / str(number)) for number, piece in enumerate(pieces)]
        with _told(self._folder / pieces[0].path):
            journal = {"staging": staging.name, "moves": [(move.piece.path, sorted(move.names)) for move in moves]}
            self._lock.note(json.dumps(journal).encode())
        self._lock.keep = True
        try:
            with _told(self._folder / pieces[0].path):
                # Fails where something of that name is there, be it a link.
                staging.mkdir(0o700)
            for move in moves:
                move.stage()
            tried = []
            try:
                for move in moves:
                    tried.append(move)
                    move.place()
            except BaseException:
                for move in reversed(tried):
                    move.undo()
                raise
        finally:
            self._put_in_order(staging, [(move.piece.path, move.names) for move in moves])

    def recover(self) -> None:
        """Put in order what the last command that held these paths left undone, if it died."""
        with suppress(ValueError, KeyError, TypeError, RecursionError):
            journal = json.loads(self._lock.noted())
            name, moves = journal["staging"], [(str(path), set(names)) for path, names in journal["moves"]]
            # Neither the names nor the folder may lead elsewhere, should somebody have made up the journal.
            is_ours = re.fullmatch(f"{re.escape(PREFIX)}[0-9a-f]{{16}}", name) and is_folder(self._folder / name)
            inside = ITSELF in self._paths and all(PurePosixPath(path).name == path for path, _ in moves)
            if is_ours and (inside or all(path in self._paths for path, _ in moves)):
                self._put_in_order(self._folder / name, moves)
        if not self._lock.keep:
            self._lock.note(b"")

    def _put_in_order(self, staging: Path, moves: Sequence[tuple[str, Collection[str]]]) -> None:
        """Finish with a folder in which new files were written, at whatever step its command ended."""
        with suppress(OSError):
            for number, (path, names) in enumerate(moves):
                target, fresh = _inside(self._folder, path), staging / str(number)
                aside = swapping.aside(fresh)
                if os.path.lexists(aside) and not os.path.lexists(target):
                    os.rename(aside, target)
                for left in (fresh, aside):
                    _clear(left, names, target)
                if ITSELF in self._paths and is_folder(target):
                    with suppress(OSError):
                        target.rmdir()  # nothing is left of what an earlier run wrote there
            staging.rmdir()
        self._lock.keep = os.path.lexists(staging)


class _Move:
    """How one piece gets to its place."""

    def __init__(self, folder: Path, piece: Piece, fresh: Path) -> None:
        self.piece, self.fresh = piece, fresh
        self.shown = folder / piece.path
        self.target = _inside(folder, piece.path)
        new = {ITSELF} if isinstance(piece.content, bytes) else {*piece.content}
        self.names = piece.owner.written(self.target) | new
        self._old: Path | None = None
        self._placed = False

    def stage(self) -> None:
        """Write the new files, and see that they are on the disk."""
        with _told(self.shown):
            if isinstance(self.piece.content, bytes):
                swapping.write(self.fresh, self.piece.content)
                swapping.flush(self.fresh)
            else:
                self.fresh.mkdir()
                for name, data in self.piece.content.items():
                    swapping.write(self.fresh / name, data)
                swapping.flush_all(self.fresh, self.piece.content.keys())

    def place(self) -> None:
        """Put the new where it belongs, and see that what was there is still what may be replaced."""
        with _told(self.shown):
            if os.path.lexists(self.target):
                self.piece.owner.written(self.target)
                self._old = swapping.exchange(self.fresh, self.target)
                self.piece.owner.written(self._old, self.shown)
                with suppress(OSError):
                    self.target.chmod(stat.S_IMODE(os.lstat(self._old).st_mode))
            else:
                self.target.parent.mkdir(parents=True, exist_ok=True)
                swapping.put(self.fresh, self.target)
                self._placed = True
            swapping.flush(self.target.parent)

    def undo(self) -> None:
        """Put back what was there."""
        if self._old == self.fresh:
            swapping.exchange(self.fresh, self.target)
        elif self._old is not None:
            os.rename(self.target, self.fresh)
            os.rename(self._old, self.target)
        elif self._placed and os.path.lexists(self.fresh):  # a second link to it
            self.target.unlink()
        elif self._placed:
            os.rename(self.target, self.fresh)


def _inside(folder: Path, path: str) -> Path:
    """Return a path below a folder, none of whose parts leads out of it.

    Raises:
        Unwritable: one of them is a link.
    """
    for part in [*PurePosixPath(path).parents][-2::-1]:
        if (folder / part).is_symlink():
            raise Unwritable(
                f"{folder / part} is a link, and what it leads to is left alone: put a folder in its place"
            )
    return folder / path


def _clear(left: Path, names: Collection[str], target: Path) -> None:
    """Delete the files of those names; all else goes where it belongs now, or stays where it is."""
    found = list(entries(left))
    parents = {folder for name in names for folder in folders_of(name)}
    emptied = {folder for name in found for folder in folders_of(name)}
    for name in found:
        if name in names:
            (left / name).unlink()
        elif name not in parents and is_folder(target) and not os.path.lexists(target / name):
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            os.rename(left / name, target / name)
        else:
            emptied.add(name)
    if is_folder(left):
        for folder in sorted(emptied, key=lambda name: name.count("/"), reverse=True):
            with suppress(OSError):
                (left / folder).rmdir()
        with suppress(OSError):
            left.rmdir()
