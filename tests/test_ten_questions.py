"""Ten questions of researchers, asked of a frozen copy of the data as they would ask them, and answered as by hand.

The answers stand in ``ten_questions.yaml``, where each says which page it was read in. The notebook in
``docs/examples/`` asks the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import yaml

import overseas_stations as ovs
from overseas_stations import paths
from overseas_stations.ledgers.folder import FOLDER as FOLDER_OF_LEDGERS
from overseas_stations.ledgers.ledger import Ledger, hashes_of
from overseas_stations.schemas.dataset import NAME
from overseas_stations.tables import TABLES
from write_frozen_package import COUNTRIES, FOLDER, read_frozen, write_package

ANSWERS = Path(__file__).with_name("ten_questions.yaml")
MOST = 700_000
"""So many bytes the frozen copy may have."""


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_package(tmp_path_factory.mktemp("frozen") / "datapackage")


@pytest.fixture(autouse=True)
def frozen(package: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paths, "packaged_datapackage", lambda: package)


def by_hand(question: str) -> list[dict[str, Any]]:
    """Return the answers to a question that were made by hand."""
    found: list[dict[str, Any]] = yaml.load(ANSWERS.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)[question]
    return found


def values(text: object) -> list[str]:
    """Return the values of a cell that holds several."""
    return text.split("; ") if isinstance(text, str) else []


# The copy and the list


def test_the_copy_is_a_valid_package_of_a_few_countries(package: Path) -> None:
    report = ovs.validate(package)
    assert report.valid, report.findings
    assert set(ovs.stations()["country"]) == set(COUNTRIES)
    assert sum(path.stat().st_size for path in FOLDER.iterdir()) <= MOST


def test_the_copy_has_all_that_stands_behind_its_records() -> None:
    rows = read_frozen()
    sources = {row["id"] for row in rows["sources"]}
    assert {row["source_id"] for row in rows["evidence"]} <= sources
    assert {path.stem for path in FOLDER.iterdir()} <= set(TABLES)
    # A voice is the publisher of the document whose text a page has: those documents are in the copy.
    borrowed = {row["target_id"] for row in rows["source_relations"] if row["relation"] in ("copies", "translates")}
    assert len(borrowed) > 10
    assert borrowed <= sources


def test_each_answer_by_hand_names_its_page() -> None:
    sources = set(ovs.sources()["id"])
    questions = yaml.load(ANSWERS.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    assert len(questions) == 10
    for name, answers in questions.items():
        assert 4 <= len(answers) <= 9, name
        for answer in answers:
            assert answer["page"], answer
            assert answer.get("source") is None or answer["source"] in sources, answer


# The questions


def came_about() -> Iterator[tuple[str, str, str]]:
    """Yield for each station the last day by which it had been told to close, and by which it had closed."""
    told = ovs.station_statuses(dates=True).dropna(subset="event_date")
    told = told[told["event_date_bound"] != "after"]
    for name, statuses in {"ordered": ["closure_ordered"], "closed": ["reported_closed"]}.items():
        first = told[told["status"].isin(statuses)].groupby("station_id")["event_date_latest"].min()
        for station, day in first.items():
            yield str(station), name, f"{day:%Y-%m-%d}"


def test_when_a_station_closed_or_was_ordered_to() -> None:
    found = {(station, what): day for station, what, day in came_about()}
    wanted = {
        (each["record"], what): each[what]
        for each in by_hand("closures")
        for what in ("ordered", "closed")
        if what in each
    }
    assert {key: found.get(key) for key in wanted} == wanted


def test_which_list_names_which_station() -> None:
    listed = ovs.listings().merge(ovs.stations()[["id", "country"]], left_on="station_id", right_on="id")
    found = listed.groupby(["list_id", "country"])["station_id"].apply(set).to_dict()
    wanted = {(each["record"], each["country"]): set(each["stations"]) for each in by_hand("lists")}
    assert {key: found.get(key) for key in wanted} == wanted


def test_how_an_inquiry_ended_or_that_no_end_was_found() -> None:
    inquiries = ovs.inquiries().set_index("id")[["state", "result"]].fillna("none")
    wanted = {each["record"]: (each["state"], each["result"]) for each in by_hand("inquiries")}
    assert {name: tuple(inquiries.loc[name]) for name in wanted} == wanted
    # Where no end was found it is said until when one was looked for.
    unknown = ovs.inquiries().query("state == 'unknown'")
    assert unknown["looked_until"].notna().all()
    assert unknown["result"].isna().all()


def claims_in(source: str, table: str, stance: str) -> pd.DataFrame:
    """Return the claims on records of a table that a page makes or passes on."""
    claims = ovs.claims()
    pages = claims["first_source_id"].str.cat(claims["repeated_by"].fillna(""), sep="; ").map(values)
    here = pages.map(lambda each: source in each)
    return claims[here & (claims["table"] == table) & (claims["stance"] == stance)]


def test_who_disputes_what_and_why() -> None:
    evidence = ovs.evidence().query("stance == 'disputes'")
    for each in by_hand("disputes"):
        claims = claims_in(each["source"], "stations", "disputes")
        assert set(claims[claims["record_id"] == each["record"]]["origin"]) == set(each["by"]), each
        here = evidence[(evidence["source_id"] == each["source"]) & (evidence["record_id"] == each["record"])]
        assert each["why"] in " ".join(here["reason"]), each


def test_on_whose_word_a_station_stands() -> None:
    alone = ovs.stations(wide=True).set_index("id")["voices_count"] == 1
    for each in by_hand("voices"):
        claims = claims_in(each["source"], "stations", "supports")
        assert set(claims[claims["record_id"] == each["record"]]["origin"]) == set(each["origin"]), each
        assert alone[each["record"]] == (each["one_voice"] == "true"), each


def test_what_host_governments_said_apart_from_members_of_chambers() -> None:
    said = ovs.statements(wide=True).query("side == 'host_state'").set_index("id")
    members = said["actor_kind"].isin(["legislator", "party"])
    found = members.map({True: "member", False: "authority"}).to_dict()
    wanted = {each["record"]: each["speaks"] for each in by_hand("host_governments")}
    assert {name: found.get(name) for name in wanted} == wanted


def test_what_one_authority_did_and_one_publisher_published() -> None:
    responses, sources = ovs.responses(dates=True), ovs.sources()
    for each in by_hand("actors"):
        if "published" in each:
            assert set(sources[sources["publisher"] == each["record"]]["id"]) == set(each["published"]), each
        else:
            own = responses[(responses["actor_id"] == each["record"]) & (responses["date_latest"] <= each["until"])]
            assert set(own["id"]) == set(each["did"]), each


def test_stations_by_country_with_its_codes_and_region() -> None:
    counted = ovs.stations()["country"].value_counts().rename("stations")
    countries = ovs.countries().set_index("code").join(counted, how="inner")
    columns = ["name", "iso3", "iso_numeric", "region", "stations"]
    found = countries[columns].astype(str).to_dict("index")
    assert found == {each["record"]: {name: each[name] for name in columns} for each in by_hand("countries")}


def test_what_fell_surely_in_a_month() -> None:
    responses = ovs.responses(dates=True)
    sure = (responses["date_earliest"] >= "2022-11-01") & (responses["date_latest"] <= "2022-11-30")
    found = responses[sure].groupby("country")["id"].apply(set).to_dict()
    assert found == {each["record"]: set(each["responses"]) for each in by_hand("november_2022")}


def test_what_was_known_on_a_day_and_what_stands_now() -> None:
    then, now = (
        frame.set_index("id")["status"].to_dict() for frame in (ovs.stations(known_on="2022-12-05"), ovs.stations())
    )
    wanted = {each["record"]: (each["then"], each["now"]) for each in by_hand("known_on_2022_12_05")}
    assert {name: (then.get(name, "not known"), now[name]) for name in wanted} == wanted


def test_in_which_version_a_row_came_and_was_changed(package: Path) -> None:
    """Of two releases the second has a response more, and another state of an inquiry."""
    folder = package.with_name(FOLDER_OF_LEDGERS)
    assert set(ovs.versions()["added_in"]) == {"unreleased"}
    rows: dict[str, list[dict[str, str | None]]] = {name: [dict(row) for row in read_frozen()[name]] for name in TABLES}
    newer = Ledger(NAME, "0.0.2", "2026-11-01", None, hashes_of(rows, TABLES))
    for row in rows["responses"]:
        if row["id"] == "nl-2022-inquiry-opened":
            row["state"] = "unknown"
    rows["responses"] = [row for row in rows["responses"] if row["id"] != "ie-2022-closure-ordered"]
    older = Ledger(NAME, "0.0.1", "2026-10-01", None, hashes_of(rows, TABLES))
    try:
        for ledger in (older, newer):
            (folder / f"{ledger.version}.json").write_bytes(ledger.to_bytes())
        versions = ovs.versions()
    finally:
        for path in folder.iterdir():
            path.unlink()
    told = versions[versions["table"] == "responses"].set_index("record_id")[["added_in", "changed_in"]]
    responses = told.T.to_dict("list")
    assert responses.pop("ie-2022-closure-ordered") == ["0.0.2", "0.0.2"]
    assert responses.pop("nl-2022-inquiry-opened") == ["0.0.1", "0.0.2"]
    assert set(map(tuple, responses.values())) == {("0.0.1", "0.0.1")}
