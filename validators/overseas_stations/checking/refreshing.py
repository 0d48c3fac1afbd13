"""What a store tells that the data do not say yet: archived copies of sources, and what came of their passages."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from overseas_stations.dossiers.check_log import CHECKS, SUFFIX, TIME, Look, Tried, is_log, looks_in
from overseas_stations.dossiers.compiled import Compiled
from overseas_stations.dossiers.editing import Unplaceable, source_keys, with_source_key
from overseas_stations.dossiers.shape import shapes
from overseas_stations.folders.ownership import ITSELF, Owner
from overseas_stations.forms.scalars import URL, earliest_day, is_match
from overseas_stations.forms.vocabulary import FAILED
from overseas_stations.handed_over import read_regular
from overseas_stations.pages.attempts import Attempt
from overseas_stations.pages.checked import check_evidence
from overseas_stations.pages.outcomes import SourceSeen, answered
from overseas_stations.pages.saved_page import SavedPage
from overseas_stations.pages.store import Store
from overseas_stations.passages import text_digest

AGAIN = 90
"""Days after which a look is written down that tells nothing new: so that it can be seen that somebody looked."""

_READ = ("confirmed", "partly", "changed")
_RAW = re.compile(r"(/web/\d{14})[a-z]{2}_/")
MAX_URL = 1000


@dataclass(frozen=True)
class Copy:
    """An archived copy in which every passage of a source stands: what its dossier is to say."""

    source_id: str
    file: str
    keys: Mapping[str, str]


@dataclass(frozen=True)
class Refreshed:
    """What is to be written.

    Attributes:
        before: the files that change, as they are; a file that is not there is empty.
        after: the same as they are to be.
        copies: the archived copies that dossiers get.
        looks: the looks that the log gets.
        left: what a person has to put in, each in a sentence.
        without: sources with passages of which the store has nothing.
    """

    before: Mapping[str, bytes]
    after: Mapping[str, bytes]
    copies: Sequence[Copy]
    looks: Sequence[Look]
    left: Sequence[str] = field(default=())
    without: int = 0


def as_read(data: bytes) -> Owner:
    """Return who may replace a file that was read: only where it still holds the same; one without bytes is new."""

    def unchanged(path: Path) -> list[str]:
        return [ITSELF] if path.exists() and read_regular(path, len(data)) == data else []

    return Owner("refresh", unchanged, "it was changed meanwhile: run this again", is_folder=False)


def refreshed(store: Store, files: Mapping[str, bytes], compiled: Compiled, ids: Collection[str] = ()) -> Refreshed:
    """Return what a store tells of some data, of which files change. No clock is read: days are those of the store.

    Args:
        store: the store.
        files: the seeds, path -> bytes.
        compiled: what they compile to.
        ids: the sources that are meant; all where none is named.

    Raises:
        InputError: a source is not there, or the library that reads pages is not installed.
    """
    rows = {name: [row.cells for row in compiled.rows[name]] for name in ("sources", "evidence")}
    checked = check_evidence(store, rows, ids)
    attempts: dict[str, list[Attempt]] = {}
    for each in store.attempts():
        attempts.setdefault(each.source_id, []).append(each)
    logged = _logged(files)
    looks = [
        look
        for seen in checked.sources
        if (look := _new_look(seen, attempts.get(seen.source_id, ()), logged.get(seen.source_id, ()), store))
    ]
    places = dict(zip((row["id"] for row in rows["sources"]), compiled.files_of("sources"), strict=True))
    sources = {row["id"]: row for row in rows["sources"]}
    after: dict[str, bytes] = {}
    copies, left = [], []
    for seen in checked.sources:
        copy = _copy(seen, sources[seen.source_id], places[seen.source_id], files)
        if copy is not None:
            try:
                after[copy.file] = _edited(files[copy.file], copy, list(shapes(compiled.tables).source))
                copies.append(copy)
            except Unplaceable as error:
                left.append(f"{copy.file}: {error}: {', '.join(f'{k}: {v}' for k, v in copy.keys.items())}")
    for look in looks:
        path = f"seeds/{CHECKS}/{look.checked[:4]}{SUFFIX}"
        after[path] = after.get(path, files.get(path, b"")) + f"{look.line()}\n".encode("ascii")
    without = sum(seen.outcome == "not_checked" for seen in checked.sources)
    return Refreshed({path: files.get(path, b"") for path in after}, after, copies, looks, left, without)


def _logged(files: Mapping[str, bytes]) -> dict[str, list[Look]]:
    """Return source -> its looks in the log, by their days."""
    found: dict[str, list[Look]] = {}
    for file in sorted(files):
        for look, _ in looks_in(files[file], file, []) if is_log(file) else ():
            found.setdefault(look.source_id, []).append(look)
    return {name: sorted(looks, key=lambda look: look.checked) for name, looks in found.items()}


# Looks


def _new_look(seen: SourceSeen, attempts: Sequence[Attempt], logged: Sequence[Look], store: Store) -> Look | None:
    """Return the look that the log is to get of a source, None where it tells nothing new."""
    timed = [each for each in attempts if TIME.fullmatch(each.time)]
    if seen.attempt is None or seen.attempt not in timed:
        return None
    known = {(each.time, each.place, each.snapshot) for look in logged for each in look.attempts}
    tried = sorted(each for each in _tried(seen, timed) if (each.time, each.place, each.snapshot) not in known)
    came: dict[str, str] = {}
    for passage, outcome in seen.passages.items():
        # One passage may be expected in two places: where it stands in one, it stands there.
        came[passage.sha256] = min(came.get(passage.sha256, outcome), outcome, key=_ORDER.index)
    day = max(each.time for each in timed)[:10]
    look = Look(
        source_id=seen.source_id,
        checked=day,
        had=seen.attempt.time[:10],
        place=seen.attempt.place,
        outcome=seen.outcome,
        status=seen.attempt.status,
        snapshot=_day(seen.attempt.snapshot) or None,
        text_sha256=None,
        text_characters=None,
        attempts=tuple(tried),
        passages={sha256: came[sha256] for sha256 in sorted(came)},
    )
    return _with_text(look, seen.attempt, store) if _tells_something(look, logged[-1] if logged else None) else None


_ORDER = ("exact", "in_metadata", "ambiguous", "absent", "not_seen")


def _tells_something(look: Look, last: Look | None) -> bool:
    """Say whether a look is to be written down after the last one of its source."""
    if last is None:
        return True
    if look.checked < last.checked:  # a store that is older than the log
        return False
    if (look.outcome, look.place, look.passages) != (last.outcome, last.place, last.passages):
        return True
    days = (date.fromisoformat(look.checked) - date.fromisoformat(last.checked)).days
    return days >= AGAIN or any(each.outcome in FAILED for each in look.attempts)


def _tried(seen: SourceSeen, attempts: Sequence[Attempt]) -> Iterator[Tried]:
    read = {each.attempt.line(): each.outcome for each in seen.places if each.attempt is not None}
    for each in attempts:
        outcome = read.get(each.line()) or ("" if each.failure == "no_snapshot" else answered(each)[0] or "")
        yield Tried(each.time, each.place, outcome, each.status, each.snapshot, each.failure)


def _with_text(look: Look, attempt: Attempt, store: Store) -> Look:
    """Return a look with the fingerprint of the text that its page shows, where that was read."""
    data = store.body(attempt) if look.outcome in _READ else None
    if data is None:
        return look
    text = SavedPage(data, attempt.media_type, attempt.charset).whole_text()
    sha256, characters = text_digest(text)
    return replace(look, text_sha256=sha256, text_characters=characters) if characters else look


def _day(snapshot: str) -> str:
    """Return the day of a time stamp of 14 digits, empty where it is none."""
    if not re.fullmatch(r"[12]\d{13}", snapshot):
        return ""
    try:
        return date.fromisoformat(f"{snapshot[:4]}-{snapshot[4:6]}-{snapshot[6:8]}").isoformat()
    except ValueError:
        return ""


# Copies


def _copy(seen: SourceSeen, source: Mapping[str, str | None], file: str, files: Mapping[str, bytes]) -> Copy | None:
    """Return the copy that a dossier is to name, None where it names one, or there is none with all of its passages."""
    target = source["accessed"] or source["published"]
    found = [
        (_distance(day, target), day, address)
        for each in seen.places
        if each.attempt is not None and each.attempt.place == "archive" and each.outcome == "confirmed"
        if (day := _day(each.attempt.snapshot)) and (address := _RAW.sub(r"\1/", each.attempt.final, count=1))
        if is_match(URL, address) and len(address) <= MAX_URL and not _is_before(day, source["published"])
    ]
    if source["archive_url"]:
        found = [each for each in found if each[2] == source["archive_url"]]
    if not found or (source["archive_url"] and source["archived"]):
        return None
    _, day, address = min(found)
    stated = source_keys(files[file])
    keys = {name: value for name, value in (("archive_url", address), ("archived", day)) if not stated.get(name)}
    return Copy(seen.source_id, file, keys) if keys else None


def _is_before(day: str, published: str | None) -> bool:
    """Say whether a copy is older than the document, and not by its time zone alone: then it is one of another text."""
    if not published:
        return False
    return (date.fromisoformat(earliest_day(published)) - date.fromisoformat(day)).days > 1


def _distance(day: str, target: str | None) -> int:
    """Return the days between a copy and the day on which the source was read; without that the earliest is nearest."""
    other = date.fromisoformat(earliest_day(target)) if target else date.min
    return abs((date.fromisoformat(day) - other).days)


def _edited(data: bytes, copy: Copy, order: list[str]) -> bytes:
    for name, value in copy.keys.items():
        data = with_source_key(data, name, value, order)
    return data
