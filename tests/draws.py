"""How Hypothesis draws where a test also says how much it has seen: the same each time, so that it is always enough."""

from __future__ import annotations

from hypothesis import settings

STEADY = settings(derandomize=True, database=None)
