"""The main jobs: check a project's dossiers, build its package, validate any package."""

from __future__ import annotations

from overseas_stations.checking.check import Check, Options
from overseas_stations.checking.projects import Project, changes_since, check_project, load_project
from overseas_stations.checking.validating import folder_of, validate, validate_frames

__all__ = [
    "Check",
    "Options",
    "Project",
    "changes_since",
    "check_project",
    "folder_of",
    "load_project",
    "validate",
    "validate_frames",
]
