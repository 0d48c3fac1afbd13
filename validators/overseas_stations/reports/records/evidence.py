"""All evidence of a record: a line for each source, with the fingerprint of the passage and what became of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from overseas_stations.forms.vocabulary import Stance
from overseas_stations.labels.language import Language
from overseas_stations.labels.sights import sight
from overseas_stations.lookups.library import Found, Library
from overseas_stations.publishing.citing.citations import cite
from overseas_stations.reports.pages import Item, Section
from overseas_stations.reports.records.voices import claim
from overseas_stations.tables import Row

if TYPE_CHECKING:
    from overseas_stations.texts.at_hand import Texts


def sections(
    library: Library,
    found: Found,
    evidence: Sequence[Row],
    sources: set[str],
    texts: Texts | None,
    language: Language,
) -> Iterator[Section]:
    """Yield each side's passages, with their words where the text is at hand, and every source, cited in full once."""
    for stance, heading in (
        (Stance.SUPPORTS, "show.passages_for"),
        (Stance.DISPUTES, "show.passages_against"),
    ):
        rows = [row for row in evidence if row["stance"] == stance]
        yield Section(language.word(heading), [Item(_line(library, found, row, texts, language)) for row in rows])
    yield Section(language.word("nav.sources"), [Item(f"[{name}] {_cited(library, name)}") for name in sorted(sources)])


def _cited(library: Library, name: str) -> str:
    return cite(library, name).strip() if library.find(name) else "not in the data"


def _line(library: Library, found: Found, row: Row, texts: Texts | None, language: Language) -> str:
    said = f", on the word of {library.voice(row)}" if row["attributed_to"] else ""
    about = claim(found, row)
    check = library.looked_for(row["source_id"], row["passage_sha256"])
    last = f"; {sight(language, check)}" if check is not None else ""
    return f"[{row['source_id']}]{said}{f' {about}' if about else ''}: {_passage(row, texts)}{last}"


def _passage(row: Row, texts: Texts | None) -> str:
    from overseas_stations.texts.checking import fingerprint_of

    where = f"at {row['locator']}" if row["locator"] else ""
    found_print = fingerprint_of(row)
    if found_print is None:
        return where or "no passage is recorded"
    at = "" if found_print.start is None else f" at {found_print.start}"
    known = f"passage of {found_print.characters} characters{at}, sha256 {found_print.sha256[:12]}… {where}".rstrip()
    text = None if texts is None else texts.get(row["source_id"] or "")
    if text is None:
        return f"{known}: not_checked"
    verification = text.verify(found_print)
    start = verification.start
    words = "" if start is None else f" “{text.normal[start : start + found_print.characters]}”"
    return f"{known}: {verification.verdict}{words}"
