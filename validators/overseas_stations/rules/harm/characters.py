"""Characters that do not show, or show as others do.

Which they are is listed here by code points, so that the verdicts do not vary with the Unicode data of the Python that
runs.
"""

from __future__ import annotations

import re

# Scripts in which joiners and non-joiners shape the letters: Arabic, Syriac, N'Ko, those of India, Myanmar, Khmer,
# Mongolian.
_SHAPED = (
    "\u0600-\u061b\u061d-\u07ff\u0840-\u0dff\u0f00-\u109f\u1780-\u17b3\u17b6-\u17df\u1820-\u18af"
    "\u1c00-\u1c4f\ua8e0-\ua8ff\ufb50-\ufdcf\ufdf0-\ufdff\ufe70-\ufefc"
)
_VIRAMA = "\u094d\u09cd\u0a4d\u0acd\u0b4d\u0bcd\u0c4d\u0ccd\u0d4d\u0dca\u1039\u17d2"
_ARABIC = "\u0600-\u061b\u061d-\u06ff\u0750-\u077f\u08a0-\u08ff"
_PICTURE = (
    "\u00a9\u00ae\u203c\u2049\u2122\u2139\u2194-\u2199\u21a9\u21aa\u231a\u231b\u2328\u23cf\u23e9-\u23f3\u23f8-\u23fa\u24c2\u25aa\u25ab\u25b6\u25c0"
    "\u25fb-\u25fe\u2600-\u27bf\u2934\u2935\u2b05-\u2b07\u2b1b\u2b1c\u2b50\u2b55\u3030\u303d\u3297\u3299\U0001f000-\U0001faff"
)
_HAN = "\u2e80-\u2fdf\u3005\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U000323af"
_VARIED = f"{_HAN}\u1000-\u109f\ua840-\ua877\u2190-\u22ff\u2a00-\u2aff\u3001\u3002\uff01-\uff1f\u2018-\u201d"
_FLAG_BASE, _TAGS, _LAST_TAG = "\U0001f3f4", "\U000e0020-\U000e007e", "\U000e007f"

# What is in its place, and is struck out before the rest is judged.
_IN_PLACE = (
    f"{_FLAG_BASE}[{_TAGS}]+{_LAST_TAG}|[#*0-9]\ufe0f\u20e3"
    f"|[{_PICTURE}](?:[\ufe0e\ufe0f]|[\U0001f3fb-\U0001f3ff])?(?:\u200d[{_PICTURE}](?:\ufe0f|"
    f"[\U0001f3fb-\U0001f3ff])?)*"
    f"|(?<=[{_SHAPED}])[\u200c\u200d](?=[{_SHAPED}])"
    f"|(?<=[{_VIRAMA}])[\u200c\u200d]|(?<=[{_ARABIC}])\u200d"
    f"|[{_VARIED}][\ufe00-\ufe02]|[{_HAN}][\U000e0100-\U000e01ef]"
    f"|(?<=[\u1820-\u18af])[\u180b-\u180f]"
)
_HIDDEN = (
    "\x01-\x09\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f\u2800"
    "\u3164\ue000-\uf8ff\ufdd0-\ufdef\ufe00-\ufe0f\ufeff\uffa0\ufff0-\uffff\U0001bca0-\U0001bca3\U0001d159\U0001d173-\U0001d17a"
    "\U000e0000-\U000e0fff\U000f0000-\U0010ffff"
) + "".join(f"{chr(plane << 16 | 0xFFFE)}{chr(plane << 16 | 0xFFFF)}" for plane in range(1, 15))
_BLANKS = "\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
INVISIBLE = f"[{_HIDDEN}]|^[{_BLANKS}]|[{_BLANKS}]$"
"""What every text with an invisible character contains, on all engines; and texts in which one is in its place."""


def is_invisible(text: str, _: str | None = None) -> bool:
    r"""Say whether a text holds a character that does not show and has no use there.

    >>> is_invisible("می\u200cخواهم"), is_invisible("invisi\u200bble")
    (False, True)
    >>> is_invisible("\u2764\ufe0f"), is_invisible("a\ufe0f")
    (False, True)
    """
    # Only what is in its place goes; the rest is looked at as if it stood there still.
    invisible = INVISIBLE.replace("$", r"\Z")
    if (text.isascii() and text.isprintable()) or re.search(invisible, text) is None:
        return False
    return re.search(invisible, re.sub(_IN_PLACE, "x", text)) is not None


_LATIN = "A-Za-z\u00aa\u00ba\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02af\u1e00-\u1eff"
_GREEK, _CYRILLIC = "\u0370-\u037d\u037f-\u03ff\u1f00-\u1fff", "\u0400-\u052f\u1c80-\u1c8f\u2de0-\u2dff\ua640-\ua69f"
_ALIKE = "\u0531-\u0587\u13a0-\u13fd\uab70-\uabbf\u2c80-\u2cff\ua4d0-\ua4ff\U00010280-\U0001029f\U00010400-\U0001044f"
"""Armenian, Cherokee, Coptic, Lisu and others: scripts with letters that look like Latin ones."""
_STYLED = "\uff21-\uff3a\uff41-\uff5a\U0001d400-\U0001d7cb"
"""Latin letters of another width or face."""
_MARKS = "\u0300-\u036f"
_SCRIPTS = (_LATIN, _GREEK, _CYRILLIC, _ALIKE, _STYLED)
_OTHERS = "".join(_SCRIPTS[1:])
MIXED = (
    f"[{_LATIN}][{_MARKS}]*[{_OTHERS}]|[{_OTHERS}][{_MARKS}]*[{_LATIN}]"
    f"|[{_GREEK}][{_MARKS}]*[{_CYRILLIC}]|[{_CYRILLIC}][{_MARKS}]*[{_GREEK}]"
)
"""What every text with a word in two scripts contains, on all engines; and texts with a Greek sign in a Latin word."""

# Letters of which each became two or three signs, when bytes of UTF-8 were read as those of another encoding: "Ã¶" was
# an o with two dots. Quotation marks and blanks are left out, before which a word in capitals may end.
MISREAD = (
    "[\u00c2-\u00c5\u00ce-\u00d1\u00d8\u00d9][\u00a1-\u00aa\u00ac-\u00ba\u00bc-\u00bf]"
    "|[\u00c3-\u00c5\u00d0\u00d1][\u20ac\u0192\u2020\u02c6\u2030\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u02dc\u2122]|\u00e2\u20ac"
)
"""What every text that was read in the wrong encoding is likely to contain, on all engines."""

# Greek letters that look like no Latin one.
_CLEAR = (
    "\u0393\u0394\u0398\u039b\u039e\u03a0\u03a3\u03a6\u03a8\u03a9\u03b4\u03b6\u03b8\u03bb\u03bc\u03be"
    "\u03c0\u03c2\u03c3\u03c6\u03c8\u03c9\u03ac\u03ae\u03b2\u03b5\u03b7"
)


def is_mixed(text: str, _: str | None = None) -> bool:
    r"""Say whether a text holds a word in two scripts that is not a Latin word with a Greek sign or acronym.

    >>> is_mixed("L\u043endon"), is_mixed("\u0391thens"), is_mixed("5 \u03bcm"), is_mixed("TNF\u03b1")
    (True, True, False, False)
    """
    if text.isascii() or re.search(MIXED, text) is None:
        return False
    return any(_is_deceptive(found[0]) for found in re.finditer(f"[{''.join(_SCRIPTS)}{_MARKS}]+", text))


def _is_deceptive(word: str) -> bool:
    scripts = {number for number, script in enumerate(_SCRIPTS) if re.search(f"[{script}]", word)}
    if len(scripts) < 2:
        return False
    return scripts != {0, 1} or any(not _is_sign(word, found) for found in re.finditer(f"[{_GREEK}]+", word))


def _is_sign(word: str, found: re.Match[str]) -> bool:
    """Say whether Greek letters in a Latin word are a sign or an acronym: they look like themselves."""
    if re.search(f"[{_CLEAR}]", found[0]):
        return True
    # A small letter among capitals, as in the names of proteins.
    around = word[: found.start()][-1:] + word[found.end() :][:1]
    return found[0].islower() and (around.isupper() or len(word) == 2)
