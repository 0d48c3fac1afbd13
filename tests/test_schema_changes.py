"""What changed between schemas: every difference is reported, under the name and the level of its rule."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from packaging.version import Version

from made_up_past import NEW_SINCE, PAST, frozen
from overseas_stations.schemas.comparing import compare, compare_documents, grouped
from overseas_stations.schemas.compatibility import CHANGE_RULES, SchemaChange, compatibility_table, level_of
from overseas_stations.schemas.json_schema import all_schemas
from overseas_stations.schemas.structure import canonical, differences
from overseas_stations.schemas.table_schema import table_schema
from overseas_stations.schemas.versions import (
    LEVELS,
    Level,
    fitting_versions,
    id_version,
    is_development,
    next_version,
    parse_version,
    version_order,
)
from overseas_stations.tables import TABLES
from overseas_stations.version import SCHEMA_VERSION

ROOT = Path(__file__).parents[1]
REAL = {name: table_schema(table) for name, table in TABLES.items()}
DOCUMENTS = json.loads(json.dumps(all_schemas("dev")))
SMALL = ("incidents", "evidence", "response_stations")
"""Tables that hold everything a schema can, and are quick to compare."""

Edit = Callable[[dict[str, Any]], object]


def field(tables: dict[str, Any], table: str, name: str) -> dict[str, Any]:
    return next(field for field in tables[table]["fields"] if field["name"] == name)


def bounds(tables: dict[str, Any], table: str, name: str) -> dict[str, Any]:
    return field(tables, table, name)["constraints"]


def add_term(tables: dict[str, Any], table: str, name: str, term: str) -> None:
    bounds(tables, table, name)["enum"].append(term)
    field(tables, table, name)["categories"].append({"value": term, "label": "Defined."})


def drop_term(tables: dict[str, Any], table: str, name: str) -> None:
    bounds(tables, table, name)["enum"].pop(0)
    field(tables, table, name)["categories"].pop(0)


def swap_terms(tables: dict[str, Any], table: str, name: str) -> None:
    for listed in (bounds(tables, table, name)["enum"], field(tables, table, name)["categories"]):
        listed[0], listed[1] = listed[1], listed[0]


def open_vocabulary(tables: dict[str, Any], pattern: str) -> None:
    del field(tables, "incidents", "kind")["categories"]
    limits = bounds(tables, "incidents", "kind")
    del limits["enum"]
    limits |= {"pattern": pattern, "maxLength": 40}


def close_vocabulary(tables: dict[str, Any]) -> None:
    field(tables, "incidents", "summary")["constraints"] = {"required": True, "enum": ["a"]}
    field(tables, "incidents", "summary")["categories"] = [{"value": "a", "label": "A."}]


def add_column(tables: dict[str, Any], constraints: dict[str, Any], refers: bool = False) -> None:
    tables["incidents"]["fields"].insert(2, {"name": "region", "type": "string", "constraints": constraints})
    if refers:
        tables["incidents"]["foreignKeys"].append(
            {"fields": ["region"], "reference": {"resource": "regions", "fields": ["id"]}}
        )


def drop_column(tables: dict[str, Any], table: str, name: str) -> None:
    tables[table]["fields"].remove(field(tables, table, name))


def pattern_of(tables: dict[str, Any]) -> str:
    return str(bounds(tables, "stations", "id")["pattern"])


TABLE_EDITS: dict[str, list[tuple[Edit, set[tuple[str, str]]]]] = {
    "table-added": [(lambda t: t.update(regions=t["incidents"]), {("table-added", "regions")})],
    "table-removed": [(lambda t: t.pop("incidents"), {("table-removed", "incidents")})],
    "column-added-optional": [(lambda t: add_column(t, {}), {("column-added-optional", "incidents.region")})],
    "column-added-required": [
        (lambda t: add_column(t, {"required": True}), {("column-added-required", "incidents.region")})
    ],
    "column-removed": [(lambda t: drop_column(t, "incidents", "date"), {("column-removed", "incidents.date")})],
    "order-changed": [(lambda t: t["incidents"]["fields"].reverse(), {("order-changed", "incidents")})],
    "type-changed": [
        (lambda t: field(t, "figures", "value").update(type="number"), {("type-changed", "figures.value")})
    ],
    "became-required": [
        (lambda t: bounds(t, "incidents", "date").update(required=True), {("became-required", "incidents.date")})
    ],
    "became-optional": [
        (lambda t: bounds(t, "incidents", "kind").pop("required"), {("became-optional", "incidents.kind")})
    ],
    "term-added": [(lambda t: add_term(t, "incidents", "kind", "other"), {("term-added", "incidents.kind")})],
    "term-removed": [(lambda t: drop_term(t, "incidents", "kind"), {("term-removed", "incidents.kind")})],
    "terms-reordered": [(lambda t: swap_terms(t, "incidents", "kind"), {("terms-reordered", "incidents.kind")})],
    "vocabulary-closed": [
        (
            close_vocabulary,
            {("vocabulary-closed", "incidents.summary"), ("pattern-widened", "incidents.summary"),
             ("max-length-raised", "incidents.summary")},
        )
    ],
    "vocabulary-opened": [
        (lambda t: open_vocabulary(t, "^(?:[a-z_]+)$"), {("vocabulary-opened", "incidents.kind")}),
        (
            lambda t: open_vocabulary(t, "^(?:[a-z]+)$"),
            {("vocabulary-opened", "incidents.kind"), ("pattern-changed", "incidents.kind")},
        ),
    ],
    "pattern-changed": [
        (lambda t: bounds(t, "stations", "id").update(pattern="^(?:x)$"), {("pattern-changed", "stations.id")}),
        # One alternative more on the left, but not of the whole pattern.
        (
            lambda t: bounds(t, "stations", "id").update(pattern=f"^(?:x|{pattern_of(t)[4:-2]}y)$"),
            {("pattern-changed", "stations.id")},
        ),
    ],
    "pattern-widened": [
        (
            lambda t: bounds(t, "stations", "id").update(pattern=f"{pattern_of(t)[:-2]}|X)$"),
            {("pattern-widened", "stations.id")},
        ),
        (lambda t: bounds(t, "stations", "id").pop("pattern"), {("pattern-widened", "stations.id")}),
    ],
    "max-length-lowered": [
        (lambda t: bounds(t, "stations", "id").update(maxLength=79), {("max-length-lowered", "stations.id")}),
        (
            lambda t: bounds(t, "sources", "published").update(maxLength=9),
            {("max-length-lowered", "sources.published")},
        ),
    ],
    "max-length-raised": [
        (lambda t: bounds(t, "stations", "id").update(maxLength=81), {("max-length-raised", "stations.id")}),
        (lambda t: bounds(t, "stations", "id").pop("maxLength"), {("max-length-raised", "stations.id")}),
    ],
    "minimum-raised": [
        (lambda t: bounds(t, "figures", "value").update(minimum=1), {("minimum-raised", "figures.value")})
    ],
    "minimum-lowered": [
        (lambda t: bounds(t, "figures", "value").update(minimum=-1), {("minimum-lowered", "figures.value")}),
        (lambda t: bounds(t, "figures", "value").pop("minimum"), {("minimum-lowered", "figures.value")}),
    ],
    "maximum-raised": [
        (lambda t: bounds(t, "figures", "value").pop("maximum"), {("maximum-raised", "figures.value")})
    ],
    "maximum-lowered": [
        (lambda t: bounds(t, "figures", "value").update(maximum=9), {("maximum-lowered", "figures.value")})
    ],
    "key-changed": [
        (lambda t: t["incidents"].update(primaryKey=["id", "kind"]), {("key-changed", "incidents")}),
        (lambda t: t["evidence"].pop("uniqueKeys"), {("key-changed", "evidence")}),
    ],
    "reference-added": [
        (
            lambda t: t["incidents"]["foreignKeys"].append(
                {"fields": ["kind"], "reference": {"resource": "actors", "fields": ["id"]}}
            ),
            {("reference-added", "incidents")},
        )
    ],
    "reference-of-new-column": [
        (
            lambda t: add_column(t, {}, refers=True),
            {("column-added-optional", "incidents.region"), ("reference-of-new-column", "incidents")},
        )
    ],
    "reference-removed": [(lambda t: t["incidents"].pop("foreignKeys"), {("reference-removed", "incidents")})],
    "reference-changed": [
        (
            lambda t: t["incidents"]["foreignKeys"][0]["reference"].update(resource="stations"),
            {("reference-changed", "incidents")},
        )
    ],
    "title-changed": [
        (lambda t: t["incidents"].update(title="Cases"), {("title-changed", "incidents")}),
        (lambda t: field(t, "incidents", "kind").update(title="Sort"), {("title-changed", "incidents.kind")}),
    ],
    "description-changed": [
        (lambda t: field(t, "incidents", "kind").pop("description"), {("description-changed", "incidents.kind")})
    ],
    "example-changed": [
        (lambda t: field(t, "incidents", "country").update(example="IE"), {("example-changed", "incidents.country")})
    ],
    "definition-changed": [
        (
            lambda t: field(t, "incidents", "kind")["categories"][0].update(label="X."),
            {("definition-changed", "incidents.kind")},
        ),
        (lambda t: field(t, "incidents", "kind")["categories"].pop(), {("definition-changed", "incidents.kind")}),
    ],
    "unexplained": [
        (lambda t: t["incidents"].update(missingValues=["", "-"]), {("unexplained", "incidents")}),
        (lambda t: t["incidents"].update(fieldsMatch="subset"), {("unexplained", "incidents")}),
        (lambda t: field(t, "incidents", "kind").update(unit="km"), {("unexplained", "incidents.kind")}),
        (lambda t: bounds(t, "incidents", "kind").update(required=1), {("unexplained", "incidents.kind")}),
        (lambda t: bounds(t, "figures", "value").update(minimum=0.0), {("unexplained", "figures.value")}),
        (
            lambda t: t["incidents"].update(fields=[]),
            {("column-removed", f"incidents.{name}") for name in TABLES["incidents"].names},
        ),
        (lambda t: t["incidents"]["fields"].append(t["incidents"]["fields"][0]), {("unexplained", "incidents")}),
        (
            lambda t: bounds(t, "incidents", "kind")["enum"].append("other"),
            {("term-added", "incidents.kind")},
        ),
        (
            lambda t: field(t, "incidents", "kind")["categories"].append({"value": "other", "label": "X."}),
            {("definition-changed", "incidents.kind")},
        ),
    ],
}  # fmt: skip


def found(changes: list[SchemaChange]) -> set[tuple[str, str]]:
    return {(change.rule, change.place) for change in changes}


@pytest.mark.parametrize(
    ("edit", "expected"), [case for cases in TABLE_EDITS.values() for case in cases], ids=lambda value: ""
)
def test_each_change_of_a_table_has_its_rule(edit: Edit, expected: set[tuple[str, str]]) -> None:
    tables = copy.deepcopy(REAL)
    edit(tables)
    assert found(compare(REAL, tables)) == expected


def property_of(documents: dict[str, Any], *path: str) -> dict[str, Any]:
    at = documents
    for name in path:
        at = at[name]
    return at


def source(documents: dict[str, Any]) -> dict[str, Any]:
    return property_of(documents, "dossier", "properties", "source")


def finding(documents: dict[str, Any]) -> dict[str, Any]:
    return property_of(documents, "report", "properties", "findings", "items")


def add_key(schema: dict[str, Any], name: str, *, required: bool) -> None:
    schema["properties"][name] = {"type": "string"}
    if required:
        schema["required"].append(name)


NEEDED = ("id", "kind", "publisher", "language", "extent_read")

DOCUMENT_EDITS: dict[str, list[tuple[Edit, set[tuple[str, str]]]]] = {
    "entry-added-optional": [
        (lambda d: add_key(source(d), "isbn", required=False), {("entry-added-optional", "dossier source.isbn")})
    ],
    "entry-added-required": [
        (lambda d: add_key(source(d), "isbn", required=True), {("entry-added-required", "dossier source.isbn")})
    ],
    "entry-removed": [
        (
            lambda d: d["dossier"]["$defs"]["passages"]["items"]["properties"].pop("locator"),
            {("entry-removed", "dossier $defs.passages[].locator")},
        )
    ],
    "type-widened": [
        (
            lambda d: source(d)["properties"]["text_characters"].update(type=["string", "number", "null"]),
            {("type-widened", "dossier source.text_characters")},
        )
    ],
    "type-changed": [
        (
            lambda d: source(d)["properties"]["title"].update(type="string"),
            {("type-changed", "dossier source.title")},
        )
    ],
    "report-entry-added": [
        (lambda d: add_key(finding(d), "url", required=True), {("report-entry-added", "report findings[].url")}),
        (lambda d: add_key(d["report"], "url", required=False), {("report-entry-added", "report url")}),
    ],
    "report-changed": [
        (lambda d: finding(d)["required"].remove("code"), {("report-changed", "report findings[].code")}),
        (
            lambda d: (finding(d)["required"].remove("code"), finding(d)["properties"].pop("code")),
            {("report-changed", "report findings[].code")},
        ),
        (
            lambda d: finding(d)["properties"]["severity"]["enum"].pop(),
            {("report-changed", "report findings[].severity")},
        ),
        (
            lambda d: finding(d)["properties"]["line"].update(type="integer"),
            {("report-changed", "report findings[].line")},
        ),
        (
            lambda d: finding(d)["properties"]["line"].update(minimum=0),
            {("report-changed", "report findings[].line")},
        ),
    ],
    "term-added": [
        (
            lambda d: finding(d)["properties"]["severity"]["enum"].append("hint"),
            {("term-added", "report findings[].severity")},
        )
    ],
    "example-changed": [
        (
            lambda d: d["incidents"]["properties"]["kind"].update(examples=["harassment"]),
            {("example-changed", "incidents.kind")},
        )
    ],
    "description-changed": [
        (lambda d: d["report"].update(description="A report."), {("description-changed", "report")})
    ],
    "unexplained": [
        (lambda d: d.pop("report"), {("unexplained", "report")}),
        (lambda d: d["report"].pop("$id"), {("unexplained", "report")}),
        (lambda d: d["report"].update({"$id": "urn:overseas-stations:schema:dev:other"}), {("unexplained", "report")}),
        (lambda d: d["report"].update(additionalProperties=True), {("unexplained", "report")}),
        (
            lambda d: d["report"]["properties"]["rules_run"].pop("uniqueItems"),
            {("unexplained", "report rules_run")},
        ),
        (
            lambda d: source(d)["required"].reverse(),
            {("unexplained", "dossier source"), *(("became-optional", f"dossier source.{name}") for name in NEEDED)},
        ),
    ],
}  # fmt: skip


@pytest.mark.parametrize(
    ("edit", "expected"), [case for cases in DOCUMENT_EDITS.values() for case in cases], ids=lambda value: ""
)
def test_each_change_of_a_json_schema_has_its_rule(edit: Edit, expected: set[tuple[str, str]]) -> None:
    documents = copy.deepcopy(DOCUMENTS)
    edit(documents)
    assert found(compare_documents(DOCUMENTS, documents)) == expected


def test_every_rule_has_an_edit_that_it_names() -> None:
    edits = [case for cases in (*TABLE_EDITS.values(), *DOCUMENT_EDITS.values()) for case in cases]
    assert {rule for _, expected in edits for rule, _ in expected} == set(CHANGE_RULES)
    assert {*TABLE_EDITS, *DOCUMENT_EDITS} == set(CHANGE_RULES)


def test_the_version_in_an_id_is_no_change() -> None:
    assert compare_documents(all_schemas("1.0.0"), all_schemas("2.0.0")) == []


# Nothing goes unnoticed


def places(value: Any) -> Iterator[tuple[Any, Any]]:
    """Yield every container with every key or index of it."""
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, part in inside:
        yield value, key
        yield from places(part)


VALUES = st.sampled_from(
    [None, True, False, 0, 1, 0.0, 1.0, -1, "", "x", "required", [], {}, ["x"], [None], {"x": 1}, {"name": "x"},
     {"required": True}, {"fields": []}, {"constraints": {}}, {"raw": 1}, [{"name": "id"}],
     [{"value": "x", "label": 1}], [{"fields": ["id"]}]]
)  # fmt: skip
KEYS = st.sampled_from(
    [
        "x",
        "required",
        "enum",
        "type",
        "fields",
        "raw",
        "constraints",
        "categories",
        "properties",
        "items",
        "$defs",
        "anyOf",
        "enumDescriptions",
    ]
)


def mutate(draw: st.DrawFn, value: Any) -> Any:
    """Return a copy with one place of it changed: replaced, taken away, added to, renamed, doubled or moved."""
    mutated = copy.deepcopy({"": value})
    holder, key = draw(st.sampled_from(list(places(mutated))[1:]))
    part = holder[key]
    match draw(st.sampled_from(["replace", "remove", "add", "double", "move"])):
        case "remove":
            del holder[key]
        case "add" if isinstance(part, dict):
            part[draw(KEYS)] = draw(VALUES)
        case "add" if isinstance(part, list):
            part.insert(draw(st.integers(0, len(part))), draw(VALUES))
        case "double" if isinstance(holder, list):
            holder.insert(draw(st.integers(0, len(holder))), copy.deepcopy(part))
        case "double":
            holder[draw(KEYS)] = copy.deepcopy(part)
        case "move" if isinstance(holder, list):
            holder.insert(draw(st.integers(0, len(holder) - 1)), holder.pop(key))
        case "move":
            holder[draw(KEYS)] = holder.pop(key)
        case _:
            holder[key] = draw(VALUES)
    return mutated[""]


MANY = pytest.mark.parametrize("examples", [150, pytest.param(1500, marks=pytest.mark.verify)])


@MANY
def test_every_mutation_of_a_table_schema_is_reported(examples: int) -> None:
    settings(max_examples=examples)(given(st.data())(table_mutation_is_reported))()


def table_mutation_is_reported(data: st.DataObject) -> None:
    before = {name: REAL[name] for name in (data.draw(st.sampled_from(SMALL)),)}
    after = mutate(data.draw, before)
    both = [compare(before, after), compare(after, before)]
    same = canonical(before) == canonical(after)
    assert [bool(changes) for changes in both] == [not same, not same]
    assert all(change.message and json.dumps(change.to_dict()) for changes in both for change in changes)


@MANY
def test_every_mutation_of_a_json_schema_is_reported(examples: int) -> None:
    settings(max_examples=examples)(given(st.data())(document_mutation_is_reported))()


def document_mutation_is_reported(data: st.DataObject) -> None:
    before = {name: DOCUMENTS[name] for name in (data.draw(st.sampled_from(["report", "dossier", *SMALL])),)}
    after = mutate(data.draw, before)
    changed = canonical(before) != canonical(after)
    # The version inside an id is passed over; no mutation puts another one there.
    assert [bool(compare_documents(before, after)), bool(compare_documents(after, before))] == [changed, changed]


@settings(max_examples=150)
@given(st.data())
def test_of_two_mutations_neither_hides_the_other(data: st.DataObject) -> None:
    """The places at which two schemas differ are those of each change, where the changes touch different tables."""
    names = data.draw(st.permutations(SMALL))[:2]
    one, two = ({name: mutate(data.draw, REAL[name])} for name in names)
    both = compare({name: REAL[name] for name in names}, one | two)
    apart = [change for side in (one, two) for change in compare({name: REAL[name] for name in side}, side)]
    assert found(both) == found(apart)


@settings(max_examples=300)
@given(st.data())
def test_differences_are_those_of_equality(data: st.DataObject) -> None:
    value = data.draw(st.sampled_from([REAL["evidence"], DOCUMENTS["report"]]))
    mutated = mutate(data.draw, value)
    assert bool(list(differences(value, mutated))) == (canonical(value) != canonical(mutated))


# The history, the levels and the versions


def documents_of(files: dict[str, bytes]) -> dict[str, Any]:
    kind = ".schema.json"
    return {Path(name).name.removesuffix(kind): json.loads(data) for name, data in files.items() if kind in name}


def test_what_changed_in_a_made_up_past() -> None:
    first, second, today = PAST.versions.values()
    assert level_of(compare(first, second)) == Level.MAJOR
    came = {("column-added-optional", f"{table}.{column}") for table, column in NEW_SINCE.items()}
    assert found(compare(second, today)) == came
    documents = compare_documents(*(documents_of(frozen("1.0.0", form)) for form in ("0.10.0", SCHEMA_VERSION)))
    declared = {("entry-added-optional", f"dossier declares.{table}[].{column}") for table, column in NEW_SINCE.items()}
    assert found(documents) == came | declared


def test_changes_that_differ_by_their_place_alone_are_shown_once() -> None:
    older = copy.deepcopy(REAL)
    held = [("stations", "country"), ("responses", "country"), ("figures", "country")]
    for table, name in held:
        bounds(older, table, name)["enum"].remove("XC")
        field(older, table, name)["categories"] = [
            term for term in field(older, table, name)["categories"] if term["value"] != "XC"
        ]
    shown = {change.after: places for change, places in grouped(compare(older, REAL)) if change.rule == "term-added"}
    assert shown == {"XC": [f"{table}.{name}" for table, name in held]}


def test_levels_and_versions() -> None:
    assert level_of([]) is None
    changes = [SchemaChange(rule, "table", "x", None) for rule in ("title-changed", "term-added", "unexplained")]
    assert [level_of(changes[:number]) for number in (1, 2, 3)] == list(reversed(LEVELS))
    assert {rule.name for rule in CHANGE_RULES.values() if rule.level is Level.PATCH} == {
        *("title-changed", "description-changed", "example-changed", "definition-changed", "terms-reordered")
    }
    assert fitting_versions("1.1.0", Level.PATCH) == ("1.1.1", "1.2.0", "2.0.0")
    assert fitting_versions("1.1.0", Level.MAJOR) == ("2.0.0",)


@settings(max_examples=100)
@given(st.tuples(*[st.integers(0, 20)] * 3), st.sampled_from(LEVELS))
def test_the_next_version_is_later(numbers: tuple[int, int, int], level: Level) -> None:
    version = ".".join(map(str, numbers))
    later = parse_version(next_version(version, level))
    assert later > parse_version(version)
    assert later[LEVELS.index(level) + 1 :] == (0,) * (2 - LEVELS.index(level))


versions = st.builds("{}.{}.{}{}".format, *[st.sampled_from([0, 9, 10])] * 3, st.sampled_from(["", ".dev"]))


@settings(max_examples=50)
@given(st.lists(versions, min_size=8, max_size=20))
def test_versions_are_ordered_as_python_orders_them(drawn: list[str]) -> None:
    assert sorted(drawn, key=version_order) == sorted(drawn, key=Version)


@pytest.mark.parametrize("text", ["", "1", "1.0", "01.0.0", "1.0.0-a", "1.0.0\n", "v1.0.0", "1.0.0.0", "١.0.0"])
def test_what_is_no_version(text: str) -> None:
    for ending in ("", ".dev"):
        with pytest.raises(ValueError, match="not a version"):
            version_order(f"{text}{ending}")
        with pytest.raises(ValueError, match="not a version"):
            parse_version(f"{text}{ending}")
        assert not is_development(f"{text}{ending}")


@pytest.mark.parametrize("text", ["dev", ".dev", "1.0.0.dev0", "1.0.0.dev.dev", "1.0.0dev", "1.0.0.DEV", "1.0.0.dev\n"])
def test_what_is_no_development_version(text: str) -> None:
    assert not is_development(text)
    assert id_version(text) == text
    with pytest.raises(ValueError, match="not a version"):
        version_order(text)


@settings(max_examples=100)
@given(st.tuples(*[st.integers(0, 20)] * 3), st.tuples(*[st.integers(0, 20)] * 3))
def test_a_development_version_comes_between(one: tuple[int, int, int], other: tuple[int, int, int]) -> None:
    """Before the version that it becomes, and after all that are earlier than that."""
    version, becomes = (".".join(map(str, numbers)) for numbers in (one, other))
    assert version_order(f"{becomes}.dev") < version_order(becomes)
    assert (version_order(version) < version_order(f"{becomes}.dev")) == (one < other)
    assert (version_order(f"{version}.dev") < version_order(f"{becomes}.dev")) == (one < other)


def test_the_docs_show_the_rules_as_they_are() -> None:
    assert compatibility_table() in (ROOT / "docs" / "schemas.md").read_text(encoding="utf-8")
