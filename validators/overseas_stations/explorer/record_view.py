"""What the page of a record shows: what is recorded, both sides, what hangs on it, its history, how to cite it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from overseas_stations.explorer.context import ENGLISH, Context, Link, language_of
from overseas_stations.explorer.parts import PartTable, parts
from overseas_stations.explorer.pictures.strips import Strip, strip
from overseas_stations.explorer.related import RelatedGroup, groups
from overseas_stations.explorer.sides import Line, SideView, sides
from overseas_stations.explorer.telling.countries import Words, country_told
from overseas_stations.explorer.telling.counts import some
from overseas_stations.explorer.telling.dates import status_date
from overseas_stations.explorer.telling.disputes import disputed
from overseas_stations.explorer.telling.sources import unread_told
from overseas_stations.explorer.telling.stations import status_told
from overseas_stations.forms.vocabulary import Precision, Stance, StatementForm, StationStatus
from overseas_stations.labels.sights import looks, sights
from overseas_stations.ledgers.record_versions import RECORD_VERSIONS, UNRELEASED, VERSION_COLUMNS
from overseas_stations.lookups.library import Found
from overseas_stations.lookups.reported import date_column, first_report
from overseas_stations.publishing.pictures.marks import mark, outline
from overseas_stations.tables import Row


@dataclass(frozen=True)
class Fact:
    """A field of a record: its heading and the value; and where it is disputed on the page, if it is."""

    name: str
    title: str
    value: Link
    disputed: str

    @property
    def place(self) -> str:
        """The id of the fact on its page."""
        return f"f-{self.name}"


@dataclass(frozen=True)
class Caution:
    """What to mind: a sentence, after what it is about, as links among words."""

    text: str
    before: str = ""
    about: tuple[Link, ...] = ()
    after: str = ""


@dataclass(frozen=True)
class Status:
    """What was last said of a station: the shape of its mark, the status in words, and a sentence on who says so."""

    shape: str
    outline: str
    words: str
    told: str


@dataclass(frozen=True)
class RecordView:
    """What the page of a record shows.

    Attributes:
        id, table: the record's id and its table's name; ``kind`` says what it is, in words.
        heading: what the record is called.
        quote: the words of a statement, or the summary of what was done; verbatim ones are marked as such.
        facts: the fields that are filled.
        cautions: what to mind.
        sides: both sides by stance; empty for names, which are nobody's claims.
        status: of a station, what was last said of it.
        told: of a country, sentences on what is recorded of it.
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
    cautions: tuple[Caution, ...]
    sides: dict[str, SideView]
    status: Status | None
    told: tuple[Words, ...]
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
    on_page = tuple(parts(context, found))
    return RecordView(
        id=found.name,
        table=table.name,
        kind=_kind(context, found),
        heading=_heading(context, found),
        quote=Link(row[above[0]] or "", lang=context.foreign(language_of(found))) if above else Link(""),
        verbatim=row.get("form") == StatementForm.VERBATIM,
        facts=tuple(sorted(_facts(context, found, {*above, *_told_above(found)}, both), key=_fact_order)),
        cautions=tuple(_cautions(context, found, both, on_page)),
        sides=both,
        status=_status(context, found),
        told=tuple(country_told(context, found)) if table.name == "countries" else (),
        strip=strip(context, found.name) if table.name == "stations" else None,
        parts=on_page,
        groups=tuple(groups(context, found)),
        versions=tuple(_versions(context, found)),
        looked=tuple(_looked(context, found)),
        dossier=_dossier(context, found),
    )


def _kind(context: Context, found: Found) -> str:
    """Return what a record is; of a statement also whether its words are ours."""
    kind = context.word(f"record.{found.table.model.__name__.lower()}")
    paraphrased = found.row.get("form") == StatementForm.PARAPHRASE
    return context.bracketed(kind, context.column_term(found, "form")) if paraphrased else kind


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
    denied = any(part.disputes for part in context.library.parts(found.name))
    denied = denied or bool(context.library.disputes_of("stations", found.name))
    told = status_told(context, row) if denied else f"{status_told(context, row)} {context.word('record.no_dispute')}"
    return Status(shape, outline(shape, 4), context.term(StationStatus, row["status"]), told)


def _told_above(found: Found) -> set[str]:
    """Return the columns that the heading of a page tells."""
    return {found.table.key[0], "title"} if found.table.name == "sources" else {found.table.key[0], "name"}


_REPORTED = {"status_as_of": "column.last_reported", "state_as_of": "column.state_reported"}
"""Columns that say for when something was reported -> what a page calls them."""


def _facts(context: Context, found: Found, without: set[str], both: Mapping[str, SideView]) -> Iterator[Fact]:
    lang = language_of(found)
    disputes = _disputed(both)
    dated = date_column(found.table.name)
    for column in found.table.columns:
        value = found.row[column.name]
        if value and column.name not in without:
            shown = context.cell(column, value, lang if column.name in ("title", "text") else ENGLISH)
            title: str = context.labels.column(found.table.name, column.name)
            if column.name in _REPORTED:
                title = context.word(_REPORTED[column.name])
            if column.name == "status_as_of":
                shown = Link(status_date(context, found.row).words)
            place = disputes[column.name][0].place if column.name in disputes else ""
            yield Fact(column.name, title, replace(shown, title=""), place)
        if column.name == dated and (reported := first_report(context.library, found)):
            yield Fact("reported", context.word("record.first_reported"), Link(reported), "")


def _disputed(both: Mapping[str, SideView]) -> Mapping[str, list[Line]]:
    """Return what is disputed, by field: the lines that do. Of the whole record it is empty."""
    found: dict[str, list[Line]] = {}
    for voice in both[Stance.DISPUTES].voices if both else ():
        for line in voice.lines:
            found.setdefault(line.fields[0].name, []).append(line)
    return found


def _cautions(
    context: Context, found: Found, both: Mapping[str, SideView], on_page: Sequence[PartTable]
) -> Iterator[Caution]:
    unread = " ".join(unread_told(context, found))
    if unread:
        yield Caution(unread)
    if not both:
        return
    if len(both[Stance.SUPPORTS].voices) == 1:
        yield Caution(context.word("explain.one_voice"))
    about = [*_fields_disputed(context, found, both), *_parts_disputed(context, on_page)]
    if about:
        before, _, after = context.labels.text("record.disputed_here").partition("{what}")
        yield Caution(context.word("explain.disputed"), before, tuple(about), after)
    if found.row.get("precision") == Precision.COUNTRY:
        yield Caution(context.word("explain.country_only"))


def _fields_disputed(context: Context, found: Found, both: Mapping[str, SideView]) -> Iterator[Link]:
    """Yield what is disputed of a record, and by whom."""
    disputes = _disputed(both)
    for field in sorted(disputes, key=bool):
        voices = both[Stance.DISPUTES].voices
        who = [voice.name.text for voice in voices if any(line in disputes[field] for line in voice.lines)]
        told = context.bracketed(disputed(context, found, field), some(context, who))
        yield Link(told, f"#{disputes[field][0].place}" if field else "#disputes")


def _parts_disputed(context: Context, on_page: Sequence[PartTable]) -> Iterator[Link]:
    """Yield the rows on the page of which something is disputed, each by its table and what it says."""
    for table in on_page:
        for row in table.rows:
            if row.sides[Stance.DISPUTES].voices:
                said = context.listed(*(cell.text for cell in row.cells))
                yield Link(f"{table.title}{context.colon}{said}", f"#{row.place}")


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
