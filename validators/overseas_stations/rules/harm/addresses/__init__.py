"""Street addresses in texts, in the order of the language, with or without a word for a street."""
