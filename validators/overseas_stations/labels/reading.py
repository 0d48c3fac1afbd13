"""The files of labels, read strictly and once: each has a label for everything, and for nothing else."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from overseas_stations.formats.strict_json import JsonFault, load_json
from overseas_stations.forms import vocabulary
from overseas_stations.forms.codes import code_list, country_rows
from overseas_stations.forms.vocabulary import Term
from overseas_stations.labels import LANGUAGES
from overseas_stations.labels.language import ENGLISH, PLACEHOLDER, Language
from overseas_stations.labels.titles import ALL_TABLES, column_keys
from overseas_stations.suggestions import UnknownName, did_you_mean
from overseas_stations.tables import TABLES

FOLDER = Path(__file__).parent
ABOUT = ("name", "reviewed", "one", "group", "words")
"""What each file says of its language."""
LABELS = ("tables", "summaries", "columns", "terms")
"""What the models say in English, and the other files in theirs."""
SINGULAR = ".one"
ONE_LINE = re.compile(r"\S(?:[^\n\r\t]*\S)?")


class LabelFault(ValueError):
    """A file of labels does not hold what it should: the message names the file and the key."""


@cache
def labels_in(code: str) -> Language:
    """Return the labels of a language, ``en``, ``es``, ``fr``, ``de`` or ``zh``.

    Raises:
        UnknownName: there are none in that language.
        LabelFault: its file does not hold exactly what it should.
    """
    if code not in LANGUAGES:
        known = ", ".join(LANGUAGES)
        raise UnknownName(f"no labels in {code}{did_you_mean(code, LANGUAGES)}; the languages are {known}")
    return read_labels(FOLDER, code)


def read_labels(folder: Path, code: str) -> Language:
    """Return the labels of a language in a folder that holds all files.

    Raises:
        LabelFault: they are not what they should be.
    """
    english = _object(folder, ENGLISH)
    found = english if code == ENGLISH else _object(folder, code)
    file, foreign = f"{code}.json", code != ENGLISH
    _hold(file, "", found, [*ABOUT, *LABELS] if foreign else ABOUT)
    one, words = frozenset(found["one"]), english["words"]
    # A language that has no singular has no text for it.
    _texts(file, "words.", found["words"], {key: words[key] for key in words if one or not key.endswith(SINGULAR)})
    if foreign:
        _texts(file, "tables.", found["tables"], dict.fromkeys(ALL_TABLES, ""))
        _texts(file, "summaries.", found["summaries"], dict.fromkeys(TABLES, ""))
        _texts(file, "columns.", found["columns"], _titles())
        _hold(file, "terms.", found["terms"], [each.__name__ for each in vocabularies()])
        for each in vocabularies():
            _texts(file, f"terms.{each.__name__}.", found["terms"][each.__name__], dict.fromkeys(each, ""))
    names = {listed: _names(folder, listed, code, keys) if foreign else {} for listed, keys in _named().items()}
    return Language(
        code=code,
        one=one,
        countries=names["countries"],
        languages=names["languages"],
        regions=names["regions"],
        **{key: found[key] for key in ABOUT if key != "one"},
        **{key: found[key] if foreign else {} for key in LABELS},
    )


def vocabularies() -> Iterator[type[Term]]:
    """Yield the vocabularies whose terms have labels."""
    for each in vars(vocabulary).values():
        if isinstance(each, type) and issubclass(each, Term) and each is not Term:
            yield each


def _titles() -> dict[str, str]:
    """Return the keys of titles of columns, with a text that has their placeholders."""
    return {key: "{title}" if key.startswith("*") else "" for key in column_keys().values()}


def _object(folder: Path, code: str) -> dict[str, Any]:
    try:
        found = load_json((folder / f"{code}.json").read_bytes())
    except JsonFault as fault:
        raise LabelFault(f"{code}.json: {fault}") from None
    if not isinstance(found, dict):
        raise LabelFault(f"{code}.json holds no object")
    return found


def _hold(file: str, where: str, found: Mapping[str, object], expected: Iterable[str]) -> None:
    """Refuse an object that does not have exactly the keys that it should."""
    wanted = set(expected)
    for what, keys in (("is missing", wanted - set(found)), ("is unknown", set(found) - wanted)):
        if keys:
            more = f", and {len(keys) - 1} more" if len(keys) > 1 else ""
            raise LabelFault(f"{file}: {where}{min(keys)} {what}{more}")


def _texts(file: str, where: str, found: object, expected: Mapping[str, str]) -> None:
    """Refuse texts that are not those which are expected, or that have other placeholders."""
    if not isinstance(found, dict):
        raise LabelFault(f"{file}: {where.rstrip('.')} is no object")
    _hold(file, where, found, expected)
    for key, text in found.items():
        if not isinstance(text, str) or not ONE_LINE.fullmatch(text):
            raise LabelFault(f"{file}: {where}{key} is no text on one line")
        ours, theirs = (set(PLACEHOLDER.findall(each)) for each in (text, expected[key]))
        if ours != theirs or set("{}") & set(PLACEHOLDER.sub("", text)):
            named = ", ".join(f"{{{name}}}" for name in sorted(theirs)) or "no placeholder"
            raise LabelFault(f"{file}: {where}{key} should have {named}")


def _named() -> dict[str, set[str]]:
    """Return what has names in a file of its own, by file: codes, or names in English."""
    regions = {name for row in country_rows() for name in (row["region"], row["subregion"]) if name}
    return {"countries": {*code_list("countries")}, "languages": {*code_list("languages")}, "regions": regions}


def _names(folder: Path, listed: str, code: str, expected: set[str]) -> dict[str, str]:
    """Return the names in a language of what a file lists."""
    with (folder / f"{listed}.csv").open(encoding="utf-8", newline="") as lines:
        names = {row["code"]: row[code] for row in csv.DictReader(lines)}
    _hold(f"{listed}.csv", "", names, expected)
    return names
