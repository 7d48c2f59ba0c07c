"""Dagster assets, checks, schedules and sensors around the rooms below.

Belongs here: wiring only. Does not belong here: anything that could not be called without Dagster.
"""
