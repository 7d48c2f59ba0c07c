"""Progress bars of long work on a terminal, plain lines elsewhere.

Belongs here: how progress looks. Does not belong here: what the work is.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    TextColumn,
    TimeElapsedColumn,
)

from pipelines.problems import Text
from pipelines.progress import Advance
from pipelines.settings import Lang


class Bars:
    """One bar per stage, kept on the screen when the stage is over."""

    def __init__(self, console: Console, lang: Lang) -> None:
        self._lang = lang
        self._bars = Progress(
            SpinnerColumn(finished_text="[green]✓[/]"),
            TextColumn("{task.description}"),
            BarColumn(bar_width=32),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            console=console,
        )

    def __enter__(self) -> Bars:
        self._bars.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._bars.stop()

    @contextmanager
    def stage(self, title: Text, total: int | None) -> Iterator[Advance]:
        """Show a bar for the stage; one of unknown length pulses until it ends."""
        task = self._bars.add_task(f"{title.of(self._lang):<34}", total=total or None)
        done = 0

        def advance(steps: int) -> None:
            nonlocal done
            done += steps
            self._bars.update(task, advance=steps, total=max(total, done) if total else None)

        try:
            yield advance
        finally:
            self._bars.update(
                task,
                total=max(done, 1) if total is None else max(total, done),
                completed=max(done, total or 1),
            )
