"""Texts of data among markup: each shows as it is, and none of it is markup. Nothing else puts a text there.

In a code span of Markdown GitHub makes no mention, no link and no reference of what stands in it; only a grave accent
and a vertical bar need care. In prose what could begin markup, a tag or an entity is escaped, but an address or a
mention is one to GitHub all the same, so that comments have code spans alone.
"""

from __future__ import annotations

import re
from html import escape

from overseas_stations.printable import visible

MAX_CELL = 1_500
"""A code span is cut after so many characters."""

_IN_HTML = re.compile(r"[&<>\"']")
_BARE = re.compile(r"[A-Za-z0-9._#:/?-]*[A-Za-z0-9._#-]")
_MARKUP = re.compile(r"[\\`*_\[\]<>|~&$]|\A[#+=-]|(?<=\A\d)[.)]")


def code(text: str, limit: int = MAX_CELL) -> str:
    """Return a text as a code span that can stand in a table.

    >>> print(code("a|b"), code("`x`"), code("@who"))
    `a\\|b` `` `x` `` `@who`
    """
    shown = visible(text).strip()
    shown = shown if len(shown) <= limit else shown[: limit - 1] + "…"
    if not shown:
        return ""
    # A bar ends a cell unless a backslash stands before it, and two backslashes are one: so their number is odd.
    shown = re.sub(r"(\\*)\|", lambda bar: bar[1] + ("\\" if len(bar[1]) % 2 == 0 else "\\\\") + "|", shown)
    longest = max((len(run) for run in re.findall("`+", shown)), default=0)
    fence = "`" * (longest + 1)
    blank = " " if shown[0] == "`" or shown[-1] == "`" else ""
    return f"{fence}{blank}{shown}{blank}{fence}"


def prose(text: str) -> str:
    r"""Return a text as prose of Markdown on one line.

    >>> print(prose("<b> [a](b) a-b # c"), prose("# A heading"), prose("1. What it says."))
    \<b\> \[a\](b) a-b # c \# A heading 1\. What it says.
    """
    return _MARKUP.sub(r"\\\g<0>", visible(text))


def attribute(text: str) -> str:
    """Return a text as the value of an attribute in HTML, in quotation marks if it needs them.

    >>> attribute("r/a-1.html#b"), attribute("a b"), attribute('"')
    ('r/a-1.html#b', '"a b"', '"&quot;"')
    """
    return text if _BARE.fullmatch(text) else f'"{escaped(text)}"'


def escaped(text: str) -> str:
    """Return a text as HTML or XML, in an element or in an attribute.

    >>> escaped("<b>\x1b")
    '&lt;b&gt;\\\\x1b'
    """
    shown = visible(text)
    return escape(shown) if _IN_HTML.search(shown) else shown
