"""Profiles: they add and never loosen, they are gone when they end, and every engine runs their rules."""

from __future__ import annotations

import importlib.util
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from importlib.metadata import EntryPoint
from pathlib import Path
from typing import Annotated, Any

import pytest
from jsonschema import Draft202012Validator

import overseas_stations as ovs
from casework import hashed, write
from overseas_stations.checking import Options, check_project, load_project, validate
from overseas_stations.dossiers import shape
from overseas_stations.expressions import written_for, written_in
from overseas_stations.forms.scalars import TEXT
from overseas_stations.forms.vocabulary import StationStatus
from overseas_stations.frames import EngineName
from overseas_stations.handed_over import InputError
from overseas_stations.models import Source, Station
from overseas_stations.models.base import Record, optional, required
from overseas_stations.profiles import (
    ERROR,
    PackageView,
    PartialDate,
    Profile,
    ProfileError,
    Scalar,
    Several,
    Slug,
    Table,
    Term,
    Text,
    WrongCells,
    WrongRows,
    contains,
    discovery,
    extended,
    named,
    stack,
)
from overseas_stations.rules.core import checks, index
from overseas_stations.rules.core.registry import Registry
from overseas_stations.rules.registry import CORE
from overseas_stations.schemas.dataset import DATA_ID, NAME
from overseas_stations.schemas.json_schema import report_schema
from overseas_stations.tables import TABLES
from processes import HANGS

EXAMPLE = Path(__file__).parent / "example_project"


def load_example() -> Profile:
    spec = importlib.util.spec_from_file_location("press_archive", EXAMPLE / "press_archive" / "__init__.py")
    assert spec is not None
    assert spec.loader is not None
    module = sys.modules["press_archive"] = importlib.util.module_from_spec(spec)  # where types are looked up
    spec.loader.exec_module(module)
    profile: Profile = module.PROFILE
    return profile


PROFILE = load_example()


def derived(registry: Registry) -> dict[str, Any]:
    """Return what follows from a registry."""
    known = registry.tables
    shapes = shape.shapes(known)
    return {
        "tables": dict(known),
        "cited": list(known.cited),
        "records": list(known.with_ids),
        "targets": list(known.targets),
        "rules": dict(registry.rules),
        "families": dict(registry.families),
        "cells": list(registry.cell_checks),
        "rows": list(registry.row_checks),
        "places": known.places,
        "numbers": [known.place(*place) for place in known.places],
        "index": {name: sorted(index.index_columns(registry, name)) for name in known},
        "kinds": dict(index.kinds(registry)),
        "declares": {name: list(keys) for name, keys in shapes.declares.items()},
        "expects": list(shapes.expects),
    }


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """Return the folder of the package that the example's dossiers compile to."""
    project = load_project(EXAMPLE, Options(profile=PROFILE))
    assert project.report.findings == ()
    write(tmp_path, hashed(project.built_files()["datapackage"]))
    return tmp_path


def test_a_profile_extends_a_registry_and_leaves_it_as_it_was() -> None:
    before = derived(CORE)
    mine = PROFILE.extend(CORE)
    inside = derived(mine)
    assert list(inside["tables"]) == [*TABLES, "clippings"]
    assert mine.tables["stations"].names == (*TABLES["stations"].names, "box")
    assert inside["rules"].keys() - before["rules"].keys() == {"PA101", "PA102"}
    assert "box" in inside["declares"]["stations"]
    assert list(inside["declares"]["clippings"]) == ["id", "station_id", "printed", "kind", "attributed_to", "passages"]
    assert {name for name in inside if inside[name] == before[name]} == {"kinds"}
    assert derived(CORE) == before
    assert PROFILE.extend(CORE) is mine, "what follows from it is found once"


def test_two_checks_with_two_profiles_run_at_the_same_time(package: Path) -> None:
    """Each thread is inside its check while the other is, and each finds what its own rules look for."""
    both = threading.Barrier(2, timeout=HANGS)
    found: dict[str, set[str]] = {}

    def profile(letters: str) -> Profile:
        made = Profile(f"p-{letters.lower()}", "A profile", tables=PROFILE.tables.values())
        rule = made.rule(f"{letters}101", ERROR, "t", message="{value}", hint="h", why="w")

        @made.rows(rule, "clippings")
        def _find(view: PackageView) -> Iterator[WrongRows]:
            both.wait()
            yield WrongRows(rule, view.index["clippings"].select("row"), at=("clippings", "id"))
            both.wait()

        return made

    def check(letters: str) -> None:
        report = validate(package, Options(profile=profile(letters)))
        found[letters] = {finding.code for finding in report.findings}

    threads = [threading.Thread(target=check, args=(letters,)) for letters in ("XA", "XB")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(HANGS)
    assert found == {"XA": {"XA101", "OS918"}, "XB": {"XB101", "OS918"}}


# What the rules of a profile find


def planted(package: Path) -> Path:
    clippings = package / "tables" / "clippings.csv"
    clippings.write_text(clippings.read_text("utf-8").replace("2023-04-30", "2021"), encoding="utf-8")
    stations = package / "tables" / "stations.csv"
    stations.write_text(stations.read_text("utf-8").replace("B 12", " B 12"), encoding="utf-8")
    return package


WANTED = {
    ("OS207", "stations", "ec-quito-1", "box", 2),
    ("PA101", "clippings", "clipping-1", "printed", 2),
    ("PA102", "clippings", "clipping-1", "printed", 2),
}


@pytest.mark.parametrize(
    "engine", ["polars", pytest.param("pandas", marks=pytest.mark.long), pytest.param("duckdb", marks=pytest.mark.long)]
)
def test_every_engine_finds_what_the_rules_look_for(package: Path, engine: Any) -> None:
    assert validate(package, Options(profile=PROFILE, engine=engine)).findings == ()
    report = validate(planted(package), Options(profile=PROFILE, engine=engine))
    hashes = [finding for finding in report.findings if finding.code == "OS120"]
    found = {(f.code, f.table, f.record_id, f.field, f.line) for f in report.findings if f not in hashes}
    assert found == WANTED
    assert {"PA101", "PA102"} <= set(report.rules_run)


def test_what_could_harm_is_found_in_the_columns_of_a_profile(package: Path) -> None:
    stations = package / "tables" / "stations.csv"
    stations.write_text(stations.read_text("utf-8").replace("B 12", "at 12 Example Street"), encoding="utf-8")
    report = validate(package, Options(profile=PROFILE))
    assert ("OS701", "stations", "box") in {(f.code, f.table, f.field) for f in report.findings}


def test_the_json_report_follows_the_schema_of_the_profile(package: Path) -> None:
    report = validate(planted(package), Options(profile=PROFILE)).to_dict()
    Draft202012Validator(report_schema("dev+press-archive", PROFILE.extend(CORE))).validate(report)
    assert not Draft202012Validator(report_schema()).is_valid(report)


def test_frames_are_checked_with_a_profile(package: Path) -> None:
    import polars as pl

    paths = sorted((planted(package) / "tables").glob("*.csv"))
    frames = {path.stem: pl.read_csv(path, infer_schema=False) for path in paths}
    report = ovs.validate(frames, profile=PROFILE)
    assert {(f.code, f.table, f.record_id, f.field) for f in report.findings} == {place[:4] for place in WANTED}
    with pytest.raises(InputError, match="no table clippings"):
        ovs.validate(frames)


def test_without_the_profile_its_package_says_that_it_was_not_used(package: Path) -> None:
    report = validate(package)
    assert {finding.code for finding in report.findings} == {"OS109", "OS306", "OS918"}
    assert not [code for code in report.rules_run if not code.startswith("OS")]


def test_a_table_of_a_profile_is_no_part_of_our_package(package: Path) -> None:
    (package / "tables" / "clippings.csv").unlink()
    report = validate(package, Options(profile=PROFILE))
    assert {finding.code for finding in report.findings} >= {"OS101"}


def test_a_package_that_is_built_with_a_profile_does_not_pass_for_ours(tmp_path: Path) -> None:
    files = load_project(EXAMPLE, Options(profile=PROFILE)).built_files()
    descriptor = files["datapackage"]["datapackage.json"].decode()
    assert DATA_ID not in descriptor
    assert f'"name": "{NAME}"' not in descriptor
    assert '"overseasProfile": "press-archive"' in descriptor
    assert b'"urn:overseas-stations:schema:dev+press-archive:clippings"' in files["schema/dev"]["clippings.schema.json"]


def test_what_is_built_is_what_is_checked(tmp_path: Path) -> None:
    write(tmp_path, {p.relative_to(EXAMPLE).as_posix(): p.read_bytes() for p in EXAMPLE.rglob("*.yaml")})
    options = Options(profile=PROFILE)
    for folder, files in load_project(tmp_path, options).built_files().items():
        write(tmp_path / folder, files)
    assert check_project(tmp_path, options)[1].findings == ()
    unknown = {finding.value for finding in load_project(tmp_path).report.findings if finding.code == "OS135"}
    assert unknown == {"box", "clippings"}


def test_a_rule_of_a_profile_that_crashes_is_a_finding(package: Path) -> None:
    profile = Profile("crashing", "A profile at fault", tables=PROFILE.tables.values())
    rule = profile.rule("XX101", ERROR, "t", message="m", hint="h", why="w")

    @profile.rows(rule, "clippings")
    def _crash(tables: PackageView) -> Iterator[WrongRows]:
        raise RuntimeError("planted")
        yield

    report = validate(package, Options(profile=profile))
    assert [(f.code, f.value) for f in report.findings] == [("OS199", "XX101"), ("OS918", "press-archive")]


def test_further_columns_of_the_index(package: Path) -> None:
    import narwhals as nw

    profile = Profile("boxes", "Boxes", tables=[t for t in PROFILE.tables.values() if t is not TABLES.get(t.name)])
    rule = profile.rule("XX101", ERROR, "t", message="{value}", hint="h", why="w")

    @profile.indexed("stations")
    def _boxed() -> index.IndexColumns:
        return {"boxed": ~nw.col("box").is_null()}

    @profile.rows(rule, "stations")
    def _find(tables: PackageView) -> Iterator[WrongRows]:
        yield WrongRows(rule, tables.index["stations"].filter(nw.col("boxed")).select("row"), at=("stations", "box"))

    report = validate(package, Options(profile=profile))
    assert [(f.code, f.value) for f in report.findings if f.code != "OS918"] == [("XX101", "B 12")]
    assert "boxed" not in index.index_columns(CORE, "stations")


@pytest.mark.parametrize("engine", ["polars", pytest.param("pandas", marks=pytest.mark.long)])
def test_all_that_an_author_may_ask_of_the_tables_is_asked_with_narwhals(package: Path, engine: EngineName) -> None:
    import narwhals as nw

    profile = Profile("boxes", "Boxes", tables=[t for t in PROFILE.tables.values() if t is not TABLES.get(t.name)])
    rule = profile.rule("XX101", ERROR, "t", message="{value} {detail}", hint="h", why="w")
    seen: list[object] = []

    @profile.indexed("stations")
    def _named() -> index.IndexColumns:
        return {"boxed": ~nw.col("box").is_null(), "in_box": index.Token((nw.col("box"),), "box")}

    def exact(stations: checks.Frame, table: str, field: str | None) -> checks.Frame:
        return stations.select("row", value=nw.col("box"), detail=nw.lit(f"{table} {field}"))

    @profile.rows(rule, "stations")
    def _find(tables: PackageView) -> Iterator[WrongRows]:
        stations = stack(tables, [TABLES["stations"]], "box", about="name", boxed="boxed")
        assert stations is not None
        held = tables.index["stations"].drop_nulls("in_box").select("row")
        texts = tables.text("stations", held).select("box", station=nw.col("id"))
        seen.append(
            (tables.names == tuple(tables.registry.tables), tables.repeated, tables.collect([texts.select("box")]))
        )
        yield WrongRows(rule, stations.filter(nw.col("boxed")).select("place", "row"), exact=exact)

    report = validate(package, Options(profile=profile, engine=engine))
    assert [(f.code, f.message) for f in report.findings if f.code != "OS918"] == [("XX101", "B 12 stations box")]
    assert seen == [(True, None, [[{"box": "B 12"}]])]


def test_helpers_write_for_authors_in_the_words_that_authors_use(package: Path) -> None:
    """What is written at once, and what is written later: in conditions, in the index, in checks, in what they tell."""
    import narwhals as nw

    profile = Profile("boxes", "Boxes", tables=[t for t in PROFILE.tables.values() if t is not TABLES.get(t.name)])
    of_cells, of_rows, of_texts = (
        profile.rule(f"XX10{n}", ERROR, "t", message="{value} {detail}", hint="h", why="w") for n in range(3)
    )

    words: dict[str, str] = {}

    def in_box(pattern: str) -> nw.Expr:
        words["condition"] = written_for()
        return contains(nw.col("box"), pattern)

    @profile.cells(of_cells)
    def _cells() -> Iterator[WrongCells]:
        words["cells"] = written_for()
        for pattern in ("12$", "^C"):
            found = contains(nw.col("box"), pattern)
            yield WrongCells(of_cells, "stations", "box", lambda found=found: found, {"detail": pattern})
            later = {"detail": f"{pattern} later"}
            yield WrongCells(of_cells, "stations", "box", lambda p=pattern: in_box(p), later)

    @profile.indexed("stations")
    def _index() -> index.IndexColumns:
        words["index"] = written_for()
        box = index.Token(("in a box", nw.col("box"), nw.col("country")), "box")
        return {"in_b": contains(nw.col("box"), "^B"), "in_box": box}

    @profile.rows(of_rows, "stations")
    def _rows(tables: PackageView) -> Iterator[WrongRows]:
        words["rows"] = written_for()
        stations = tables.index["stations"]
        assert tables.repeated is not None
        alone = stations.filter(nw.col("in_b")).join(tables.repeated, on="name", how="anti")
        yield WrongRows(of_rows, alone.select("row"), at=("stations", "box"), value="id")

    @profile.rows(of_texts, "stations")
    def _texts(tables: PackageView) -> Iterator[WrongRows]:
        def exact(rows: checks.Frame, table: str, field: str | None) -> checks.Frame:
            words["exact"] = written_for()
            return rows.filter(contains(nw.col("box"), "3$")).select("row", value=nw.col("id"), detail=nw.col("boxes"))

        def counted(rows: checks.Frame, table: str, field: str | None) -> checks.Frame:
            return exact(rows.with_columns(boxes=nw.lit(str(count))), table, field)

        (((count,),),) = (
            [tuple(row.values()) for row in rows]
            for rows in tables.collect([tables.index["stations"].select(nw.col("in_box").n_unique())])
        )
        held = tables.text("stations", tables.index["stations"].filter(nw.col("in_b")).select("row"))
        whole = tables.text("stations").join(held, on="row", how="anti")
        yield WrongRows(of_texts, whole.select("row"), at=("stations", "box"), exact=counted)

    path = package / "tables" / "stations.csv"
    text = path.read_text("utf-8")
    line = text.splitlines()[-1]
    more = (
        line,
        line.replace("ec-quito-1,EC", "fr-1,FR"),
        line.replace("ec-quito-1", "ec-quito-3").replace("B 12", "C 3"),
    )
    path.write_text(text + "".join(f"{each}\n" for each in more), "utf-8")
    report = validate(package, Options(profile=profile))
    assert {(f.code, f.row, f.message) for f in report.findings if f.code[:2] == "XX" or f.code == "OS199"} == {
        *(("XX100", row, f"B 12 12${later}") for row in (1, 2, 3) for later in ("", " later")),
        *(("XX100", 4, f"C 3 ^C{later}") for later in ("", " later")),
        ("XX101", 3, "fr-1 "),
        ("XX102", 4, "ec-quito-3 3"),
    }
    assert words == dict.fromkeys(("cells", "condition", "index", "rows", "exact"), "narwhals")


def test_words_are_chosen_for_one_thread() -> None:
    others: list[str] = []
    with written_in("polars"):
        thread = threading.Thread(target=lambda: others.append(written_for()))
        thread.start()
        thread.join(HANGS)
        assert (written_for(), others) == ("polars", ["narwhals"])


# What a profile may not do


class Colour(Term):
    RED = "red", "Red."
    BLUE = "blue", "Blue."


class SomeStatus(Term):
    REPORTED = "reported", StationStatus.REPORTED.definition


class LooseId(Station):
    id: Slug | None = optional("Id", "An id.", "a")


class LooseText(Station):
    city: PartialDate | None = optional("City", "A city.", "2022")


class LongNote(Station):
    note: Text | None = optional("Note", "A note.", "n")


class OtherStatus(Station):
    status: Colour = required("Status", "A status.", "red")


class LessCount(Station):
    stations_claimed: Several = required("Claimed", "How many.", 3)


class FewStatuses(Station):
    status: SomeStatus = required("Status", "A status.", "reported")


class Undeclared(Station):
    colour: str | None = None


class Open(Station, extra="allow"):
    pass


class Named(Record):
    """A thing."""

    id: Slug = required("Id", "An id.", "a")
    other_id: Slug = required("Other", "Another.", "b")
    source_id: Slug = required("Source", "A source.", "c")


class LongText(Station):
    city: Annotated[str, Scalar("text", "a text", TEXT, max_length=400)] | None = optional("City", "A city.", "Quito")


SOURCED = {"source_id": "sources"}


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        (lambda: [extended("stations", LooseId)], "id is looser than ours: it may be empty"),
        (lambda: [extended("stations", LooseText)], "city is looser than ours: it has other values"),
        (lambda: [extended("stations", OtherStatus)], "status is looser than ours: it has other values"),
        (lambda: [extended("stations", LongText)], "city is looser than ours: its max_length is 400"),
        (lambda: [extended("stations", Source)], "it extends ours only as a subclass of Station"),
        (lambda: [extended("stations", Undeclared)], "every field is declared with"),
        (lambda: [extended("stations", Open)], "forbids other fields"),
        (lambda: [replace(TABLES["stations"], references={})], "source_id that refers to sources"),
        (lambda: [replace(TABLES["response_stations"], references=SOURCED)], "a reference of ours is gone"),
        (lambda: [replace(TABLES["stations"], key=("country",))], "it has our columns first and our key"),
        (lambda: [Table("Things", Named, "Things", references=SOURCED)], "a name is lower-case"),
        (lambda: [Table("things", Named, "Things")], "source_id that refers to sources"),
        (lambda: [Table("things", Named, "Things", key=("nr",), cited=False)], "there is no column nr"),
        (
            lambda: [Table("things", Named, "Things", references={**SOURCED, "other_id": "x"})],
            "other_id refers to x, which is no table with a key of one column",
        ),
        (
            lambda: [Table("things", Named, "Things", references={**SOURCED, "other_id": "listings"})],
            "other_id refers to listings, which is no table with a key of one column",
        ),
        (
            lambda: [
                Table("things", Named, "Things", references={**SOURCED, "other_id": "others"}),
                Table("others", Named, "Others", references={**SOURCED, "other_id": "things"}),
            ],
            "others, things refer to one another in a circle",
        ),
    ],
)
def test_a_profile_takes_nothing_away(given: Callable[[], list[Table]], reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        Profile("faulty", "Faulty", tables=given())


def test_a_profile_may_be_stricter() -> None:
    for model in (LongNote, LessCount, FewStatuses):
        Profile("stricter", "Stricter", tables=[extended("stations", model)])


def test_a_table_of_ours_may_refer_to_one_of_the_profile() -> None:
    class Boxed(Station):
        box_id: Slug | None = optional("Box", "A box.", "box-1")

    class Box(Record):
        """A box."""

        id: Slug = required("Id", "An id.", "box-1")

    profile = Profile(
        "boxes",
        "Boxes",
        tables=[extended("stations", Boxed, references={"box_id": "boxes"}), Table("boxes", Box, "Boxes", cited=False)],
    )
    names = list(profile.tables)
    assert names.index("boxes") < names.index("stations")
    assert sorted(names) == sorted([*TABLES, "boxes"])


@pytest.mark.parametrize("code", ["OS101", "OS950", "X101", "XX1", "xx101", "XX1011"])
def test_codes_of_rules_have_their_form(code: str) -> None:
    with pytest.raises(ValueError, match="no code of a profile's rule"):
        Profile("codes", "Codes").rule(code, ERROR, "t", message="m", hint="h", why="w")


def test_codes_are_not_used_twice_and_rules_are_ones_own() -> None:
    profile = Profile("codes", "Codes")
    first = profile.rule("XX101", ERROR, "t", message="m", hint="h", why="w")
    with pytest.raises(ValueError, match="XX101 is taken"):
        profile.rule("XX101", ERROR, "t", message="m", hint="h", why="w")
    with pytest.raises(ValueError, match="OS301 is no rule of the profile codes"):
        profile.cells(CORE.rules["OS301"])(lambda: iter(()))
    with pytest.raises(ProfileError, match="rules that no check applies: XX101"):
        profile.extend(CORE)
    profile.cells(first)(lambda: iter([WrongCells(first, "stations", "city", lambda: None)]))
    assert "XX101" in profile.extend(CORE).rules
    with pytest.raises(ValueError, match="no name of a profile"):
        Profile("No Name", "x")


# Which profiles are installed


@pytest.fixture
def entries(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    def have(*values: tuple[str, str]) -> None:
        found = [EntryPoint(name, value, discovery.GROUP) for name, value in values]
        monkeypatch.setattr(discovery, "entry_points", lambda group: found)

    return have


def test_what_keeps_a_profile_from_being_used(entries: Callable[..., None]) -> None:
    entries()
    with pytest.raises(ProfileError, match=r"^no profile x is installed; install the distribution"):
        named("x")
    entries(("a", "m:A"), ("b", "m:B"))
    with pytest.raises(ProfileError, match="installed: a, b;"):
        named("x")
    entries(("x", "m:A"), ("x", "m:B"))
    with pytest.raises(ProfileError, match="x stands for m:A and m:B: keep one"):
        named("x")
    entries(("x", "no_such_module:A"), ("x", "no_such_module:A"))
    with pytest.raises(ProfileError, match="x cannot be loaded: ModuleNotFoundError"):
        named("x")
    entries(("x", "json:loads"))
    with pytest.raises(ProfileError, match="json:loads is not the Profile x"):
        named("x")
