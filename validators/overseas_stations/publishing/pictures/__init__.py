"""The pictures of a package."""

from __future__ import annotations

from overseas_stations.publishing.pictures.timeline import timeline
from overseas_stations.publishing.pictures.world_map import world_map
from overseas_stations.reading.contents import MAP, TIMELINE

PICTURES = {MAP: world_map, TIMELINE: timeline}
"""Path in the package -> the function that draws it from the rows."""
