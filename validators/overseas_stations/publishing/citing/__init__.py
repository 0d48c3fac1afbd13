"""Citations. The styles stand here, because the command offers them before it loads what writes them."""

from __future__ import annotations

from typing import Literal, get_args

Style = Literal["text", "short", "bibtex", "csl", "ris"]
STYLES: tuple[Style, ...] = get_args(Style)
