"""Which version of the data is cited, of which day, and when it was retrieved."""

from __future__ import annotations

import re
from dataclasses import dataclass

from overseas_stations.forms.scalars import DATE, is_match
from overseas_stations.version import VERSION_DATE, __version__

# Three numbers, and what Semantic Versioning or Python's own rules add to them for a version on its way.
_NUMBER = r"(?:0|[1-9][0-9]{0,8})"
_VERSION = re.compile(rf"{_NUMBER}(?:\.{_NUMBER}){{2}}(?:(?:[-+]|\.?(?=[a-z]))[0-9A-Za-z]+(?:[-.+][0-9A-Za-z]+)*)?")


@dataclass(frozen=True)
class Edition:
    """A version of the data, as a reader retrieved it.

    Attributes:
        version: the version of the data.
        date: the day that the version bears, None where it is not known.
        retrieved: the day on which it was retrieved (YYYY-MM-DD), None where that is not said. No clock is read.
        seen: the version of the package that is looked at, which may be a later one.

    Raises:
        ValueError: the version is none, or a date is no day.
    """

    version: str = __version__
    date: str | None = VERSION_DATE
    retrieved: str | None = None
    seen: str = __version__

    def __post_init__(self) -> None:
        if len(self.version) > 40 or _VERSION.fullmatch(self.version) is None:
            raise ValueError(f"{self.version} is not a version (such as {__version__})")
        for day in (self.date, self.retrieved):
            if day is not None and not (len(day) == 10 and is_match(DATE, day)):
                raise ValueError(f"{day} is not a day (YYYY-MM-DD)")


def stated_edition(descriptor: object, version: str | None = None, retrieved: str | None = None) -> Edition:
    """Return the edition that a package is, as its descriptor states it; else that of this installation.

    Args:
        descriptor: what the package's descriptor holds.
        version: another version, for a citation of what was used then; its day is not known.
        retrieved: the day on which it was retrieved.

    Raises:
        ValueError: *version* or *retrieved* is nonsense, or the descriptor states a version that is.
    """
    stated = descriptor if isinstance(descriptor, dict) and isinstance(descriptor.get("version"), str) else {}
    known = Edition(retrieved=retrieved)
    if stated:
        date = stated.get("versionDate")
        known = Edition(stated["version"], date if isinstance(date, str) else None, retrieved, stated["version"])
    return known if version in (None, known.version) else Edition(version, None, retrieved, known.version)
