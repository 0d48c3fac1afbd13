"""How many stations were first reported, and how many responses there were, month by month."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from overseas_stations.forms.vocabulary import ResponseKind
from overseas_stations.publishing.pictures.drawing import INK, document, heading, number, text
from overseas_stations.tables import Rows

_R = ResponseKind
WORDS = frozenset(
    {
        *(_R.STATEMENT_OF_CONCERN, _R.DENIAL, _R.DECLINED, _R.ASSESSMENT, _R.MONITORING, _R.REQUEST_TO_ACT),
        *(_R.PARLIAMENTARY_INQUIRY, _R.RESOLUTION, _R.OFFICIAL_REPORT, _R.PUBLIC_WARNING, _R.ASSURANCE_RECEIVED),
    }
)
"""Responses that say or ask something; the others are steps."""


def timeline(rows: Rows) -> str:
    """Return how many stations were first reported, and how many responses there were, month by month."""
    return document(1000, 490, TIMELINE_TITLE, "Two rows of bars, one bar a month.", _timeline(rows))


TIMELINE_TITLE = "Stations first reported, and responses, by month"


def _timeline(rows: Rows) -> Iterator[str]:
    first: dict[str, str] = {row["id"] or "": row["first_reported"] or "" for row in rows["stations"]}
    for row in rows["station_statuses"]:
        station, as_of = row["station_id"] or "", row["as_of"] or ""
        first[station] = min(filter(None, (first.get(station), as_of)), default="")
    reported = Counter(date[:7] for date in first.values() if len(date) > 4)
    said, done = Counter[str](), Counter[str]()
    for row in rows["responses"]:
        if len(row["date"] or "") > 4:
            (said if row["kind"] in WORDS else done)[(row["date"] or "")[:7]] += 1
    shown = [month for month in {*reported, *said, *done} if month >= START]
    if not shown:
        return
    months = list(_months(START, max(shown)))
    left, width = 50, 930 / len(months)
    yield heading(10, 24, TIMELINE_TITLE)
    peak = max(max(reported[m] for m in months), max(said[m] + done[m] for m in months), 1)
    unit = 160 / peak
    for label, base, series in (
        ("Stations, by the month in which they were first reported", 225, ((reported, "#fff"),)),
        ("Responses, by month: steps taken (black) and words (white)", 435, ((done, INK), (said, "#fff"))),
    ):
        yield text(left, base - 170, label)
        for tick in range(0, peak + 1, _step(peak)):
            y = base - tick * unit
            yield f'<path d="M{left} {number(y)}h930" stroke="#999" stroke-width="0.4"/>'
            yield text(left - 6, y + 4, str(tick), 11, "end")
        for i, month in enumerate(months):
            y = float(base)
            for counts, fill in series:
                if counts[month]:
                    y -= counts[month] * unit
                    yield (
                        f'<rect x="{number(left + i * width + 1)}" y="{number(y)}" width="{number(width - 2)}" '
                        f'height="{number(counts[month] * unit)}" fill="{fill}" stroke="{INK}" stroke-width="0.8">'
                        f"<title>{month}: {counts[month]}</title></rect>"
                    )
            if month.endswith(("-01", "-07")) or i == 0:
                yield text(left + i * width, base + 15, month, 11)
    inside = sum(reported[m] for m in months), sum(said[m] + done[m] for m in months)
    left_out = len(first) - inside[0], len(rows["responses"]) - inside[1]
    yield text(
        10,
        478,
        f"Left out: {left_out[0]} stations and {left_out[1]} responses that are dated only to a year or not at all, "
        f"or before {START}.",
        12,
    )


START = "2022-09"
"""The month of the first report."""


def _months(first: str, last: str) -> Iterator[str]:
    month = first
    while month <= last:
        yield month
        year, of_year = int(month[:4]), int(month[5:])
        month = f"{year + of_year // 12}-{of_year % 12 + 1:02}"


def _step(peak: int) -> int:
    return next(step for step in (1, 2, 5, 10, 20, 50, 100, 1000, 10**9) if peak / step <= 8)
