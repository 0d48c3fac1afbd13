"""What came of sources and their passages, for people and for programs."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from overseas_stations.markup import escaped
from overseas_stations.pages.checked import EvidenceChecked
from overseas_stations.pages.outcomes import MEANINGS, SourceSeen
from overseas_stations.pages.status import StoreStatus
from overseas_stations.pages.verdicts import FOUND
from overseas_stations.reports.html import page
from overseas_stations.reports.pages import Item, Page, Section

PLACES = {"live": "its address", "archive": "the web archive's copy", "by_hand": "a file saved by hand"}

SAID = {
    "exact": "stand in what their page shows",
    "in_metadata": "stand in the data of their page alone",
    "ambiguous": "stand in their page more than once",
    "absent": "are not in a page that was read whole",
    "not_seen": "were not seen: the page is not here, or not whole",
}

NEXT = {
    "changed": "look at the page: correct the dossier, or cite an archived copy that has the words",
    "partly": "open the page in a browser, save it, and add it: `overseas texts add ID FILE`",
    "redirected": "look for the page's new address, or for an archived copy",
    "paywalled": "open the page with a subscription, save it, and add it: `overseas texts add ID FILE`",
    "unreadable": "open the page in a browser, save it, and add it: `overseas texts add ID FILE`",
    "refused": "open the page in a browser, save it, and add it: `overseas texts add ID FILE`",
    "gone": "look for an archived copy; one failure is no proof that a page is lost",
    "unreachable": "try again on another day; one failure is no proof that a page is lost",
    "not_checked": "have the page first: `overseas texts fetch ID`, or `overseas texts add ID FILE`",
}
"""Outcome of a source -> what to do next."""


def evidence_page(found: EvidenceChecked, more: Sequence[Section] = ()) -> Page:
    """Return what came of sources as a page; *more* comes after the counts."""
    passages = found.passages
    total, stand = sum(passages.values()), sum(passages[name] for name in FOUND)
    sections = [
        Section("Passages", (), ("", ""), [(f"{name}: {SAID[name]}", str(passages[name])) for name in passages]),
        Section(
            "Sources",
            (),
            ("", ""),
            [(f"{name}: {MEANINGS[name]}", str(count)) for name, count in found.outcomes.items() if count],
        ),
    ]
    sections += more
    for name in found.outcomes:
        items = [Item(_line(each), list(_under(each))) for each in found.sources if each.outcome == name]
        # Of what is not in the store there may be hundreds, and of each the same is to be said.
        if name == "not_checked" and len(items) > 10:
            items = [*items[:10], Item(f"and {len(items) - 10} more")]
        heading = name if name not in NEXT else f"{name}; next: {NEXT[name]}"
        sections.append(Section(heading, items))
    title = f"{stand} of {total} passages stand in their sources, as far as the store shows"
    return Page(title, (), sections, _end(found))


def _end(found: EvidenceChecked) -> str:
    if absent := found.passages["absent"]:
        return f"{absent} of the passages are not in pages that were read whole: a person has to look"
    return "no passage is missing in a page that was read whole"


def _line(each: SourceSeen) -> str:
    stand = sum(came in FOUND for came in each.passages.values())
    where = ""
    if each.attempt is not None:
        copy = f" of {_day(each.attempt.snapshot)}" if each.attempt.snapshot else ""
        where = f", {PLACES[each.attempt.place]}{copy}, had on {each.attempt.time[:10]}"
    return f"{each.source_id}: {stand} of {len(each.passages)} passages{where}"


def _under(each: SourceSeen) -> Iterator[str]:
    if each.reason:
        lasting = "; so for three attempts, each three days after another" if each.lasting else ""
        yield f"{each.reason}{lasting}"
    for passage, came in each.passages.items():
        if each.outcome != "not_checked" and came != "exact":
            yield f"{came}: {passage.sha256[:12]}, {passage.characters} characters"


def _day(snapshot: str) -> str:
    return "-".join((snapshot[:4], snapshot[4:6], snapshot[6:8]))


def evidence_json(found: EvidenceChecked) -> str:
    """Return what came of sources as one object."""
    shown = {
        "passages": found.passages,
        "sources": found.outcomes,
        "sources_without_passages": found.without,
        "results": [_object(each) for each in found.sources],
    }
    return json.dumps(shown, ensure_ascii=False, indent=2) + "\n"


def _object(each: SourceSeen) -> dict[str, object]:
    attempt = each.attempt
    return {
        "source_id": each.source_id,
        "outcome": each.outcome,
        "reason": each.reason,
        "lasting": each.lasting,
        "attempts": each.tried,
        "place": attempt.place if attempt else None,
        "checked": attempt.time if attempt else None,
        "http_status": attempt.status if attempt else None,
        "address": attempt.final if attempt else None,
        "snapshot": (attempt.snapshot or None) if attempt else None,
        "passages": [
            {"sha256": passage.sha256, "characters": passage.characters, "outcome": came}
            for passage, came in each.passages.items()
        ],
    }


def evidence_html(found: EvidenceChecked, more: Sequence[Section] = ()) -> str:
    """Return what came of sources as one HTML page, without a script."""
    shown = evidence_page(found, more)
    parts = [f"<h1>{escaped(shown.title)}</h1>"]
    for section in shown.sections:
        if not section.items and not section.rows:
            continue
        parts.append(f"<h2>{escaped(section.heading)}</h2>")
        if section.rows:
            rows = "".join(f"<tr>{_cells(row)}</tr>" for row in (section.columns, *section.rows) if any(row))
            parts.append(f"<table>{rows}</table>")
        if section.items:
            parts.append("<ul>")
            for item in section.items:
                under = "".join(f"<li>{escaped(line)}</li>" for line in item.under)
                parts.append(f"<li>{escaped(item.text)}{f'<ul>{under}</ul>' if under else ''}</li>")
            parts.append("</ul>")
    parts.append(f"<p>{escaped(shown.end)}</p>")
    return page(shown.title, "\n".join(parts))


def _cells(row: Sequence[str]) -> str:
    return "".join(f"<td>{escaped(cell)}</td>" for cell in row)


def status_page(status: StoreStatus) -> Page:
    """Return what a store holds as a page."""
    facts = [
        ("attempts", str(status.attempts)),
        ("sources with a page", str(status.sources)),
        ("without one", str(status.without)),
        ("not in these data", str(status.unknown)),
        ("texts", str(status.texts)),
    ]
    sections = [
        Section("Where pages were read", (), ("", ""), [(PLACES[name], str(n)) for name, n in status.places.items()]),
        Section("What failed", (), ("", ""), [(name, str(n)) for name, n in status.failures.items()]),
    ]
    end = "`overseas evidence check --store FOLDER` looks for the passages in these pages"
    return Page("What the store holds", facts, sections, end)
