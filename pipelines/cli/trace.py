"""``thads trace``: a mart cell, followed back to the sentence or cell it came from.

Belongs here: options. Does not belong here: following (`lineage`), drawing (`trace_tree`).
"""

from __future__ import annotations

import typer


def register(app: typer.Typer) -> None:
    """Add the command to ``thads``."""
