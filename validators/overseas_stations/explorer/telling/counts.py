"""What readers must know of all rows at once, counted: how much was read, whose words the statements are in."""

from __future__ import annotations

from collections import Counter

from overseas_stations.explorer.context import Context
from overseas_stations.forms.vocabulary import ExtentRead, StatementForm

AT_MOST = 2
"""So many names are told; the others are counted."""


def read_told(context: Context) -> str:
    """Return a sentence on how much of the sources was read."""
    rows = context.library.rows["sources"]
    count = Counter(row["extent_read"] for row in rows)
    return context.word(
        "site.read",
        total=len(rows),
        whole=count[ExtentRead.WHOLE],
        opening=count[ExtentRead.OPENING],
        unread=count[ExtentRead.NOT_READ],
    )


def sources_told(context: Context) -> str:
    """Return what a reader must know of the sources: what a dossier is, and how much was read."""
    return f"{context.word('explain.dossier')} {read_told(context)}"


def statements_told(context: Context) -> str:
    """Return what a reader must know of the statements: that they are reported, and how many in their own words."""
    rows = context.library.rows["statements"]
    verbatim = sum(row["form"] == StatementForm.VERBATIM for row in rows)
    counted = context.word("statements.verbatim", n=verbatim, total=len(rows)) if rows else ""
    return f"{context.word('explain.reported')} {counted}".strip()


def voices_told(context: Context, sources: int, voices: int, apart: bool) -> str:
    """Return how many sources there are and how many voices, and what is known of these; empty for none.

    *apart* says that it matters whether they rely on each other: of those who dispute something it does not.
    """
    if not voices:
        return ""
    told, said = context.word("count.sources", n=sources), context.word("count.voices", n=voices)
    if voices > sources:
        return context.word("voices.passed_on", sources=told, voices=said)
    if voices == 1:
        return told if sources == 1 else context.word("voices.single", sources=told)
    return context.word("voices.apart", sources=told, voices=said) if apart else context.listed(told, said)


def some(context: Context, names: list[str]) -> str:
    """Return the first of some names, and how many more there are."""
    told = context.listed(*names[:AT_MOST])
    more = len(names) - AT_MOST
    return context.word("list.more", a=told, n=more) if more > 0 else told
