"""Builds, publishes and opens the DuckDB warehouse.

Belongs here: landing tables, dbt runs, the pointer, read-only queries. Does not belong here: SQL models.
"""
