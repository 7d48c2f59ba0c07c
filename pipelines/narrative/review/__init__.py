"""Figures of prose that a person has to look at: what waits, what may be decided, what ends a decision.

Belongs here: the review contract. Does not belong here: reading texts (`reading`), screens (`cli.review`); nothing
of the reader depends on this folder, so a change here is no other parser.
"""
