"""``thads reports diff``: what a version says otherwise than the one before, and which of the two is in force.

Belongs here: options and the tables on the screen. Does not belong here: comparing (`pipelines.reports.difference`).
"""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.box import SIMPLE_HEAD
from rich.table import Table
from rich.text import Text as Line

from pipelines.cli.cases import AsJson
from pipelines.cli.desk import Desk, Report, open_desk
from pipelines.cli.output import console, fail, print_json
from pipelines.events.states import ReportState
from pipelines.problems import Problem, Text
from pipelines.settings import Lang

if TYPE_CHECKING:
    from pipelines.reports.difference import Change, Difference, Side

_KINDS = {
    "changed": (Text("sửa", "changed"), "yellow"),
    "added": (Text("thêm", "added"), "green"),
    "removed": (Text("bỏ", "removed"), "red"),
}
#: What may differ about the reports themselves (`difference.Difference.metadata`).
METADATA_WORDS = {
    "file_name": Text("Tên tệp", "File name"),
    "size": Text("Cỡ tệp (byte)", "File size (bytes)"),
    "unit_code": Text("Đơn vị", "Unit"),
    "period_code": Text("Kỳ", "Period"),
    "regime": Text("Chế độ báo cáo", "Regime"),
    "title": Text("Tên báo cáo", "Title"),
    "encoding": Text("Bảng mã", "Encoding"),
    "parser": Text("Chương trình đọc", "Reader"),
    "rows": Text("Số liệu đọc được", "Figures read"),
}
_MOST = 60


def diff(
    report: Report,
    other: Annotated[
        str | None,
        typer.Argument(help="Báo cáo để so; mặc định bản trước cùng đơn vị, biểu, kỳ · compare with."),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", help="Ghi mọi thay đổi ra csv, xlsx… · write every change."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Compare a report with the version before it, or with another report, figure by figure."""
    from pipelines.reports.difference import difference
    from pipelines.reports.lookup import find_report
    from pipelines.reports.standing import standing_of
    from pipelines.warehouse.export import format_of, write

    with open_desk() as desk:
        after = find_report(desk.state, report)
        before = find_report(desk.state, other) if other else _before(desk, after)
        found = difference(_side(desk, before), _side(desk, after))
        force = {
            each.report_id: standing_of(desk.state, each).status == "accepted" for each in (before, after)
        }
        if output:
            write(found.frame(), output, format_of(output, None))
    if as_json:
        print_json(
            {
                "before": before.report_id,
                "after": after.report_id,
                "in_force": [each for each, is_in_force in force.items() if is_in_force],
                "same": found.same,
                "changes": [each.as_dict() for each in found.changes],
                "rows_added": found.rows_added,
                "rows_removed": found.rows_removed,
                "columns_added": found.columns_added,
                "columns_removed": found.columns_removed,
                "metadata": {
                    name: {"before": old, "after": new} for name, (old, new) in found.metadata.items()
                },
            }
        )
    else:
        _print(found, force, desk.settings.lang)


def _before(desk: Desk, report: ReportState) -> ReportState:
    """Return the version sent just before; the one of the first form that has any."""
    from pipelines.reports.lookup import versions_before

    earlier = versions_before(desk.state, report)
    if not earlier:
        fail(_no_earlier(report), desk.settings.lang)
    return earlier[0][1]


def _side(desk: Desk, report: ReportState) -> Side:
    from pipelines.reports.difference import Side
    from pipelines.reports.dossier import figures_of
    from pipelines.reports.original import open_original

    original = open_original(desk.archive, report, desk.settings.max_file_bytes)
    return Side(report, original, figures_of(desk.archive, report))


def _print(found: Difference, force: dict[str, bool], lang: Lang) -> None:
    for mark, each in (("−", found.before), ("+", found.after)):
        state = (
            Text("đang có hiệu lực", "in force")
            if force[each.report_id]
            else Text("không có hiệu lực", "not in force")
        )
        version = Text(f"bản {each.version}", f"version {each.version}").of(lang)
        console.print(
            Line(f"{mark} {version} · {each.report_id[:12]} · {each.newest_path} · {state.of(lang)}")
        )
    differ, same = (_told(count, lang) for count in (len(found.changes), found.same))
    counts = Text(
        f"{differ} số liệu khác, {same} số liệu như cũ.", f"{differ} figures differ, {same} are the same."
    )
    console.print(Line(counts.of(lang), style="bold"))
    for title, names in (
        (Text("Dòng thêm", "Rows added"), found.rows_added),
        (Text("Dòng bỏ", "Rows removed"), found.rows_removed),
        (Text("Cột thêm", "Columns added"), found.columns_added),
        (Text("Cột bỏ", "Columns removed"), found.columns_removed),
    ):
        if names:
            console.print(Line(f"{title.of(lang)}: {'; '.join(names)}"))
    if found.changes:
        console.print(_table(found.changes[:_MOST], lang))
    if len(found.changes) > _MOST:
        console.print(Line(f"… +{len(found.changes) - _MOST}: -o khac.xlsx", style="dim"))
    for name, (old, new) in found.metadata.items():
        label = METADATA_WORDS.get(name, Text(name, name)).of(lang)
        console.print(Line(f"{label}: {_told(old, lang)} → {_told(new, lang)}", style="dim"))


def _told(value: object, lang: Lang) -> str:
    """Return one side of what differs about the reports themselves, «—» where it says nothing."""
    from pipelines.validation.messages import number

    if isinstance(value, int):
        return number(Decimal(value), lang)
    return str(value or "—")


def _table(changes: tuple[Change, ...], lang: Lang) -> Table:
    from pipelines.validation.messages import indicator, number

    table = Table(header_style="bold", box=SIMPLE_HEAD, pad_edge=False)
    for head in (
        Text("", ""), Text("Ô", "Cell"), Text("Dòng", "Row"), Text("Cột", "Column"), Text("Trước", "Before"),
        Text("Sau", "After"), Text("Chênh", "Diff."),
    ):  # fmt: skip
        is_number = head.en in {"Before", "After", "Diff."}
        table.add_column(head.of(lang), justify="right" if is_number else "left", overflow="fold")
    for each in changes:
        word, colour = _KINDS[each.kind]
        figures = (each.before, each.after, each.difference)
        table.add_row(
            Line(word.of(lang), style=colour),
            each.place,
            each.row_name or each.unit_code,
            each.column_name or indicator(each.indicator_code, each.measure, lang),
            *("·" if value is None else number(value, lang) for value in figures),
        )
    return table


def _no_earlier(report: ReportState) -> Problem:
    return Problem(
        code="no_earlier_version",
        what=Text("Báo cáo này là bản đầu tiên, không có bản trước để so.", "This is the first version."),
        where=report.path,
        expected="bản thứ hai trở đi, hoặc một báo cáo khác / a later version, or another report",
        found=f"bản {report.version}",
        next_step=Text(
            "Ghi báo cáo thứ hai: thads reports diff <báo cáo> <báo cáo khác>.",
            "Name a second report: thads reports diff REPORT OTHER.",
        ),
    )
