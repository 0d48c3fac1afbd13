"""Version numbers, of the schemas and of the data: which one follows from which change."""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import StrEnum

DEV = "dev"
"""Names the schemas as the models are now, in commands, folders and ids; their number is ``SCHEMA_VERSION``."""

_SUFFIX = f".{DEV}"
"""Ends a development version: that of schemas on their way to the version before it."""

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


def is_version(text: object) -> bool:
    """Say whether something is a version x.y.z, as what is frozen or released bears.

    >>> is_version("1.2.0"), is_version("1.2"), is_version("1.2.0.dev"), is_version(None)
    (True, False, False, False)
    """
    return isinstance(text, str) and _VERSION.fullmatch(text) is not None


def is_development(version: str) -> bool:
    """Say whether something is a development version, x.y.z.dev.

    >>> is_development("1.1.0.dev"), is_development("1.1.0"), is_development("dev")
    (True, False, False)
    """
    return version.endswith(_SUFFIX) and is_version(base_version(version))


def base_version(version: str) -> str:
    """Return the version that a development version is on its way to; any other is its own.

    >>> base_version("1.1.0.dev"), base_version("1.1.0")
    ('1.1.0', '1.1.0')
    """
    return version.removesuffix(_SUFFIX)


def id_version(version: str) -> str:
    """Return what the ids and the folder of the schemas of a version bear: development versions share ``dev``.

    >>> id_version("1.1.0.dev"), id_version("1.1.0")
    ('dev', '1.1.0')
    """
    return DEV if is_development(version) else version


def version_order(version: str) -> tuple[int, int, int, bool]:
    """Return by what versions of the schemas are ordered: a development version comes before the one that it becomes.

    Raises:
        ValueError: the text is neither x.y.z nor x.y.z.dev.

    >>> sorted(["1.0.0", "1.1.0", "1.0.0.dev", "1.1.0.dev"], key=version_order)
    ['1.0.0.dev', '1.0.0', '1.1.0.dev', '1.1.0']
    """
    # The order of `packaging.version`, as a test holds. That takes far more for a version than we do, so that the form
    # would be checked here all the same; one line is no reason for another library in every installation.
    return *parse_version(base_version(version)), not is_development(version)


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


def needed_version(version: str, level: Level | None) -> str:
    """Return the lowest version that schemas may bear after a change of this level from those of *version*.

    Of a development version nothing is promised, so that no change of it needs another.

    >>> needed_version("1.4.2", Level.MINOR), needed_version("1.5.0.dev", Level.MINOR)
    ('1.5.0', '1.5.0.dev')
    """
    return version if level is None or is_development(version) else next_version(version, level)


def is_high_enough(version: str, old: str, level: Level | None) -> bool:
    """Say whether schemas may bear *version* after a change of this level from those of *old*.

    A development version is judged by the version that it becomes.

    >>> [is_high_enough(version, "1.0.0", Level.MINOR) for version in ("1.0.1.dev", "1.1.0.dev", "1.1.0")]
    [False, True, True]
    """
    needed = version_order(needed_version(old, level))
    return version_order(version) >= version_order(old) and version_order(base_version(version)) >= needed


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
