"""Passages and quotations, checked against each other and against the texts that are at hand."""
