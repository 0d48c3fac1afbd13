"""Bytes to values, strictly and within bounds: YAML, JSON, the records of a CSV text. Nothing here knows of tables."""
