"""The archive: every raw byte that ever arrived, for ever, under its sha256.

Belongs here: the content-addressed store and its receipts. Does not belong here: what the bytes mean (`readers`).
"""
