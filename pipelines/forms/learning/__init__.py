"""Learning the layout of a sheet that no map fits, for a steward to accept.

Belongs here: reading an unknown header, weighing words, printed formulae and figures, the proposal as map rows.
Does not belong here: maps in force and readings (`forms`), decisions and their events (`intake`, `cli`).
"""
