"""Passages and their fingerprints: to prove where a claim stands in a text, without keeping the text."""

from overseas_stations.passages.fingerprints import Fingerprint, TooShort, fingerprint, text_digest
from overseas_stations.passages.normal import MIN_WORDS, PIECE, normal_form, quoted_pieces, word_count
from overseas_stations.passages.text import (
    MAX_ALIGNED,
    MAX_HASHED,
    MAX_NEAREST,
    NEAR,
    PLACE,
    Near,
    Text,
    Verdict,
    Verification,
)

__all__ = [
    "MAX_ALIGNED",
    "MAX_HASHED",
    "MAX_NEAREST",
    "MIN_WORDS",
    "NEAR",
    "PIECE",
    "PLACE",
    "Fingerprint",
    "Near",
    "Text",
    "TooShort",
    "Verdict",
    "Verification",
    "fingerprint",
    "normal_form",
    "quoted_pieces",
    "text_digest",
    "word_count",
]
