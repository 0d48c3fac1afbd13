"""Measure the validation of large packages beside a plain read of the same files and beside frictionless.

``make bench-scale``, or ``python tests/bench/scale.py 1e4 1e5 1e6``. Each measurement runs in a process of its own and
counts the work, not the start of the interpreter and its imports; the best of three rounds counts, the measurements
taking turns. Peak memory is that of the whole process. frictionless checks types and keys only, and takes part up to
100,000 rows.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path

GENERATE = Path(__file__).with_name("generate.py")
ROUNDS = 3
FRICTIONLESS_UP_TO = 100_000
HEAD = "import json, resource, sys, time; from pathlib import Path; folder = Path(sys.argv[1]); "
TAIL = (
    "; taken = time.perf_counter() - start; "
    "print(json.dumps([taken, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024]))"
)
READ = (
    "import polars as pl; start = time.perf_counter(); "
    "[pl.read_csv(path, infer_schema=False) for path in sorted(folder.glob('tables/*.csv'))]"
)
OURS = (
    "import narwhals, polars; from overseas_stations.checking import validate; from overseas_stations.rules import "
    "all_rules; all_rules(); start = time.perf_counter(); validate(folder)"
)
FRICTIONLESS = (
    "from frictionless import Package, system; "
    "start = time.perf_counter(); Package(str(folder / 'datapackage.json')).validate()"
)


def measure(code: str, folder: Path) -> tuple[float, float]:
    """Return seconds and peak MiB of a fresh process that runs *code* on the package in *folder*."""
    done = subprocess.run(
        [sys.executable, "-c", HEAD + code + TAIL, str(folder)], capture_output=True, text=True, check=True
    )
    seconds, memory = json.loads(done.stdout.splitlines()[-1])
    return seconds, memory


def main(sizes: list[int]) -> None:
    """Measure and print a table."""
    print("| rows | plain read | ours | of the read | peak | 1 % wrong | 100 % wrong | frictionless |")
    print("|---:|---:|---:|---:|---:|---:|---:|---:|")
    for rows in sizes:
        with tempfile.TemporaryDirectory() as scratch:
            folders = {share: Path(scratch) / str(share) for share in (0.0, 0.01, 1.0)}
            for share, folder in folders.items():
                subprocess.run([sys.executable, GENERATE, folder, str(rows), str(share)], check=True)
            runs = {"read": (READ, 0.0), "ours": (OURS, 0.0), "some": (OURS, 0.01), "all": (OURS, 1.0)}
            if rows <= FRICTIONLESS_UP_TO:
                runs["frictionless"] = (FRICTIONLESS, 0.0)
            best = dict.fromkeys(runs, (float("inf"), 0.0))
            for turn in range(ROUNDS):
                for name, (code, share) in runs.items():
                    if turn and name == "frictionless":
                        continue
                    best[name] = min(best[name], measure(code, folders[share]))
        read, ours = best["read"][0], best["ours"][0]
        other = f"{best['frictionless'][0] / ours:.0f} times ours" if "frictionless" in best else ""
        print(
            f"| {rows:,} | {read:.3f} s | {ours:.3f} s | {ours / read:.1f} | {best['ours'][1]:.0f} MiB "
            f"| {best['some'][0] / ours:.2f} | {best['all'][0] / ours:.2f} | {other} |",
            flush=True,
        )


if __name__ == "__main__":
    main([int(float(size)) for size in sys.argv[1:]] or [10_000, 100_000, 1_000_000])
