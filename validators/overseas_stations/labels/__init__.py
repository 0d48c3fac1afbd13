"""Labels for readers in five languages: tables, columns, terms, countries, and what pages say around the data.

The data stay in the language that they are in, and so do definitions and names of columns. English titles and terms are
those of the models; ``<language>.json`` has what the models do not say, ``countries.csv`` and ``languages.csv`` the
names of the Unicode CLDR, by ``tests/derive_codes.py``.
"""

from typing import Literal, get_args

LanguageCode = Literal["en", "es", "fr", "de", "zh"]

LANGUAGES: tuple[LanguageCode, ...] = get_args(LanguageCode)
"""The languages that there are labels in."""
