"""OS122 and OS129: what was built, held against the dossiers that it was built from."""

from __future__ import annotations

from overseas_stations.rules.core.base import ERROR, INFO, Stage
from overseas_stations.rules.core.declaring import rule

BUILD_STALE = rule(
    "OS122",
    ERROR,
    "The built files are out of date",
    message="the built files are out of date{detail}",
    hint="run `overseas build` and commit what it writes; where only dossiers changed, `overseas check --pending`",
    why="People download the built files; they must say what the reviewed dossiers say.",
    by=Stage.BUILDING,
)

BUILD_BEHIND = rule(
    "OS129",
    INFO,
    "The build is behind the dossiers",
    message="the build is behind the dossiers{detail}",
    hint="nothing: the build is made on the main branch; `overseas build` makes it here",
    why="A pull request may hold dossiers alone. What they compile to was checked in memory.",
    by=Stage.BUILDING,
)
