"""The event log: the only truth besides the archive.

Belongs here: types, append, chain, segments, verify, projections. Does not belong here: domain decisions.
"""
