"""What a reader must know of a source that nobody opened: on whose word it is known, and where it would be."""

from __future__ import annotations

from collections.abc import Iterator

from overseas_stations.explorer.context import Context
from overseas_stations.forms.vocabulary import ExtentRead, Stance
from overseas_stations.lookups.library import Found
from overseas_stations.tables import TABLES, record_name


def unread_told(context: Context, found: Found) -> Iterator[str]:
    """Yield sentences on a source that was not read; none of another one."""
    if found.row.get("extent_read") != ExtentRead.NOT_READ:
        return
    yield context.word("explain.extent_not_read")
    has_address = found.row["url"] or found.row["archive_url"]
    yield context.word("source.not_opened" if has_address else "source.no_address")
    library, table = context.library, TABLES["listings"]
    names = [record_name(table, row) for row in library.rows["listings"] if row["list_id"] == found.name]
    said = [row for name in names for row in library.evidence(table.name, name) if row["stance"] == Stance.SUPPORTS]
    if said:
        voices = context.word("count.voices", n=len({library.voice(row) for row in said}))
        sources = context.word("count.sources", n=len({row["source_id"] for row in said}))
        yield context.word("source.list", n=len(names), sources=sources, voices=voices)
