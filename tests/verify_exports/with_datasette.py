"""Datasette: its pages for every table and view, a record by its id, and the full-text search."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from export_files import expected, same
from overseas_stations.publishing.exports.sql_views import views


def verify(folder: Path) -> Iterator[str]:
    import datasette

    tables = expected(folder)
    counts = asyncio.run(_ask(folder, tables))
    yield f"{datasette.__version__}: {', '.join(f'{name} {count}' for name, count in counts.items())}"


async def _ask(folder: Path, tables: dict[str, list[list[str]]]) -> dict[str, int]:
    from datasette.app import Datasette

    metadata = json.loads((folder / "datasette.json").read_text("utf-8"))
    served = Datasette(files=[], immutables=[str(folder / "overseas-stations.sqlite")], metadata=metadata)
    await served.invoke_startup()

    async def get(path: str) -> Any:
        answer = await served.client.get(f"/overseas-stations{path}")
        same(path, answer.status_code, 200)
        return answer

    counts = {}
    for name in (*tables, *(view.name for view in views())):
        assert name in (await get(f"/{name}")).text
        counts[name] = (await get(f"/{name}.json?_size=0")).json()["filtered_table_rows_count"]
    same("rows", {name: counts[name] for name in tables}, {name: len(rows) - 1 for name, rows in tables.items()})
    assert metadata["license"] in (await get("")).text
    assert "permanent id" in (await get("/stations")).text, "the columns are not explained"

    page = (await get("/stations")).text
    assert "status: reported" in page or "facet-results" in page, "nothing to filter by"
    assert "Stations and how well they are supported" in (await get("/station_overview")).text
    facets = (await get("/responses.json?_size=0&_facet=country")).json()["facet_results"]["country"]["results"]
    labels = {result["value"]: result["label"] for result in facets}
    same("the label of a country", labels["IE"], "Ireland")
    columns = tables["sources"][0]
    titled = next(row for row in tables["sources"][1:] if row[columns.index("title")])
    untitled = next(row for row in tables["sources"][1:] if not row[columns.index("title")])
    for row in (titled, untitled):
        source = dict(zip(columns, row, strict=True))
        (cited,) = (await get(f"/evidence.json?source_id={source['id']}&_size=1&_shape=array&_labels=on")).json()
        label = source["title"] or ", ".join(filter(None, (source["publisher"], source["published"])))
        same("the label of a source", cited["source_id"]["label"], label)

    statement = tables["statements"][1]
    row = dict(zip(tables["statements"][0], statement, strict=True))
    found = (await get(f"/statements/{row['id']}.json?_shape=array")).json()
    same("a record by its id", found[0]["text"], row["text"])
    phrase = " ".join(row["text"].split()[:3])
    found = (await get(f'/statements.json?_shape=array&_search="{phrase}"')).json()
    assert row["id"] in [match["id"] for match in found]
    words = (await get("/statements.json?_size=0&_search=police")).json()["filtered_table_rows_count"]
    assert words > 0
    return counts | {"statements with the word police": words}
