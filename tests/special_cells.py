"""Cells at which judges could differ, and rows to put them into."""

from __future__ import annotations

from overseas_stations.tables import Table

SPECIAL = (
    " ", "x", " x", "x ", "x\n", "x\r", "\n", "a\nb", "\tx", "x\t", "\u00a0x", "x\u00a0", "\u2028x", "x\u2028", "\x0bx",
    "\x85x", "0", "00", "-0", "-1", "+1", "1.0", "1e3", "1_000", "1,000", "١٢", "１", " 1", "1 ", "1\n", "1" + "0" * 12,
    "1" + "0" * 11 + "1", "9" * 15, "9" * 16, "9" * 30, "-0.0", "0.001", "90.01", "-90", "180.01", "-180", "181", "nan",
    "inf", "Infinity", "NaN", "NA", "null", "None", "true", "false", "True", "TRUE", "yes", "true\n", "2022-02-30",
    "2022-02-29", "2024-02-29", "1900-02-29", "2022\n", "2022-13", "2100", "1599-12-31",
    "1600-02-29", "1601", "1700-02-29", "1890-07", "en", "EN", "en\n", "ie", "IE",
    "news", "news\n", "News", "a-b", "a--b", "-a", "a-", "a/b", "a//b", "a_b", "é", "a" * 80, "a" * 81, "a" * 250,
    "a" * 251, "é" * 300, "é" * 301, "\U0001f600" * 300, "\U0001f600" * 301, "a" * 4000, "a" * 4001, "0" * 64,
    "A" * 64, "f" * 63, "f" * 65, "http://a", "https://é", "http://a/\n", "ftp://a", "http://A", "http://a b",
    "http://a/" + "b" * 991, "http://a/" + "b" * 992, "\x00", "a\x00b", "-", "=1", "\ufeffx", "x\ufeff", ".5",
    "5.", "--1",
)  # fmt: skip


def example_row(table: Table) -> dict[str, str | None]:
    """Return a valid row, made of the examples of the columns."""
    return {column.name: column.example for column in table.columns}
