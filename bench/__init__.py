"""Measurements, each beside the raw limit of the same machine in the same run.

Belongs here: one module per room with a function ``measure(folder, scale)``. Does not belong here: timed tests.
"""
