"""Look-ups read a package as a check does: what cannot be trusted is named with its place, and is no fault of ours."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from casework import package_files, write
from overseas_stations.checking.lookups import look_up
from overseas_stations.reports.records.record import record_page
from repository import ROOT
from small_project import Overseas, Unusable

COMMANDS = (("show", "ie-dublin-1"), ("cite", "ie-dublin-1"), ("cite",), ("coverage",))

Change = Callable[[Path], None]


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """Return the folder of a whole, valid package."""
    write(tmp_path / "p", package_files())
    return tmp_path / "p"


def edited(name: str, old: str, new: str) -> Change:
    def change(package: Path) -> None:
        path = package / name
        text = path.read_text("utf-8")
        assert text.count(old) == 1
        path.write_text(text.replace(old, new), encoding="utf-8")

    return change


def written(name: str, data: bytes) -> Change:
    return lambda package: (package / name).write_bytes(data) and None


def removed(name: str) -> Change:
    return lambda package: (package / name).unlink()


def piped(name: str) -> Change:
    def change(package: Path) -> None:
        (package / name).unlink()
        os.mkfifo(package / name)

    return change


def twice(name: str) -> Change:
    def change(package: Path) -> None:
        lines = (package / name).read_text("utf-8").splitlines(keepends=True)
        (package / name).write_text("".join([*lines, lines[1]]), encoding="utf-8")

    return change


STATIONS, FIGURES = "tables/stations.csv", "tables/figures.csv"
FAULTS: dict[str, tuple[Change, str, str]] = {
    "a long cell": (edited(STATIONS, "Dublin", "D" * 200_000), f"{STATIONS}:3:25", "OS205"),
    "a cell beyond every limit": (edited(STATIONS, "Dublin", "D" * 1_100_000), f"{STATIONS}:3:25", "OS114"),
    "no number": (edited(FIGURES, ",54,", ",many,"), f"{FIGURES}:2:32", "OS202"),
    "no date": (edited(STATIONS, "2023-03-01,2023-02,", "soon,2023-02,"), f"{STATIONS}:2:85", "OS203"),
    "no term": (edited(FIGURES, ",exact,", ",roughly,"), f"{FIGURES}:2:35", "OS204"),
    "a key twice": (twice(STATIONS), f"{STATIONS}:4:1", "OS301"),
    "evidence twice": (twice("tables/evidence.csv"), "tables/evidence.csv:28:9", "OS302"),
    "a reference to nothing": (edited(FIGURES, "example-news", "nobody"), f"{FIGURES}:2:76", "OS303"),
    "a table of another name": (
        edited("tables/retractions.csv", "stations,ie-", "places,ie-"), "tables/retractions.csv:2:1", "OS306",
    ),
    "no such table": (removed(STATIONS), "datapackage.json stations", "OS101"),
    "no descriptor": (removed("datapackage.json"), "datapackage.json", "OS101"),
    "a pipe for a table": (piped(STATIONS), "datapackage.json stations", "OS123"),
    "a pipe for a descriptor": (piped("datapackage.json"), "datapackage.json", "OS123"),
    "no JSON": (written("datapackage.json", b"{"), "datapackage.json:1:2", "OS115"),
    "no object": (written("datapackage.json", b"[]"), "datapackage.json", "OS116"),
    "no header": (written(STATIONS, b""), f"{STATIONS}:1:1", "OS102"),
    "no UTF-8": (written(STATIONS, b"id\n\xff"), f"{STATIONS}:2:1", "OS104"),
    "no column": (written(STATIONS, b"id\nx\n"), f"{STATIONS}:1:1", "OS108"),
    "an open quotation mark": (
        edited("tables/incidents.csv", "A person is", '"A person is'), "tables/incidents.csv:2:47", "OS113",
    ),
}  # fmt: skip


QUICK = (
    "no number",
    "no term",
    "a key twice",
    "a reference to nothing",
    "no such table",
    "a pipe for a table",
    "no JSON",
)


@pytest.mark.parametrize(
    "fault", [pytest.param(fault, marks=() if fault in QUICK else pytest.mark.long) for fault in FAULTS]
)
def test_a_fault_that_keeps_a_look_up_is_named_with_its_place(fault: str, unusable: Unusable, package: Path) -> None:
    change, place, code = FAULTS[fault]
    change(package)
    said = unusable(*COMMANDS[0], "--package", "p", cwd=package.parent)
    assert said.startswith(f"overseas: p/{place}")
    assert f"({code}" in said


SOME = ("no number", "a key twice", "a pipe for a table")


@pytest.mark.parametrize(
    "fault", [pytest.param(fault, marks=pytest.mark.long if fault in SOME else pytest.mark.verify) for fault in FAULTS]
)
def test_every_command_on_a_package_names_the_fault(fault: str, overseas: Overseas, package: Path) -> None:
    change, place, code = FAULTS[fault]
    change(package)
    for command in COMMANDS:
        done = overseas(*command, "--package", "p", cwd=package.parent)
        assert (done.returncode, done.stdout) == (2, "")
        assert f"p/{place}" in done.stderr
    others = (
        ("validate", "p"), ("export", "csv", "--package", "p"), ("diff", "p", "p"), ("migrate", "p"),
        ("waivers", "p", "--owner", "a", "--reason", "b", "--expires", "2027-01-31"),
        ("validate", "p", "--against", "p"), ("validate", "p", "--since", "p"),
    )  # fmt: skip
    for command in others:
        done = overseas(*command, cwd=package.parent)
        assert done.returncode in (0, 1, 2)
        assert "fault of the tool" not in done.stderr
        assert "OS199" not in done.stdout + done.stderr
        if command[0] in ("validate", "export"):
            assert done.returncode > 0
            assert place.split(" ")[0] in done.stdout + done.stderr
            assert code in done.stdout + done.stderr
    assert not (package.parent / "export").exists()


@pytest.mark.long
def test_what_keeps_no_look_up_is_for_a_check_to_say(overseas: Overseas, package: Path) -> None:
    """Line ends, a byte order mark, another hash, a row that nothing cites, a file that is not there."""
    before = [overseas(*command, "--package", package, cwd=package).stdout for command in COMMANDS]
    path = package / STATIONS
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    descriptor = json.loads((package / "datapackage.json").read_text("utf-8"))
    descriptor["resources"].append({"name": "more", "path": "more.csv", "hash": "0" * 32})
    (package / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")
    assert overseas("validate", package, cwd=package).returncode == 1
    assert [overseas(*command, "--package", package, cwd=package).stdout for command in COMMANDS] == before


def test_a_package_of_older_schemas_is_looked_up_all_the_same(package: Path) -> None:
    """Columns that it does not have yet are empty."""
    import polars as pl

    pl.read_csv(package / STATIONS).drop("stations_claimed").write_csv(package / STATIONS)
    found = look_up(package).library.find("ie-dublin-1")
    assert found is not None
    assert (found.row["city"], found.row["stations_claimed"]) == ("Dublin", None)


def test_what_is_tied_to_a_record_is_shown_with_both_sides_and_cited(package: Path) -> None:
    """Bureaus, lists and links of responses have no page of their own."""
    evidence = package / "tables" / "evidence.csv"
    (head,) = evidence.read_text("utf-8").splitlines()[:1]
    disputed = {
        "station_bureaus": "ie-dublin-1/cn-police-fuzhou",
        "listings": "example-list-2023-05-01/ie-dublin-1",
        "response_links": "ie-2023-inquiry/led_to/ie-2023-report",
    }
    for table, name in disputed.items():
        cells = {"table": table, "record_id": name, "source_id": "example-diario-2023-03-05", "stance": "disputes"}
        row = cells | {"reason": f"It says otherwise of {table}."}
        with evidence.open("a", encoding="utf-8") as file:
            file.write(",".join(row.get(column, "") for column in head.split(",")) + "\n")
    library = look_up(package).library

    def shown(name: str) -> list[str]:
        found = library.find(name)
        assert found is not None
        return record_page(library, found, evidence=True).text().splitlines()

    def against(table: str) -> str:
        source = "Example Diario, 2023-03-05 [example-diario-2023-03-05]"
        return f"    disputed by Example Diario, {source}: It says otherwise of {table}."

    said = {
        "ie-dublin-1": (
            ("station_bureaus", "  Fuzhou Public Security Bureau [cn-police-fuzhou]"),
            (
                "listings",
                "  Example Group, 2023-05-01 [example-list-2023-05-01], Fuzhou Public Security Bureau",
            ),
        ),
        "ie-2023-inquiry": (
            ("response_links", "  it led_to ie-2023-report, Example Group, 2023-05-01 [example-list-2023-05-01]"),
        ),
        "ie-2023-report": (
            ("response_links", "  ie-2023-inquiry led_to it, Example Group, 2023-05-01 [example-list-2023-05-01]"),
        ),
    }
    for name, parts in said.items():
        lines = shown(name)
        for table, start in parts:
            at = lines.index(against(table))
            assert lines[at - 1].startswith(start)
        sources = lines[lines.index("Sources") :]
        for source in ("example-list-2023-05-01", "example-diario-2023-03-05"):
            assert sum(line.startswith(f"  [{source}] ") for line in sources) == 1, (name, source)


def test_nobody_reads_a_package_on_another_way() -> None:
    """What trusts the files is used for the installed data and for those that a build has checked."""
    readers = {
        path.relative_to(ROOT / "validators").as_posix()
        for path in (ROOT / "validators").rglob("*.py")
        if "Library.load(" in path.read_text("utf-8")
    }
    assert readers == {
        "hatch_build.py",
        "overseas_stations/api.py",
        "overseas_stations/dependents/installed.py",
        "overseas_stations/views/typed.py",
    }
