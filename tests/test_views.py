"""Views say what the tables say, whatever the tables hold."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from random import Random

import pandas as pd
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import overseas_stations as ovs
from casework import base_rows, hashed, package_files, write
from draws import STEADY
from overseas_stations import checking
from overseas_stations.forms.vocabulary import CLOSED
from overseas_stations.lookups.library import Library
from overseas_stations.tables import TABLES, Row, Rows, record_name
from overseas_stations.testing import MUTATIONS, Package, packages
from overseas_stations.views import VIEWS, view_rows
from overseas_stations.views.cells import BETWEEN
from overseas_stations.views.dates import day_names, days
from overseas_stations.views.joining import beside, several
from overseas_stations.views.responses import INQUIRIES
from overseas_stations.views.typed import typed_table
from overseas_stations.views.view import dates_of


def shown(rows: Rows, view: str, record: str) -> Mapping[str, str | None]:
    """Return the cells of a row of a view that are not empty."""
    table = VIEWS[view].table
    row = next(row for row in VIEWS[view].rows(Library(rows)) if record_name(table, row) == record)
    return {name: row[name] for name in table.names if row[name] not in (None, "0")}


# What a row says


def test_a_station_with_its_closure_and_what_stands_behind_it() -> None:
    row = shown(base_rows(), "stations_wide", "ie-dublin-1")
    ministry = "https://example.org/ministry/statement"
    assert {
        name: row[name] for name in row if not name.endswith(("_earliest", "_latest", "d_precision", "f_precision"))
    } == {
        "id": "ie-dublin-1",
        "place": "Dublin, Leinster, Ireland",
        "country": "IE",
        "country_name": "Ireland",
        "country_iso3": "IRL",
        "world_region": "Europe",
        "region": "Leinster",
        "city": "Dublin",
        "precision": "city",
        "latitude": "53.33",
        "longitude": "-6.25",
        "status": "closure_ordered",
        "status_label": "closure ordered",
        "status_as_of": "2023-04-06",
        "status_sources": "example-ministry-2023-04-10",
        "status_sources_count": "1",
        "status_voices": "Example Ministry",
        "status_voices_count": "1",
        "bureaus": "Fuzhou Public Security Bureau",
        "bureaus_count": "1",
        "lists": "Example Group, 2023-05-01",
        "lists_count": "1",
        "responses": "ie-2023-closure-ordered; ie-2023-monitoring",
        "responses_count": "2",
        "voices": "Example Ministry; Example News",
        "voices_count": "2",
        "sources": "example-news-2023-03-01; example-ministry-2023-04-10",
        "sources_count": "2",
        "first_published": "2023-03-01",
        "source_id": "example-news-2023-03-01",
        "source_publisher": "Example News",
        "source_published": "2023-03-01",
        "source_url": "https://example.org/news/stations",
        "urls": f"https://example.org/news/stations; {ministry}",
        "urls_count": "2",
    }


def test_an_inquiry_with_what_it_led_to() -> None:
    row = shown(base_rows(), "inquiries", "ie-2023-inquiry")
    assert {name: row[name] for name in ("actor_name", "state_label", "state_as_of", "result_label", "led_to")} == {
        "actor_name": "Department of Foreign Affairs of Ireland",
        "state_label": "concluded",
        "state_as_of": "2023-04-06",
        "result_label": "station closed",
        "led_to": "2023-04-20 Published what the inquiry had found. [ie-2023-report]",
    }
    followed = shown(base_rows(), "responses_wide", "ie-2023-report")
    assert followed["follows"] == "ie-2023-inquiry"
    assert shown(base_rows(), "responses_wide", "ie-2023-inquiry")["followed_by"] == "ie-2023-report"


def test_a_claim_has_its_first_page_and_those_that_repeat_it() -> None:
    rows = base_rows()
    for each in rows["evidence"]:
        if (each["record_id"], each["stance"]) == ("ec-quito-1", "supports"):
            each["attributed_to"] = "ie-government"
    claims = [row for row in VIEWS["claims"].rows(Library(rows)) if row["record_id"] == "ec-quito-1"]
    said = ("origin", "stance", "first_source_id", "repeated_by", "repeated_by_count")
    assert [tuple(row[name] for name in said) for row in claims] == [
        ("Government of Ireland", "supports", "example-news-2023-03-01", "example-diario-2023-03-05", "1")
    ]


def test_the_day_of_a_month_goes_before_the_month() -> None:
    rows = base_rows()
    for each in rows["sources"]:
        if each["id"] == "example-news-2023-03-01":
            each["published"] = "2023-03"
    assert shown(rows, "stations_wide", "ec-quito-1")["sources"] == "example-diario-2023-03-05; example-news-2023-03-01"


@given(st.lists(st.text(st.sampled_from("a; "), min_size=1)))
def test_a_cell_of_several_values_has_as_many_as_are_counted(values: list[str]) -> None:
    listed = pl.DataFrame({"of": ["a"] * len(values), "value": values}, schema={"of": pl.String, "value": pl.String})
    cells = beside(pl.DataFrame({"of": ["a"]}), several(listed, "of", x="value"), "of").row(0, named=True)
    text = cells["x"]
    kept = [value for value in values if "a" in value]
    assert cells["x_count"] == str(len(kept))
    assert len(text.split(BETWEEN) if text else []) == len(kept)


@pytest.mark.parametrize(
    ("date", "wanted"),
    [
        ("2024", ("2024-01-01", "2024-12-31", "year")),
        ("2024-02", ("2024-02-01", "2024-02-29", "month")),
        ("2024-02-07", ("2024-02-07", "2024-02-07", "day")),
        ("2024-13", (None, None, None)),
        (None, (None, None, None)),
    ],
)
def test_the_days_of_a_partial_date(date: str | None, wanted: tuple[str | None, ...]) -> None:
    assert days(date) == wanted


# Laws


def check_view(name: str, rows: list[Row], library: Library) -> Iterator[str]:
    """Yield what is wrong with the form of a view's rows."""
    view = VIEWS[name].table
    for row in rows:
        view.model.from_text(dict(row))
        for column in view.names:
            text, counted = row[column], row.get(f"{column}_count")
            if counted is not None and counted != str(len(text.split(BETWEEN)) if text else 0):
                yield f"{name}.{column}: {counted} of {text}"
        for date in dates_of(view.model):
            first, last, _ = day_names(date)
            if row[date] and not all((row[day] or "").startswith(row[date] or "~") for day in (first, last)):
                yield f"{name}.{date}: {row[date]}"


@settings(max_examples=20)
@given(packages(full=True), st.randoms(use_true_random=False))
def test_views_have_their_form_and_follow_from_the_tables(rows: Package, random: Random) -> None:
    library = Library(rows)
    views = view_rows(library)
    assert [wrong for name, listed in views.items() for wrong in check_view(name, list(listed), library)] == []
    for name in ("stations", "responses", "statements"):
        wide = {row["id"]: row for row in views[f"{name}_wide"]}
        assert wide.keys() == {row["id"] for row in rows[name]}
        for record, row in wide.items():
            assert row["voices_count"] == str(len(library.voices_for(name, record or "")))
            assert row["disputes_count"] == str(len(library.disputes_of(name, record or "")))
    assert [row["id"] for row in views["inquiries"]] == sorted(
        row["id"] or "" for row in rows["responses"] if row["kind"] in set(INQUIRIES)
    )
    told = {(row["table"], row["record_id"], row["stance"], library.voice(row)) for row in rows["evidence"]}
    assert {(row["table"], row["record_id"], row["stance"], row["origin"]) for row in views["claims"]} == told
    pages = sum(1 + int(row["repeated_by_count"] or 0) for row in views["claims"])
    assert pages == len({(*key, library.voice(row)) for row in rows["evidence"] for key in [_said_in(row)]})
    # Of several documents that a source copies the last one counts, in the order of their rows.
    shuffled = {name: random.sample(list(listed), len(listed)) for name, listed in rows.items()}
    assert view_rows(Library({**shuffled, "source_relations": rows["source_relations"]})) == views


def _said_in(row: Row) -> tuple[str | None, ...]:
    return row["table"], row["record_id"], row["stance"], row["source_id"]


@settings(STEADY, max_examples=30)
@given(packages(full=True), st.sampled_from(sorted(MUTATIONS)), st.randoms(use_true_random=False))
def test_views_of_any_tables_can_be_had(rows: Package, code: str, random: Random) -> None:
    """A check computes them of tables that somebody handed over."""
    changed = MUTATIONS[code](rows, random)
    view_rows(Library(rows if changed is None else changed))


@settings(STEADY, max_examples=20)
@given(packages(full=True))
def test_a_closure_on_one_voice_is_told(rows: Package) -> None:
    library = Library(rows)
    for row in view_rows(library)["stations_wide"]:
        alike = [each for each, _ in library.statuses(row["id"] or "") if each["status"] == row["status"]]
        names = (record_name(TABLES["station_statuses"], each) for each in alike)
        voices = {voice for name in names for voice in library.voices_for("station_statuses", name)}
        alone = row["status"] in set(CLOSED) and len(voices) == 1
        assert ("closure on one voice" in (row["cautions"] or "").split(BETWEEN)) == alone


# A check of them


def found_in(folder: Path, files: dict[str, bytes]) -> set[tuple[str, str | None]]:
    write(folder, hashed(files))
    report = checking.validate(folder, checking.Options())
    return {(each.code, each.file and each.file.removeprefix(f"{folder.as_posix()}/")) for each in report.findings}


def test_the_order_of_rows_and_line_ends_of_a_view_do_not_matter(tmp_path: Path) -> None:
    files = package_files(views=True)
    head, *lines = files["views/claims.csv"].splitlines(keepends=True)
    files["views/claims.csv"] = head + b"".join(reversed(lines))
    assert found_in(tmp_path / "a", files) == set()
    files["views/claims.csv"] = files["views/claims.csv"].replace(b"\n", b"\r\n")
    assert found_in(tmp_path / "b", files) == set()


@pytest.mark.parametrize(
    "data",
    [b"", b"\xff\xfe", b'"', b"\0", b'id,"' + b"a" * 200_000],
    ids=["empty", "utf-16", "open quote", "nul", "long cell"],
)
def test_a_view_that_is_no_view_is_told_and_no_traceback(data: bytes, tmp_path: Path) -> None:
    files = package_files(views=True) | {"views/stations_wide.csv": data}
    codes = found_in(tmp_path, files)
    assert codes
    assert codes <= {("OS130", "views/stations_wide.csv"), ("OS123", "views/stations_wide.csv")}


def test_views_of_tables_with_errors_are_not_told_as_well(tmp_path: Path) -> None:
    files = package_files(views=True)
    files["tables/stations.csv"] = files["tables/stations.csv"].replace(b",EC,", b",XX,")
    codes = {code for code, _ in found_in(tmp_path, files)}
    assert codes
    assert "OS130" not in codes


# In Python


def test_the_views_are_named_where_users_look() -> None:
    assert tuple(VIEWS) == ovs.VIEW_NAMES


@pytest.mark.parametrize("name", VIEWS)
def test_a_view_is_a_frame_with_days_and_the_cells_of_its_file(name: str) -> None:
    table = VIEWS[name].table
    in_pandas, in_polars, records = (ovs.table(name, form) for form in ("pandas", "polars", "records"))
    assert list(in_pandas.columns) == in_polars.columns == list(table.names)
    assert len(in_pandas) == len(in_polars) == len(records) > 0
    for date in dates_of(table.model):
        first, last, _ = day_names(date)
        assert str(in_pandas[first].dtype) == str(in_pandas[last].dtype) == "datetime64[us]"
        assert in_pandas[first].isna().tolist() == in_pandas[date].isna().tolist()
        assert in_polars[last].to_list() == [None if pd.isna(day) else day.date() for day in in_pandas[last]]
    assert in_polars.rows()[0][0] == getattr(records[0], table.names[0])


def test_wide_is_the_view_and_dates_add_days() -> None:
    pd.testing.assert_frame_equal(ovs.stations(wide=True), ovs.table("stations_wide"))
    assert ovs.responses("polars", wide=True).equals(ovs.table("responses_wide", "polars"))
    plain, dated = ovs.responses(), ovs.responses(dates=True)
    pd.testing.assert_frame_equal(dated[list(plain.columns)], plain)
    assert {*dated.columns} - {*plain.columns} == {
        name for date in ("date", "state_as_of", "looked_until") for name in day_names(date)
    }


def test_a_view_or_a_form_that_is_none_is_refused() -> None:
    with pytest.raises(KeyError):
        typed_table("stations_narrow", "pandas")
    with pytest.raises(ValueError, match="as_ is pandas, polars or records, not 'arrow'"):
        typed_table("stations_wide", "arrow")
