"""Write a project of many dossiers: this one's seeds, again and again under fresh ids.

``python benchmarks/dossiers.py FOLDER [--dossiers 15000]`` writes *FOLDER*/seeds, in which every copy has the mix of
the real dossiers, their disputes, notes and long texts. ``overseas build --root FOLDER`` then builds what
``overseas check`` is held against.
"""

from __future__ import annotations

import argparse
import re
import shutil
from collections.abc import Iterator, Set
from functools import partial
from pathlib import Path

from overseas_stations.dossiers.compiling import ACTORS, RETRACTIONS, compile_dossiers
from overseas_stations.dossiers.files import dossier_files

ROOT = Path(__file__).parents[1]
DOSSIERS = 15_000
NAME = re.compile(r"(?<![\w.-])[a-z0-9]+(?:-[a-z0-9]+)*(?![\w-])")
URL = re.compile(r"(?m)^(  (?:archive_)?url: \S*://[^/\s]+)")
PROSE = re.compile(r"(?m)^( +(?:- )?(?:text|summary|scope): (?:>-\n +)?[\"']?)")
QUOTED = re.compile(r"(?m)^      wording: .*\n")
FIGURE = re.compile(r"(?m)^(    - id: .*\n)((?:      .*\n)*?      metric: .*\n(?:      .*\n)*)")
SCOPE = "      scope: all\n"


def copies(files: dict[str, bytes], wanted: int) -> Iterator[tuple[str, bytes]]:
    """Yield the seeds of a project of *wanted* dossiers: path in it -> bytes.

    Copies are whole, so that all references lead somewhere: there are as many dossiers as were asked for, or up to a
    copy more. Actors are shared by all copies.
    """
    compiled = compile_dossiers(files)
    named = [row.cells["id"] for table in compiled.tables.with_ids for row in compiled.rows[table.name]]
    actors = {row.cells["id"] for row in compiled.rows["actors"]}
    names = {*named, *(row.cells["record_id"] for row in compiled.rows["retractions"])} - actors
    retractions = f"seeds/{RETRACTIONS}"
    shared = {name: data for name, data in files.items() if f"/{ACTORS}/" in name}
    texts = {name: data.decode() for name, data in files.items() if name not in {*shared, retractions}}
    yield from shared.items()
    gone = []
    for number in range(-(-wanted // len(texts))):
        renamed = partial(copied, number=number, names=names)
        gone.append(renamed(files[retractions].decode().partition("retractions:\n")[2]))
        for name, text in texts.items():
            folder, _, file = name.rpartition("/")
            yield f"{folder}/{renamed(file)}", renamed(text).encode()
    yield retractions, "".join(["retractions:\n", *gone]).encode()


def copied(text: str, number: int, names: Set[str | None]) -> str:
    """Return a dossier, or the name of its file, as it is in a copy: other names, addresses and claims."""
    if not number:
        return text
    # In letters, as what tells claims apart looks at those alone.
    ending = "copy" + "".join(chr(ord("a") + int(digit)) for digit in str(number))
    text = NAME.sub(lambda found: f"{found[0]}-{ending}" if found[0] in names else found[0], text)
    text = FIGURE.sub(lambda found: found[1] + ("" if "  scope:" in found[2] else SCOPE) + found[2], text)
    # What is changed is no quotation any more.
    text = QUOTED.sub("", text.replace(" form: verbatim\n", " form: paraphrase\n"))
    text = PROSE.sub(rf"\1{ending.capitalize()} ", text)
    return URL.sub(rf"\1/{ending}", text)


def write(folder: Path, wanted: int) -> None:
    """Make a folder a project with such seeds, in place of those that it has."""
    files, _ = dossier_files(ROOT)
    if (folder / "seeds").exists():
        shutil.rmtree(folder / "seeds")
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "pyproject.toml").write_text('[project]\nname = "many-dossiers"\n')
    for name, data in copies(files, wanted):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def main() -> None:
    """Write the project that the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--dossiers", type=int, default=DOSSIERS)
    given = parser.parse_args()
    write(given.folder, given.dossiers)


if __name__ == "__main__":
    main()
