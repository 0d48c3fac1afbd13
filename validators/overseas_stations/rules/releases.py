"""OS8xx: releases, against an earlier version of the data. :mod:`overseas_stations.releases` applies these rules."""

from __future__ import annotations

from overseas_stations.rules.core.base import ERROR, INFO, WARNING, Stage
from overseas_stations.rules.core.declaring import rule

ID_VANISHED = rule(
    "OS801",
    ERROR,
    "An id vanished",
    message="{table} had the record {record_id} in {old}, and has it no more{detail}",
    hint="bring the record back, or add the id to seeds/retractions.yaml (the table retractions) with a reason",
    why="Others cite the id and refer to it; without a retraction they are left with nothing.",
    by=Stage.RELEASES,
)
RETRACTION_VANISHED = rule(
    "OS802",
    ERROR,
    "A retraction vanished",
    message="{old} retracted {record_id}, and the retraction is gone",
    hint="bring the retraction back; a thing that turns out to be there after all gets a new id",
    why="Whoever looks for the old id finds neither the record nor what became of it, and the id could be used again.",
    by=Stage.RELEASES,
)
ID_MOVED = rule(
    "OS803",
    ERROR,
    "An id in another table than before",
    message="{record_id} stood in {before} in {old}, and stands in {table} now",
    hint="give the new record an id of its own, and retract the old one",
    why="An id is never used again: whoever kept it would now mean something else.",
    by=Stage.RELEASES,
)
ID_REUSED = rule(
    "OS804",
    WARNING,
    "An id that may name another thing than before",
    message="the {field} of {record_id} was {before} in {old}, and is {value}",
    hint="if it is another thing now, give it an id of its own and retract the old one; if it was an error, go on",
    why="An id names one thing for good; what hardly ever changes in a record has changed.",
    by=Stage.RELEASES,
)
VERSION_UNFIT = rule(
    "OS805",
    ERROR,
    "A version that does not fit the changes",
    message="the version is {value}; {old} is {before}, and the changes since are {level}: {demanded} or more is due",
    hint="raise the version; `overseas diff` lists the changes with what each demands",
    why="The number tells others whether they can take the new data as they are.",
    by=Stage.RELEASES,
)
FROZEN_CHANGED = rule(
    "OS806",
    ERROR,
    "A frozen schema was changed",
    message="{value} is not what was frozen{detail}",
    hint="restore the file from the release; changes go into a new version of the schemas",
    why="Others validate against it under its number, and must find the same text for good.",
    by=Stage.FREEZING,
)
NOT_COMPARED = rule(
    "OS807",
    ERROR,
    "The earlier version cannot be compared",
    message="{value} cannot be compared: {detail}",
    hint="give another release, whole and readable; `overseas validate` says more of it",
    why="A comparison that did not take place must not count as one that found nothing.",
    by=Stage.RELEASES,
    unchecked=True,
)
LEDGER_UNREADABLE = rule(
    "OS808",
    ERROR,
    "A ledger of a release that cannot be read",
    message="{value} is no ledger: {detail}",
    hint="restore the file from the release; `overseas ledger` writes that of the version to come",
    why="When a record was added or changed is told from all ledgers, and from no other place.",
    by=Stage.LEDGERS,
    unchecked=True,
)
BY_LEDGER = rule(
    "OS809",
    INFO,
    "Held against a ledger",
    message="of {value} only the ledger is at hand: {judged} were judged by it, and {part} by the records alone, "
    "without columns and metadata; {unjudged}, which needs cells, was not judged, and no frozen schema was held "
    "against that release",
    hint="for the whole comparison give the release itself: its tag, its folder or its .zip",
    why="A ledger says which records a release had and which of them differ, and no more: a reader must see what a "
    "verdict does not cover.",
    by=Stage.RELEASES,
)
