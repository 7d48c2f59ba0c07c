"""Commands of the group `query`.

Belongs here: options and printing. Does not belong here: the work itself.
"""

from __future__ import annotations

import typer


def register(app: typer.Typer) -> None:
    """Add the group's commands to ``thads``."""
