"""What one cell may hold: every lexical form of the tables, defined once.

A :class:`Scalar` is attached to a model's field as ``Annotated[str, Scalar(...)]``. Everything that has to know the
form of a cell reads it from here: pydantic (through ``__get_pydantic_core_schema__``), the column rules, JSON Schema,
Table Schema, the codebook and the Hypothesis strategies.

Patterns keep to what Python's ``re``, the Rust engines of pydantic and Polars, RE2 (DuckDB), Java (Spark) and
ECMA-262 (JSON Schema) read alike: anchored ``^(?:...)$``, explicit classes, no look-around, no ``\\d``, no ``\\s``.
Python's ``$`` also matches before a final line break; :func:`is_match` and the column rules close that gap.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Annotated, Any, Literal

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
    from pydantic_core import CoreSchema

TEXT = r"^(?:[^ \t\n\r](?:[^\n\r]*[^ \t\n\r])?)$"
# What a text that does not fit TEXT contains, if it is not empty.
NO_TEXT = r"^[ \t\n\r]|[ \t\n\r]$|[\n\r]"
SLUG = r"^(?:[a-z0-9]+(?:-[a-z0-9]+)*)$"
# A record is named by its id, or, where a table's key has several columns, by their values joined with "/".
RECORD = r"^(?:[a-z0-9][a-z0-9_-]*(?:/[a-z0-9][a-z0-9_-]*)*)$"
# From 1600, when every leap year was already one by today's calendar.
_YEAR = "(?:1[6-9]|20)[0-9]{2}"
_LEAP_YEAR = "(?:(?:1[6-9]|20)(?:0[48]|[2468][048]|[13579][26])|1600|2000)"
DATE = (
    f"^(?:{_YEAR}(?:-(?:0[1-9]|1[0-2]))?"
    f"|{_YEAR}-(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])"
    f"|{_YEAR}-(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)"
    f"|{_YEAR}-02-(?:0[1-9]|1[0-9]|2[0-8])"
    f"|{_LEAP_YEAR}-02-29)$"
)
URL = r"^(?:https?://[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?(?::[0-9]{1,5})?(?:[/?#][!#-;=?-Z_a-z~%\[\]]*)?)$"
SHA256 = r"^(?:[0-9a-f]{64})$"
INTEGER = r"^(?:0|-?[1-9][0-9]{0,14})$"
# Two decimals of a degree are about a kilometre: a city, never a building.
DEGREES = r"^(?:-?(?:0|[1-9][0-9]{0,2})(?:\.[0-9]{1,2})?)$"
BOOLEAN = r"^(?:true|false)$"

CellType = Literal["string", "integer", "number", "boolean", "date"]


DTYPES: Mapping[CellType, tuple[str, str]] = {
    "string": ("string", "String"),
    "integer": ("Int64", "Int64"),
    "number": ("Float64", "Float64"),
    "boolean": ("boolean", "Boolean"),
    "date": ("datetime64[us]", "Date"),
}
"""Type of a column -> its dtype in pandas (nullable) and in Polars.

A vocabulary is text as well, and no category: a new term is a small change, and would be a change of dtype; and tables
of two versions, or of ours and others, would not concatenate or join as what they are.
"""


def is_match(pattern: str, text: str) -> bool:
    """Say whether *text* as a whole fits *pattern*.

    >>> is_match(DATE, "2024-02-29"), is_match(DATE, "2022-02-29"), is_match(DATE, "2022-02\\n")
    (True, False, False)
    """
    return _compiled(pattern).fullmatch(text) is not None


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern.removeprefix("^").removesuffix("$"))


@dataclass(frozen=True)
class Scalar:
    """The lexical form, type and bounds of a cell.

    Attributes:
        name: the form's name in messages and in the codebook.
        expected: what a person is told that the cell should hold.
        pattern: the anchored pattern that the cell's text fits.
        type: the type of the value (Table Schema's name of it).
        max_length: the longest text, in characters; None where the pattern bounds it.
        minimum, maximum: bounds of a number, both included.
        codes: the closed list of values with their names, where there is one.
    """

    name: str
    expected: str
    pattern: str
    type: CellType = "string"
    max_length: int | None = None
    minimum: int | None = None
    maximum: int | None = None
    codes: str | None = None

    def terms(self) -> Mapping[str, str]:
        """Return the values of a closed code list with their names, empty for an open form."""
        if self.codes is None:
            return {}
        from overseas_stations.forms.codes import code_list

        return code_list(self.codes)

    def from_text(self, text: str) -> str | int | float | bool:
        """Return the value of the cell *text*.

        Raises:
            ValueError: the text does not fit the pattern.
        """
        if not is_match(self.pattern, text):
            raise ValueError(f"expected {self.expected}")
        match self.type:
            case "string" | "date":
                return text
            case "integer":
                return int(text)
            case "number":
                return float(text)
            case "boolean":
                return text == "true"

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        from pydantic_core import core_schema

        if self.codes is not None:
            return core_schema.literal_schema(list(self.terms()))
        match self.type:
            case "string" | "date":
                return core_schema.str_schema(
                    pattern=self.pattern, max_length=self.max_length, min_length=1, strict=True
                )
            case "integer":
                inner: CoreSchema = core_schema.int_schema(ge=self.minimum, le=self.maximum, strict=True)
            case "number":
                inner = core_schema.float_schema(ge=self.minimum, le=self.maximum, allow_inf_nan=False, strict=True)
            case "boolean":
                inner = core_schema.bool_schema(strict=True)

        def convert(value: object) -> object:
            return self.from_text(value) if isinstance(value, str) else value

        return core_schema.no_info_before_validator_function(convert, inner)

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        if self.codes is not None:
            return {"type": "string", "enum": list(self.terms())}
        return handler(schema)


Text = Annotated[str, Scalar("text", "text on one line, without blanks around it", TEXT, max_length=300)]
Prose = Annotated[str, Scalar("prose", "text on one line, without blanks around it", TEXT, max_length=4000)]
Slug = Annotated[str, Scalar("id", "an id of lower-case ASCII letters, digits and single hyphens", SLUG, max_length=80)]
RecordName = Annotated[
    str, Scalar("record name", "a record's id, or the parts of its key joined with /", RECORD, max_length=250)
]
ColumnName = Annotated[str, Scalar("column name", "the name of a column", r"^(?:[a-z][a-z0-9_]*)$", max_length=40)]
PartialDate = Annotated[
    str, Scalar("partial date", "a date that exists, from 1600 on, as YYYY, YYYY-MM or YYYY-MM-DD", DATE)
]
Day = Annotated[
    str, Scalar("day", "a day that exists, from 1600 on, as YYYY-MM-DD", r"^(?:[0-9]{4}-[0-9]{2}-[0-9]{2})$", "date")
]
SeveralTexts = Annotated[str, Scalar("several values", "values with “; ” between them", TEXT, max_length=200_000)]
Url = Annotated[str, Scalar("URL", "an http or https address in ASCII", URL, max_length=1000)]
Sha256 = Annotated[str, Scalar("SHA-256", "64 lower-case hexadecimal digits", SHA256)]
Count = Annotated[int, Scalar("count", "a whole number from 0", INTEGER, "integer", minimum=0, maximum=10**12)]
Several = Annotated[int, Scalar("number", "a whole number from 1", INTEGER, "integer", minimum=1, maximum=10**6)]
Identifier = Annotated[
    int, Scalar("GeoNames id", "a whole number from 1", INTEGER, "integer", minimum=1, maximum=10**9)
]
Latitude = Annotated[
    float,
    Scalar("latitude", "degrees from -90 to 90, two decimals at most", DEGREES, "number", minimum=-90, maximum=90),
]
Longitude = Annotated[
    float,
    Scalar("longitude", "degrees from -180 to 180, two decimals at most", DEGREES, "number", minimum=-180, maximum=180),
]
Boolean = Annotated[bool, Scalar("boolean", "true or false", BOOLEAN, "boolean")]
CountryCode = Annotated[
    str,
    Scalar(
        "country", "an ISO 3166-1 alpha-2 code, or a documented code of a body", r"^(?:[A-Z]{2})$", codes="countries"
    ),
]
Iso3 = Annotated[str, Scalar("ISO 3166-1 alpha-3 code", "three capital letters", r"^(?:[A-Z]{3})$")]
IsoNumeric = Annotated[str, Scalar("ISO 3166-1 numeric code", "three digits", r"^(?:[0-9]{3})$")]
Language = Annotated[str, Scalar("language", "an ISO 639-1 code", r"^(?:[a-z]{2})$", codes="languages")]


def earliest_day(date: str) -> str:
    """Return the first day of a partial date.

    >>> earliest_day("2022-12"), earliest_day("2022")
    ('2022-12-01', '2022-01-01')
    """
    return date + "0000-01-01"[len(date) :]


def latest_day(date: str) -> str:
    """Return the last day of a partial date.

    >>> latest_day("2022-11"), latest_day("2024-02"), latest_day("2022"), latest_day("2022-11-05")
    ('2022-11-30', '2024-02-29', '2022-12-31', '2022-11-05')
    """
    if len(date) == len("YYYY-MM"):
        return f"{date}-{monthrange(int(date[:4]), int(date[5:]))[1]}"
    return date + "0000-12-31"[len(date) :]
