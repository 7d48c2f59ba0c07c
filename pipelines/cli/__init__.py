"""The command ``thads``: thin wrappers that parse arguments, call a room and print.

Belongs here: options, tables, exit codes. Does not belong here: anything a test would want to call directly.
Every group of commands is a module of its own; heavy libraries are imported inside the commands.
"""

from __future__ import annotations

from pipelines.cli.app import app

__all__ = ["app"]
