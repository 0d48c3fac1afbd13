"""OS14x, OS19x: what could not be checked."""

from __future__ import annotations

from overseas_stations.rules.core.base import ERROR, INFO, Stage
from overseas_stations.rules.core.declaring import rule

PASSAGE_UNSOUGHT = rule(
    "OS140",
    ERROR,
    "A passage that takes too long to look for",
    message="the passage is not in its place in the text of {source}, and looking for it elsewhere takes too long",
    hint="state where it starts: `overseas anchor` finds the words, and prints that; or cite a shorter passage",
    why="Each place of a text has to be tried, so that a long passage and a long text could take days.",
    by=Stage.TEXTS,
    unchecked=True,
)

RULE_CRASHED = rule(
    "OS199",
    ERROR,
    "A rule failed to run",
    message="{value} did not run to its end: {detail}",
    hint="this is a fault of the tool: please report it with the package at hand",
    why="A check that did not run must never count as passed.",
    by=Stage.ALWAYS,
    unchecked=True,
)

NOT_CHECKED = rule(
    "OS198",
    INFO,
    "Rules that could not run",
    message="these rules did not run, because {detail}: {value}",
    hint="mend the errors above and check again",
    why="A reader must see what a verdict does not cover.",
    by=Stage.ALWAYS,
    unchecked=True,
)
