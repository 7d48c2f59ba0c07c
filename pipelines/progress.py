"""How long work tells how far it is, without knowing who listens.

Belongs here: the protocol and its silent listener. Does not belong here: bars and colours (`cli`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Protocol

from pipelines.problems import Text

Advance = Callable[[int], None]


class Progress(Protocol):
    """Somebody who wants to know how far the work is."""

    def stage(self, title: Text, total: int | None) -> AbstractContextManager[Advance]:
        """Announce a stage of ``total`` steps (``None``: not known); call what it yields with steps done."""
        ...


class Silent:
    """Nobody listens."""

    @contextmanager
    def stage(self, title: Text, total: int | None) -> Iterator[Advance]:  # noqa: ARG002 - part of the protocol
        """Yield an ``advance`` that does nothing."""
        yield lambda _: None
