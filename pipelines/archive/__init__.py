"""The raw bytes of every report, kept for ever under their sha256.

Belongs here: write-once storage, receipts, integrity. Does not belong here: what the bytes mean.
"""
