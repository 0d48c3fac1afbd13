"""Profiles: columns, tables and rules that another project adds to ours. All that an author of one needs is here.

A profile adds; it takes nothing away and loosens nothing, so that what passes with a profile passes without it, but for
the columns and tables that are its own. It is code, and runs only where it is installed and asked for by name.
"""

from overseas_stations.forms.scalars import (
    Boolean,
    ColumnName,
    Count,
    CountryCode,
    Language,
    PartialDate,
    Prose,
    RecordName,
    Scalar,
    Several,
    Slug,
    Text,
    Url,
)
from overseas_stations.forms.vocabulary import Term
from overseas_stations.models import Record
from overseas_stations.models.base import optional, required
from overseas_stations.profiles.discovery import GROUP, installed, named
from overseas_stations.profiles.profile import Profile, ProfileError, extended
from overseas_stations.rules.core.base import ERROR, INFO, WARNING, Rule
from overseas_stations.rules.core.checks import WrongCells, WrongRows, contains
from overseas_stations.rules.core.index import stack
from overseas_stations.rules.core.registry import PackageView
from overseas_stations.tables import Table

__all__ = [
    "ERROR",
    "GROUP",
    "INFO",
    "WARNING",
    "Boolean",
    "ColumnName",
    "Count",
    "CountryCode",
    "Language",
    "PackageView",
    "PartialDate",
    "Profile",
    "ProfileError",
    "Prose",
    "Record",
    "RecordName",
    "Rule",
    "Scalar",
    "Several",
    "Slug",
    "Table",
    "Term",
    "Text",
    "Url",
    "WrongCells",
    "WrongRows",
    "contains",
    "extended",
    "installed",
    "named",
    "optional",
    "required",
    "stack",
]
