"""Writes ``tests/frozen_package/``, the records of some countries as they stood on a day; it is run by hand.

    python tests/write_frozen_package.py [COUNTRY ...]

The ten questions of researchers are answered on this copy, by tests and by the notebook in ``docs/examples/``, so that
no later dossier changes an answer. To make it anew is a choice: the answers in ``ten_questions.yaml`` go with it.
"""

from __future__ import annotations

import csv
import shutil
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

from overseas_stations.canonical.tabular import csv_bytes
from overseas_stations.forms.vocabulary import DEPENDENT_RELATIONS
from overseas_stations.lookups.library import Library
from overseas_stations.publishing.building import package_files
from overseas_stations.tables import TABLES, Row, Rows, Table, record_name

TESTS = Path(__file__).resolve().parent
FOLDER = TESTS / "frozen_package"
COUNTRIES = ("CA", "DE", "GB", "IE", "JP", "KR", "NL")


def records_of(library: Library, countries: Iterable[str]) -> dict[str, list[Row]]:
    """Return the cited rows about some countries: those that name one, then those whose parts are all among them."""
    wanted, kept = set(countries), dict[str, list[Row]]()
    for table in TABLES.cited:
        if table.name == "source_relations":
            continue
        owners = [(column, target) for column, target in table.references.items() if target in kept]
        names = {target: {row["id"] for row in kept[target]} for _, target in owners}
        kept[table.name] = [
            row
            for row in library.rows[table.name]
            if (all(row[column] in names[target] for column, target in owners) if owners else row["country"] in wanted)
        ]
    return kept


def whole(library: Library, kept: dict[str, list[Row]]) -> Rows:
    """Return the rows of a package: some records with their evidence, and all that these refer to."""
    evidence = [each for table in kept for row in kept[table] for each in library.evidence(table, named(table, row))]
    rows = [*evidence, *(row for table in kept for row in kept[table])]
    known = {row["id"] or "" for row in library.rows["sources"]}
    columns = ("source_id", "list_id", "attributed_to")
    sources = {name for row in rows for column in columns if (name := row.get(column)) in known and name}
    relations = library.rows["source_relations"]
    # Whose text a page has decides whose voice it is: those pages are here as well.
    while (
        more := {
            row["target_id"] or ""
            for row in relations
            if row["source_id"] in sources and row["relation"] in set(DEPENDENT_RELATIONS)
        }
        - sources
    ):
        sources |= more
    between = [row for row in relations if {row["source_id"], row["target_id"]} <= sources]
    relation = "source_relations"
    evidence += [each for row in between for each in library.evidence(relation, named(relation, row))]
    sources |= {each["source_id"] or "" for each in evidence}
    actors = reached(library.rows["actors"], {row.get(each) for row in rows for each in ("actor_id", "attributed_to")})
    ids = {row["id"] for table in kept for row in kept[table] if "id" in row}
    countries = {row.get("country") for row in [*rows, *actors]}
    chosen: dict[str, list[Row]] = {
        **kept,
        "source_relations": between,
        "evidence": evidence,
        "sources": [row for row in library.rows["sources"] if row["id"] in sources],
        "actors": actors,
        "countries": [row for row in library.rows["countries"] if row["code"] in countries],
        "retractions": [row for row in library.rows["retractions"] if row["successor_id"] in ids],
    }
    return {name: sorted(chosen[name], key=in_order(table)) for name, table in TABLES.items()}


def named(table: str, row: Row) -> str:
    """Return how evidence names a row."""
    return record_name(TABLES[table], row)


def in_order(table: Table) -> Callable[[Row], tuple[str, ...]]:
    """Return by what the rows of a table are sorted."""
    return lambda row: tuple(row[column] or "" for column in table.key)


def reached(actors: Iterable[Row], wanted: set[str | None]) -> list[Row]:
    """Return the actors that are wanted, and what they are parts of."""
    listed = list(actors)
    while more := {row["part_of"] for row in listed if row["id"] in wanted and row["part_of"]} - wanted:
        wanted |= more
    return [row for row in listed if row["id"] in wanted]


def read_frozen() -> Rows:
    """Return the rows of the copy. A column or a table that came later than the copy is empty in it."""
    found: dict[str, list[Row]] = {}
    for name, table in TABLES.items():
        path = FOLDER / f"{name}.csv"
        text = path.read_text(encoding="utf-8") if path.exists() else ""
        listed = list(csv.DictReader(text.splitlines()))
        assert all(set(row) <= set(table.names) for row in listed), f"{name} lost a column: write the copy anew"
        found[name] = [{column: row.get(column) or None for column in table.names} for row in listed]
    return found


def write_package(folder: Path) -> Path:
    """Write the copy as a package of today, and beside it a place for ledgers, as a project has; return its folder."""
    folder.with_name("releases").mkdir(parents=True, exist_ok=True)
    for name, data in package_files(read_frozen()).items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return folder


def main(countries: Iterable[str]) -> None:
    """Write the tables of the copy anew, from this checkout's package."""
    library = Library.load(TESTS.parent / "datapackage")
    rows = whole(library, records_of(library, countries))
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir()
    for name, listed in rows.items():
        (FOLDER / f"{name}.csv").write_bytes(csv_bytes(TABLES[name], listed))


if __name__ == "__main__":
    main(sys.argv[1:] or COUNTRIES)
