"""Checks passages and quotations: against each other always, against the texts where they are at hand."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from overseas_stations.expressions import nw
from overseas_stations.findings import Finding
from overseas_stations.forms.scalars import INTEGER, SHA256, is_match
from overseas_stations.passages import (
    Fingerprint,
    Near,
    TooShort,
    Verdict,
    fingerprint,
    quoted_pieces,
    text_digest,
)
from overseas_stations.report_parts import VERDICTS
from overseas_stations.rules.core.checks import either
from overseas_stations.rules.evidence import (
    NAME_NOT_PRINTED,
    PASSAGE_ABSENT,
    PASSAGE_AMBIGUOUS,
    PASSAGE_MOVED,
    QUOTATION,
    TEXT_OTHER,
)
from overseas_stations.rules.running import PASSAGE_UNSOUGHT, RULE_CRASHED
from overseas_stations.tables import TABLES, Table, record_name
from overseas_stations.texts.at_hand import READING

if TYPE_CHECKING:
    from overseas_stations.engines.base import Engine
    from overseas_stations.rules.core.checks import Frame
    from overseas_stations.texts.at_hand import Texts


MAX_NEAREST = 20
"""For so many quotations the nearest passage is told, because each is looked for in a whole text."""


@dataclass
class PassagesOutcome:
    """What checking the passages gave."""

    findings: list[Finding] = field(default_factory=list)
    verdicts: dict[str, int] = field(default_factory=lambda: dict.fromkeys(VERDICTS, 0))
    rules_run: set[str] = field(default_factory=set)


def check_passages(engine: Engine, texts: Texts | None) -> PassagesOutcome:
    """Check every passage and every quotation.

    Without texts each passage counts as ``not_checked``; quotations are held against their fingerprints all the same.
    Of large tables only the rows that are needed become Python objects.
    """
    with engine.expressions():
        return _checked(engine, texts)


def _checked(engine: Engine, texts: Texts | None) -> PassagesOutcome:
    outcome = PassagesOutcome()
    try:
        if "evidence" in engine.names:
            anchored = _chosen(engine, "evidence", "anchored")
            if texts is None:
                if anchored is not None:
                    ((count,),) = engine.collect([anchored.select(n=nw.len())])
                    outcome.verdicts[Verdict.NOT_CHECKED] = int(count["n"])
            else:
                sought = (PASSAGE_ABSENT, PASSAGE_AMBIGUOUS, PASSAGE_MOVED, PASSAGE_UNSOUGHT)
                outcome.rules_run |= {rule.code for rule in sought}
                for row in _rows(engine, "evidence", anchored):
                    outcome.findings.extend(_passage(row, texts, outcome))
            if "statements" in engine.names:
                outcome.rules_run.add(QUOTATION.code)
                outcome.findings.extend(_quotations(engine, texts))
        if texts is not None:
            outcome.rules_run.add(NAME_NOT_PRINTED.code)
            for table in TABLES.values():
                if table.printed and table.name in engine.index:
                    outcome.findings.extend(_names(engine, table, texts))
        if "sources" in engine.names and texts is not None:
            outcome.rules_run.add(TEXT_OTHER.code)
            outcome.findings.extend(_other_texts(engine, texts))
            outcome.rules_run |= {rule.code for rule in READING}
            outcome.findings.extend(texts.unread(_sources(engine)))
        elif texts is not None:
            outcome.findings.extend(texts.findings)
    except Exception as error:
        detail = f"{type(error).__name__}: {error}"
        outcome.findings.append(RULE_CRASHED.finding(value="the check of passages", detail=detail))
    if not engine.ordered:
        outcome.findings = [replace(finding, row=None) for finding in outcome.findings]
    return outcome


def _sources(engine: Engine) -> set[str]:
    """Return the ids of the sources."""
    (found,) = engine.collect([engine.text("sources").select("row", "id")])
    return {row["id"] for row in found if row["id"]}


def _chosen(engine: Engine, table: str, condition: str) -> Frame | None:
    """Return the index of the rows for which a condition holds, None where the table has no rows."""
    index = engine.index.get(table)
    return None if index is None else index.filter(nw.col(condition))


def _rows(engine: Engine, table: str, chosen: Frame | None) -> list[dict[str, Any]]:
    """Return the chosen rows of a table as text, in order."""
    if chosen is None:
        return []
    (found,) = engine.collect([engine.text(table, chosen)])
    return sorted(found, key=lambda row: int(row["row"]))


def _place(table: str, row: dict[str, Any], field_name: str) -> dict[str, Any]:
    record_id = record_name(TABLES[table], row) or None
    return {"table": table, "row": int(row["row"]), "record_id": record_id, "field": field_name}


def _passage(row: dict[str, Any], texts: Texts | None, outcome: PassagesOutcome) -> Iterator[Finding]:
    text = None if texts is None else texts.get(row["source_id"] or "")
    found_print = fingerprint_of(row)
    if text is None or found_print is None:
        outcome.verdicts[Verdict.NOT_CHECKED] += 1
        return
    verification = text.verify(found_print)
    outcome.verdicts[verification.verdict] += 1
    source = {"source": row["source_id"]}
    if verification.verdict is Verdict.ABSENT:
        yield PASSAGE_ABSENT.finding(value=row["passage_sha256"], **source, **_place("evidence", row, "passage_sha256"))
    elif verification.verdict is Verdict.AMBIGUOUS:
        yield PASSAGE_AMBIGUOUS.finding(
            value=row["passage_start"], **source, **_place("evidence", row, "passage_start")
        )
    elif verification.verdict is Verdict.MOVED:
        yield PASSAGE_MOVED.finding(
            value=row["passage_start"], found=verification.start, **source, **_place("evidence", row, "passage_start")
        )
    elif verification.verdict is Verdict.NOT_CHECKED:
        yield PASSAGE_UNSOUGHT.finding(
            value=row["passage_sha256"], **source, **_place("evidence", row, "passage_sha256")
        )


def fingerprint_of(row: Mapping[str, Any]) -> Fingerprint | None:
    """Return the fingerprint that a row spells; None where a cell of it does not have its form."""
    sha256, characters, start = row["passage_sha256"], row["passage_characters"], row["passage_start"]
    if not is_match(SHA256, sha256 or "") or not is_match(INTEGER, characters or ""):
        return None
    hint = int(start) if is_match(INTEGER, start or "") else None
    return Fingerprint(sha256, int(characters), hint)


def verdicts_of(rows: Mapping[str, Sequence[Mapping[str, Any]]], texts: Texts | None) -> dict[str, int]:
    """Return verdict -> number of passages among the rows of ``evidence``."""
    outcome = PassagesOutcome()
    for number, row in enumerate(rows["evidence"], start=1):
        if row["passage_sha256"]:
            outcome.findings.extend(_passage({**row, "row": number}, texts, outcome))
    return outcome.verdicts


def _quotations(engine: Engine, texts: Texts | None) -> Iterator[Finding]:
    """Verbatim words have the fingerprint of a passage of their source: so a change of one character is found."""
    verbatim = _chosen(engine, "statements", "verbatim")
    quotations = _rows(engine, "statements", verbatim)
    if verbatim is None or not quotations:
        return
    anchored: dict[tuple[str, str], set[str]] = defaultdict(set)
    passages = _chosen(engine, "evidence", "anchored")
    if passages is not None:
        quoted = passages.filter(nw.col("supports")).join(verbatim.select(about=nw.col("name")), on="about", how="semi")
        (found,) = engine.collect([engine.text("evidence", quoted).select("record_id", "source_id", "passage_sha256")])
        for row in found:
            anchored[(row["record_id"] or "", row["source_id"] or "")].add(row["passage_sha256"])
    told = 0
    for row in quotations:
        source_id = row["source_id"] or ""
        for piece in quoted_pieces(row["text"]) or [row["text"]]:
            try:
                known = fingerprint(piece).sha256 in anchored[(row["id"] or "", source_id)]
            except TooShort:
                known = False
            if not known:
                text = None if texts is None or told >= MAX_NEAREST else texts.get(source_id)
                near = "" if text is None else described(text.nearest(piece))
                told += 1
                yield QUOTATION.finding(
                    value=piece, source=source_id, nearest=near, **_place("statements", row, "text")
                )
                break


def described(near: Near | None) -> str:
    """Return what a message says of the nearest passage: its words, and what differs in them."""
    if near is None:
        return ""
    differences = f"; {'; '.join(near.differences)}" if near.differences else ""
    return f"; the nearest passage is “{near.passage}” at {near.start}{differences}"


def _names(engine: Engine, table: Table, texts: Texts) -> Iterator[Finding]:
    """Words that a source is said to print stand in its text, or in that of a source that added them."""
    names = engine.text(table.name).filter(either([~nw.col(column).is_null() for column in table.printed]))
    queries = [names]
    if "evidence" in engine.index:
        evidence = engine.text("evidence").filter(nw.col("table") == table.name, nw.col("stance") == "supports")
        queries.append(evidence.filter(nw.col("field").is_in(list(table.printed))))
    rows, *added = engine.collect(queries)
    adding: dict[tuple[str, str], list[str]] = defaultdict(list)
    for row in (row for part in added for row in part):
        adding[(row["record_id"] or "", row["field"])].append(row["source_id"] or "")
    for row in sorted(rows, key=lambda row: int(row["row"])):
        for column in table.printed:
            sources = adding.get((record_name(table, row), column)) or [row["source_id"] or ""]
            at_hand = [text for text in map(texts.get, sources) if text is not None]
            # As long as one of the texts is not at hand, the words may stand in it.
            if row[column] and len(at_hand) == len(sources) and not any(text.find(row[column]) for text in at_hand):
                near = described(at_hand[0].nearest(row[column]))
                place = _place(table.name, row, column)
                yield NAME_NOT_PRINTED.finding(value=row[column], source=sources[0], nearest=near, **place)


def _other_texts(engine: Engine, texts: Texts) -> Iterator[Finding]:
    for row in _rows(engine, "sources", _chosen(engine, "sources", "digested")):
        text = texts.get(row["id"] or "")
        if text is not None and text_digest(text.normal)[0] != row["text_sha256"]:
            yield TEXT_OTHER.finding(value=row["id"], **_place("sources", row, "text_sha256"))
