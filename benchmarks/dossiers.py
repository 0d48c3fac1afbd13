"""Write a project of many dossiers, this one's again and again under fresh ids, and measure what a check of it costs.

``python benchmarks/dossiers.py FOLDER [--dossiers 15000] [--measure ROUNDS [--write docs]]`` writes *FOLDER*/seeds, in
which every copy has the mix of the real dossiers, their disputes, notes and long texts. With *--measure* it is built
and checked, and so is this project, beside the import of what a check cannot do without; the least of some rounds
counts, as others work on the machine too. Processor time is that of all processes of a check. *--write* measures
several sizes, and leaves a report and its picture.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Set
from functools import partial
from pathlib import Path

from overseas_stations.dossiers.compiling import ACTORS, RETRACTIONS, compile_dossiers
from overseas_stations.dossiers.files import dossier_files

ROOT = Path(__file__).parents[1]
DOSSIERS = 15_000
SIZES = (1_000, 5_000, 15_000)
Cost = tuple[float, ...]
"""Seconds of processor, seconds, and peak memory in MiB."""
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


def cost(*command: str) -> Cost:
    """Return the processor time, the time and the peak memory in MiB of a command, its helpers included."""
    # Polars leaves in this process, and would leave in that one, how its memory is to be kept.
    env = {name: value for name, value in os.environ.items() if name != "_RJEM_MALLOC_CONF"}
    start = time.perf_counter()
    process = subprocess.Popen([sys.executable, *command], stdout=subprocess.DEVNULL, env=env)
    _, status, used = os.wait4(process.pid, 0)
    taken = time.perf_counter() - start
    if status:
        sys.exit(f"{' '.join(command)}: {status}")
    return used.ru_utime + used.ru_stime, taken, used.ru_maxrss / 1024


def measure(folder: Path, rounds: int) -> dict[str, Cost]:
    """Return what a check of a project costs, of this one, and of the imports of both; the least of some rounds."""
    check = "import sys; from overseas_stations.cli import main; sys.argv = ['overseas', {}, '--root', {}]; main()"
    cost("-c", check.format("'build'", repr(str(folder))))
    commands = {
        "imports": "import polars, pydantic",
        "this project": check.format("'check'", repr(str(ROOT))),
        "many dossiers": check.format("'check'", repr(str(folder))),
    }
    best = dict.fromkeys(commands, (float("inf"),) * 3)
    for _ in range(rounds):
        for name, code in commands.items():
            best[name] = tuple(map(min, best[name], cost("-c", code)))
    return best


def report(found: dict[int, dict[str, Cost]]) -> str:
    """Return what checks cost as Markdown, of projects of some sizes."""
    lines = [
        "| dossiers | seconds of processor | ms a dossier | seconds | seconds / processor | peak MiB |",
        "|---:|---:|---:|---:|---:|---:|",
    ]
    for dossiers, best in found.items():
        processor, taken, memory = best["many dossiers"]
        each = f"{processor:.2f} | {processor / dossiers * 1000:.2f} | {taken:.2f} | {taken / processor:.2f}"
        lines.append(f"| {dossiers:,} | {each} | {memory:.0f} |")
    today, imports = (min(best[name] for best in found.values()) for name in ("this project", "imports"))
    return "\n".join([
        *lines,
        "",
        f"The check of this project takes {today[0]:.2f} s of processor, {today[0] / imports[0]:.1f} times as long as "
        f"`import polars, pydantic` ({imports[0]:.2f} s). Memory is that of the largest process.",
        "",
    ])  # fmt: skip


INTRODUCTION = """# What `overseas check` costs, by the number of dossiers

`benchmarks/dossiers.py` writes the project's own dossiers again and again under fresh ids, with their disputes, notes
and long texts, builds that project, and checks it in a process of its own, from nothing: dossiers read and compiled,
rules asked, the build compared with what is committed. The least of some runs counts.

![Dossiers against seconds of processor and of the clock, and against memory](dossiers.svg)

"""


def main() -> None:
    """Write the project that the command line asks for, and measure."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--dossiers", type=int, default=DOSSIERS)
    parser.add_argument("--measure", type=int, default=0, metavar="ROUNDS")
    parser.add_argument("--write", type=Path, metavar="DOCS", help="measure several sizes, and write the report here")
    given = parser.parse_args()
    found = {}
    for wanted in SIZES if given.write else [given.dossiers]:
        write(given.folder, wanted)
        if given.measure:
            dossiers = sum(path.parent.name != ACTORS for path in (given.folder / "seeds").rglob("*.yaml")) - 1
            found[dossiers] = measure(given.folder.resolve(), given.measure)
    if found:
        print(report(found))
    if found and given.write:
        from plot import plot_dossiers

        plot_dossiers(
            {dossiers: best["many dossiers"] for dossiers, best in found.items()}, given.write / "dossiers.svg"
        )
        (given.write / "dossiers.md").write_text(f"{INTRODUCTION}{report(found)}", encoding="utf-8")


if __name__ == "__main__":
    main()
