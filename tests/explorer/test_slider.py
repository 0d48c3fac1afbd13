"""The slider of the map, in a browser: what was known by each month, and what had come about."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from in_browser import address
from overseas_stations.explorer.then import months
from overseas_stations.forms.scalars import latest_day
from overseas_stations.forms.vocabulary import StationStatus
from overseas_stations.labels.reading import labels_in
from overseas_stations.lookups.known import known_on
from overseas_stations.lookups.library import Library
from overseas_stations.publishing.pictures.marks import mark
from sites import Site

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.long, pytest.mark.xdist_group("explorer")]

STATE = """() => {
  const rows = [...document.querySelectorAll("#rows tbody tr")];
  const marks = [...document.querySelectorAll("#map a[data-id]")].filter((mark) => mark.style.display !== "none");
  const areas = [...document.querySelectorAll("#map a[data-ids]")].filter((area) => area.style.display !== "none");
  const shape = (element) => element.querySelector("use").getAttribute("href").slice("#mark-".length);
  return {
    rows: Object.fromEntries(rows.map((row) => [row.dataset.id, row.cells[1].textContent.trim()])),
    dates: Object.fromEntries(rows.map((row) => [row.dataset.id, row.cells[2].textContent.trim()])),
    shapes: Object.fromEntries(rows.map((row) => [row.dataset.id, shape(row)])),
    voices: Object.fromEntries(rows.map((row) => [row.dataset.id, row.cells[4].textContent.trim()])),
    lists: Object.fromEntries(rows.map((row) => [row.dataset.id, row.cells[5].textContent.trim()])),
    cautions: Object.fromEntries(OVS.list.shown().map((row) => [row.marks.id, row.marks.caution || ""])),
    unplaced: document.getElementById("unplaced").textContent,
    marks: marks.map((mark) => [mark.dataset.id, shape(mark), mark.getAttribute("aria-label")]),
    areas: areas.flatMap((area) => area.dataset.ids.split(" ")),
    tally: document.getElementById("tally").textContent,
  };
}"""
EVERY_STEP = f"""() => {{
  const range = document.getElementById("at");
  return Array.from({{ length: Number(range.max) + 1 }}, (_, step) => {{
    range.value = step;
    range.dispatchEvent(new Event("input", {{ bubbles: true }}));
    return ({STATE})();
  }});
}}"""


def known_by(library: Library, month: str) -> dict[str, str]:
    """Return station -> its status as the sources published by the end of a month have it."""
    return {row["id"] or "": row["status"] or "" for row in known_on(library, month).library.rows["stations"]}


def happened_by(library: Library, month: str) -> dict[str, str]:
    """Return station -> the last thing that is said to have come about by the end of a month."""
    order, found = list(StationStatus), dict[str, tuple[str, int]]()
    for row in library.rows["station_statuses"]:
        if row["event_date"] and row["event_date_bound"] != "after":
            event = (latest_day(row["event_date"]), order.index(StationStatus(row["status"])))
            if event[0] <= latest_day(month):
                found[row["station_id"] or ""] = max(event, found.get(row["station_id"] or "", event))
    return {station: order[place].value for station, (_, place) in found.items()}


@pytest.mark.parametrize(("mode", "then"), [("known", known_by), ("happened", happened_by)])
def test_each_month_shows_what_python_says(
    frozen: Site, opened: Callable[..., Page], mode: str, then: Callable[[Library, str], dict[str, str]]
) -> None:
    library, context = frozen.data.library, frozen.english
    listed = months(library)
    page = opened(frozen.folder, "index.html")
    today = page.evaluate(STATE)
    page.check(f"#slider input[value={mode}]")
    steps = page.evaluate(EVERY_STEP)
    assert len(steps) == len(listed) + 1
    for month, step in zip(listed, steps, strict=False):
        expected = then(library, month)
        assert step["rows"] == {name: context.term(StationStatus, status) for name, status in expected.items()}, month
        assert step["shapes"] == {name: mark(status) for name, status in expected.items()}
        dates = (
            {row["id"]: row["status_as_of"] or "" for row in known_on(library, month).library.rows["stations"]}
            if mode == "known"
            else {name: date for name, date in step["dates"].items() if latest_day(date) <= latest_day(month)}
        )
        assert step["dates"] == dates, month
        assert step["tally"] == f"{len(expected)} of {len(expected)} shown"
        counted = known_on(library, month).library if mode == "known" else library
        voices = {name: len(counted.voices_for("stations", name)) for name in expected}
        lists = Counter(row["station_id"] for row in counted.rows["listings"])
        assert step["voices"] == {name: str(count) for name, count in voices.items()}, month
        assert step["lists"] == {name: str(lists[name] or "") for name in expected}
        one = {name for name in expected if voices[name] == 1}
        disputed = {name for name in expected if counted.disputes_of("stations", name)}
        assert {name for name, marks in step["cautions"].items() if "one_voice" in marks} == one
        assert {name for name, marks in step["cautions"].items() if "disputed" in marks} == disputed
        assert step["unplaced"] == labels_in("en").word("count.stations", n=len(set(step["areas"]) & set(expected)))
        on_map = {name for name, _, _ in step["marks"]}
        assert on_map | set(step["areas"]) >= set(expected)
        assert on_map <= set(expected)
        for name, shape, label in step["marks"]:
            assert shape == mark(expected[name])
            assert label.endswith(f": {context.term(StationStatus, expected[name])}")
    assert steps[-1] == today
    assert len({len(step["rows"]) for step in steps}) > 5


def test_the_slider_by_keyboard_and_its_address(frozen: Site, opened: Callable[..., Page]) -> None:
    first, second = months(frozen.data.library)[:2]
    page = opened(frozen.folder, "index.html")
    page.focus("#slider input[value=known]")
    page.keyboard.press("Tab")
    page.keyboard.press("Home")
    page.wait_for_url(f"**/index.html?at={first}")
    page.keyboard.press("ArrowRight")
    page.wait_for_url(f"**/index.html?at={second}")
    assert page.get_attribute("#at", "aria-valuetext") == page.text_content("#month")
    page.keyboard.press("End")
    page.wait_for_url("**/index.html")
    assert page.text_content("#month") == labels_in("en").word("slider.today")


def test_an_address_sets_the_slider(frozen: Site, opened: Callable[..., Page]) -> None:
    page = opened(frozen.folder, "index.html?at=2022-12&mode=happened")
    expected = happened_by(frozen.data.library, "2022-12")
    state = page.evaluate(STATE)
    assert set(state["rows"]) == set(expected)
    assert page.text_content("#month") == "Had happened by the end of December 2022"
    assert page.input_value("#day") == "2022-12-31"
    assert page.is_checked("#slider input[value=happened]")
    assert page.text_content("#mode-note") == page.get_attribute("#mode-note", "data-happened")
    page.reload()
    assert page.evaluate(STATE) == state
    page.check("#slider input[value=known]")
    assert set(page.evaluate(STATE)["rows"]) == set(known_by(frozen.data.library, "2022-12"))
    page.go_back()
    assert page.evaluate(STATE) == state


def test_filters_dim_marks_and_go_by_the_status_of_then(frozen: Site, opened: Callable[..., Page]) -> None:
    page = opened(frozen.folder, "index.html?at=2022-12&status=reported")
    expected = {name for name, status in known_by(frozen.data.library, "2022-12").items() if status == "reported"}
    bright = "() => [...document.querySelectorAll('#map a[data-id]:not(.dim)')].map((mark) => mark.dataset.id)"
    assert set(page.evaluate(STATE)["rows"]) == expected
    placed = {row["id"] for row in frozen.data.library.rows["stations"] if row["latitude"]}
    assert expected & placed
    assert set(page.evaluate(bright)) == expected & placed


def test_a_day_is_as_exact_as_a_month(frozen: Site, opened: Callable[..., Page]) -> None:
    library = frozen.data.library
    page = opened(frozen.folder, "index.html")
    page.fill("#day", "2022-10-26")
    page.wait_for_url("**/index.html?at=2022-10-26")
    assert page.evaluate(STATE)["dates"] == {
        row["id"]: row["status_as_of"] or "" for row in known_on(library, "2022-10-26").library.rows["stations"]
    }
    assert page.text_content("#month") == "Known by 26 October 2022"
    assert known_by(library, "2022-10-26") != known_by(library, "2022-10")
    page.fill("#day", "")
    page.wait_for_url("**/index.html")
    assert page.text_content("#month") == labels_in("en").word("slider.today")
    assert page.text_content(".ends") == "September 2017 Today".replace(
        "September 2017", page.evaluate("OVS.inWords(OVS.then.months[0])")
    )


def test_a_station_is_told_from_which_date_one_comes(frozen: Site, opened: Callable[..., Page]) -> None:
    words, known = labels_in("en"), known_by(frozen.data.library, "2022-10-26")
    page = opened(frozen.folder, "index.html?at=2022-10-26")
    hrefs = "all => all.map((each) => each.getAttribute('href'))"
    for links in ("#rows td:first-child a", "#map a.station"):
        assert all(href.endswith(".html?at=2022-10-26") for href in page.locator(links).evaluate_all(hrefs))
    page.click("#rows tr[data-id=ie-dublin-1] td:first-child a")
    status = frozen.english.term(StationStatus, known["ie-dublin-1"])
    told = page.text_content("#then") or ""
    assert told.startswith(f"Known by 26 October 2022: {status}")
    assert words.word("slider.page_of_today") in told
    page.click("#then a")
    page.wait_for_url("**/index.html?at=2022-10-26")
    for wrong in ("?at=2022", "?at=<b>", "?at=2022-13", "?mode=happened"):
        page.goto(address(frozen.folder, f"r/ie-dublin-1.html{wrong}"))
        assert page.locator("#then").count() == 0
