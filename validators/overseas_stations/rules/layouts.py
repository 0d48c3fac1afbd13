"""OS145 and OS146: tables that stand in their files otherwise than as plain CSV. The readers apply these rules."""

from __future__ import annotations

from overseas_stations.rules.core.base import ERROR, Stage
from overseas_stations.rules.core.declaring import rule

READING = Stage.READING

PARTS_DIFFER = rule(
    "OS145",
    ERROR,
    "Files of one table with several headers",
    message="the file does not begin with the header of {first}, the first file of the table",
    hint="begin each file of a table with the same header",
    why="Put one behind the other, their cells would stand in wrong columns, or a header would be read as a row.",
    by=READING,
    unchecked=True,
)

OTHER_SEPARATOR = rule(
    "OS146",
    ERROR,
    "Cells between other signs than expected",
    message="the cells of the file stand between {value}, where {expected} were expected",
    hint="save it anew as CSV with commas, in UTF-8; or, if it is meant so, state in its resource in datapackage.json: "
    "{next}",
    why="Spreadsheets write what the language of the machine asks for; read with commas, each row is one cell.",
    by=READING,
    unchecked=True,
)
