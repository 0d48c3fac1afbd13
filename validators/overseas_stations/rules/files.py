"""OS1xx: files, encodings, structure, the descriptor. The readers apply these rules."""

from __future__ import annotations

from functools import partial

from overseas_stations.columns import Column
from overseas_stations.rules.core.base import ERROR, INFO, WARNING, Rule, Stage
from overseas_stations.rules.core.declaring import rule

READING = Stage.READING
BOTH = frozenset({Stage.READING, Stage.COMPILING})
"""Files of packages and dossiers alike."""

unread = partial(rule, by=READING, unchecked=True)
"""Declares a rule of the readers on what then was not read."""

FILE_MISSING = unread(
    "OS101",
    ERROR,
    "A file is missing",
    message="the package needs {value}, which is not there",
    hint="add the file; that of a table may be left out if its resource is taken out of datapackage.json as well",
    why="A table that is not there cannot be checked, and everything that refers to it hangs in the air.",
)

FILE_EMPTY = unread(
    "OS102",
    ERROR,
    "A file has no header",
    message="the file holds no header line",
    hint="write the header: {expected}",
    why="An empty file passes every check of rows, so it must not pass at all.",
)

FILE_EXTRA = rule(
    "OS103",
    WARNING,
    "A file that the descriptor does not name",
    message="{value} stands in the package and datapackage.json does not name it",
    hint="name it as a resource, or remove it",
    why="What the descriptor does not name has no hash, no schema and no licence, and no reader expects it.",
    by=READING,
)

NOT_UTF8 = rule(
    "OS104",
    ERROR,
    "Not UTF-8",
    message="byte {value} is not valid UTF-8{detail}",
    hint="save the file as UTF-8 without a byte order mark",
    why="Another encoding turns names into other names without any notice.",
    by=BOTH,
    unchecked=True,
)
BYTE_ORDER_MARK = rule(
    "OS105",
    WARNING,
    "A byte order mark",
    message="the file begins with a byte order mark",
    hint="save the file as UTF-8 without a byte order mark",
    why="Many readers take the mark for a part of the first column's name.",
    by=BOTH,
)

NUL_BYTE = rule(
    "OS106",
    ERROR,
    "A NUL byte",
    message="the text holds a NUL byte{detail}",
    hint="remove it; the file may be damaged, or in UTF-16",
    why="Readers end a text at a NUL byte, each in its own way.",
    by=BOTH,
    unchecked=True,
)

LINE_ENDINGS = rule(
    "OS107",
    WARNING,
    "Line ends other than LF",
    message="the file has line ends other than LF{detail}",
    hint="save the file with LF line ends{next}",
    why="The same rows then have other bytes and another hash on each system.",
    by=READING,
)

COLUMN_MISSING = unread(
    "OS108",
    ERROR,
    "A column is missing",
    message="the table {table} lacks its column {field}",
    hint="add the column {field} to the header, and fill it",
    why="Every row has a value there: without it the rows cannot be understood.",
)

COLUMN_UNKNOWN = rule(
    "OS109",
    WARNING,
    "A column that the table does not have",
    message="the table {table} has no column {value}",
    hint="correct its name, or take it out; the columns are {expected}",
    why="Nothing checks it, and a misspelt name loses its data.",
    by=READING,
)

COLUMN_TWICE = unread(
    "OS110",
    ERROR,
    "A column stands twice",
    message="the column {value} stands more than once in the header",
    hint="keep one of them",
    why="Readers differ on which of the two counts.",
)

COLUMN_ORDER = rule(
    "OS111",
    WARNING,
    "Columns out of order",
    message="the columns of {table} are not in their order",
    hint="order them: {expected}",
    why="The same data then have other bytes, and a reader by position is misled.",
    by=READING,
)

RAGGED_ROW = unread(
    "OS112",
    ERROR,
    "A row with too many or too few cells",
    message="the row has {value} cells, the header has {expected}",
    hint="quote cells that hold a comma, a quotation mark or a line break",
    why="From the missing or surplus comma on, every cell stands in a wrong column.",
)

QUOTE_OPEN = unread(
    "OS113",
    ERROR,
    "A quotation mark out of place",
    message="a quotation mark is never closed, or text follows a closing one",
    hint="close the cell with a quotation mark; double those inside it",
    why="Everything up to the next quotation mark is read as one cell.",
)

CELL_TOO_LONG = unread(
    "OS114",
    ERROR,
    "A cell or a row beyond every limit",
    message="{value}",
    hint="look for a quotation mark that is never closed, or a line end that is missing; no column admits such a text",
    why="Such a cell is a fault, and it can exhaust the memory of a reader.",
)

DESCRIPTOR_SYNTAX = unread(
    "OS115",
    ERROR,
    "The descriptor cannot be read",
    message="{value}",
    hint="write datapackage.json as one strict JSON object",
    why="Readers of lax JSON differ on duplicate keys, NaN and the like, so they see different packages.",
)

DESCRIPTOR_SHAPE = unread(
    "OS116",
    ERROR,
    "The descriptor does not describe the package",
    message="{value}",
    hint="see the Data Package standard, version 2, and the descriptor that `overseas build` writes; a package of some "
    "tables only is checked with --tables",
    why="Without a descriptor that names the tables nothing says what is to be checked.",
)

PATH_UNSAFE = unread(
    "OS117",
    ERROR,
    "A path that leaves the package",
    message="the path {value} is absolute, leaves the package, is a link, or holds a character unfit for a path",
    hint="name files inside the package by relative paths",
    why="A package must not make a reader open other files of the machine.",
)

PATH_REMOTE = unread(
    "OS118",
    ERROR,
    "A remote path",
    message="the path {value} is an address; nothing is fetched",
    hint="put the file into the package",
    why="Checks use no network: what is not in the package can change behind its back.",
)

ARCHIVE_UNSAFE = unread(
    "OS119",
    ERROR,
    "An archive that is not safe to open",
    message="{value}",
    hint="make the archive anew from the package's folder",
    why="Archives can write outside their folder or unpack to sizes that fill a disk.",
)

HASH_WRONG = rule(
    "OS120",
    ERROR,
    "A file is not the one that the descriptor describes",
    message="the {field} of {value} is not the one that datapackage.json states{detail}",
    hint="run `overseas build`, or get the file again{next}",
    why="The file was changed or damaged after the descriptor was written.",
    by=READING,
)

TABLE_EMPTY = unread(
    "OS121",
    ERROR,
    "Nothing to check",
    message="the table {table} has no rows",
    hint="a package holds one source or more; check that the right file was given",
    why="A check of nothing passes. It must not look like a check of something.",
)


FILE_UNREADABLE = rule(
    "OS123",
    ERROR,
    "A file cannot be read",
    message="{value}",
    hint="check that it is a file and that you may read it",
    why="What cannot be read cannot be checked.",
    by=BOTH,
    unchecked=True,
)

RETURN_ALONE = unread(
    "OS124",
    ERROR,
    "A carriage return alone",
    message="a carriage return stands outside a quoted cell, and no line feed follows it",
    hint="save the file with LF line ends; quote a cell that holds a carriage return",
    why="Some readers end a row there, some drop it, some keep it: each sees another table.",
)

OPTIONAL_MISSING = rule(
    "OS125",
    INFO,
    "An optional column is missing",
    message="the table {table} lacks its optional column {field}; its cells count as empty",
    hint="nothing, if the package follows an older schema; else add the column, empty where nothing is known",
    why="Columns that came later are optional, so that packages of an older schema stay valid.",
    by=READING,
)

OTHER_SCHEMAS = rule(
    "OS126",
    INFO,
    "A package of other record schemas",
    message="the package says that it follows the record schemas {value}, and is checked by those of {expected}",
    hint="older, and frozen: `overseas migrate` upgrades it; newer: update overseas-stations",
    why="A package that is right by its own schemas can look wrong by others; a reader must see which were applied.",
    by=READING,
)

NO_HASHES = rule(
    "OS127",
    INFO,
    "Integrity not checked",
    message="datapackage.json states no hash for {value}: whether they are whole was not checked",
    hint="`overseas export package` writes them with hashes; in a checkout `overseas check` holds them to the dossiers",
    why="A file that was cut between two rows still reads as a table. Only a hash shows it.",
    by=READING,
)

COPY_DIFFERS = rule(
    "OS128",
    ERROR,
    "A copy that contradicts its table",
    message="{detail}",
    hint="run `overseas build` (in a project of dossiers), or make the copy anew from the table",
    why="Some readers take the CSV and some the JSON; they must not see different data.",
    by=READING,
)


VIEW_DIFFERS = rule(
    "OS130",
    ERROR,
    "A view that contradicts the tables",
    message="{detail}",
    hint="export the package anew (`overseas export package`), or take the view out; nobody edits it",
    why="Most readers open the views alone; they must not see other data than the tables hold.",
    by=READING,
)


def missing_column(column: Column) -> Rule:
    """Return the rule that a table breaks which lacks *column*."""
    return COLUMN_MISSING if column.required else OPTIONAL_MISSING
