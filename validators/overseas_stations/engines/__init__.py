"""The engines: what holds a package's tables while the checks look at them.

:mod:`run` applies all checks to any engine; :mod:`streaming` is the default, on Polars; :mod:`lazy` takes every frame
that Narwhals knows, and runs the checks where the frames are; :mod:`united` does so on Spark, in few queries.
"""
