"""The filters that `show` and `coverage` share."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

import typer

from overseas_stations.handed_over import InputError
from overseas_stations.suggestions import UnknownName

if TYPE_CHECKING:
    from overseas_stations.lookups.library import Library
    from overseas_stations.lookups.selecting import Selection

CountryOption = Annotated[
    str | None, typer.Option("--country", metavar="COUNTRY", help="Only what is about this country: a code or a name.")
]
KindOption = Annotated[
    str | None,
    typer.Option(
        "--kind",
        metavar="KIND",
        help="Only a table (`responses`), what rows of one are (`arrest`), or both (`responses.arrest`).",
    ),
]
DisputedOption = Annotated[bool, typer.Option("--disputed", help="Only what somebody disputes.")]
OneVoiceOption = Annotated[
    bool, typer.Option("--one-voice", help="Only what one independent voice alone reports, however many pass it on.")
]
WordsOption = Annotated[
    str | None,
    typer.Option(
        "--text",
        metavar="WORDS",
        help="Only what has all of these words: in names, places, speakers, texts and summaries.",
    ),
]


@dataclass(frozen=True)
class Filters:
    """What a command is asked to leave everything else out for."""

    country: str | None
    kind: str | None
    disputed: bool
    one_voice: bool
    text: str | None

    def __bool__(self) -> bool:
        return any(True for _ in self.options())

    def options(self) -> Iterator[str]:
        """Yield the options that were given."""
        for name, value in vars(self).items():
            if value not in (None, False):
                yield f"--{name.replace('_', '-')}"

    def of(self, library: Library) -> Selection:
        """Return the selection.

        Raises:
            InputError: there is no such country or kind, one is empty, or it cannot be asked for so.
        """
        from overseas_stations.lookups.selecting import Selection

        empty = [name for name in ("country", "kind", "text") if getattr(self, name) == ""]
        if empty:
            raise InputError(f"--{empty[0]} is empty: leave it out, or say which")
        try:
            return Selection.of(library, self.country, self.kind, self.disputed, self.one_voice, self.text)
        except UnknownName as error:
            raise InputError(str(error)) from None
