"""The options that several commands take, most of them of a check."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from overseas_stations.cli.texts import texts_in
from overseas_stations.frames import EngineName
from overseas_stations.handed_over import InputError
from overseas_stations.reports.change_formats import RecordFormat

if TYPE_CHECKING:
    from overseas_stations.checking import Options
    from overseas_stations.profiles import Profile

ShownOption = Annotated[RecordFormat, typer.Option("--format", help="How it is printed.")]
EngineOption = Annotated[EngineName, typer.Option("--engine", help="Who evaluates the rules.")]
TodayOption = Annotated[
    str | None, typer.Option("--today", help="Dates after this day (YYYY-MM-DD) are errors. No clock is read.")
]
WaiversOption = Annotated[
    Path | None, typer.Option("--waivers", help="A file of waivers. A project's own waivers.yaml is used without it.")
]
AgainstOption = Annotated[
    str | None,
    typer.Option(
        "--against",
        metavar="OLD",
        help="An earlier release (folder, .zip, git revision, or the version of a ledger) that must still be honoured.",
    ),
]
SinceOption = Annotated[
    str | None,
    typer.Option(
        "--since",
        metavar="OLD",
        help="An earlier version; Markdown, HTML and the step summary list what changed since. It binds nothing.",
    ),
]
MaxOption = Annotated[int, typer.Option("--max-findings", min=1, help="Places shown for each rule and column.")]
PendingOption = Annotated[
    bool,
    typer.Option(
        "--pending",
        help="Only dossiers changed: that the build is behind is no error, and the rows that they change are listed.",
    ),
]
SelectOption = Annotated[
    list[str] | None,
    typer.Option("--select", metavar="CODE", help="Only these rules count: codes or families (OS4,OS701); repeatable."),
]
IgnoreOption = Annotated[
    list[str] | None,
    typer.Option("--ignore", metavar="CODE", help="These rules do not count: codes or families; repeatable."),
]
ProfileOption = Annotated[
    str | None,
    typer.Option("--profile", help="An installed profile: columns, tables and rules of another project besides ours."),
]


def options(
    texts: Path | None = None,
    today: str | None = None,
    max_findings: int = 20,
    waivers: Path | None = None,
    against: str | None = None,
    profile: str | None = None,
    pending: bool = False,
    select: list[str] | None = None,
    ignore: list[str] | None = None,
) -> Options:
    """Return the options of a check.

    Raises:
        InputError: one of them is unusable.
    """
    from overseas_stations.checking import Options
    from overseas_stations.forms.scalars import DATE, is_match

    at_hand = texts_in(texts)
    if today is not None and not (len(today) == 10 and is_match(DATE, today)):
        raise InputError(f"--today {today} is not a day (YYYY-MM-DD)")
    if waivers is not None and not waivers.is_file():
        raise InputError(f"--waivers {waivers} is not a file")
    chosen = Options(
        at_hand,
        today,
        max_findings,
        waivers=waivers,
        against=against,
        profile=profile_named(profile),
        pending=pending,
        select=_codes(select),
        ignore=_codes(ignore),
    )
    # Before anything is read: a code that no rule has is a slip of the fingers.
    _ = chosen.left_out
    return chosen


def _codes(given: list[str] | None) -> tuple[str, ...]:
    return tuple(code.strip() for each in given or () for code in each.split(",") if code.strip())


def named_tables(stated: str | None) -> tuple[str, ...]:
    """Return the tables that an option names, with commas between them.

    Raises:
        InputError: it names none.
    """
    if stated is None:
        return ()
    named = tuple(name.strip() for name in stated.split(",") if name.strip())
    if not named:
        raise InputError("--tables names no table: write their names with commas between them")
    return named


def profile_named(name: str | None) -> Profile | None:
    """Return an installed profile, None where none is named.

    Raises:
        ProfileError: it cannot be had.
    """
    if name is None:
        return None
    from overseas_stations.profiles import named

    return named(name)
