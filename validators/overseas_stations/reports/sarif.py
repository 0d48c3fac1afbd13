"""SARIF 2.1.0 (OASIS), within what code scanning on GitHub takes: the most telling findings first, the rest counted."""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Sequence
from itertools import chain
from typing import Any
from urllib.parse import quote_from_bytes

from overseas_stations.findings import Finding, Report, Severity, Waiver
from overseas_stations.printable import visible
from overseas_stations.reports.addresses import page_of
from overseas_stations.reports.wording import answered_for, more_like_it, most_telling_first
from overseas_stations.rules.core.base import Rule
from overseas_stations.rules.core.registry import Registry
from overseas_stations.rules.running import RULE_CRASHED
from overseas_stations.schemas.codebook import rule_help, rule_page
from overseas_stations.version import __version__

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
ROOT = "%SRCROOT%"

# docs.github.com, "SARIF support for code scanning". Of the results the first 5,000 are displayed.
MAX_RESULTS = 25_000
MAX_RULES = 25_000
MAX_DESCRIPTION = 1024
# The limit is 10 MB of gzip: what is no larger before it is compressed is surely within it.
MAX_BYTES = 9_000_000

LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}

_STORAGE = re.compile(r"(?:https?|file|s3[an]?|gs|hdfs|viewfs|dbfs|abfss?|wasbs?|adl|oss|cosn?)://", re.IGNORECASE)
"""What the address of a file that Spark reads begins with. Any other scheme is a name: a reader may click on it."""

Json = dict[str, Any]


def render_sarif(report: Report, registry: Registry, rules_url: str | None = None) -> str:
    """Return a report as SARIF.

    Args:
        report: the report.
        registry: the rules that the data were held to.
        rules_url: the address of ``RULES.md``, to which the rules link.
    """
    rules = _rules(report, registry, rules_url)
    index = {rule["id"]: number for number, rule in enumerate(rules)}
    counting = [(finding, None) for finding in most_telling_first(report.findings)]
    # What is waived is no alarm, so that it comes last.
    results, left = _within_limits([*counting, *((one.finding, one.waiver) for one in report.waived)], report, index)
    crashed = any(finding.code == RULE_CRASHED.code for finding in report.findings)
    invocation: Json = {"executionSuccessful": not crashed, "exitCode": 0 if report.valid else 1}
    if left:
        text = f"{left} more findings are not shown: code scanning takes {MAX_RESULTS} results and 10 MB"
        invocation["toolExecutionNotifications"] = [{"level": "warning", "message": {"text": text}}]
    driver = {"name": "overseas-stations", "version": __version__, "semanticVersion": __version__, "rules": rules}
    run = {
        "tool": {"driver": driver},
        # What stands before the last stroke tells uploads apart: those of two packages do not replace each other.
        "automationDetails": {"id": f"overseas-stations/{_category(report.package)}/"},
        "invocations": [invocation],
        "originalUriBaseIds": {ROOT: {"description": {"text": "The folder that the check was started in."}}},
        "columnKind": "unicodeCodePoints",
        "properties": {"recordSchemas": report.schema_version, "counts": report.counts, "waived": report.waived_count},
        "results": results,
    }
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=1) + "\n"


def _category(package: str) -> str:
    """Return the package as a name with strokes, the same wherever the checkout lies under its relative name."""
    return visible("/".join(part for part in re.split(r"[/\\]+", package) if part not in ("", "."))) or "."


def _rules(report: Report, registry: Registry, rules_url: str | None) -> list[Json]:
    """Return the rules: all that there are, so that they are the same in every run, and any other code found."""
    known = registry.rules
    found = chain(report.findings, (item.finding for item in report.waived))
    others = sorted({visible(finding.code) for finding in found} - known.keys())
    described = [_descriptor(rule, registry, rules_url) for rule in known.values()] + [{"id": code} for code in others]
    return described[:MAX_RULES]


def _descriptor(rule: Rule, registry: Registry, rules_url: str | None) -> Json:
    page = {"text": rule_page(rule, registry), "markdown": "\n".join(rule_help(rule)) + "\n"}
    # Braces would be placeholders of SARIF's own.
    page = {name: re.sub(r"\{(\w+)\}", r"‹\1›", text) for name, text in page.items()}
    descriptor: Json = {
        "id": rule.code,
        "name": "".join(word[:1].upper() + word[1:] for word in re.findall(r"\w+", rule.title)),
        "shortDescription": {"text": visible(rule.title)},
        "fullDescription": {"text": visible(rule.why)[:MAX_DESCRIPTION]},
        "help": page,
        "defaultConfiguration": {"level": LEVELS[rule.severity]},
        "properties": {"tags": [registry.families[rule.family].partition(":")[0].lower()]},
    }
    address = page_of(rule, rules_url)
    return descriptor | ({"helpUri": address} if address else {})


def _within_limits(
    found: Sequence[tuple[Finding, Waiver | None]], report: Report, index: dict[str, int]
) -> tuple[list[Json], int]:
    """Return the results that fit, and how many findings are left."""
    results: list[Json] = []
    seen: Counter[str] = Counter()
    size = 0
    for number, (finding, waiver) in enumerate(found):
        found_print = _fingerprint(finding)
        seen[found_print] += 1
        result = _result(finding, report.package, index, f"{found_print}:{seen[found_print]}")
        if report.waived:
            # A run in which some results have suppressions has them for all.
            result["suppressions"] = [] if waiver is None else [_suppression(waiver)]
        size += _size(result)
        if len(results) == MAX_RESULTS or size > MAX_BYTES:
            return results, sum(other.count for other, _ in found[number:])
        results.append(result)
    return results, 0


def _size(result: Json) -> int:
    """Return how many bytes a result takes in the file, where its lines stand five blanks further in."""
    written = json.dumps(result, ensure_ascii=False, indent=1)
    return len(written.encode()) + 5 * (written.count("\n") + 1)


def _result(finding: Finding, package: str, index: dict[str, int], found_print: str) -> Json:
    code = visible(finding.code)
    said = [finding.message, more_like_it(finding), f"Next: {finding.hint}" if finding.hint else ""]
    place: Json = {"physicalLocation": _physical(finding.file or package, finding.line, finding.column)}
    if names := [name for name in (finding.table, finding.record_id, finding.field) if name]:
        kind = "field" if finding.field else "record" if finding.record_id else "table"
        path = visible("/".join(names))
        place["logicalLocations"] = [{"name": visible(names[-1]), "fullyQualifiedName": path, "kind": kind}]
    return {
        "ruleId": code,
        "ruleIndex": index.get(code, -1),
        "level": LEVELS[finding.severity],
        "message": {"text": _literal(". ".join(text for text in said if text)) or code},
        "locations": [place],
        # GitHub reads the first name alone.
        "partialFingerprints": {"primaryLocationLineHash": found_print, "placeInData/v1": found_print},
        "occurrenceCount": finding.count,
    }


def _physical(file: str, line: int | None, column: int | None) -> Json:
    """Return a physical place. GitHub shows no result without a line: what is of a file as a whole is at its first."""
    region = {"startLine": line or 1} | ({} if column is None else {"startColumn": column})
    return {"artifactLocation": _artifact(file), "region": region}


def _artifact(file: str) -> Json:
    scheme = _STORAGE.match(file)
    path = file[scheme.end() :] if scheme else file
    quoted = quote_from_bytes(path.encode("utf-8", "surrogatepass"), safe="/")
    if scheme:
        return {"uri": scheme[0] + quoted}
    if path.startswith("/"):
        return {"uri": f"file:///{quoted.lstrip('/')}"}
    return {"uri": quoted or ".", "uriBaseId": ROOT}


def _suppression(waiver: Waiver) -> Json:
    return {
        "kind": "external",
        "status": "accepted",
        "justification": visible(answered_for(waiver)),
        "location": {"physicalLocation": _physical(*waiver.place)},
    }


def _fingerprint(finding: Finding) -> str:
    """Return what stays the same when lines move: a hash of the rule, the place in the data and the value."""
    file = finding.file if finding.table is None else None
    parts = (finding.code, finding.table, finding.record_id, finding.field, finding.value, file)
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:32]


def _literal(text: str) -> str:
    """Return a text as a message that holds neither a placeholder nor a link (SARIF 2.1.0, 3.11.5 and 3.11.6)."""
    return visible(text).replace("{", "{{").replace("}", "}}").replace("](", "] (")
