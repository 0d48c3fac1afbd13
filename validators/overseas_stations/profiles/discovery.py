"""Which profiles are installed: distributions name them in an entry-point group."""

from __future__ import annotations

from importlib.metadata import EntryPoint, entry_points

from overseas_stations.profiles.profile import Profile, ProfileError
from overseas_stations.suggestions import did_you_mean

GROUP = "overseas_stations.profiles"
"""The group of entry points in which a distribution names its profiles."""


def installed() -> dict[str, list[EntryPoint]]:
    """Return name -> entry points, of all profiles that are installed; nothing is imported."""
    found: dict[str, list[EntryPoint]] = {}
    for entry in sorted(entry_points(group=GROUP), key=lambda entry: (entry.name, entry.value)):
        # A distribution that is on the path twice is still one.
        if entry.value not in [other.value for other in found.get(entry.name, ())]:
            found.setdefault(entry.name, []).append(entry)
    return found


def named(name: str) -> Profile:
    """Import and return the installed profile *name*.

    Raises:
        ProfileError: it is not installed, stands for two, or cannot be loaded.
    """
    known = installed()
    entries = known.get(name, [])
    if not entries:
        others = f"{did_you_mean(name, known)}; installed: {', '.join(known)}" if known else ""
        raise ProfileError(
            f"no profile {name} is installed{others}; install the distribution that has it (entry points {GROUP})"
        )
    if len(entries) > 1:
        raise ProfileError(f"the profile {name} stands for {' and '.join(entry.value for entry in entries)}: keep one")
    try:
        profile = entries[0].load()
    except Exception as error:
        reason = " ".join(f"{type(error).__name__}: {error}".split())
        raise ProfileError(f"the profile {name} cannot be loaded: {reason}") from error
    if not isinstance(profile, Profile) or profile.name != name:
        raise ProfileError(f"{entries[0].value} is not the Profile {name}")
    return profile
