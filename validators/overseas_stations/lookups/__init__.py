"""Rows in memory, to look things up: records with their evidence, and what the data cover."""
