"""An item of CSL-JSON as an entry of BibTeX. The text stays UTF-8; only what TeX would act on is escaped."""

from __future__ import annotations

from overseas_stations.publishing.citing.text import Item, authors_of, date_of, where_of

_TYPES = {"article-newspaper": "article", "report": "techreport", "article": "article"}
_WHERE = {"article": "journal", "techreport": "institution"}
_ESCAPES = (
    {ord(c): f"\\{c}" for c in "&%$#_"}
    # Not \{ and \}: BibTeX counts braces, whatever stands before them.
    | {ord("{"): r"\textbraceleft{}", ord("}"): r"\textbraceright{}", ord("\\"): r"\textbackslash{}"}
    | {ord("~"): r"\textasciitilde{}", ord("^"): r"\textasciicircum{}"}
)


def bibtex(item: Item) -> str:
    """Return an entry. A second pair of braces keeps titles and authors from being parsed or lower-cased."""
    kind = _TYPES.get(item["type"], "misc")
    issued = date_of(item, "issued")
    fields = {
        "author": _whole(authors_of(item)),
        "title": _whole(item.get("title", "")),
        _WHERE.get(kind, "howpublished"): _escaped(where_of(item)),
        "year": issued[:4],
        "date": issued,
        "urldate": date_of(item, "accessed"),
        "version": item.get("version", ""),
        "url": item.get("URL", "").replace("{", "%7B").replace("}", "%7D"),
        "note": _escaped(item.get("note", "")),
    }
    # Not by bibtexparser: it escapes nothing, or every letter beyond ASCII as well, so that only this join would go.
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    return "\n".join([f"@{kind}{{{item['id']},", *lines, "}"])


def _whole(text: str) -> str:
    return f"{{{_escaped(text)}}}" if text else ""


def _escaped(text: str) -> str:
    return text.translate(_ESCAPES)
