"""The one command that opens a connection: ``texts fetch``."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from overseas_stations.cli.output import write
from overseas_stations.cli.places import PackageOption, looked_up
from overseas_stations.cli.progress import counting
from overseas_stations.cli.register import texts
from overseas_stations.cli.sampling import SampleOption, drawn
from overseas_stations.handed_over import InputError
from overseas_stations.suggestions import did_you_mean

if TYPE_CHECKING:
    from overseas_stations.fetching.client import Exchange
    from overseas_stations.fetching.running import RunTally
    from overseas_stations.fetching.session import Fetched
    from overseas_stations.fetching.wanted import Wanted
    from overseas_stations.lookups.library import Library
    from overseas_stations.pages.attempts import Attempt, Place
    from overseas_stations.pages.sought import Sought
    from overseas_stations.pages.store import Store

NEEDED = ("protego", "warcio")
"""What is installed with the extra."""

MAX_CONTACT = 200


@texts.command()
def fetch(
    ids: Annotated[
        list[str] | None, typer.Argument(metavar="ID", help="Ids of sources; without any, all that records rest on.")
    ] = None,
    store: Annotated[
        Path, typer.Option("--store", metavar="FOLDER", help="Where pages are kept; made where it is not there.")
    ] = ...,  # type: ignore[assignment]
    contact: Annotated[
        str, typer.Option("--contact", metavar="WORDS", help="How a server's owner reaches you: an address or a page.")
    ] = ...,  # type: ignore[assignment]
    urls: Annotated[
        list[str] | None,
        typer.Option("--url", metavar="URL", help="Fetch a page that no dossier has yet; may be given several times."),
    ] = None,
    seed: Annotated[
        int,
        typer.Option(
            "--seed", metavar="NUMBER", help="Gives the order in which hosts are asked, and what --sample draws."
        ),
    ] = 0,
    sample: SampleOption = None,
    only: Annotated[
        Literal["live", "archive"] | None,
        typer.Option("--only", metavar="PLACE", help="Ask one place alone: live or archive."),
    ] = None,
    again_after: Annotated[
        int | None,
        typer.Option(
            "--again-after", metavar="DAYS", min=0, help="Ask again for what was had more than so many days ago."
        ),
    ] = None,
    plan: Annotated[bool, typer.Option("--plan", help="Ask nobody; say what would be asked.")] = False,
    package: PackageOption = None,
) -> None:
    """Fetch the pages of sources, and their copies in the web archive.

    No other command opens a connection. It asks one page at a time of a host, some seconds apart, and obeys the rules
    that sites have for robots; it judges nothing. What is interrupted goes on where it was when it is run again.

    Example: `overseas texts fetch --store store --contact me@example.org --plan`

    - `overseas texts fetch cnn-2022-12-04 --store store --contact me@example.org`
    - `overseas texts fetch --sample 60 --seed 1 --store store --contact me@example.org --plan`: a sample of the sources
    - `overseas texts fetch --url https://example.org/a --store store --contact me@example.org`: for a new dossier
    """
    from overseas_stations.pages.sought import Sought
    from overseas_stations.pages.store import Store

    if not (contact.strip() and contact.isascii() and contact.isprintable() and len(contact) <= MAX_CONTACT):
        raise InputError(f"--contact: it goes into each request, so that it is 1 to {MAX_CONTACT} letters of ASCII")
    places: tuple[Place, ...] = ("live", "archive") if only is None else (only,)
    library = looked_up(package).library
    if sample is not None and urls:
        raise InputError("--sample draws from the sources of the data, and --url names a page that is none of them")
    sources = _sources(library, drawn(library.rows, ids, sample, seed)) if ids or not urls else []
    sources += [_new_page(library, each) for each in dict.fromkeys(urls or ())]
    made = Store(store).attempts() if (store / "index.jsonl").is_file() else []
    missing = [name for name in NEEDED if find_spec(name) is None]
    if missing and not plan:
        raise InputError(
            f"texts fetch needs {' and '.join(missing)}: pip install 'overseas-stations[fetch]'; "
            "`--plan` says without them what would be asked"
        )
    if plan:
        _tell_plan(sources, made, places)
        return
    wanted = _wanted(sources, made, places, again_after)
    if not any(wanted.values()):
        write(f"nothing to fetch: {_counted(len(sources))} had an answer; --again-after DAYS asks again\n")
        return
    with counting("fetching") as show:
        found = _fetched(Store.made(store), wanted, contact, seed, show, Sought(library.rows))
    write(_summary(found, store, contact, urls or ()))
    if not found.answered:
        raise typer.Exit(1)


def _sources(library: Library, ids: Sequence[str] | None) -> list[Mapping[str, Any]]:
    """Return the rows of the sources that are meant and have an address.

    Raises:
        InputError: an id is that of no source.
    """
    rows = {str(row["id"]): row for row in library.rows["sources"]}
    for each in ids or ():
        if each not in rows:
            raise InputError(f"{each} is the id of no source{did_you_mean(each, rows)}")
    meant = [rows[each] for each in dict.fromkeys(ids)] if ids else [*rows.values()]
    return [row for row in meant if row["url"] and (ids or str(row["background"]).lower() != "true")]


def _new_page(library: Library, url: str) -> Mapping[str, Any]:
    """Return the row of a source that is none yet, of which nothing is known but the address of its page.

    Raises:
        InputError: it is no address that may be asked for, or a source has it.
    """
    from overseas_stations.fetching.policy import target
    from overseas_stations.fetching.reasons import Failed

    try:
        target(url)
    except Failed as failure:
        raise InputError(f"--url {url}: {failure}") from None
    if there := [str(row["id"]) for row in library.rows["sources"] if row["url"] == url]:
        raise InputError(f"--url {url} is the page of {there[0]}: give that id in place of it")
    return dict.fromkeys(("language", "accessed", "published", "archive_url"), "") | {"id": "", "url": url}


def _wanted(
    sources: Sequence[Mapping[str, Any]], made: Sequence[Attempt], places: Sequence[Place], again_after: int | None
) -> dict[Place, Sequence[Wanted]]:
    """Return by place the pages that no answer is there of, or one that is too old."""
    from overseas_stations.fetching.wanted import Wanted, had_before, settled

    since = ""
    if again_after is not None:
        since = (datetime.now(UTC) - timedelta(days=again_after)).strftime("%Y-%m-%dT%H:%M:%SZ")
    before = had_before(made)
    pages = [
        Wanted(
            row["id"],
            row["url"],
            row["language"] or "",
            row["accessed"] or row["published"] or "",
            row["archive_url"] or "",
            before.get((row["id"], row["url"])),
        )
        for row in sources
    ]
    return {
        place: [each for each in pages if each.key not in had]
        for place, had in ((place, settled(made, place, since)) for place in places)
    }


def _fetched(
    store: Store,
    wanted: dict[Place, Sequence[Wanted]],
    contact: str,
    seed: int,
    show: Callable[[str], None],
    sought: Sought,
) -> Fetched:
    from overseas_stations.fetching import session

    def told(place: Place, tally: RunTally) -> None:
        show(f"{place}: {tally.done} of {tally.wanted}, {tally.answers[200]} pages")

    def enough(page: Wanted, found: Exchange) -> bool:
        return sought.all_in(page.source_id, found.body, found.media_type, found.charset)

    client = session.client_of(contact)
    return session.fetch(store, wanted, client, seed, keep_text=sought.keep_text, enough=enough, told=told)


def _tell_plan(sources: Sequence[Mapping[str, Any]], made: Sequence[Attempt], places: Sequence[Place]) -> None:
    from urllib.parse import urlsplit

    asked = {place: {(each.source_id, each.requested) for each in made if each.place == place} for place in places}
    hosts = {urlsplit(row["url"]).hostname for row in sources}
    lines = [f"{_counted(len(sources))} at {len(hosts)} hosts"]
    for place, had in asked.items():
        new = sum((row["id"], row["url"]) not in had for row in sources)
        lines.append(f"{place}: {new} were not asked for yet, {len(sources) - new} were")
    write("\n".join(lines) + "\n")


def _summary(found: Fetched, store: Path, contact: str, urls: Sequence[str]) -> str:
    """Return what came of a run, and what to do next."""
    from overseas_stations.fetching.reasons import SAID

    lines = [f"run {found.run}, kept in {store}"]
    for place, tally in found.tallies.items():
        statuses = ", ".join(f"{count} with {status}" for status, count in sorted(tally.answers.items()))
        lines.append(f"{place}: {tally.done} of {tally.wanted} asked; {statuses or 'no answer'}")
        lines += [f"  {failure}: {count} ({SAID[failure]})" for failure, count in sorted(tally.failures.items())]
        if tally.put_off:
            lines.append(f"  put off: {tally.put_off} (their hosts want to be left alone for now)")
        if tally.gave_up:
            lines.append(f"  the rest was not asked for: {tally.gave_up}")
    again = f"`overseas texts fetch --store {store} --contact '{contact}'`"
    if found.answered:
        lines += [f"next: `overseas new dossier --from {each} --store {store}`" for each in urls]
        lines += [] if urls else [f"next: `overseas evidence check --store {store}`"]
        lines.append(f"{again} asks for what is still missing; `overseas texts status --store {store}` counts")
    else:
        lines.append(
            "next: nobody answered, and nothing follows from that for any page. Is there a network, and may this "
            f"machine ask hosts at ports 80 and 443? Then {again} goes on from here"
        )
    return "\n".join(lines) + "\n"


def _counted(number: int) -> str:
    return f"{number} page{'' if number == 1 else 's'}"
