"""What a page says of itself, and what it may be in place of an article: a challenge, a wall, a script."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from overseas_stations.pages.markup_views import data_of, nodes_of, whole_text

Obstacle = Literal["", "challenge", "consent", "paywall", "script_only", "empty", "unknown_type", "too_large"]
"""Why a page may not be the article, or not all of it; empty where nothing speaks for that."""


@dataclass(frozen=True)
class PageFacts:
    """What a page says of itself; empty where it does not.

    Attributes:
        title: its title.
        canonical: the address that it gives as its own.
        language: that of its root, in lower case.
        obstacle: why it may not be all of the article.
    """

    title: str = ""
    canonical: str = ""
    language: str = ""
    obstacle: Obstacle = ""


MAX_OBSTACLE = 1_500
"""Characters of the longest page that is a challenge, or asks for consent and shows nothing before."""

MAX_SHELL = 200
"""Characters of the longest page that a script is to fill."""

_CHALLENGE = re.compile(
    r"cf-chl|cf_chl|challenge-platform|_cf_chl_opt|g-recaptcha|h-captcha|hcaptcha\.com|captcha-delivery|px-captcha"
    r"|_Incapsula_Resource|/_sec/|ak-challenge|sucuri_cloudproxy|ddos-guard|aws-waf|awswaf",
    re.IGNORECASE,
)
_CHALLENGE_TITLE = re.compile(
    r"just a moment|attention required|access denied|are you (?:a )?(?:human|robot)|verify you are human"
    r"|pardon our interruption|security check|ddos|captcha|robot check|un momento|einen moment|un instant",
    re.IGNORECASE,
)
_CONSENT = re.compile(r"consent|cookie[-_]?wall|cmp[-_]|gdpr|privacy[-_]?(?:gate|wall)", re.IGNORECASE)
_WALL = re.compile(
    r"pay[-_]?wall|reg(?:istration)?[-_]?wall|subscriber[-_]?only|subscribers[-_]?only|premium[-_]?(?:content|wall)"
    r"|metered|piano[-_]|tp-modal|locked[-_]?content|content[-_]?locked|article[-_]?locked",
    re.IGNORECASE,
)
_PAID = {"locked", "metered", "premium", "paid", "subscription"}


def facts_of(tree: Any) -> PageFacts:
    """Return what a page says of itself."""
    metas = {
        (each.get("property") or each.get("name") or "").lower(): each.get("content") or ""
        for each in tree.iter("meta")
    }
    title = next((each.text_content() for each in tree.iter("title")), "") or metas.get("og:title", "")
    links = (each.get("href") or "" for each in tree.iter("link") if (each.get("rel") or "").lower() == "canonical")
    canonical = next(links, "") or metas.get("og:url", "")
    root = (tree.get("lang") or tree.get("{http://www.w3.org/XML/1998/namespace}lang") or "").lower()
    title = " ".join(title.split())[:300]
    return PageFacts(title, canonical.strip()[:2000], root[:20], _obstacle(tree, title, metas))


def _obstacle(tree: Any, title: str, metas: dict[str, str]) -> Obstacle:
    characters = len(" ".join(whole_text(tree).split()))
    marks = " ".join(_marks(tree))
    if characters <= MAX_OBSTACLE:
        if _CHALLENGE.search(marks) or _CHALLENGE_TITLE.search(title):
            return "challenge"
        if _CONSENT.search(marks) and not any(len(each.text_content()) > 200 for each in tree.iter("p", "article")):
            return "consent"
    if _is_paid(tree, metas) or _WALL.search(marks):
        return "paywall"
    if characters <= MAX_SHELL:
        return "script_only" if next(tree.iter("script"), None) is not None else "empty" if not characters else ""
    return ""


def _marks(tree: Any) -> Iterator[str]:
    """Yield what the elements of a page are called, and what it loads."""
    for element in tree.iter():
        yield from (element.get(name, "") for name in ("id", "class"))
        if element.tag in ("script", "iframe", "form"):
            yield element.get("src") or element.get("action") or ""
            if element.tag == "script" and "json" not in (element.get("type") or ""):
                yield (element.text or "")[:2000] if "_chl" in (element.text or "")[:2000] else ""


def _is_paid(tree: Any, metas: dict[str, str]) -> bool:
    if metas.get("article:content_tier", "").lower() in _PAID:
        return True
    stated = (
        str(each["isAccessibleForFree"]).lower()
        for value in data_of(tree)
        for each in nodes_of(value)
        if isinstance(each, dict) and "isAccessibleForFree" in each
    )
    return any(each.rsplit("/", 1)[-1] in ("false", "no", "0") for each in stated)
