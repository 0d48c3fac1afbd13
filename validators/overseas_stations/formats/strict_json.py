"""JSON that every reader reads alike: no duplicate keys, no NaN, no byte order mark, nothing without bounds."""

from __future__ import annotations

import codecs
import json
import math
import re
from collections.abc import Iterator
from itertools import accumulate

MAX_BYTES = 64 * 1024 * 1024
MAX_VALUES = 4_000_000
"""Commas, colons and opening brackets, also in texts: what is read takes up to a hundred bytes for each."""
MAX_DEPTH = 100
MAX_DIGITS = 18
"""Integers of so many digits fit into 64 bits, in every language."""

_OUTSIDE = re.compile(r'[\[\]{}"]|[-+.\w]+')
_INSIDE = re.compile(r'\\.|"', re.DOTALL)
_STRING = re.compile(r'"(?:[^"\\]++|\\.)*+"', re.DOTALL)
_BRACKET = re.compile(r"[\[\]{}]")
_COLON = re.compile(r"[ \t\n\r]*:")
# An escape sequence; group 1 is half of a surrogate pair that stands alone.
_ESCAPE = re.compile(r"\\(?:u[dD][89abAB]\w\w\\u[dD][c-fC-F]\w\w|(u[dD][89a-fA-F]\w\w)|.)", re.DOTALL)


class JsonFault(ValueError):
    """Why a text is no strict JSON, and where.

    Attributes:
        message: what was found.
        line, column: the place, 1-based; columns count characters.
    """

    def __init__(self, message: str, line: int = 1, column: int = 1) -> None:
        super().__init__(f"{message} (line {line}, column {column})")
        self.message, self.line, self.column = message, line, column


class _Refused(Exception):
    """A literal or a key that the parser's hooks refuse; they do not know where it stands."""

    def __init__(self, message: str, *, literal: str | None = None) -> None:
        super().__init__(message)
        self.message, self.literal = message, literal


def load_json(data: bytes) -> object:
    """Return the value of a JSON text in UTF-8, as :func:`json.loads` would.

    Raises:
        JsonFault: the text is not JSON, or lax JSON, or beyond the limits of this module.
    """
    if len(data) > MAX_BYTES:
        raise JsonFault(f"the text is longer than {MAX_BYTES} bytes")
    if data.startswith(codecs.BOM_UTF8):
        raise JsonFault("the text begins with a byte order mark")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8")
        raise _fault(f"byte 0x{data[error.start]:02x} is not valid UTF-8", before, len(before)) from None
    if sum(map(text.count, ",:[{")) > MAX_VALUES:
        raise JsonFault(f"the text has more than {MAX_VALUES} values")
    _check(text)
    try:
        return json.loads(
            text, object_pairs_hook=_object, parse_constant=_constant, parse_int=_integer, parse_float=_number
        )
    except json.JSONDecodeError as error:
        raise JsonFault(error.msg, error.lineno, error.colno) from None
    except _Refused as refused:
        offset = _second_key(text) if refused.literal is None else _first_word(text, refused.literal)
        raise _fault(refused.message, text, offset) from None


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise _Refused("a key stands twice in one object")
    return found


def _constant(literal: str) -> object:
    raise _Refused(f"{literal} is not JSON", literal=literal)


def _integer(literal: str) -> int:
    if len(literal.lstrip("-")) > MAX_DIGITS:
        raise _Refused(f"an integer has more than {MAX_DIGITS} digits", literal=literal)
    return int(literal)


def _number(literal: str) -> float:
    if not math.isfinite(value := float(literal)):
        raise _Refused("a number is too large", literal=literal)
    return value


def _tokens(text: str) -> Iterator[tuple[int, str]]:
    """Yield the offset and the text of each bracket, string (with its quotation marks) and word."""
    at = 0
    while match := _OUTSIDE.search(text, at):
        at = match.end()
        if match[0] == '"':
            while (part := _INSIDE.search(text, at)) and part[0] != '"':
                at = part.end()
            at = part.end() if part else len(text)
        yield match.start(), text[match.start() : at]


def _check(text: str) -> None:
    """Refuse what the parser would fall over, or let pass."""
    if "\\u" not in text and _depth(text) <= MAX_DEPTH:
        return
    depth = 0
    for offset, token in _tokens(text):
        # Half a surrogate pair is no character: such a text can neither name a file nor be written to one.
        half = "\\u" in token and next((escape.start() for escape in _ESCAPE.finditer(token) if escape[1]), 0)
        if half:
            raise _fault("a text holds half of a surrogate pair", text, offset + half)
        depth += (token in ("[", "{")) - (token in ("]", "}"))
        if depth > MAX_DEPTH:
            raise _fault(f"arrays and objects are nested more than {MAX_DEPTH} deep", text, offset)


def _depth(text: str) -> int:
    """Return how deep brackets are nested, without a look at the text between them."""
    brackets = _BRACKET.findall(_STRING.sub("", text))
    return max(accumulate(1 if bracket in "[{" else -1 for bracket in brackets), default=0)


def _second_key(text: str) -> int:
    """Return where the first key stands that its object has already."""
    seen: list[set[str]] = []
    for offset, token in _tokens(text):
        if token in ("[", "{"):
            seen.append(set())
        elif token in ("]", "}"):
            seen.pop()
        elif token[0] == '"' and _COLON.match(text, offset + len(token)):
            key = json.loads(token)
            if key in seen[-1]:
                return offset
            seen[-1].add(key)
    return 0


def _first_word(text: str, word: str) -> int:
    return next((offset for offset, token in _tokens(text) if token.startswith(word)), 0)


def _fault(message: str, text: str, offset: int) -> JsonFault:
    line = text.count("\n", 0, offset) + 1
    return JsonFault(message, line, offset - text.rfind("\n", 0, offset))
