"""Bytes of a page to text: as declared, as the bytes themselves say, or as a page in its language can be.

A page often declares a charset that it is not in, and no single guess is always right. Nothing rests on a guess: a
passage stands in a text only if every character of it does, so that the readings are tried one after the other.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator

MAX_GUESSED = 40_000
"""Bytes from either end of a page that a charset is guessed from."""

_META = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{1,40})", re.IGNORECASE)
_XML = re.compile(rb"^\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]{1,40})", re.IGNORECASE)
_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))

MEANT = {
    **dict.fromkeys(("iso8859-1", "ascii"), "cp1252"),
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    **dict.fromkeys(("gb2312", "gbk"), "gb18030"),
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "big5": "big5hkscs",
}
"""A charset by Python's name -> the one that browsers take it for, which has more characters."""

BY_LANGUAGE = {
    "ja": ("cp932", "euc_jp", "iso2022_jp"),
    "ko": ("cp949",),
    "zh": ("gb18030", "big5hkscs"),
    "ru": ("cp1251", "koi8-r"),
    "uk": ("cp1251", "koi8-u"),
    "bg": ("cp1251",),
    "sr": ("cp1251", "cp1250"),
    **dict.fromkeys(("pl", "cs", "sk", "hu", "hr", "sl", "ro"), ("cp1250", "iso8859-2")),
    "el": ("cp1253",),
    "tr": ("cp1254",),
    "he": ("cp1255",),
    "ar": ("cp1256",),
    "fa": ("cp1256",),
    "vi": ("cp1258",),
    "th": ("cp874",),
}
"""A language -> the charsets, before UTF-8, of pages in it; all others: cp1252."""

_SCRIPTS = {
    **dict.fromkeys(("ru", "uk", "bg", "sr"), re.compile("[\u0410-\u044f\u0401\u0451\u0404\u0454\u0456\u0457\u0491]")),
    "el": re.compile("[\u0370-\u03ff]"),
    "he": re.compile("[\u0590-\u05ff]"),
    **dict.fromkeys(("ar", "fa"), re.compile("[\u0600-\u06ff]")),
    "th": re.compile("[\u0e00-\u0e7f]"),
    "ko": re.compile("[\uac00-\ud7a3]"),
    "ja": re.compile("[\u3041-\u30ff\u4e00-\u9fff]"),
    "zh": re.compile("[\u4e00-\u9fff]"),
}
_FOREIGN = re.compile("[^\x00-\x7f]")
_UNLIKELY = re.compile("[\x80-\x9f\ufffd\ue000-\uf8ff]")


def readings(data: bytes, declared: str = "", language: str = "") -> Iterator[str]:
    """Yield the texts that the bytes can be, the likeliest first, each once.

    Args:
        data: the bytes of a page.
        declared: the charset that its header declares, empty where it does not.
        language: the language of the source, as far as it is known.
    """
    for mark, name in _MARKS:
        if data.startswith(mark):
            yield data[len(mark) :].decode(name, "replace")
            return
    try:
        # What is no UTF-8 is so by chance almost never; and what is it, but declares something else, is common.
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        yield from _old_readings(data, declared, language)
        return
    if "\x1b$" in text:
        with_escapes = _decoded(data, "iso2022_jp")
        if with_escapes is not None:
            yield with_escapes
    yield text


def is_old(data: bytes) -> bool:
    """Say whether bytes are in a charset from before UTF-8, or in several, so that they are read in more than one."""
    if any(data.startswith(mark) for mark, _ in _MARKS):
        return False
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return True
    return False


def _old_readings(data: bytes, declared: str, language: str) -> Iterator[str]:
    """Yield the texts that bytes can be that are no UTF-8 throughout."""
    stated = [named.decode("ascii") for pattern in (_XML, _META) for named in pattern.findall(data[:4096])]
    names = [name for each in (declared, *stated) if (name := known_charset(each))]
    names += BY_LANGUAGE.get(language[:2], ("cp1252",))
    likely: list[str] = []
    unlikely: list[str] = []
    for name in dict.fromkeys((*names, *_guessed(data), "cp1252")):
        text = _decoded(data, name)
        if text is not None:
            (likely if _is_likely(text, language) else unlikely).append(text)
    # A single wrong byte must not hide the rest of a page.
    broken = data.decode("utf-8", "replace")
    (likely if "utf-8" in names or broken.count("\ufffd") * 1000 < len(broken) else unlikely).append(broken)
    yield from dict.fromkeys((*likely, *unlikely))


def known_charset(name: str) -> str:
    """Return Python's name of the charset that is meant by one, empty where none is.

    >>> known_charset("ISO-8859-1"), known_charset("x-sjis"), known_charset("none")
    ('cp1252', 'cp932', '')
    """
    plain = re.sub(r"^x-(?=sjis|gbk)", "", name.strip().lower())
    try:
        found = codecs.lookup(plain)
    except (LookupError, ValueError):
        return ""
    return MEANT.get(found.name, found.name) if found._is_text_encoding else ""


def _decoded(data: bytes, name: str) -> str | None:
    """Return bytes as text in a charset, None where too much of them is none."""
    try:
        return data.decode(name)
    except UnicodeDecodeError:
        text = data.decode(name, "replace")
    except (LookupError, ValueError):
        return None
    return text if text.count("\ufffd") * 200 < len(text) else None


def _is_likely(text: str, language: str) -> bool:
    """Say whether a text is one that people write, in the script of its language where that has its own."""
    foreign = len(_FOREIGN.findall(text))
    if len(_UNLIKELY.findall(text)) * 50 > foreign:
        return False
    script = _SCRIPTS.get(language[:2])
    if script is None:
        return True
    found = script.findall(text)
    # Cyrillic in the wrong one of its charsets has capitals for small letters.
    return 2 * len(found) >= foreign and 2 * sum(each.isupper() for each in found) <= len(found)


def _guessed(data: bytes) -> list[str]:
    """Return the charsets that a library guesses, none where it is not installed."""
    try:
        from charset_normalizer import from_bytes
    except ImportError:
        return []
    piece = data if len(data) <= 2 * MAX_GUESSED else data[:MAX_GUESSED] + data[-MAX_GUESSED:]
    return [MEANT.get(codecs.lookup(each.encoding).name, each.encoding) for each in from_bytes(piece)][:3]
