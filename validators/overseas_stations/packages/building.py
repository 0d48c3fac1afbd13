"""The files of a package that a build commits: its data line by line, and what says how to read them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from overseas_stations.packages.datasheet import datasheet
from overseas_stations.packages.writing import Rows, data_files, typed_records
from overseas_stations.schemas.codebook import codebook, rules_document
from overseas_stations.schemas.json_schema import json_bytes
from overseas_stations.schemas.table_schema import descriptor

if TYPE_CHECKING:
    from overseas_stations.profiles import Profile


def package_files(rows: Rows, profile: Profile | None = None) -> dict[str, bytes]:
    """Return every file of the package that a build commits, by its path in it.

    A change of the rows changes lines of tables and of their copies, and nothing else: no totals, no hashes. What
    such a file cannot say, :mod:`overseas_stations.packages.publishing` adds.

    Args:
        rows: the package's rows.
        profile: whose package it is, if it is another project's.

    Raises:
        ValueError: a cell does not have its form; check the rows first.
    """
    data = data_files(rows, typed_records(rows))
    return {
        "datapackage.json": json_bytes(descriptor(data, profile)),
        "README.md": datasheet().encode(),
        "CODEBOOK.md": codebook().encode(),
        "RULES.md": rules_document().encode(),
    } | data
