"""Hostile inputs: packages as folders and archives."""

from __future__ import annotations

import gzip
import io
import json
import os
import struct
import warnings
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from hostile_inputs import DESCRIPTOR, FAULT, FINE, PACKAGE, TABLE, edited, holds, hostile, package

VALIDATE, SHOW, EXPORT = f"validate {PACKAGE}", f"show ec-quito-1 --package {PACKAGE}", "export json --out ../made"
HEADER = b"id,country,region,city,city_local,precision,geonames_id,latitude,longitude,name_as_reported,bureau,"
ROW = b"xx-1,EC,,Quito,,city,,,,,,reported,2023,,,,example-news-2023-01-05\n"

for _name, _data in {
    "a descriptor that is no JSON": b"{",
    "a descriptor of NUL bytes": b"\0" * 100,
    "a descriptor nested very deep": b"[" * 200_000,
    "a descriptor nested very deep and closed": b"[" * 50_000 + b"]" * 50_000,
    "a descriptor that is a number of a million digits": b"1" * 1_000_000,
    "a descriptor with a number beyond all": b'{"resources": 1e999999}',
    "a descriptor with a key twice": b'{"resources": [], "resources": []}',
    "a descriptor with half a surrogate": b'{"name": "\\ud800", "resources": []}',
    "a descriptor of a hundred thousand resources": json.dumps(
        {"resources": [{"name": f"r{n}", "path": f"r{n}.csv"} for n in range(100_000)]}
    ).encode(),
    "a descriptor that is a list": b"[]",
    "a descriptor that names a table by an escape code": json.dumps(
        {"resources": [{"name": "\x1b[2Jstations", "path": "\x1b]0;x\x07.csv"}]}
    ).encode(),
}.items():
    holds(_name, {DESCRIPTOR: _data}, VALIDATE, SHOW)

for _name, _path in {
    "a resource outside of the package": "../../outside/thesis.txt",
    "a resource with an absolute path": "/etc/passwd",
    "a resource on another machine": "https://127.0.0.1:9/stations.csv",
    "a resource that is a file address": "file:///etc/passwd",
    "a resource that is a share": "\\\\127.0.0.1\\share\\stations.csv",
    "a resource that is a device": "/dev/zero",
    "a resource whose path is a pattern": "tables/*.csv",
    "a resource whose path holds NUL": "tables/\0.csv",
    "a resource whose path is very long": "a/" * 5_000 + "x.csv",
}.items():

    @hostile(_name, VALIDATE, SHOW if "outside" in _name else f"coverage --package {PACKAGE}")
    def _path_of(project: Path, path: str = _path) -> None:
        edited(project, DESCRIPTOR, '"tables/stations.csv"', json.dumps(path))


@hostile("a resource that is several of one thousand paths", VALIDATE)
def _paths(project: Path) -> None:
    edited(project, DESCRIPTOR, '"tables/stations.csv"', json.dumps(["tables/stations.csv"] * 1_000))


@hostile("a schema on another machine", VALIDATE)
def _remote_schema(project: Path) -> None:
    described: dict[str, Any] = json.loads((project / DESCRIPTOR).read_text("utf-8"))
    described["resources"][0]["schema"] = "https://127.0.0.1:9/schema.json"
    described["resources"][1]["dialect"] = {"delimiter": ";;", "header": 3}
    (project / DESCRIPTOR).write_text(json.dumps(described), encoding="utf-8")


for _name, _data in {
    "a table that is not UTF-8": HEADER + b"\xff\n",
    "a table of NUL bytes": b"\0" * 4096,
    "a table without a line break": b"x" * 2_000_000,
    "a table whose header does not end": b"," * 2_000_000,
    "a table with a quotation mark that is not closed": HEADER + b'\nxx-1,"' + b"y,\n" * 300_000,
    "a table of one row of commas": HEADER + b"\n" + b"," * 2_000_000 + b"\n",
    "a table of quotation marks": HEADER + b"\n" + b'"' * 2_000_001,
    "a table of carriage returns": HEADER + b"\r" * 100_000,
    "a table of empty lines": HEADER + b"\n" * 1_000_000,
    "a table with one cell of a million characters": HEADER + b"\nxx-1," + b"y" * 1_000_000 + b"\n",
    "a table of a hundred thousand rows of one key": HEADER + b"status,status_as_of,first_reported,stations_claimed,"
    b"note,source_id\n" + ROW * 100_000,
    "a table that is an archive": b"PK\x03\x04" + b"\0" * 100,
    "a table with control characters": HEADER + b"\nxx-1\x1b[2J,\x07\x08\n",
}.items():
    holds(_name, {TABLE: _data}, VALIDATE)
    if len(_data) < 10_000:
        holds(f"{_name}, looked up", {TABLE: _data}, SHOW, f"cite ec-quito-1 --package {PACKAGE}", EXPORT)


@hostile("a cell that is longer than any, looked up", SHOW, EXPORT)
def _long_cell(project: Path) -> None:
    edited(project, TABLE, "Quito", "Q" * 400_000)


for _name, _to in {"a number that is none": "north", "a term of no vocabulary": "here and there"}.items():

    @hostile(f"{_name}, looked up", EXPORT, VALIDATE)
    def _cell(project: Path, to: str = _to) -> None:
        edited(project, TABLE, ",city,", f",{to},")


@hostile("a table that is a pipe", VALIDATE, SHOW, f"coverage --package {PACKAGE}", EXPORT, needs="mkfifo")
def _pipe(project: Path) -> None:
    (project / TABLE).unlink()
    os.mkfifo(project / TABLE)


@hostile("a descriptor that is a pipe", VALIDATE, SHOW, needs="mkfifo")
def _descriptor_pipe(project: Path) -> None:
    (project / DESCRIPTOR).unlink()
    os.mkfifo(project / DESCRIPTOR)


@hostile("a table that is a link to a device without an end", VALIDATE, SHOW, needs="symlink")
def _device(project: Path) -> None:
    (project / TABLE).unlink()
    (project / TABLE).symlink_to("/dev/zero")


@hostile("a table that is a folder", VALIDATE, SHOW)
def _folder(project: Path) -> None:
    (project / TABLE).unlink()
    (project / TABLE).mkdir()


# Layouts of others ----------------------------------------------------------------------------------------------------


def _described(project: Path, **properties: Any) -> None:
    """Have the descriptor say something else of the table of the stations."""
    described: dict[str, Any] = json.loads((project / DESCRIPTOR).read_text("utf-8"))
    (stations,) = [each for each in described["resources"] if each["name"] == "stations"]
    stations.update(properties)
    (project / DESCRIPTOR).write_text(json.dumps(described), encoding="utf-8")


for _name, _properties in {
    "a dialect whose delimiter is NUL": {"dialect": {"delimiter": "\0"}},
    "a dialect whose delimiter is half a surrogate": {"dialect": {"delimiter": "\ud800"}},
    "a dialect by which a letter takes the meaning of the next": {"dialect": {"escapeChar": "i"}},
    "a dialect by which a letter is a quotation mark": {"dialect": {"quoteChar": "a", "doubleQuote": False}},
    "a dialect whose header is beyond the end": {"dialect": {"headerRows": [10**18]}},
    "a dialect by which every line is a comment": {"dialect": {"commentRows": list(range(1, 100_000))}},
    "a dialect on another machine": {"dialect": "https://127.0.0.1:9/dialect.json"},
    "a dialect that is a list": {"dialect": [{}] * 1_000},
    "missing values that are all numbers": {"schema": {"missingValues": [str(n) for n in range(100_000)]}},
    "missing values that are ids": {"schema": {"missingValues": ["ec-quito-1", "\x1b[2J"]}},
    "missing values that are no texts": {"schema": {"missingValues": [None, 1e308, ["x"], {"value": {}}]}},
    "a table in a file and in one outside of the package": {
        "path": ["tables/stations.csv", "../../outside/thesis.txt"]
    },
    "a table in a file and in a device": {"path": ["tables/stations.csv", "/dev/zero"]},
    "a table in a file and in itself": {"path": ["tables/stations.csv", "./tables/../tables/stations.csv"]},
    "a table in no file": {"path": []},
    "a table in texts of a hundred thousand": {"path": [f"tables/{n}.csv" for n in range(100_000)]},
    "a table in files of two kinds": {"path": ["tables/stations.csv", "tables/sources.parquet"]},
    "a table in the descriptor and in a file": {"data": [{"id": "x" * 1_000_000}]},
    "an encoding that is a program": {"encoding": "; touch ../canary"},
    "an encoding that makes much of little": {"encoding": "punycode"},
}.items():
    # Where no cell begins with the letter, or is one of the numbers, the rows are the same.
    @hostile(_name, VALIDATE, codes=FINE if "quotation mark" in _name or "numbers" in _name else FAULT)
    def _layout(project: Path, properties: Any = _properties) -> None:
        _described(project, **properties)


for _name, _pressed in {
    "a compressed table that grows a thousandfold": lambda: gzip.compress(bytes(300_000_000), 9, mtime=0),
    "a compressed table that is cut": lambda: gzip.compress(HEADER * 1_000, mtime=0)[:40],
    "a compressed table that is not compressed": lambda: HEADER + b"\n",
    "a compressed table of nothing": lambda: b"",
    "a compressed table with rubbish behind": lambda: gzip.compress(HEADER, mtime=0) + b"rubbish",
    "a compressed table whose checksum is wrong": lambda: gzip.compress(HEADER, mtime=0)[:-8] + b"\0" * 8,
    "a compressed table that is compressed again": lambda: gzip.compress(gzip.compress(HEADER, mtime=0), mtime=0),
    "a compressed table of fifty thousand members": lambda: gzip.compress(b"", mtime=0) * 50_000,
}.items():

    @hostile(_name, VALIDATE)
    def _compressed(project: Path, make: Any = _pressed) -> None:
        (project / PACKAGE / "tables" / "stations.csv.gz").write_bytes(make())
        (project / TABLE).unlink()
        _described(project, path="tables/stations.csv.gz")


holds(
    "tables that are paths, or none, or a table as well",
    {},
    f"{VALIDATE} --tables ../outside/thesis.txt",
    f"{VALIDATE} --tables ''",
    f"{VALIDATE} --tables stations --table stations",
)
holds("a table that is named ten thousand times", {}, f"{VALIDATE} --tables {'stations,' * 10_000}", codes=FINE)


def _parquet(project: Path, data: bytes) -> None:
    (project / PACKAGE / "tables" / "stations.parquet").write_bytes(data)
    (project / TABLE).unlink()
    edited(project, DESCRIPTOR, '"tables/stations.csv"', '"tables/stations.parquet"')


def _bomb() -> bytes:
    import pyarrow as pa
    from pyarrow import parquet

    made = io.BytesIO()
    # A dictionary of one long text: little on disk, four gigabytes when it is read.
    texts = pa.DictionaryArray.from_arrays(pa.array([0] * 20_000, pa.int32()), pa.array(["y" * 200_000]))
    parquet.write_table(pa.table({"id": texts}), made, store_schema=False)
    return made.getvalue()


for _name, _make in {
    "a Parquet table that is none": lambda: b"PAR1nonsensePAR1",
    "a Parquet table that is cut": lambda: _bomb()[:1_000],
    "a Parquet table whose footer is longer than it": lambda: b"PAR1" + struct.pack("<I", 0x7FFFFFFF) + b"PAR1",
    "a Parquet table that grows a thousandfold": _bomb,
}.items():

    @hostile(_name, VALIDATE)
    def _parquet_table(project: Path, make: Any = _make) -> None:
        _parquet(project, make())


# Archives -------------------------------------------------------------------------------------------------------------

ARCHIVE = "validate ../given.zip"


def _archive(project: Path, more: Mapping[str, bytes], *, without: str = "", **options: Any) -> Path:
    """Write the package beside the project as an archive, with further members, and without one."""
    path = project.parent / "given.zip"
    with warnings.catch_warnings(), zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        warnings.simplefilter("ignore")  # a name that stands twice
        for name, data in [*package(project).items(), *more.items()]:
            if name != without or data is more.get(name):
                archive.writestr(name, data, **options)
    return path


for _name, _member in {
    "an archive with a member outside of it": "../outside/thesis.txt",
    "an archive with a member at an absolute place": "/etc/overseas",
    "an archive with a member on a drive": "C:\\overseas.txt",
    "an archive with a member outside of it, backwards": "..\\outside\\thesis.txt",
    "an archive with two descriptors": "datapackage.json",
    "an archive with a name of control characters": "a\x1b[2J\n.csv",
}.items():

    @hostile(_name, ARCHIVE)
    def _member_of(project: Path, member: str = _member) -> None:
        _archive(project, {member: b"theirs"})


@hostile("an archive with a link as a member", ARCHIVE)
def _link_member(project: Path) -> None:
    with zipfile.ZipFile(_archive(project, {}), "a") as archive:
        link = zipfile.ZipInfo("tables/link.csv")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "../outside/thesis.txt")


@hostile("an archive with a name as long as can be", ARCHIVE, codes=FINE)  # which is named for a warning
def _long_name(project: Path) -> None:
    _archive(project, {"n" * 65_535: b""})


@hostile("an archive that grows a thousandfold", ARCHIVE)
def _zip_bomb(project: Path) -> None:
    _archive(project, {"tables/stations.csv": bytes(300_000_000)}, without="tables/stations.csv", compresslevel=9)


@hostile("an archive of many members", ARCHIVE)
def _many(project: Path) -> None:
    _archive(project, {f"m/{number}": b"" for number in range(20_000)})


@hostile("an archive in an archive", ARCHIVE)
def _nested(project: Path) -> None:
    inner = _archive(project, {}).read_bytes()
    (project.parent / "given.zip").unlink()
    with zipfile.ZipFile(project.parent / "given.zip", "w") as archive:
        archive.writestr("inner.zip", inner)


def _flipped(data: bytes, offset: int, value: bytes) -> bytes:
    """Return an archive in which the directory's entry of the descriptor says otherwise."""
    name = data.rindex(b"datapackage.json")
    at = data.rindex(b"PK\x01\x02", 0, name) + offset
    return data[:at] + value + data[at + len(value) :]


for _name, _change in {
    "an archive that is cut": lambda data: data[: len(data) // 2],
    "an archive without its directory": lambda data: data[: data.index(b"PK\x01\x02")],
    "an archive whose checksums are wrong": lambda data: _flipped(data, 16, b"\1\2\3\4"),
    "an archive that says it is encrypted": lambda data: _flipped(data, 8, b"\1\0"),
    "an archive by an unknown method": lambda data: _flipped(data, 10, b"\x63\0"),
    "an archive that says its members are huge": lambda data: _flipped(data, 24, b"\xfe\xff\xff\xff"),
    "an archive that says its members are elsewhere": lambda data: _flipped(data, 42, b"\xff\xff\xff\x7f"),
    "an archive of another kind": lambda data: gzip.compress(data, mtime=0),
    "an archive of nothing": lambda data: b"",
    "an archive of its end alone": lambda data: b"PK\x05\x06" + bytes(18),
}.items():
    # A size that is a lie changes nothing: no more is read than there is.
    @hostile(_name, ARCHIVE, codes=FINE if "huge" in _name else FAULT)
    def _changed(project: Path, change: Any = _change) -> None:
        path = _archive(project, {})
        path.write_bytes(change(path.read_bytes()))


@hostile("an archive that is a pipe", ARCHIVE, needs="mkfifo")
def _archive_pipe(project: Path) -> None:
    os.mkfifo(project.parent / "given.zip")


@hostile(
    "an archive that is a device without an end", "validate /dev/zero", "diff /dev/zero datapackage", needs="mkfifo"
)
def _archive_device(project: Path) -> None:
    pass
