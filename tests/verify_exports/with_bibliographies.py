"""Pandoc, biber and citation-js: what they make of the bibliographies, entry by entry, and what they print.

What a program is known to do is said here, with its reason; anything else that differs between the files is a failure.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from export_files import run, same

CITATION_JS = ("@citation-js/core@0.8.2", "@citation-js/plugin-bibtex@0.8.2", "@citation-js/plugin-csl@0.8.2")
CITATION_JS_RIS = "@citation-js/plugin-ris@0.8.2"
READ = """
const {Cite} = require("@citation-js/core"), fs = require("fs")
for (const each of ["bibtex", "ris", "csl"]) require(`@citation-js/plugin-${each}`)
const [file, names] = process.argv.slice(2)
const found = new Cite(fs.readFileSync(file, "utf8")).data
const printed = JSON.parse(names).map((name) =>
  new Cite(found.filter((item) => (item["citation-key"] || item.id) === name)).format("bibliography").trim())
console.log(JSON.stringify([found, printed], (key, value) => (key[0] === "_" ? undefined : value)))
"""

PARTS = ("type", "language", "URL", "issued", "accessed", "version", "title", "where")
SAME: Mapping[str, Mapping[str, set[Any]]] = {
    # It knows no type of its own for what is of no other, and a variant of Norwegian.
    "pandoc": {"type": {("document", "")}, "language": {("no", "nb")}},
    # Of BibTeX it reads no sort of an article, and in an address it writes what is written with % a second time.
    "citation-js of BibTeX": {
        "type": {("article-newspaper", "article-journal"), ("entry-encyclopedia", "entry")},
    },
    "citation-js of RIS": {},
}
UNREAD = {
    "pandoc": set(),
    # It has no place for the set that a record is a part of.
    "citation-js of BibTeX": {"where of dataset"},
    # Of news it reads the year alone, of a page no day of access, and of a court no publisher.
    "citation-js of RIS": {
        "issued of article-newspaper",
        "accessed of webpage",
        "where of dataset",
        "where of legal_case",
    },
}
MISSING = re.compile(
    r"Missing mandatory field( '(author|title|type|editor)'| - one of 'date, year')|entrytype 'jurisdiction'"
)
# Of news it reads no day, of a page no day of access, of a court no publisher.

NAMES = ("overseas-stations-{version}", "overseas-stations-{version}-es-valencia-1", "elconfidencial-2022-11-07")


def verify(folder: Path) -> Iterator[str]:
    files = folder / "citations"
    bib, csl, ris = (files / f"overseas-stations.{suffix}" for suffix in ("bib", "json", "ris"))
    items = {item["id"]: item for item in json.loads(csl.read_text("utf-8"))}
    version = items[next(iter(items))]["version"]
    names = [name.format(version=version) for name in NAMES]

    program = run("pandoc", "--version", cwd=folder).split()[1]
    found = json.loads(run("pandoc", "-f", "biblatex", "-t", "csljson", bib, cwd=folder))
    yield f"pandoc {program}: {_compared('pandoc', items, found)}"
    text = "---\nnocite: |\n  " + ", ".join(f"@{name}" for name in names) + "\n---\n"
    page = folder.parent / "page.md"
    page.write_text(text, "utf-8")
    for file in (bib, csl):
        printed = run("pandoc", "--citeproc", "--bibliography", file, "-t", "plain", "--wrap=none", page, cwd=folder)
        assert "es-valencia-1" in printed, printed
        assert "comisaría secreta" in printed, printed
        yield f"pandoc {program}, {file.suffix}: {' / '.join(printed.split(chr(10) * 2)).strip()}"

    told = run("biber", "--tool", "--validate-datamodel", "--output-file", folder.parent / "out.bib", bib, cwd=folder)
    warned = [line for line in told.splitlines() if line.startswith(("WARN", "ERROR"))]
    same("biber", [line for line in warned if MISSING.search(line) is None], [])
    again = (folder.parent / "out.bib").read_text("utf-8")
    same("entries after biber", len(re.findall("^@", again, re.MULTILINE)), len(items))
    yield f"biber {run('biber', '--version', cwd=folder).split()[-1]}: {len(items)} entries, no field that is none"

    scratch = folder.parent / "citation-js"
    scratch.mkdir()
    packages = (*CITATION_JS, CITATION_JS_RIS)
    run("npm", "install", "--silent", "--no-save", "--prefix", scratch, *packages, cwd=scratch, env=dict(os.environ))
    (scratch / "read.js").write_text(READ, "utf-8")
    for kind, file in (("BibTeX", bib), ("RIS", ris), ("CSL", csl)):
        found, printed = json.loads(run("node", "read.js", file, json.dumps(names), cwd=scratch))
        if kind != "CSL":
            told = _compared(f"citation-js of {kind}", items, found)
            yield f"citation-js {CITATION_JS[0].split('@')[-1]}, {kind}: {told}"
        assert "es-valencia-1" in printed[1], printed
        yield f"citation-js, {kind}: {' / '.join(printed)}"


def _compared(program: str, items: Mapping[str, Any], found: list[Any]) -> str:
    """Hold what a program read against the items of CSL, and return how many parts were the same."""
    read = {item.get("citation-key") or item["id"]: item for item in found}
    same(f"{program}: keys", sorted(read), sorted(items))
    known, unread, differing, equal = SAME[program], UNREAD[program], [], 0
    for name, item in items.items():
        for part in PARTS:
            pair = _part(item, part), _part(read[name], part)
            if pair[0] == pair[1]:
                equal += 1
            elif f"{part} of {item['type']}" not in unread and pair not in known.get(part, ()):
                differing.append((name, part, *pair))
    if program == "citation-js of BibTeX":
        # Of an address that is written with % in part it writes that part a second time.
        differing = [each for each in differing if each[1] != "URL" or unquote(each[3]) != each[2]]
    assert not differing, f"{program}: {len(differing)} differ, such as {differing[:3]}"
    return f"{len(items)} entries, {equal} parts the same"


def _part(item: Mapping[str, Any], part: str) -> Any:
    if part == "where":
        # biblatex has one place for what a set of data is a part of, which pandoc takes for a series.
        names = ("container-title", "collection-title", "publisher")
        return _plain(next((item[name] for name in names if item.get(name)), ""))
    if part in ("issued", "accessed"):
        return [int(number) for number in item.get(part, {}).get("date-parts", [[]])[0]]
    if part == "language":
        return _short(item.get(part, ""))
    return _plain(str(item.get(part, "")))


def _short(language: str) -> str:
    """Return the code of a language, which programs write with a country or as its name."""
    from overseas_stations.publishing.citing.bibtex import LANGUAGES

    return {name: code for code, name in LANGUAGES.items()}.get(language, language.partition("-")[0])


def _plain(text: str) -> str:
    """Return a text without the marks of CSL, and with one form of quotation mark: TeX has its own."""
    return re.sub('[‘’“”"]', "'", re.sub("</?span[^>]*>", "", text))
