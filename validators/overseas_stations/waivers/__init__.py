"""Waivers: known findings that somebody answers for until a day. Read, applied to findings, and written."""
