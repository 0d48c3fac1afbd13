"""What the page of a record shows: what is recorded, both sides, what hangs on it, its history, how to cite it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from overseas_stations.explorer.context import ENGLISH, Context, Link, language_of
from overseas_stations.explorer.parts import PartTable, parts
from overseas_stations.explorer.pictures.strips import Strip, strip
from overseas_stations.explorer.related import RelatedGroup, groups
from overseas_stations.explorer.sides import Line, SideView, sides
from overseas_stations.forms.vocabulary import Precision, Stance, StatementForm, StationStatus
from overseas_stations.labels.sights import looks, sights
from overseas_stations.ledgers.record_versions import RECORD_VERSIONS, UNRELEASED, VERSION_COLUMNS
from overseas_stations.lookups.library import Found
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
        cautions: what to mind.
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
    cautions: tuple[Caution, ...]
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
    on_page = tuple(parts(context, found))
    return RecordView(
        id=found.name,
        table=table.name,
        kind=context.word(f"record.{table.model.__name__.lower()}"),
        heading=_heading(context, found),
        quote=Link(row[above[0]] or "", lang=context.foreign(language_of(found))) if above else Link(""),
        verbatim=row.get("form") == StatementForm.VERBATIM,
        facts=tuple(sorted(_facts(context, found, {*above, *_told_above(found)}, both), key=_fact_order)),
        cautions=tuple(_cautions(context, found, both, on_page)),
        sides=both,
        status=_status(context, found),
        strip=strip(context, found.name) if table.name == "stations" else None,
        parts=on_page,
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


def _facts(context: Context, found: Found, without: set[str], both: Mapping[str, SideView]) -> Iterator[Fact]:
    lang = language_of(found)
    disputes = _disputed(both)
    for column in found.table.columns:
        value = found.row[column.name]
        if value and column.name not in without:
            shown = context.cell(column, value, lang if column.name in ("title", "text") else ENGLISH)
            title = context.labels.column(found.table.name, column.name)
            yield Fact(column.name, title, replace(shown, title=""), disputes[title].place if title in disputes else "")


def _disputed(both: Mapping[str, SideView]) -> Mapping[str, Line]:
    """Return what is disputed, by the heading of its field: the first line that does. Of the whole it is empty."""
    found: dict[str, Line] = {}
    for voice in both[Stance.DISPUTES].voices if both else ():
        for line in voice.lines:
            found.setdefault(line.field, line)
    return found


def _cautions(
    context: Context, found: Found, both: Mapping[str, SideView], on_page: Sequence[PartTable]
) -> Iterator[Caution]:
    if not both:
        return
    if len(both[Stance.SUPPORTS].voices) == 1:
        yield Caution(context.word("explain.one_voice"))
    about = [*_fields_disputed(context, both), *_parts_disputed(context, on_page)]
    if about:
        before, _, after = context.labels.text("record.disputed_here").partition("{what}")
        yield Caution(context.word("explain.disputed"), before, tuple(about), after)
    if found.row.get("precision") == Precision.COUNTRY:
        yield Caution(context.word("explain.country_only"))


def _fields_disputed(context: Context, both: Mapping[str, SideView]) -> Iterator[Link]:
    disputes = _disputed(both)
    for field in sorted(disputes, key=bool):
        yield Link(field, f"#{disputes[field].place}") if field else Link(context.word("record.whole"), "#disputes")


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
