"""Rows as bytes, in one way only."""
