"""OS911 to OS929: another project's references to these data, the lock that pins them, and profiles."""

from __future__ import annotations

from overseas_stations.rules.core.base import ERROR, INFO, WARNING, Stage
from overseas_stations.rules.core.declaring import rule

REFERENCE_UNKNOWN = rule(
    "OS911",
    ERROR,
    "A reference to what these data never had",
    message="{field} is {value}, and {target} of overseas-stations has no such {columns}{detail}",
    hint="correct the value; `overseas show --kind {target}` lists what there is, `overseas show ID` prints a record",
    why="Whoever follows the reference finds nothing.",
    by=Stage.REFERENCES,
)
REFERENCE_RETRACTED = rule(
    "OS912",
    ERROR,
    "A reference to a retracted id",
    message="{field} is {value}, which {target} retracted on {date} ({reason}: {note})",
    hint="refer to its successor, or take the reference out: {next}",
    why="The record left the data for a reason that a reader of the reference must know.",
    by=Stage.REFERENCES,
)
REFERENCE_ELSEWHERE = rule(
    "OS913",
    INFO,
    "A reference to another package",
    message="{field} refers to {target} of the package {value}, which was not looked at",
    hint="check it with a tool that has that package at hand; here only references to overseas-stations are followed",
    why="Checks use no network, and a reader must see what a verdict does not cover.",
    by=Stage.REFERENCES,
)
REFERENCE_UNFOLLOWED = rule(
    "OS914",
    ERROR,
    "A reference that cannot be followed",
    message="{value}",
    hint="name a table and its columns as CODEBOOK.md lists them (`overseas export package` writes it), "
    "and a plain CSV or Parquet file",
    why="A reference that is not followed must never count as one that holds.",
    by=Stage.REFERENCES,
    unchecked=True,
)
PINNED_OTHER = rule(
    "OS915",
    ERROR,
    "Pinned to other data than are installed",
    message="{value} pins {expected}; installed are {found}",
    hint="install what is pinned, or review what changed, then run `overseas lock` and pin what is installed",
    why="The references were checked against data that are not those that the package was made with.",
    by=Stage.REFERENCES,
)
LOCK_UNREADABLE = rule(
    "OS916",
    ERROR,
    "A lock that cannot be read",
    message="{value}",
    hint="write it anew with `overseas lock`",
    why="A lock that nobody can read pins nothing.",
    by=Stage.REFERENCES,
    unchecked=True,
)
LOCK_MISSING = rule(
    "OS917",
    INFO,
    "References without a lock",
    message="the package refers to overseas-stations and has no {value}: they were checked against {found}",
    hint="run `overseas lock` in the package's folder and commit the file",
    why="Without it nobody can tell against which data the references once held.",
    by=Stage.REFERENCES,
)
PROFILE_UNUSED = rule(
    "OS918",
    WARNING,
    "A profile that was not used",
    message="the package names the profile {value}, and was checked {detail}",
    hint="check it with --profile {value}; a profile is code, so that data alone never start one",
    why="Columns, tables and rules of the profile were not checked.",
    by=Stage.REFERENCES,
)
