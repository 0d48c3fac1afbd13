"""What the data cover: by country, what hangs on one voice, what is disputed, and our counts beside claimed ones."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from overseas_stations.forms.vocabulary import Metric, OutcomeOfPassage, Precision, ResponseKind, Stance
from overseas_stations.lookups.library import Library
from overseas_stations.tables import TABLES, Row, Table, record_name

BY_COUNTRY = ("stations", "responses", "statements", "figures", "incidents")

KIND_COLUMNS = ("kind", "status", "form", "metric")
"""The columns that say what sort of thing a row of a table is about."""


@dataclass(frozen=True)
class Claim:
    """A figure that somebody claimed, beside what the rows here add up to.

    ``here`` is None where the rows do not count the same thing: another metric, or a part (``scope``) of all.
    """

    figure: str
    claimant: str
    metric: str
    country: str
    scope: str
    bound: str
    value: int
    here: int | None


@dataclass(frozen=True)
class Dispute:
    """Both sides of a dispute: what the record says, and what a source says or reports instead, why, and who does.

    ``field`` and the values are empty where the record as a whole is disputed; ``party`` is the name of the voice.
    """

    record: str
    field: str
    value: str
    other: str
    source: str
    reason: str
    party: str


@dataclass(frozen=True)
class Located:
    """How far the reported stations are located.

    Attributes:
        stations: rows in all.
        claimed: the stations that these rows stand for, where several are claimed and not told apart.
        in_a_city: rows with a city.
        places: different places that they name: cities, regions, or countries alone.
        countries: different countries.
    """

    stations: int
    claimed: int
    in_a_city: int
    places: int
    countries: int


@dataclass(frozen=True)
class LookedFor:
    """What came of looking for passages in their sources again.

    Attributes:
        passages: different passages of sources.
        outcomes: what came of them last -> how many, all outcomes in order.
        never: how many nobody has looked for.
        lost: how many were seen once, and are absent now.
        last: the last day on which one was looked for; empty where none was.
    """

    passages: int
    outcomes: Mapping[str, int]
    never: int
    lost: int
    last: str


@dataclass(frozen=True)
class Coverage:
    """What a package covers.

    Attributes:
        rows: table -> number of rows.
        countries: country -> table -> number of rows ("" where a row is about no single country).
        kinds: ``table.kind`` -> number of rows.
        located: stations for which a city is named, and the different places and countries that all of them name.
        languages: language -> number of sources that were read.
        extents: how much was read -> number of sources.
        alone: country -> number of its records that hang on one voice.
        one_voice: table -> voice -> names of the records that it alone supports.
        same_words: sources that print one and the same passage and yet count as different documents: a common
            quotation, or a relation that nobody has stated.
        disputes: both sides of every dispute.
        disputed: table -> number of its records that are disputed.
        anchored: number of evidence rows with a passage, and of all.
        claims: claimed figures beside our own counts.
        looked_for: what came of looking for the passages again.
    """

    rows: Mapping[str, int]
    countries: Mapping[str, Mapping[str, int]]
    kinds: Mapping[str, int]
    located: Located
    languages: Mapping[str, int]
    extents: Mapping[str, int]
    alone: Mapping[str, int]
    one_voice: Mapping[str, Mapping[str, list[str]]]
    same_words: list[tuple[str, ...]]
    disputes: list[Dispute]
    disputed: Mapping[str, int]
    anchored: tuple[int, int]
    claims: list[Claim]
    looked_for: LookedFor


def coverage(library: Library, whole: Library | None = None) -> Coverage:
    """Return what the package covers.

    Args:
        library: its rows, or some of them.
        whole: all of its rows, where those are some: what claimed figures are held against.
    """
    countries: dict[str, Counter[str]] = {}
    kinds: Counter[str] = Counter()
    for name in BY_COUNTRY:
        for row in library.rows[name]:
            countries.setdefault(row["country"] or "", Counter())[name] += 1
            for column in KIND_COLUMNS:
                if row.get(column):
                    kinds[f"{name}.{row[column]}"] += 1
    one_voice = {table.name: _one_voice(library, table) for table in TABLES.cited if table.key == ("id",)}
    hanging = (library.find(record) for name in BY_COUNTRY for some in one_voice[name].values() for record in some)
    evidence = library.rows["evidence"]
    sources = library.rows["sources"]
    return Coverage(
        rows={name: len(library.rows[name]) for name in TABLES},
        countries={code: dict(countries[code]) for code in sorted(countries)},
        kinds=dict(sorted(kinds.items())),
        located=_located(library),
        languages=_counted(row["language"] for row in sources if row["extent_read"] != "not_read"),
        extents=_counted(row["extent_read"] for row in sources),
        alone=_counted(each.row["country"] for each in hanging if each is not None),
        one_voice=one_voice,
        same_words=_same_words(library),
        disputes=list(disputes(library)),
        disputed=_counted(table for table, _ in _disputed(evidence)),
        anchored=(sum(1 for row in evidence if row["passage_sha256"]), len(evidence)),
        claims=_claims(library, whole or library),
        looked_for=_looked_for(library),
    )


def _looked_for(library: Library) -> LookedFor:
    passages = {(row["source_id"], row["passage_sha256"]) for row in library.rows["evidence"] if row["passage_sha256"]}
    checks = [check for each in passages if (check := library.looked_for(*each)) is not None]
    counted = Counter(check["outcome"] for check in checks)
    return LookedFor(
        len(passages),
        {outcome.value: counted[outcome.value] for outcome in OutcomeOfPassage},
        len(passages) - len(checks),
        sum(bool(check["seen"]) and check["outcome"] == OutcomeOfPassage.ABSENT for check in checks),
        max((check["checked"] or "" for check in checks), default=""),
    )


def _counted(values: Iterable[str | None]) -> dict[str, int]:
    """Return how often each value stands there, the most frequent first."""
    counts = Counter(value or "" for value in values)
    return {value: counts[value] for value in sorted(counts, key=lambda value: (-counts[value], value))}


def _located(library: Library) -> Located:
    stations = library.rows["stations"]
    return Located(
        stations=len(stations),
        claimed=sum(int(row["stations_claimed"] or 1) for row in stations),
        in_a_city=sum(row["precision"] == Precision.CITY for row in stations),
        places=len({(row["country"], row["region"] if not row["city"] else "", row["city"]) for row in stations}),
        countries=len({row["country"] for row in stations}),
    )


def _one_voice(library: Library, table: Table) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name in (record_name(table, row) for row in library.rows[table.name]):
        voices = library.voices_for(table.name, name)
        if len(voices) == 1:
            found.setdefault(min(voices), []).append(name)
    return dict(sorted(found.items()))


def _disputed(evidence: Sequence[Row]) -> set[tuple[str, str]]:
    """Return the tables and names of the records that are disputed."""
    against = (row for row in evidence if row["stance"] == Stance.DISPUTES)
    return {(row["table"] or "", row["record_id"] or "") for row in against}


def _same_words(library: Library) -> list[tuple[str, ...]]:
    printed: dict[str, set[str]] = {}
    for row in library.rows["evidence"]:
        if row["passage_sha256"]:
            printed.setdefault(row["passage_sha256"], set()).add(row["source_id"] or "")
    found = {
        tuple(sorted(sources)) for sources in printed.values() if len({library.documents.get(s) for s in sources}) > 1
    }
    return sorted(found)


def disputes(library: Library) -> Iterator[Dispute]:
    """Yield both sides of every dispute, by table and record, so that what is said of one thing stands together."""
    listed = [row for row in library.rows["evidence"] if row["stance"] == Stance.DISPUTES]
    listed.sort(key=lambda row: tuple(row[name] or "" for name in ("table", "record_id", "field", "source_id")))
    for row in listed:
        record, field = row["record_id"] or "", row["field"] or ""
        found = library.find(record)
        value = (found.row.get(field) if found and field else None) or ""
        other, source, reason = (row[name] or "" for name in ("asserted_value", "source_id", "reason"))
        yield Dispute(record, field, value, other, source, reason, library.voice(row))


def claimant(library: Library, figure: Row) -> str:
    """Return who claims a figure: in the words of the record, or by the name of the actor."""
    actor = library.find(figure["actor_id"] or "")
    return figure["claimant"] or (actor.row["name"] if actor else figure["actor_id"]) or ""


def _claims(library: Library, whole: Library) -> list[Claim]:
    stations = whole.rows["stations"]
    investigating = {
        row["country"] for row in whole.rows["responses"] if row["kind"] == ResponseKind.INVESTIGATION_OPENED
    }
    claims = []
    for row in library.rows["figures"]:
        country, scope = row["country"] or "", row["scope"] or ""
        here = [station for station in stations if not country or station["country"] == country]
        ours: Mapping[str, int] = {
            Metric.STATIONS: len(here),
            Metric.COUNTRIES: len({station["country"] for station in here}),
            Metric.CITIES: len({(station["country"], station["city"]) for station in here if station["city"]}),
            Metric.INVESTIGATING_COUNTRIES: len(investigating),
        }
        claims.append(
            Claim(
                figure=row["id"] or "",
                claimant=claimant(library, row),
                metric=row["metric"] or "",
                country=country,
                scope=scope,
                bound=row["bound"] or "",
                value=int(row["value"] or 0),
                here=None if scope else ours.get(row["metric"] or ""),
            )
        )
    # What can be compared comes first, and the totals before the countries.
    return sorted(claims, key=lambda claim: (claim.here is None, claim.country, claim.metric, claim.figure))
