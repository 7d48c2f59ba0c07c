"""What the stages of one refresh share: the open log and archive, the state folded from the log, the clock.

Belongs here: opening and closing. Does not belong here: work.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from pipelines.archive.store import Archive
from pipelines.events.log import EventLog, open_log
from pipelines.events.model import NewEvent
from pipelines.events.projections import LogState
from pipelines.events.snapshot import keep_state, newest_state
from pipelines.events.types import EventBody
from pipelines.forms import accepted_maps
from pipelines.intake.again import read_again
from pipelines.intake.reading import Maps
from pipelines.problems import Problem, Text, ThadsError
from pipelines.progress import Progress, Silent
from pipelines.settings import Settings
from pipelines.warehouse.base import Base
from pipelines.warehouse.landing import Stores
from pipelines.warehouse.publish import Build


@dataclass(slots=True)
class RefreshContext:
    """One refresh under way.

    Attributes:
        refresh_id: names the refresh in the log; the Dagster run id when Dagster runs it.
        reread: units whose reports are read again although no code changed; ``ALL`` for every unit.
        state: folded from the log up to the last `catch_up`.
        build: the warehouse file under construction, once a stage began one.
        base: the published file it began as a copy of, ``None`` when it began empty.
    """

    refresh_id: str
    settings: Settings
    log: EventLog
    archive: Archive
    progress: Progress
    reread: tuple[str, ...] = ()
    state: LogState = field(default_factory=LogState)
    build: Build | None = None
    base: Base | None = None

    def require_build(self) -> Build:
        """Return the build under construction.

        Raises:
            ThadsError: ``no_build``: a stage that needs it was run alone.
        """
        if self.build is None:
            raise ThadsError(_no_build())
        return self.build

    @property
    def stores(self) -> Stores:
        """Return where the truth and the facts lie."""
        return Stores(
            self.log,
            self.archive,
            self.settings.facts_dir,
            lambda report: read_again(self.archive, report, self.settings.max_file_bytes, self.form_maps),
        )

    def record(self, bodies: Sequence[EventBody]) -> None:
        """Append facts to the log in the name of this process and fold them into the state."""
        self.append([NewEvent(body, actor=self.settings.actor) for body in bodies])

    def append(self, events: Sequence[NewEvent]) -> None:
        """Append events to the log and fold them into the state."""
        if events:
            self.log.append(events)
            self.catch_up()

    def catch_up(self) -> None:
        """Fold what the log has gained since the last look."""
        self.state.catch_up(self.log)

    @property
    def form_maps(self) -> Maps:
        """The form maps in force, as the log says today."""
        return Maps(accepted_maps(self.state.form_maps.values()), self.settings.archive_dir)

    def keep_state(self) -> None:
        """Keep the state, so that the next refresh begins where this one ends."""
        keep_state(self.log, self.state, self.settings.state_path)


def _no_build() -> Problem:
    return Problem(
        code="no_build",
        what=Text("Chưa có bản dựng nào trong lần chạy này.", "This run has begun no build."),
        where="validated_observations",
        expected="validated_observations → dbt → published_warehouse",
        found="một phần của chuỗi / a part of the chain",
        next_step=Text("Chạy toàn bộ công việc `refresh`.", "Run the whole job `refresh`."),
    )


@contextmanager
def open_refresh(
    settings: Settings,
    *,
    refresh_id: str | None = None,
    progress: Progress | None = None,
    reread: tuple[str, ...] = (),
) -> Iterator[RefreshContext]:
    """Open the state under ``settings.home`` for one refresh; creates what is not there yet."""
    settings.home.mkdir(parents=True, exist_ok=True)
    with open_log(settings.log_url or settings.log_path) as log:
        context = RefreshContext(
            refresh_id=refresh_id or str(uuid.uuid4()),
            settings=settings,
            log=log,
            archive=Archive(settings.archive_dir),
            progress=progress or Silent(),
            reread=reread,
            state=newest_state(log, settings.state_path),
        )
        yield context
