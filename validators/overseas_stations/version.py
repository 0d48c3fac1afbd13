"""The two version numbers, each stated once, and the day that the first of them bears.

``__version__`` is the version of the distribution and of the data in it, raised by the Data Package version
recipe. ``VERSION_DATE`` is raised with it: no clock is read, so that a build gives the same bytes on any day.
``SCHEMA_VERSION`` is the version of the record schemas that the data follow; with ``.dev`` at its end it is the version
that they are on their way to, and nothing is promised of them yet.
"""

__version__ = "0.1.0"
VERSION_DATE = "2026-11-26"
SCHEMA_VERSION = "1.1.0.dev"
