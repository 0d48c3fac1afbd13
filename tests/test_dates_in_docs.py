"""What docs/exports.md says of dates is run on an export of the frozen copy, and counts what was counted on paper."""

from __future__ import annotations

import re
import shutil
import sys
from pathlib import Path

import pytest
import yaml

from overseas_stations.folders.replacing import replace
from overseas_stations.publishing.exports.folder import EXPORT, export
from overseas_stations.publishing.exports.source import SHEETS, read_source
from processes import printed
from write_frozen_package import read_frozen, write_package

TESTS = Path(__file__).resolve().parent
TEXT = (TESTS.parent / "docs" / "exports.md").read_text(encoding="utf-8")
SECTION = TEXT.partition("## Dates in pandas, Polars, R, Excel\n")[2].partition("\n## ")[0]
BLOCKS = re.findall(r"^```(\w+)\n(.*?)^```$", SECTION, flags=re.MULTILINE | re.DOTALL)

pytestmark = pytest.mark.xdist_group("dates in docs")


def code(language: str) -> list[str]:
    return [body for kind, body in BLOCKS if kind == language]


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dates")
    package = write_package(folder / "datapackage")
    replace(folder / "export", export(read_source(package), ["csv", "jsonl", "parquet"]), EXPORT)
    return folder


@pytest.fixture(scope="module")
def counted() -> str:
    """Return how many responses fell surely in November 2022, as counted on paper, perhaps, and are without a date."""
    answers = yaml.load((TESTS / "ten_questions.yaml").read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    undated = sum(row["date"] is None for row in read_frozen()["responses"])
    return f"{sum(len(each['responses']) for each in answers['november_2022'])} 0 {undated}"


def test_there_is_a_snippet_for_each_program() -> None:
    assert [kind for kind, _ in BLOCKS] == ["python", "python", "r", "text"]


@pytest.mark.parametrize("number", [0, 1], ids=["pandas", "polars"])
def test_python_counts_what_was_counted(exported: Path, counted: str, number: int) -> None:
    assert printed(sys.executable, "-W", "error", "-c", code("python")[number], cwd=exported).strip() == counted


def test_pandas_keeps_partial_dates_and_the_code_of_namibia(exported: Path) -> None:
    """A month is no day, in whichever form it is read."""
    (block,) = re.findall(r"^```python\n(import json\n.*?)^```$", TEXT, re.MULTILINE | re.DOTALL)
    lines = 'print(sorted({len(each) for each in statements["date"].dropna()}), stations["country"].isna().sum())'
    assert printed(sys.executable, "-W", "error", "-c", block + lines, cwd=exported).strip() == "[4, 7, 10] 0"


@pytest.mark.skipif(shutil.which("Rscript") is None, reason="R is not installed")
def test_r_counts_what_was_counted(exported: Path, counted: str) -> None:
    assert printed("Rscript", "--vanilla", "-e", code("r")[0], cwd=exported).strip() == counted


def test_the_formula_names_the_columns_of_days() -> None:
    columns = [column.name for column in SHEETS["responses_wide"].columns]
    letters = dict.fromkeys(re.findall(r"responses_wide!([A-Z])\$2", code("text")[0]))
    assert [columns[ord(letter) - ord("A")] for letter in letters] == ["date_earliest", "date_latest"]
