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
               ("responses", "authority_as_reported"), ("retractions", "note"))  # fmt: skip
_HARMFUL: Mapping[str, tuple[str, ...]] = {
    "OS701": ("at 12 Example Street", "in the rue de Exemple 12", "Beispielstraße 7", "via Inventata, 8",
              "ul. Przykładowa 7", "示例路88号", "شارع المثال 12", "at 12.34567, -98.76543"),
    "OS702": ("call +99 555 010 0199", "(000) 555-0100", "dial 0055 501 00199", "le 01.99.00.12.34",
              "手机 139 5555 0123", "тел. 8 (495) 555-01-23", "on 020\u00a07946\u00a00958", "هاتف ٠٥٥ ٥٥٥ ٠١٢٣"),
    "OS703": ("write to someone@example.org", "someone (at) example.org", "someone [at] example [dot] org"),
    "OS704": ("invisi\u200bble", "turned \u202eround", "a bell\x07", "soft\u00adhyphen", "\ufeffmark", "a\ufe0f",
              "\u00a0so", "so\u2009", "tag\U000e0041", "\u3164"),
    "OS705": ("=1+1", "+ and more", "-dash", "@somebody", "＝1"),
    "OS707": ("L\u043endon", "\u0391thens", "Ｌondon"),
    "OS708": ("SÃ¶rensen", "the cafÃ© said", "itâ€™s so", "Ð¡Ð¼Ñ–Ñ‚"),
}  # fmt: skip


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
