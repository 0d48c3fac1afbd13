"""Versions of the data: what differs is told by key and cell, each change as what it is, with what it demands."""

from __future__ import annotations

import copy
import hashlib
import json
import shutil
import zipfile
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import overseas_stations as ovs
from casework import package_files, write
from draws import STEADY
from overseas_stations.frames import text_frame
from overseas_stations.releases.changes import Change, ChangeKind, Changes, ComparedVersion
from overseas_stations.releases.comparing import compare
from overseas_stations.releases.opening import Release, open_release
from overseas_stations.schemas.versions import Level
from overseas_stations.tables import TABLES, record_name
from overseas_stations.testing import Package, in_key_order, packages
from processes import Completed
from repository import git
from small_project import Overseas, Unusable, write_built_project


def release(rows: Package, version: str = "1.0.0") -> Release:
    tables = {name: text_frame(TABLES[name], rows[name]).collect() for name in TABLES}
    return Release(ComparedVersion("invented", version, "1.1.0"), tables)


def told(changes: Changes) -> set[tuple[str, str, str, str | None]]:
    return {(c.kind.value, c.table, c.record_id, c.field) for c in changes.records}


def differences(old: Package, new: Package) -> Changes:
    return compare(release(old), release(new))


def test_nothing_differs_from_itself_in_any_order_of_rows() -> None:
    reordered: Counter[str] = Counter()

    @settings(STEADY, max_examples=25)
    @given(packages(), st.randoms(use_true_random=False))
    def shuffle(rows: Package, random: Random) -> None:
        shuffled = {name: random.sample(each, len(each)) for name, each in rows.items()}
        assert differences(rows, shuffled) == Changes(release(rows).side, release(rows).side)
        reordered.update(name for name in rows if rows[name] != shuffled[name])

    shuffle()
    assert reordered["evidence"] > 10
    assert len(reordered) > len(TABLES) // 2


@settings(max_examples=15)
@given(packages(), st.data())
def test_a_corrected_cell_is_told_as_that_cell_alone(rows: Package, data: st.DataObject) -> None:
    name = data.draw(st.sampled_from([t.name for t in TABLES.with_ids if rows[t.name]]))
    number = data.draw(st.integers(0, len(rows[name]) - 1))
    column = data.draw(st.sampled_from([c for c in TABLES[name].names if c != "id"]))
    changed = copy.deepcopy(rows)
    row = changed[name][number]
    old, row[column] = row[column], "another"
    kind = "corrected"
    if column == "source_id":
        kind = "resourced"
    elif name == "stations" and column in ("status", "status_as_of"):
        kind = "status_changed"
    found = differences(rows, changed)
    assert [(c.kind.value, c.table, c.record_id, c.field, c.old, c.new) for c in found.records] == [
        (kind, name, row["id"], column, old, "another")
    ]
    assert found.level is Level.PATCH


@settings(max_examples=15)
@given(packages(), st.data())
def test_what_is_gone_one_way_is_added_the_other(rows: Package, data: st.DataObject) -> None:
    """A record that leaves takes its evidence along; the two directions mirror each other."""
    name = data.draw(st.sampled_from([t.name for t in TABLES.cited if rows[t.name]]))
    number = data.draw(st.integers(0, len(rows[name]) - 1))
    fewer = copy.deepcopy(rows)
    gone = fewer[name].pop(number)
    record = record_name(TABLES[name], gone)
    evidence = [e for e in fewer["evidence"] if (e["table"], e["record_id"]) == (name, record)]
    fewer["evidence"] = [e for e in fewer["evidence"] if e not in evidence]
    disputes = {("disputed", name, record, e["field"]) for e in evidence if e["stance"] == "disputes"}
    removed, added = differences(rows, fewer), differences(fewer, rows)
    assert told(removed) == {("removed", name, record, None)}
    assert told(added) == {("added", name, record, None)} | disputes
    assert added.level is Level.MINOR
    assert removed.level is (Level.MAJOR if "id" in TABLES[name].names else Level.PATCH)
    whole = next(c for c in added.records if c.is_whole)
    assert set(whole.sources) == {e["source_id"] for e in evidence} | {gone["source_id"]}


@settings(max_examples=15)
@given(packages(full=True), st.data())
def test_a_retracted_record_is_told_once_with_the_reason(rows: Package, data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(rows["stations"]))["id"]
    changed = copy.deepcopy(rows)
    changed["stations"] = [row for row in changed["stations"] if row["id"] != name]
    changed["evidence"] = [e for e in changed["evidence"] if (e["table"], e["record_id"]) != ("stations", name)]
    changed["retractions"].append(
        {"table": "stations", "record_id": name, "date": "2026", "reason": "merged", "note": "One thing.",
         "successor_id": "xx-1"}
    )  # fmt: skip
    found = differences(rows, in_key_order(changed))
    assert told(found) == {("retracted", "stations", name, None)}
    assert found.records[0].detail == "merged: One thing. Use xx-1."
    assert found.level is Level.MAJOR


def base_rows() -> Package:
    from overseas_stations.checking import load_project

    compiled = load_project(Path(__file__).parent / "base").compiled
    return {name: [dict(row.cells) for row in rows] for name, rows in compiled.rows.items()}


def evidence(rows: Package, stance: str, **cells: str) -> dict[str, str | None]:
    return next(e for e in rows["evidence"] if e["stance"] == stance and cells.items() <= e.items())


def test_changes_that_differ_in_their_source_alone_stand_in_its_order() -> None:
    old = base_rows()
    new = copy.deepcopy(old)
    dispute = {"table": "stations", "record_id": old["stations"][0]["id"], "stance": "disputes", "reason": "No."}
    sources = [f"source-{number:02}" for number in range(30)]
    for source in reversed(sources):
        new["evidence"].append({**dict.fromkeys(TABLES["evidence"].names), **dispute, "source_id": source})
    assert [c.sources for c in differences(old, new).records] == [(source,) for source in sources]


def test_another_source_another_dispute_another_passage() -> None:
    old = base_rows()
    new = copy.deepcopy(old)
    support = evidence(old, "supports", table="figures")
    dispute = evidence(old, "disputes", table="figures")
    new["evidence"].append(support | {"source_id": "other", "passage_sha256": "1" * 64})
    new["evidence"].append(dispute | {"source_id": "other", "asserted_value": "99"})
    evidence(new, "disputes", table="figures", source_id=dispute["source_id"] or "")["asserted_value"] = "51"
    evidence(new, "supports", table="incidents")["passage_start"] = "1"
    found = differences(old, new)
    figure, incident = support["record_id"], new["incidents"][0]["id"]
    source = evidence(old, "supports", table="incidents")["source_id"]
    shown = {(c.kind.value, c.record_id, c.field, c.old, c.new, c.sources) for c in found.records}
    assert shown == {
        ("resourced", figure, None, None, "other", ("other",)),
        ("disputed", figure, "value", None, "99", ("other",)),
        ("disputed", figure, "value", dispute["asserted_value"], "51", (dispute["source_id"],)),
        ("resourced", incident, None, source, source, (source,)),
    }
    back = differences(new, old)
    assert {(c.kind.value, c.record_id, c.old, c.new) for c in back.records if c.sources == ("other",)} == {
        ("resourced", figure, "other", None),
        ("disputed", figure, "99", None),
    }


def test_a_status_report_whose_date_was_corrected_is_the_same_report() -> None:
    old = base_rows()
    new = copy.deepcopy(old)
    row = next(
        r
        for r in new["station_statuses"]
        if [s["station_id"] for s in old["station_statuses"]].count(r["station_id"]) == 1
    )
    before, row["as_of"] = record_name(TABLES["station_statuses"], row), "2021-01"
    after = record_name(TABLES["station_statuses"], row)
    for each in new["evidence"]:
        if each["record_id"] == before:
            each["record_id"] = after
    found = differences(old, new)
    assert ("corrected", "station_statuses", after, "as_of") in told(found)
    assert not [c for c in found.records if c.is_whole]


def test_rows_that_share_a_key_are_not_multiplied() -> None:
    old = base_rows()
    many = {**old, "stations": old["stations"] * 300}
    assert told(differences(many, many)) == set()


@pytest.mark.parametrize(
    ("version", "level", "demanded"),
    [
        ("1.2.3", Level.PATCH, "1.2.4"),
        ("1.2.3", Level.MINOR, "1.3.0"),
        ("1.2.3", Level.MAJOR, "2.0.0"),
        ("0.2.3", Level.PATCH, "0.2.4"),
        ("0.2.3", Level.MINOR, "0.3.0"),
        ("0.2.3", Level.MAJOR, "0.3.0"),
    ],
)
def test_the_version_that_is_due(version: str, level: Level, demanded: str) -> None:
    def changes(new: str) -> Changes:
        change = Change(kind=ChangeKind.ADDED, table="stations", record_id="a", level=level)
        return Changes(ComparedVersion("a", version, None), ComparedVersion("b", new, None), (change,))

    assert changes(version).demanded == demanded
    assert not changes(version).fits
    assert changes(demanded).fits
    assert changes("3.0.0").fits
    assert not changes("unreleased").fits


# Folders, archives, revisions


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """Return a project with two commits: the second has a second station."""
    root = tmp_path / "project"
    git(tmp_path, "init", "--quiet", "project")
    (root / ".gitignore").write_text("seeds/texts/\n", encoding="utf-8")
    for stations, name in ((1, "one"), (2, "two")):
        write_built_project(root, stations)
        git(root, "add", "--all")
        git(root, "commit", "--quiet", "--message", name)
        git(root, "tag", name)
    return root


ADDED = {("added", "stations", "ec-quito-2", None)}


def zipped(folder: Path, target: Path) -> Path:
    with zipfile.ZipFile(target, "w") as archive:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                archive.write(path, path.relative_to(folder).as_posix())
    return target


def test_folders_archives_projects_and_revisions_are_read_alike(
    repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    new = zipped(repository / "datapackage", tmp_path / "new.zip")
    monkeypatch.chdir(repository)
    for later in ("two", "datapackage", "datapackage/datapackage.json", ".", new, "HEAD"):
        found = ovs.diff("HEAD~1", later)
        assert told(found) >= ADDED, later
        assert found.level is Level.MINOR
        assert found.demanded == "0.2.0"
    assert open_release("one", repository).manifests == {}


def test_a_revision_is_found_from_any_folder_of_the_project(overseas: Overseas, repository: Path) -> None:
    for place in ("seeds", "seeds/2023"):
        done = overseas("diff", "one", "two", "--format", "json", cwd=repository / place)
        assert json.loads(done.stdout)["counts"] == {"added": 2}, done.stderr


def test_a_package_in_another_folder_of_the_repository(
    overseas: Overseas, unusable: Unusable, repository: Path
) -> None:
    git(repository, "mv", "datapackage", "data")
    git(repository, "commit", "--quiet", "--message", "moved")
    done = overseas("diff", "one", "HEAD:data", "--format", "json", cwd=repository)
    assert json.loads(done.stdout)["counts"] == {"added": 2}, done.stderr
    unusable("diff", "one", "HEAD", cwd=repository)


@pytest.mark.parametrize("place", ["nowhere", "--upload-pack=x", "HEAD:seeds", "HEAD:", ":data", "HEAD:-x", ""])
def test_a_place_that_is_nothing_is_one_line(unusable: Unusable, repository: Path, place: str) -> None:
    assert unusable("diff", "--", place, "datapackage", cwd=repository).startswith("overseas: ")


def test_a_package_with_faults_is_not_compared(overseas: Overseas, tmp_path: Path) -> None:
    files = package_files()
    write(tmp_path / "good", files)
    write(tmp_path / "bad", {name: data for name, data in files.items() if name != "tables/stations.csv"})
    for sides in (("good", "bad"), ("bad", "good")):
        done = overseas("diff", *sides, cwd=tmp_path)
        assert (done.returncode, done.stdout) == (2, "")
        assert "OS101" in done.stderr
        assert "bad cannot be compared" in done.stderr


def test_a_key_that_stands_twice_keeps_a_version_from_being_compared(overseas: Overseas, tmp_path: Path) -> None:
    """Of the two rows one would be left out in silence."""
    files = package_files()
    write(tmp_path / "good", files)
    table = files["tables/stations.csv"]
    write(tmp_path / "bad", files | {"tables/stations.csv": table + table.splitlines(keepends=True)[1]})
    done = overseas("diff", "good", "bad", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert "error OS301 bad/tables/stations.csv:4:1 stations ec-quito-1 id" in done.stderr.splitlines()


def test_a_faulty_version_is_never_told_as_one_without_changes(
    overseas: Overseas, unusable: Unusable, tmp_path: Path
) -> None:
    files = package_files()
    write(tmp_path / "good", files)
    write(tmp_path / "bad", {name: data for name, data in files.items() if name != "tables/stations.csv"})
    unusable("validate", "good", "--since", "bad", cwd=tmp_path)
    done = overseas("validate", "good", "--against", "bad", "--format", "markdown", cwd=tmp_path)
    assert done.returncode == 1
    assert "`OS807`" in done.stdout
    assert "Changes to the data" not in done.stdout
    done = overseas("validate", "bad", "--since", "good", "--format", "markdown", cwd=tmp_path)
    assert "`OS101`" in done.stdout
    assert "Changes to the data" not in done.stdout


# The command, and the check against a release


def test_the_formats_of_diff(overseas: Overseas, repository: Path) -> None:
    text = overseas("diff", "one", "two", cwd=repository).stdout
    assert "added  ec-quito-2  EC, Quito, reported [sources of the record: example-news-2023-01-05]" in text
    assert text.endswith("minor change: 0.2.0 or more is due, and 0.1.0 does not fit\n")
    found = json.loads(overseas("diff", "one", "two", "--format", "json", cwd=repository).stdout)
    assert (found["level"], found["demanded"], found["fits"]) == ("minor", "0.2.0", False)
    assert {c["record_id"] for c in found["changes"] if c["table"] == "stations"} == {"ec-quito-2"}
    markdown = overseas("diff", "one", "two", "--format", "markdown", cwd=repository).stdout
    assert "| `stations` | `ec-quito-2` | `EC, Quito, reported` | `added` | `example-news-2023-01-05` |" in markdown
    changelog = overseas("diff", "one", "two", "--format", "changelog", cwd=repository).stdout
    assert changelog == "Since 0.1.0: 2 added.\n- New rows: stations 1, station_statuses 1.\n"


def codes(done: Completed) -> Mapping[str, tuple[str | None, int | None]]:
    report = json.loads(done.stdout)
    return {f["code"]: (f["file"], f["line"]) for f in report["findings"]}


def test_a_project_is_checked_against_a_release(overseas: Overseas, repository: Path) -> None:
    done = overseas("check", "--against", "one", "--format", "json", cwd=repository)
    assert codes(done) == {"OS805": ("datapackage/datapackage.json", None)}
    assert {"OS801", "OS806"} <= set(json.loads(done.stdout)["rules_run"])
    assert codes(overseas("check", "--against", "two", "--format", "json", cwd=repository)) == {}
    write_built_project(repository, 1)
    done = overseas("check", "--against", "two", "--format", "json", cwd=repository)
    assert codes(done) == {"OS801": ("seeds/retractions.yaml", None), "OS805": ("datapackage/datapackage.json", None)}
    dossier = repository / "seeds" / "2023" / "example-news-2023-01-05.yaml"
    dossier.write_text(dossier.read_text("utf-8").replace("Example News", "Another"), encoding="utf-8")
    overseas("build", cwd=repository)
    done = overseas("check", "--against", "one", "--format", "json", cwd=repository)
    line = dossier.read_text("utf-8").splitlines().index("  publisher: Another") + 1
    assert codes(done)["OS804"] == ("seeds/2023/example-news-2023-01-05.yaml", line)


def test_an_invalid_project_says_that_it_was_not_held_against_the_release(overseas: Overseas, repository: Path) -> None:
    dossier = repository / "seeds" / "2023" / "example-news-2023-01-05.yaml"
    dossier.write_text(dossier.read_text("utf-8").replace("country: EC", "country: XX"), encoding="utf-8")
    found = codes(overseas("check", "--against", "one", "--format", "json", cwd=repository))
    assert {"OS204", "OS198"} <= set(found)


def test_a_check_against_nothing_is_one_line(unusable: Unusable, repository: Path) -> None:
    for command in (("check",), ("validate", "datapackage")):
        unusable(*command, "--against", "v9", cwd=repository)


def frozen(repository: Path, text: str) -> None:
    """Freeze a schema of one file, whose manifest is true to it."""
    folder = repository / "schema" / "0.9.0"
    folder.mkdir(exist_ok=True)
    (folder / "stations.schema.json").write_text(text, encoding="utf-8")
    digest = hashlib.sha256(text.encode()).hexdigest()
    (folder / "SHA256SUMS").write_text(f"{digest}  stations.schema.json\n", encoding="utf-8")


def test_a_frozen_schema_cannot_change_together_with_its_manifest(overseas: Overseas, repository: Path) -> None:
    frozen(repository, "{}")
    git(repository, "add", "--all")
    git(repository, "commit", "--quiet", "--message", "three")
    assert codes(overseas("check", "--against", "HEAD", "--format", "json", cwd=repository)) == {}
    frozen(repository, "[]")
    assert codes(overseas("check", "--format", "json", cwd=repository)) == {}
    manifest = {"OS806": ("schema/0.9.0/SHA256SUMS", None)}
    assert codes(overseas("check", "--against", "HEAD", "--format", "json", cwd=repository)) == manifest
    shutil.rmtree(repository / "schema" / "0.9.0")
    assert codes(overseas("check", "--against", "HEAD", "--format", "json", cwd=repository)) == manifest


def test_line_ends_that_were_changed_on_the_way_are_one_finding(overseas: Overseas, repository: Path) -> None:
    """In a frozen version and in what was built: git writes them so with core.autocrlf."""
    frozen(repository, "{\n}\n")
    git(repository, "add", "--all")
    git(repository, "commit", "--quiet", "--message", "three")
    for path in (*repository.glob("schema/0.9.0/*"), *repository.glob("datapackage/tables/*.csv")):
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    report = json.loads(overseas("check", "--against", "HEAD", "--format", "json", cwd=repository).stdout)
    told = {finding["code"]: (finding["file"], finding["message"]) for finding in report["findings"]}
    assert len(report["findings"]) == 2
    assert told["OS806"][0] == "schema/0.9.0/SHA256SUMS"
    assert "(1 of its files): CRLF stands for LF" in told["OS806"][1]
    assert "datapackage/tables/countries.csv (it has CRLF for LF)" in told["OS122"][1]
