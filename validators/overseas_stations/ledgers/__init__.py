"""Ledgers of releases: which records each had, with a short hash of every row, so that a change is told without git."""
