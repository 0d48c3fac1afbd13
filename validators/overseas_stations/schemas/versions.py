"""Version numbers of schemas: which one follows from which change."""

from __future__ import annotations

import re
from enum import StrEnum

DEV = "dev"
"""Names the schemas as the models are now; their number is ``SCHEMA_VERSION``."""

_VERSION = re.compile(r"(0|[1-9][0-9]{0,8})\.(0|[1-9][0-9]{0,8})\.(0|[1-9][0-9]{0,8})")


class Level(StrEnum):
    """Which part of a version number a change raises, the gravest first."""

    MAJOR = "major"
    MINOR = "minor"
    PATCH = "patch"


LEVELS = tuple(Level)


def parse_version(text: str) -> tuple[int, int, int]:
    """Return the three numbers of a version, by which versions are ordered.

    Raises:
        ValueError: the text is not x.y.z.

    >>> parse_version("1.10.0") > parse_version("1.9.0")
    True
    """
    match = _VERSION.fullmatch(text)
    if match is None:
        raise ValueError(f"{text} is not a version x.y.z")
    return int(match[1]), int(match[2]), int(match[3])


def next_version(version: str, level: Level) -> str:
    """Return the version that a change of this level makes of *version*.

    >>> [next_version("1.4.2", level) for level in Level]
    ['2.0.0', '1.5.0', '1.4.3']
    """
    major, minor, patch = parse_version(version)
    match level:
        case Level.MAJOR:
            return f"{major + 1}.0.0"
        case Level.MINOR:
            return f"{major}.{minor + 1}.0"
        case Level.PATCH:
            return f"{major}.{minor}.{patch + 1}"


def fitting_versions(version: str, level: Level) -> tuple[str, ...]:
    """Return the versions that may follow *version* after a change of this level, the lowest first.

    More may be raised than the schemas show, because they do not show every change of meaning; never less.

    >>> fitting_versions("1.4.2", Level.MINOR)
    ('1.5.0', '2.0.0')
    """
    return tuple(next_version(version, raised) for raised in reversed(LEVELS[: LEVELS.index(level) + 1]))
