"""What the page of a record shows: what is recorded, both sides, what hangs on it, its history, how to cite it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from overseas_stations.explorer.addresses import anchor, host
from overseas_stations.explorer.context import ENGLISH, Context, Link, language_of
from overseas_stations.explorer.pictures.strips import Strip, strip
from overseas_stations.explorer.related import RelatedGroup, groups
from overseas_stations.explorer.sides import SideView, sides
from overseas_stations.forms.vocabulary import Precision, Stance, StatementForm, StationStatus
from overseas_stations.labels.sights import looks, sights
from overseas_stations.ledgers.record_versions import RECORD_VERSIONS, UNRELEASED, VERSION_COLUMNS
from overseas_stations.lookups.library import Found, Part
from overseas_stations.publishing.pictures.marks import mark, outline
from overseas_stations.tables import Row, record_name


@dataclass(frozen=True)
class Fact:
    """A field of a record: its heading, what the field means, and the value."""

    name: str
    title: str
    meaning: str
    value: Link


@dataclass(frozen=True)
class PartRow:
    """A row without a page: where it stands, its cells, and both its sides."""

    place: str
    facts: tuple[Fact, ...]
    sides: dict[str, SideView]


@dataclass(frozen=True)
class PartTable:
    """The rows of one table that stand on a page."""

    name: str
    title: str
    rows: tuple[PartRow, ...]


@dataclass(frozen=True)
class Status:
    """What was last said of a station: the shape of its mark, the status in words, and the date of the report."""

    shape: str
    outline: str
    words: str
    as_of: str


@dataclass(frozen=True)
class RecordView:
    """What the page of a record shows.

    Attributes:
        id, table: the record's id and its table's name; ``kind`` says what it is, in words.
        heading: what the record is called.
        quote: the words of a statement, or the summary of what was done; verbatim ones are marked as such.
        facts: the fields that are filled.
        cautions: what to mind, as sentences.
        sides: both sides by stance; empty for names, which are nobody's claims.
        status: of a station, what was last said of it.
        strip: the statuses on an axis of time, where there are any.
        parts: the rows that stand on the page.
        groups: the records that hang on it.
        versions: since which version it is there and in which it changed, with headings.
        looked: what came of looking for its passages again, a line each; of a source each look at it as well.
        dossier: the path of the dossier that declares it; empty where there is none at hand.
    """

    id: str
    table: str
    kind: str
    heading: Link
    quote: Link
    verbatim: bool
    facts: tuple[Fact, ...]
    cautions: tuple[str, ...]
    sides: dict[str, SideView]
    status: Status | None
    strip: Strip | None
    parts: tuple[PartTable, ...]
    groups: tuple[RelatedGroup, ...]
    versions: tuple[tuple[str, str], ...]
    looked: tuple[str, ...]
    dossier: str


_ABOVE = {"statements": ("text",), "responses": ("summary",), "incidents": ("summary",)}
"""Table -> the columns that stand above the others, since they are what the record says."""


def record_view(context: Context, found: Found) -> RecordView:
    """Return what the page of a record shows."""
    row, table = found.row, found.table
    above = _ABOVE.get(table.name, ())
    both = sides(context, found) if table.cited else {}
    return RecordView(
        id=found.name,
        table=table.name,
        kind=context.word(f"record.{table.model.__name__.lower()}"),
        heading=_heading(context, found),
        quote=Link(row[above[0]] or "", lang=context.foreign(language_of(found))) if above else Link(""),
        verbatim=row.get("form") == StatementForm.VERBATIM,
        facts=tuple(sorted(_facts(context, found, {*above, *_told_above(found)}), key=_fact_order)),
        cautions=tuple(_cautions(context, found, both)),
        sides=both,
        status=_status(context, found),
        strip=strip(context, found.name) if table.name == "stations" else None,
        parts=tuple(_parts(context, found)),
        groups=tuple(groups(context, found)),
        versions=tuple(_versions(context, found)),
        looked=tuple(_looked(context, found)),
        dossier=_dossier(context, found),
    )


def _heading(context: Context, found: Found) -> Link:
    if found.table.name == "sources" and found.row["title"]:
        return Link(found.row["title"], lang=context.foreign(language_of(found)))
    return context.called(found)


_CODES = ("geonames_id", "latitude", "longitude", "precision", "text_sha256", "text_characters", "iso3", "iso_numeric")
"""Columns that say least to most readers."""


def _fact_order(fact: Fact) -> int:
    """Return where a fact stands: what we note of a record first, codes last, the others as the table has them."""
    return 0 if fact.name == "note" else 2 if fact.name in _CODES else 1


def _status(context: Context, found: Found) -> Status | None:
    row = found.row
    if found.table.name != "stations":
        return None
    shape = mark(row["status"] or "")
    return Status(shape, outline(shape, 4), context.term(StationStatus, row["status"]), row["status_as_of"] or "")


def _told_above(found: Found) -> set[str]:
    """Return the columns that the heading of a page tells."""
    return {found.table.key[0], "title"} if found.table.name == "sources" else {found.table.key[0], "name"}


def _facts(context: Context, found: Found, without: set[str]) -> Iterator[Fact]:
    lang = language_of(found)
    for column in found.table.columns:
        value = found.row[column.name]
        if value and column.name not in without:
            shown = context.cell(column, value, lang if column.name in ("title", "text") else ENGLISH)
            yield Fact(column.name, context.labels.column(found.table.name, column.name), column.description, shown)


def _cautions(context: Context, found: Found, both: dict[str, SideView]) -> Iterator[str]:
    if not both:
        return
    if len(both[Stance.SUPPORTS].voices) == 1:
        yield context.word("explain.one_voice")
    if both[Stance.DISPUTES].voices:
        yield context.word("explain.disputed")
    if found.row.get("precision") == Precision.COUNTRY:
        yield context.word("explain.country_only")


def _parts(context: Context, found: Found) -> Iterator[PartTable]:
    by_table: dict[str, list[Part]] = {}
    for part in context.library.parts(found.name):
        if host(part.table, part.row) == found.name:
            by_table.setdefault(part.table.name, []).append(part)
    for name, parts in by_table.items():
        rows = [_part_row(context, part, found) for part in parts]
        yield PartTable(name, context.labels.table(name), tuple(rows))


def _part_row(context: Context, part: Part, host: Found) -> PartRow:
    found = Found(part.table, record_name(part.table, part.row), part.row)
    facts = (fact for fact in _facts(context, found, {"source_id"}) if part.row[fact.name] != host.name)
    return PartRow(anchor(part.table, part.row), tuple(facts), sides(context, found))


def _versions(context: Context, found: Found) -> Iterator[tuple[str, str]]:
    known: Row | None = context.data.versions.get((found.table.name, found.name))
    if known and known["added_in"] == UNRELEASED:
        return  # nothing to tell before it is in a release
    for name in (column.name for column in VERSION_COLUMNS):
        if known and known[name]:
            said = context.word("record.unreleased") if known[name] == UNRELEASED else known[name] or ""
            yield context.labels.column(RECORD_VERSIONS, name), said


def _looked(context: Context, found: Found) -> Iterator[str]:
    told = sights(context.labels, context.library, context.library.passages_of(found))
    if told:
        yield told
        yield from looks(context.labels, context.library, found.name)


def _dossier(context: Context, found: Found) -> str:
    """Return the path of the dossier that declares a record, where a project has it."""
    return context.data.dossiers.get(found.row.get("source_id") or found.name, "")
