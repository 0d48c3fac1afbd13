"""OS4xx: every row has a source that could say it, and every disagreement is stated."""
