"""Bytes to addressed cells or text with offsets, whatever the format and the encoding.

Belongs here: formats, encodings, guards. Does not belong here: any idea of what a cell means.
"""
