"""The package's own page: what it holds, how it was made, what it can and can not support. Every count is generated."""

from __future__ import annotations

import textwrap

from overseas_stations.forms.codes import code_list
from overseas_stations.forms.vocabulary import Bound, ExtentRead, Metric
from overseas_stations.lookups.coverage import BY_COUNTRY, Claim, Coverage, coverage
from overseas_stations.lookups.library import Library
from overseas_stations.schemas import dataset
from overseas_stations.schemas.codebook import GENERATED
from overseas_stations.tables import TABLES, Tables, record_name
from overseas_stations.templates import fill
from overseas_stations.version import SCHEMA_VERSION, VERSION_DATE, __version__


def datasheet(library: Library | None = None, tables: Tables = TABLES) -> str:
    """Return the datasheet as Markdown: how the data were made, and what they can and can not support.

    Args:
        library: the rows; with them the page also has their counts, as a published package does. A build commits it
            without, so that it stays as it is when rows are added.
        tables: the tables of the package.
    """
    return fill(
        "publishing/datasheet.md.jinja",
        generated=GENERATED,
        dataset=dataset,
        version=__version__,
        date=VERSION_DATE,
        schemas=SCHEMA_VERSION,
        tables=tables,
        countries=code_list("countries"),
        limitations=[_filled(f"- **{claim}** {said}", "  ") for claim, said in dataset.LIMITATIONS],
        privacy=_filled(dataset.PRIVACY),
        **(_counted(library) if library is not None else {"found": None}),
    )


def _counted(library: Library) -> dict[str, object]:
    """Return what the page says of the rows."""
    found = coverage(library)
    anchored, evidence = found.anchored
    return {
        "found": found,
        "share": 100 * anchored // max(evidence, 1),
        "claims": [claim for claim in found.claims if _is_total(claim)],
        "bound": _bound,
        "by_country": BY_COUNTRY,
        "extents": {extent: extent for extent in ExtentRead},
        "languages": code_list("languages"),
        "vague": _vague(library),
        "one_voice": _one_voice(found),
        "sole_voices": ", ".join(f"{voice} {len(names)}" for voice, names in found.one_voice["stations"].items())
        or "none",
        "untitled": _missing(library, "title"),
        "undated": _missing(library, "published"),
    }


def _filled(text: str, indent: str = "") -> str:
    return textwrap.fill(text, 120, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False)


def _is_total(claim: Claim) -> bool:
    return claim.metric in (Metric.STATIONS, Metric.COUNTRIES) and claim.here is not None and not claim.country


def _bound(claim: Claim) -> str:
    return "" if claim.bound == Bound.EXACT else f"{claim.bound.replace('_', ' ')} "


def _vague(library: Library) -> str:
    names = code_list("countries")
    vague = {row["country"] or "" for row in library.rows["stations"] if not row["city"]}
    return ", ".join(sorted(names.get(code, code) for code in vague)) or "none"


def _one_voice(found: Coverage) -> str:
    return ", ".join(
        f"{sum(map(len, voices.values()))} of {found.rows[table]} {table}"
        for table, voices in found.one_voice.items()
        if found.rows[table]
    )


def _missing(library: Library, column: str) -> int:
    return sum(not row[column] for row in library.rows["sources"])


def examples(library: Library) -> dict[tuple[str, str], tuple[str, str]]:
    """Return a worked example of each term: (vocabulary, value) -> (record, what it says in a sentence).

    The first record by its name that has the term; records that say nothing about themselves have their name alone.
    """
    found: dict[tuple[str, str], tuple[str, str]] = {}
    for table in TABLES.values():
        for column in table.columns:
            if column.vocabulary is not None:
                for row in library.rows[table.name]:
                    term = (column.vocabulary.__name__, row[column.name] or "")
                    found.setdefault(term, (record_name(table, row), row.get("summary") or ""))
    return found
