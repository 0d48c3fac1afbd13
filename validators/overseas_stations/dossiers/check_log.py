"""The log of checks, ``seeds/checks/<year>.jsonl``: what a machine wrote down when it looked for the passages.

A line is one look at one source: what came of it, each attempt since the line before, each passage with its outcome. A
line has one way to be written, and is never changed; a later one of the same day takes its place.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from typing import Any

from overseas_stations.dossiers.reading import Place
from overseas_stations.findings import Finding
from overseas_stations.formats.strict_json import JsonFault, load_json
from overseas_stations.forms.scalars import DATE, SHA256, is_match
from overseas_stations.forms.vocabulary import CheckPlace, OutcomeOfPassage, OutcomeOfSource
from overseas_stations.rules.looking import LOG_LINE

CHECKS, SUFFIX = "checks", ".jsonl"
"""The folder of the seeds that holds the log, and how its files end."""

MAX_LOG = 64 * 1024 * 1024
"""Bytes of the longest file of the log that is read."""

MAX_LINE = 1024 * 1024
MAX_FAULTS = 100
"""Of a file with so many lines that are none the rest is not read."""

TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


class BadLine(ValueError):
    """A line is none of the log: what was found, and in which of its characters, from 1."""

    def __init__(self, message: str, column: int = 1) -> None:
        super().__init__(message)
        self.message, self.column = message, column


@dataclass(frozen=True, order=True)
class Tried:
    """An attempt to have a page: when, where, what came of it, empty where only a later one was read; and why."""

    time: str
    place: str
    outcome: str = ""
    status: int | None = None
    snapshot: str = ""
    failure: str = ""


@dataclass(frozen=True)
class Look:
    """One look at one source, a line of the log.

    Attributes:
        source_id: the source.
        checked: the day of the last attempt.
        had: the day of the page that the outcome rests on.
        place, outcome, status, snapshot: where that was read, what came of it, what the server answered, and the day
            of an archived copy.
        text_sha256, text_characters: of the text that it shows, in normal form; None where it was not read.
        attempts: those since the line before, in the order of time.
        passages: fingerprint -> what came of it, in the order of fingerprints.
    """

    source_id: str
    checked: str
    had: str
    place: str
    outcome: str
    status: int | None
    snapshot: str | None
    text_sha256: str | None
    text_characters: int | None
    attempts: Sequence[Tried]
    passages: Mapping[str, str]

    def line(self) -> str:
        """Return the line of the log, without its end."""
        return json.dumps(asdict(self), ensure_ascii=True, separators=(",", ":"))


_KINDS: Mapping[str, type | tuple[type, ...]] = {
    **dict.fromkeys(("source_id", "checked", "had", "place", "outcome"), str),
    **dict.fromkeys(("snapshot", "text_sha256"), (str, type(None))),
    **dict.fromkeys(("status", "text_characters"), (int, type(None))),
    "attempts": list,
    "passages": dict,
}
_TERMS = {"place": [*CheckPlace], "outcome": [*OutcomeOfSource]}


def is_log(file: str) -> bool:
    """Say whether a file of the seeds is one of the log.

    >>> is_log("seeds/checks/2026.jsonl"), is_log("seeds/2026/a.yaml")
    (True, False)
    """
    return file.endswith(SUFFIX) and file.rsplit("/", 2)[-2:-1] == [CHECKS]


def looks_in(data: bytes, file: str, findings: list[Finding]) -> Iterator[tuple[Look, Place]]:
    """Yield the looks of a file of the log, each with its place; what is wrong with lines is added to *findings*."""
    year = file.rsplit("/", 1)[-1].removesuffix(SUFFIX)
    if len(data) > MAX_LOG:
        findings.append(LOG_LINE.finding(value=f"the file has more than {MAX_LOG} bytes", file=file, line=1, column=1))
        return
    *lines, rest = data.split(b"\n")
    faults = 0
    for number, line in enumerate([*lines, rest] if rest else lines, start=1):
        try:
            if number > len(lines):
                raise BadLine("the last line has no end: it was cut", len(line.decode("utf-8", "replace")) + 1)
            look = look_of(line)
            if look.checked[:4] != year:
                raise BadLine(
                    f"checked is {look.checked}, which belongs into another year's file", _at(line, "checked")
                )
        except BadLine as fault:
            faults += 1
            said = fault.message if faults < MAX_FAULTS else f"{fault.message}; the rest of the file is not read"
            findings.append(LOG_LINE.finding(value=said, file=file, line=number, column=fault.column))
            if faults == MAX_FAULTS:
                return
        else:
            yield look, Place(file, number, 1)


def look_of(line: bytes) -> Look:
    """Return the look that a line spells.

    Raises:
        BadLine: it spells none.
    """
    if len(line) > MAX_LINE:
        raise BadLine(f"the line has more than {MAX_LINE} bytes")
    try:
        read: Any = load_json(line)
    except JsonFault as fault:
        raise BadLine(f"the line is not JSON: {fault.message}", fault.column) from None
    if not isinstance(read, dict) or list(read) != [each.name for each in fields(Look)]:
        raise BadLine(f"the keys of a line are {', '.join(_KINDS_IN_ORDER)}, in this order")
    for name, value in read.items():
        if not _is_of(value, _KINDS[name]) or value not in _TERMS.get(name, [value]):
            raise BadLine(f"{name} is not what it should be", _at(line, name))
    for name in ("checked", "had", "snapshot"):
        if read[name] is not None and (len(read[name]) != len("YYYY-MM-DD") or not is_match(DATE, read[name])):
            raise BadLine(f"{name} is no day", _at(line, name))
    for name, came in read["passages"].items():
        if not is_match(SHA256, name) or came not in list(OutcomeOfPassage):
            raise BadLine("a passage is a fingerprint with its outcome", _at(line, name))
    look = Look(**{**read, "attempts": tuple(_tried(each, line) for each in read["attempts"])})
    spelt = look.line().encode("ascii")
    if list(look.passages) != sorted(look.passages) or list(look.attempts) != sorted(look.attempts, key=_by_time):
        raise BadLine("attempts stand in the order of time, and passages in that of fingerprints")
    if spelt != line:
        column = next((at for at, (one, other) in enumerate(zip(spelt, line, strict=False), 1) if one != other), 1)
        raise BadLine("the line is not written as the machine writes it", column)
    return look


_KINDS_IN_ORDER = [each.name for each in fields(Look)]


def _by_time(each: Tried) -> str:
    return each.time


def _tried(read: Any, line: bytes) -> Tried:
    if not isinstance(read, dict) or list(read) != [each.name for each in fields(Tried)]:
        raise BadLine("an attempt does not have its keys", _at(line, "attempts"))
    texts = {name: value for name, value in read.items() if name != "status"}
    sound = all(isinstance(value, str) for value in texts.values()) and _is_of(read["status"], (int, type(None)))
    if not sound or not TIME.fullmatch(read["time"]) or read["place"] not in list(CheckPlace):
        raise BadLine("an attempt has a time and a place", _at(line, "attempts"))
    if read["outcome"] and read["outcome"] not in list(OutcomeOfSource):
        raise BadLine("an attempt has the outcome of a source, or none", _at(line, "attempts"))
    return Tried(**read)


def _is_of(value: object, kinds: type | tuple[type, ...]) -> bool:
    return isinstance(value, kinds) and not isinstance(value, bool)


def _at(line: bytes, name: str) -> int:
    """Return in which character of a line a key stands."""
    return line.decode("utf-8").find(f'"{name}"') + 1 or 1
