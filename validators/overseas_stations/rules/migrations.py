"""OS8xx: what an upgrade to a newer schema would lose. `overseas migrate` applies it."""

from __future__ import annotations

from overseas_stations.rules.core.base import ERROR, Stage
from overseas_stations.rules.core.declaring import rule

NOT_MIGRATED = rule(
    "OS891",
    ERROR,
    "Data that cannot be carried over",
    message="{value} cannot be carried over to the newer schema: {detail}",
    hint="correct it in the older package and migrate again; nothing was written",
    why="An upgrade never drops a value silently and never invents one.",
    by=Stage.MIGRATING,
)
