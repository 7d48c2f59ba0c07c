"""Sheets as departments change them, to see how well their columns are learned.

Belongs here: renames, made-up figures, distorted sheets, scoring. Does not belong here: learning (`pipelines.forms`).
"""
