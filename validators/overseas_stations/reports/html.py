"""One HTML page that holds everything: no script, no address, light and dark, for the screen and for paper."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from overseas_stations.findings import SEVERITIES, Finding, Report, Severity, Waived, place
from overseas_stations.markup import escaped
from overseas_stations.reports.addresses import page_of
from overseas_stations.reports.wording import HEADINGS, answered_for, counted, registry_of, verdict
from overseas_stations.rules.core.registry import Registry
from overseas_stations.rules.running import NOT_CHECKED, RULE_CRASHED
from overseas_stations.version import __version__

POLICY = "default-src 'none'; style-src 'unsafe-inline'"
"""Nothing is fetched and nothing runs, whatever the page may hold."""

VERDICTS = {
    "exact": "found where the evidence says",
    "moved": "found at another place",
    "ambiguous": "found more than once",
    "absent": "not in the text",
    "not_checked": "no text at hand",
}

ALWAYS_ON = (RULE_CRASHED.code, NOT_CHECKED.code)
"""What tells that another rule failed or did not run is no rule that itself runs."""

STYLE = """
:root { color-scheme: light dark; --page: #fff; --ink: #1b1f24; --soft: #57606a; --line: #d0d7de; --box: #f6f8fa;
  --link: #0550ae; --error: #a40e26; --warning: #7a4b00; --info: #0550ae; --good: #116329; }
@media (prefers-color-scheme: dark) { :root { --page: #0d1117; --ink: #e6edf3; --soft: #9da7b1; --line: #3d444d;
  --box: #161b22; --link: #79b8ff; --error: #ff8d8d; --warning: #f0b429; --info: #79b8ff; --good: #6fdd8b; } }
body { margin: 0 auto; max-width: 72rem; padding: 1rem; background: var(--page); color: var(--ink);
  font: 1rem/1.5 system-ui, sans-serif; overflow-wrap: anywhere; }
h1 { font-size: 1.6rem; margin: .5rem 0; } h2 { font-size: 1.3rem; margin: 2rem 0 .5rem; }
h3 { font-size: 1.05rem; margin: 1.5rem 0 .25rem; } p { margin: .25rem 0; }
nav ul { columns: 20rem; column-gap: 2.5rem; padding-left: 1.2rem; }
a { color: var(--link); } code { font-family: ui-monospace, monospace; font-size: .9em; }
.verdict { border-left: .4rem solid var(--good); background: var(--box); padding: .5rem 1rem; font-size: 1.15rem; }
.verdict.bad { border-color: var(--error); }
.error { color: var(--error); } .warning { color: var(--warning); } .info { color: var(--info); }
.soft { color: var(--soft); }
table { border-collapse: collapse; width: 100%; margin: .5rem 0; }
caption { text-align: left; color: var(--soft); padding: .25rem 0; }
th, td { border: 1px solid var(--line); padding: .3rem .5rem; text-align: left; vertical-align: top; }
th { background: var(--box); font-weight: 600; }
.number { text-align: right; font-variant-numeric: tabular-nums; }
table.small { width: auto; } .findings .place { width: 32%; } .findings .count { width: 5rem; }
table.changes { table-layout: fixed; } .changes th:nth-child(1), .changes th:nth-child(4) { width: 20%; }
@media (max-width: 40rem) {
  .findings thead { position: absolute; left: -200vw; }
  .findings tr { display: block; border: 1px solid var(--line); margin: .5rem 0; }
  .findings td, .findings .place, .findings .count { display: block; width: auto; border: 0; text-align: left; }
  .findings td:empty { display: none; }
  .findings td[data-name]:not(:empty)::before { content: attr(data-name) ": "; color: var(--soft); } }
@media print { :root { --page: #fff; --ink: #000; --soft: #444; --line: #999; --box: #f4f4f4; --link: #000;
  --error: #a40e26; --warning: #7a4b00; --info: #0550ae; --good: #116329; }
  body { max-width: none; padding: 0; font-size: 10pt; } tr { break-inside: avoid; } h3 { break-after: avoid; } }
"""


def render_html(report: Report, changes: str | None = None, rules_url: str | None = None) -> str:
    """Return a report as one HTML page.

    Args:
        report: the report.
        changes: a section in HTML to stand after the verdict, as it is.
        rules_url: the address of ``RULES.md``, to which the headings of rules link.
    """
    return page(
        f"{verdict(report)}: {report.package}",
        [
            *_head(report),
            *([changes] if changes else []),
            *_findings(report, rules_url),
            *_waived(report),
            *_facts(report),
        ],
    )


def page(title: str, parts: Iterable[str]) -> str:
    """Return a page of *parts*, which are HTML; the title is text."""
    lines = [
        "<!DOCTYPE html>",
        '<html lang="en">',
        "<head>",
        '<meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f'<meta name="generator" content="overseas-stations {__version__}">',
        f"<title>{escaped(title)}</title>",
        f"<style>{STYLE}</style>",
        "</head>",
        "<body>",
        "<main>",
        *parts,
        "</main>",
        "</body>",
        "</html>",
    ]
    return "\n".join(lines) + "\n"


def _code(text: str) -> str:
    return f"<code>{escaped(text)}</code>" if text else ""


def _head(report: Report) -> Iterator[str]:
    yield f"<h1>Report on {_code(report.package)}</h1>"
    bad = "" if report.valid else " bad"
    yield f'<p class="verdict{bad}"><strong>{verdict(report)}</strong>: {counted(report)}</p>'
    schemas = escaped(report.schema_version)
    rules = len(report.rules_run)
    yield f'<p class="soft">overseas-stations {__version__}, record schemas {schemas}, {rules} rules run</p>'


def _findings(report: Report, rules_url: str | None) -> Iterator[str]:
    groups: dict[tuple[Severity, str], list[Finding]] = {}
    for finding in report.findings:
        groups.setdefault((finding.severity, finding.code), []).append(finding)
    ordered = sorted(groups, key=lambda group: (SEVERITIES.index(group[0]), group[1]))
    registry = registry_of(report)
    yield "<h2>Findings</h2>"
    if not ordered:
        yield "<p>Nothing was found.</p>"
    if len(ordered) > 1:
        links = [_link(number, registry, *group, groups[group]) for number, group in enumerate(ordered)]
        yield f'<nav aria-label="Rules with findings"><ul>{"".join(links)}</ul></nav>'
    for number, (severity, code) in enumerate(ordered):
        yield from _rule(number, registry, code, severity, rules_url)
        yield from _table(code, groups[severity, code])


def _link(number: int, registry: Registry, severity: Severity, code: str, findings: Sequence[Finding]) -> str:
    rule = registry.rules.get(code)
    title = escaped(f"{code} {rule.title}" if rule else code) or "(no code)"
    total = sum(finding.count for finding in findings)
    return f'<li><a href="#group-{number}">{title}</a> <span class="soft">{severity.value}, {total}</span></li>'


def _rule(number: int, registry: Registry, code: str, severity: Severity, rules_url: str | None) -> Iterator[str]:
    rule = registry.rules.get(code)
    heading = escaped(code)
    if rule is not None and (address := page_of(rule, rules_url)):
        heading = f'<a href="{escaped(address)}">{heading}</a>'
    title = f" {escaped(rule.title)}" if rule else ""
    kind = f'<span class="{severity.value}">({HEADINGS[severity.value].lower()})</span>'
    yield f'<h3 id="group-{number}">{heading}{title} {kind}</h3>'
    if rule is not None:
        yield f"<p><strong>Why:</strong> {escaped(rule.why)}</p>"
        yield f'<p class="soft">Family: {escaped(registry.families[rule.family].partition(":")[0])}</p>'


def _table(code: str, findings: Sequence[Finding]) -> Iterator[str]:
    total = sum(finding.count for finding in findings)
    yield _head_of_table(f"{escaped(code)}: {total} found, {len(findings)} shown", ("Where", "What", "Next", "Number"))
    for finding in findings:
        yield "<tr>"
        yield f'<td class="place">{_code(place(finding))}</td>'
        yield f'<td data-name="What">{escaped(finding.message)}</td>'
        yield f'<td data-name="Next">{escaped(finding.hint)}</td>'
        yield f'<td class="number count" data-name="Number">{finding.count}</td>'
        yield "</tr>"
    yield "</tbody></table>"


def _waived(report: Report) -> Iterator[str]:
    if not report.waived:
        return
    yield f"<h2>Waived ({report.waived_count})</h2>"
    yield "<p>Known, answered for by somebody until a day, and not counted.</p>"
    names = ("Where", "What", "Waiver", "Number")
    yield _head_of_table("Findings that are waived", names)
    for item in report.waived:
        yield from _waived_row(item)
    yield "</tbody></table>"


def _waived_row(item: Waived) -> Iterator[str]:
    finding, waiver = item.finding, item.waiver
    said = f"{escaped(finding.code)}, {finding.severity.value}: {escaped(finding.message)}"
    yield "<tr>"
    yield f'<td class="place">{_code(place(finding))}</td>'
    yield f'<td data-name="What">{said}</td>'
    yield f'<td data-name="Waiver">{escaped(answered_for(waiver))}</td>'
    yield f'<td class="number count" data-name="Number">{finding.count}</td>'
    yield "</tr>"


def _head_of_table(caption: str, names: Sequence[str]) -> str:
    head = "".join(f'<th scope="col">{name}</th>' for name in names)
    return f'<table class="findings"><caption>{caption}</caption><thead><tr>{head}</tr></thead><tbody>'


def _facts(report: Report) -> Iterator[str]:
    registry = registry_of(report)
    yield "<h2>What was checked</h2>"
    yield from _numbers(
        "Rows, by table", "Table", "Rows", [(_code(name), count) for name, count in report.rows.items()]
    )
    verdicts = [(escaped(VERDICTS.get(name, name)), count) for name, count in report.evidence.items()]
    yield from _numbers("Passages, held against the texts", "Passage", "Number", verdicts)
    yield f"<h3>Rules run ({len(report.rules_run)})</h3>"
    for family, title in registry.families.items():
        ran = [code for code in report.rules_run if code[:3] == family]
        yield f"<p><strong>{escaped(title.partition(':')[0])}:</strong> {_codes(registry, ran) or 'none'}</p>"
    others = [code for code in report.rules_run if code[:3] not in registry.families]
    if others:
        yield f"<p><strong>Others:</strong> {_codes(registry, others)}</p>"
    left_out = [code for code in registry.rules if code not in report.rules_run and code not in ALWAYS_ON]
    if left_out:
        yield f"<p><strong>Not run:</strong> {_codes(registry, left_out)}</p>"


def _codes(registry: Registry, codes: Iterable[str]) -> str:
    known = registry.rules
    titles = {code: f' title="{escaped(known[code].title)}"' if code in known else "" for code in codes}
    return ", ".join(f"<code{titles[code]}>{escaped(code)}</code>" for code in codes)


def _numbers(caption: str, name: str, number: str, rows: Sequence[tuple[str, int]]) -> Iterator[str]:
    """Yield a table of two columns; the names are HTML."""
    yield f'<table class="small"><caption>{caption}</caption><thead><tr>'
    yield f'<th scope="col">{name}</th><th scope="col" class="number">{number}</th></tr></thead><tbody>'
    for text, count in rows:
        yield f'<tr><th scope="row">{text}</th><td class="number">{count}</td></tr>'
    yield "</tbody></table>"
