"""The tables as files for people and programs: the package that a build commits, and what describes or exports it."""
