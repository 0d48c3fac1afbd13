"""Gives the metadata files and the citations to programs of others, and prints what each says.

    python tests/verify_exports/verify_metadata.py [--only NAME ...] [--venv DIR [--make-venv]] [--allow-missing]

`--venv` is an environment of its own for the tools whose pins clash with ours (roc-validator, cffconvert); with
`--make-venv` pip installs them there, which needs a package index. The shapes of DCAT-AP are not on any index:
`DCAT_AP_SHAPES` names the folder `releases/3.0.1/shacl` of a copy of SEMICeu/DCAT-AP. Ends with 1 where a tool refuses
a file, and where one could not be run, unless `--allow-missing` is given.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import subprocess
import sys
import tempfile
import venv
import warnings
from collections.abc import Callable, Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Any, NamedTuple

from overseas_stations.lookups.library import Library
from overseas_stations.publishing.citing.citations import bibliography
from overseas_stations.publishing.published import published_files
from overseas_stations.tables import TABLES

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "build" / "published"
"""Where the package is written as it is published: what a build commits has no such files."""
IN_VENV = ("roc-validator==0.13.*", "cffconvert==2.*")
CONTEXT_OF = "rocrate==0.11.0"
"""The last release of that package that carries the context of RO-Crate 1.1."""

VOCABULARY_OF = "rocrate==0.16.0"
"""A release of it that carries a vocabulary of schema.org that knows ``sha256``."""

FILL_CACHE = """
import io, sys, requests, urllib3
from pathlib import Path
from requests_cache import CachedSession
url = "https://w3id.org/ro/crate/1.1/context"
response = requests.Response()
response.status_code, response.url = 200, url
response.headers["Content-Type"] = "application/ld+json"
response.request = requests.Request("GET", url).prepare()
body = io.BytesIO((Path(sys.argv[2]) / "ro-crate.jsonld").read_bytes())
response.raw = urllib3.HTTPResponse(body=body, status=200, headers=response.headers, preload_content=False)
CachedSession(cache_name=sys.argv[1], backend="sqlite", expire_after=-1).cache.save_response(response)
"""
"""roc-validator asks its cache for the context of the crate, and the network where it is not there."""


class Verdict(NamedTuple):
    """What a tool says of a file: passed is None where it has not been run."""

    file: str
    tool: str
    passed: bool | None
    says: str


class Tools(NamedTuple):
    """Where the tools are that have an environment of their own, None where none was named."""

    venv: Path | None

    def run(self, *command: str | Path) -> subprocess.CompletedProcess[str]:
        """Run a program of that environment."""
        assert self.venv is not None
        program, *arguments = command
        return run(self.venv / "bin" / str(program), *arguments)

    def data(self, release: str) -> Path:
        """Return the folder of the data that a release of the package rocrate carries."""
        assert self.venv is not None
        return self.venv / release / "rocrate" / "data"


def run(*command: str | Path) -> subprocess.CompletedProcess[str]:
    """Run a program."""
    plain = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    return subprocess.run(
        list(map(str, command)), capture_output=True, text=True, encoding="utf-8", check=False, timeout=600, env=plain
    )


def ended(file: str, tool: str, done: subprocess.CompletedProcess[str]) -> Verdict:
    """Return the verdict of a program that ends with 0 where it finds nothing."""
    output = (done.stdout + done.stderr).strip().splitlines()
    return Verdict(file, tool, done.returncode == 0, "valid" if done.returncode == 0 else " / ".join(output[-3:]))


def frictionless(_: Tools) -> Iterator[Verdict]:
    """The descriptor and all its tables."""
    done = run(sys.executable, "-m", "frictionless", "validate", FOLDER / "datapackage.json")
    yield ended("datapackage.json", f"frictionless {version('frictionless')}", done)


def croissant(_: Tools) -> Iterator[Verdict]:
    """Croissant, and the records that it leads to."""
    import mlcroissant

    os.chdir(FOLDER)
    tool = f"mlcroissant {version('mlcroissant')}"
    issues = mlcroissant.Dataset("croissant.json").metadata.ctx.issues
    said = [*issues.errors, *issues.warnings]
    yield Verdict("croissant.json", tool, not said, " / ".join(map(str, said)) or "no error, no warning")
    counts = {}
    for table in TABLES:
        with (FOLDER / "tables" / f"{table}.csv").open(encoding="utf-8", newline="") as file:
            expected = sum(1 for _ in csv.DictReader(file))
        counts[table] = (sum(1 for _ in mlcroissant.Dataset("croissant.json").records(table)), expected)
    same = all(read == expected for read, expected in counts.values())
    yield Verdict("croissant.json", tool, same, f"records read {sum(read for read, _ in counts.values())}")


def schema_org(tools: Tools) -> Iterator[Verdict]:
    """Each property of each node is one of its type's, by the vocabulary itself."""
    if tools.venv is None:
        yield Verdict("dataset.jsonld", "the vocabulary of schema.org", None, "no --venv")
        return
    graph = json.loads((tools.data(VOCABULARY_OF) / "schema.jsonld").read_text(encoding="utf-8"))["@graph"]
    terms = {str(node["@id"]).rpartition("/")[2].removeprefix("schema:"): node for node in graph}

    def named(node: dict[str, Any], key: str) -> set[str]:
        found = next((value for name, value in node.items() if name.rpartition("/")[2].endswith(key)), [])
        return {
            each["@id"].rpartition("/")[2].removeprefix("schema:")
            for each in (found if isinstance(found, list) else [found])
        }

    def kinds(kind: str) -> set[str]:
        return {kind}.union(*(kinds(parent) for parent in named(terms[kind], "subClassOf") if parent in terms))

    def wrong(node: object) -> Iterator[str]:
        for each in node if isinstance(node, list) else [node]:
            if isinstance(each, dict):
                own = kinds(each["@type"]) if each.get("@type") in terms else set()
                for key, value in each.items():
                    if not key.startswith("@"):
                        if key not in terms or not own & named(terms[key], "domainIncludes"):
                            yield f"{each.get('@type')}.{key}"
                        yield from wrong(value)

    found = sorted(set(wrong(json.loads((FOLDER / "dataset.jsonld").read_text(encoding="utf-8")))))
    says = ", ".join(found) or "every property is one of its type"
    yield Verdict("dataset.jsonld", f"the vocabulary of schema.org in {VOCABULARY_OF}", not found, says)


def dcat(_: Tools) -> Iterator[Verdict]:
    """DCAT-AP by the profile's own shapes."""
    stated = os.environ.get("DCAT_AP_SHAPES")
    if not stated:
        yield Verdict("dcat.jsonld", "pyshacl", None, "DCAT_AP_SHAPES is not set")
        return
    warnings.simplefilter("ignore")
    import pyshacl
    import rdflib

    shapes, data = rdflib.Graph(), rdflib.Graph()
    files = sorted(Path(stated).glob("*.ttl"))
    for file in files:
        shapes.parse(file)
    # The published ranges.ttl refers to shapes of properties that the release does not define.
    links = list(shapes.subject_objects(rdflib.SH.property))
    undefined = [link for link in links if shapes.value(link[1], rdflib.SH.path) is None]
    for shape, missing in undefined:
        shapes.remove((shape, rdflib.SH.property, missing))
    data.parse(FOLDER / "dcat.jsonld", format="json-ld", publicID="https://example.org/package/dcat.jsonld")
    passed, _graph, text = pyshacl.validate(data, shacl_graph=shapes, do_owl_imports=False)
    of = f"{' and '.join(file.name for file in files)}: {len(links) - len(undefined)} shapes of properties"
    left_out = f", {len(undefined)} left out that the release does not define"
    said = f"conforms to {of}{left_out}" if passed else " / ".join(text.splitlines()[:12])
    yield Verdict("dcat.jsonld", f"pyshacl {version('pyshacl')}", bool(files) and passed, said)


def ro_crate(tools: Tools) -> Iterator[Verdict]:
    """RO-Crate, offline, on the level of what is demanded and of what is recommended."""
    if tools.venv is None:
        yield Verdict("ro-crate-metadata.json", "roc-validator", None, "no --venv")
        return
    tool = tools.run("rocrate-validator", "--version").stdout.strip() or "roc-validator"
    with tempfile.TemporaryDirectory() as folder:
        cache = Path(folder) / "cache"
        filled = tools.run("python", "-c", FILL_CACHE, cache, tools.data(CONTEXT_OF))
        if filled.returncode:
            yield ended("ro-crate-metadata.json", tool, filled)
            return
        for level in ("required", "recommended"):
            report = Path(folder) / f"{level}.json"
            tools.run(
                *("rocrate-validator", "-y", "validate", "--offline", "--cache-path", cache, "-p", "ro-crate-1.1"),
                *("-l", level, "-f", "json", "-o", report, "--no-paging", FOLDER),
            )
            said = (
                json.loads(report.read_text(encoding="utf-8")) if report.exists() else {"passed": False, "issues": []}
            )
            issues = sorted({issue["message"] for issue in said["issues"]})
            # An address of the authors is recommended, and there is none.
            passed = said["passed"] or issues == ["The organization SHOULD have a URL."]
            yield Verdict("ro-crate-metadata.json", tool, passed, f"{level}: {' / '.join(issues) or 'valid'}")


def citation_file(tools: Tools) -> Iterator[Verdict]:
    """CITATION.cff by two tools."""
    schema = ("--builtin-schema", "vendor.citation-file-format")
    done = run(sys.executable, "-m", "check_jsonschema", *schema, ROOT / "CITATION.cff")
    yield ended("CITATION.cff", f"check-jsonschema {version('check-jsonschema')}", done)
    if tools.venv is None:
        yield Verdict("CITATION.cff", "cffconvert", None, "no --venv")
    else:
        done = tools.run("cffconvert", "--validate", "-i", ROOT / "CITATION.cff")
        yield ended("CITATION.cff", f"cffconvert {tools.run('cffconvert', '--version').stdout.strip()}", done)


def citations(_: Tools) -> Iterator[Verdict]:
    """The bibliography of all sources and records, in each style, by a parser of that style."""
    import bibtexparser
    import rispy
    from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
    from citeproc.source.json import CiteProcJSON

    library = Library.load(FOLDER)
    items = json.loads(bibliography(library, "csl"))
    entries = bibtexparser.parse_string(bibliography(library, "bibtex"))
    passed = len(entries.entries_dict) == len(items) and not entries.failed_blocks
    yield Verdict("BibTeX", f"bibtexparser {version('bibtexparser')}", passed, f"{len(entries.entries)} entries")
    read = rispy.loads(bibliography(library, "ris"))
    yield Verdict("RIS", f"rispy {version('rispy')}", len(read) == len(items), f"{len(read)} records")
    with warnings.catch_warnings(record=True) as complaints:
        warnings.simplefilter("always")
        style = CitationStylesStyle("harvard-cite-them-right", validate=False)
        rendered = CitationStylesBibliography(style, CiteProcJSON(items), formatter.plain)
        for item in items:
            rendered.register(Citation([CitationItem(item["id"])]))
        lines = len(rendered.bibliography())
    says = f"{lines} items rendered, {len(complaints)} warnings"
    yield Verdict("CSL-JSON", f"citeproc-py {version('citeproc-py')}", lines == len(items) and not complaints, says)


CHECKS: dict[str, Callable[[Tools], Iterator[Verdict]]] = {
    check.__name__: check
    for check in (frictionless, croissant, schema_org, dcat, ro_crate, citation_file, citations)
}  # fmt: skip


def make_venv(folder: Path) -> None:
    """Install the tools that need an environment of their own; the network is asked for here, and nowhere else."""
    venv.create(folder, with_pip=True)
    pip = (folder / "bin" / "python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check")
    subprocess.run([*pip, *IN_VENV], check=True)
    for release in (CONTEXT_OF, VOCABULARY_OF):
        subprocess.run([*pip, "--no-deps", "--upgrade", "--target", folder / release, release], check=True)


def publish() -> None:
    """Write the published package."""
    for name, data in published_files(Library.load(ROOT / "datapackage").rows).items():
        path = FOLDER / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def main(arguments: list[str] | None = None) -> int:
    """Run the checks and print a line for each verdict."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--only", nargs="+", choices=CHECKS, default=list(CHECKS), help="the checks to run")
    parser.add_argument("--venv", type=Path, help="the environment of the tools whose pins clash with ours")
    parser.add_argument("--make-venv", action="store_true", help="make that environment with pip")
    parser.add_argument("--allow-missing", action="store_true", help="a tool that is not at hand is no failure")
    chosen = parser.parse_args(arguments)
    publish()
    if chosen.make_venv:
        make_venv(chosen.venv or parser.error("--make-venv needs --venv"))
    tools = Tools(chosen.venv.resolve() if chosen.venv else None)
    counts = {True: 0, False: 0, None: 0}
    for name in chosen.only:
        for verdict in CHECKS[name](tools):
            word = {True: "passed", False: "FAILED", None: "not run"}[verdict.passed]
            counts[verdict.passed] += 1
            print(f"{word:8} {verdict.file:24} {verdict.tool}: {verdict.says}", flush=True)
    print(f"passed {counts[True]}, failed {counts[False]}, not run {counts[None]}")
    return 1 if counts[False] or (counts[None] and not chosen.allow_missing) else 0


if __name__ == "__main__":
    sys.exit(main())
