"""The YAML that dossiers are written in, read line by line: a small part of the language, and nothing in doubt.

A mapping's keys stand below one another, a list's entries are indented, a text stands on its line (plain, or in
quotation marks without escapes) or is folded below ``>-``, and ``{}`` and ``[]`` open and close on one line. What is
written like that is read several times as fast as by a parser of all YAML, with the same values. Anything else is left
to :mod:`overseas_stations.formats.strict_yaml`, which also says what is wrong with a file, and where each value stands.
"""

from __future__ import annotations

import re

MAX_CHARACTERS = 100_000
"""A longer file is left to the strict reader, which counts what it holds."""
MAX_NESTED = 8

_KEY = r"[a-z][a-z0-9_]*"
_LINE = re.compile(
    r"(?:#[^\n]*)?\n"
    # Indent and dash; a key, and what is folded below it or stands behind it; an entry of a list that has no key.
    rf"|( *)(- )?(?:({_KEY}):(?: (>-(?:\n(?(2)\1  |\1) +[^ \n][^\n]*)+|[^ \n][^\n]*))?|([^ \n][^\n]*))\n"
    # Anything else.
    r"|([^\n]+\n?)"
)
_LEAD = re.compile(r"(?:#[^\n]*+\n|\n)*+")
_FLOWING = r'(?:[A-Za-z0-9](?:[A-Za-z0-9 ._/-]*[A-Za-z0-9._/-])?|"[^"\\]*")'
_MAPPING = re.compile(rf"\{{{_KEY}: {_FLOWING}(?:, {_KEY}: {_FLOWING})*\}}")
_PAIR = re.compile(rf'({_KEY}): ("[^"]*"|[^,}}]+)')
_LIST = re.compile(rf"\[{_FLOWING}(?:, {_FLOWING})*\]")
_ENTRY = re.compile(r'"[^"]*"|[^,\]\[ ][^,\]]*')
_QUOTED = re.compile(r""""(?:[^"\\]|\\["\\])*+"|'[^']*'""")
_ESCAPED = re.compile(r'\\(["\\])')
_PLAIN = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789")


_DIGITS = frozenset("0123456789")


class HouseMapping(dict[str, "HouseValue"]):
    """A mapping with the 1-based place where it begins."""

    __slots__ = ("column", "line")

    def __init__(self, line: int, column: int) -> None:
        self.line, self.column = line, column


PlacedText = tuple[str, int, int]
"""A text in a list, with its line and column."""

HouseValue = str | HouseMapping | list[HouseMapping | PlacedText] | None
"""A text, a mapping, a list; None where nothing was written."""


class Doubt(Exception):
    """It is not certain that the file is written in the house's style: the strict reader is to be asked."""


def read(data: bytes) -> HouseMapping:
    """Return the values of a file in the house's style.

    Raises:
        Doubt: it is not, or may not be.
    """
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        raise Doubt from None
    if "\r" in text:
        text = text.replace("\r\n", "\n")
    # What is printable is no break of a line, no mark of an order of bytes, and nothing that YAML leaves out.
    if len(text) > MAX_CHARACTERS or text[-1:] != "\n" or not text.replace("\n", "").isprintable():
        raise Doubt
    root = HouseMapping(text.count("\n", 0, _LEAD.match(text).end()) + 1, 1)  # type: ignore[union-attr]
    stack: list[tuple[int, HouseMapping | list[HouseMapping | PlacedText]]] = [(0, root)]
    at, top, line = 0, root, 0  # the mapping that the last line belongs to, its indent, the number of the line
    opened: str | None = None  # its key whose value may follow
    for indent, dash, key, value, item, other in _LINE.findall(text):
        line += 1
        column = len(indent)
        if dash:
            entries = _entries(stack, column, opened)
            opened = None
            if not key:
                where = (line, column + 3)
                entries.append(_flow_mapping(item, *where) if item[0] == "{" else (_text(item), *where))
                continue
            at, top = column + 2, HouseMapping(line, column + 3)
            entries.append(top)
            stack.append((at, top))
        elif not key:
            if item or other:
                raise Doubt
            continue
        elif column != at or stack[-1][0] != at:
            top = _mapping(stack, column, opened, line)
            at = column
        if key in top:
            raise Doubt
        if not value:
            top[key], opened = None, key
            continue
        opened, first = None, value[0]
        if first in _PLAIN:
            if ": " in value or " #" in value or value[-1] in ": ":
                raise Doubt
            top[key] = value
        elif first == ">":
            top[key] = _folded(value)
            line += value.count("\n")
        elif first == "{":
            top[key] = _flow_mapping(value, line, at + len(key) + 3)
        elif first == "[":
            top[key] = _flow_list(value, line, at + len(key) + 3)
        else:
            top[key] = _text(value)
    if not root:
        raise Doubt
    return root


_Stack = list[tuple[int, "HouseMapping | list[HouseMapping | PlacedText]"]]


def _entries(stack: _Stack, column: int, opened: str | None) -> list[HouseMapping | PlacedText]:
    """Return the list that has an entry with its dash at a column."""
    if stack[-1][0] < column and opened is not None:
        parent = stack[-1][1]
        if isinstance(parent, HouseMapping) and len(stack) < MAX_NESTED:
            made: list[HouseMapping | PlacedText] = []
            parent[opened] = made
            stack.append((column, made))
            return made
        raise Doubt
    while stack[-1][0] > column:
        stack.pop()
    at, found = stack[-1]
    if at != column or isinstance(found, HouseMapping):
        raise Doubt
    return found


def _mapping(stack: _Stack, column: int, opened: str | None, line: int) -> HouseMapping:
    """Return the mapping that has a key at a column."""
    if stack[-1][0] < column and opened is not None:
        parent = stack[-1][1]
        if isinstance(parent, HouseMapping) and len(stack) < MAX_NESTED:
            made = HouseMapping(line, column + 1)
            parent[opened] = made
            stack.append((column, made))
            return made
        raise Doubt
    while stack[-1][0] > column:
        stack.pop()
    at, found = stack[-1]
    if at != column or not isinstance(found, HouseMapping):
        raise Doubt
    return found


def _text(value: str) -> str:
    """Return a text that stands on its line."""
    if value[0] in "\"'":
        if _QUOTED.fullmatch(value) is None:
            raise Doubt
        return _ESCAPED.sub(r"\1", value[1:-1]) if "\\" in value and value[0] == '"' else value[1:-1]
    # A number below zero, or any other sign than those that YAML may read something into.
    begins = value[0] in _PLAIN or value[0] > "\x7f" or (value[0] == "-" and value[1:2] in _DIGITS)
    if not begins or ": " in value or " #" in value or value[-1] in ": ":
        raise Doubt
    return value


def _folded(value: str) -> str:
    """Return a text that is folded below ``>-``, the lines of which are indented alike."""
    head, *lines = value.split("\n")
    if head != ">-" or not lines:
        raise Doubt
    indent = len(lines[0]) - len(lines[0].lstrip(" "))
    blank = " " * indent
    for each in lines:
        if each[:indent] != blank or each[indent] == " " or each[-1] == " ":
            raise Doubt
    return " ".join([each[indent:] for each in lines])


def _flow_mapping(value: str, line: int, column: int) -> HouseMapping:
    if _MAPPING.fullmatch(value) is None:
        raise Doubt
    found, pairs = HouseMapping(line, column), _PAIR.findall(value)
    for key, text in pairs:
        found[key] = text[1:-1] if text[0] == '"' else text
    if len(found) < len(pairs):
        raise Doubt
    return found


def _flow_list(value: str, line: int, column: int) -> list[HouseMapping | PlacedText]:
    if _LIST.fullmatch(value) is None:
        raise Doubt
    return [(each[0].strip('"'), line, column + each.start()) for each in _ENTRY.finditer(value)]
