"""The life of the schemas: examples that hold everything, valid for good; versions that fit; what freezing refuses."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml

from made_up_past import MADE_UP, PAST, frozen, unsized
from overseas_stations.checking import load_project, validate
from overseas_stations.dossiers import shape
from overseas_stations.handed_over import InputError
from overseas_stations.migrations import history as frozen_history
from overseas_stations.migrations.history import History, history
from overseas_stations.publishing import schema_folders
from overseas_stations.publishing.example_set import example_set
from overseas_stations.publishing.schema_folders import (
    SchemaSet,
    current_schemas,
    frozen_versions,
    read_schemas,
    refusal_to_freeze,
)
from overseas_stations.reports.schema_changes import SchemaDiff
from overseas_stations.schemas.json_schema import json_bytes
from overseas_stations.schemas.version_folder import schema_files
from overseas_stations.tables import TABLES
from overseas_stations.version import SCHEMA_VERSION
from replay import replay, rows_of, write
from small_project import Unusable, contents, overseas, overseas_as, write_project

ROOT = Path(__file__).parents[1]
SCHEMA = ROOT / "schema"

Files = dict[str, bytes]


def keys_of(value: Any, path: str = "") -> Iterator[str]:
    """Yield the dotted path of every key that a dossier holds."""
    for name, part in value.items() if isinstance(value, dict) else ():
        yield f"{path}{name}"
        for inner in part if isinstance(part, list) else [part]:
            yield from keys_of(inner, f"{path}{name}.")


# The examples


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the example set of the schemas as they are now."""
    return write(tmp_path_factory.mktemp("examples"), example_set())


def test_the_examples_hold_every_column_and_every_term(fresh: Path) -> None:
    """What a new column or term needs to be valid is said in example_set.py."""
    rows = rows_of(fresh / "package")
    codes: dict[str, set[str]] = {}
    for name, table in TABLES.items():
        for column in table.columns:
            cells = {cell for row in rows[name] if (cell := row[column.name]) is not None}
            assert cells, f"{name}.{column.name} is empty in every row"
            if column.vocabulary is not None:
                assert cells == set(column.terms), f"{name}.{column.name}"
            elif column.terms:
                codes[column.scalar.name] = codes.get(column.scalar.name, set()) | cells
                assert cells <= set(column.terms)
    by_scalar = {column.scalar.name: set(column.terms) for table in TABLES.values() for column in table.columns}
    assert codes == {name: by_scalar[name] for name in codes}


def test_the_examples_hold_every_key_of_a_dossier(fresh: Path) -> None:
    held, of_actors = set(), set()
    for path in (fresh / "seeds").glob("*/*.yaml"):
        keys = of_actors if path.parent.name == "actors" else held
        keys |= set(keys_of(yaml.safe_load(path.read_text("utf-8"))))
    shapes = shape.shapes(TABLES)
    assert of_actors == set(shapes.actor)
    lists = {"relations": shapes.relation, "supports": shapes.supports, "disputes": shapes.disputes}
    lists |= {f"declares.{table}": keys for table, keys in shapes.declares.items()}
    expected = {*shape.SECTIONS, *lists, *(f"source.{name}" for name in shapes.source)}
    expected |= {f"expects.{name}" for name in shapes.expects}
    for path, keys in lists.items():
        expected |= {f"{path}.{name}" for name in keys}
    assert expected - held == set()
    passages = {name.rpartition(".")[2] for name in held if ".passages." in name}
    assert passages == set(shapes.passage)


def test_the_examples_hold_records_that_lack_what_they_may_lack(fresh: Path) -> None:
    """A version that asks for more is found by these, and by no record that holds everything."""
    rows = rows_of(fresh / "package")
    filled = {
        f"{name}.{column.name}"
        for name, table in TABLES.items()
        for column in table.columns
        if not column.required and all(row[column.name] for row in rows[name])
    }
    assert filled == {"sources.title", "sources.accessed", "retractions.successor_id"}


def test_the_examples_are_valid_and_what_their_dossiers_compile_to(fresh: Path) -> None:
    project = load_project(fresh)
    # Each term stands once, a closure on one page too.
    for report in (project.report, validate(fresh / "package")):
        assert {finding.code for finding in report.findings} == {"OS635"}
    compiled = {name: [row.cells for row in rows] for name, rows in project.compiled.rows.items()}
    assert compiled == rows_of(fresh / "package")
    assert example_set() == contents(fresh)


# The replay: what was valid once, held against every later version


def test_what_was_frozen_is_valid_for_good() -> None:
    """Nothing may be left out here: a version that breaks a promise raises the major number."""
    assert list(replay(SCHEMA, history())) == []


def test_what_came_since_the_last_frozen_version_is_added_alone() -> None:
    """So that old packages stay valid, and an upgrade asks nobody anything."""
    last = list(frozen_versions(SCHEMA))[-1]
    done = overseas("schema", "diff", last, "dev", cwd=ROOT)
    assert (done.returncode, done.stderr) == (0, "")
    assert "\nmajor\n" not in done.stdout
    assert history().uncovered() == []


def past_of(schema: Path, today: str = "1.1.0.dev") -> History:
    """Return the made-up versions that are frozen in a folder, before today's schemas under another number."""
    versions = {version: read_schemas(schema / version, version).tables for version in frozen_versions(schema)}
    return History({**versions, today: current_schemas().tables}, (replace(MADE_UP, end="1.0.0"),))


@pytest.mark.long
def test_a_made_up_past_is_valid_for_good(tmp_path: Path) -> None:
    write(tmp_path, frozen("0.9.0", "0.9.0") | frozen("1.0.0", "0.10.0"))
    past = past_of(tmp_path)
    assert list(past.versions) == ["0.9.0", "1.0.0", "1.1.0.dev"]
    assert past.uncovered() == []
    assert list(replay(tmp_path, past)) == []


# Each: a part of the names of files, what stands in them, and what stood there in the past.
Edit = tuple[str, str, str]
TERM: Edit = ("1.0.0/", "coerced_return", "forced_return")
KEY: tuple[Edit, ...] = (("/seeds/", "locator: ", "spot: "), ("dossier.schema", '"locator": {', '"spot": {'))
DATES: Edit = ("tables/sources.csv", "2023-01-10,2026-01-05", "2023-01-10,2020-01-05")
LENGTH: Edit = ("1.1.0/incidents.schema", '"maxLength": 80', '"maxLength": 3')


@pytest.mark.parametrize(
    ("edits", "broken"),
    [
        pytest.param(
            (TERM,), {("1.0.0", "dev"): {"json schema", "table schema", "validate", "migrate"}}, id="a term went"
        ),
        pytest.param(
            KEY, {("1.0.0", "dev"): {"json schema", "compile"}}, id="a key of dossiers went", marks=pytest.mark.long
        ),
        pytest.param((DATES,), {("1.0.0", "dev"): {"validate", "migrate"}}, id="a rule came", marks=pytest.mark.long),
        pytest.param(
            (LENGTH,),
            {("1.0.0", "1.1.0"): {"json schema"}, ("1.1.0", "1.1.0"): {"json schema"}},
            id="a version between refuses",
            marks=pytest.mark.verify,
        ),
    ],
)
def test_the_replay_finds_a_broken_promise(
    tmp_path: Path, edits: tuple[Edit, ...], broken: dict[tuple[str, str], set[str]]
) -> None:
    files = frozen("1.0.0", "0.10.0")
    if LENGTH in edits:
        files |= frozen("1.1.0", SCHEMA_VERSION)
    for part, now, was in edits:
        touched = {name: data for name, data in files.items() if part in name and now.encode() in data}
        assert touched
        files |= {name: data.replace(now.encode(), was.encode()) for name, data in touched.items()}
    write(tmp_path, without_digests(files))
    today = "1.2.0.dev" if LENGTH in edits else "1.1.0.dev"
    found = {(each.check, each.old, each.new) for each in replay(tmp_path, past_of(tmp_path, today))}
    assert found == {(check, *pair) for pair, checks in broken.items() for check in checks}


def without_digests(files: Files) -> Files:
    """Return files of ``schema/`` without what manifests and descriptors say of them."""
    files = {name: data for name, data in files.items() if not name.endswith("SHA256SUMS")}
    for name in [name for name in files if name.endswith("/datapackage.json")]:
        files |= {name: unsized({"datapackage.json": files[name]})["datapackage.json"]}
    return files


@pytest.mark.long
def test_a_table_without_examples_is_found(tmp_path: Path) -> None:
    files = frozen("1.0.0", "0.10.0")
    table = "examples/1.0.0/package/tables/retractions.csv"
    write(tmp_path, without_digests(files | {table: files[table].splitlines(keepends=True)[0]}))
    found = {(each.check, each.old, each.new) for each in replay(tmp_path, past_of(tmp_path))}
    assert found == {("examples", "1.0.0", "1.0.0"), ("compile", "1.0.0", "dev")}


def test_a_table_that_came_later_may_be_absent(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A package is asked for the tables that its own version has, and for no others."""
    package = "examples/0.9.0/package/"
    past = frozen("0.9.0", "0.10.0")
    files = {name.removeprefix(package): data for name, data in past.items() if name.startswith(package)}
    stated = json.loads(files["datapackage.json"])
    stated["resources"] = [each for each in stated["resources"] if each["name"] != "response_stations"]
    del files["tables/response_stations.csv"]
    write(tmp_path / "old", files | {"datapackage.json": json.dumps(stated).encode()})

    def codes() -> set[str]:
        found = validate(tmp_path / "old").findings
        return {finding.code for finding in found if finding.table in (None, "response_stations")}

    monkeypatch.setattr("overseas_stations.reading.container.data_root", lambda: tmp_path / "data")
    write(tmp_path / "data" / "schema", past)
    assert codes() == {"OS116", "OS126", "OS198"}
    (tmp_path / "data" / "schema" / "0.9.0" / "response_stations.table.json").unlink()
    assert codes() == {"OS126", "OS198"}
    write(tmp_path / "data" / "schema" / "0.9.0.dev", {"stations.table.json": b"{}"})
    for version in ("../0.9.0", "0.9.1", "0.9.0.dev", 1, None):
        write(tmp_path / "old", {"datapackage.json": json.dumps(stated | {"schemaVersion": version}).encode()})
        assert "OS116" in codes()


# Freezing


@pytest.fixture
def schema_folder(tmp_path: Path) -> Path:
    """Return a folder in which 1.1.0 is frozen, as it is now."""
    write(tmp_path / "1.1.0", schema_files("1.1.0"))
    return tmp_path


def changed(edit: Callable[[dict[str, Any]], object], version: str) -> Callable[[], SchemaSet]:
    """Return what gives today's schemas with an edit of their tables, under a version."""
    found = current_schemas()
    tables = copy.deepcopy(dict(found.tables))
    edit(tables)
    return lambda: SchemaSet("dev", version, tables, found.documents)


WORDING: Callable[[dict[str, Any]], object] = lambda tables: tables["incidents"].update(title="Cases")  # noqa: E731
ADDITION: Callable[[dict[str, Any]], object] = lambda tables: tables["incidents"]["fields"].append({"name": "x"})  # noqa: E731
BREAKING: Callable[[dict[str, Any]], object] = lambda tables: tables["incidents"]["fields"].pop()  # noqa: E731


@pytest.mark.parametrize(
    ("edit", "version", "refused"),
    [
        (WORDING, "1.1.1", None),
        (WORDING, "1.2.0", None),
        (WORDING, "2.0.0", None),
        (ADDITION, "1.2.0", None),
        (ADDITION, "2.0.0", None),
        (BREAKING, "2.0.0", None),
        (ADDITION, "1.1.1", "this change (minor) needs 1.2.0 (or 2.0.0, if it means more than it shows)"),
        (BREAKING, "1.2.0", "this change (major) needs 2.0.0:"),
        (ADDITION, "1.3.0", "needs 1.2.0"),
        (WORDING, "1.1.2", "needs 1.1.1 (or 1.2.0 or 2.0.0"),
        (BREAKING, "3.0.0", "needs 2.0.0"),
        (ADDITION, "1.0.9", "needs 1.2.0"),
        (ADDITION, "1.1.0", "is frozen: raise SCHEMA_VERSION"),
        (lambda tables: None, "1.2.0", "the schemas are those of 1.1.0: there is nothing to freeze"),
        (ADDITION, "1.2.0.dev", "take `.dev` off in version.py"),
        (lambda tables: None, "1.1.0.dev", "take `.dev` off in version.py"),
    ],
)
def test_a_version_that_does_not_fit_is_not_frozen(
    schema_folder: Path, monkeypatch: pytest.MonkeyPatch, edit: Any, version: str, refused: str | None
) -> None:
    monkeypatch.setattr(schema_folders, "SCHEMA_VERSION", version)
    monkeypatch.setattr(schema_folders, "current_schemas", changed(edit, version))
    refusal = refusal_to_freeze(schema_folder)
    assert (refusal is None) == (refused is None), refusal
    assert refused is None or refused in (refusal or "")


def test_what_was_changed_after_it_was_frozen_is_not_compared(schema_folder: Path) -> None:
    path = schema_folder / "1.1.0" / "incidents.table.json"
    path.write_bytes(path.read_bytes().replace(b"Incident id", b"Incident"))
    with pytest.raises(InputError, match="was changed after it was frozen"):
        read_schemas(schema_folder / "1.1.0")
    path.unlink()
    with pytest.raises(InputError, match=r"incidents.table.json is not the file"):
        read_schemas(schema_folder / "1.1.0")


def test_a_development_version_is_not_frozen(tmp_path: Path) -> None:
    root = write_project(tmp_path / "project")
    before = contents(root)
    done = overseas_as("1.0.0.dev", "schema", "freeze", cwd=root)
    assert (done.returncode, done.stdout, len(done.stderr.splitlines())) == (2, "", 1)
    assert "SCHEMA_VERSION is 1.0.0.dev" in done.stderr
    assert "take `.dev` off in version.py" in done.stderr
    assert contents(root) == before


def test_the_first_version_is_frozen_with_its_examples(tmp_path: Path) -> None:
    root = write_project(tmp_path / "project")
    done = overseas_as("1.0.0", "schema", "freeze", cwd=root)
    assert (done.returncode, done.stderr) == (0, "")
    assert contents(root / "schema") == frozen("1.0.0", SCHEMA_VERSION)
    before = contents(root)
    again = overseas_as("1.0.0", "schema", "freeze", cwd=root)
    assert (again.returncode, again.stdout) == (2, "")
    assert "1.0.0 is frozen: raise SCHEMA_VERSION" in again.stderr
    assert contents(root) == before


def test_a_breaking_change_that_nothing_answers_is_not_frozen(
    unusable: Unusable, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(schema_folders, "SCHEMA_VERSION", "1.0.0")
    monkeypatch.setattr(frozen_history, "history", lambda: replace(PAST, migrations=()))
    said = unusable("schema", "freeze", cwd=write_project(tmp_path))
    assert "station_statuses.status no longer takes alleged (term-removed)" in said
    assert not (tmp_path / "schema").exists()


# The command `schema diff`


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a project in which what is 0.10.0 elsewhere is frozen as 1.0.0, and today's schemas as 1.1.0."""
    root = write_project(tmp_path_factory.mktemp("diff") / "project")
    write(root / "schema", frozen("1.0.0", "0.10.0") | frozen("1.1.0", SCHEMA_VERSION))
    return root


def test_diff_of_two_versions(project: Path) -> None:
    done = overseas("schema", "diff", "1.0.0", "1.1.0", cwd=project)
    assert (done.returncode, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    assert lines[0].startswith("record schemas 1.0.0 to 1.1.0: ")
    assert [line for line in lines if line in ("major", "minor", "patch")] == ["minor"]
    assert (
        "  column-added-optional: the column stations.stations_claimed is new and may stay empty; "
        "likewise figures.scope" in lines
    )
    assert lines[-1] == "the change needs version 1.1.0 at least; it is 1.1.0"


def test_diff_of_a_version_that_is_too_low(project: Path) -> None:
    done = overseas("schema", "diff", "1.1.0", "1.0.0", cwd=project)
    assert done.returncode == 1
    assert done.stdout.endswith("the change needs version 2.0.0 at least; it is 1.0.0, which is TOO LOW\n")


@pytest.mark.parametrize(
    ("today", "code", "end"),
    [
        ("1.1.1.dev", 0, "the change needs no new version; dev is 1.1.1.dev"),
        ("1.1.0", 0, "the change needs no new version; dev is 1.1.0"),
        ("1.1.0.dev", 1, "the change needs no new version; dev is 1.1.0.dev, which is TOO LOW"),
    ],
)
def test_diff_without_arguments_is_of_the_last_version_and_today(
    project: Path, today: str, code: int, end: str
) -> None:
    done = overseas_as(today, "schema", "diff", cwd=project)
    assert (done.returncode, done.stderr) == (code, "")
    assert done.stdout.splitlines() == [f"record schemas 1.1.0 to dev ({today}): 0 changes", "", end]


@pytest.mark.parametrize(
    ("edit", "version", "fits"),
    [
        (WORDING, "1.1.1.dev", True),
        (WORDING, "1.1.1", True),
        (WORDING, "1.1.0.dev", False),
        (ADDITION, "1.2.0.dev", True),
        (ADDITION, "2.0.0.dev", True),
        (ADDITION, "1.1.1.dev", False),
        (ADDITION, "1.1.0.dev", False),
        (BREAKING, "2.0.0.dev", True),
        (BREAKING, "1.2.0.dev", False),
    ],
)
def test_a_development_version_must_be_high_enough(schema_folder: Path, edit: Any, version: str, fits: bool) -> None:
    frozen_before = read_schemas(schema_folder / "1.1.0", "1.1.0")
    diff = SchemaDiff.between(frozen_before, changed(edit, version)())
    assert diff.fits is fits
    assert ("TOO LOW" in diff.verdict) is not fits


def test_nothing_is_promised_of_a_development_version() -> None:
    before = replace(current_schemas(), name="old", version="1.0.0.dev")
    kept, raised, lowered = (
        SchemaDiff.between(before, changed(BREAKING, version)()) for version in ("1.0.0.dev", "1.0.0", "0.9.0.dev")
    )
    assert (kept.needed, kept.fits, raised.fits, lowered.fits) == ("1.0.0.dev", True, True, False)


def test_diff_where_nothing_is_frozen(tmp_path: Path) -> None:
    root = write_project(tmp_path / "project")
    write(root / "schema" / "dev", schema_files("dev"))
    said = {form: overseas_as("1.0.0.dev", "schema", "diff", "--format", form, cwd=root) for form in ("text", "json")}
    assert [(done.returncode, done.stderr) for done in said.values()] == [(0, "")] * 2
    (line,) = said["text"].stdout.splitlines()
    assert line.startswith("nothing is frozen yet in schema/: `overseas schema freeze` freezes 1.0.0")
    assert "`.dev`" in line
    assert json.loads(said["json"].stdout) == {
        "old": None,
        "new": {"name": "dev", "version": "1.0.0.dev"},
        "level": None,
        "needed_version": None,
        "fits": True,
        "changes": [],
    }
    assert "`.dev`" not in overseas_as("1.0.0", "schema", "diff", cwd=root).stdout
    # What is named is compared.
    done = overseas_as("1.0.0.dev", "schema", "diff", "schema/dev", cwd=root)
    assert (done.returncode, done.stdout.splitlines()[0]) == (
        0,
        "record schemas schema/dev (1.0.0.dev) to dev (1.0.0.dev): 0 changes",
    )


def test_diff_of_folders_and_packages(tmp_path: Path) -> None:
    write(tmp_path / "old", schema_files("3.0.0"))
    renamed = {
        name: data.replace(b"Degrees north of the city", b"Degrees north of the town")
        for name, data in schema_files("3.0.0").items()
        if name != "SHA256SUMS"
    }
    write(tmp_path / "new", renamed)
    done = overseas("schema", "diff", "old", "new", "--format", "json", cwd=tmp_path)
    said = json.loads(done.stdout)
    assert (done.returncode, said["level"], said["needed_version"], said["fits"]) == (1, "patch", "3.0.1", False)
    assert {change["rule"] for change in said["changes"]} == {"description-changed"}
    assert {change["document"] for change in said["changes"]} == {"table", "record", "dossier"}
    markdown = overseas("schema", "diff", "old", "new", "--format", "markdown", cwd=tmp_path).stdout
    assert markdown.startswith("## Record schemas old (3.0.0) to new (3.0.0): 3 changes, patch\n\n### patch\n\n- `desc")
    package = overseas("schema", "diff", ROOT / "datapackage", "dev", "--format", "json", cwd=tmp_path)
    assert json.loads(package.stdout)["changes"] == []
    assert json.loads(package.stdout)["old"]["version"] == SCHEMA_VERSION


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("9.9.9",), "no version 9.9.9 is frozen"),
        (("nowhere",), "nowhere is not a folder with schemas"),
        (("empty",), "holds no schemas"),
        (("broken",), "x.table.json"),
        (("package",), "holds no schemas"),
        (("1.0.0.dev",), "1.0.0.dev is not a folder with schemas"),
        (("1.0.0", "dev", "--root", "nowhere"), "--root nowhere is not a folder"),
    ],
)
def test_diff_of_what_cannot_be_used(tmp_path: Path, arguments: tuple[str, ...], said: str) -> None:
    (tmp_path / "empty").mkdir()
    write(tmp_path, {"broken/x.table.json": b'{"a": 1, "a": 2}', "package/datapackage.json": b'{"resources": [1, {}]}'})
    done = overseas("schema", "diff", *arguments, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert len(done.stderr.splitlines()) == 1
    assert said in done.stderr


@pytest.mark.parametrize(
    "value",
    [
        {}, [], (), None, True, 0, -0.0, 1e22, 'a"\\\n\x7f\u2028\u00e9', [[]], {"a": {}},
        {"\n": [1, (2, {"b": None})], "c": "d"},
        {name: json.loads(data) for name, data in schema_files().items()},
    ],
)  # fmt: skip
def test_json_is_laid_out_as_the_library_does_it(value: object) -> None:
    assert json_bytes(value) == f"{json.dumps(value, ensure_ascii=False, indent=2)}\n".encode()


def test_what_is_no_number_is_no_json() -> None:
    with pytest.raises(ValueError, match="not JSON compliant"):
        json_bytes({"a": float("nan")})
