"""Views that SQLite and DuckDB take alike: disputes with both values, how well a record is supported, and the like."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from overseas_stations.columns import Column
from overseas_stations.forms.vocabulary import DEPENDENT_RELATIONS, Stance
from overseas_stations.tables import TABLES, Table


@dataclass(frozen=True)
class SqlView:
    """A view: its name, its title, what one row is, its query, and the columns that readers filter by."""

    name: str
    title: str
    summary: str
    query: str
    facets: tuple[str, ...] = ()


def comment(text: str) -> str:
    """Return a text as a literal of SQL."""
    return "'" + text.replace("'", "''") + "'"


def view_statements() -> list[str]:
    """Return the statements that create the views, each after those that it uses."""
    return [f"\n-- {view.summary}\nCREATE VIEW {view.name} AS\n{view.query};" for view in views()]


def views() -> tuple[SqlView, ...]:
    """Return the views, each after those that it uses."""
    table, stance = ("table",), ("table", "stance")
    of_record, of_source = "A record of any table that needs evidence", "its stance, and its citation"
    return (
        SqlView("records", "All records", f"{of_record}, as evidence names it.", _records(), table),
        SqlView(
            "source_documents",
            "Sources and the documents whose text they have",
            "A source, the document whose text it has, and who published that.",
            _DOCUMENTS,
        ),
        SqlView(
            "evidence_voices",
            "Evidence and whose claim it is",
            "A row of evidence, and whose claim it is.",
            _EVIDENCE_VOICES,
            stance,
        ),
        SqlView(
            "record_support",
            "How well each record is supported",
            "A record, and how many sources and voices stand behind it.",
            _SUPPORT,
            table,
        ),
        SqlView(
            "disputes",
            "What is disputed",
            "A dispute: what the record has, and what a source says instead.",
            _disputes(),
            ("table", "field"),
        ),
        SqlView(
            "station_overview",
            "Stations and how well they are supported",
            "A station, and how many sources and voices stand behind it.",
            _OVERVIEW,
            ("country", "status", "precision"),
        ),
        SqlView(
            "station_sources",
            "Stations and their sources",
            f"What a source is for a station: {of_source}.",
            _sources_of("stations", ("country", "city", "status", "status_as_of")),
            ("country", "status", "stance"),
        ),
        SqlView(
            "response_sources",
            "Responses and their sources",
            f"What a source is for a response: {of_source}.",
            _sources_of("responses", ("country", "date", "kind", "state", "result", "summary")),
            ("country", "response_kind", "stance"),
        ),
        SqlView(
            "retracted_records",
            "What left the data",
            "An id that left the data, and the record to use instead.",
            _RETRACTED,
            ("table", "reason"),
        ),
    )


def _name(table: Table, alias: str) -> str:
    """Return the expression of how evidence names a row."""
    return " || '/' || ".join(f"{alias}.{column}" for column in table.key)


def _records() -> str:
    return "\nUNION ALL\n".join(
        f"""SELECT '{table.name}' AS "table", {_name(table, "r")} AS record_id, r.source_id FROM {table.name} r"""
        for table in TABLES.cited
    )


_DOCUMENTS = f"""WITH RECURSIVE
  origins AS (
    -- The last one in the order of the key, where there are several.
    SELECT source_id, substr(max(relation || '/' || target_id), instr(max(relation || '/' || target_id), '/') + 1)
      AS target_id
    FROM source_relations
    WHERE relation IN ({", ".join(comment(relation.value) for relation in DEPENDENT_RELATIONS)})
    GROUP BY source_id
  ),
  chain(source_id, document) AS (
    SELECT id, id FROM sources
    UNION ALL
    SELECT chain.source_id, origins.target_id FROM chain JOIN origins ON origins.source_id = chain.document
  )
SELECT chain.source_id, chain.document, s.publisher FROM chain
JOIN sources s ON s.id = chain.document
WHERE chain.document NOT IN (SELECT source_id FROM origins)"""

_EVIDENCE_VOICES = """SELECT
  e."table", e.record_id, e.field, e.stance, e.source_id, e.attributed_to,
  coalesce(a.name, d.publisher) AS voice
FROM evidence e
LEFT JOIN actors a ON a.id = e.attributed_to
LEFT JOIN source_documents d ON d.source_id = coalesce(e.attributed_to, e.source_id)"""


def _counted(stance: Stance, what: str, label: str) -> str:
    return f"count(DISTINCT CASE WHEN e.stance = '{stance.value}' THEN {what} END) AS {label}"


_SUPPORT = f"""SELECT
  r."table",
  r.record_id,
  {_counted(Stance.SUPPORTS, "e.source_id", "supporting_sources")},
  {_counted(Stance.SUPPORTS, "e.voice", "supporting_voices")},
  {_counted(Stance.DISPUTES, "e.source_id", "disputing_sources")}
FROM records r
LEFT JOIN evidence_voices e ON e."table" = r."table" AND e.record_id = r.record_id
GROUP BY r."table", r.record_id"""

# A long note comes last, so that it hides no column behind it.
_OVERVIEW = f"""SELECT
  {", ".join(f"s.{column}" for column in TABLES["stations"].names if column != "note")},
  p.supporting_sources, p.supporting_voices, p.disputing_sources, s.note
FROM stations s
JOIN record_support p ON p."table" = 'stations' AND p.record_id = s.id"""

_CITATION = ("kind", "title", "publisher", "published", "url", "archive_url")


def _sources_of(table: str, columns: tuple[str, ...]) -> str:
    """Return the query of what each source is for a record of a table; *columns*: what is said of the record."""
    one = table.removesuffix("s")
    # Both a response and a source have a kind: that of the record bears its name.
    said = [f"r.{column}" + (f" AS {one}_{column}" if column in _CITATION else "") for column in columns]
    return f"""SELECT
  r.id AS {one}_id, {", ".join(said)},
  e.stance, e.field, e.asserted_value, e.source_id,
  {", ".join(f"d.{column}" for column in _CITATION)}, e.reason
FROM {table} r
JOIN evidence e ON e."table" = '{table}' AND e.record_id = r.id
JOIN sources d ON d.id = e.source_id"""


_RETRACTED = """SELECT
  t."table", t.record_id, t.date, t.reason, t.note, t.successor_id, r.source_id AS successor_source_id
FROM retractions t
LEFT JOIN records r ON r."table" = t."table" AND r.record_id = t.successor_id"""

_TEXT: Mapping[str, str] = {
    "string": "{0}",
    "integer": "CAST({0} AS TEXT)",
    # A whole number has no point in its canonical text.
    "number": "CASE WHEN {0} = CAST({0} AS INTEGER) THEN CAST(CAST({0} AS INTEGER) AS TEXT) ELSE CAST({0} AS TEXT) END",
    "boolean": "CASE WHEN {0} IS NULL THEN NULL WHEN {0} THEN 'true' ELSE 'false' END",
}
"""Type of a column -> the expression of its canonical text."""


def _cell(column: Column) -> str:
    return f"WHEN '{column.name}' THEN {_TEXT[column.scalar.type].format(f'r.{column.name}')}"


def _disputes() -> str:
    values = "\n".join(
        f"""    WHEN '{table.name}' THEN (
      SELECT CASE e.field {" ".join(map(_cell, table.columns))} END
      FROM {table.name} r WHERE {_name(table, "r")} = e.record_id
    )"""
        for table in TABLES.cited
    )
    return f"""SELECT
  e."table", e.record_id, e.field,
  CASE e."table"
{values}
  END AS value,
  e.asserted_value, e.reason, e.source_id, e.locator
FROM evidence e
WHERE e.stance = '{Stance.DISPUTES.value}'"""
