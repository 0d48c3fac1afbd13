"""An item of CSL-JSON as an entry of BibTeX, with the types and fields of biblatex, which many programs read.

The text stays UTF-8; only what TeX would act on is escaped.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from overseas_stations.publishing.citing.text import Item, authors_of, date_of, where_of

TYPES: Mapping[str, tuple[str, str]] = {
    "article-newspaper": ("article", "journal"),
    "report": ("report", "institution"),
    "document": ("misc", "howpublished"),
    "legal_case": ("jurisdiction", "organization"),
    "webpage": ("online", "organization"),
    "entry-encyclopedia": ("inreference", "booktitle"),
    "dataset": ("dataset", "series"),
}
"""Item type of CSL -> type of biblatex, and the field of what the item is part of or who published it.

Styles older than biblatex print a type that they do not know as ``misc``.
"""

SUBTYPES = {"article-newspaper": "newspaper"}
"""Item type of CSL -> what biblatex calls the sort of it, where it has a word."""

LANGUAGES: Mapping[str, str] = {
    "am": "amharic", "ar": "arabic", "az": "azerbaijani", "be": "belarusian", "bg": "bulgarian", "bn": "bengali",
    "bs": "bosnian", "ca": "catalan", "cs": "czech", "cy": "welsh", "da": "danish", "de": "german", "el": "greek",
    "en": "english", "es": "spanish", "et": "estonian", "eu": "basque", "fa": "persian", "fi": "finnish",
    "fr": "french", "ga": "irish", "gl": "galician", "he": "hebrew", "hi": "hindi", "hr": "croatian", "hu": "hungarian",
    "hy": "armenian", "id": "indonesian", "is": "icelandic", "it": "italian", "ja": "japanese", "ka": "georgian",
    "kk": "kazakh", "km": "khmer", "ko": "korean", "lo": "lao", "lt": "lithuanian", "lv": "latvian",
    "mk": "macedonian", "mn": "mongolian", "ms": "malay", "my": "burmese", "ne": "nepali", "nl": "dutch", "no": "norsk",
    "pl": "polish",
    "pt": "portuguese", "ro": "romanian", "ru": "russian", "si": "sinhala", "sk": "slovak", "sl": "slovene",
    "sq": "albanian", "sr": "serbian", "sv": "swedish", "sw": "swahili", "ta": "tamil", "th": "thai", "tl": "filipino",
    "tr": "turkish", "uk": "ukrainian", "ur": "urdu", "uz": "uzbek", "vi": "vietnamese", "zh": "chinese",
}  # fmt: skip
"""Code of a language -> its name in babel and biblatex; another is written as its code."""

UNKNOWN_TO_PANDOC = frozenset({"bn", "id", "ko", "sw", "tl", "zh"})
"""Languages whose names pandoc does not take for a language, but whose codes it does."""

ESCAPES = (
    {ord(c): f"\\{c}" for c in "&%$#_"}
    # Not \{ and \}: BibTeX counts braces, whatever stands before them.
    | {ord("{"): r"\textbraceleft{}", ord("}"): r"\textbraceright{}", ord("\\"): r"\textbackslash{}"}
    | {ord("~"): r"\textasciitilde{}", ord("^"): r"\textasciicircum{}"}
)
LIGATURES = re.compile(r"(?<=-)(?=-)|(?<=')(?=')|(?<=`)(?=`)|(?<=[!?])(?=`)|(?<=<)(?=<)|(?<=>)(?=>)|(?<=,)(?=,)")
"""Between signs of which TeX would make another: two strokes in an address would become a dash."""


def bibtex(item: Item) -> str:
    """Return an entry. A second pair of braces keeps titles from being lower-cased, and names from being parted."""
    kind, where = TYPES[item["type"]]
    language = item.get("language", "")
    fields = {
        "author": _whole(authors_of(item)),
        "title": _whole(item.get("title", "")),
        where: _whole(where_of(item)),
        "entrysubtype": SUBTYPES.get(item["type"], ""),
        "date": date_of(item, "issued"),
        "urldate": date_of(item, "accessed"),
        "version": item.get("version", ""),
        "language": LANGUAGES.get(language, language),
        "langid": language if language in UNKNOWN_TO_PANDOC else LANGUAGES.get(language, language),
        # Taken as it is, which keeps its strokes.
        "url": item.get("URL", "").replace("{", "%7B").replace("}", "%7D"),
        "note": _escaped(item.get("note", "")),
    }
    # Not by bibtexparser: it escapes nothing, or every letter beyond ASCII as well, so that only this join would go.
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    return "\n".join([f"@{kind}{{{item['id']},", *lines, "}"])


def _whole(text: str) -> str:
    return f"{{{_escaped(text)}}}" if text else ""


def _escaped(text: str) -> str:
    return "{}".join(part.translate(ESCAPES) for part in LIGATURES.split(text))
