"""What is published: an sdist, the wheel that is built from it, and that wheel at work outside the checkout."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sys
import sysconfig
import tarfile
import venv
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from core_site import BUILD_REQUIRES, core_distributions, environment_of
from overseas_stations.canonical.records import typed_records
from overseas_stations.lookups.library import Library
from overseas_stations.publishing.published import published_files
from overseas_stations.schemas.json_schema import record_schema
from overseas_stations.tables import TABLES
from overseas_stations.vendor import facts
from overseas_stations.version import __version__
from processes import printed
from repository import ROOT, not_copied

pytestmark = pytest.mark.xdist_group("packaging")

STEM = f"overseas_stations-{__version__}"


def run(*command: str | Path, cwd: Path) -> str:
    """Run a command and return what it printed."""
    env = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "PYTHONHOME")}
    return printed(*command, cwd=cwd, env=env)


@pytest.fixture(scope="module")
def sdist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    checkout = tmp_path_factory.mktemp("sdist") / "checkout"
    shutil.copytree(ROOT, checkout, ignore=not_copied)
    run(sys.executable, "-m", "build", "--sdist", "--no-isolation", cwd=checkout)
    return checkout / "dist" / f"{STEM}.tar.gz"


@pytest.fixture(scope="module")
def wheel(sdist: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    with tarfile.open(sdist) as archive:
        archive.extractall(folder, filter="data")
    run(sys.executable, "-m", "build", "--wheel", "--no-isolation", cwd=folder / STEM)
    return folder / STEM / "dist" / f"{STEM}-py3-none-any.whl"


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return an environment that holds the wheel, and finds the dependencies where the tests have them."""
    environment = tmp_path_factory.mktemp("environment") / "venv"
    venv.create(environment, system_site_packages=False, with_pip=False, symlinks=True)
    site = Path(
        run(
            environment / "bin" / "python", "-c", "import site; print(site.getsitepackages()[0])", cwd=environment
        ).strip()
    )
    # A .pth file adds the folder alone: the .pth files in it, such as that of an editable install, are not read.
    (site / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    run(
        *(sys.executable, "-m", "pip", "--python", environment / "bin" / "python", "install"),
        *("--quiet", "--no-deps", "--no-index", "--ignore-installed", "--disable-pip-version-check", wheel),
        cwd=environment,
    )
    return environment


def python(environment: Path, code: str, cwd: Path) -> str:
    return run(environment / "bin" / "python", "-c", code, cwd=cwd).strip()


def test_a_copy_of_the_repository_holds_all_of_the_package() -> None:
    """What is made by tools or belongs to one machine is left out where it stands, and not what bears its name."""
    package = ROOT / "validators" / "overseas_stations"
    left_out = {name for folder, folders, files in os.walk(package) for name in not_copied(folder, [*folders, *files])}
    assert left_out <= {"__pycache__"}
    assert not_copied(str(ROOT), ["build", "dist", "docs", ".venv"]) == {"build", "dist", ".venv"}
    assert not_copied(str(ROOT / "seeds"), ["2023", "texts"]) == {"texts"}


def test_the_sdist_holds_what_a_build_needs_and_no_texts(sdist: Path) -> None:
    with tarfile.open(sdist) as archive:
        names = {name.removeprefix(f"{STEM}/") for name in archive.getnames()}
    assert {
        "pyproject.toml",
        "README.md",
        "LICENSE",
        "datapackage/datapackage.json",
        "tests/test_packaging.py",
    } <= names
    assert not [name for name in names if name.startswith((".git/", ".ci", ".github", ".venv", "seeds/texts"))]


def test_a_wheel_is_built_with_what_a_build_asks_for_alone(sdist: Path, wheel: Path, tmp_path: Path) -> None:
    """As where somebody installs a clone: what the build names is all that its environment has."""
    with tarfile.open(sdist) as archive:
        archive.extractall(tmp_path, filter="data")
    alone = environment_of(core_distributions(BUILD_REQUIRES), tmp_path / "alone")
    run(alone, "-m", "hatchling", "build", "-t", "wheel", cwd=tmp_path / STEM)
    built = tmp_path / STEM / "dist" / wheel.name
    assert hashlib.sha256(built.read_bytes()).digest() == hashlib.sha256(wheel.read_bytes()).digest()


def test_the_wheel_holds_the_package_and_its_data_alone(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
    assert {name.split("/")[0] for name in names} == {"overseas_stations", f"{STEM}.dist-info"}
    data = "overseas_stations/_data"
    assert {f"{data}/datapackage/datapackage.json", f"{data}/schema/dev/report.schema.json"} <= set(names)
    assert f"{data}/releases/README.md" in names, "the folder of ledgers says that the history is known"
    expected = {f"{data}/{p.relative_to(ROOT).as_posix()}" for p in (ROOT / "schema").rglob("*") if p.is_file()}
    assert expected == {name for name in names if name.startswith(f"{data}/schema/")}
    licences = {name.partition(".dist-info/licenses/")[2] for name in names}
    vendor = "validators/overseas_stations/vendor"
    assert {"LICENSE", *(f"{vendor}/{name}" for name in facts() if name.startswith("LICENSES/"))} <= licences
    assert {f"overseas_stations/vendor/{name}" for name in (*facts(), "VENDOR.json")} <= set(names)
    assert "overseas_stations/py.typed" in names
    code = ROOT / "validators"
    beside = {
        p.relative_to(code).as_posix() for p in code.rglob("*") if p.suffix in (".jinja", ".css", ".json", ".csv")
    }
    assert len(beside) > 5
    assert beside <= set(names)


def test_the_wheel_holds_the_data_as_they_are_published(wheel: Path) -> None:
    prefix = "overseas_stations/_data/datapackage/"
    with zipfile.ZipFile(wheel) as archive:
        held = {name.removeprefix(prefix): archive.read(name) for name in archive.namelist() if name.startswith(prefix)}
    assert held == published_files(Library.load(ROOT / "datapackage").rows)


@pytest.mark.long
def test_the_installed_tables_are_those_of_the_wheel(installed: Path, tmp_path: Path) -> None:
    code = "import overseas_stations as ovs; print(ovs.__file__); print(len(ovs.stations()), len(ovs.sources()))"
    place, counts = python(installed, code, tmp_path).splitlines()
    assert Path(place).is_relative_to(installed)
    stations = (ROOT / "datapackage" / "tables" / "stations.csv").read_text("utf-8")
    assert int(counts.split()[0]) == stations.count("\n") - 1
    where = python(installed, "from overseas_stations import paths; print(paths.data_root())", tmp_path)
    assert Path(where).is_relative_to(installed)


@pytest.mark.long
def test_the_installed_command(installed: Path, tmp_path: Path) -> None:
    command = installed / "bin" / "overseas"
    code = "from overseas_stations.paths import packaged_datapackage; print(packaged_datapackage())"
    package = python(installed, code, tmp_path)
    assert ": 0 errors" in run(command, "validate", package, cwd=tmp_path)
    assert __version__ in run(command, "cite", cwd=tmp_path)
    first = python(installed, "import overseas_stations as ovs; print(ovs.stations()['id'][0])", tmp_path)
    assert first in run(command, "cite", first, cwd=tmp_path)
    assert run(command, "coverage", cwd=tmp_path)


@pytest.mark.long
def test_the_module_validators_is_still_the_other_project(installed: Path, tmp_path: Path) -> None:
    code = "import frictionless, validators, overseas_stations; print(validators.url('https://example.org/'))"
    assert python(installed, code, tmp_path) == "True"


@pytest.fixture(scope="module")
def typed() -> Mapping[str, Sequence[Mapping[str, object]]]:
    return typed_records(Library.load(ROOT / "datapackage").rows)


@pytest.mark.parametrize("table", TABLES)
def test_the_published_json_follows_the_published_schemas(
    typed: Mapping[str, Sequence[Mapping[str, object]]], table: str
) -> None:
    schema = json.loads((ROOT / "schema" / "dev" / f"{table}.schema.json").read_text("utf-8"))
    assert schema == record_schema(TABLES[table], "dev")
    records = typed[table]
    validator = Draft202012Validator({"type": "array", "items": schema})
    assert not [error.message for error in validator.iter_errors(records)]
    # Not by `uniqueItems`, which compares each with each.
    assert len({json.dumps(record) for record in records}) == len(records)
