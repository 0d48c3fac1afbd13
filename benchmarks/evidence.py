"""Measure the verification of passages beside reading and normalising the texts that they are in.

``python benchmarks/evidence.py KIND``: *read* the texts, verify passages that stand at their *hints*, or passages that
have all *moved*, because each page has got a new beginning. Prints the seconds of the work and the peak MiB of the
process.
"""

from __future__ import annotations

import json
import resource
import sys
import tempfile
import time
from pathlib import Path
from random import Random

from overseas_stations.passages import Fingerprint, Text, fingerprint

TEXTS, CHARACTERS, ANCHORS = 1_000, 50_000, 100_000
BEGINNING = 2_000
WORDS = ("the", "of", "and", "to", "in", "a", "is", "that", "for", "it", "as", "was", "with", "be", "by", "on", "not")


def text(number: int) -> str:
    """Return a text of invented words, numbered so that few passages stand in it twice."""
    random = Random(number)
    parts, length = [], 0
    while length < CHARACTERS:
        word = random.choice(WORDS) if random.random() < 0.7 else f"w{random.randrange(100_000)}"
        parts.append(word)
        length += len(word) + 1
    return " ".join(parts)[:CHARACTERS]


def prints(of: Text, number: int) -> list[Fingerprint]:
    """Return the fingerprints of passages of a text."""
    random = Random(2 * TEXTS + number)
    words = of.normal.split(" ")
    starts, at = [], 0
    for word in words:
        starts.append(at)
        at += len(word) + 1
    found = []
    for _ in range(ANCHORS // TEXTS):
        first = random.randrange(len(words) - 40)
        passage = " ".join(words[first : first + random.randrange(8, 30)])
        found.append(fingerprint(passage, starts[first]))
    return found


def main(kind: str) -> None:
    """Measure one kind of work."""
    with tempfile.TemporaryDirectory() as scratch:
        paths = [Path(scratch) / f"{number}.txt" for number in range(TEXTS)]
        anchors = []
        for number, path in enumerate(paths):
            page = text(number)
            anchors.append([] if kind == "read" else prints(Text(page), number))
            beginning = f"{text(TEXTS + number)[:BEGINNING]} " if kind == "moved" else ""
            path.write_text(beginning + page, encoding="utf-8")
        verdicts: dict[str, int] = {}
        start = time.perf_counter()
        for path, wanted in zip(paths, anchors, strict=True):
            held = Text(path.read_text(encoding="utf-8"))
            assert held.normal
            for each in wanted:
                verdict = held.verify(each).verdict.value
                verdicts[verdict] = verdicts.get(verdict, 0) + 1
        taken = time.perf_counter() - start
    print(json.dumps([taken, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, verdicts]))


if __name__ == "__main__":
    main(sys.argv[1])
