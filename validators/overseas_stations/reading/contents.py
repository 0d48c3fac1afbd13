"""What the files of a package are called: who writes them and who reads them go by these names."""

from __future__ import annotations

DESCRIPTOR = "datapackage.json"
LOCK = "overseas.lock"
"""Which data a package that refers to ours was made with; it stands beside the descriptor."""
MAX_LOCK = 1 << 16
"""Bytes of a lock."""
README, CODEBOOK, RULES = "README.md", "CODEBOOK.md", "RULES.md"
CROISSANT, SCHEMA_ORG, DCAT, RO_CRATE = "croissant.json", "dataset.jsonld", "dcat.jsonld", "ro-crate-metadata.json"
MAP, TIMELINE = "pictures/map.svg", "pictures/timeline.svg"

UNNAMED = frozenset(
    {DESCRIPTOR, LOCK, README, CODEBOOK, RULES, "LICENSE", CROISSANT, SCHEMA_ORG, DCAT, RO_CRATE, MAP, TIMELINE}
)
"""Files of a package that the descriptor need not name."""
