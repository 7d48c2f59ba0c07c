"""What the commands about reports share: the log with its state, the archive.

Belongs here: opening things for `cli.reports` and its neighbours. Does not belong here: commands.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

import typer

from pipelines.cli.cases import open_log_of
from pipelines.settings import Settings

if TYPE_CHECKING:
    from pipelines.archive.store import Archive
    from pipelines.events.log import EventLog
    from pipelines.events.projections import LogState

Report = Annotated[
    str,
    typer.Argument(help="Mã báo cáo (≥ 4 chữ số đầu), đường dẫn hoặc tên tệp · digits, path or file name."),
]


@dataclass(frozen=True, slots=True)
class Desk:
    """What every command of the group opens: the log, its state, the archive."""

    settings: Settings
    log: EventLog
    state: LogState
    archive: Archive


@contextmanager
def open_desk() -> Iterator[Desk]:
    """Open log and archive; refusals inside become messages and an exit code."""
    from pipelines.archive.store import Archive
    from pipelines.events.snapshot import newest_state

    settings = Settings()
    with open_log_of(settings) as log:
        state = newest_state(log, settings.state_path)
        yield Desk(settings, log, state, Archive(settings.archive_dir))
