"""The package's own page: what it holds, how it was made, what it can and can not support. Every count is generated."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from overseas_stations.forms.codes import code_list
from overseas_stations.forms.vocabulary import Metric
from overseas_stations.lookups.coverage import BY_COUNTRY, Coverage, coverage
from overseas_stations.lookups.library import Library
from overseas_stations.markup import prose
from overseas_stations.schemas import dataset
from overseas_stations.schemas.codebook import GENERATED
from overseas_stations.tables import TABLES, Tables, record_name
from overseas_stations.version import SCHEMA_VERSION, VERSION_DATE, __version__


def datasheet(library: Library | None = None, tables: Tables = TABLES) -> str:
    """Return the datasheet as Markdown: how the data were made, and what they can and can not support.

    Args:
        library: the rows; with them the page also has their counts, as a published package does. A build commits it
            without, so that it stays as it is when rows are added.
        tables: the tables of the package.
    """
    found = None if library is None else coverage(library)
    sections = [
        _head(found, tables),
        _making(found),
        *([] if library is None or found is None else [_covered(found)]),
        f"## What it can not support\n\n{_limitations()}",
        *([] if library is None or found is None else [_gaps(found, library)]),
        _left_out(),
        _citing(),
    ]
    return "\n\n".join(section.strip("\n") for section in sections) + "\n"


def _head(found: Coverage | None, tables: Tables) -> str:
    columns = ("table", "one row is") if found is None else ("table", "rows", "one row is")
    lines = [
        f"| [`{name}`](tables/{name}.csv) | {f'{found.rows[name]} | ' if found else ''}{table.summary} |"
        for name, table in tables.items()
    ]
    listed = "\n".join([f"| {' | '.join(columns)} |", "|---" * len(columns) + "|", *lines])
    return f"""{GENERATED}

# {dataset.TITLE}

{dataset.DESCRIPTION}

Version {__version__} of the data, of {VERSION_DATE}, version {SCHEMA_VERSION} of the record schemas.
Licence: CC BY 4.0, {dataset.AUTHORS}. Columns and vocabularies: [CODEBOOK.md](CODEBOOK.md).
Rules that the data were checked with: [RULES.md](RULES.md).

{listed}

{COMMITTED if found is None else PUBLISHED}"""


COMMITTED = """\
This is the package as it is kept in the repository: its tables, without copies in JSON, hashes, counts, pictures and
catalogue metadata. `overseas export package` writes it with them, checked."""

PUBLISHED = """\
The same tables as JSON are in `json/`; `json/records.json` holds each record with its evidence and sources.

![A world map of the reported stations, with what was last said of each](pictures/map.svg)

![Stations by the month in which they were first reported, and responses by month](pictures/timeline.svg)"""


def _making(found: Coverage | None) -> str:
    counted = "" if found is None else _counted(found)
    return f"""## How it was made

Each source document has a dossier: the citation, and the records that this source declares, supports or disputes. The
tables are compiled from the dossiers; nothing is edited in between. Curators read public pages in many languages, most
of them only in their opening part, merged what several pages said of one thing into one record, and kept every
disagreement as a dispute or as a status on its date. `accessed` says when a page was last read: pages dated to a day
were read a second time, against what had been noted first.

{counted}Most evidence carries the fingerprint of the passage that it rests on, so that whoever holds the text can
verify it. The texts themselves are not part of the package. A passage without a start was read in an excerpt, where its
place in the whole document could not be seen.

A station's `status` is the last reported one: of its rows in `station_statuses` that say more than `reported` the
latest date, and among equal dates the furthest status in the order of the vocabulary. A vaguer date gives way to a
precise one within it. A later page that only lists the station again does not change its status."""


def _counted(found: Coverage) -> str:
    extents = ", ".join(f"{extent} {count}" for extent, count in found.extents.items())
    anchored, evidence = found.anchored
    return (
        f"Sources by how much of them was read: {extents}. Of {evidence} evidence rows {anchored} "
        f"({_share(anchored, evidence)}) carry a fingerprint.\n\n"
    )


def _covered(found: Coverage) -> str:
    return f"""## What it covers

{"".join(f"{line}{chr(10)}" for line in _located(found))}
| country or body | {" | ".join(BY_COUNTRY)} |
|---|{"---:|" * len(BY_COUNTRY)}
{"".join(f"{line}{chr(10)}" for line in _countries(found))}
Sources that were read, by language: {_languages(found)}. Languages that few of the sources are written in are those
in which most was missed."""


def _gaps(found: Coverage, library: Library) -> str:
    return f"""## Known gaps

- Countries that are named without a city: {_vague(library)}.
- Read in their opening part only: {found.extents.get("opening", 0)} of {found.rows["sources"]} sources. They may
  qualify themselves further on.
- Records that rest on one independent voice: {_one_voice(found)}.
- Sources without a title: {_missing(library, "title")}; without a date: {_missing(library, "published")}."""


def _left_out() -> str:
    return f"""## What it leaves out

{_filled(dataset.PRIVACY)}

Codes of countries and bodies express no position on borders or status. They are those of ISO 3166-1, with `EU`, and
with codes that the standard leaves to its users: {_user_codes()}.
Names are those of the Unicode CLDR. Cities, their ids and coordinates are from GeoNames (CC BY 4.0)."""


def _citing() -> str:
    return f"""## How to cite it

> {dataset.AUTHORS}. *{dataset.TITLE}*. Version {__version__}, {VERSION_DATE}. CC BY 4.0.

A row is cited by its id and the version: `overseas cite ID` prints the citation, as text, BibTeX, CSL-JSON or RIS."""


def _limitations() -> str:
    return "\n".join(_filled(f"- **{claim}** {said}", "  ") for claim, said in dataset.LIMITATIONS)


def _filled(text: str, indent: str = "") -> str:
    return textwrap.fill(text, 120, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False)


def _share(part: int, whole: int) -> str:
    return f"{100 * part // max(whole, 1)} per cent"


def _located(found: Coverage) -> Iterator[str]:
    located = found.located
    yield (
        f"{located.stations} records of stations, which stand for {located.claimed} reported stations in "
        f"{located.countries} countries; {located.in_a_city} of the records name a city; {located.places} different "
        f"places. Claimed by others, and counted by them:"
    )
    yield ""
    for claim in found.claims:
        if claim.metric in (Metric.STATIONS, Metric.COUNTRIES) and claim.here is not None and not claim.country:
            bound = claim.bound.replace("_", " ").replace("exact", "").strip()
            yield f"- {prose(claim.claimant)}: {f'{bound} {claim.value}'.strip()} {claim.metric} (`{claim.figure}`)"


def _countries(found: Coverage) -> Iterator[str]:
    names = code_list("countries")
    for code, counts in found.countries.items():
        label = f"{names.get(code, code)} (`{code}`)" if code else "no single country"
        yield f"| {label} | " + " | ".join(str(counts.get(name, 0) or "") for name in BY_COUNTRY) + " |"


def _languages(found: Coverage) -> str:
    names = code_list("languages")
    return ", ".join(f"{names.get(code, code)} {count}" for code, count in found.languages.items())


def _vague(library: Library) -> str:
    names = code_list("countries")
    vague = {row["country"] or "" for row in library.rows["stations"] if not row["city"]}
    return ", ".join(sorted(names.get(code, code) for code in vague)) or "none"


def _one_voice(found: Coverage) -> str:
    return ", ".join(
        f"{len(names)} of {found.rows[table]} {table}" for table, names in found.one_voice.items() if found.rows[table]
    )


def _missing(library: Library, column: str) -> int:
    return sum(not row[column] for row in library.rows["sources"])


def _user_codes() -> str:
    names = code_list("countries")
    return ", ".join(f"`{code}` {name}" for code, name in names.items() if code.startswith("X"))


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
