"""Measure the start: run with `make bench-start`.

Every command runs in a process of its own, the commands taking turns, so that a busy moment of the machine strikes
them all. The best of the rounds counts. The two limits are printed beside the ratios; nothing fails.
"""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

ROUNDS = 5
ROOT = Path(__file__).parents[1]
CHECK = "import sys; from overseas_stations.cli import main; sys.argv = ['overseas', 'check']; main()"

COMMANDS = {
    "python -c pass": "pass",
    "import pydantic": "import pydantic",
    "import overseas_stations": "import overseas_stations",
    "import pandas, polars, pydantic": "import pandas, polars, pydantic",
    "overseas check": CHECK,
}
LIMITS = (
    ("import overseas_stations", "import pydantic", 2.0),
    ("overseas check", "import pandas, polars, pydantic", 5.0),
)


def seconds(code: str) -> float:
    """Return how long a fresh interpreter takes to run *code*."""
    start = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
    )
    taken = time.perf_counter() - start
    if done.returncode not in (0, 1):
        sys.exit(f"{code}\n{done.stdout}{done.stderr}")
    if "Traceback" in done.stderr:
        sys.exit(done.stderr)
    return taken


def main() -> None:
    """Measure and print."""
    for code in COMMANDS.values():
        seconds(code)  # the first run compiles and fills the caches
    best = dict.fromkeys(COMMANDS, float("inf"))
    for _ in range(ROUNDS):
        for name, code in COMMANDS.items():
            best[name] = min(best[name], seconds(code))
    print(f"best of {ROUNDS}, Python {sys.version.split()[0]}\n")
    for name, taken in best.items():
        print(f"{name:34} {taken * 1000:7.0f} ms")
    print()
    for name, base, limit in LIMITS:
        ratio = best[name] / best[base]
        verdict = "within" if ratio <= limit else "BEYOND"
        print(f"{name} / {base}: {ratio:.2f} ({verdict} the limit of {limit:g})")


if __name__ == "__main__":
    main()
