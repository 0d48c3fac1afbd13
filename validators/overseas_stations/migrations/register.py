"""Every change of the schemas after which older rows are not right as they stand, and what becomes of them."""

from __future__ import annotations

from overseas_stations.migrations.changes import Migration, RenameColumn
from overseas_stations.migrations.filling import AddCountries, DrawOut, SayNoReason

MIGRATIONS: tuple[Migration, ...] = (
    Migration(
        "0.1.0",
        "1.0.0",
        (
            AddCountries(("stations", "responses", "statements", "figures", "incidents")),
            RenameColumn("responses", "authority", "authority_as_reported"),
            DrawOut("stations", "bureau", "station_bureaus", "station_id", "police"),
            SayNoReason("No reason was given before version 1.0.0 of the record schemas."),
        ),
    ),
)
"""What is declared between frozen versions. A new breaking change is declared here, between the last frozen version and
the one to come (without ``.dev``); until it is, ``overseas schema freeze`` refuses."""
