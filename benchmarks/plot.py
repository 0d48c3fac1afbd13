"""Draws the figures of the reports."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import matplotlib as mpl

mpl.use("svg")
import matplotlib.pyplot as plt

STYLES = {
    "plain read": ("#888888", "--", "plain read (Polars)"),
    "ours": ("#0b5fa5", "-", "overseas-stations, all rules"),
    "frictionless": ("#c44e52", "-", "frictionless"),
    "pandera": ("#dd8452", "-", "pandera"),
    "pointblank": ("#8172b3", "-", "pointblank"),
    "jsonschema-rs": ("#55a868", "-", "jsonschema-rs"),
}


REAL = "the real mix"


def plot(best: dict[tuple[str, int, str], tuple[float, float]], path: Path) -> None:
    """Draw rows against time and against memory, both logarithmic, of the real mix.

    Args:
        best: (contestant, rows, what the rows are) -> seconds and peak MiB.
        path: the SVG file.
    """
    figure, (time, memory) = _beside_each_other()
    for name, (colour, line, label) in STYLES.items():
        found = sorted((rows, *taken) for (who, rows, kind), taken in best.items() if (who, kind) == (name, REAL))
        if found:
            rows, seconds, peaks = zip(*found, strict=True)
            thick = 2.4 if name == "ours" else 1.3
            for axes, values in ((time, seconds), (memory, peaks)):
                axes.loglog(rows, values, line, color=colour, label=label, linewidth=thick, marker="o", markersize=3)
    _finish(figure, path, "rows", (time, memory))


def plot_dossiers(found: Mapping[int, tuple[float, ...]], path: Path) -> None:
    """Draw dossiers against the time and the memory of a check.

    Args:
        found: dossiers -> seconds of processor, seconds, peak MiB.
        path: the SVG file.
    """
    figure, (time, memory) = _beside_each_other()
    dossiers = sorted(found)
    processor, taken, peaks = zip(*(found[each] for each in dossiers), strict=True)
    colour = STYLES["ours"][0]
    time.plot(dossiers, processor, "-", color=colour, label="of processor", marker="o", markersize=3)
    time.plot(dossiers, taken, "--", color=colour, label="of the clock", marker="o", markersize=3)
    memory.plot(dossiers, peaks, "-", color=colour, marker="o", markersize=3)
    time.set_ylim(bottom=0)
    memory.set_ylim(bottom=0)
    _finish(figure, path, "dossiers", (time, memory))


def _beside_each_other() -> Any:
    mpl.rcParams.update({"svg.hashsalt": "overseas-stations", "font.size": 9, "svg.fonttype": "none"})
    return plt.subplots(1, 2, figsize=(9, 3.8), constrained_layout=True)


def _finish(figure: Any, path: Path, of: str, both: tuple[Any, Any]) -> None:
    for axes, title in zip(both, ("seconds", "peak memory, MiB"), strict=True):
        axes.set_xlabel(of)
        axes.set_title(title, fontsize=10)
        axes.grid(visible=True, which="major", color="#dddddd", linewidth=0.6)
        axes.spines[["top", "right"]].set_visible(False)
    both[0].legend(frameon=False, fontsize=8, loc="upper left")
    figure.savefig(path, metadata={"Date": None, "Creator": None})
    plt.close(figure)
