"""Commands that look things up: ``cite``, ``rules``."""

from __future__ import annotations

from typing import Annotated

import typer

from overseas_stations.cli.help_pages import one_of
from overseas_stations.cli.options import ProfileOption, ShownOption, profile_named
from overseas_stations.cli.output import write
from overseas_stations.cli.places import PackageOption, looked_up
from overseas_stations.cli.register import app
from overseas_stations.handed_over import InputError
from overseas_stations.publishing.citing import STYLES, Style
from overseas_stations.suggestions import UnknownName, did_you_mean

CODE = len("OS101")
"""Characters of the code of a rule: the last two are its number in a family."""


@app.command()
def cite(
    names: Annotated[
        list[str] | None, typer.Argument(metavar="ID", help="Sources or records; without any, the dataset.")
    ] = None,
    style: Annotated[
        Style,
        typer.Option(
            "--style",
            metavar="STYLE",
            help=f"How it is printed: {one_of(STYLES)}. Entries of bibtex are those of biblatex (@dataset, date), "
            "which plain BibTeX prints as @misc at best; csl is CSL-JSON.",
        ),
    ] = "text",
    retrieved: Annotated[
        str | None,
        typer.Option(
            "--retrieved",
            metavar="DAY",
            help="The day on which it was retrieved (YYYY-MM-DD); without it, none is said.",
        ),
    ] = None,
    version: Annotated[
        str | None,
        typer.Option(
            "--data-version",
            metavar="VERSION",
            help="The version of the data that was used; by default the package's own.",
        ),
    ] = None,
    package: PackageOption = None,
) -> None:
    """Print how to cite a record, a source, or the dataset.

    Example: `overseas cite us-new-york-1`

    - `overseas cite --retrieved 2026-12-01`: the dataset
    - `overseas cite ec-quito-1 us-new-york-1 --style bibtex > records.bib`
    """
    from overseas_stations.lookups.meant import split_names
    from overseas_stations.publishing.citing.citations import cite as citation
    from overseas_stations.publishing.citing.edition import stated_edition

    known = looked_up(package)
    rows = known.library
    try:
        edition = stated_edition(known.descriptor, version, retrieved)
    except ValueError as error:
        raise InputError(str(error)) from None
    try:
        write(citation(rows, split_names(rows, names or []) or None, style, edition), exact=style != "text")
    except UnknownName as error:
        raise InputError(str(error)) from None


@app.command()
def rules(
    code: Annotated[str | None, typer.Argument(metavar="CODE", help="A rule's code, or its first letters.")] = None,
    profile: ProfileOption = None,
    form: ShownOption = "text",
) -> None:
    """List the rules, or print the page of one.

    Example: `overseas rules OS405`

    Example: `overseas rules OS6 --format json`
    """
    from overseas_stations.rules.registry import CORE
    from overseas_stations.schemas.codebook import rule_line, rule_page, rules_json, rules_listed

    chosen = profile_named(profile)
    registry = CORE if chosen is None else chosen.extend(CORE)
    known = registry.rules
    wanted = (code or "").upper()
    listed = [rule for rule in known.values() if rule.code.startswith(wanted)]
    if not listed:
        family = wanted[: CODE - 2]
        listing = "`overseas rules` lists them"
        if len(wanted) == CODE and wanted[-2:].isdigit() and any(each.startswith(family) for each in known):
            listing = f"`overseas rules {family}` lists those of its family"
        elif meant := did_you_mean(wanted, known).removeprefix("; "):
            listing = meant
        raise InputError(f"no rule {code}; {listing}")
    if form == "json":
        write(rules_json(listed, registry), exact=True)
    elif form == "markdown":
        write(rules_listed(listed, registry), exact=True)
    elif wanted in known:
        write(rule_page(known[wanted], registry))
    else:
        write("".join(f"{rule_line(rule)}\n" for rule in listed))
