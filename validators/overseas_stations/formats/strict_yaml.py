"""Strict YAML with positions: mappings, lists and text, nothing else.

Reads libyaml's events, so that nesting, size and aliases are bounded before anything is built, and every value keeps
its line and column. Scalars stay text (``NO`` is Norway); an empty plain scalar is None.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from overseas_stations.findings import Finding, Severity
from overseas_stations.rules.core.base import Rule
from overseas_stations.rules.dossiers import DOSSIER_LIMIT, YAML_DUPLICATE_KEY, YAML_FEATURE, YAML_SYNTAX
from overseas_stations.rules.files import BYTE_ORDER_MARK, NOT_UTF8, NUL_BYTE

MAX_BYTES = 4_000_000
MAX_DEPTH = 12
MAX_NODES = 200_000
MAX_DIRECTIVES = 100


@dataclass(slots=True)
class Node:
    """A value with the 1-based place where it begins."""

    line: int
    column: int


@dataclass(slots=True)
class ScalarNode(Node):
    """A text; None where nothing was written."""

    text: str | None


@dataclass(slots=True)
class SequenceNode(Node):
    """A list."""

    items: list[Node] = field(default_factory=list)


@dataclass(slots=True)
class MappingNode(Node):
    """A mapping; ``keys`` holds the place of each key."""

    items: dict[str, Node] = field(default_factory=dict)
    keys: dict[str, Node] = field(default_factory=dict)


class YamlFault(Exception):
    """The file is not strict YAML, and is not read; carries the finding, which is an error."""

    def __init__(self, finding: Finding) -> None:
        assert finding.severity is Severity.ERROR, "what is less than an error is no reason not to read"
        super().__init__(finding.message)
        self.finding = finding


def parse(data: bytes, file: str, findings: list[Finding]) -> Node:
    """Return the one document of a YAML file.

    Args:
        data: the file's bytes.
        file: how findings name it.
        findings: what is wrong with the file and does not keep it from being read is added here.

    Raises:
        YamlFault: with a finding that says where and why.
    """
    import yaml

    text = _decoded(data, file)
    if text.startswith("\ufeff"):
        findings.append(BYTE_ORDER_MARK.finding(file=file, line=1, column=1))
        text = text[1:]
    if text.count("\n%") > MAX_DIRECTIVES:
        # The parser holds each directive against all those before it.
        message = f"more than {MAX_DIRECTIVES} lines begin with %, as directives do"
        line, column = _line_column(text, text.index("\n%") + 1)
        raise YamlFault(YAML_FEATURE.finding(value=message, file=file, line=line, column=column))
    builder, event = _TreeBuilder(file), None
    try:
        for event in yaml.parse(text, Loader=yaml.CSafeLoader):
            builder.take(event)
    except yaml.YAMLError as error:
        message, line, column = _syntax(text, error, event)
        raise YamlFault(YAML_SYNTAX.finding(value=message, file=file, line=line, column=column)) from None
    if builder.root is None:
        raise YamlFault(YAML_SYNTAX.finding(value="the file holds no document", file=file, line=1, column=1))
    return builder.root


def _decoded(data: bytes, file: str) -> str:
    """Return the text, or raise for what is too large, not UTF-8, or ends early elsewhere."""
    if len(data) > MAX_BYTES:
        message = f"the file has more than {MAX_BYTES} bytes"
        raise YamlFault(DOSSIER_LIMIT.finding(value=message, file=file, line=1, column=1))
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        before = data[: error.start]
        line = before.count(b"\n") + 1
        column = len(before[before.rfind(b"\n") + 1 :].decode("utf-8", "replace")) + 1
        byte = f"0x{data[error.start]:02x}"
        raise YamlFault(NOT_UTF8.finding(value=byte, file=file, line=line, column=column)) from None
    if "\0" in text:
        line, column = _line_column(text, text.index("\0"))
        raise YamlFault(NUL_BYTE.finding(file=file, line=line, column=column))
    return text


def _line_column(text: str, index: int) -> tuple[int, int]:
    return text.count("\n", 0, index) + 1, index - text.rfind("\n", 0, index)


OPENED = ("while scanning a quoted scalar", "while parsing a flow sequence", "while parsing a flow mapping")
"""What libyaml says of something that is open: the fault is where it opens, not where that is noticed."""


COLONS = {
    "mapping values are not allowed in this context": "a colon and a blank stand within a value: put the value in "
    "quotation marks, or below its key after >-",
    "could not find expected ':'": "there is no colon after a key (key: value), or a text goes on over the line "
    "without >- or quotation marks",
}
"""What libyaml says of a colon that is too many or too few, in words that help."""


def _syntax(text: str, error: Exception, last: Any) -> tuple[str, int, int]:
    """Return what is wrong and where; *last* is the event before it."""
    mark = getattr(error, "problem_mark", None)
    problem = getattr(error, "problem", None) or getattr(error, "reason", None) or "not YAML"
    context = getattr(error, "context", None)
    if mark is None:
        return (f"{problem} ({context})" if context else str(problem)), *_place(text, error)
    noticed = mark.line + 1
    if problem in COLONS:
        return COLONS[problem], noticed, mark.column + 1
    if context == "while scanning a simple key":  # which is noticed on the line after it
        key = error.context_mark  # type: ignore[attr-defined]
        return f"{problem} (after this key)", key.line + 1, key.column + 1
    opening = getattr(error, "context_mark", None) if context in OPENED else None
    if opening is None and getattr(last, "style", None) in ("'", '"') and last.end_mark.line == mark.line:
        # A quotation mark that is not closed takes up the text to the next one, and what follows that is out of place.
        opening = last.start_mark if last.start_mark.line < mark.line else None
        context = OPENED[0] if opening else context
    if opening is None:
        return (f"{problem} ({context})" if context else str(problem)), noticed, mark.column + 1
    what = "a quotation mark is not closed" if context == OPENED[0] else "a bracket is not closed"
    return f"{what}, as line {noticed} shows: {problem}", opening.line + 1, opening.column + 1


def _place(text: str, error: Exception) -> tuple[int, int]:
    """Return where a reader error stands: libyaml gives it as an offset in bytes."""
    position = getattr(error, "position", None)
    if not isinstance(position, int):
        return 1, 1
    return _line_column(text, len(text.encode()[:position].decode(errors="replace")))


class _TreeBuilder:
    """Builds nodes from events without recursion."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.root: Node | None = None
        self.stack: list[tuple[MappingNode | SequenceNode, str | None]] = []
        self.nodes = 0

    def fault(self, rule: Rule, event: Any, value: str, **params: Any) -> YamlFault:
        mark = event.start_mark
        place: dict[str, Any] = {"file": self.file, "line": mark.line + 1, "column": mark.column + 1}
        return YamlFault(rule.finding(value=value, **place, **params))

    def take(self, event: Any) -> None:
        import yaml

        if isinstance(event, yaml.AliasEvent):
            raise self.fault(YAML_FEATURE, event, f"the alias *{event.anchor} stands for another value")
        if isinstance(event, yaml.NodeEvent):
            self.node(event)
        elif isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
            self.stack.pop()
        elif isinstance(event, yaml.DocumentStartEvent):
            if self.root is not None:
                raise self.fault(YAML_FEATURE, event, "the file holds a second document")
            if event.tags or event.version:
                raise self.fault(YAML_FEATURE, event, "the file begins with a directive")

    def node(self, event: Any) -> None:
        import yaml

        if event.anchor is not None:
            raise self.fault(YAML_FEATURE, event, f"the anchor &{event.anchor} names a value")
        if event.tag is not None:
            raise self.fault(YAML_FEATURE, event, f"the tag {event.tag} changes a value's type")
        self.nodes += 1
        if self.nodes > MAX_NODES or len(self.stack) >= MAX_DEPTH:
            limit = f"{MAX_NODES} values" if self.nodes > MAX_NODES else f"{MAX_DEPTH} levels"
            raise self.fault(DOSSIER_LIMIT, event, f"the file has more than {limit}")
        mark = event.start_mark
        place = (mark.line + 1, mark.column + 1)
        if isinstance(event, yaml.ScalarEvent):
            self.scalar(event, ScalarNode(*place, event.value if event.value or event.style else None))
            return
        node = MappingNode(*place) if isinstance(event, yaml.MappingStartEvent) else SequenceNode(*place)
        self.place(event, node)
        self.stack.append((node, None))

    def scalar(self, event: Any, node: ScalarNode) -> None:
        if self.stack:
            parent, key = self.stack[-1]
            if isinstance(parent, MappingNode) and key is None:
                name = node.text or ""
                if name in parent.keys:
                    raise self.fault(YAML_DUPLICATE_KEY, event, name, first=parent.keys[name].line)
                parent.keys[name] = node
                self.stack[-1] = (parent, name)
                return
        self.place(event, node)

    def place(self, event: Any, node: Node) -> None:
        """Hang a finished or opened node into its parent."""
        if not self.stack:
            self.root = node
            return
        parent, key = self.stack[-1]
        if isinstance(parent, SequenceNode):
            parent.items.append(node)
        elif isinstance(parent, MappingNode):
            if key is None:
                raise self.fault(YAML_FEATURE, event, "a key is a list or a mapping")
            parent.items[key] = node
            self.stack[-1] = (parent, None)
