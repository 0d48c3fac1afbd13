"""What is public is listed, the list is that of the code, and no change of it goes without an entry."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pandas as pd
import polars as pl
import pytest

import overseas_stations as ovs
from list_public import COMMAND, LIST, ROOT, public_list
from overseas_stations import api
from overseas_stations.tables import CORE


def test_the_list_is_that_of_the_code() -> None:
    assert LIST.read_text(encoding="utf-8") == public_list(), (
        f"what is public has changed: run `{COMMAND}`, and say in CHANGELOG.md what changed"
    )


def test_the_changelog_states_the_fingerprint_of_the_list() -> None:
    line = next(line.strip() for line in public_list().splitlines() if line.strip().startswith("Public interface:"))
    top = re.split(r"^## ", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), flags=re.MULTILINE)[1]
    assert line in top, f"what is public has changed: the top section of CHANGELOG.md needs an entry, and `{line}`"


def test_the_list_is_the_same_in_another_process() -> None:
    code = "import sys; sys.path.insert(0, sys.argv[1]); import list_public; print(list_public.public_list(), end='')"
    done = subprocess.run(
        [sys.executable, "-c", code, str(Path(__file__).parent)], capture_output=True, check=True, encoding="utf-8"
    )
    assert done.stdout == public_list()


# Types


def test_every_table_has_a_function_of_its_model() -> None:
    functions = {name: getattr(ovs, name) for name in ovs.TABLE_NAMES}
    assert list(functions) == list(CORE)
    assert {name: function.model for name, function in functions.items()} == {
        name: table.model for name, table in CORE.items()
    }
    assert set(ovs.__all__) == {
        *CORE,
        "SCHEMA_VERSION",
        "TABLE_NAMES",
        "__version__",
        "cite",
        "diff",
        "table",
        "validate",
    }
    assert all(getattr(ovs, name) is not None for name in ovs.__all__)
    assert dir(ovs) == sorted(ovs.__all__)
    with pytest.raises(AttributeError, match="no attribute 'statoins'"):
        ovs.statoins  # noqa: B018


@pytest.mark.parametrize("name", CORE)
def test_frames_have_the_dtypes_that_are_documented(name: str) -> None:
    in_pandas, in_polars = ovs.table(name), ovs.table(name, "polars")
    for column in CORE[name].columns:
        pandas, polars = api.DTYPES[column.scalar.type]
        assert in_pandas[column.name].dtype == pd.api.types.pandas_dtype(pandas), column.name
        assert in_polars[column.name].dtype == getattr(pl, polars), column.name
    assert len(in_pandas) == len(in_polars) == len(ovs.table(name, "records"))


def test_an_empty_cell_is_missing_and_namibia_is_not() -> None:
    sources = ovs.sources()
    assert not sources["id"].isna().any()
    assert (ovs.sources("polars")["note"].is_null().to_list()) == sources["note"].isna().to_list()
    assert "" not in set(sources["note"].dropna())


PROGRAM = """
import overseas_stations as ovs

reveal_type(ovs.stations())
reveal_type(ovs.stations("polars"))
reveal_type(ovs.stations(as_="records"))
reveal_type(ovs.statements(as_="records")[0].text)
reveal_type(ovs.evidence(as_="records")[0].stance)
reveal_type(ovs.table("figures", "records"))
reveal_type(ovs.validate("x").counts)
reveal_type(ovs.cite())
reveal_type(ovs.TABLE_NAMES)
ovs.statoins()
ovs.stations(as_="arrow")
ovs.stations(as_="records")[0].colour
"""

TYPES = [
    "pandas.core.frame.DataFrame",
    "polars.dataframe.frame.DataFrame",
    "list[overseas_stations.models.stations.Station]",
    "str",
    "overseas_stations.vocabulary.Stance",
    "list[overseas_stations.models.base.Record]",
    "dict[str, int]",
    "str",
]


@pytest.mark.long
def test_what_a_type_checker_sees(tmp_path: Path) -> None:
    (tmp_path / "program.py").write_text(PROGRAM, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", "--no-error-summary", "--hide-error-context", "program.py"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=600,
        check=False,
    )
    revealed = re.findall(r'Revealed type is "(.*)"', done.stdout)
    assert revealed[:-1] == TYPES, done.stdout + done.stderr
    errors = re.findall(r"program\.py:(\d+): error: .*\[(.*)\]", done.stdout)
    last = PROGRAM.count("\n")
    assert errors == [(str(last - 2), "attr-defined"), (str(last - 1), "call-overload"), (str(last), "attr-defined")]
