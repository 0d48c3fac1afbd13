"""Plants the fault of a case file in the base project, and checks what comes of it.

A case is a YAML file of ``tests/cases``; ``tests/cases/README.md`` says what it may hold.
"""

from __future__ import annotations

import codecs
import functools
import io
import json
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import yaml

from made_up_past import PAST, aged_package, unsized
from overseas_stations.checking import Options, check_project, load_project, validate
from overseas_stations.checking.projects import Project
from overseas_stations.dependents.lock import installed_lock
from overseas_stations.findings import Finding, Report
from overseas_stations.formats.strict_json import load_json
from overseas_stations.migrations.running import migrate
from overseas_stations.publishing.published import published_files, with_hashes
from overseas_stations.reading.contents import LOCK
from overseas_stations.releases.opening import ledger_of, open_sound_release
from overseas_stations.texts.at_hand import Texts

TESTS = Path(__file__).resolve().parent
BASE = TESTS / "base"
CASES = TESTS / "cases"

Files = dict[str, bytes]

KEYS = {
    *("about", "kind", "table", "edits", "files", "delete", "move"),
    *("copies", "views", "hashes", "texts", "today", "old", "lock", "expected"),
}
PLACE = ("code", "file", "line", "column")


def case_files() -> list[Path]:
    """Return the case files, sorted."""
    return sorted(CASES.glob("OS*.yaml"))


@functools.cache
def load_case(path: Path) -> dict[str, Any]:
    """Return a case; an unknown key is an error, so that no misspelt one goes unnoticed."""
    case = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    assert set(case) <= KEYS, f"{path.name}: unknown keys {set(case) - KEYS}"
    return dict(case)


@functools.cache
def _base() -> tuple[tuple[str, bytes], ...]:
    paths = sorted(path for path in BASE.rglob("*") if path.is_file())
    return tuple((path.relative_to(BASE).as_posix(), path.read_bytes()) for path in paths)


@functools.cache
def _base_project() -> Project:
    return load_project(BASE, Options())


@functools.cache
def _built() -> tuple[tuple[str, bytes], ...]:
    built = _base_project().built_files()
    return tuple((f"{folder}/{name}", data) for folder, files in built.items() for name, data in files.items())


def base_files() -> Files:
    """Return the dossiers and texts of the base project."""
    return dict(_base())


def package_files(*, copies: bool = False, views: bool = False) -> Files:
    """Return the package that the base project builds, without hashes.

    Args:
        copies: with the copies of its tables in JSON, which a fault in a table would contradict.
        views: as it is published, with its views as well.
    """
    if views:
        return unsized(published_package())
    prefix = "datapackage/"
    files = {name.removeprefix(prefix): data for name, data in _built() if name.startswith(prefix)}
    return files | _copies() if copies else files


def _copies() -> Files:
    published = unsized(published_package())
    return {name: published[name] for name in published if name.startswith(("json/", "views/", "datapackage.json"))}


@functools.cache
def published_package() -> Files:
    """Return the package that the base project builds as an export publishes it."""
    return published_files(base_rows())


def hashed(files: Files) -> Files:
    """Return a package whose descriptor states the hashes of its files; one that cannot be read stays as it is."""
    try:
        load_json(files["datapackage.json"])
        return with_hashes(files)
    except (KeyError, ValueError, TypeError, AttributeError):
        return files


def base_rows() -> dict[str, list[dict[str, str | None]]]:
    """Return the rows of that package by table."""
    rows = _base_project().compiled.rows
    return {name: [dict(row.cells) for row in listed] for name, listed in rows.items()}


def older_package() -> Files:
    """Return the package as the made-up version 0.9.0 held it; hashes and sizes are taken out."""
    return unsized(aged_package("0.9.0", base_rows(), package_files()))


def plant(files: Files, case: Mapping[str, Any]) -> Files:
    """Return *files* with the edits of a case made."""
    files = dict(files)
    for name in case.get("delete", ()):
        del files[name]
    for old, new in case.get("move", {}).items():
        files[new] = files.pop(old)
    for name, content in case.get("files", {}).items():
        files[name] = content.encode()
    for edit in case.get("edits", ()):
        files[edit["file"]] = _edited(files[edit["file"]], edit)
    return files


def _edited(data: bytes, edit: Mapping[str, str]) -> bytes:
    assert set(edit) <= {"file", "find", "replace", "all", "bytes", "times", "encoding"}, edit
    if "encoding" in edit:
        return data.decode().encode(edit["encoding"])
    escaped = edit.get("bytes") == "true"
    find, new = (_bytes(edit[key], escaped) for key in ("find", "replace"))
    found = data.count(find)
    assert found == 1 or (found and edit.get("all") == "true"), f"{edit['find']!r} stands {found} times"
    return data.replace(find, new * int(edit.get("times", "1")))


def _bytes(text: str, escaped: bool) -> bytes:
    return codecs.escape_decode(text.encode())[0] if escaped else text.encode()


def write(folder: Path, files: Files) -> None:
    """Write files below *folder*."""
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def findings_of(case: Mapping[str, Any], folder: Path) -> list[Finding]:
    """Return what a check finds after the case's fault is planted; files are named relative to the project or package.

    Args:
        case: the case.
        folder: an empty folder.
    """
    report = check_of(case, folder)(options_of(case, folder))
    return [replace(finding, file=_relative(finding.file, folder)) for finding in report.findings]


def options_of(case: Mapping[str, Any], folder: Path) -> Options:
    """Return how a case is to be checked."""
    return Options(texts=Texts(folder / "texts") if case.get("texts") == "true" else None, today=case.get("today"))


def check_of(case: Mapping[str, Any], folder: Path) -> Callable[[Options], Report]:
    """Plant a case's fault in an empty folder, and return the function that checks what is there."""
    match case["kind"]:
        case "dossier":
            write(folder, plant(base_files(), case))
            return lambda options: load_project(folder, options).report
        case "build" | "pending" as kind:
            write(folder, plant(base_files() | dict(_built()), case))
            return lambda options: check_project(folder, replace(options, pending=kind == "pending"))[1]
        case "package" | "table" | "archive" as kind:
            files = package_files(copies=case.get("copies") == "true", views=case.get("views") == "true")
            match case.get("hashes", "after"):
                case "before":
                    files = plant(hashed(files), case)
                case "after":
                    files = hashed(plant(files, case))
                case "none":
                    files = plant(files, case)
            if kind == "archive":
                files = {"package.zip": files.get("package.zip") or _zipped(files)}
            write(folder, files)
            path, table = package_of(case, folder), case.get("table")
            return lambda options: validate(path, options, table=table)
        case "release" | "ledger" as kind:
            old = folder.parent / f"{folder.name}-old"
            write(old, _older(plant(package_files(), case.get("old", {})), case.get("old", {}).get("version", "0.0.1")))
            write(folder, hashed(plant(package_files(), case)))
            against = _ledger(old) if kind == "ledger" else old
            return lambda options: validate(folder, replace(options, against=str(against)))
        case "depending":
            write(folder, plant({} if case.get("lock") == "false" else {LOCK: installed_lock().to_bytes()}, case))
            return lambda options: validate(folder, options)
        case "migrate":
            write(folder, plant(older_package(), case))
            return lambda options: Report(str(folder), migrate(folder, past=PAST).findings)
        case kind:
            raise ValueError(f"no kind of case is named {kind}")


def _ledger(package: Path) -> Path:
    """Write the ledger of a package beside it, and return where."""
    ledger = ledger_of(open_sound_release(str(package)))
    name = f"{package.name}-releases/{ledger.version}.json"
    write(package.parent, {name: ledger.to_bytes()})
    return package.parent / name


def package_of(case: Mapping[str, Any], folder: Path) -> Path:
    """Return what a case of a package validates."""
    if case["kind"] == "archive":
        return folder / "package.zip"
    return folder / f"tables/{case['table']}.csv" if "table" in case else folder


def _older(files: Files, version: str) -> Files:
    """Return a package with another version, by default one from which every change is free."""
    descriptor = json.loads(files["datapackage.json"])
    return files | {"datapackage.json": json.dumps(descriptor | {"version": version}).encode()}


def _zipped(files: Files) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return stream.getvalue()


def _relative(file: str | None, folder: Path) -> str | None:
    return None if file is None else file.removeprefix(f"{folder.as_posix()}/")


def place(entry: Finding | Mapping[str, str]) -> tuple[str, str, str, str]:
    """Return code, file, line and column as text, empty where they do not apply."""
    get = entry.get if isinstance(entry, Mapping) else functools.partial(getattr, entry)
    return tuple(str(get(key, None) or "") for key in PLACE)
