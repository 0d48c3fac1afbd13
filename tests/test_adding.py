"""Adding something takes few files: each kind is added to a copy, which then has it without a further edit.

What is counted is what a person edits. Pages that are generated are written by their programs, and CHANGELOG.md has a
line for a change of any kind.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from processes import printed
from repository import ROOT

PACKAGE = "validators/overseas_stations"


@dataclass(frozen=True)
class Addition:
    """Something that is added.

    Attributes:
        most: how many files a person may have to touch.
        files: new file -> its text.
        lines: file -> the text that is put before another one, which stands there once.
        tried: arguments of the command, and what stands on standard output then; ``{package}`` is a small one.
        held: the tests that hold it, and know nothing of it beyond the files above.
        generated: the pages that list it, and are written anew.
    """

    most: int
    files: Mapping[str, str]
    lines: Mapping[str, tuple[tuple[str, str], ...]] = field(default_factory=dict)
    tried: tuple[tuple[tuple[str, ...], str], ...] = ()
    held: tuple[str, ...] = ()
    generated: tuple[str, ...] = ()

    @property
    def touched(self) -> set[str]:
        """The files that a person touches."""
        return {*self.files, *self.lines}

    def add(self, root: Path) -> None:
        """Add it to a copy of the repository."""
        for name, text in self.files.items():
            assert not (ROOT / name).exists(), f"{name} is there already"
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (root / name).write_text(text, encoding="utf-8", newline="\n")
        for name, pairs in self.lines.items():
            text = (root / name).read_text(encoding="utf-8")
            for line, before in pairs:
                assert text.count(before) == 1, f"{name}: {before}"
                text = text.replace(before, f"{line}{before}")
            (root / name).write_text(text, encoding="utf-8", newline="\n")


EXPORT_FORMAT = Addition(
    most=3,
    files={
        f"{PACKAGE}/publishing/exports/listing.py": '''"""Every cell of every table, one a line."""

from __future__ import annotations

from overseas_stations.publishing.exports.source import ExportedPackage


def listing_file(source: ExportedPackage) -> dict[str, bytes]:
    """Return the cells."""
    cells = [cell for rows in source.library.rows.values() for row in rows for cell in row.values() if cell]
    return {"listing.txt": "".join(f"{cell}\\n" for cell in cells).encode()}
''',
        "tests/test_listing.py": """from overseas_stations.lookups.library import Library
from overseas_stations.publishing.exports.register import FORMATS
from overseas_stations.publishing.exports.source import About, ExportedPackage


def test_a_line_is_a_cell() -> None:
    rows = {"stations": [{"id": "a", "city": None}, {"id": "b", "city": "c"}]}
    source = ExportedPackage(Library(rows), About(*"abcde"), {})
    assert FORMATS["listing"].files(source) == {"listing.txt": b"a\\nb\\nc\\n"}
""",
    },
    lines={
        f"{PACKAGE}/publishing/exports/register.py": (
            (
                """        ExportFormat(
            "listing",
            "listing:listing_file",
            "every cell, one a line",
            "`listing.txt`",
            "programs that look for words",
        ),
""",
                '        ExportFormat(\n            "zip",\n',
            ),
        ),
    },
    tried=(
        (("export", "--help"), " listing,"),
        (("export", "listing", "--package", "{package}"), "exported listing to export: 3 files"),
    ),
    held=(
        "tests/test_listing.py",
        "tests/test_exports.py::test_the_help_names_every_format",
        "tests/test_exports.py::test_disputes_retractions_and_evidence_travel_with_every_format",
        "tests/test_public.py::test_the_formats_that_a_page_lists_are_those_of_the_code",
    ),
    generated=("docs/exports.md",),
)

COMMAND = Addition(
    most=2,
    files={
        f"{PACKAGE}/cli/commands/listing.py": '''"""The command ``tables``."""

from __future__ import annotations

from overseas_stations.cli.output import write
from overseas_stations.cli.register import app


@app.command()
def tables() -> None:
    """Print the names of the tables.

    Example: `overseas tables`
    """
    from overseas_stations.tables import TABLES

    write("".join(f"{name}\\n" for name in TABLES))
''',
        "tests/commands/tables.yaml": "about: The names of the tables.\nrun: tables\nprints: station_statuses\n",
    },
    tried=((("--help",), " tables "), (("tables",), "station_statuses\n")),
    held=(
        "tests/test_cli.py::test_every_command_has_a_case",
        "tests/test_cli.py::test_every_command_shows_an_example[tables]",
        "tests/test_output.py::test_what_is_printed_is_utf8_whatever_the_console[tables]",
        "tests/test_output.py::test_what_does_not_arrive_is_told[closed-tables]",
        "tests/test_public.py::test_the_list_is_that_of_the_code",
    ),
    generated=("docs/public.md",),
)

REPORT_FORMAT = Addition(
    most=3,
    files={
        f"{PACKAGE}/reports/tally.py": '''"""The report on one line, for a log."""

from __future__ import annotations

from overseas_stations.findings import Report
from overseas_stations.reports.wording import counted, verdict


def render_tally(report: Report) -> str:
    """Return the verdict and the counts."""
    return f"tally of overseas-stations: {verdict(report)}, {counted(report)}\\n"
''',
        "tests/test_tally.py": """from overseas_stations.findings import Report
from overseas_stations.reports import is_report, render


def test_the_tally_is_one_line_that_a_later_one_replaces() -> None:
    text = render(Report("x"), "tally")
    assert text.startswith("tally of overseas-stations: valid, 0 errors")
    assert text.count("\\n") == 1
    assert is_report(text)
""",
    },
    lines={
        f"{PACKAGE}/reports/__init__.py": (
            (
                """def _tally(report: Report, extras: Extras) -> str:
    from overseas_stations.reports.tally import render_tally

    return render_tally(report)


""",
                "class Format(StrEnum):\n",
            ),
            (
                """    TALLY = "tally", _tally, r"\\Atally of overseas-stations: ", "one line, for a log"
""",
                "    HTML = (\n",
            ),
        ),
    },
    tried=(
        (("check", "--help"), "junit, tally, html"),
        (("validate", "{package}", "--format", "tally"), "tally of overseas-stations: valid, 0 errors"),
    ),
    held=(
        "tests/test_tally.py",
        "tests/test_reports.py::test_a_format_gives_the_same_bytes_for_the_same_report",
        "tests/test_reports.py::test_every_format_is_offered_by_the_commands",
        "tests/test_public.py::test_the_formats_that_a_page_lists_are_those_of_the_code",
        "tests/test_public.py::test_the_list_is_that_of_the_code",
    ),
    generated=("docs/reports.md", "docs/public.md"),
)

LABELS = {"es": "Seguimiento", "fr": "Suivi", "de": "Nachgefragt", "zh": "跟进日期"}

COLUMN = Addition(
    most=1 + len(LABELS),
    files={},
    lines={
        f"{PACKAGE}/models/responses.py": (
            (
                """    followed_up: PartialDate | None = optional("Followed up", "When it was told.", "2022-11")
""",
                "    outcome: Prose | None = optional(",
            ),
        ),
        **{
            f"{PACKAGE}/labels/{code}.json": ((f'  "followed_up": "{title}",\n', '  "follows": '),)
            for code, title in LABELS.items()
        },
    },
    tried=((("new", "response"), "followed_up:"), (("validate", "{package}"), "followed_up")),
    held=(
        "tests/test_agreement.py::test_judges_agree_on_each_special_cell_in_each_column[responses]",
        "tests/test_dossiers.py::test_the_blocks_of_records_read_without_an_unknown_key[response]",
        "tests/test_labels.py::test_a_language_has_a_label_for_everything[zh]",
        "tests/test_public.py::test_the_list_is_that_of_the_code",
    ),
    generated=("docs/public.md",),
)

RULE = Addition(
    most=3,
    files={
        "tests/cases/OS698.yaml": """about: The note on a figure repeats its scope.
kind: dossier
edits:
- file: seeds/2023/example-news-2023-03-01.yaml
  find: 'claimant: A research group'
  replace: "claimant: A research group\\n      scope: Dublin\\n      note: Dublin"
expected:
- {code: OS698, file: seeds/2023/example-news-2023-03-01.yaml, line: 114, column: 13, table: figures, field: note}
""",
    },
    lines={
        f"{PACKAGE}/rules/domain/claims.py": (
            (
                """REPEATS = rule(
    "OS698",
    WARNING,
    "A note that says nothing",
    message="note is {value}, as scope is",
    hint="leave it empty, or say what the number leaves out",
    why="Who reads a note expects more than what stands beside it.",
)


@cells(REPEATS)
def _repeats(tables: Tables) -> Iterator[WrongCells]:
    yield WrongCells(REPEATS, "figures", "note", lambda: nw.col("note") == nw.col("scope"))


""",
                "@cells(STATEMENT_FORM)\n",
            ),
            (
                "from overseas_stations.rules.core.base import WARNING\n",
                "from overseas_stations.rules.core.base import",
            ),
        ),
        f"{PACKAGE}/testing/faults_domain.py": (
            (
                """@plants("OS698")
def _repeated_scope(rows: Package, random: Random) -> bool:
    figure = choose(rows["figures"], random)
    if figure is None or not figure["scope"]:
        return False
    figure["note"] = figure["scope"]
    return True


""",
                '@plants("OS609")\n',
            ),
        ),
    },
    tried=((("rules", "OS698"), "A note that says nothing"),),
    held=(
        "tests/test_cases.py::test_case[OS698]",
        "tests/test_properties.py::test_mutations_cover_the_rules_on_tables",
        "tests/test_public.py::test_the_list_is_that_of_the_code",
    ),
    generated=("docs/public.md",),
)

ADDITIONS = {
    "a column": COLUMN,
    "a rule": RULE,
    "an export format": EXPORT_FORMAT,
    "a command": COMMAND,
    "a report format": REPORT_FORMAT,
}

GENERATORS = ("tests/list_public.py", "tests/list_formats.py")

TRY = """
import json, sys
from pathlib import Path

import overseas_stations
import small_project

assert Path(overseas_stations.__file__).is_relative_to(Path(sys.argv[1]).resolve()), overseas_stations.__file__
answers = []
for arguments in json.loads(sys.argv[2]):
    done = small_project.overseas(*arguments, cwd=sys.argv[1])
    answers.append((done.returncode, done.stdout, done.stderr))
print(json.dumps(answers))
"""


def copied(root: Path, *folders: str) -> Path:
    """Copy what is named into a folder, compiled modules as well, and return it."""
    for name in folders:
        shutil.copytree(ROOT / name, root / name, symlinks=True)
    return root


def in_copy(root: Path, *arguments: str | Path) -> str:
    """Run Python with the modules of a copy, and with our tests where it has none; return what it printed."""
    path = (root / "validators", root / "tests", ROOT / "tests")
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(map(str, path))}
    return printed(sys.executable, *arguments, cwd=root, env=env)


def changed(root: Path, *folders: str) -> set[str]:
    """Return the files of a copy that are not as they are here, and those that are gone."""
    names = {
        path.relative_to(base).as_posix()
        for base in (root, ROOT)
        for folder in folders
        for path in (base / folder).rglob("*")
        if path.is_file() and path.suffix != ".pyc"
    }
    sides = [{name: (base / name).read_bytes() for name in names if (base / name).is_file()} for base in (root, ROOT)]
    return {name for name in names if sides[0].get(name) != sides[1].get(name)}


@pytest.mark.parametrize("kind", ADDITIONS)
def test_few_files_are_touched(kind: str) -> None:
    assert len(ADDITIONS[kind].touched) <= ADDITIONS[kind].most


def test_what_is_added_is_there(tmp_path: Path) -> None:
    """Its files are those that are counted, and nothing else was edited."""
    root = copied(tmp_path, PACKAGE)
    tried = []
    for addition in ADDITIONS.values():
        addition.add(root)
        tried += addition.tried
    touched = {name for addition in ADDITIONS.values() for name in addition.touched}
    assert changed(root, PACKAGE) == {name for name in touched if name.startswith(PACKAGE)}
    asked = [[part.format(package=ROOT / "tests" / "small_package") for part in arguments] for arguments, _ in tried]
    answers = json.loads(in_copy(root, "-c", TRY, root, json.dumps(asked)))
    for (code, said, errors), (arguments, shown) in zip(answers, tried, strict=True):
        assert (code, errors) == (0, ""), arguments
        assert shown in said, arguments


@pytest.mark.long
def test_what_is_added_is_held_by_the_tests_of_its_kind(tmp_path: Path) -> None:
    """And by the pages that list it, which are generated; no other page or test had to be edited."""
    folders = ("validators", "tests", "docs")
    root = copied(tmp_path / "copy", *folders, "datapackage")
    for name in ("pyproject.toml", "README.md"):
        shutil.copy(ROOT / name, root)
    for addition in ADDITIONS.values():
        addition.add(root)
    for program in GENERATORS:
        in_copy(root, program)
    touched = {name for addition in ADDITIONS.values() for name in (*addition.touched, *addition.generated)}
    assert changed(root, *folders) == touched
    held = sorted({name for addition in ADDITIONS.values() for name in addition.held})
    said = in_copy(root, "-m", "pytest", "-n", "0", "-p", "no:cacheprovider", *held)
    assert " failed" not in said
