"""The manifest of a run: who asked when and with what, and the SHA-256 of all that came of it."""

from __future__ import annotations

import hashlib
import json
import platform
from collections.abc import Iterable, Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any

from overseas_stations.fetching.warc import SUFFIX, mend
from overseas_stations.pages.attempts import Attempt
from overseas_stations.pages.store import RUNS, TEXTS, put
from overseas_stations.version import __version__

WARCS = "warc"
_ENDING = ".json"


def begin(folder: Path, time: str, agent: str, asked: Mapping[str, Any]) -> str:
    """Write the manifest of a run that begins, and return the run's name, which no other has.

    Args:
        folder: the store's.
        time: now, as ``2026-11-27T02:03:04Z``.
        agent: what is said to servers, with whom they can ask.
        asked: what was asked for.
    """
    plain = time.replace("-", "").replace(":", "")
    taken = {path.name.removesuffix(_ENDING) for path in (folder / RUNS).glob(f"*{_ENDING}")}
    taken |= {path.name.removesuffix(SUFFIX) for path in (folder / WARCS).glob(f"*{SUFFIX}")}
    name = next(each for each in (plain, *(f"{plain}-{number}" for number in range(2, 1 << 20))) if each not in taken)
    tools = {"python": platform.python_version(), **{each: version(each) for each in ("protego", "warcio")}}
    held = {"run": name, "begun": time, "agent": agent, "asked": dict(asked), "version": __version__, "tools": tools}
    _put(folder / RUNS / f"{name}{_ENDING}", held)
    return name


def seal(folder: Path, name: str, attempts: Iterable[Attempt], ended: str | None) -> None:
    """Write into the manifest of a run what came of it.

    Args:
        folder: the store's.
        name: the run's.
        attempts: all of the store.
        ended: when it ended; None for one that was killed.
    """
    path = folder / RUNS / f"{name}{_ENDING}"
    made = [each for each in attempts if each.run == name]
    file = folder / WARCS / f"{name}{SUFFIX}"
    texts = {each.source_id: folder / TEXTS / f"{each.source_id}.txt" for each in made}
    _put(
        path,
        json.loads(path.read_bytes())
        | {
            "ended": ended,
            "attempts": len(made),
            "index_sha256": hashlib.sha256("".join(f"{each.line()}\n" for each in made).encode()).hexdigest(),
            "warc_sha256": _digest(file) if file.is_file() else None,
            "bodies_sha256": sorted({each.body for each in made if each.body}),
            "texts_sha256": {name: _digest(text) for name, text in sorted(texts.items()) if text.is_file()},
        },
    )


def mend_all(folder: Path, attempts: Iterable[Attempt]) -> list[str]:
    """Put in order what runs that were killed left, and return their names."""
    held, found = list(attempts), []
    for path in sorted((folder / RUNS).glob(f"*{_ENDING}")):
        name = path.name.removesuffix(_ENDING)
        if "attempts" in json.loads(path.read_bytes()):
            continue
        if (file := folder / WARCS / f"{name}{SUFFIX}").is_file():
            mend(file)
        seal(folder, name, held, None)
        found.append(name)
    return found


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _put(path: Path, held: Mapping[str, Any]) -> None:
    put(path, (json.dumps(held, indent=1, sort_keys=True) + "\n").encode())
