"""Why a page was not had: every failure is one of those that a store knows, and never a traceback."""

from __future__ import annotations

from collections.abc import Mapping

from overseas_stations.pages.attempts import Failure

SAID: Mapping[Failure, str] = {
    "address_refused": "the address is not on the public web, and was not asked",
    "connection": "no connection came about, or it ended too early",
    "dns": "the name of the host is not known",
    "no_snapshot": "the archive has no copy",
    "protocol": "what was answered is not what was asked for",
    "redirects": "it leads on without end, or to nowhere",
    "robots": "the site asks robots to stay away, or its rules for them could not be read",
    "timeout": "the answer took too long",
    "tls": "the connection could not be secured",
    "too_large": "the answer is too large",
}
"""What happened, as a phrase for people."""


class Failed(Exception):
    """A request came to nothing.

    Attributes:
        failure: why.
        detail: what else is known of it, for people.
    """

    def __init__(self, failure: Failure, detail: str = "") -> None:
        super().__init__(f"{SAID[failure]}: {detail}" if detail else SAID[failure])
        self.failure, self.detail = failure, detail
