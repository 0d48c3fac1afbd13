"""Why no record has some words: which of them none has, and what has another form of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from overseas_stations.lookups.folding import folded
from overseas_stations.lookups.library import Library
from overseas_stations.lookups.selecting import Selection


def nothing_found(library: Library, selection: Selection) -> str:
    """Return why a selection of some words has no record, as a sentence without its end; empty where none was asked.

    Each word is looked for alone, under the other filters; of one that no record has, the singular or the plural.
    """
    if not selection.texts:
        return ""
    others = replace(selection, texts=())
    among = f"Of the records of {others} " if others else ""
    if others and not others.find(library):
        return f"There are no records of {others}, whatever their words"
    counts = {word: _count(library, others, word) for word in re.findall(r"\w+", " ".join(selection.texts))}
    missing = [word for word, count in counts.items() if not count]
    if not missing:
        told = ", ".join(f"{count} {'has' if count == 1 else 'have'} “{word}”" for word, count in counts.items())
        return f"{among or 'Of all records '}{told}, and none has all of these words"
    said = [_missing(library, others, word) for word in missing]
    return f"{among}{'; '.join(said)}" if among else "; ".join(said).replace("none has", "No record has", 1)


def _missing(library: Library, others: Selection, word: str) -> str:
    for other in other_numbers(folded(word)):
        if count := _count(library, others, other):
            return f"none has “{word}”, and {count} {'has' if count == 1 else 'have'} “{other}”: `--text {other}`"
    return f"none has “{word}”"


def _count(library: Library, others: Selection, word: str) -> int:
    return len(replace(others, texts=(word,)).find(library))


def other_numbers(word: str) -> Iterator[str]:
    """Yield what may be the singular of an English plural, or the reverse.

    Words are looked for from their beginning on, so that a plural in -s is found by its singular already.

    >>> list(other_numbers("embassies")), list(other_numbers("embassy")), list(other_numbers("policemen"))
    (['embassy', 'embassi', 'embassie'], ['embassies'], ['policeman'])
    """
    for end, instead in (("ies", "y"), ("es", ""), ("s", ""), ("y", "ies"), ("men", "man"), ("man", "men")):
        if word.endswith(end) and len(word) > len(end) + 1:
            yield word.removesuffix(end) + instead
