"""What a rule is. Its code is never reused: what it meant, it means for good."""

from __future__ import annotations

import string
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from overseas_stations.findings import Finding, Severity
from overseas_stations.printable import shorten
from overseas_stations.suggestions import did_you_mean

FAMILIES: Mapping[str, str] = {
    "OS1": "Files: encodings, structure, headers, the descriptor, dossiers as YAML",
    "OS2": "Fields: required, type, pattern, vocabulary, length and range; compiled from the models",
    "OS3": "Keys: primary, unique and foreign, across tables",
    "OS4": "Citations: every row cited, no orphan source, dates in order, disputes stated",
    "OS5": "Evidence: passages and quotations",
    "OS6": "The domain: places, statuses, responses, languages, figures",
    "OS7": "Harm: addresses, telephone numbers, formulas, deceptive characters",
    "OS8": "Releases: ids kept, retractions explained, versions raised, schemas untouched, upgrades without loss",
    "OS9": "Waivers and references to other data",
}


class Stage(StrEnum):
    """Who applies a rule."""

    TABLES = "an engine, to the tables of a package"
    READING = "the readers of packages"
    COMPILING = "the compiler of dossiers"
    BUILDING = "the comparison of dossiers with what was built"
    TEXTS = "the comparison of passages with texts"
    RELEASES = "the comparison with an earlier version"
    FREEZING = "the comparison of frozen schemas with their manifests"
    LEDGERS = "who reads the ledgers of releases"
    MIGRATING = "an upgrade to newer schemas"
    REFERENCES = "who follows references to other packages"
    WAIVING = "who applies waivers"
    ALWAYS = "whoever runs rules: what became of the check itself"


@dataclass(frozen=True)
class Rule:
    """A check with a stable code.

    Attributes:
        code: ``OS`` and three digits; the first names the family.
        severity: how grave its findings are.
        title: what it finds, as a heading.
        message: a template over the finding's fields and the parameters given to :meth:`finding`.
        hint: what to do next, a template as well.
        why: why it matters.
        stages: who applies it.
        unchecked: where it finds something, something else was not checked: it counts whatever is left out of a report.
    """

    code: str
    severity: Severity
    title: str
    message: str
    hint: str
    why: str
    stages: frozenset[Stage] = frozenset({Stage.TABLES})
    unchecked: bool = False

    @property
    def family(self) -> str:
        """What its code begins with: a key of :data:`FAMILIES`, or the letters and the first digit of a profile's."""
        return self.code[:3]

    def finding(
        self,
        *,
        file: str | None = None,
        line: int | None = None,
        column: int | None = None,
        table: str | None = None,
        row: int | None = None,
        record_id: str | None = None,
        field: str | None = None,
        value: object = None,
        count: int = 1,
        **params: object,
    ) -> Finding:
        """Return a finding of this rule; *params* fill the message's further places."""
        shown = None if value is None else shorten(value)
        known = {"file": file, "table": table, "record_id": record_id, "field": field, "value": shown, "row": row}
        words = {name: "" if text is None else shorten(text, 1000) for name, text in {**known, **params}.items()}
        return Finding(
            code=self.code,
            severity=self.severity,
            message=_LENIENT.format(self.message, **words),
            hint=_LENIENT.format(self.hint, **words),
            file=file,
            line=line,
            column=column,
            table=table,
            row=row,
            record_id=None if record_id is None else shorten(record_id),
            field=field,
            value=shown,
            count=count,
        )


PLACES = ("file", "table", "record_id", "field", "value", "row", "detail", "near")
"""What every finding fills of a template; what checks give by *params* comes besides."""


def unfilled_places(templates: Iterable[str], params: Iterable[str] = ()) -> str:
    """Return what is wrong with the places of some templates, empty where each will be filled.

    >>> unfilled_places(["{value} is not {expceted}"], ["expected"])
    'nothing fills {expceted}; did you mean expected?'
    """
    known = [*PLACES, *params]
    for template in templates:
        try:
            named = [name for _, name, _, _ in string.Formatter().parse(template) if name is not None]
        except ValueError as error:
            return f"{template!r} is no template: {error}"
        for name in named:
            if name not in known:
                meant = did_you_mean(name, known) or f"; there are {', '.join(known)}"
                return f"nothing fills {{{name}}}{meant}"
    return ""


class _Lenient(string.Formatter):
    """Leave a place empty rather than fail: a message must never be the reason that a finding is lost."""

    def get_value(self, key: int | str, args: object, kwargs: Mapping[str, object]) -> object:
        return kwargs.get(str(key), "")


_LENIENT = _Lenient()


ERROR, WARNING, INFO = Severity.ERROR, Severity.WARNING, Severity.INFO
