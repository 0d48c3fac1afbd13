"""From the schemas of an older version to today's: what was added comes empty, what was changed has a declared step.

Nothing is invented: a value is carried over, mapped as declared, or reported.
"""
