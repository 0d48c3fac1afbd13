"""An item of CSL-JSON as a record of RIS, which reference managers read."""

from __future__ import annotations

from overseas_stations.publishing.citing.text import Item, authors_of, date_of

TYPES = {
    "article-newspaper": "NEWS",
    "report": "RPRT",
    "document": "GEN",
    "legal_case": "CASE",
    "webpage": "ELEC",
    "entry-encyclopedia": "ENCYC",
    "dataset": "DATA",
}
"""Item type of CSL -> type of RIS, so that readers make the same type of both: of a GOVDOC they make a report."""


def ris(item: Item) -> str:
    """Return a record. A date has its strokes also where month or day are not known: the format has no shorter one."""
    issued = date_of(item, "issued")
    tags = (
        ("TY", TYPES[item["type"]]),
        ("ID", item["id"]),
        ("AU", authors_of(item)),
        ("TI", item.get("title", "")),
        ("T2", item.get("container-title", "")),
        ("PB", item.get("publisher", "")),
        ("DA", _date(issued)),
        ("PY", issued[:4]),
        ("Y2", _date(date_of(item, "accessed"))),
        ("ET", item.get("version", "")),
        ("UR", item.get("URL", "")),
        ("LA", item.get("language", "")),
        ("N1", item.get("note", "")),
    )
    # Not by rispy: it numbers the records, and keeps the line breaks of a value, so that a title could forge a record.
    return "\n".join([*(f"{tag}  - {_line(value)}" for tag, value in tags if value), "ER  - "])


def _date(date: str) -> str:
    return "/".join([*date.split("-"), "", ""][:3]) if date else ""


def _line(value: str) -> str:
    """Return a value on one line: readers end it at any of the line breaks that Unicode knows."""
    return " ".join(value.splitlines())
