"""An item of CSL-JSON as one line of text, and the parts of items that every style needs."""

from __future__ import annotations

from typing import Any

Item = dict[str, Any]

AS_IT_IS = "as it is"
"""Key of the part of a title that keeps its letters, whatever capitals a style gives to titles; no variable of CSL."""


def text(item: Item) -> str:
    """Return a citation as text."""
    title = f"“{item['title']}”" if item.get("title") else "[no title recorded]"
    version = f"version {item['version']}" if item.get("version") else ""
    issued = date_of(item, "issued")
    accessed = date_of(item, "accessed")
    if item["type"] == "dataset":
        read = f"retrieved {accessed}" if accessed else ""
    else:
        issued, read = issued or "undated", f"read {accessed}" if accessed else ""
    parts = [authors_of(item), title, where_of(item), version, issued, item.get("URL", ""), read]
    line = ". ".join(part for part in parts if part) + "."
    return f"{line} {item['note']}" if item.get("note") else line


def short(item: Item) -> str:
    """Return a citation as one line: who, what with its id, where, which version and when, and nothing more."""
    return text({key: value for key, value in item.items() if key != "note"})


def authors_of(item: Item) -> str:
    """Return the authors, empty where none is named."""
    return "; ".join(author["literal"] for author in item.get("author", []))


def where_of(item: Item) -> str:
    """Return what the item is part of, or who published it."""
    return str(item.get("container-title") or item.get("publisher") or "")


def date_of(item: Item, key: str) -> str:
    """Return a date as far as it is known, such as ``2022-09``; empty where it is not.

    >>> date_of({"issued": {"date-parts": [[2022, 9]]}}, "issued")
    '2022-09'
    """
    parts = item.get(key, {}).get("date-parts", [[]])[0]
    return "-".join(f"{part:02}" for part in parts)
