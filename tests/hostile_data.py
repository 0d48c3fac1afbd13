"""Texts that a format could take for markup, and a report that is made of them."""

from __future__ import annotations

from overseas_stations.findings import SEVERITIES, Finding, Report, Waived, Waiver

HOSTILE = (
    "<script>alert(1)</script>",
    "</code></td></table><img src=x onerror=alert(1)>",
    "@octocat please",
    "[link](https://example.org)",
    "https://example.org and www.example.org",
    "a | b \\| c \\\\| d",
    "`code` ``more`` ```",
    "</details> <details open>",
    "::error::forged",
    "]]> <!-- --> &lt; &amp;",
    "{0} {value} {{x}}",
    "line\nbreak\r\nand\ttab",
    "nul\x00 bell\x07 escape\x1b[31m",
    "right\u202eto\u202cleft \u200b\ufeff",
    "lone \ud800 surrogate \udfff",
    "\ufffe \uffff \U0010ffff",
    "a" * 5000,
    "#1 GH-1 org/repo#1 0123456789012345678901234567890123456789",
    " ",
    "",
    "\\",
    "ends with a bar|",
    "* _ ~ # > - + 1. ![x](y)",
)


def hostile_report() -> Report:
    """Return a report in which every text of data is hostile."""
    found = tuple(
        Finding(
            code_,
            severity,
            text,
            hint=text,
            file=text,
            line=3,
            column=5,
            table=text,
            row=1,
            record_id=text,
            field=text,
            value=text,
            count=2,
        )
        for code_ in ("OS203", "OS704")
        for severity in SEVERITIES
        for text in HOSTILE
    )
    waiver = Waiver("OS203", HOSTILE[0], HOSTILE[2], "2027-01-31", place=(HOSTILE[0], 1, 3))
    waived = tuple(Waived(finding, waiver) for finding in found[:5])
    return Report(HOSTILE[1], found, {HOSTILE[0]: 1}, ("OS203", "OS704"), waived=waived)
