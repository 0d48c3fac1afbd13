"""Dossiers: the hand-edited data, one YAML file per source, and their compilation to tables."""
