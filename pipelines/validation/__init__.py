"""Runs the rule registry through Great Expectations; opens and closes findings.

Belongs here: registry, engine, life of findings. Does not belong here: table contracts (dbt tests).
"""
