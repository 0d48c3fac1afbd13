"""OS90x: waivers, the list of findings that somebody answers for until a day (:mod:`overseas_stations.waivers`)."""

from __future__ import annotations

from overseas_stations.rules.core.base import ERROR, INFO, WARNING, Rule, Stage
from overseas_stations.rules.core.declaring import rule

WAIVER_SHAPE = rule(
    "OS901",
    ERROR,
    "A waiver that cannot be read",
    message="{value}; expected {expected}",
    hint="`overseas waivers PATH` prints waivers as they are written",
    why="What is not understood waives nothing, and somebody believes that it does.",
    by=Stage.WAIVING,
)
WAIVER_EXPIRED = rule(
    "OS902",
    ERROR,
    "A waiver that has expired",
    message="the waiver of {waived} expired on {value}; its owner is {owner}",
    hint="mend what it waived and take it out, or agree with its owner on a new day and a reason",
    why="A waiver is a promise to mend something by a day. After that day the findings count again.",
    by=Stage.WAIVING,
)
WAIVER_UNUSED = rule(
    "OS903",
    WARNING,
    "A waiver that waives nothing",
    message="no finding of {value} at this place is left for this waiver",
    hint="take it out, or correct its place",
    why="What it was for is mended, or it names another place than was meant. Kept, it hides the next fault there.",
    by=Stage.WAIVING,
)
WAIVER_NOT_JUDGED = rule(
    "OS904",
    INFO,
    "Waivers whose expiry was not judged",
    message="whether the waivers have expired was not judged, because no day was given",
    hint="check with --today YYYY-MM-DD",
    why="Checks read no clock: time is an argument.",
    by=Stage.WAIVING,
)
WAIVER_REFUSED = rule(
    "OS905",
    ERROR,
    "A rule that cannot be waived",
    message="{value} cannot be waived",
    hint="mend what it tells of",
    why="It says that a check failed or did not run, or speaks of waivers: without it a verdict would be none.",
    by=Stage.WAIVING,
)
WAIVER_INCOMPLETE = rule(
    "OS906",
    ERROR,
    "A waiver that lacks something",
    message="the waiver has no {value}",
    hint="every waiver has code, owner, reason and expires, and one or more of table, record_id, field and file",
    why="Without an owner, a reason and a day nobody ever looks at it again; without a place it hides what nobody saw.",
    by=Stage.WAIVING,
)
WAIVER_ADDRESS = rule(
    "OS907",
    ERROR,
    "An e-mail address in a waiver",
    message="{field} holds an e-mail address",
    hint="name a team, or a handle such as @data-team",
    why="This project keeps no addresses of people, in its data or beside them.",
    by=Stage.WAIVING,
)
WAIVER_UNKNOWN_RULE = rule(
    "OS908",
    ERROR,
    "A waiver of a rule that does not exist",
    message="there is no rule {value}{expected}",
    hint="`overseas rules` lists the rules",
    why="It waives nothing, and somebody believes that it does.",
    by=Stage.WAIVING,
)

ALL: tuple[Rule, ...] = (
    *(WAIVER_SHAPE, WAIVER_EXPIRED, WAIVER_UNUSED, WAIVER_NOT_JUDGED),
    *(WAIVER_REFUSED, WAIVER_INCOMPLETE, WAIVER_ADDRESS, WAIVER_UNKNOWN_RULE),
)
