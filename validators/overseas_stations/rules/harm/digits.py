"""Rows of digits: the groups that telephone numbers are written in, in words as well, and what is no such number."""

from __future__ import annotations

import re

from overseas_stations.rules.harm.plain import compiled, one_of
from overseas_stations.rules.harm.screens import DIGIT_WORDS, HAN_DIGITS, SPOKEN

_LETTER = "A-Za-z\u00c0-\u024f\u0370-\u04ff"
YEAR = "(?:1[4-9]|20)[0-9]{2}"
_DAY, _MONTH = "(?:0?[1-9]|[12][0-9]|3[01])", "(?:0?[1-9]|1[0-2])"
_ALONE, _DONE = "(?<![0-9/.+-])", "(?![0-9]|[-./][0-9])"
_HOUR = "(?:[01]?[0-9]|2[0-4])"
# Dates, hours, sums, places, addresses on the web, cases.
# Each is struck out as a whole; none begins or ends within a longer row of digits.
STRUCK = (
    "(?i:"
    + (
        "|".join(
            (
                r"(?<![0-9+])97[89][ -]?(?:[0-9][ -]?){9}[0-9](?![0-9])",  # an ISBN
                r"https?://[^ ]+|www\.[^ ]+|\b10\.[0-9]{4,9}/[^ ]+",
                r"(?<![\w-])(?=[0-9a-f-]{0,40}[a-f])(?=[0-9a-f-]{0,40}[0-9])[0-9a-f-]{12,}(?![\w-])",
                rf"{_ALONE}{YEAR}([-./]) ?{_MONTH}\1 ?{_DAY}\.?{_DONE}",
                rf"{_ALONE}(?:{_DAY}([-./]) ?{_MONTH}|{_MONTH}([-./]) ?{_DAY})(?:\2|\3) ?(?:{YEAR}|[0-9]{{2}}){_DONE}",
                rf"{_ALONE}(?:19|20)[0-9]{{2}}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])(?:[0-9]{{4}}|"
                rf"[0-9]{{6}})?(?![0-9])",
                rf"(?<![0-9(] ){_ALONE}{YEAR} ?[-/] ?(?:{YEAR}|[0-9]{{2}})(?![0-9]|[-./ ][0-9])",
                rf"{_HOUR}[:.h][0-5][0-9](?: ?- ?{_HOUR}[:.h][0-5][0-9])?(?= ?(?:[ap]\.?m\b|uhr|h\b|utc|cet|gmt|"
                rf"час|hrs))|(?<![0-9]){_HOUR}:[0-5][0-9](?::[0-5][0-9])?",
                r"(?<![0-9/.-])(?:[01][0-9]|2[0-4])[0-5][0-9] ?- ?(?:[01][0-9]|2[0-4])[0-5][0-9](?! "
                r"?[0-9]{3}(?![0-9])|[0-9])",
                r"(?<![0-9.])(?:[0-9]{1,3}\.){3}[0-9]{1,3}(?![0-9]|\.[0-9])",
                r"(?<![0-9.])-?[0-9]{1,3}\.[0-9]+,? -?[0-9]{1,3}\.[0-9]+(?![0-9.])",
                r"(?<![0-9+.,(-])[1-9][0-9]{0,2}(?:[,'][0-9]{3})+(?:\.[0-9]+)?(?![0-9])",
                # Letters and digits as one word: the number of a case or of a document.
                r"(?<!\w)(?!(?:tel|fax|phone|mob|тел)[a-z]*[-/(])["
                f"{_LETTER}"
                r"]+[-/_(]+(?=[^ ]{0,40}[0-9])["
                f"{_LETTER}"
                r"0-9()/.:_-]+",
                r"(?<!\w)[0-9][0-9/_.:()-]{0,40}["
                f"{_LETTER}"
                r"]{1,40}[-/_.:()0-9]{0,40}[0-9]["
                f"{_LETTER}"
                r"0-9()/.:_-]*",
            )
        )
    )
    + ")"
)

_BORDER, _END = "(?<![0-9])", "(?![0-9])"
# The groups that numbers are written in, wherever they are.
SHAPES = re.compile(
    _BORDER
    + one_of(
        (
            r"\(0?[0-9]{1,4}\)[ -]?[0-9]{2,5}(?:[ ./-]{1,2}[0-9]{2,5}){1,3}",
            r"\(0?[0-9]{1,4}\)[ -]?[0-9]{6,8}",
            r"0[0-9]{1,4}(?:[ .()/-]{1,3}[0-9]{1,8}){1,5}",
            r"0[1-9][0-9]{8,9}",
            r"(?:1[ .-])?[0-9]{3}[ .-][0-9]{3}[ .-][0-9]{4}",
            r"(?:1[3-9]|8[3-9])[0-9]{9}",
            r"1[3-9][0-9][ -][0-9]{4}[ -]?[0-9]{4}",
            r"8 ?[ (-]?[0-9]{3}[ )-]{1,2}[0-9]{3}[ -]?[0-9]{2}[ -]?[0-9]{2}",
            r"[1-9][0-9]{1,2}[ .-][0-9]{3}[ .-][0-9]{2}[ .-][0-9]{2}",
            r"[1-9][0-9]{2}[ .-][0-9]{2}[ .-][0-9]{2}[ .-][0-9]{2}",
            r"[1-9][0-9]{2}-[0-9]{3}-[0-9]{3}",
            r"[1-9][0-9][ -]9?[0-9]{4}[ -][0-9]{4}",
            r"[2-9][ -][0-9]{4}[ -][0-9]{4}",
            r"[6-9][0-9]{4}[ -][0-9]{5}",
            r"1[38]00[ -][0-9]{3}[ -][0-9]{3}",
            r"555-01[0-9]{2}",
        )
    )
    + _END
)
# Those that are written like other numbers: nothing may follow that they could count.
VAGUE = re.compile(rf"{_BORDER}(?:[1-9][0-9]{{2}} [0-9]{{3}} [0-9]{{3}}|[2-9][0-9](?: [0-9]{{2}}){{3,4}}){_END}$")
ABROAD = re.compile(rf"(?:\+ ?|{_BORDER}00 ?)(?P<rest>\(?[1-9][0-9]{{0,2}}\)?(?:[ .()/-]{{0,3}}[0-9]){{6,13}}){_END}")
THOUSANDS = re.compile(r"[1-9][0-9]{0,2}(?:([ .])[0-9]{3})(?:\1[0-9]{3})*")
YEARS = re.compile(rf"{YEAR}(?:[ /-]+{YEAR})*")

# No count is said by digits with a nought among them; other rows of numbers need a word for telephones.
_NOUGHT = (
    r"\b(?:zero|oh|null|zéro|cero|nul|ноль)\b|[零〇幺]|"
    r"(?i:\b(?:tel|phone|call|dial|ring|telefon|numer|número|numero|numéro|nummer|al)\b)"
)
_WORDS, _HAN = frozenset(DIGIT_WORDS.split("|")), frozenset(HAN_DIGITS)


def is_spoken(text: str) -> bool:
    """Say whether a text holds the number of a telephone in words.

    >>> is_spoken("oh two oh, seven nine four six"), is_spoken("one or two, three or four, five or six")
    (True, False)
    """
    # Sooner than by the pattern: few texts hold three such words.
    many = len(_WORDS.intersection(text.replace(",", " ").replace("-", " ").split())) > 2
    if not many and (text.isascii() or _HAN.isdisjoint(text)):
        return False
    return compiled(SPOKEN).search(text) is not None and compiled(_NOUGHT).search(text) is not None
