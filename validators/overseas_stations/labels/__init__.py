"""Labels for readers in five languages: tables, columns, terms, countries, and what pages say around the data.

The data stay in the language that they are in, and so do definitions and names of columns. English titles and terms are
those of the models; ``<language>.json`` has what the models do not say; ``countries.csv``, ``languages.csv`` and
``regions.csv`` have the names of the Unicode CLDR, and are written by ``tests/derive_codes.py``.

To add a text of pages, add its key in all five files, at the same place: ``{placeholders}`` in braces, and where it
counts two keys, ``.one`` and ``.other`` (Chinese has ``.other`` alone).
"""

from typing import Literal, get_args

LanguageCode = Literal["en", "es", "fr", "de", "zh"]

LANGUAGES: tuple[LanguageCode, ...] = get_args(LanguageCode)
"""The languages that there are labels in."""
