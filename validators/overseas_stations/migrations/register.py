"""Every change of the schemas after which older rows are not right as they stand, and what becomes of them."""

from __future__ import annotations

from overseas_stations.migrations.changes import Migration

MIGRATIONS: tuple[Migration, ...] = ()
"""What is declared between frozen versions. A new breaking change is declared here, between the last frozen version and
the one to come (without ``.dev``); until it is, ``overseas schema freeze`` refuses."""
