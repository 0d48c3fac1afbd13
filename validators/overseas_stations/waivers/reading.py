"""Reads a file of waivers: strict YAML, each fault with its line and column."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from overseas_stations.findings import Finding, Waiver
from overseas_stations.formats import strict_yaml
from overseas_stations.forms.scalars import DATE, TEXT, is_match
from overseas_stations.handed_over import read_regular
from overseas_stations.printable import visible
from overseas_stations.rules import waivers as rules
from overseas_stations.rules.core.base import Rule
from overseas_stations.rules.files import FILE_UNREADABLE
from overseas_stations.rules.harm.mail import is_mail
from overseas_stations.rules.migrations import NOT_MIGRATED
from overseas_stations.rules.releases import BY_LEDGER, NOT_COMPARED
from overseas_stations.rules.running import NOT_CHECKED, RULE_CRASHED
from overseas_stations.suggestions import close_to

NAME = "waivers.yaml"
"""The file in a project's folder that is used without being named."""

REQUIRED = ("code", "owner", "reason", "expires")
PLACES = ("table", "record_id", "field", "file")
KEYS = ("code", *PLACES, "owner", "reason", "expires")
"""The keys of a waiver, in the order that they are written in."""

MAX_TEXT = 4000
NEVER_WAIVED = frozenset(
    rule.code for rule in (NOT_CHECKED, RULE_CRASHED, NOT_COMPARED, BY_LEDGER, NOT_MIGRATED, *rules.ALL)
)
"""What says that a check did not run or failed, and what speaks of the waivers themselves."""


@dataclass(frozen=True)
class Waivers:
    """A file of waivers as it was read.

    Attributes:
        file: how findings name it; None where there is no file.
        entries: the waivers that are whole.
        findings: what is wrong with the others.
    """

    file: str | None = None
    entries: tuple[Waiver, ...] = ()
    findings: tuple[Finding, ...] = ()


def can_be_waived(code: str) -> bool:
    """Say whether findings of a rule can be waived."""
    return code not in NEVER_WAIVED


def has_address(text: str) -> bool:
    """Say whether a text holds an e-mail address, or something that is written like one.

    >>> has_address("@data-team"), has_address("data at example"), has_address("who@example.org"), has_address("a@b")
    (False, False, True, True)
    """
    plain = unicodedata.normalize("NFKC", text)
    return is_mail(plain) or re.search(r"[^\s@]@[^\s@]", plain) is not None


def find_waivers(root: Path, rules: Mapping[str, Rule]) -> Waivers:
    """Return the waivers of the project at *root*: those in its file, or none where it has no such file.

    Args:
        root: the project's folder.
        rules: code -> rule, for all rules that could be waived.
    """
    path = root / NAME
    return read_waivers(path, rules, NAME) if path.exists() or path.is_symlink() else Waivers()


def read_waivers(path: Path, rules: Mapping[str, Rule], shown: str | None = None) -> Waivers:
    """Return the waivers in a file.

    Args:
        path: the file.
        shown: how findings name it; by default as the path is given.
    """
    file = shown or path.as_posix()
    try:
        data = read_regular(path, strict_yaml.MAX_BYTES)
    except OSError as error:
        why = f"{visible(file)}: {error.strerror or error}"
        return Waivers(file, findings=(FILE_UNREADABLE.finding(value=why, file=file),))
    reader = _Reader(file, rules)
    try:
        root = strict_yaml.parse(data, file, reader.findings)
    except strict_yaml.YamlFault as fault:
        return Waivers(file, findings=(*reader.findings, fault.finding))
    entries = tuple(reader.entries(root))
    return Waivers(file, entries, tuple(reader.findings))


class _Reader:
    """Reads one file's nodes; collects findings instead of raising."""

    def __init__(self, file: str, known: Mapping[str, Rule]) -> None:
        self.file, self._rules = file, known
        self.findings: list[Finding] = []

    def _fault(self, rule: Rule, node: strict_yaml.Node, **params: Any) -> None:
        self.findings.append(rule.finding(file=self.file, line=node.line, column=node.column, **params))

    def _wrong(self, node: strict_yaml.Node, value: str, expected: str) -> None:
        self._fault(rules.WAIVER_SHAPE, node, value=value, expected=expected)

    def entries(self, root: strict_yaml.Node) -> Iterable[Waiver]:
        """Yield the waivers that are whole."""
        if not isinstance(root, strict_yaml.SequenceNode):
            self._wrong(root, "the file holds no list", "a list of waivers (- code: …), [] where there are none")
            return
        for node in root.items:
            if not isinstance(node, strict_yaml.MappingNode):
                self._wrong(node, "an entry is no mapping", "- code: …, with the other keys below it")
                continue
            before = len(self.findings)
            texts = self._texts(node)
            if len(self.findings) == before:
                yield Waiver(**texts, place=(self.file, node.line, node.column))

    def _texts(self, node: strict_yaml.MappingNode) -> Mapping[str, Any]:
        for name, key in node.keys.items():
            if name not in KEYS:
                close = close_to(name, KEYS, 1)
                meant = f"{close[0]} (the keys are {', '.join(KEYS)})" if close else f"one of {', '.join(KEYS)}"
                self._wrong(key, f"{name or 'an empty key'} is no key of a waiver", meant)
        texts = {}
        for name in KEYS:
            value = node.items.get(name)
            if value is None or (isinstance(value, strict_yaml.ScalarNode) and not value.text):
                if name in REQUIRED or value is not None:
                    self._fault(rules.WAIVER_INCOMPLETE, node.keys.get(name, node), value=name)
            elif not isinstance(value, strict_yaml.ScalarNode) or value.text is None:
                self._wrong(value, f"{name} is no text", "one text")
            elif self.fits(name, value.text, value):
                texts[name] = value.text
        if not any(name in node.keys for name in PLACES):
            self._fault(rules.WAIVER_INCOMPLETE, node, value="place")
        return texts

    def fits(self, name: str, text: str, node: strict_yaml.ScalarNode) -> bool:
        """Say whether a text can stand under a key; what is wrong with it becomes a finding."""
        before = len(self.findings)
        # A place is what a report shows of it, which may begin with a blank.
        formed = name in PLACES or is_match(TEXT, text)
        if not formed or not text.isprintable() or len(text) > MAX_TEXT:
            self._wrong(node, f"{name} is {text}", f"one line of up to {MAX_TEXT} characters that all show")
        elif name == "code":
            self._code(text, node)
        elif name == "expires" and not is_day(text):
            self._wrong(node, f"expires is {text}", "a day that exists, as YYYY-MM-DD")
        elif name in ("owner", "reason") and has_address(text):
            self._fault(rules.WAIVER_ADDRESS, node, field=name)
        return len(self.findings) == before

    def _code(self, text: str, node: strict_yaml.ScalarNode) -> None:
        known = self._rules
        if text not in known:
            close = close_to(text, known, 1)
            meant = f": did you mean {close[0]}, “{known[close[0]].title}”?" if close else ""
            self._fault(rules.WAIVER_UNKNOWN_RULE, node, value=text, expected=meant)
        elif not can_be_waived(text):
            self._fault(rules.WAIVER_REFUSED, node, value=text)


def faults_of(**texts: str) -> str:
    """Return what is wrong with values of keys of a waiver as a phrase, empty where nothing is."""
    reader = _Reader("", {})
    for name, text in texts.items():
        reader.fits(name, text, strict_yaml.ScalarNode(1, 1, text))
    return "; ".join(finding.message for finding in reader.findings)


def is_day(text: str) -> bool:
    """Say whether a text is a day that exists, ``YYYY-MM-DD``."""
    return len(text) == len("YYYY-MM-DD") and is_match(DATE, text)
