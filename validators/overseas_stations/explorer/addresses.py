"""Where each record has its page, or its place on one. An address never changes, and case never tells two apart."""

from __future__ import annotations

from collections.abc import Mapping

from overseas_stations.tables import Row, Table, record_name

_STANDS_WITH: Mapping[str, str] = {"listings": "station_id"}
"""Table whose rows have no page -> the column that names the page on which they stand, if not the first of its key."""


def web_address(url: str | None) -> str:
    """Return an address to which a page may lead; empty for none, and for one of another scheme than http and https.

    >>> web_address("https://example.org/a"), web_address("javascript:alert(1)"), web_address(None)
    ('https://example.org/a', '', '')
    """
    return url if url and url.startswith(("https://", "http://")) else ""


def page_of(table: Table, name: str) -> str:
    """Return the page of a record that has one, below the folder of a language.

    >>> from overseas_stations.tables import TABLES
    >>> page_of(TABLES["stations"], "ec-quito-1"), page_of(TABLES["countries"], "EC")
    ('r/ec-quito-1.html', 'c/ec.html')
    """
    return f"c/{name.lower()}.html" if table.name == "countries" else f"r/{name}.html"


def has_page(table: Table) -> bool:
    """Say whether the rows of a table have pages of their own."""
    return len(table.key) == 1


def host(table: Table, row: Row) -> str:
    """Return the id of the record on whose page a row without a page stands."""
    return row[_STANDS_WITH.get(table.name, table.key[0])] or ""


def anchor(table: Table, row: Row) -> str:
    """Return the place of a row on the page where it stands.

    >>> from overseas_stations.tables import TABLES
    >>> anchor(TABLES["listings"], {"list_id": "a-list", "station_id": "ec-quito-1"})
    'listings-a-list'
    """
    mine = _STANDS_WITH.get(table.name, table.key[0])
    return "-".join([table.name, *(row[column] or "" for column in table.key if column != mine)])


def address(table: Table, row: Row) -> str:
    """Return where a row is shown, below the folder of a language: a page, or a place on one."""
    if has_page(table):
        return page_of(table, record_name(table, row))
    return f"r/{host(table, row)}.html#{anchor(table, row)}"
