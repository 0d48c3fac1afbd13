"""Citations of sources, of records and of the dataset, as text, BibTeX and CSL-JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Literal

from overseas_stations.library import Found, Library
from overseas_stations.schemas.table_schema import LICENSE, TITLE
from overseas_stations.version import __version__
from overseas_stations.vocabulary import SourceKind

Style = Literal["text", "bibtex", "csl"]

AUTHORS = "overseas-stations contributors"
CSL_TYPES: Mapping[str, str] = {
    SourceKind.NEWS: "article-newspaper",
    SourceKind.NGO_REPORT: "report",
    SourceKind.GOVERNMENT: "document",
    SourceKind.PARLIAMENT: "document",
    SourceKind.COURT: "legal_case",
    SourceKind.ACADEMIC: "article",
    SourceKind.ORGANISATION: "webpage",
    SourceKind.ENCYCLOPEDIA: "entry-encyclopedia",
    SourceKind.OTHER_WEB: "webpage",
}
"""SourceKind -> the item type of CSL 1.0.2."""


def cite(library: Library, name: str | None, style: Style = "text") -> str:
    """Return a citation.

    Args:
        library: the package.
        name: a source's id, a record's id, or None for the dataset.
        style: ``text``, ``bibtex`` or ``csl`` (CSL-JSON, a list of one item).

    Raises:
        KeyError: no record has this name.
    """
    item = csl_item(library, name)
    if style == "csl":
        return json.dumps([item], ensure_ascii=False, indent=2) + "\n"
    return _bibtex(item) if style == "bibtex" else _text(item) + "\n"


def csl_item(library: Library, name: str | None) -> dict[str, Any]:
    """Return a citation as a CSL-JSON item; KeyError where there is no such record."""
    if name is None:
        return _dataset()
    found = library.find(name)
    if found is None:
        raise KeyError(name)
    return _source(found) if found.table.name == "sources" else _record(library, found)


def _dataset() -> dict[str, Any]:
    return {
        "id": f"overseas-stations-{__version__}",
        "type": "dataset",
        "title": TITLE,
        "author": [{"literal": AUTHORS}],
        "version": __version__,
        "license": LICENSE["name"],
    }


def _source(found: Found) -> dict[str, Any]:
    row = found.row
    item: dict[str, Any] = {"id": found.name, "type": CSL_TYPES[row["kind"] or ""]}
    if row["title"]:
        item["title"] = row["title"]
    item["container-title" if row["kind"] == "news" else "publisher"] = row["publisher"]
    for key, column in (("issued", "published"), ("accessed", "accessed")):
        if row[column]:
            item[key] = {"date-parts": [[int(part) for part in (row[column] or "").split("-")]]}
    if row["url"] or row["archive_url"]:
        item["URL"] = row["url"] or row["archive_url"]
    return item | {"language": row["language"]}


def _record(library: Library, found: Found) -> dict[str, Any]:
    item = _dataset() | {"id": f"overseas-stations-{__version__}-{found.name.replace('/', '-')}"}
    source = library.find(found.row["source_id"] or "")
    said = f" Source: {_text(_source(source))}" if source is not None else ""
    return item | {"title": f"{found.table.title}: {found.name}", "container-title": TITLE, "note": said.strip()}


def _date(item: dict[str, Any], key: str) -> str:
    parts = item.get(key, {}).get("date-parts", [[]])[0]
    return "-".join(f"{part:02}" for part in parts)


def _text(item: dict[str, Any]) -> str:
    authors = "; ".join(author["literal"] for author in item.get("author", []))
    title = f"“{item['title']}”" if item.get("title") else "[title not seen]"
    where = item.get("container-title") or item.get("publisher") or ""
    version = f"version {item['version']}" if item.get("version") else ""
    read = f"read {_date(item, 'accessed')}" if "accessed" in item else ""
    issued = "" if item["type"] == "dataset" else _date(item, "issued") or "undated"
    parts = [authors, title, where, version, issued, item.get("URL", ""), read]
    text = ". ".join(part for part in parts if part) + "."
    return f"{text} {item['note']}" if item.get("note") else text


_BIBTEX_TYPES = {"article-newspaper": "article", "report": "techreport", "article": "article"}
_ESCAPES = (
    {ord(c): f"\\{c}" for c in "&%$#_{}"}
    | {ord("\\"): r"\textbackslash{}", ord("~"): r"\textasciitilde{}"}
    | {ord("^"): r"\textasciicircum{}"}
)


def _bibtex(item: dict[str, Any]) -> str:
    kind = _BIBTEX_TYPES.get(item["type"], "misc")
    fields = {
        "author": "{" + "; ".join(author["literal"] for author in item.get("author", [])) + "}",
        "title": item.get("title", "").translate(_ESCAPES),
        {"article": "journal", "techreport": "institution"}.get(kind, "howpublished"): (
            item.get("container-title") or item.get("publisher") or ""
        ).translate(_ESCAPES),
        "year": _date(item, "issued")[:4],
        "date": _date(item, "issued"),
        "urldate": _date(item, "accessed"),
        "version": item.get("version", ""),
        "url": item.get("URL", "").replace("{", "%7B").replace("}", "%7D"),
        "note": item.get("note", "").translate(_ESCAPES),
    }
    lines = [f"  {name} = {{{text}}}," for name, text in fields.items() if text not in ("", "{}")]
    return "\n".join([f"@{kind}{{{item['id']},", *lines, "}"]) + "\n"
