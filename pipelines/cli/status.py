"""``thads status``: what is published, how old it is, what waits.

Belongs here: options and printing. Does not belong here: counting (`warehouse.status`).
"""

from __future__ import annotations

from typing import Annotated

import typer

from pipelines.cli.output import console, print_json, print_table, problems_shown
from pipelines.problems import Text
from pipelines.settings import Settings


def register(app: typer.Typer) -> None:
    """Add the command to ``thads``."""
    app.command(name="status", help="Đang công bố gì, còn gì chờ xử lý · what is published, what waits.")(
        status
    )


def status(as_json: Annotated[bool, typer.Option("--json", help="In JSON · print JSON.")] = False) -> None:
    """Show the published version, the log's position, and what waits for somebody."""
    from pipelines.events.log import open_log
    from pipelines.events.projections import LogState
    from pipelines.events.snapshot import newest_state
    from pipelines.warehouse.status import Status, look

    settings = Settings()
    with problems_shown(settings.lang):
        found: Status
        if settings.log_url or settings.log_path.exists():
            with open_log(settings.log_url or settings.log_path) as log:
                found = look(settings.warehouse_dir, log, newest_state(log, settings.state_path))
        else:
            found = look(settings.warehouse_dir, None, LogState())
    if as_json:
        print_json(found.as_dict())
        return
    print_table(found.rows(settings.lang))
    if found.versions:
        title = Text("Các phiên bản còn giữ", "Versions that are kept").of(settings.lang)
        print_table(found.version_rows(settings.lang), title=title)
    if found.published is None:
        text = Text(
            "Chưa công bố phiên bản nào: chạy «make refresh».", "Nothing is published: run «make refresh»."
        )
        console.print(text.of(settings.lang), style="yellow")
