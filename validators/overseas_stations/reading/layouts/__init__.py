"""Tables laid out otherwise than in plain CSV: dialects, several files, gzip; made plain to be read."""
