"""Version numbers, of the schemas and of the data: which one follows from which change."""

from __future__ import annotations

import re
from collections.abc import Iterable
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


def gravest(levels: Iterable[Level]) -> Level | None:
    """Return the gravest of some levels; None where there are none."""
    return min(levels, key=LEVELS.index, default=None)


def lowest_version_of_data(version: str, level: Level) -> str:
    """Return the lowest version that data may bear after a change of this level.

    Before 1.0.0 nothing is promised yet: what would raise the first number raises the second.

    Raises:
        ValueError: the version is not x.y.z.

    >>> lowest_version_of_data("1.4.2", Level.MAJOR), lowest_version_of_data("0.4.2", Level.MAJOR)
    ('2.0.0', '0.5.0')
    """
    unsettled = parse_version(version)[0] == 0 and level is Level.MAJOR
    return next_version(version, Level.MINOR if unsettled else level)


def is_version(text: object) -> bool:
    """Say whether something is a version x.y.z.

    >>> is_version("1.2.0"), is_version("1.2"), is_version(None)
    (True, False, False)
    """
    return isinstance(text, str) and _VERSION.fullmatch(text) is not None
