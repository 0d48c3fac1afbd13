"""The texts of sources: files named ``<source-id>.txt`` in one folder, each read once, or named."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator
from pathlib import Path

from overseas_stations.findings import Finding
from overseas_stations.handed_over import is_litter, read_regular
from overseas_stations.passages import Text
from overseas_stations.rules.dossiers import FILE_LEFT, FILE_UNREAD
from overseas_stations.rules.files import BYTE_ORDER_MARK, FILE_UNREADABLE, NOT_UTF8, NUL_BYTE

READING = (BYTE_ORDER_MARK, FILE_LEFT, FILE_UNREAD, FILE_UNREADABLE, NOT_UTF8, NUL_BYTE)
"""The rules on the files themselves."""

MAX_TEXT = 8_000_000
"""Bytes of the longest text that is read."""

MAX_HELD = 100_000_000
"""Characters of all texts together, in normal form."""

SUFFIX = ".txt"

NOT_TEXTS = ("README.md",)
"""What else belongs into the folder."""


class Texts:
    """The texts at hand in a folder, each read when it is first asked for.

    Attributes:
        folder: the folder.
        findings: what is wrong with the texts that were asked for.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.findings: list[Finding] = []
        self._read: dict[str, Text | None] = {}
        self._held = 0

    def get(self, source_id: str) -> Text | None:
        """Return the text of a source; None where there is none, or one that cannot be read, which is a finding."""
        if source_id not in self._read:
            self._read[source_id] = self._load(source_id)
        return self._read[source_id]

    def unread(self, source_ids: Collection[str]) -> Iterator[Finding]:
        """Read the texts of all of some sources, and yield what is wrong with any, and which files are none of them."""
        expected = f"texts of the sources (<source-id>{SUFFIX})"
        try:
            names = sorted(path.name for path in self.folder.iterdir())
        except OSError as error:
            shown = self.folder.as_posix()
            yield FILE_UNREADABLE.finding(value=f"{shown}: {error.strerror or error}", file=shown)
            return
        for name in names:
            if is_litter(name):
                yield FILE_LEFT.finding(value=name, file=self._shown(name))
            elif name in NOT_TEXTS:
                continue
            elif name.endswith(SUFFIX) and name.removesuffix(SUFFIX) in source_ids:
                self.get(name.removesuffix(SUFFIX))
            else:
                yield FILE_UNREAD.finding(value=name, expected=expected, file=self._shown(name))
        yield from self.findings

    def _shown(self, name: str) -> str:
        return (self.folder / name).as_posix()

    def _load(self, source_id: str) -> Text | None:
        name = f"{source_id}{SUFFIX}"
        path, shown = self.folder / name, self._shown(name)
        if path.name != name or not os.path.lexists(path):
            return None
        try:
            data = read_regular(path, MAX_TEXT)
            if len(data) > MAX_TEXT:
                raise OSError(f"it has more than {MAX_TEXT} bytes; save the text alone, or the part that is cited")
            text = data.decode("utf-8")
        except OSError as error:
            self.findings.append(FILE_UNREADABLE.finding(value=f"{shown}: {error.strerror or error}", file=shown))
            return None
        except UnicodeDecodeError as error:
            line, column = _place(data[: error.start].decode("utf-8"))
            byte = f"0x{data[error.start]:02x}"
            self.findings.append(NOT_UTF8.finding(value=byte, file=shown, line=line, column=column))
            return None
        if "\0" in text:
            line, column = _place(text[: text.index("\0")])
            self.findings.append(NUL_BYTE.finding(file=shown, line=line, column=column))
            return None
        if text.startswith("\ufeff"):
            self.findings.append(BYTE_ORDER_MARK.finding(file=shown, line=1, column=1))
        read = Text(text.removeprefix("\ufeff"))
        self._held += len(read.normal)
        if self._held <= MAX_HELD:
            return read
        value = f"{shown}: with it the texts have more than {MAX_HELD} characters; check fewer of them at once"
        self.findings.append(FILE_UNREADABLE.finding(value=value, file=shown))
        return None


def raw_text(folder: Path, source_id: str) -> str:
    """Return a text as it was saved, with its lines: of one that was read without a finding."""
    return read_regular(folder / f"{source_id}{SUFFIX}", MAX_TEXT).decode("utf-8").removeprefix("\ufeff")


def _place(before: str) -> tuple[int, int]:
    """Return the line and the column, from 1, of what follows a text."""
    return before.count("\n") + 1, len(before) - before.rfind("\n")
