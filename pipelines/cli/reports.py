"""Commands of the group ``thads reports``: which reports there are, and where each one stands.

Belongs here: options. Does not belong here: drawing (`reports_screen`), the work itself (`pipelines.reports`).
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pipelines.cli import reports_compliance, reports_decisions, reports_diff
from pipelines.cli.cases import AsJson
from pipelines.cli.desk import Report, open_desk
from pipelines.cli.output import console, fail, print_json
from pipelines.problems import Problem, Text

reports_app = typer.Typer(
    name="reports",
    help="Báo cáo: đang ở đâu, khác gì, cần sửa gì · reports and their versions.",
    no_args_is_help=True,
)


def register(app: typer.Typer) -> None:
    """Add the group to ``thads``."""
    add = reports_app.command
    add(name="list", help="Danh sách báo cáo đã nhận · list the reports.")(list_reports)
    add(name="show", help="Một báo cáo: nhận, đọc, lỗi, phiên bản, bước tiếp theo · one report.")(show)
    add(
        name="feedback",
        help="Bảng tính gửi lại đơn vị: việc cần làm, ô cần sửa · the workbook that goes back.",
    )(feedback)
    add(name="diff", help="Khác gì so với bản trước, từng ô · what changed since the version before.")(
        reports_diff.diff
    )
    reports_decisions.register(reports_app)
    add(name="compliance", help="Ai đã gửi, ai chậm, ai chưa gửi · who has sent what.")(
        reports_compliance.compliance
    )
    app.add_typer(reports_app)


def list_reports(
    unit: Annotated[str | None, typer.Option(help="Mã đơn vị báo cáo hoặc thư mục · unit code.")] = None,
    period: Annotated[str | None, typer.Option(help="Kỳ, ví dụ FY2025-C06 · period.")] = None,
    form: Annotated[str | None, typer.Option(help="Biểu, ví dụ 04/TK-THA · form code.")] = None,
    status: Annotated[
        str | None, typer.Option(help="waiting | accepted | held | rejected | declined | replaced")
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


def feedback(
    report: Annotated[
        str | None, typer.Argument(help="Mã báo cáo, đường dẫn hoặc tên tệp · the report.")
    ] = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="Tệp (hoặc thư mục với --all) · file, or folder.")
    ] = None,
    every: Annotated[
        bool,
        typer.Option(
            "--all", help="Mọi báo cáo bị giữ lại hoặc không đọc được · every held or rejected one."
        ),
    ] = False,
    unit: Annotated[str | None, typer.Option(help="Như --all, của một đơn vị · of one unit.")] = None,
    as_json: AsJson = False,
) -> None:
    """Write the workbook that a department corrects and sends back."""
    from pipelines.cli.reports_screen import print_written
    from pipelines.reports.feedback import awaiting_feedback
    from pipelines.reports.lookup import find_report
    from pipelines.reports.outbox import write_all, write_one

    with open_desk() as desk:
        if report:
            written = [
                write_one(
                    desk.log,
                    desk.state,
                    desk.archive,
                    find_report(desk.state, report),
                    output,
                    max_bytes=desk.settings.max_file_bytes,
                )
            ]
        elif every or unit:
            waiting = awaiting_feedback(desk.state, unit)
            written = write_all(
                desk.log,
                desk.state,
                desk.archive,
                waiting,
                output or Path("phan-hoi"),
                max_bytes=desk.settings.max_file_bytes,
            )
        else:
            fail(_which_report(), desk.settings.lang)
    if as_json:
        print_json([each.as_dict() for each in written])
    else:
        print_written(written, desk.settings.lang)


def _which_report() -> Problem:
    return Problem(
        code="which_report",
        what=Text("Chưa nói báo cáo nào.", "No report was named."),
        where="REPORT",
        expected="REPORT | --all | --unit",
        found="",
        next_step=Text("Ghi mã báo cáo, hoặc thêm «--all».", "Name a report, or add «--all»."),
    )
