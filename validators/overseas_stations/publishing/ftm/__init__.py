"""The rows as entities of FollowTheMoney, which Aleph and the tools around OpenSanctions read.

What a source alleges is written so that no program takes it for more: a reported station is no organisation that a
program may match with one, who is said to run it is linked by a relation that claims nothing but its role, and every
row of evidence is a link of its own between a document and what it supports or disputes. The library of FollowTheMoney
is not needed to write this; that it accepts it is tested.
"""
