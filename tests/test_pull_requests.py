"""A pull request is one dossier: what it changes, that two of them merge, and what the main branch makes of it."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from random import Random

import pytest
import yaml

from casework import base_files
from overseas_stations.dossiers.compiling import ACTORS, compile_dossiers
from overseas_stations.dossiers.files import dossier_files
from overseas_stations.publishing.building import package_files
from overseas_stations.tables import TABLES, record_name
from repository import OFFLINE, ROOT, git, not_copied
from workflow_runner import run_workflow

Files = Mapping[str, bytes]

PAIRS = 20
FEW = 6
COUNTRIES = ("AR", "BR", "CL", "DE", "EC", "ES", "FR", "GB", "IE", "IT", "JP", "NL", "PT", "RO", "SE", "US")


def built(dossiers: Files) -> dict[str, bytes]:
    """Return dossiers with the package that they compile to, by path in the project."""
    compiled = compile_dossiers(dossiers)
    assert compiled.findings == []
    package = package_files({name: [row.cells for row in rows] for name, rows in compiled.rows.items()})
    return {**dossiers, **{f"datapackage/{path}": data for path, data in package.items()}}


def write(folder: Path, files: Files) -> None:
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def repository(folder: Path, files: Files) -> Path:
    """Return a repository with the attributes of ours and one commit of *files*."""
    write(folder, files)
    shutil.copyfile(ROOT / ".gitattributes", folder / ".gitattributes")
    git(folder, "init", "--quiet", "--initial-branch", "main")
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message", "base")
    return folder


def commit(folder: Path, branch: str, files: Files) -> None:
    git(folder, "checkout", "--quiet", "-B", branch, "main")
    write(folder, files)
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message", branch)


def conflicts(folder: Path) -> str:
    """Merge the branch a into b; return what git says where they do not merge."""
    done = subprocess.run(
        ["git", "-c", "user.name=t", "-c", "user.email=t@example.org", "merge", "--quiet", "--no-edit", "a"],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    return done.stdout + done.stderr if done.returncode else ""


def dossier(random: Random, name: str) -> dict[str, bytes]:
    """Return a dossier of an invented source: a station, what is said of it, answers; and the file of a new actor."""
    source = f"{''.join(random.choices('abcdefghijklmnopqrstuvwxyz', k=8))}-{name}-2023-05-01"
    country = random.choice(COUNTRIES)
    station = f"{country.lower()}-{random.randint(1, 99)}-{name}"
    body = f"{country.lower()}-{random.randint(1, 99)}-{name}-ministry"
    return {
        f"seeds/2023/{source}.yaml": f"""source:
  id: {source}
  kind: news
  title: An invented page
  publisher: Example News
  published: 2023-05-01
  accessed: 2026-01-05
  url: https://example.org/{source}
  language: en
  extent_read: whole

declares:
  stations:
    - id: {station}
      country: {country}
      precision: country
      status: reported_closed
  station_bureaus:
    - station_id: {station}
      actor_id: cn-police-fuzhou
  listings:
    - list_id: {source}
      station_id: {station}
      actor_id: cn-police-fuzhou
  responses:
    - id: {country.lower()}-2023-{name}-statement
      country: {country}
      date: 2023-05
      authority_as_reported: A ministry
      kind: statement_of_concern
      summary: The ministry speaks of concern.
      stations: [{station}]
    - id: {country.lower()}-2023-{name}-report
      country: {country}
      date: 2023-05
      actor_id: {body}
      kind: official_report
      summary: The ministry publishes what it found.
  response_links:
    - from_id: {country.lower()}-2023-{name}-statement
      relation: led_to
      to_id: {country.lower()}-2023-{name}-report

supports:
  - record: ec-quito-1
""".encode(),
        f"seeds/actors/{body}.yaml": f"""id: {body}
name: A ministry ({name})
kind: ministry
country: {country}
""".encode(),
    }


def assert_merges(folder: Path, base: Files, pairs: Sequence[tuple[Files, Files]]) -> None:
    """Of each pair two branches with a dossier and its build merge; a build of the merge is that of both dossiers."""
    repository(folder, built(base))
    for one, other in pairs:
        git(folder, "checkout", "--quiet", "main")
        commit(folder, "a", built({**base, **one}))
        commit(folder, "b", built({**base, **other}))
        assert conflicts(folder) == ""
        both = built({**base, **one, **other})
        # Where rows met in one place they may stand in another order, or twice, until the next build; none is lost.
        merged = {path: set((folder / path).read_bytes().splitlines()) for path in both}
        assert merged == {path: set(data.splitlines()) for path, data in both.items()}
        assert {path: (folder / path).read_bytes() for path in (*one, *other)} == {**one, **other}


@pytest.mark.parametrize("pairs", [range(FEW), pytest.param(range(FEW, PAIRS), marks=pytest.mark.long)])
def test_two_invented_dossiers_merge(pairs: Sequence[int], tmp_path: Path) -> None:
    """In a package of few rows two additions often meet in one place."""
    base = {path: data for path, data in base_files().items() if path.startswith("seeds/")}
    drawn = map(Random, pairs)
    assert_merges(tmp_path, base, [(dossier(each, "one"), dossier(each, "two")) for each in drawn])


REFERRING = {column for table in TABLES.values() for column in table.references} - {"source_id", "country"}
REFERRING |= {"record_id", "attributed_to"}
"""The columns by which a row refers to what may stand in another file; ``source_id`` names its own."""


def apart(files: Files) -> list[str]:
    """Return the dossiers that no other refers to, so that the others compile without them."""
    rows = compile_dossiers(files).rows
    used: dict[str, set[str]] = {}
    for listed in rows.values():
        for row in listed:
            source = row.cells.get("source_id") or ""
            for column in REFERRING:
                if (name := row.cells.get(column)) is not None:
                    used.setdefault(name, set()).add(source)
    declared = {record_name(TABLES[table], row.cells): row.cells["source_id"] for table, listed in rows.items()
                for row in listed if "source_id" in row.cells}  # fmt: skip
    needed = {source for name, source in declared.items() if used.get(name or "", set()) - {source}}
    needed |= {name for name in used if used[name] - {name}}
    dossiers = [path for path in files if path.count("/") == 2 and not path.startswith(f"seeds/{ACTORS}/")]
    return [path for path in dossiers if path.rpartition("/")[2][:-5] not in needed]


@pytest.mark.parametrize(
    "number", [pytest.param(2, marks=pytest.mark.long), pytest.param(PAIRS, marks=pytest.mark.verify)]
)
def test_two_dossiers_of_the_data_merge(number: int, tmp_path: Path) -> None:
    files, _ = dossier_files(ROOT)
    chosen = Random(2022).sample(apart(files), 2 * number)
    base = {path: data for path, data in files.items() if path not in chosen}
    added = [{path: files[path]} for path in chosen]
    assert_merges(tmp_path, base, list(zip(added[::2], added[1::2], strict=True)))


@pytest.mark.parametrize(
    "number", [pytest.param(4, marks=pytest.mark.long), pytest.param(100, marks=pytest.mark.verify)]
)
def test_one_dossier_changes_few_files_and_little_in_them(number: int, tmp_path: Path) -> None:
    """Ten files and 30 kB of diff at most, with its build, for any dossier that others do not refer to."""
    files, _ = dossier_files(ROOT)
    folder = repository(tmp_path, built(files))
    random = Random(2023)
    for path in random.sample(apart(files), number):
        write(folder, built({other: data for other, data in files.items() if other != path}))
        (folder / path).unlink()
        diff = git(folder, "diff", "-R")
        assert ("\n" + diff).count("\ndiff --git ") <= 10, path
        assert len(diff.encode()) <= 30_000, path
        git(folder, "checkout", "--quiet", ".")


@pytest.mark.long
def test_the_main_workflow_builds_commits_and_checks(tmp_path: Path) -> None:
    """After a merge of a dossier alone the branch holds its build, and a check and a build change nothing more."""
    checkout = tmp_path / "checkout"
    shutil.copytree(ROOT, checkout, ignore=not_copied)
    git(checkout, "init", "--quiet", "--initial-branch", "main")
    files = dossier(Random(1), "one")
    path = next(iter(files))
    write(checkout, {**files, path: files[path].replace(b"supports:\n  - record: ec-quito-1\n", b"")})
    git(checkout, "add", "--all")
    git(checkout, "commit", "--quiet", "--message", "a dossier")
    origin = tmp_path / "origin.git"
    git(tmp_path, "clone", "--quiet", "--bare", "checkout", "origin.git")
    workflow = yaml.safe_load((ROOT / ".github" / "workflows" / "main.yml").read_text("utf-8"))
    done = run_workflow(workflow, origin, tmp_path / "first", OFFLINE, ("build", "commit", "check"))
    assert {name: run.code for name, run in done.items()} == {"build": 0, "commit": 0, "check": 0}, done
    source = path.rpartition("/")[2].removesuffix(".yaml")
    assert source in git(origin, "show", "main:datapackage/tables/sources.csv")
    assert len(git(origin, "log", "--format=%s", "main").splitlines()) == 2
    tree = tmp_path / "first" / "check" / "tree"
    assert git(tree, "status", "--porcelain") == ""
    # A second run finds nothing to commit.
    again = run_workflow(workflow, origin, tmp_path / "second", OFFLINE, ("build", "commit"))
    assert {name: run.code for name, run in again.items()} == {"build": 0, "commit": 0}, again
    assert again["commit"].outputs == done["commit"].outputs
