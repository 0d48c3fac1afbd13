"""Dossiers of invented sources, which compile to a package."""

from __future__ import annotations

from textwrap import dedent


def source(
    name: str, body: str, *, relations: str = "", published: str = "2023-01-05", publisher: str = ""
) -> tuple[str, bytes]:
    """Return a dossier of an invented source by its path."""
    head = f"""\
source: {{id: {name}, kind: news, title: A page, publisher: {publisher or name}, published: {published},
  accessed: 2023-02-01, language: en, extent_read: whole}}
"""
    listed = f"relations: [{relations}]\n" if relations else ""
    return f"seeds/{published[:4]}/{name}.yaml", (head + listed + dedent(body)).encode()
