"""Items as CSL-JSON: what an id is in a title is kept from the capitals that styles give to titles."""

from __future__ import annotations

import json
from collections.abc import Iterable

from overseas_stations.publishing.citing.text import AS_IT_IS, Item


def csl(items: Iterable[Item]) -> str:
    """Return a list of items as CSL-JSON."""
    return json.dumps(list(map(_item, items)), ensure_ascii=False, indent=2) + "\n"


def _item(item: Item) -> Item:
    if AS_IT_IS not in item:
        return item
    name = item[AS_IT_IS]
    title = item["title"].removesuffix(name) + f'<span class="nocase">{name}</span>'
    return {key: value for key, value in item.items() if key != AS_IT_IS} | {"title": title}
