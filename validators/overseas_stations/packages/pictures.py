"""The pictures of a package."""

from __future__ import annotations

from overseas_stations.packages.timeline import timeline
from overseas_stations.packages.world_map import world_map

PICTURES = {"pictures/map.svg": world_map, "pictures/timeline.svg": timeline}
"""Path in the package -> the function that draws it from the rows."""
