"""Both sides of a record: who bears it out and who disputes it, on whose word, with each passage's fingerprint."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from overseas_stations.explorer.addresses import has_page, web_address
from overseas_stations.explorer.context import ENGLISH, Context, Link
from overseas_stations.explorer.telling.counts import voices_told
from overseas_stations.explorer.telling.disputes import against, disputed
from overseas_stations.forms.vocabulary import ExtentRead, Stance
from overseas_stations.labels.sights import sight
from overseas_stations.lookups.library import Found
from overseas_stations.tables import Row

_Said = tuple[str, ...]


@dataclass(frozen=True)
class Passage:
    """The fingerprint of a passage, and what is known of where it stood.

    Attributes:
        sha256, characters, start: as in ``evidence``.
        locator: where in the document, in words.
        extent: how much of the document was read, in words.
        sight: what came of looking for it again, in words; empty where nobody has.
    """

    sha256: str
    characters: int
    start: str
    locator: str
    extent: str
    sight: str

    @property
    def short(self) -> str:
        """The digits of the fingerprint that are shown."""
        return self.sha256[:8]


@dataclass(frozen=True)
class Given:
    """A field of which a source says something.

    Attributes:
        name: the field; empty for the whole record.
        title: what it is called.
        value: the value that the source gives.
        ours: the value that the record has, where that is disputed.
    """

    name: str
    title: str
    value: Link
    ours: Link


@dataclass(frozen=True)
class Line:
    """What one source says for or against a record by some passages, or of fields of it.

    Attributes:
        place: the id of the line on its page; empty on that of a row without a page, which has one itself.
        source: the source, as a link to its page.
        title: the source's title.
        outside: where the source stands; empty where it has no address on the web.
        host: whose address that is, such as ``bbc.com``.
        fields: what it is said of; several only where one passage bears them all out.
        reason: why it is disputed, in our words.
        passages: the passages that it rests on.
    """

    place: str
    source: Link
    title: Link
    outside: str
    host: str
    fields: tuple[Given, ...]
    reason: Link
    passages: tuple[Passage, ...]

    @property
    def named(self) -> tuple[Given, ...]:
        """The fields that are called something."""
        return tuple(each for each in self.fields if each.title)


@dataclass(frozen=True)
class Voice:
    """All that rests on one voice.

    Attributes:
        name: the voice, as a link where it is an actor.
        sources: how many sources pass it on.
        lines: what they say, the earliest first.
    """

    name: Link
    sources: int
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class SideView:
    """One side: its stance, the key of its heading, its voices, the one that most sources pass on first.

    *counted* says in words how many sources and voices there are.
    """

    stance: str
    heading: str
    sources: int
    counted: str
    voices: tuple[Voice, ...]

    @property
    def own(self) -> bool:
        """Whether its one voice is the publisher of its one source, whose name need not be said twice."""
        return self.voices[0].lines[0].source.text.startswith(self.voices[0].name.text)


def sides(context: Context, found: Found) -> dict[str, SideView]:
    """Return both sides of a record by stance; a side that nobody takes has no voices."""
    rows = context.library.evidence(found.table.name, found.name)
    return {
        stance.value: _side(context, found, stance, [r for r in rows if r["stance"] == stance]) for stance in Stance
    }


def _places(rows: Sequence[Row]) -> Mapping[_Said, str]:
    """Return the id of the line of each thing that is said; what one source says in several lines is numbered."""
    places: dict[_Said, str] = {}
    for row in rows:
        said = _said(row)
        if said not in places:
            against = "not" if row["stance"] == Stance.DISPUTES else ""
            place = "-".join(filter(None, ("e", row["source_id"], against, row["field"])))
            same = sum(each == place or each.startswith(f"{place}.") for each in places.values())
            places[said] = f"{place}.{same + 1}" if same else place
    return places


def _said(row: Row) -> _Said:
    """Return what a row of evidence says, but for its passage: rows that say the same are one line."""
    return tuple(row[name] or "" for name in ("source_id", "field", "asserted_value", "reason", "attributed_to"))


def _side(context: Context, found: Found, stance: Stance, rows: Sequence[Row]) -> SideView:
    places = _places(rows) if has_page(found.table) else {}
    by_voice: dict[str, list[Row]] = {}
    for row in rows:
        by_voice.setdefault(context.library.voice(row), []).append(row)
    denied = stance == Stance.DISPUTES
    voices = [
        _voice(context, found, against(context, found, said) if denied else name, said, places)
        for name, said in by_voice.items()
    ]
    voices.sort(key=lambda voice: (-voice.sources, voice.name.text))
    sources = _sources(rows)
    counted = voices_told(context, sources, len(voices), not denied)
    return SideView(stance.value, f"record.{stance}", sources, counted, tuple(voices))


def _sources(rows: Sequence[Row]) -> int:
    return len({row["source_id"] for row in rows})


def _voice(context: Context, found: Found, name: str, rows: Sequence[Row], places: Mapping[_Said, str]) -> Voice:
    actor = context.library.find(rows[0]["attributed_to"] or "")
    is_actor = actor is not None and actor.table.name == "actors" and name == context.library.voice(rows[0])
    lines: dict[_Said, list[Row]] = {}
    for row in rows:
        lines.setdefault(_said(row), []).append(row)
    published = context.data.published
    ordered = sorted(lines, key=lambda said: (published.get(said[0]) or "~", said[0]))
    return Voice(
        context.link(actor, name) if actor is not None and is_actor else Link(name),
        _sources(rows),
        tuple(_line(context, found, said, places) for said in _on_one_passage([lines[said] for said in ordered])),
    )


def _on_one_passage(lines: Iterable[list[Row]]) -> Iterator[list[Row]]:
    """Yield rows that are one line: what a source bears out by the same passages, and each thing that it disputes."""
    found: dict[tuple[object, ...], list[Row]] = {}
    for number, rows in enumerate(lines):
        row = rows[0]
        passages = tuple(each["passage_sha256"] for each in rows)
        alone = number if row["stance"] == Stance.DISPUTES else -1
        found.setdefault((row["source_id"], row["attributed_to"], passages, alone), []).extend(rows)
    yield from found.values()


def _given(context: Context, found: Found, row: Row, among: int) -> Given:
    """Return a field of which something is said; the whole record is named only beside fields, or without a reason."""
    field, denied = row["field"] or "", row["stance"] == Stance.DISPUTES
    column = next((each for each in found.table.columns if each.name == field), None)
    given, ours = row["asserted_value"] or "", found.row.get(field) or ""
    title = context.labels.column(found.table.name, field) if column else field
    if not field and denied and not row["reason"]:
        title = disputed(context, found, "")
    elif not field and among > 1:
        title = context.word("side.whole")
    return Given(
        field,
        title,
        context.cell(column, given) if column and given else Link(given),
        context.cell(column, ours) if column and ours and denied else Link(""),
    )


def _line(context: Context, found: Found, rows: Sequence[Row], places: Mapping[_Said, str]) -> Line:
    row = rows[0]
    source = context.library.find(row["source_id"] or "")
    said = {_said(each): each for each in rows}
    outside = web_address(source.row["url"] or source.row["archive_url"]) if source else ""
    return Line(
        place=places.get(_said(row), ""),
        source=replace(context.link(source), title="") if source else Link(row["source_id"] or ""),
        title=context.about(source) if source else Link(""),
        outside=outside,
        host=outside.split("/")[2].removeprefix("www.") if outside else "",
        fields=tuple(_given(context, found, each, len(said)) for each in said.values()),
        reason=Link(row["reason"] or "", lang=context.foreign(ENGLISH)),
        passages=tuple(dict.fromkeys(passage_of(context, each, source) for each in rows if each["passage_sha256"])),
    )


def passage_of(context: Context, row: Row, source: Found | None) -> Passage:
    """Return the passage that a row of evidence rests on; *source* is the document in which it stands."""
    check = context.library.looked_for(row["source_id"], row["passage_sha256"])
    return Passage(
        row["passage_sha256"] or "",
        int(row["passage_characters"] or 0),
        row["passage_start"] or "",
        row["locator"] or "",
        context.term(ExtentRead, source.row["extent_read"]) if source else "",
        sight(context.labels, check) if check is not None else "",
    )
