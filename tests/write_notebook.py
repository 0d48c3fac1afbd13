"""Writes ``docs/examples/ten_questions.ipynb`` from the script beside it, with what each cell gives; it is run by hand.

    python tests/write_notebook.py [FILE]

The script is in the percent format, which editors and Jupyter know. Its cells are run in a kernel of their own, as a
reader's would be, but on the frozen copy of the data, and so that the same bytes come out each time.
"""

from __future__ import annotations

import json
import os
import re
import sys
import tempfile
from pathlib import Path
from typing import Any

from write_frozen_package import write_package

SCRIPT = Path(__file__).resolve().parents[1] / "docs" / "examples" / "ten_questions.py"
NOTEBOOK = SCRIPT.with_suffix(".ipynb")
SLOWEST = 600
"""So many seconds a cell may take on a busy machine; it takes a fraction of one."""

# What a reader does not need: the copy in place of the installed data, and pictures without a date or random ids.
SETUP = """
from pathlib import Path
from overseas_stations import paths
paths.packaged_datapackage = lambda: Path({folder!r})
%config InlineBackend.figure_formats = ["svg"]
%config InlineBackend.print_figure_kwargs = {{"bbox_inches": "tight", "metadata": {{"Date": None, "Creator": None}}}}
%config InlineBackend.rc = {{"svg.hashsalt": "overseas-stations"}}
"""


def cells_of(script: str) -> list[tuple[str, str]]:
    """Return the cells of a script in the percent format: ``code`` or ``markdown``, and the text.

    >>> cells_of("# %% [markdown]\\n# # Title\\n\\n# %%\\n1 + 1\\n")
    [('markdown', '# Title'), ('code', '1 + 1')]
    """
    parts = re.split(r"^# %%(.*)\n", script, flags=re.MULTILINE)
    found = []
    for mark, body in zip(parts[1::2], parts[2::2], strict=True):
        text = body.strip("\n")
        if "[markdown]" in mark:
            found.append(("markdown", re.sub(r"^# ?", "", text, flags=re.MULTILINE)))
        else:
            found.append(("code", text))
    return found


def plain_notebook() -> Any:
    """Return the notebook without output. Its cells are numbered, so that none has a random id."""
    from nbformat import v4

    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    notebook = v4.new_notebook(metadata={"kernelspec": kernel, "language_info": {"name": "python"}})
    makers = {"code": v4.new_code_cell, "markdown": v4.new_markdown_cell}
    for number, (kind, text) in enumerate(cells_of(SCRIPT.read_text(encoding="utf-8")), 1):
        notebook.cells.append(makers[kind](text, id=f"cell-{number}"))
    return notebook


def run_notebook(folder: Path) -> Any:
    """Return the notebook with its output.

    Args:
        folder: the package that it reads.

    Raises:
        nbclient.exceptions.CellExecutionError: a cell ends with an error, or warns.
    """
    from nbclient import NotebookClient
    from nbformat import v4
    from traitlets.config import Config

    notebook = plain_notebook()
    notebook.cells.insert(0, v4.new_code_cell(SETUP.format(folder=str(folder))))
    # Nothing of the user's own settings has a part in it, and a warning is an error.
    with tempfile.TemporaryDirectory(prefix="overseas-notebook-") as scratch:
        own = dict.fromkeys(("IPYTHONDIR", "JUPYTER_CONFIG_DIR", "MPLCONFIGDIR", "MATPLOTLIBRC"), scratch)
        env = {**os.environ, **own, "MPLBACKEND": "module://matplotlib_inline.backend_inline", "PYTHONHASHSEED": "0"}
        # Sockets of the file system in place of ports: nothing reaches for the network.
        sockets = {"transport": "ipc", "connection_file": str(Path(scratch) / "kernel.json")}
        NotebookClient(
            notebook,
            timeout=SLOWEST,
            record_timing=False,
            kernel_name="python3",
            config=Config({"AsyncKernelManager": sockets}),
        ).execute(env=env)
    del notebook.cells[0]
    for number, cell in enumerate((cell for cell in notebook.cells if cell.cell_type == "code"), 1):
        cell.execution_count = number
        for output in cell.outputs:
            assert output.output_type != "stream" or output.name == "stdout", output
            if "execution_count" in output:
                output.execution_count = number
    return notebook


def notebook_bytes() -> bytes:
    """Return the file as it should be."""
    with tempfile.TemporaryDirectory(prefix="overseas-frozen-") as scratch:
        notebook = run_notebook(write_package(Path(scratch) / "datapackage"))
    notebook.metadata.language_info = {"name": "python"}
    return (json.dumps(notebook, indent=1, ensure_ascii=False, sort_keys=True) + "\n").encode()


if __name__ == "__main__":
    (Path(sys.argv[1]) if len(sys.argv) > 1 else NOTEBOOK).write_bytes(notebook_bytes())
