"""The options that several commands take, most of them of a check."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, get_args

import typer

from overseas_stations.cli.help_pages import COUNTS, INPUT, TOLD, one_of
from overseas_stations.cli.texts import texts_in
from overseas_stations.frames import EngineName
from overseas_stations.handed_over import InputError
from overseas_stations.labels import LANGUAGES, LanguageCode
from overseas_stations.reports.change_formats import RecordFormat

if TYPE_CHECKING:
    from overseas_stations.checking import Options
    from overseas_stations.profiles import Profile

ShownOption = Annotated[
    RecordFormat,
    typer.Option("--format", metavar="FORMAT", help=f"How it is printed: {one_of(get_args(RecordFormat))}."),
]
LabelsOption = Annotated[
    LanguageCode,
    typer.Option(
        "--labels",
        metavar="LANGUAGE",
        help=f"The language of titles, terms and names of countries: {one_of(LANGUAGES)}. The data stay as they are.",
    ),
]
EngineOption = Annotated[
    EngineName,
    typer.Option(
        "--engine",
        metavar="NAME",
        help=f"What evaluates the rules: {one_of(get_args(EngineName))}. The verdict is the same.",
        rich_help_panel=INPUT,
    ),
]
TodayOption = Annotated[
    str | None,
    typer.Option(
        "--today",
        metavar="DAY",
        help="Dates after this day (YYYY-MM-DD) are errors. Without it no date is too late: the clock of the machine "
        "is never asked.",
        rich_help_panel=INPUT,
    ),
]
WaiversOption = Annotated[
    Path | None,
    typer.Option(
        "--waivers",
        metavar="FILE",
        help="Findings that somebody answers for until a day, as `overseas waivers` writes them. In a project its "
        "waivers.yaml is used without it.",
        rich_help_panel=COUNTS,
    ),
]
AgainstOption = Annotated[
    str | None,
    typer.Option(
        "--against",
        metavar="OLD",
        help="An earlier release: its ids must still be there, and the version be raised as the changes demand. "
        "A folder, a .zip, a git revision, or the version of a ledger.",
        rich_help_panel=INPUT,
    ),
]
SinceOption = Annotated[
    str | None,
    typer.Option(
        "--since",
        metavar="OLD",
        help="An earlier version: the report lists what changed since, and the verdict stays the same.",
        rich_help_panel=TOLD,
    ),
]
MaxOption = Annotated[
    int,
    typer.Option(
        "--max-findings",
        metavar="N",
        min=1,
        help="Places shown for each rule and column; all are counted.",
        rich_help_panel=TOLD,
    ),
]
PendingOption = Annotated[
    bool,
    typer.Option(
        "--pending",
        help="Only dossiers changed: that the build is behind is no error, and the rows that they change are listed.",
        rich_help_panel=COUNTS,
    ),
]
SelectOption = Annotated[
    list[str] | None,
    typer.Option(
        "--select",
        metavar="CODE,...",
        help="Only these rules count: codes or what codes begin with (OS4,OS701); repeatable. What tells that "
        "something was not checked counts all the same.",
        rich_help_panel=COUNTS,
    ),
]
IgnoreOption = Annotated[
    list[str] | None,
    typer.Option(
        "--ignore",
        metavar="CODE,...",
        help="These rules do not count, in the same way. `overseas rules CODE` says whether a rule can be ignored.",
        rich_help_panel=COUNTS,
    ),
]
ProfileOption = Annotated[
    str | None,
    typer.Option(
        "--profile",
        metavar="NAME",
        help="A profile: columns, tables and rules that another project adds, as an installed Python package.",
        rich_help_panel=INPUT,
    ),
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
