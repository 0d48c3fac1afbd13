"""Reports in each format: well-formed whatever the data hold, with the right counts, no data taken for markup."""

from __future__ import annotations

import json
import re
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import unquote
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from junitparser import Error, Failure, JUnitXml, Skipped
from markdown_it import MarkdownIt
from typer.testing import CliRunner

from draws import STEADY
from hostile_data import HOSTILE, hostile_report
from overseas_stations.cli.app import app
from overseas_stations.cli.help_pages import one_of
from overseas_stations.findings import SEVERITIES, Finding, Report, Severity, Waived, Waiver
from overseas_stations.markup import code, prose
from overseas_stations.printable import visible
from overseas_stations.publishing.schema_folders import SchemaSet
from overseas_stations.releases.changes import Change, ChangeKind, Changes, ComparedVersion
from overseas_stations.report_parts import VERDICTS
from overseas_stations.reports import Extras, Format, junit, markdown, render, sarif
from overseas_stations.reports.addresses import is_web_address
from overseas_stations.reports.changes import render_changes
from overseas_stations.reports.markdown import render_comment, render_summary
from overseas_stations.reports.schema_changes import SchemaDiff, render_schema_diff
from overseas_stations.rules.core.base import Rule
from overseas_stations.rules.registry import CORE
from overseas_stations.schemas.codebook import rule_anchor, rule_help, rules_document
from overseas_stations.schemas.versions import Level
from small_project import SOURCE, Overseas, Unusable, contents, overseas_process

characters = st.one_of(
    st.characters(), st.characters(categories=["Cs", "Cc", "Cf"]), st.sampled_from("<>&\"'`|\\@[](){}#*_\n\r\t\0")
)
texts = st.one_of(st.sampled_from(HOSTILE), st.text(characters, max_size=40))
maybe = st.one_of(st.none(), texts)
numbers = st.one_of(st.none(), st.integers(1, 10**9))
findings = st.builds(
    Finding,
    code=st.one_of(st.sampled_from([*CORE.rules]), texts),
    severity=st.sampled_from(SEVERITIES),
    message=texts,
    hint=texts,
    file=maybe,
    line=numbers,
    column=numbers,
    table=maybe,
    row=numbers,
    record_id=maybe,
    field=maybe,
    value=maybe,
    count=st.integers(1, 10**6),
)
waivers = st.builds(
    Waiver,
    code=st.sampled_from([*CORE.rules]),
    owner=texts,
    reason=texts,
    expires=st.just("2027-01-31"),
    place=st.tuples(texts, st.integers(1, 99), st.integers(1, 99)),
)
reports = st.builds(
    Report,
    package=texts,
    findings=st.lists(findings, max_size=6).map(tuple),
    rows=st.dictionaries(texts, st.integers(0, 10**9), max_size=3),
    rules_run=st.sets(st.one_of(st.sampled_from([*CORE.rules]), texts), max_size=5).map(
        lambda codes: tuple(sorted(codes))
    ),
    evidence=st.fixed_dictionaries({verdict: st.integers(0, 99) for verdict in VERDICTS}),
    waived=st.lists(st.builds(Waived, findings, waivers), max_size=3).map(tuple),
)


def one(code: str = "OS203", severity: Severity = Severity.ERROR, **more: Any) -> Finding:
    return Finding(code, severity, "found", hint="mend it", **more)


# Reading each format back


def totals_of_sarif(text: str) -> Counter[str]:
    (run,) = json.loads(text)["runs"]
    names = {"error": "error", "warning": "warning", "note": "info"}
    totals: Counter[str] = Counter()
    for result in run["results"]:
        totals["waived" if result.get("suppressions") else names[result["level"]]] += result["occurrenceCount"]
    return totals


def totals_of_junit(text: str) -> Counter[str]:
    totals: Counter[str] = Counter()
    for suite in ElementTree.fromstring(text):
        outcomes: Counter[str] = Counter()
        for case in suite.iter("testcase"):
            for outcome in case:
                outcomes[outcome.tag] += 1
                if outcome.tag != "skipped":
                    totals["error"] += int(outcome.attrib["message"].partition(":")[0])
        assert int(suite.attrib["tests"]) == len(list(suite.iter("testcase")))
        assert [int(suite.attrib[key]) for key in ("failures", "errors", "skipped")] == [
            outcomes[tag] for tag in ("failure", "error", "skipped")
        ]
        for line in (suite.findtext("system-out") or "").splitlines():
            severity = re.match(r"(waived)|(warning|info) ", line)
            assert severity is not None, line
            more = re.search(r"\(and (\d+) more like it\)(?:\. Next: .*)?$", line)
            totals[severity[1] or severity[2]] += 1 + (int(more[1]) if more else 0)
    return totals


class Page(HTMLParser):
    """Reads a page: the tags that are open must be closed in order."""

    VOID = frozenset({"meta"})
    TAGS = frozenset(
        [
            *("html", "head", "meta", "title", "style", "body", "main", "section"),
            *("h1", "h2", "h3", "p", "strong", "span", "a", "code", "nav", "ul", "li"),
            *("table", "caption", "thead", "tbody", "tr", "th", "td"),
        ]
    )

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.texts: list[str] = []
        self.totals: Counter[str] = Counter()
        self.rows = 0
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in self.TAGS, tag
        self.attributes += attrs
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "style" in self.open:
            return
        self.texts.append(data)
        heading = re.fullmatch(r"\((errors|warnings|for information)\)", data)
        if heading and "h3" in self.open:
            self.severity = {"errors": "error", "warnings": "warning", "for information": "info"}[heading[1]]
        if "caption" in self.open and (found := re.search(r": (\d+) found, \d+ shown$", data)):
            self.totals[self.severity] += int(found[1])
        if "h2" in self.open and (found := re.fullmatch(r"Waived \((\d+)\)", data)):
            self.totals["waived"] += int(found[1])


def tokens_of(text: str) -> list[Any]:
    """Return the tokens of Markdown as GitHub reads it: CommonMark with tables and bare links."""
    flat = []
    for token in MarkdownIt("commonmark", {"html": True}).enable("table").parse(text):
        flat += [token, *(token.children or [])]
    return flat


def totals_of_markdown(text: str) -> Counter[str]:
    totals: Counter[str] = Counter()
    headings = {"Errors": "error", "Warnings": "warning", "For information": "info", "Waived": "waived"}
    for title, total in re.findall(r"^(?:### |<summary>)(\w[\w ]*) \((\d+)\)(?:</summary>)?$", text, re.MULTILINE):
        totals[headings[title]] += int(total)
    return totals


def counts_of(report: Report) -> Counter[str]:
    return +Counter({**report.counts, "waived": report.waived_count})


# What holds for every report


def test_the_reports_that_are_drawn_hold_something_of_every_kind() -> None:
    """Without findings the properties below would say nothing."""
    seen: Counter[str] = Counter()

    @settings(STEADY, max_examples=80)
    @given(reports)
    def look(report: Report) -> None:
        seen.update(counts_of(report).keys())

    look()
    assert min(seen[kind] for kind in (*(severity.value for severity in SEVERITIES), "waived")) > 5


@settings(max_examples=80)
@given(reports)
def test_sarif_is_json_with_the_counts(report: Report) -> None:
    text = render(report, Format.SARIF, Extras(rules_url="https://example.org/RULES.md"))
    assert totals_of_sarif(text) == counts_of(report)
    (run,) = json.loads(text)["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert len({rule["id"] for rule in rules}) == len(rules)
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        assert visible(result["message"]["text"]) == result["message"]["text"] != ""
        assert "](" not in result["message"]["text"]
        (place,) = result["locations"]
        artifact = place["physicalLocation"]["artifactLocation"]
        assert re.fullmatch(r"[A-Za-z][A-Za-z0-9+.-]*://[A-Za-z0-9._~%/-]*|[A-Za-z0-9._~%/-]+", artifact["uri"])
        assert ("uriBaseId" in artifact) == (re.match(r"[A-Za-z][A-Za-z0-9+.-]*://", artifact["uri"]) is None)
        assert ("suppressions" in result) == bool(report.waived)


@settings(max_examples=80)
@given(reports)
def test_junit_is_xml_with_the_counts(report: Report) -> None:
    text = render(report, Format.JUNIT)
    assert totals_of_junit(text) == counts_of(report)
    assert {element.tag for element in ElementTree.fromstring(text).iter()} <= {
        *("testsuites", "testsuite", "properties", "property", "testcase"),
        *("failure", "error", "skipped", "system-out", "system-err"),
    }


@settings(max_examples=80)
@given(reports)
def test_html_is_well_formed_with_the_counts(report: Report) -> None:
    page = Page(render(report, Format.HTML))
    assert page.totals == counts_of(report)
    shown = " ".join(page.texts)
    for finding in report.findings:
        assert visible(finding.message) in shown
    names = {name for name, _ in page.attributes}
    assert names <= {
        *("lang", "charset", "http-equiv", "content", "name", "class", "scope"),
        *("data-name", "title", "id", "href", "aria-label"),
    }
    inside = [value for name, value in page.attributes if name == "href"]
    assert {f"#{value}" for name, value in page.attributes if name == "id"} >= {*inside}


@settings(max_examples=80)
@given(reports)
def test_markdown_keeps_data_in_code_with_the_counts(report: Report) -> None:
    for text in (render_comment(report), render_summary(report)):
        assert totals_of_markdown(text) == counts_of(report)
        assert len(text.encode()) <= 65_536 or text == render_summary(report)
        found = tokens_of(text)
        kinds = {token.type for token in found}
        assert not kinds & {"link_open", "image", "html_inline", "fence", "code_block", "em_open", "hr"}, kinds
        html = "".join(token.content for token in found if token.type == "html_block")
        assert set(re.findall(r"</?(\w+)", html)) <= {"details", "summary"}
        plain = "".join(token.content for token in found if token.type == "text")
        assert not set(plain) & set("@<>[]|`#\\"), plain
        lengths = set()
        for token in found:
            if token.type == "tr_open":
                cells = 0
            elif token.type in ("td_open", "th_open"):
                cells += 1
            elif token.type == "tr_close":
                lengths.add(cells)
        assert lengths <= {4}
        rows = sum(token.type == "tr_open" for token in found)
        tables = sum(token.type == "table_open" for token in found)
        assert rows - tables == len(report.findings) + len(report.waived)


@settings(max_examples=80)
@given(reports)
def test_text_json_and_commands_keep_their_lines_and_counts(report: Report) -> None:
    counts = report.counts
    last = render(report, Format.TEXT).splitlines()[-1]
    assert [int(number) for number in re.findall(r"(\d+) (?:error|warning|for information)", last)] == [
        counts[severity.value] for severity in SEVERITIES
    ]
    assert visible(render(report, Format.TEXT).replace("\n", "")) == render(report, Format.TEXT).replace("\n", "")
    assert json.loads(render(report, Format.JSON))["waived"] == report.waived_count
    lines = render(report, Format.GITHUB).split("\n")
    assert all(re.match(r"::(error|warning|notice) |\d+ more findings|valid: |NOT VALID: |$", line) for line in lines)


@pytest.mark.parametrize("form", Format)
def test_a_format_gives_the_same_bytes_for_the_same_report(form: Format) -> None:
    text = render(hostile_report(), form)
    assert text == render(hostile_report(), form)
    assert text.endswith("\n")
    text.encode("utf-8", "backslashreplace")


def test_every_format_is_offered_by_the_commands() -> None:
    for command in ("check", "validate", "build"):
        shown = CliRunner().invoke(app, [command, "--help"], env={"COLUMNS": "300", "TERM": "dumb"}).output
        assert one_of(Format) in " ".join(shown.replace("│", " ").split())
    with pytest.raises(ValueError, match="xml"):
        render(Report("x"), "xml")


# SARIF


def results(report: Report, **more: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(sarif.render_sarif(report, CORE, **more))["runs"][0]["results"]
    return found


def test_sarif_describes_every_rule_with_a_link_that_leads_somewhere() -> None:
    report = Report("x", (one("OS203"),))
    (run,) = json.loads(sarif.render_sarif(report, CORE, "https://example.org/RULES.md"))["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == list(CORE.rules)
    headings = re.findall(r"^### (.*)$", rules_document(CORE), re.MULTILINE)
    anchors = {re.sub(r"[^a-z0-9 _-]", "", heading.lower()).replace(" ", "-") for heading in headings}
    for rule in rules:
        address, _, anchor = rule["helpUri"].partition("#")
        assert address == "https://example.org/RULES.md"
        assert anchor == rule_anchor(CORE.rules[rule["id"]])
        assert anchor in anchors
        assert re.fullmatch(r"[A-Za-z0-9]{1,255}", rule["name"])
        assert 0 < len(rule["shortDescription"]["text"]) <= 1024
        assert 0 < len(rule["fullDescription"]["text"]) <= 1024
        assert all("{" not in text and rule["id"] != text for text in rule["help"].values())
        assert len(rule["properties"]["tags"]) <= 10
    assert not [rule for rule in json.loads(sarif.render_sarif(report, CORE))["runs"][0]["tool"]["driver"]["rules"]
                if "helpUri" in rule]  # fmt: skip


def test_sarif_names_places_as_code_scanning_wants_them() -> None:
    found = one(file="a b/c#d.csv", line=3, column=7, table="stations", record_id="ec-quito-1", field="country")
    (result,) = results(Report("pkg", (found,)))
    (place,) = result["locations"]
    assert place["physicalLocation"] == {
        "artifactLocation": {"uri": "a%20b/c%23d.csv", "uriBaseId": "%SRCROOT%"},
        "region": {"startLine": 3, "startColumn": 7},
    }
    assert place["logicalLocations"] == [
        {"name": "country", "fullyQualifiedName": "stations/ec-quito-1/country", "kind": "field"}
    ]


@pytest.mark.parametrize(
    ("file", "artifact"),
    [
        (None, {"uri": "pkg/x.zip", "uriBaseId": "%SRCROOT%"}),
        ("/data/é.csv", {"uri": "file:///data/%C3%A9.csv"}),
        ("s3a://bucket/a b.csv", {"uri": "s3a://bucket/a%20b.csv"}),
        ("c:d.csv", {"uri": "c%3Ad.csv", "uriBaseId": "%SRCROOT%"}),
    ],
)
def test_sarif_encodes_names_of_files(file: str | None, artifact: dict[str, str]) -> None:
    (result,) = results(Report("pkg/x.zip", (one(file=file),)))
    physical = result["locations"][0]["physicalLocation"]
    assert (physical["artifactLocation"], physical["region"]) == (artifact, {"startLine": 1})
    assert unquote(artifact["uri"]).removeprefix("file://") == (file or "pkg/x.zip")


def test_sarif_fingerprints_stay_when_lines_move() -> None:
    def prints(*found: Finding) -> list[str]:
        return [result["partialFingerprints"]["primaryLocationLineHash"] for result in results(Report("x", found))]

    place: dict[str, Any] = {"table": "stations", "record_id": "ec-quito-1", "field": "country", "value": "XQ"}
    (here,) = prints(one(file="a.csv", line=3, row=2, **place))
    assert prints(one(file="a.csv", line=9, row=8, column=4, **place)) == [here]
    for name in place:
        assert prints(one(file="a.csv", line=3, **{**place, name: "other"})) != [here]
    assert prints(one("OS204", file="a.csv", line=3, **place)) != [here]
    alike = prints(one(line=1, **place), one(line=2, **place))
    assert [print_.partition(":")[2] for print_ in alike] == ["1", "2"]
    assert prints(one(file="a.txt")) != prints(one(file="b.txt"))


def test_sarif_shows_the_most_telling_and_says_what_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    found = [one("OS203", Severity.WARNING, line=n) for n in range(1, 4)]
    found += [one("OS301", line=n, count=10) for n in range(1, 4)] + [one("OS302", line=9)]
    monkeypatch.setattr(sarif, "MAX_RESULTS", 3)
    (run,) = json.loads(sarif.render_sarif(Report("x", tuple(found)), CORE))["runs"]
    shown = [(r["ruleId"], r["locations"][0]["physicalLocation"]["region"]["startLine"]) for r in run["results"]]
    assert shown == [("OS301", 1), ("OS302", 9), ("OS301", 2)]
    (told,) = run["invocations"][0]["toolExecutionNotifications"]
    assert told["message"]["text"].startswith("13 more findings are not shown")


def test_sarif_keeps_within_the_size_that_code_scanning_takes() -> None:
    found = tuple(Finding("OS203", Severity.ERROR, "é\x07" * 900, file="f", line=n) for n in range(1, 5000))
    text = sarif.render_sarif(Report("x", found), CORE)
    assert len(text.encode()) < 10_000_000
    (run,) = json.loads(text)["runs"]
    assert 1000 < len(run["results"]) < 4999
    (told,) = run["invocations"][0]["toolExecutionNotifications"]
    assert told["message"]["text"].startswith(f"{4999 - len(run['results'])} more findings")


def test_sarif_says_how_it_went() -> None:
    def invocation(*found: Finding) -> dict[str, Any]:
        ran: dict[str, Any] = json.loads(sarif.render_sarif(Report("x", found), CORE))["runs"][0]["invocations"][0]
        return ran

    assert invocation() == {"executionSuccessful": True, "exitCode": 0}
    assert invocation(one()) == {"executionSuccessful": True, "exitCode": 1}
    assert invocation(one("OS199")) == {"executionSuccessful": False, "exitCode": 1}


def test_sarif_tells_uploads_of_two_packages_apart() -> None:
    def category(package: str) -> str:
        (run,) = json.loads(sarif.render_sarif(Report(package), CORE))["runs"]
        named: str = run["automationDetails"]["id"]
        return named

    assert category("data") == "overseas-stations/data/"
    assert category("./data/") == category("data")
    assert category("parts\\other") == category("parts/other") == "overseas-stations/parts/other/"
    assert category("/srv/data.zip") == "overseas-stations/srv/data.zip/"
    assert category(".") == "overseas-stations/./"


def test_sarif_suppresses_what_is_waived() -> None:
    waiver = Waiver("OS203", "data team", "asked", "2027-01-31", place=("waivers.yaml", 7, 3))
    counting, waived = results(Report("x", (one("OS204"),), waived=(Waived(one("OS203"), waiver),)))
    assert counting["suppressions"] == []
    (suppression,) = waived["suppressions"]
    assert suppression["kind"] == "external"
    assert suppression["justification"] == "waived until 2027-01-31 by data team: asked"
    assert suppression["location"]["physicalLocation"]["region"] == {"startLine": 7, "startColumn": 3}


# JUnit


def test_junit_as_junitparser_reads_it() -> None:
    waiver = Waiver("OS301", "data team", "asked", "2027-01-31")
    found = (
        one("OS203", file="a.csv", line=2, count=3),
        one("OS203", file="a.csv", line=9),
        one("OS199", value="OS611"),
        one("OS103", Severity.WARNING, file="notes.txt"),
    )
    report = Report("x", found, rules_run=("OS103", "OS203", "OS301"), waived=(Waived(one("OS301"), waiver),))
    read = JUnitXml.fromstring(junit.render_junit(report, CORE).encode())
    cases = {case.name.split()[0]: case for suite in read for case in suite}
    assert set(cases) == set(CORE.rules)
    outcomes = {code: [type(result) for result in case.result] for code, case in cases.items() if case.result}
    skipped = set(CORE.rules) - {"OS103", "OS203", "OS301", "OS198", "OS199"}
    assert outcomes == {"OS203": [Failure], "OS199": [Error], **{code: [Skipped] for code in skipped}}
    (failure,) = cases["OS203"].result
    assert failure.message == "4: found"
    assert failure.text.splitlines() == [
        "error OS203 a.csv:2: found (and 2 more like it). Next: mend it",
        "error OS203 a.csv:9: found. Next: mend it",
    ]
    suites = ElementTree.fromstring(junit.render_junit(report, CORE))
    out = {suite.attrib["name"][:3]: suite.findtext("system-out") for suite in suites}
    assert out["OS1"] == "warning OS103 notes.txt: found. Next: mend it"
    assert out["OS3"] == "waived until 2027-01-31 by data team: asked: error OS301 : found. Next: mend it"


def test_junit_texts_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(junit, "MAX_TEXT", 100)
    read = junit.render_junit(Report("x", tuple(one(line=n) for n in range(50))), CORE)
    (failure,) = ElementTree.fromstring(read).iter("failure")
    assert failure.attrib["message"].startswith("50:")
    assert re.search(r"\n(\d+) more are not shown$", failure.text or "")


# Markdown


@pytest.mark.parametrize("text", HOSTILE)
def test_a_code_span_shows_the_text_and_nothing_else(text: str) -> None:
    table = f"| a | b |\n|---|---|\n| {code(text, 10**6)} | x |\n"
    cells = [token for token in tokens_of(table) if token.type == "inline"]
    assert [cell.content for cell in cells[:2]] == ["a", "b"]
    assert len(cells) == 4
    assert {child.type for child in cells[2].children} <= {"code_inline"}
    shown = "".join(child.content for child in cells[2].children)
    if "\\|" not in text:
        assert shown == visible(text).strip()


PLAIN = {"paragraph_open", "paragraph_close", "inline", "text"}


@pytest.mark.parametrize("text", HOSTILE)
def test_prose_shows_the_text_and_nothing_else(text: str) -> None:
    tokens = tokens_of(prose(text))
    assert {token.type for token in tokens} <= PLAIN
    assert "".join(token.content for token in tokens if token.type == "text") == visible(text).strip()
    cells = [token for token in tokens_of(f"| a |\n|---|\n| {prose(text)} |\n") if token.type == "inline"]
    assert len(cells) == 2


@pytest.mark.parametrize("text", [text for text in HOSTILE if text.strip()])
def test_what_a_profile_or_a_package_is_called_is_no_markup(text: str) -> None:
    """Pages of rules, changes of schemas and of data: what others named shows as they named it."""
    help_ = rule_help(Rule("XX101", Severity.ERROR, text, text, text, text))
    schemas = SchemaDiff.between(SchemaSet(text, "1.0.0", {}, None), SchemaSet(text, None, {}, None))
    changes = Changes(ComparedVersion(text, text, None), ComparedVersion("new", text, None))
    for page in ("\n".join(help_), render_schema_diff(schemas, "markdown"), render_changes(changes, "changelog")):
        kinds = {token.type for token in tokens_of(page)} - PLAIN
        assert kinds <= {
            *("heading_open", "heading_close", "em_open", "em_close", "code_inline", "softbreak"),
            *("bullet_list_open", "bullet_list_close", "list_item_open", "list_item_close"),
        }


# Addresses


NO_PAGES = (
    *("javascript:alert(1)", "JavaScript:alert(1)", " javascript:alert(1)", "java\tscript:alert(1)", "vbscript:x"),
    *("data:text/html,x", "file:///etc/passwd", "//example.org/x", "RULES.md", "https:", "https://", "https:///x", "x"),
    *(
        'https://example.org/"onmouseover=x',
        "https://example.org/ x",
        "https://example.org/\nx",
        "https://ex\u0430mple.org",
    ),
)


def test_only_a_page_of_the_web_is_linked_to(unusable: Unusable, tmp_path: Path) -> None:
    report = Report("x", (one(),))
    assert not [address for address in NO_PAGES if is_web_address(address)]
    for address in NO_PAGES[:2]:
        html, sarif = (render(report, form, Extras(rules_url=address)) for form in (Format.HTML, Format.SARIF))
        links = [value for name, value in Page(html).attributes if name == "href" and value and value[0] != "#"]
        assert links == []
        assert "helpUri" not in sarif
        said = unusable("validate", ".", "--rules-url", address, cwd=tmp_path)
        assert "is not the address of a page" in said


def test_a_name_is_no_address_of_a_file() -> None:
    for file in ("javascript://%0aalert(1)", "data://x", "vbscript://x"):
        found = json.loads(render(Report("x", (one(file=file),)), Format.SARIF))
        (location,) = found["runs"][0]["results"][0]["locations"]
        artifact = location["physicalLocation"]["artifactLocation"]
        assert artifact["uriBaseId"] == sarif.ROOT
        assert ":" not in artifact["uri"]


def test_no_line_is_a_command_to_a_runner_but_our_own(overseas: Overseas, faulty: Path) -> None:
    dossier = next(faulty.glob("seeds/2023/*.yaml"))
    text = dossier.read_text("utf-8")
    dossier.write_text(text.replace("status: reported", 'status: "::error::x ##[error]y"'), encoding="utf-8")
    on_a_runner = {"GITHUB_ACTIONS": "true"}
    done = overseas("check", cwd=faulty, env=on_a_runner)
    assert "\\x3a:error::x \\x23#[error]y is not a value of status" in done.stdout
    assert not re.search(r"^\s*::|##\[", done.stdout, re.MULTILINE)
    assert "  ::error::x ##[error]y is not a value of status" in overseas("check", cwd=faulty).stdout
    report = json.loads(overseas("check", "--format", "json", cwd=faulty, env=on_a_runner).stdout)
    assert "::error::x ##[error]y" in {finding["value"] for finding in report["findings"]}
    github = overseas("check", "--format", "github", cwd=faulty, env=on_a_runner).stdout
    commands = re.findall(r"^\s*::(.*)$", github, re.MULTILINE)
    assert len(commands) == 10
    assert all(command.startswith("error file=") for command in commands)


def test_a_comment_keeps_within_the_limit_and_counts_the_rest() -> None:
    found = [one("OS203", line=n, file="é" * 50, count=2) for n in range(1000)]
    found += [one("OS103", Severity.WARNING, line=n) for n in range(1000)]
    waiver = Waiver("OS301", "data team", "asked", "2027-01-31")
    report = Report("x", tuple(found), waived=tuple(Waived(one("OS301", line=n), waiver) for n in range(1000)))
    text = render_comment(report)
    assert 60_000 < len(text.encode()) <= 65_536
    assert "### Errors (2000)" in text
    shown = text.count("| `OS203` |")
    assert f"{2000 - 2 * shown} more are not shown for want of room." in text
    assert "Warnings (1000): not shown" in text
    assert "Waived (1000): not shown" in text
    assert text.count("<details>") == text.count("</details>")
    whole = render_summary(report)
    assert whole.count("| `OS203` |") == 1000
    assert "not shown" not in whole


def test_changes_stand_after_the_verdict() -> None:
    report = Report("x", (one(),))
    change = Change(ChangeKind.ADDED, "stations", "<b>|`ec-1`", label="@who <i>", sources=("a|b",), level=Level.MINOR)
    extras = Extras(
        changes=Changes(ComparedVersion("old", "1.0.0", None), ComparedVersion("new", "1.1.0", None), (change,))
    )
    section = extras.markdown
    assert section is not None
    assert "minor change: 1.1.0 or more is due, and 1.1.0 fits" in section
    for text in (render(report, Format.MARKDOWN, extras), render_summary(report, section)):
        assert text.index("**NOT VALID**") < text.index(section.rstrip("\n")) < text.index("### Errors")
    page = render(report, Format.HTML, extras)
    assert page.index("NOT VALID") < page.index("<h2>Changes to the data</h2>") < page.index("<h2>Findings</h2>")
    assert "&lt;b&gt;|`ec-1`" in page
    assert "<b>" not in page
    assert "too long to be shown" in render_comment(report, "x" * 60_000)
    assert markdown.MAX_COMMENT < 65_536


# HTML


def test_html_holds_everything_and_asks_for_nothing() -> None:
    text = render(hostile_report(), Format.HTML, Extras(rules_url="https://example.org/RULES.md"))
    page = Page(text)
    assert page.totals == counts_of(hostile_report())
    links = [value for name, value in page.attributes if name in ("href", "src") and value and value[0] != "#"]
    assert set(links) == {f"https://example.org/RULES.md#{rule_anchor(CORE.rules[c])}" for c in ("OS203", "OS704")}
    assert not re.search(r"<(script|link|img|iframe|object)|url\(|@import", text)
    assert '<html lang="en">' in text
    shown = " ".join(page.texts)
    for name in ("OS203", "OS704"):
        assert CORE.rules[name].why in shown
    assert "waived until 2027-01-31 by" in shown


def luminance(colour: str) -> float:
    """Return the relative luminance of a colour, as WCAG 2.2 defines it."""
    digits = colour if len(colour) == 6 else "".join(digit * 2 for digit in colour)
    parts = [int(digits[n : n + 2], 16) / 255 for n in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_html_has_contrast_in_light_in_dark_and_on_paper() -> None:
    palettes = re.findall(r":root \{([^}]*)\}", render(Report("x"), Format.HTML))
    assert len(palettes) == 3
    for palette in palettes:
        colours = dict(re.findall(r"--([a-z]+): #([0-9a-f]{3,6})", palette))
        for back in (colours["page"], colours["box"]):
            for name in ("ink", "soft", "link", "error", "warning", "info", "good"):
                light, dark = sorted((luminance(colours[name]), luminance(back)), reverse=True)
                assert (light + 0.05) / (dark + 0.05) >= 4.5, name


# The commands


@pytest.mark.parametrize(
    "form", [pytest.param(form, marks=[] if form is Format.TEXT else [pytest.mark.long]) for form in Format]
)
def test_a_command_prints_utf8_whatever_the_locale(overseas: Overseas, faulty: Path, form: Format) -> None:
    path = faulty / "seeds" / "2023" / f"{SOURCE}.yaml"
    path.write_text(path.read_text("utf-8").replace("language: en", "language: “é”", 1), encoding="utf-8")
    elsewhere = {"PYTHONIOENCODING": "latin-1", "TZ": "Asia/Tokyo"}
    plain = overseas("check", "--format", form, cwd=faulty)
    other = overseas_process("check", "--format", form, cwd=faulty, env=elsewhere)
    assert plain.returncode == other.returncode == 1
    assert plain.stdout == other.stdout
    assert plain.stderr == other.stderr == ""
    assert "“é”" in plain.stdout


def test_the_address_of_the_rules_comes_from_an_option_or_the_environment(overseas: Overseas, faulty: Path) -> None:
    env = {"OVERSEAS_RULES_URL": "https://example.org/env"}
    for arguments, start in (
        ((), "https://example.org/env#"),
        (("--rules-url", "https://e.org/x"), "https://e.org/x#"),
    ):
        done = overseas("check", "--format", "sarif", *arguments, cwd=faulty, env=env)
        rules = json.loads(done.stdout)["runs"][0]["tool"]["driver"]["rules"]
        assert all(rule["helpUri"].startswith(start) for rule in rules)


def test_a_build_prints_its_report_in_the_format_that_was_asked_for(
    overseas: Overseas, faulty: Path, project: Path
) -> None:
    assert totals_of_sarif(overseas("build", "--format", "sarif", cwd=faulty).stdout)["error"] >= 15
    done = overseas("build", "--format", "junit", cwd=project)
    assert done.returncode == 0
    assert totals_of_junit(done.stdout) == Counter()
    assert (project / "datapackage").is_dir()


# Files of reports


@pytest.mark.long
def test_a_report_replaces_a_report_alone(overseas: Overseas, unusable: Unusable, faulty: Path) -> None:
    """Of any format by any other; everything else that stands there stays, a table that is checked above all."""
    (faulty / "thesis.txt").write_text("years of work\n", encoding="utf-8")
    (faulty / "notes.md").write_text("## Notes on overseas-stations\n", encoding="utf-8")
    (faulty / "link.html").symlink_to("thesis.txt")
    (faulty / "folder").mkdir()
    before = contents(faulty)
    dossier = next(name for name in before if name.endswith(".yaml"))
    for file in ("thesis.txt", "notes.md", "link.html", "folder", dossier, "pyproject.toml"):
        (faulty / "pyproject.toml").write_text("[project]\n", encoding="utf-8")
        for form in Format:
            unusable("check", "--report", f"{form.value}={file}", cwd=faulty)
    assert contents(faulty) == before | {"pyproject.toml": b"[project]\n"}
    (faulty / "report").touch()
    for form in (*Format, Format.TEXT):
        assert overseas("check", "--report", f"{form.value}=report", cwd=faulty).returncode == 1
        assert overseas("check", "--format", form.value, cwd=faulty).stdout == (faulty / "report").read_text("utf-8")
    assert contents(faulty).keys() - before.keys() == {"report"}
