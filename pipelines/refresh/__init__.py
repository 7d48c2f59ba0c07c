"""One refresh: from files in the inbox to a published warehouse, as plain functions.

Belongs here: the order of the stages and what they hand to each other.
Does not belong here: Dagster (`orchestration` calls these functions), screens (`cli`).
"""
