"""Draws the figure of the report."""

from __future__ import annotations

from pathlib import Path

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
    mpl.rcParams.update({"svg.hashsalt": "overseas-stations", "font.size": 9, "svg.fonttype": "none"})
    figure, (time, memory) = plt.subplots(1, 2, figsize=(9, 3.8), constrained_layout=True)
    for name, (colour, line, label) in STYLES.items():
        found = sorted((rows, *taken) for (who, rows, kind), taken in best.items() if (who, kind) == (name, REAL))
        if found:
            rows, seconds, peaks = zip(*found, strict=True)
            thick = 2.4 if name == "ours" else 1.3
            for axes, values in ((time, seconds), (memory, peaks)):
                axes.loglog(rows, values, line, color=colour, label=label, linewidth=thick, marker="o", markersize=3)
    for axes, title in ((time, "seconds"), (memory, "peak memory, MiB")):
        axes.set_xlabel("rows")
        axes.set_title(title, fontsize=10)
        axes.grid(visible=True, which="major", color="#dddddd", linewidth=0.6)
        axes.spines[["top", "right"]].set_visible(False)
    time.legend(frameon=False, fontsize=8, loc="upper left")
    figure.savefig(path, metadata={"Date": None, "Creator": None})
    plt.close(figure)
