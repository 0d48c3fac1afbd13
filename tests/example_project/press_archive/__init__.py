"""The profile of a made-up press archive: where clippings about a station are kept, and what was printed when."""

from __future__ import annotations

from collections.abc import Iterator

from overseas_stations.models import Station
from overseas_stations.profiles import (
    ERROR,
    WARNING,
    PackageView,
    PartialDate,
    Profile,
    Record,
    Slug,
    Table,
    Term,
    Text,
    WrongCells,
    WrongRows,
    extended,
    optional,
    required,
)


class ClippingKind(Term):
    """What sort of text was cut out."""

    REPORT = "report", "A text that reports a station."
    DENIAL = "denial", "A text that prints a denial."


class ArchivedStation(Station):
    """A station with its place in the archive."""

    box: Text | None = optional("Box", "The box in which the archive keeps what was printed.", "B 12")


class Clipping(Record):
    """A text about a station that the archive keeps."""

    id: Slug = required("Clipping id", "The clipping's permanent id.", "clipping-1")
    station_id: Slug = required("Station", "The station that it is about.", "ec-quito-1")
    printed: PartialDate = required("Printed", "When it was printed.", "2023-05-01")
    kind: ClippingKind = required("Kind", "What sort of text it is.", "report")
    source_id: Slug = required("Source", "The source that it was cut from.", "example-daily-2023-05-01")


PROFILE = Profile(
    "press-archive",
    "A press archive",
    tables=[
        extended("stations", ArchivedStation),
        Table("clippings", Clipping, "Clippings", references={"station_id": "stations", "source_id": "sources"}),
    ],
)

NO_DAY = PROFILE.rule(
    "PA101",
    WARNING,
    "A clipping without a day",
    message="{record_id} was printed {value}, and no day is given",
    hint="write the day that is printed on the page (YYYY-MM-DD)",
    why="A newspaper has a date.",
)
TOO_EARLY = PROFILE.rule(
    "PA102",
    ERROR,
    "A clipping from before the first report",
    message="{record_id} was printed {value}, and its station was first reported later",
    hint="correct one of the two dates",
    why="What is printed about a station reports it.",
)


@PROFILE.cells(NO_DAY)
def _no_day() -> Iterator[WrongCells]:
    import narwhals as nw

    yield WrongCells(NO_DAY, "clippings", "printed", lambda: nw.col("printed").str.len_chars() < 10)


@PROFILE.rows(TOO_EARLY, "clippings", "stations")
def _too_early(package: PackageView) -> Iterator[WrongRows]:
    import narwhals as nw

    if not {"clippings", "stations"} <= set(package.index):
        return
    stations = package.index["stations"].select("name", "date_first_reported")
    clippings = package.index["clippings"].select("row", "ref_station_id", "date_printed")
    both = clippings.join(stations, left_on="ref_station_id", right_on="name")
    early = both.filter(nw.col("date_printed") < nw.col("date_first_reported"))
    yield WrongRows(TOO_EARLY, early.select("row"), at=("clippings", "printed"))
