"""The ledger of a release: of each record a short hash of its row, and one of the evidence for it.

The hash of a row is the first :data:`DIGITS` hexadecimal digits of the SHA-256 of its canonical bytes: the cells that
are not empty, column -> text, as canonical JSON (RFC 8785) in UTF-8. Texts are those of the canonical CSV. So the same
row has the same hash on every machine, in whatever order its columns stand, and a column that is added by a later
schema changes those rows alone that have a value in it. The hash of evidence is that of a JSON array of the canonical
texts of its rows, sorted.

What changes with a record's sources is kept apart from the row: whoever cites a value asks whether the value changed,
and whoever weighs it asks whether somebody disputes it now.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from overseas_stations.formats.strict_json import JsonFault, load_json
from overseas_stations.forms.scalars import DATE, is_match
from overseas_stations.schemas.versions import is_version
from overseas_stations.tables import Row, Table, Tables, record_name

FORM = 1
"""The form of the file; another number is another form."""

DIGITS = 12
"""Hexadecimal digits of a hash: 48 bits.

Hashes are compared within the history of one record alone, never across records, so there is no birthday to be feared:
a change goes unseen once in 2^48. A million records that all change in a hundred releases leave one chance in 2.8
million that one of these changes is missed. Against somebody who looks for two rows of one hash it is no seal, and
need not be: the sums of a release are (``SHA256SUMS``).
"""

RecordKey = tuple[str, str]
"""A record as ``evidence`` names it: its table, and its name there."""

Hashes = tuple[str, str | None]
"""Of a record: the hash of its row, and that of its evidence; None where it has none."""

_HASH = re.compile(f"[0-9a-f]{{{DIGITS}}}")
_HEAD = ("ledger", "name", "version", "date", "schema_version", "records")
_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


class LedgerFault(ValueError):
    """Why something is no ledger, and where that shows in its file.

    Attributes:
        message: what was found.
        line, column: the place, 1-based; None where it is the file as a whole.
    """

    def __init__(self, message: str, line: int | None = None, column: int | None = None) -> None:
        super().__init__(message if line is None else f"{message} (line {line}, column {column})")
        self.message, self.line, self.column = message, line, column


@dataclass(frozen=True)
class Ledger:
    """What a release held.

    Attributes:
        name: the dataset's.
        version: of the data.
        date: the day of the release, ``YYYY-MM-DD``; None where none is stated.
        schema_version: of the record schemas; None where none is stated.
        records: each record with its hashes.
    """

    name: str
    version: str
    date: str | None
    schema_version: str | None
    records: Mapping[RecordKey, Hashes]

    def to_bytes(self) -> bytes:
        """Return the canonical file: a record a line, sorted, so that ledgers differ in the lines of what changed."""
        head = (FORM, self.name, self.version, self.date, self.schema_version)
        lines = [f'"{key}": {json.dumps(value, ensure_ascii=False)}' for key, value in zip(_HEAD, head, strict=False)]
        listed = ((f"{table}/{name}", hashes) for (table, name), hashes in self.records.items())
        records = [f"{json.dumps(key, ensure_ascii=False)}: {json.dumps(hashes)}" for key, hashes in sorted(listed)]
        lines.append('"records": {' + ("\n" + ",\n".join(records) + "\n}" if records else "}"))
        return ("{\n" + ",\n".join(lines) + "\n}\n").encode()


def hashes_of(rows: Mapping[str, Iterable[Row]], tables: Tables) -> dict[RecordKey, Hashes]:
    """Return each record of some tables with its hashes; of rows that share a key the first counts.

    Args:
        rows: table -> its rows as text; cells of columns that the table does not have are left out.
        tables: the tables; ``evidence`` tells of the records of the others.
    """
    evidence: dict[RecordKey, list[str]] = defaultdict(list)
    for row, text in _canonical(tables["evidence"], rows.get("evidence", ())):
        evidence[row["table"] or "", row["record_id"] or ""].append(text)
    found: dict[RecordKey, Hashes] = {}
    for table in tables.values():
        # What a machine saw is no record: nobody cites it, and it is another with each look.
        if table.name != "evidence" and not table.observed:
            for row, text in _canonical(table, rows.get(table.name, ())):
                key = (table.name, record_name(table, row))
                claims = evidence.get(key)
                behind = None if claims is None else _short(f"[{','.join(sorted(claims))}]")
                found.setdefault(key, (_short(text), behind))
    return found


def _canonical(table: Table, rows: Iterable[Row]) -> Iterator[tuple[Row, str]]:
    """Yield each row, and its canonical text."""
    # Names of columns are ASCII, in whose order RFC 8785 and Python agree.
    names = sorted(table.names)
    for row in rows:
        yield row, _ENCODER.encode({name: cell for name in names if (cell := row.get(name))})


def _short(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:DIGITS]


def read_ledger(data: bytes) -> Ledger:
    """Return the ledger that a file holds.

    Raises:
        LedgerFault: it is none, one of another form, or longer than :mod:`overseas_stations.formats.strict_json` reads.
    """
    try:
        found = load_json(data)
    except JsonFault as fault:
        raise LedgerFault(fault.message, fault.line, fault.column) from None
    if not isinstance(found, dict) or found.get("ledger") != FORM or set(found) != set(_HEAD):
        raise LedgerFault(f"it is no ledger of form {FORM}: an object of {', '.join(_HEAD)}")
    name, version, date, schema, records = (found[key] for key in _HEAD[1:])
    if not isinstance(name, str) or not is_version(version):
        raise LedgerFault("its name is no text, or its version not x.y.z")
    if not (date is None or (isinstance(date, str) and is_match(DATE, date))) or not isinstance(schema, str | None):
        raise LedgerFault("its date is no date, or its schema_version no text")
    if not isinstance(records, dict):
        raise LedgerFault("its records are no object")
    return Ledger(name, version, date, schema, dict(_entry(key, value) for key, value in records.items()))


def _entry(text: str, hashes: object) -> tuple[RecordKey, Hashes]:
    table, _, name = text.partition("/")
    if not table or not name or not isinstance(hashes, list) or len(hashes) != 2:
        raise LedgerFault(f"{text} is no table/record with the hashes of its row and of its evidence")
    row, evidence = hashes
    if not _is_hash(row) or not (evidence is None or _is_hash(evidence)):
        raise LedgerFault(f"the hashes of {text} are not of {DIGITS} hexadecimal digits")
    return (table, name), (row, evidence)


def _is_hash(value: object) -> bool:
    return isinstance(value, str) and _HASH.fullmatch(value) is not None
