"""Measure packages of 10^4 to 10^7 rows: ours, beside others on the same package and a plain read of its files.

``make bench``, or ``python benchmarks/scale.py [--up-to ROWS] [--write FOLDER]``. Every measurement runs in a process
of its own (contestants.py, evidence.py); they take turns, so that a busy moment of the machine strikes them all, and
the best counts. Others take part as far as they are done in minutes. *--write* leaves the report and its picture.
"""

from __future__ import annotations

import argparse
import datetime
import json
import os
import platform
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

from overseas_stations.cli import MEMORY

HERE = Path(__file__).parent
SIZES = (10_000, 100_000, 1_000_000, 10_000_000)
ROUNDS = {10_000: 5, 100_000: 5, 1_000_000: 5, 10_000_000: 2}
OTHERS = {"frictionless": 1_000_000, "pandera": 1_000_000, "pointblank": 1_000_000, "jsonschema-rs": 1_000_000}
"""Contestant -> the largest package that it is measured on; from 100,000 rows on, once."""
SHARES = {"clean": 0.0, "1 % wrong": 0.01, "100 % wrong": 1.0}
"""Packages that generate.py writes -> the share of their rows that is wrong."""
REAL = "the real mix"
"""The package that multiply.py writes."""
DOES = {
    "ours": "all rules, every table",
    "frictionless": "types, constraints and keys",
    "pandera": "types, patterns, vocabularies, unique keys",
    "pointblank": "types, patterns, vocabularies, unique keys",
    "jsonschema-rs": "each row against its JSON Schema",
    "plain read": "Polars reads the files, nothing more",
}

Measured = tuple[float, float]
"""Seconds and peak MiB."""
Run = tuple[str, int, str]
"""Contestant, rows, what the rows are."""


def measure(script: str, *arguments: object) -> Measured:
    """Run a script in a process of its own and return what it measured."""
    command = [sys.executable, "-W", "ignore", str(HERE / script), *map(str, arguments)]
    # As the command `overseas` has it, for all alike: memory that Polars needs no more is given back at once.
    env = {**os.environ, "_RJEM_MALLOC_CONF": MEMORY}
    done = subprocess.run(command, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL, env=env)
    if done.returncode:
        sys.exit(f"{' '.join(command)}\n{done.stdout}{done.stderr}")
    seconds, memory, *_ = json.loads(done.stdout.splitlines()[-1])
    return seconds, memory


def scale(sizes: list[int]) -> dict[Run, Measured]:
    """Measure all contestants on packages of some sizes."""
    best: dict[Run, Measured] = {}
    for rows in sizes:
        with tempfile.TemporaryDirectory() as scratch:
            shares = SHARES if rows <= 1_000_000 else {"clean": 0.0}
            for name, share in shares.items():
                write = [sys.executable, str(HERE / "generate.py"), f"{scratch}/{name}", str(rows), str(share)]
                subprocess.run(write, check=True)
            subprocess.run([sys.executable, str(HERE / "multiply.py"), f"{scratch}/{REAL}", str(rows)], check=True)
            for turn in range(ROUNDS[rows]):
                for contestant, kind in _turn(rows, turn, [*shares, REAL]):
                    run = (contestant, rows, kind)
                    taken = measure("contestants.py", contestant, f"{scratch}/{kind}")
                    best[run] = min(best.get(run, taken), taken)
                    print(f"{rows:>10,}  {contestant:14} {kind:12} {taken[0]:9.3f} s {taken[1]:7.0f} MiB", flush=True)
    return best


def _turn(rows: int, turn: int, kinds: list[str]) -> Iterator[tuple[str, str]]:
    for kind in ("clean", REAL):
        yield "plain read", kind
    for kind in kinds:
        yield "ours", kind
    for contestant, largest in OTHERS.items():
        if rows <= largest and (turn == 0 or rows < 100_000):
            for kind in ("clean", REAL):
                yield contestant, kind


def evidence() -> dict[str, Measured]:
    """Measure the verification of passages."""
    best: dict[str, Measured] = {}
    for _ in range(3):
        for kind in ("read", "hints", "moved"):
            taken = measure("evidence.py", kind)
            best[kind] = min(best.get(kind, taken), taken)
            print(f"passages    {kind:14} {taken[0]:22.3f} s {taken[1]:7.0f} MiB", flush=True)
    return best


def targets(best: dict[Run, Measured], passages: dict[str, Measured]) -> Iterator[tuple[str, float, str, bool]]:
    """Yield what is to be reached, what was, the limit, and whether it holds; only what was measured."""

    def seconds(contestant: str, rows: int, kind: str = "clean") -> float | None:
        found = best.get((contestant, rows, kind))
        return found[0] if found else None

    def ratio(one: float | None, other: float | None) -> float | None:
        return one / other if one and other else None

    def against(other: str, rows: int, kind: str) -> float | None:
        return ratio(seconds("ours", rows, kind), seconds(other, rows, kind))

    def peak(rows: int, kind: str) -> float | None:
        found = best.get(("ours", rows, kind))
        return found[1] if found else None

    million, ten = 1_000_000, 10_000_000
    others = [against(other, rows, "clean") for other in ("pandera", "pointblank") for rows in SIZES]
    wrong = [ratio(seconds("ours", rows, "100 % wrong"), seconds("ours", rows)) for rows in SIZES]
    per_row = ratio(seconds("ours", ten, REAL), seconds("ours", 100_000, REAL))
    read, hints, moved = (passages[kind][0] if passages else None for kind in ("read", "hints", "moved"))
    for what, found, least, limit in (
        (f"1,000,000 rows of {REAL}, times a plain read", against("plain read", million, REAL), None, 3),
        (f"1,000,000 rows of {REAL}, peak MiB", peak(million, REAL), None, 400),
        (
            f"1,000,000 rows of {REAL}, times faster than frictionless",
            ratio(seconds("frictionless", million, REAL), seconds("ours", million, REAL)),
            25,
            None,
        ),
        (f"10,000,000 rows of {REAL}, times a plain read", against("plain read", ten, REAL), None, 2.5),
        (f"10,000,000 rows of {REAL}, peak MiB", peak(ten, REAL), None, 922),
        (f"time per row of {REAL}, 10,000,000 rows against 100,000", ratio(per_row, ten / 100_000), None, 1.25),
        ("1,000,000 generated rows, times a plain read", against("plain read", million, "clean"), None, 2),
        (
            "generated rows, times the time of pandera and pointblank, the worst size",
            max((each for each in others if each), default=None),
            None,
            1,
        ),
        (
            "100 % wrong rows against clean ones, the worst size",
            max((each for each in wrong if each), default=None),
            None,
            2,
        ),
        ("100,000 passages at their hints, times reading the texts", ratio(hints, read), None, 2),
        ("100,000 passages that moved, times reading the texts", ratio(moved, read), None, 10),
    ):
        if found is not None:
            holds = found >= least if least is not None else found <= (limit or 0)
            yield what, found, f"at least {least}" if least is not None else f"at most {limit}", holds


def report(best: dict[Run, Measured], passages: dict[str, Measured]) -> str:
    """Return the report as Markdown."""
    sizes = sorted({rows for _, rows, _ in best})
    lines = [
        "| rows | who | does | rows are | seconds | times the read | peak MiB |",
        "|---:|---|---|---|---:|---:|---:|",
    ]
    for rows in sizes:
        for (contestant, of, kind), (taken, memory) in sorted(best.items(), key=lambda item: item[1]):
            if of == rows:
                does, floor = DOES[contestant], best["plain read", rows, REAL if kind == REAL else "clean"][0]
                lines.append(
                    f"| {rows:,} | {contestant} | {does} | {kind} | {taken:.3f} | {taken / floor:.1f} | {memory:.0f} |"
                )
    lines += ["", "| to reach | measured | wanted | |", "|---|---:|---|---|"]
    for what, found, wanted, holds in targets(best, passages):
        lines.append(f"| {what} | {found:.2f} | {wanted} | {'reached' if holds else '**missed**'} |")
    lines += ["", *_limit(best)]
    return "\n".join(lines) + "\n"


def _limit(best: dict[Run, Measured]) -> Iterator[str]:
    """Say what bounds the comparison with others, where it was measured."""
    other, read, own = (best.get((name, 1_000_000, REAL)) for name in ("frictionless", "plain read", "ours"))
    if other and read and own:
        yield (
            f"A plain read takes 1/{other[0] / read[0]:.0f} of the time that frictionless takes for a million rows of "
            f"{REAL}; more than so many times as fast nobody is who reads the files as Polars does. Of our "
            f"{own[0]:.2f} s, {read[0]:.2f} s are such a read; the rest goes into the sweep over the bytes, patterns, "
            "the index, what is asked of it, and texts that could hold an address."
        )


def machine() -> str:
    """Say on what all this was measured."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    names = ("polars", "narwhals", "frictionless", "pandera", "pointblank", "jsonschema-rs")
    versions = ", ".join(f"{name} {version(name)}" for name in names)
    return (
        f"Measured on {datetime.date.today()}: {os.cpu_count()} cores ({platform.machine()}), {memory:.0f} GiB, "
        f"{platform.system()}, Python {platform.python_version()}, {versions}."
    )


INTRODUCTION = """# How fast, beside what

`benchmarks/multiply.py` writes the real package several times over, under fresh ids: the real mix. Packages whose rows
are all alike, and as wide as the dataset's own, are written by `benchmarks/generate.py`, clean ones and ones with
faults. Ten million rows are 2 GB of CSV. Each figure is the best of some runs, each in a process of its own that had
done the same on a hundred rows before the clock began. Others do less than we do, which the table says; only ours
follows citations.

"""


HOW = """
## How it was won, and where it goes

- Files are read once, 16 MB at a time; of each piece the index is made, and those rows are kept as text of which a
  rule may ask. Before, what was suspected was read again: 35 times a plain read for a million rows of the real mix.
- Names are hashes of 64 bits in the index; that two names share one is found out before anything is said.
- What may be an address or a telephone number is found by patterns and judged by Python, each text once, while the
  engine compares rows on another core; each suspect is asked only by the rule that suspects it.
- Disputed values are compared as text only where their groups differ by hash; texts that begin alike are told apart
  by what is left of them without signs before anybody reads them letter by letter.
- Of the 4.7 s of processor that a million rows take, 0.4 go into the sweep over the bytes, 0.4 into parsing, 0.8 into
  patterns, 0.6 into the index, 1.0 into what is asked of it, 1.1 into texts that could hold an address. No function
  takes more than a twelfth. To number repeated texts, to ask each distinct text once, and to take smaller pieces were
  tried and won nothing.
- Memory at its peak is 120 MB before the first row, 115 of the index and of texts that are held, and what Polars works
  with. With pieces of 8 MB, and all memory given back the moment it is free, a million rows of the real mix take
  400 MB, and a third more time; so pieces stay at 16 MB.
"""


def main() -> None:
    """Measure, print and write."""
    options = argparse.ArgumentParser(description="Measure large packages beside others and a plain read.")
    options.add_argument("--up-to", type=float, default=SIZES[-1], help="the largest package, in rows")
    options.add_argument("--write", type=Path, help="leave the report of a whole run in this folder")
    chosen = options.parse_args()
    best, passages = scale([rows for rows in SIZES if rows <= chosen.up_to]), evidence()
    text = report(best, passages)
    print(f"\n{machine()}\n\n{text}")
    if chosen.write and chosen.up_to >= SIZES[-1]:
        from plot import plot

        plot(best, chosen.write / "benchmark.svg")
        picture = "![Rows against seconds, and rows against memory, both axes logarithmic](benchmark.svg)\n\n"
        how = "Lower is better; a line that runs parallel to the plain read costs the same for every row.\n\n"
        whole = f"{INTRODUCTION}{machine()}\n\n{picture}{how}{text}{HOW}"
        (chosen.write / "benchmark.md").write_text(whole, encoding="utf-8")


if __name__ == "__main__":
    main()
