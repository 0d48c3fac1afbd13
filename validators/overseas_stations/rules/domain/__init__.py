"""OS6xx: what this subject makes impossible."""
