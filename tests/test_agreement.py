"""Four judges of a record, one verdict: pydantic, the column engine, JSON Schema and frictionless."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from random import Random
from typing import Any

import pandas as pd
import polars as pl
import pytest
from frictionless import Resource, Schema
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from pydantic import ValidationError
from pydantic_core import SchemaValidator, core_schema
from pydantic_core import ValidationError as CoreError

from draws import STEADY
from overseas_stations import api
from overseas_stations.columns import Column
from overseas_stations.engines import run
from overseas_stations.engines.streaming import StreamingEngine
from overseas_stations.forms import scalars
from overseas_stations.forms.scalars import is_match
from overseas_stations.frames import text_frame
from overseas_stations.publishing.building import package_files
from overseas_stations.publishing.exports.source import read_source
from overseas_stations.rules.registry import CORE
from overseas_stations.schemas.json_schema import all_schemas, record_schema
from overseas_stations.schemas.table_schema import table_schema
from overseas_stations.tables import TABLES, Table
from overseas_stations.testing import MUTATIONS, Package, cells, packages
from overseas_stations.views import VIEWS
from special_cells import SPECIAL, example_row

Row = dict[str, str | None]
FIELD_RULES = {f"OS20{number}" for number in range(1, 8)}


# The judges: rows of one table -> for each row, whether it is valid.


def by_pydantic(table: Table, rows: list[Row]) -> list[bool]:
    def judge(row: Row) -> bool:
        try:
            table.model.from_text(row)
        except ValidationError:
            return False
        return True

    return [judge(row) for row in rows]


def by_engine(table: Table, rows: list[Row]) -> list[bool]:
    engine = StreamingEngine(CORE, run.conditions(CORE), {table.name: text_frame(table, rows)}, streaming=False)
    outcome = run.run(engine, alone=True, max_findings=len(rows) + 1)
    assert not [finding for finding in outcome.findings if finding.code == "OS199"]
    wrong = {finding.row for finding in outcome.findings if finding.code in FIELD_RULES}
    return [number not in wrong for number in range(1, len(rows) + 1)]


def by_json_schema(table: Table, rows: list[Row]) -> list[bool]:
    validator = Draft202012Validator(record_schema(table))
    return [validator.is_valid(as_json(table, row)) for row in rows]


def as_json(table: Table, row: Row) -> dict[str, Any]:
    """Return the row as a JSON file would hold it: numbers and booleans as such wherever the cell spells one."""

    def value(column: Column) -> Any:
        text = row.get(column.name)
        if not text or column.terms:
            return text or None
        try:
            return column.scalar.from_text(text)
        except ValueError:
            return text

    return {column.name: value(column) for column in table.columns}


def by_frictionless(table: Table, rows: list[Row]) -> list[bool]:
    schema = table_schema(table)
    # Keys are not what is compared here: the same record may be drawn twice.
    for name in ("foreignKeys", "primaryKey", "uniqueKeys"):
        schema.pop(name, None)
    data = [list(table.names), *([row.get(name) or "" for name in table.names] for row in rows)]
    resource = Resource(data=data, schema=Schema.from_descriptor(schema))
    report = resource.validate(limit_errors=10_000)
    assert not report.errors
    wrong = {error.row_number for error in report.tasks[0].errors if hasattr(error, "row_number")}
    assert all(hasattr(error, "row_number") for error in report.tasks[0].errors), report.flatten()
    return [number not in wrong for number in range(2, len(rows) + 2)]


JUDGES: Mapping[str, Callable[[Table, list[Row]], list[bool]]] = {
    "pydantic": by_pydantic,
    "engine": by_engine,
    "json schema": by_json_schema,
    "frictionless": by_frictionless,
}


def verdicts(table: Table, rows: list[Row]) -> list[dict[str, bool]]:
    """Return for each row what each judge says of it."""
    found = {name: judge(table, rows) for name, judge in JUDGES.items()}
    return [{name: verdict[number] for name, verdict in found.items()} for number in range(len(rows))]


# What they are known to differ in.


@dataclass(frozen=True)
class Disagreement:
    """Cells that some judges accept and the others refuse.

    Attributes:
        reason: why, and why it is left so.
        lax: the judges that accept such a cell.
        applies: says whether a cell of a column is such a cell.
        examples: column -> cells that prove it, each put into an otherwise valid row.
    """

    reason: str
    lax: frozenset[str]
    applies: Callable[[Column, str], bool]
    examples: Mapping[str, tuple[str, ...]]


def _final_line_break(column: Column, cell: str) -> bool:
    open_text = column.scalar.type == "string" and not column.terms
    return open_text and cell.endswith("\n") and is_match(column.scalar.pattern, cell[:-1])


def _lax_number(column: Column, cell: str) -> bool:
    return column.scalar.type in ("integer", "number") and not is_match(column.scalar.pattern, cell)


DISAGREEMENTS: Mapping[str, Disagreement] = {
    "final line break": Disagreement(
        "Python's '$' also matches before a final line break, and jsonschema and frictionless use re. "
        "Engines of ECMA-262 and Rust refuse it. Table Schema and JSON Schema have no anchor that all read alike.",
        frozenset({"json schema", "frictionless"}),
        _final_line_break,
        {
            "sources.id": ("a-1\n",), "sources.publisher": ("A paper\n",), "sources.published": ("2022\n",),
            "sources.url": ("http://example.org/\n",), "sources.text_sha256": ("0" * 64 + "\n",),
            "sources.note": ("A note.\n",), "evidence.table": ("stations\n",), "evidence.record_id": ("a/b\n",),
        },
    ),
    "lax numbers": Disagreement(
        "Table Schema has no pattern for numbers: frictionless reads whatever Python's int and Decimal read, with "
        "blanks, signs, underscores, leading zeros, other digits and any number of decimals.",
        frozenset({"frictionless"}),
        _lax_number,
        {
            "figures.value": ("+1", "-0", "00", "1 ", "1_000", "１", "1\n"),
            "stations.latitude": ("+1", " 1", ".5", "5.", "0.001", "00", "１"),
            "stations.geonames_id": ("+1", "007"),
        },
    ),
}  # fmt: skip


def disagreement_of(table: Table, row: Row) -> Disagreement | None:
    """Return the known disagreement that a row falls under."""
    cells_ = [(column, row.get(column.name)) for column in table.columns]
    return next((d for d in DISAGREEMENTS.values() for c, cell in cells_ if cell and d.applies(c, cell)), None)


@pytest.mark.parametrize(
    ("name", "place"), [(name, place) for name, known in DISAGREEMENTS.items() for place in known.examples]
)
def test_disagreements_are_real(name: str, place: str) -> None:
    known = DISAGREEMENTS[name]
    table_name, column_name = place.split(".")
    table = TABLES[table_name]
    for cell in known.examples[place]:
        row = example_row(table) | {column_name: cell}
        assert known.applies(table.column(column_name), cell)
        assert verdicts(table, [row]) == [{judge: judge in known.lax for judge in JUDGES}], cell


# One verdict on records.


def assert_agreed(table: Table, rows: list[Row]) -> Counter[bool]:
    """Return how many rows the judges accept and how many they refuse; raise where they differ."""
    agreed: Counter[bool] = Counter()
    for row, verdict in zip(rows, verdicts(table, rows), strict=True):
        known = disagreement_of(table, row)
        lax = frozenset() if known is None else known.lax
        said = {valid for judge, valid in verdict.items() if judge not in lax}
        assert len(said) == 1, (table.name, verdict, row)
        agreed.update(said)
    return agreed


QUICK = ("sources", "stations", "figures", "evidence")
EACH_TABLE = pytest.mark.parametrize(
    "name", [pytest.param(name, marks=[] if name in QUICK else [pytest.mark.long]) for name in TABLES]
)


@EACH_TABLE
def test_examples_are_valid(name: str) -> None:
    assert verdicts(TABLES[name], [example_row(TABLES[name])]) == [dict.fromkeys(JUDGES, True)]


@EACH_TABLE
def test_judges_agree_on_each_special_cell_in_each_column(name: str) -> None:
    table = TABLES[name]
    example = example_row(table)
    cells_ = [None, *SPECIAL]
    assert_agreed(table, [example | {column.name: cell} for column in table.columns for cell in cells_])


def rows_of(table: Table) -> st.SearchStrategy[Row]:
    """Return a strategy of valid rows."""
    return st.fixed_dictionaries({c.name: cells(c) if c.required else st.none() | cells(c) for c in table.columns})


def broken_rows_of(table: Table) -> st.SearchStrategy[Row]:
    """Return a strategy of rows with one cell replaced by something that may or may not fit."""
    anything = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=20)
    of_another = st.sampled_from(table.columns).flatmap(cells)
    replaced = st.tuples(st.sampled_from(table.names), st.none() | st.sampled_from(SPECIAL) | anything | of_another)
    return st.tuples(rows_of(table), replaced).map(lambda drawn: drawn[0] | dict([drawn[1]]))


@EACH_TABLE
def test_judges_accept_every_generated_row(name: str) -> None:
    table = TABLES[name]
    filled: set[str] = set()

    @settings(STEADY, max_examples=3)
    @given(st.lists(rows_of(table), min_size=10, max_size=20))
    def judge(rows: list[Row]) -> None:
        for row, verdict in zip(rows, verdicts(table, rows), strict=True):
            assert all(verdict.values()), (verdict, row)
            filled.update(column for column, cell in row.items() if cell)

    judge()
    assert len(filled) > len(table.names) * 3 // 4


@EACH_TABLE
def test_judges_agree_on_rows_with_one_cell_replaced(name: str) -> None:
    table = TABLES[name]
    agreed: Counter[bool] = Counter()

    @settings(STEADY, max_examples=3)
    @given(st.lists(broken_rows_of(table), min_size=10, max_size=30))
    def judge(rows: list[Row]) -> None:
        agreed.update(assert_agreed(table, rows))

    judge()
    # That they agree on right rows is seen above.
    assert agreed[False]


# One reading of patterns.

PATTERNS = {
    column.scalar.name: column.scalar
    for table in (*TABLES.values(), *(view.table for view in VIEWS.values()))
    for column in table.columns
    if not column.terms
}
EXAMPLES = {column.example for table in TABLES.values() for column in table.columns}
TRICKY = (
    *sorted({*SPECIAL, *EXAMPLES} - {""}), "x\u0301", "ſ", "K", "a\u2029", "a\u2029b", "2022-02-29\n", "2000-02-29",
    "truefalse", "true|false", "01",
)  # fmt: skip


KEYWORDS = {
    *("$schema", "$id", "$defs", "$ref", "title", "description", "examples", "type", "enum", "const", "anyOf"),
    *("properties", "required", "additionalProperties", "items", "uniqueItems"),
    *("pattern", "maxLength", "minimum", "maximum"),
}
"""What our schemas are made of. All of it is of the standard: a strict validator refuses what it does not know."""


def keywords(schema: Any) -> set[str]:
    found = set(schema)
    for part in (*schema.get("properties", {}).values(), *schema.get("$defs", {}).values(), *schema.get("anyOf", ())):
        found |= keywords(part)
    for name in ("items", "additionalProperties"):
        if isinstance(schema.get(name), dict):
            found |= keywords(schema[name])
    return found


def test_schemas_have_no_keyword_beyond_the_standard() -> None:
    found = {name: keywords(schema) for name, schema in all_schemas().items()}
    assert set().union(*found.values()) - KEYWORDS == set()
    assert KEYWORDS - set().union(*found.values()) == set()


def test_schemas_say_what_each_term_means() -> None:
    kind = record_schema(TABLES["stations"])["properties"]["status"]
    assert [term["const"] for term in kind["anyOf"]] == kind["enum"]
    assert all(term["description"] for term in kind["anyOf"])


def test_every_pattern_is_reached() -> None:
    """The module of the patterns defines none that is not tried here."""
    defined = {
        scalar
        for value in vars(scalars).values()
        for scalar in getattr(value, "__metadata__", ())
        if isinstance(scalar, scalars.Scalar) and scalar.codes is None
    }
    assert {scalar.pattern for scalar in defined} == {scalar.pattern for scalar in PATTERNS.values()}


@pytest.mark.parametrize("name", PATTERNS)
def test_engines_read_a_pattern_alike(name: str) -> None:
    pattern = PATTERNS[name].pattern
    assert pattern.startswith("^(?:")
    assert pattern.endswith(")$")
    core = SchemaValidator(core_schema.str_schema(pattern=pattern, strict=True))

    def fits_core(text: str) -> bool:
        try:
            core.validate_python(text)
        except CoreError:
            return False
        return True

    frame = pl.DataFrame({"cell": TRICKY})
    in_polars = frame.select(pl.col("cell").str.contains(pattern))["cell"].to_list()
    field = {"name": "cell", "type": "string", "constraints": {"pattern": pattern}}
    schema = Schema.from_descriptor({"fields": [field], "missingValues": [""]})
    report = Resource(data=[["cell"], *([text] for text in TRICKY)], schema=schema).validate(limit_errors=10_000)
    # Errors of rows have a number; their common base class does not say so.
    refused = {error.row_number for error in report.tasks[0].errors}
    in_frictionless = [number not in refused for number in range(2, len(TRICKY) + 2)]
    for text, polars_, frictionless_ in zip(TRICKY, in_polars, in_frictionless, strict=True):
        ours = is_match(pattern, text)
        assert fits_core(text) is polars_ is ours, text
        # Python's "$" also matches before a final line break: DISAGREEMENTS["final line break"].
        searched = re.search(pattern, text) is not None
        assert searched is (ours or (text.endswith("\n") and is_match(pattern, text[:-1]))), text
        assert frictionless_ is searched, text


# One verdict on frames of two libraries.


def as_pandas(rows: Package) -> dict[str, pd.DataFrame]:
    return {name: pd.DataFrame(rows[name], columns=list(TABLES[name].names), dtype="string") for name in TABLES}


def as_polars(rows: Package) -> dict[str, pl.DataFrame]:
    return {name: pl.DataFrame(rows[name], schema=dict.fromkeys(TABLES[name].names, pl.String)) for name in TABLES}


def typed_frames(rows: Package) -> tuple[dict[str, pd.DataFrame], dict[str, pl.DataFrame]]:
    """Return the frames with numbers and booleans in types of their own."""
    pandas, polars = as_pandas(rows), as_polars(rows)
    kinds = {"integer": ("Int64", pl.Int64), "number": ("Float64", pl.Float64), "boolean": ("boolean", pl.Boolean)}
    for name, table in TABLES.items():
        for column in table.columns:
            if column.scalar.type == "string":
                continue
            texts = [row[column.name] for row in rows[name]]
            values: Any = [None if text is None else column.scalar.from_text(text) for text in texts]
            pandas_kind, polars_kind = kinds[column.scalar.type]
            pandas[name][column.name] = pd.array(values, dtype=pandas_kind)
            polars[name] = polars[name].with_columns(pl.Series(column.name, values, dtype=polars_kind))
    return pandas, polars


@settings(max_examples=4)
@given(packages(full=True), st.sampled_from(sorted(MUTATIONS)), st.randoms(use_true_random=False))
def test_pandas_and_polars_frames_give_the_same_findings(rows: Package, code: str, random: Random) -> None:
    mutated = MUTATIONS[code](rows, random)
    assert mutated is not None
    pandas, polars = as_pandas(mutated), as_polars(mutated)
    found = api.validate(pandas, today="2030-01-01").findings
    assert found == api.validate(polars, today="2030-01-01").findings
    assert {finding.code for finding in found} == {code}


@settings(max_examples=3)
@given(packages(full=True))
def test_frames_with_types_of_their_own_are_valid(rows: Package) -> None:
    assert all(rows.values())
    for frames in typed_frames(rows):
        assert list(api.validate(frames).findings) == []


def test_what_pandas_writes_of_a_table_is_that_table(tmp_path_factory: pytest.TempPathFactory) -> None:
    """`to_csv` spells truth values `True` and `False`, and gives whole numbers a point where it has to."""
    spelt: set[str] = set()

    @settings(max_examples=4)
    @given(packages(full=True))
    def round_trip(rows: Package) -> None:
        folder = tmp_path_factory.mktemp("package")
        canonical = package_files(rows)
        for name, data in canonical.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(data)
        for name, frame in typed_frames(rows)[0].items():
            frame.to_csv(folder / "tables" / f"{name}.csv", index=False)
        written = {name: (folder / "tables" / f"{name}.csv").read_text("utf-8") for name in TABLES}
        spelt.update(word for word in ("True", "False") if f",{word}," in written["sources"])
        stated = json.loads(canonical["datapackage.json"])
        for resource in stated["resources"]:
            resource.pop("hash", None)
            resource.pop("bytes", None)
        (folder / "datapackage.json").write_text(json.dumps(stated), "utf-8")
        assert [str(found) for found in api.validate(folder).findings if found.code != "OS127"] == []
        read = read_source(folder).library.rows
        for name, table in TABLES.items():
            values = [
                [[row[column.name] and column.scalar.from_text(row[column.name] or "") for column in table.columns]
                 for row in each[name]]
                for each in (read, rows)
            ]  # fmt: skip
            assert values[0] == values[1], name
            truths = [column.name for column in table.columns if column.scalar.type == "boolean"]
            assert {row[column] for row in read[name] for column in truths} <= {"true", "false", None}

    round_trip()
    assert spelt == {"True", "False"}


@pytest.mark.parametrize("make", [pd.DataFrame, pl.DataFrame])
def test_frames_of_an_older_schema_are_valid(make: type[pd.DataFrame] | type[pl.DataFrame]) -> None:
    """Optional columns may be missing, and each is named; a required one may not."""
    sources = {
        "id": ["a", "b"],
        "kind": ["news", "news"],
        "publisher": ["P", "P"],
        "language": ["en", "en"],
        "extent_read": ["not_read", "not_read"],
        "background": ["true", "true"],
    }
    relations = {"source_id": ["a"], "relation": ["cites"], "target_id": ["b"]}
    frames: dict[str, Any] = {"source_relations": make(relations), "sources": make(sources)}
    found = {(f.code, f.field) for f in api.validate(frames).findings if f.table == "sources"}
    assert found == {("OS125", column.name) for column in TABLES["sources"].columns if not column.required}
    del sources["kind"]
    without = api.validate(frames | {"sources": make(sources)}).findings
    assert ("OS108", "kind") in {(f.code, f.field) for f in without if f.table == "sources"}
