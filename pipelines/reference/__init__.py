"""Reference data of the field: units, aliases, successions, clusters, periods, indicators, targets.

Belongs here: the dated tables under ``data/`` (each row with its provenance) and the look-ups over them.
Does not belong here: anything read from a report.
"""
