"""Lists the words of dates and amounts, by CLDR: ``python tests/list_dated_words.py`` writes them for the twins.

A spreadsheet set to one of these languages may take an id such as `sabado-2022-10-27` or `kr-1` for a date or a sum.
Only words of ASCII letters count, also those that have lost their accents: ids have no others.
"""

from __future__ import annotations

import re
import unicodedata

from repository import ROOT

PATH = ROOT / "validators" / "overseas_stations" / "publishing" / "exports" / "dated_words.txt"
LANGUAGES = frozenset({
    *("af", "am", "ar", "as", "ast", "az", "be", "bg", "bn", "bo", "br", "brx", "bs", "ca", "ckb", "cs", "cv"),
    *("cy", "da", "de", "dsb", "dz", "ee", "el", "en", "eo", "es", "et", "eu", "fa", "ff", "fi", "fil", "fo"),
    *("fr", "fur", "fy", "ga", "gd", "gl", "gu", "ha", "he", "hi", "hr", "hsb", "hu", "hy", "ia", "id", "ig"),
    *("is", "it", "ja", "ka", "kk", "kl", "km", "kn", "ko", "kok", "ks", "ku", "ky", "lb", "ln", "lo", "lt"),
    *("lv", "mg", "mi", "mk", "ml", "mn", "mr", "ms", "mt", "my", "nb", "ne", "nl", "nn", "no", "nr", "nso"),
    *("oc", "om", "or", "pa", "pl", "ps", "pt", "rm", "ro", "ru", "rw", "sa", "sc", "sd", "se", "sg", "si"),
    *("sk", "sl", "sn", "so", "sq", "sr", "ss", "st", "sv", "sw", "ta", "te", "tg", "th", "ti", "tk", "tn"),
    *("to", "tr", "ts", "tt", "ug", "uk", "ur", "uz", "ve", "vi", "vo", "wa", "xh", "yi", "yo", "zh", "zu"),
})  # fmt: skip
"""The languages that spreadsheets can be set to."""


def words() -> set[str]:
    """Return months, days, times of day and currencies, in lower case and without accents."""
    from babel import Locale, localedata

    found: set[str] = set()
    for name in localedata.locale_identifiers():
        if name.split("_")[0] not in LANGUAGES:
            continue
        locale = Locale.parse(name)
        for names in (locale.months, locale.days, locale.day_periods):
            found.update(
                text for form in ("format", "stand-alone") for width in ("wide", "abbreviated")
                for text in names.get(form, {}).get(width, {}).values()
            )  # fmt: skip
        found.update(locale.currency_symbols.values(), locale.currencies)
    return {word for word in map(_plain, found) if re.fullmatch("[a-z]{2,}", word)}


def _plain(text: str) -> str:
    letters = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in letters if not unicodedata.category(letter).startswith("M")).strip(" .")


if __name__ == "__main__":
    PATH.write_text("\n".join(sorted(words())) + "\n", encoding="utf-8")
