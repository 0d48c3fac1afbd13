"""Writes which code points Unicode 14 has nothing at, for passages; it is run by hand, with Python 3.11.

Later versions of Unicode assign some of them, and tell otherwise what the normal form of a text with them is. Python
3.11 is the earliest that is supported, so that whatever it knows all others and all browsers do.
"""

from __future__ import annotations

import unicodedata
from pathlib import Path

import overseas_stations.passages

FILE = Path(overseas_stations.passages.__file__).parent / "unassigned.txt"
VERSION = "14.0.0"


def ranges() -> list[tuple[int, int]]:
    """Return the first and the last of each run of code points without a character."""
    found: list[tuple[int, int]] = []
    for code in range(0x110000):
        if unicodedata.category(chr(code)) == "Cn":
            if found and found[-1][1] == code - 1:
                found[-1] = (found[-1][0], code)
            else:
                found.append((code, code))
    return found


def text() -> str:
    """Return what the file holds: a range a line, in hexadecimal digits."""
    return "".join(f"{first:X}-{last:X}\n" for first, last in ranges())


if __name__ == "__main__":
    assert unicodedata.unidata_version == VERSION, "run it with Python 3.11"
    FILE.write_text(text(), encoding="ascii", newline="\n")
