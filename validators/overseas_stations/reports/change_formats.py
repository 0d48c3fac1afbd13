"""In which formats, and how fully, things are told. The command offers these before it loads what renders them."""

from __future__ import annotations

from typing import Literal

ChangesFormat = Literal["text", "json", "markdown", "html", "changelog"]
"""How it is printed what differs between two versions of the data."""

SchemaChangesFormat = Literal["text", "json", "markdown"]
"""The same of two versions of the schemas."""

MigrationFormat = Literal["text", "json"]
"""How it is told what became of a package that was upgraded."""

RecordFormat = Literal["text", "json", "markdown"]
"""How records, and what the data cover, are shown."""

EvidenceFormat = Literal["text", "json", "markdown", "html"]
"""How it is told what came of sources and their passages."""

Detail = Literal["quiet", "normal", "verbose"]
"""How much of a report is told as text."""

FailOn = Literal["error", "warning"]
"""The least grave finding for which a check fails."""
