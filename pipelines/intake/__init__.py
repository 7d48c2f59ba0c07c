"""One report's way into the warehouse: found in the inbox, archived, read, its observations landed, its events logged.

Belongs here: the inbox, the reading of one file, and what becomes of a report (accepted, held).
Does not belong here: file formats (`readers`), meaning (`forms`, `narrative`), rules (`validation`).
"""
