"""What a cell may hold: lexical forms, vocabularies, codes."""
