"""Reports as departments and stewards meet them: where one stands, what changed, what to correct and send again.

Belongs here: one report's dossier, the difference between two versions, the workbook that goes back to a department.
Does not belong here: reading a report (`intake`), rules (`validation`), what a mart says (`dbt_project`), screens (`cli`).
"""
