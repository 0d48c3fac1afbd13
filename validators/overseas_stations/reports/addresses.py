"""Addresses in reports: what a reader may click on is a page of the web, and nothing that a browser would run."""

from __future__ import annotations

import re

from overseas_stations.rules.core.base import Rule
from overseas_stations.schemas.codebook import rule_anchor

_WEB = re.compile(r"https?://[A-Za-z0-9\[][^\s\x00-\x20\x7f\"'<>\\^`{|}]*", re.ASCII)


def is_web_address(text: str) -> bool:
    """Say whether a text is the address of a page, with ``http`` or ``https``.

    >>> is_web_address("https://example.org/RULES.md"), is_web_address("javascript:alert(1)")
    (True, False)
    """
    return text.isascii() and _WEB.fullmatch(text) is not None


def page_of(rule: Rule, rules_url: str | None) -> str | None:
    """Return where the page of a rule is; None without an address of the rules that can be linked to."""
    return f"{rules_url}#{rule_anchor(rule)}" if rules_url is not None and is_web_address(rules_url) else None
