"""From a mart cell back to the bytes it came from.

Belongs here: tracing. Does not belong here: loading or publishing.
"""
