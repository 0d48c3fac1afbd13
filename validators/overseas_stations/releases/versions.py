"""Version numbers of the data: which change demands which number.

After the Data Package recipe for versions: what breaks a reader raises the major number, new data the minor number,
corrections the patch number. Before 1.0.0 nothing is promised yet, and what would raise the major number raises the
minor one.
"""

from __future__ import annotations

import re
from enum import IntEnum
from typing import NamedTuple

_VERSION = re.compile(r"(0|[1-9][0-9]{0,5})\.(0|[1-9][0-9]{0,5})\.(0|[1-9][0-9]{0,5})")


class Level(IntEnum):
    """How much a change demands of the version."""

    PATCH = 1
    MINOR = 2
    MAJOR = 3

    @property
    def title(self) -> str:
        """The level's name."""
        return self.name.lower()


class Version(NamedTuple):
    """A version number in three parts."""

    major: int
    minor: int
    patch: int

    def __str__(self) -> str:
        return f"{self.major}.{self.minor}.{self.patch}"

    def raised(self, level: Level) -> Version:
        """Return the lowest version that a change of *level* admits.

        >>> str(Version(1, 2, 3).raised(Level.MINOR)), str(Version(0, 2, 3).raised(Level.MAJOR))
        ('1.3.0', '0.3.0')
        """
        if level is Level.MAJOR and self.major:
            return Version(self.major + 1, 0, 0)
        if level is Level.PATCH:
            return Version(self.major, self.minor, self.patch + 1)
        return Version(self.major, self.minor + 1, 0)


def parse_version(text: object) -> Version | None:
    """Return a version number, None for what is none.

    >>> parse_version("1.2.0"), parse_version("1.2"), parse_version("v1.2.0")
    (Version(major=1, minor=2, patch=0), None, None)
    """
    match = _VERSION.fullmatch(text) if isinstance(text, str) else None
    return Version(*map(int, match.groups())) if match else None
