"""The option by which a command draws a sample of the sources, in place of naming them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from overseas_stations.handed_over import InputError

if TYPE_CHECKING:
    from overseas_stations.tables import Row

SampleOption = Annotated[
    int | None,
    typer.Option(
        "--sample",
        metavar="NUMBER",
        min=1,
        help="Draw so many sources by --seed, of each language and kind its share, in place of naming them.",
    ),
]


def drawn(
    rows: Mapping[str, Sequence[Row]], ids: Sequence[str] | None, sample: int | None, seed: int
) -> list[str] | None:
    """Return the ids of the sources that are meant: those that are named, or a sample; None for all.

    Raises:
        InputError: both are asked for.
    """
    from overseas_stations.lookups.sampling import sampled

    if sample is None:
        return None if ids is None else [*ids]
    if ids:
        raise InputError("--sample draws the sources: name none besides")
    return sampled(rows, sample, seed)
