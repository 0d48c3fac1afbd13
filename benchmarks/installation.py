"""Say what each part of an installation takes on the disk: run it with the Python of a fresh environment.

``python -m venv fresh && fresh/bin/pip install . && fresh/bin/python benchmarks/installation.py``
"""

from __future__ import annotations

from importlib.metadata import Distribution, distributions

BESIDE = {"pip", "setuptools", "wheel"}
"""What an environment has before anything is installed."""


def sizes(distribution: Distribution) -> tuple[int, int]:
    """Return the bytes of a distribution's files without and with what Python compiles of them."""
    found = {False: 0, True: 0}
    for each in distribution.files or ():
        path = each.locate()
        if path.exists():
            found["__pycache__" in each.parts] += path.stat().st_size
    return found[False], found[False] + found[True]


def main() -> None:
    """Print a line for each distribution, the largest first, and their sum."""
    measured = {each.name: sizes(each) for each in distributions() if each.name not in BESIDE}
    print(f"{'distribution':24} {'MB':>8} {'compiled':>9}")
    for name, (plain, compiled) in sorted(measured.items(), key=lambda item: -item[1][1]):
        print(f"{name:24} {plain / 1e6:8.1f} {compiled / 1e6:9.1f}")
    plain, compiled = (sum(column) for column in zip(*measured.values(), strict=True))
    print(f"{'all':24} {plain / 1e6:8.1f} {compiled / 1e6:9.1f}")


if __name__ == "__main__":
    main()
