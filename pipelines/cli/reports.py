"""Commands of the group ``thads reports``: which reports there are, and where each one stands.

Belongs here: options. Does not belong here: drawing (`reports_screen`), the work itself (`pipelines.reports`).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

import typer

from pipelines.cli.cases import AsJson, open_log_of
from pipelines.cli.output import console, print_json
from pipelines.problems import Text
from pipelines.settings import Settings

if TYPE_CHECKING:
    from pipelines.archive.store import Archive
    from pipelines.events.log import EventLog
    from pipelines.events.projections import LogState

Report = Annotated[
    str,
    typer.Argument(help="Mã báo cáo (≥ 4 chữ số đầu), đường dẫn hoặc tên tệp · digits, path or file name."),
]

reports_app = typer.Typer(
    name="reports",
    help="Báo cáo: đang ở đâu, khác gì, cần sửa gì · reports and their versions.",
    no_args_is_help=True,
)


@dataclass(frozen=True, slots=True)
class Desk:
    """What every command of the group opens: the log, its state, the archive."""

    settings: Settings
    log: EventLog
    state: LogState
    archive: Archive


def register(app: typer.Typer) -> None:
    """Add the group to ``thads``."""
    add = reports_app.command
    add(name="list", help="Danh sách báo cáo đã nhận · list the reports.")(list_reports)
    add(name="show", help="Một báo cáo: nhận, đọc, lỗi, phiên bản, bước tiếp theo · one report.")(show)
    app.add_typer(reports_app)


@contextmanager
def open_desk() -> Iterator[Desk]:
    """Open log and archive; refusals inside become messages and an exit code."""
    from pipelines.archive.store import Archive
    from pipelines.events.projections import LogState

    settings = Settings()
    with open_log_of(settings) as log:
        yield Desk(settings, log, LogState.as_of(log), Archive(settings.archive_dir))


def list_reports(
    unit: Annotated[str | None, typer.Option(help="Mã đơn vị báo cáo hoặc thư mục · unit code.")] = None,
    period: Annotated[str | None, typer.Option(help="Kỳ, ví dụ FY2025-C06 · period.")] = None,
    form: Annotated[str | None, typer.Option(help="Biểu, ví dụ 04/TK-THA · form code.")] = None,
    status: Annotated[
        str | None, typer.Option(help="waiting | accepted | held | rejected | replaced")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """List the reports that were received, the newest last."""
    from pipelines.cli.reports_screen import print_list
    from pipelines.reports.listing import list_rows

    with open_desk() as desk:
        rows = list_rows(desk.state, unit=unit, period=period, form=form, status=status)
    if as_json:
        print_json([row.as_dict() for row in rows])
    elif rows:
        print_list(rows, desk.settings.lang)
    else:
        console.print(Text("Không có báo cáo nào.", "No report.").of(desk.settings.lang))


def show(report: Report, as_json: AsJson = False) -> None:
    """Show a report: receipt, what it is, how it was read, what was found, its versions, what happens next."""
    from pipelines.cli.reports_screen import print_dossier
    from pipelines.reports.dossier import open_dossier
    from pipelines.reports.lookup import find_report

    with open_desk() as desk:
        dossier = open_dossier(desk.log, desk.state, find_report(desk.state, report))
    if as_json:
        print_json(dossier.as_dict())
    else:
        print_dossier(dossier, desk.settings.lang)
