"""The template of a dossier and the blocks of its records, written from the dossier's shape."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import NamedTuple

from overseas_stations.columns import Column
from overseas_stations.dossiers.kinds import KINDS, Kind
from overseas_stations.dossiers.shape import SECTIONS, Shape, shapes
from overseas_stations.tables import TABLES

SCHEMA_LINE = "# yaml-language-server: $schema=../../schema/dev/dossier.schema.json"


class Filled(NamedTuple):
    """What is filled in for a key of a source.

    Attributes:
        value: its value, a text on one line; empty where the key is left as it is.
        where: what is said of it in place of the key's description.
        notes: what is said above it.
    """

    value: str = ""
    where: str = ""
    notes: tuple[str, ...] = ()


def template(name: str = "", published: str | None = None, page: Mapping[str, Filled] | None = None) -> str:
    """Return the text of a new dossier: every key of the source, explained, and the sections that may follow.

    Args:
        name: the source's id; empty for the template that is kept in ``seeds/``.
        published: the source's date.
        page: what the page of the source fills in, by key.
    """
    stated = {"id": name, "published": published or "", "background": "false"}
    filled = {**(page or {}), **{key: Filled(value) for key, value in stated.items() if value}}
    lines = [SCHEMA_LINE, "# Every value is text. Leave a key empty, or out, where the source does not say.", "source:"]
    lines += _keys(shapes(TABLES).source, "  ", filled)
    for section, text in list(SECTIONS.items())[1:]:
        lines += ["", f"# {text}", f"{section}:"]
    lines += ["", "# `overseas new station` prints the block of a station, and so for the other kinds of records."]
    return "\n".join(lines) + "\n"


def actor_file(name: str) -> str:
    """Return the text of a new actor's file: every key, explained."""
    lines = [SCHEMA_LINE.replace("dossier", "actors"), *_keys(shapes(TABLES).actor, "", {"id": Filled(name)})]
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


def _keys(keys: Shape, indent: str, filled: Mapping[str, Filled]) -> list[str]:
    lines = []
    for name, key in keys.items():
        given = filled.get(name, Filled())
        note = key.description if key.column is None else f"{key.description}{_choices(key.column)}"
        must = "required. " if key.required else ""
        value = f" {_scalar(given.value)}" if given.value else ""
        lines += [f"{indent}# {each}" for each in given.notes]
        lines.append(f"{indent}{name}:{value}  # {given.where or f'{must}{note}'}")
    return lines


def _scalar(value: str) -> str:
    """Return a text on one line as YAML has it: as it is where that is plainly text.

    >>> _scalar("Office closed, says ministry"), _scalar("Closed: a report")
    ('Office closed, says ministry', '"Closed: a report"')
    """
    is_plain = re.fullmatch(r"[^\W_](?:[^:#\s]|:(?=\S)|(?<=\S)#| (?=\S))*", value) is not None
    return value if is_plain else json.dumps(value, ensure_ascii=False)


def _choices(column: Column) -> str:
    return f" One of {', '.join(column.terms)}." if 0 < len(column.terms) <= 20 else ""
