"""The template of a dossier and the blocks of its records, written from the dossier's shape."""

from __future__ import annotations

from overseas_stations.columns import Column
from overseas_stations.dossiers.kinds import KINDS, Kind
from overseas_stations.dossiers.shape import SECTIONS, Shape, shapes
from overseas_stations.tables import TABLES

SCHEMA_LINE = "# yaml-language-server: $schema=../../schema/dev/dossier.schema.json"


def template(name: str = "", published: str | None = None) -> str:
    """Return the text of a new dossier: every key of the source, explained, and the sections that may follow.

    Args:
        name: the source's id; empty for the template that is kept in ``seeds/``.
        published: the source's date.
    """
    filled = {"id": name, "published": published or "", "extent_read": "", "background": "false"}
    lines = [SCHEMA_LINE, "# Every value is text. Leave a key empty, or out, where the source does not say.", "source:"]
    lines += _keys(shapes(TABLES).source, "  ", filled)
    for section, text in list(SECTIONS.items())[1:]:
        lines += ["", f"# {text}", f"{section}:"]
    lines += ["", "# `overseas new station` prints the block of a station, and so for the other kinds of records."]
    return "\n".join(lines) + "\n"


def actor_file(name: str) -> str:
    """Return the text of a new actor's file: every key, explained."""
    lines = [SCHEMA_LINE.replace("dossier", "actors"), *_keys(shapes(TABLES).actor, "", {"id": name})]
    return "\n".join(lines) + "\n"


def record_block(kind: Kind) -> str:
    """Return the block of a record to paste below the line ``declares:`` of a dossier, whatever it has there."""
    table = KINDS[kind]
    keys = _keys(shapes(TABLES).declares[table], "      ", {})
    keys[0] = "    - " + keys[0].strip()
    head = (
        "  # Below the line `declares:` of the dossier. Where that has this key already, leave the next line out and",
        "  # paste the rest below that key.",
    )
    return "\n".join([*head, f"  {table}:", *keys]) + "\n"


def _keys(keys: Shape, indent: str, filled: dict[str, str]) -> list[str]:
    lines = []
    for name, key in keys.items():
        value = filled.get(name, "")
        note = key.description if key.column is None else f"{key.description}{_choices(key.column)}"
        must = "required. " if key.required else ""
        lines.append(f"{indent}{name}:{f' {value}' if value else ''}  # {must}{note}")
    return lines


def _choices(column: Column) -> str:
    return f" One of {', '.join(column.terms)}." if 0 < len(column.terms) <= 20 else ""
