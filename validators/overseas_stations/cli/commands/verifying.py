"""Commands that verify the evidence by pages in a store: ``texts add``, ``texts status``, ``evidence check``.

``evidence refresh`` writes down what they show.
"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, get_args

import typer

from overseas_stations.cli.help_pages import one_of
from overseas_stations.cli.output import write
from overseas_stations.cli.places import PackageOption, RootOption, looked_up, project_root
from overseas_stations.cli.progress import progress
from overseas_stations.cli.register import evidence, texts
from overseas_stations.cli.sampling import SampleOption, drawn
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
    sample: SampleOption = None,
    seed: Annotated[int, typer.Option("--seed", metavar="NUMBER", help="What --sample draws by.")] = 0,
    package: PackageOption = None,
) -> None:
    """Look for every passage in the pages of a store, and say what came of each source.

    A passage counts as absent only where its page was read whole; that ends with 1. Nothing is taken for being alike,
    and nothing is asked of the network.

    Example: `overseas evidence check --store store`

    - `overseas evidence check cnn-2022-12-04 --store store`: one source
    - `overseas evidence check --store store --format html > evidence.html`: a page to keep
    - `overseas evidence check --store store --sample 60 --seed 1`: what came of a sample, by language and kind
    """
    from overseas_stations.pages.checked import check_evidence
    from overseas_stations.pages.processes import usual_processes
    from overseas_stations.pages.store import Store
    from overseas_stations.reports.evidence import evidence_html, evidence_json, evidence_page
    from overseas_stations.reports.strata import strata_sections

    rows = looked_up(package).library.rows
    if sample is not None:
        ids = drawn(rows, ids, sample, seed)
    with progress("checking"):
        found = check_evidence(Store(store), rows, ids or (), usual_processes)
    more = list(strata_sections(found, rows["sources"])) if sample is not None else []
    if form == "json":
        write(evidence_json(found), exact=True)
    elif form == "html":
        write(evidence_html(found, more), exact=True)
    else:
        write(evidence_page(found, more).shown(form), exact=form != "text")
    if found.passages["absent"]:
        raise typer.Exit(1)


@evidence.command()
def refresh(
    store: StoreOption,
    ids: Annotated[list[str] | None, typer.Argument(metavar="[SOURCE-ID]...", help="By default all sources.")] = None,
    write_them: Annotated[bool, typer.Option("--write", help="Write it; without, it is only shown.")] = False,
    root: RootOption = Path(),
) -> None:
    """Put what a store shows into the dossiers and the log of a project.

    A dossier gets `archive_url` and `archived` where all passages of its source stand in an archived copy; all else in
    it stays to the byte. `seeds/checks/` gets a line for each source of which something new is known. Days are those on
    which pages were had, so that the same store gives the same bytes. Nothing is asked of the network.

    Example: `overseas evidence refresh --store store`

    - `overseas evidence refresh --store store --write`
    """
    from overseas_stations.checking.refreshing import as_read, refreshed
    from overseas_stations.dossiers.compiling import compile_dossiers
    from overseas_stations.dossiers.files import dossier_files
    from overseas_stations.findings import Severity
    from overseas_stations.folders.replacing import Piece, holding
    from overseas_stations.pages.store import Store
    from overseas_stations.reports.refreshing import refresh_text

    folder, pages = project_root(root), Store(store)
    with progress("checking"):
        files, faults = dossier_files(folder)
        compiled = compile_dossiers(files)
        if any(each.severity is Severity.ERROR for each in (*faults, *compiled.findings)):
            raise InputError("the dossiers have errors: `overseas check` names them")
        found = refreshed(pages, files, compiled, ids or ())
    paths = sorted(found.after)
    if write_them and paths:
        # Whichever of them change: two refreshes of one project keep each other out, and one mends what another left.
        with holding(folder, "seeds", *sorted({*files, *paths})) as hold:
            hold.replace(*(Piece(path, found.after[path], as_read(found.before[path])) for path in paths))
    write(refresh_text(found, written=write_them))
