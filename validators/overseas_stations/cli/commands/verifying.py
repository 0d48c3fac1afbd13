"""Commands that verify the evidence by pages in a store: ``texts add``, ``texts status``, ``evidence check``."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, get_args

import typer

from overseas_stations.cli.help_pages import one_of
from overseas_stations.cli.output import write
from overseas_stations.cli.places import PackageOption, looked_up
from overseas_stations.cli.progress import progress
from overseas_stations.cli.register import evidence, texts
from overseas_stations.cli.saved_pages import media_type_of, page_in
from overseas_stations.handed_over import InputError
from overseas_stations.reports.change_formats import EvidenceFormat

StoreOption = Annotated[
    Path,
    typer.Option("--store", metavar="FOLDER", help="The folder of pages: none of it is committed or published."),
]


@texts.command()
def add(
    source_id: Annotated[str, typer.Argument(metavar="SOURCE-ID", help="The source whose page it is.")],
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The page as it was saved: HTML, PDF or text.")],
    store: StoreOption,
    package: PackageOption = None,
) -> None:
    """Put a page that was saved by hand into a store, and say which passages stand in it.

    In a browser: open the page, save it as HTML, and give the file. When it was saved is taken from the file. A store
    that is not there is made. HTML needs the extra `fetch`, PDF `fetch-pdf`, text neither.

    Example: `overseas texts add cnn-2022-12-04 saved.html --store store`
    """
    from overseas_stations.pages.attempts import Attempt
    from overseas_stations.pages.checked import check_evidence
    from overseas_stations.pages.store import Store
    from overseas_stations.pages.texting import store_text
    from overseas_stations.reports.evidence import evidence_page

    media_type = media_type_of(file)
    rows = looked_up(package).library.rows
    source = next((row for row in rows["sources"] if row["id"] == source_id), None)
    if source is None:
        from overseas_stations.suggestions import did_you_mean

        names = [row["id"] or "" for row in rows["sources"]]
        raise InputError(f"no source {source_id}{did_you_mean(source_id, names)}")
    data = page_in(file)
    saved = datetime.fromtimestamp(int(file.stat().st_mtime), UTC)
    address = source["url"] or ""
    kept = Store.made(store)
    with progress("reading"), kept.writing() as writer:
        attempt = Attempt(
            source_id,
            "by_hand",
            requested=address,
            final=address,
            time=saved.strftime("%Y-%m-%dT%H:%M:%SZ"),
            media_type=media_type,
            body=writer.keep(data),
            size=len(data),
            detail=file.name,
        )
        store_text(writer, attempt, data, source["language"] or "")
        writer.append(attempt)
    write(evidence_page(check_evidence(kept, rows, [source_id])).text())


@texts.command()
def status(store: StoreOption, package: PackageOption = None) -> None:
    """Count what a store holds: pages, where they were read, what failed, texts.

    Example: `overseas texts status --store store`
    """
    from overseas_stations.pages.status import status_of
    from overseas_stations.pages.store import Store
    from overseas_stations.reports.evidence import status_page

    sources = [row["id"] or "" for row in looked_up(package).library.rows["sources"]]
    write(status_page(status_of(Store(store), sources)).text())


@evidence.command("check")
def check_passages(
    store: StoreOption,
    ids: Annotated[list[str] | None, typer.Argument(metavar="[SOURCE-ID]...", help="By default all sources.")] = None,
    form: Annotated[
        EvidenceFormat,
        typer.Option("--format", metavar="FORMAT", help=f"How it is told: {one_of(get_args(EvidenceFormat))}."),
    ] = "text",
    package: PackageOption = None,
) -> None:
    """Look for every passage in the pages of a store, and say what came of each source.

    A passage counts as absent only where its page was read whole; that ends with 1. Nothing is taken for being alike,
    and nothing is asked of the network.

    Example: `overseas evidence check --store store`

    - `overseas evidence check cnn-2022-12-04 --store store`: one source
    - `overseas evidence check --store store --format html > evidence.html`: a page to keep
    """
    from overseas_stations.pages.checked import check_evidence
    from overseas_stations.pages.store import Store
    from overseas_stations.reports.evidence import evidence_html, evidence_json, evidence_page

    rows = looked_up(package).library.rows
    with progress("checking"):
        found = check_evidence(Store(store), rows, ids or ())
    if form == "json":
        write(evidence_json(found), exact=True)
    elif form == "html":
        write(evidence_html(found), exact=True)
    else:
        write(evidence_page(found).shown(form), exact=form != "text")
    if found.passages["absent"]:
        raise typer.Exit(1)
