"""A profile in force: its tables and rules are in every register for a while, and gone afterwards."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack, contextmanager
from typing import Any, TypeVar

from overseas_stations.profiles.profile import Profile, ProfileError
from overseas_stations.rules import all_rules
from overseas_stations.rules.core import base, checks, index
from overseas_stations.tables import registered

T = TypeVar("T")


def activated(profile: Profile | None) -> AbstractContextManager[None]:
    """Return a context in which a profile's tables and rules are in force; for None, those of this project alone.

    Everything is as before when it ends, also after an exception. It is the same for all threads: a thread that needs
    another profile waits.

    Raises:
        ProfileError: the thread is inside a context of another profile, or a rule has no check.
    """
    return _GATE.held(profile)


class _Gate:
    """Lets checks with one profile run side by side, and those with another wait: the registers are one for all."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._users = 0
        self._profile: Profile | None = None
        self._placed = ExitStack()
        self._of_thread = threading.local()

    @contextmanager
    def held(self, profile: Profile | None) -> Iterator[None]:
        depth = getattr(self._of_thread, "depth", 0)
        with self._changed:
            if depth and self._profile is not profile:
                raise ProfileError("a check with one profile cannot run inside a check with another")
            self._changed.wait_for(lambda: not self._users or self._profile is profile)
            if not self._users and profile is not None:
                self._placed.enter_context(_in_place(profile))
            self._profile = profile
            self._users += 1
        self._of_thread.depth = depth + 1
        try:
            yield
        finally:
            self._of_thread.depth = depth
            with self._changed:
                self._users -= 1
                if not self._users:
                    self._placed.close()
                self._changed.notify_all()


_GATE = _Gate()


@contextmanager
def _in_place(profile: Profile) -> Iterator[None]:
    """Have the tables and rules in every register, and take them out again: the one place that knows all of them."""
    if profile.idle:
        raise ProfileError(f"the profile {profile.name} has rules that no check applies: {', '.join(profile.idle)}")
    all_rules()  # else the first to ask for ours would find them gone with those of the profile
    families = {code[:3]: f"The profile {profile.name}: {profile.title}" for code in profile.rules}
    columns = {name: [*index.MORE.get(name, ()), *more] for name, more in profile.index_columns.items()}
    with (
        _added(base.REGISTER, profile.rules),
        _added(base.FAMILIES, families),
        _added(index.MORE, columns),
        _appended(checks.CELL_CHECKS, profile.cell_checks),
        _appended(checks.ROW_CHECKS, profile.row_checks),
        registered(profile.tables),
    ):
        yield


@contextmanager
def _added(register: Mapping[Any, Any], entries: Mapping[Any, Any]) -> Iterator[None]:
    assert isinstance(register, dict)
    before = dict(register)
    try:
        register.update(entries)
        yield
    finally:
        register.clear()
        register.update(before)


@contextmanager
def _appended(register: list[T], entries: Iterable[T]) -> Iterator[None]:
    before = list(register)
    try:
        register += entries
        yield
    finally:
        register[:] = before
