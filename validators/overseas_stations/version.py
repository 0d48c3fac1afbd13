"""The two version numbers, each stated once.

``__version__`` is the version of the distribution and of the data in it, raised by the Data Package version
recipe. ``SCHEMA_VERSION`` is the version of the record schemas that the data follow.
"""

__version__ = "0.1.0"
SCHEMA_VERSION = "1.1.0"
