"""Holds reports against the schemas of others: SARIF 2.1.0, two schemas of JUnit XML, and GitHub's reader of Markdown.

    python tests/verify_exports/verify_reports.py (--fetch | --sarif-schema FILE --junit-schema FILE ...)

With `--fetch` two packages are downloaded from the indexes that the machine uses: npm gets `@microsoft/jest-sarif`,
which carries the schema of SARIF, pip the source of `pytest`, which carries that of Jenkins' plug-in xUnit. The options
`--sarif-schema` and `--junit-schema` name further files, such as the schema of the OASIS repository and Windy Road's
`JUnit.xsd`; both can be given several times. Needs jsonschema, xmlschema and cmarkgfm. Ends with 1 where a report is
refused, or where nothing could be held against it.
"""

from __future__ import annotations

import argparse
import html
import json
import re
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from casework import case_files, check_of, load_case, options_of
from hostile_data import HOSTILE, hostile_report
from overseas_stations.findings import Report
from overseas_stations.markup import code
from overseas_stations.printable import visible
from overseas_stations.reports import Extras, Format, render
from overseas_stations.reports.markdown import render_summary

PIP = (sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--no-binary", ":all:", "pytest==8.4.2")
NPM = ("npm", "pack", "--silent", "@microsoft/jest-sarif@1.0.0-beta.0")
CARRIERS = {"sarif": (NPM, "*.tgz", "sarif-2.1.0-rtm.5.json"), "junit": (PIP, "*.tar.gz", "junit-10.xsd")}
"""What a schema is of -> the command that downloads an archive, the archive, and the name of the schema in it."""

RULES_URL = "https://example.org/RULES.md"


def fetched(folder: Path) -> Iterator[tuple[str, Path]]:
    """Download the packages that carry schemas, and yield what each schema is of, and its file."""
    for kind, (command, pattern, name) in CARRIERS.items():
        target = folder / kind
        target.mkdir()
        subprocess.run(command, cwd=target, check=True, stdout=subprocess.DEVNULL)
        (archive,) = target.glob(pattern)
        with tarfile.open(archive) as packed:
            (member,) = (one for one in packed.getmembers() if one.name.endswith(f"/{name}"))
            stream = packed.extractfile(member)
            assert stream is not None
            path = target / name
            path.write_bytes(stream.read())
        yield kind, path


def reports() -> Iterator[tuple[str, Report]]:
    """Yield reports by name: of a package without findings, of one fault each, and of hostile texts."""
    yield "nothing", Report("x")
    yield "hostile", hostile_report()
    for path in case_files():
        case = load_case(path)
        with tempfile.TemporaryDirectory() as folder:
            yield path.stem, check_of(case, Path(folder))(options_of(case, Path(folder)))


def sarif_faults(schema: Path, written: dict[str, str]) -> Iterator[str]:
    """Yield what a JSON Schema finds in the reports."""
    from jsonschema import FormatChecker
    from jsonschema.validators import validator_for

    read = json.loads(schema.read_text("utf-8"))
    validator = validator_for(read)(read, format_checker=FormatChecker())
    for name, text in written.items():
        yield from (
            f"{name}: {error.json_path} {error.message[:200]}" for error in validator.iter_errors(json.loads(text))
        )


def junit_faults(schema: Path, written: dict[str, str]) -> Iterator[str]:
    """Yield what an XML Schema finds in the reports."""
    import xmlschema

    validator = xmlschema.XMLSchema(schema)
    for name, text in written.items():
        yield from (f"{name}: {error.path} {error.reason}" for error in validator.iter_errors(text))


def markdown_faults(written: dict[str, str]) -> Iterator[str]:
    """Yield where GitHub's reader of Markdown shows a text of data as anything but itself, in code."""
    from cmarkgfm import github_flavored_markdown_to_html
    from cmarkgfm.cmark import Options

    for text in HOSTILE:
        table = f"| a | b |\n|---|---|\n| {code(text, 10**6)} | x |\n"
        shown = github_flavored_markdown_to_html(table, options=Options.CMARK_OPT_UNSAFE)
        cells = re.findall(r"<td>(.*?)</td>", shown, re.DOTALL)
        found = re.fullmatch(r"(?:<code>([^<]*)</code>)?", cells[0])
        same = found is not None and html.unescape(found[1] or "") == visible(text).strip()
        if len(cells) != 2 or found is None or not (same or "\\|" in text):
            yield f"{text!r} is shown as {shown!r}"
    for name, text in written.items():
        shown = github_flavored_markdown_to_html(text, options=Options.CMARK_OPT_UNSAFE)
        outside = re.sub(r"<code>[^<]*</code>", "", shown)
        if tags := set(re.findall(r"<(a|img|script)\b", shown)) | set(re.findall("@", outside)):
            yield f"{name}: {tags}"


def main() -> int:
    """Hold all reports against all schemas; return 1 where one is refused or there is no schema."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--fetch", action="store_true", help="download packages that carry the schemas")
    parser.add_argument("--sarif-schema", action="append", type=Path, default=[])
    parser.add_argument("--junit-schema", action="append", type=Path, default=[])
    given = parser.parse_args()
    schemas = [("sarif", path) for path in given.sarif_schema] + [("junit", path) for path in given.junit_schema]
    made = dict(reports())
    written = {
        form: {name: render(report, form, Extras(rules_url=RULES_URL)) for name, report in made.items()}
        for form in (Format.SARIF, Format.JUNIT)
    }
    failed = 0
    with tempfile.TemporaryDirectory() as folder:
        if given.fetch:
            schemas += fetched(Path(folder))
        for missing in {"sarif", "junit"} - {kind for kind, _ in schemas}:
            print(f"FAILED  {missing}: there is no schema; give one, or --fetch")
            failed += 1
        for kind, path in schemas:
            check = sarif_faults if kind == "sarif" else junit_faults
            failed += _told(f"{kind} against {path.name}", list(check(path, written[Format(kind)])), len(made))
    summaries = {name: render_summary(report) for name, report in made.items()}
    failed += _told("markdown as cmark-gfm reads it", list(markdown_faults(summaries)), len(summaries))
    return 1 if failed else 0


def _told(what: str, faults: list[str], number: int) -> int:
    for fault in faults[:10]:
        print(f"FAILED  {what}: {fault}")
    if not faults:
        print(f"ok      {what}: {number} reports")
    return len(faults)


if __name__ == "__main__":
    sys.exit(main())
