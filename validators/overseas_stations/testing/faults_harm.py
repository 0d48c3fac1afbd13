"""Faults that could harm or deceive: OS7xx."""

from __future__ import annotations

from collections.abc import Mapping
from random import Random

from overseas_stations.testing.planting import (
    cited_rows,
    new_incident,
    plants,
    set_cell,
)
from overseas_stations.testing.rows import Package

_TEXT_CELLS = (("sources", "note"), ("sources", "publisher"), ("incidents", "summary"), ("statements", "speaker_role"),
               ("responses", "authority"), ("retractions", "note"))  # fmt: skip
_HARMFUL: Mapping[str, tuple[str, ...]] = {
    "OS701": ("at 12 Example Street", "in the rue de Exemple 12", "Beispielstraße 7"),
    "OS702": ("call +99 555 010 0199", "(000) 555-0100", "dial 0055 501 00199"),
    "OS703": ("write to someone@example.org", "someone (at) example.org"),
    "OS704": ("invisi\u200bble", "turned \u202eround", "a bell\x07", "soft\u00adhyphen", "\ufeffmark"),
    "OS705": ("=1+1", "+ and more", "-dash", "@somebody", "＝1"),
    "OS707": ("L\u043endon", "\u0391thens"),
}


def _harm(code: str, texts: tuple[str, ...]) -> None:
    @plants(code)
    def _(rows: Package, random: Random) -> bool:
        text = random.choice(texts)
        return set_cell(rows, random, *((table, field, text) for table, field in _TEXT_CELLS))


for _code, _texts in _HARMFUL.items():
    _harm(_code, _texts)


@plants("OS706")
def _look_alike(rows: Package, random: Random) -> None:
    row = random.choice(rows["incidents"])
    name = row["id"] or ""
    alike = random.choice((name.replace("-", "", 1), name.replace("-", "")))
    new_incident(rows, random.choice(cited_rows(rows))["id"], alike)
