"""OS13x: dossiers as YAML. Their compiler applies these rules."""

from __future__ import annotations

from overseas_stations.rules.core.base import ERROR, INFO, Stage
from overseas_stations.rules.core.declaring import rule

YAML_SYNTAX = rule(
    "OS131",
    ERROR,
    "Not YAML",
    message="{value}",
    hint="indent with spaces, and quote texts that begin with a special character",
    why="What does not parse cannot be compiled.",
    by=Stage.COMPILING,
    unchecked=True,
)

YAML_DUPLICATE_KEY = rule(
    "OS132",
    ERROR,
    "A key stands twice",
    message="the key {value} stands twice in one mapping (first in line {first})",
    hint="keep one of them",
    why="Lax readers let the last one win, and the other is lost without notice.",
    by=Stage.COMPILING,
    unchecked=True,
)

YAML_FEATURE = rule(
    "OS133",
    ERROR,
    "YAML beyond plain mappings, lists and text",
    message="{value}",
    hint="write the value out; anchors, aliases, tags and several documents are refused",
    why="They hide data from a reviewer, and can expand to any size.",
    by=Stage.COMPILING,
    unchecked=True,
)

DOSSIER_LIMIT = rule(
    "OS134",
    ERROR,
    "A dossier beyond its limits",
    message="{value}",
    hint="a dossier describes one source; split what does not belong together",
    why="Limits keep a broken or hostile file from exhausting the machine.",
    by=Stage.COMPILING,
    unchecked=True,
)

KEY_UNKNOWN = rule(
    "OS135",
    ERROR,
    "A key that has no meaning here",
    message="{value} is not a key here",
    hint="{expected}",
    why="A misspelt key would lose what stands under it.",
    by=Stage.COMPILING,
    unchecked=True,
)

SHAPE_WRONG = rule(
    "OS136",
    ERROR,
    "A mapping, a list or a text in the wrong place",
    message="{field} should be {expected}",
    hint="see seeds/template.yaml",
    why="What is not where it belongs is not read.",
    by=Stage.COMPILING,
    unchecked=True,
)

DOSSIER_PLACE = rule(
    "OS137",
    ERROR,
    "A dossier in the wrong place",
    message="the dossier of {value} belongs in {expected}",
    hint="move the file, or correct the source's id or its date",
    why="One place per source lets everybody find a dossier, and keeps two from describing one source.",
    by=Stage.COMPILING,
)

FILE_UNREAD = rule(
    "OS138",
    ERROR,
    "A file that nothing reads",
    message="{value} stands among {expected}, and is not read",
    hint="name it as the others are named, or move it out of the folder",
    why="A misspelt name must not make a file vanish: whoever put it there takes it for read.",
    by=Stage.COMPILING,
    unchecked=True,
)

FILE_LEFT = rule(
    "OS139",
    INFO,
    "A file that a program left behind",
    message="{value} is a file that a desktop or an editor leaves behind; it is not read",
    hint="remove it, unless it belongs there; a .gitignore keeps such files out",
    why="Nothing that stands in a folder of data goes unmentioned.",
    by=Stage.COMPILING,
)
