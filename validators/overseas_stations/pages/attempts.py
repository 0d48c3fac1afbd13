"""One attempt to have the page of a source: what was asked for and what came of it, a line of a store's index."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from typing import Any, Literal, get_args

Place = Literal["live", "archive", "by_hand"]
"""Where a page was read: at its address, in the web archive, or from a file that a person saved."""

Failure = Literal[
    "",
    "address_refused",
    "connection",
    "dns",
    "no_snapshot",
    "protocol",
    "redirects",
    "robots",
    "timeout",
    "tls",
    "too_large",
]
"""Why nothing was read, or not all; empty where a server answered and its whole answer was read.

``address_refused``: the address leads inward, or is of a kind that is not asked. ``no_snapshot``: the archive has none.
"""


class BadAttempt(ValueError):
    """A line of the index is none; the message says why."""


@dataclass(frozen=True)
class Attempt:
    """One attempt to have a page.

    Attributes:
        source_id: the source; empty for a page that no dossier has yet.
        place: where it was read.
        requested: the address that was asked for; for a page of the archive that of the source, not of the archive.
        final: the address that answered, after redirects; that of the archive's copy, where it is one.
        time: when, in UTC, as ``2026-11-27T02:03:04Z``.
        status: the HTTP status of the last answer; None without an answer.
        media_type: as declared, in lower case and without parameters, such as ``text/html``; empty where undeclared.
        charset: as declared in the header; empty where it is not.
        headers: those of the last answer that matter, names in lower case.
        body: the SHA-256 of the body, which names its file in ``bodies/``; None without one.
        size: bytes of the body.
        whole: the body is whole; False where a bound cut it.
        snapshot: the time stamp of the archive's copy that was served, 14 digits; empty for other pages.
        failure: why nothing or not all was read.
        detail: the same for people, in one line.
        run: what made the attempt, such as the name of a run; free.
    """

    source_id: str
    place: Place
    requested: str
    final: str
    time: str
    status: int | None = None
    media_type: str = ""
    charset: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    body: str | None = None
    size: int = 0
    whole: bool = True
    snapshot: str = ""
    failure: Failure = ""
    detail: str = ""
    run: str = ""

    def line(self) -> str:
        """Return the line of the index, without its end."""
        return json.dumps(asdict(self), ensure_ascii=True, sort_keys=True, separators=(",", ":"))


_KINDS: Mapping[str, type | tuple[type, ...]] = {
    **dict.fromkeys((each.name for each in fields(Attempt)), str),
    "status": (int, type(None)),
    "headers": dict,
    "body": (str, type(None)),
    "size": int,
    "whole": bool,
}


def attempt_of(line: str) -> Attempt:
    """Return the attempt that a line of the index spells; keys that a later version added do not count.

    Raises:
        BadAttempt: it spells none.
    """
    try:
        read: Any = json.loads(line)
    except (ValueError, RecursionError):
        raise BadAttempt("it is not JSON") from None
    if not isinstance(read, dict):
        raise BadAttempt("it is not an object")
    known = {name: value for name, value in read.items() if name in _KINDS}
    for name, value in known.items():
        if not isinstance(value, _KINDS[name]) or (isinstance(value, bool) and _KINDS[name] is not bool):
            raise BadAttempt(f"{name} is not what it should be")
    if any(not isinstance(value, str) for value in known.get("headers", {}).values()):
        raise BadAttempt("headers are not texts")
    if known.get("place") not in get_args(Place) or known.get("failure", "") not in get_args(Failure):
        raise BadAttempt("place or failure is none that is known")
    try:
        return Attempt(**known)
    except TypeError:
        raise BadAttempt("a key is missing") from None
