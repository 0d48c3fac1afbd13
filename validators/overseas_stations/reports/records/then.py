"""Records as they were known on a day: how many of their sources were there, and since when the others tell of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any

from overseas_stations.forms.vocabulary import Stance
from overseas_stations.labels.language import ENGLISH, Language
from overseas_stations.labels.reading import labels_in
from overseas_stations.lookups.known import Known, Split, known_on
from overseas_stations.lookups.library import Found, Library
from overseas_stations.reports.pages import Item, Page, Section
from overseas_stations.reports.records.naming import several
from overseas_stations.reports.records.record import CITED_WITH, record_page, sources_of, title

if TYPE_CHECKING:
    from overseas_stations.texts.at_hand import Texts


@dataclass(frozen=True)
class First:
    """The first source with a date that bears a record out; both are None where none has one."""

    source_id: str | None
    published: str | None


def then_page(
    library: Library,
    found: Found,
    known: Known,
    *,
    evidence: bool,
    texts: Texts | None,
    language: Language | None = None,
) -> Page:
    """Return a record as it was known on a day; or when it was first borne out, if that was later.

    Args:
        library: the rows of today.
        found: the record.
        known: the data of the day.
        evidence, texts, language: as :func:`record_page` takes them.
    """
    language = language or labels_in(ENGLISH)
    then = known.library.find(found.name)
    sources = ("Its sources", _counted(known.sources.of(sources_of(library, found))))
    if then is None:
        first = first_of(library, found)
        said = f"{first.source_id}, of {first.published}" if first.source_id else "none of its sources has a date"
        facts = [sources, ("First reported by", said)] if found.table.cited else []
        if known.perhaps.find(found.name):
            facts.append(("May have been known", _untold(library, found, known)))
        return Page(f"{title(library, found, language)}: not known on {known.day}", facts)
    page = record_page(known.library, then, evidence=evidence, texts=texts, language=language)
    own = [sources] if found.table.cited else []
    # How many sources there are is said of the day: one that was there may speak only of what was not known yet.
    return replace(of_day(page, known), facts=[*own, *page.facts], end=CITED_WITH if page.end else "")


def of_day(page: Page, known: Known) -> Page:
    """Return a page of several records, which is one of that day."""
    return replace(page, title=f"{page.title}, as known on {known.day}")


def listing_of_day(page: Page, library: Library, today: Sequence[Found], known: Known) -> Page:
    """Return a list of records as of that day, with those that may have been known.

    Args:
        page: the list.
        library: the rows of today.
        today: the records that the same filters find today.
        known: the data of the day.
    """
    missing = [each for each in today if known.library.find(each.name) is None]
    perhaps = [each for each in missing if known.perhaps.find(each.name)]
    sections = [*page.sections]
    if perhaps:
        items = [Item(f"{each.name}: {_untold(library, each, known)}") for each in perhaps]
        items += [Item(hint) for hint in _hints(library, perhaps, known)]
        sections.append(Section(f"May have been known on {known.day} ({len(perhaps)})", items))
    told = (
        f"Of {several(len(today), 'record')} that the filters find today {len(today) - len(missing)} "
        f"{'was' if len(today) - len(missing) == 1 else 'were'} known on {known.day}, {len(perhaps)} may have been, "
        f"{len(missing) - len(perhaps)} came later"
    )
    return replace(of_day(page, known), sections=sections, end=f"{page.end}. {told}" if page.end else told)


def _hints(library: Library, perhaps: Sequence[Found], known: Known) -> Iterator[str]:
    """Yield how to ask so that sources which are dated to the month, or else to the year, of the day count."""
    for form, date in (("month", known.day[:7]), ("year", known.day[:4])):
        then = known_on(library, date)
        if then.day > known.day and (found := sum(then.library.find(each.name) is not None for each in perhaps)):
            yield f"a {form} counts as its last day: `--known-on {date}` has {found} of {len(perhaps)}"
            return


def _untold(library: Library, found: Found, known: Known) -> str:
    """Return how the sources are dated that may have borne a record out by the day."""
    supports = {
        row["source_id"] or ""
        for row in library.evidence(found.table.name, found.name)
        if row["stance"] == Stance.SUPPORTS and not row["field"]
    }
    published = {row["id"]: row["published"] for row in library.rows["sources"]}
    dates = {published[name] for name in supports & known.sources.undated}
    dated = sorted(filter(None, dates))
    said = [f"published {' or '.join(dated)}"] if dated else []
    return " or ".join([*said, *["without a date"] * (None in dates)]) or "what it is about may not have been known"


def with_left_out(page: Page, known: Known) -> Page:
    """Return a page that ends with what is not told of the day."""
    left = (
        f"All sources of the data: {_counted(known.sources)}. What the latter two say is left out, and so are our "
        "notes, which are of today."
    )
    return replace(page, end=f"{page.end}. {left}" if page.end else left)


def then_object(known: Known, records: Sequence[Any], missing: Sequence[tuple[Found, First]]) -> dict[str, Any]:
    """Return one object: the day, how many sources were there, the ``records``, and those that were ``not_known``.

    Of the latter ``perhaps`` says whether they may have been known, by sources of which no date tells.
    """
    sources = {name: len(listed) for name, listed in asdict(known.sources).items()}
    left = [
        {
            "table": each.table.name,
            "record_id": each.name,
            "first": asdict(first),
            "perhaps": known.perhaps.find(each.name) is not None,
        }
        for each, first in missing
    ]
    return {"known_on": known.day, "sources": sources, "records": list(records), "not_known": left}


def first_of(library: Library, found: Found) -> First:
    """Return the first source with a date that bears a record out."""
    about = library.evidence(found.table.name, found.name)
    supports = {row["source_id"] for row in about if row["stance"] == Stance.SUPPORTS}
    dated = sorted(
        (row["published"], row["id"]) for row in library.rows["sources"] if row["id"] in supports and row["published"]
    )
    return First(dated[0][1], dated[0][0]) if dated else First(None, None)


def _counted(split: Split) -> str:
    known, later, undated = len(split.known), len(split.later), len(split.undated)
    return f"{known} published by then, {later} later, {undated} without a date that tells"
