"""Files whose line ends were changed on the way, as git does with ``core.autocrlf``, and nothing else in them."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import NamedTuple

_CHUNK = 1 << 20

SAID = "CRLF stands for LF, as git writes it with core.autocrlf, and nothing else differs"
NEXT = "; in git, put `* -text` into .gitattributes or set core.autocrlf to false, and check the files out again"
"""What is said of such files, and what to do next."""


class Digest(NamedTuple):
    """The size and the hash of a file, in lower-case hexadecimal digits."""

    size: int
    hash: str


def with_lf(path: Path, algorithm: str) -> Digest | None:
    """Return what a file would be with LF for each CRLF; None where it has no CRLF.

    Raises:
        OSError: it cannot be read.
    """
    digest = hashlib.new(algorithm, usedforsecurity=False)
    size, found, rest = 0, False, b""
    with path.open("rb") as stream:
        while chunk := stream.read(_CHUNK):
            text = rest + chunk
            # A carriage return may be one half of a pair.
            rest = b"\r" if text.endswith(b"\r") else b""
            text = text.removesuffix(b"\r")
            found = found or b"\r\n" in text
            text = text.replace(b"\r\n", b"\n")
            digest.update(text)
            size += len(text)
    digest.update(rest)
    return Digest(size + len(rest), digest.hexdigest()) if found else None
