"""Cells of official forms to observations, by form maps kept as data.

Belongs here: the maps, the engine, templates. Does not belong here: file formats, prose.
"""
