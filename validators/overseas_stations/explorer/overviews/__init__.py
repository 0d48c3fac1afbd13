"""Overviews: pages that list rows, to be filtered by one grammar."""
