"""What the commands about findings share: the log, one case, its figures.

Belongs here: opening things for `cli.findings` and `cli.decisions`. Does not belong here: commands.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from pipelines.cli.output import fail, problems_shown
from pipelines.problems import Problem, Text
from pipelines.settings import Settings

if TYPE_CHECKING:
    from pipelines.events.log import EventLog
    from pipelines.validation.cases import Case

FindingId = Annotated[str, typer.Argument(help="Mã phát hiện · finding id.")]
AsJson = Annotated[bool, typer.Option("--json", help="In JSON · print JSON.")]


@contextmanager
def open_log_of(settings: Settings) -> Iterator[EventLog]:
    """Open the event log; refusals inside become messages and an exit code."""
    from pipelines.events.log import open_log

    if not settings.log_url and not settings.log_path.exists():
        fail(_no_log(settings), settings.lang)
    with problems_shown(settings.lang), open_log(settings.log_url or settings.log_path) as log:
        yield log


def read_case(log: EventLog, finding_id: str) -> Case:
    """Return a finding with its history."""
    from pipelines.validation.cases import open_case

    return open_case(log, finding_id)


def figures_of(settings: Settings, observation_ids: tuple[str, ...]) -> list[dict[str, object]]:
    """Return the figures as the published warehouse knows them; none before the first publication."""
    from pipelines.warehouse.pointer import read_pointer
    from pipelines.warehouse.reader import open_reader

    pointer = read_pointer(settings.warehouse_dir)
    if pointer is None or not observation_ids:
        return []
    columns = (
        "observation_id",
        "unit_code",
        "period_code",
        "indicator_code",
        "measure",
        "printed",
        "locator",
        "file_name",
    )
    with open_reader(settings.warehouse_dir / pointer.current.file) as connection:
        rows = connection.execute(
            f"select {', '.join(f'o.{name}' for name in columns[:-1])}, r.file_name "  # noqa: S608 - names above
            "from landing.observations as o left join landing.reports as r using (report_id) "
            "where o.observation_id in (select unnest(?)) order by r.file_name, o.observation_id",
            [list(observation_ids)],
        ).fetchall()
    return [dict(zip(columns, row, strict=True)) for row in rows]


def _no_log(settings: Settings) -> Problem:
    return Problem(
        code="no_log",
        what=Text("Chưa có nhật ký sự kiện.", "There is no event log yet."),
        where=str(settings.log_path),
        expected="",
        found="",
        next_step=Text("Chạy «thads refresh» trước.", "Run “thads refresh” first."),
    )
