"""The national warehouse of civil judgment enforcement (THADS): library and Dagster code location.

The rooms and the order in which they may import each other are described in README.md ("Where things are").
"""
