"""The commands. Each imports what it needs when it runs, so that the start stays cheap.

A module here adds its commands to ``register.app``, and nothing has to list it. Each command names an example in its
help, and has a case in ``tests/commands/``, by which it is tried in every way that all commands are.

What a command cannot use it raises as an ``InputError``, or lets one through: ``ending.py`` makes a line and an exit
code of it.
"""
