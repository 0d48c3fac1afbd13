"""The filters that `show` and `coverage` share."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Annotated

import typer

from overseas_stations.handed_over import InputError
from overseas_stations.suggestions import UnknownName

if TYPE_CHECKING:
    from overseas_stations.lookups.library import Library
    from overseas_stations.lookups.selecting import Selection

CountryOption = Annotated[
    list[str] | None,
    typer.Option(
        "--country",
        metavar="COUNTRY",
        help="Only what is about this country: a code or a name. Repeatable: any of them.",
    ),
]
KindOption = Annotated[
    list[str] | None,
    typer.Option(
        "--kind",
        metavar="KIND,...",
        help="Only a table (`responses`), what rows of one are (`arrest`), or both (`responses.arrest`). Repeatable: "
        "any of them.",
    ),
]
SideOption = Annotated[
    list[str] | None,
    typer.Option(
        "--side",
        metavar="SIDE,...",
        help="Only statements on behalf of this side (`china`, `host_state`). Repeatable: any of them.",
    ),
]
DisputedOption = Annotated[bool, typer.Option("--disputed", help="Only what somebody disputes.")]
OneVoiceOption = Annotated[
    bool, typer.Option("--one-voice", help="Only what one voice alone reports, however many pass it on.")
]
WordsOption = Annotated[
    list[str] | None,
    typer.Option(
        "--text",
        metavar="WORDS",
        help="Only what has all of these words: in names, places, speakers, texts and summaries. Repeatable: all words "
        "of all.",
    ),
]


@dataclass(frozen=True)
class Filters:
    """What a command is asked to leave everything else out for."""

    country: Sequence[str] | None
    kind: Sequence[str] | None
    side: Sequence[str] | None
    disputed: bool
    one_voice: bool
    text: Sequence[str] | None

    def __bool__(self) -> bool:
        return any(True for _ in self.options())

    def options(self) -> Iterator[str]:
        """Yield the options that were given."""
        return (f"--{name.replace('_', '-')}" for name, value in vars(self).items() if value)

    def with_words(self, words: str) -> Filters:
        """Return the filters with words besides."""
        return replace(self, text=[words, *(self.text or ())])

    def typed(self) -> str:
        """Return the filters as they are typed."""
        words: list[str] = []
        for name, value in {"text": self.text, **vars(self)}.items():
            option = [f"--{name.replace('_', '-')}"]
            words += option if value is True else [each for given in value or () for each in (*option, given)]
        return shlex.join(words)

    def of(self, library: Library) -> Selection:
        """Return the selection.

        Raises:
            InputError: there is no such country, kind or side, one is empty, or it cannot be asked for so.
        """
        from overseas_stations.lookups.selecting import Selection

        for option, given in (("country", self.country), ("kind", self.kind), ("side", self.side), ("text", self.text)):
            if any(not each.strip(", ") for each in given or ()):
                raise InputError(f"--{option} is empty: leave it out, or say which")
        try:
            return Selection.of(
                library,
                self.country or (),
                self.kind or (),
                self.side or (),
                self.disputed,
                self.one_voice,
                self.text or (),
            )
        except UnknownName as error:
            raise InputError(str(error)) from None
