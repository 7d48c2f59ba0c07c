"""Reports on the screen: the list, one report in full.

Belongs here: labels, order, colours. Does not belong here: what is told (`pipelines.reports`).
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text as Line
from rich.tree import Tree

from pipelines.cli.event_words import event_words
from pipelines.cli.findings_view import severity_word
from pipelines.cli.output import console
from pipelines.events.lifecycle import STATE_TEXTS
from pipelines.events.states import FindingState
from pipelines.problems import Problem, Text
from pipelines.reports.dossier import Dossier
from pipelines.reports.listing import Listed
from pipelines.reports.outbox import Written
from pipelines.reports.standing import STATUS_TEXTS, SlotPlace, Status
from pipelines.settings import Lang
from pipelines.validation.messages import number
from pipelines.warehouse.instants import show_instant

_COLOURS: dict[Status, str] = {
    "waiting": "cyan",
    "accepted": "green",
    "held": "red",
    "rejected": "red",
    "declined": "magenta",
    "replaced": "dim",
}
#: Heads of the list before the file.
_TITLES = (
    Text("Mã", "Id"), Text("Đơn vị", "Unit"), Text("Biểu", "Forms"), Text("Kỳ", "Period"), Text("Bản", "Ver."),
    Text("Trạng thái", "Status"), Text("Lỗi", "Open"),
)  # fmt: skip
_DIGITS = 12
_MOST = 25


def print_list(rows: Sequence[Listed], lang: Lang, to: Console = console) -> None:
    """Print the reports, one a line; where each stands before where it lies.

    Where a file's name does not fit beside the rest, every file has a line of its own, whole, with its folder.
    """
    heads = [Line(title.of(lang), style="bold") for title in _TITLES]
    cells = [_cells(row, lang) for row in rows]
    widths = [max(each.cell_len for each in column) for column in zip(heads, *cells, strict=True)]
    names = [row.path.rpartition("/")[2] for row in rows]
    is_beside = sum(widths) + 2 * len(widths) + max(map(cell_len, names)) <= to.width
    file = Text("Tệp", "File").of(lang)
    to.print(_joined(heads, widths).append(file if is_beside else "", style="bold"), no_wrap=True)
    for row, line, name in zip(rows, cells, names, strict=True):
        if is_beside:
            to.print(_joined(line, widths).append(name), no_wrap=True)
        else:
            to.print(_joined(line, widths), no_wrap=True)
            to.print(Line(f"  {row.path}", style="dim", overflow="fold"))


def _cells(row: Listed, lang: Lang) -> list[Line]:
    return [
        Line(row.report_id[:_DIGITS]),
        Line(row.unit_code or "·"),
        Line(_forms(row.form_codes)),
        Line(row.period_code or "·"),
        Line(str(row.version)),
        Line(STATUS_TEXTS[row.status].of(lang), style=_COLOURS[row.status]),
        _open(row),
    ]


def _joined(cells: Sequence[Line], widths: Sequence[int]) -> Line:
    """Return the cells in a line, each filled up to the width of its column, two blanks between."""
    joined = Line()
    for each, width in zip(cells, widths, strict=True):
        joined.append_text(each).append(" " * (width - each.cell_len + 2))
    return joined


def _forms(codes: Sequence[str]) -> str:
    """Return ``01–12`` for many forms, ``04·05`` for a few."""
    short = [code.partition("/")[0] for code in codes]
    return f"{short[0]}…{short[-1]}" if len(short) > 3 else "·".join(short) or "·"


def _open(row: Listed) -> Line:
    """Return open findings as «blocking/others»."""
    if not row.blocking and not row.warnings:
        return Line("·", style="dim")
    return Line(str(row.blocking), style="bold red" if row.blocking else "dim").append(
        f"/{row.warnings}", style="yellow"
    )


def print_dossier(dossier: Dossier, lang: Lang) -> None:
    """Print one report: where it stands first, then how it got there."""
    report, standing = dossier.report, dossier.standing
    tree = Tree(Line(report.newest_path, style="bold"))
    status = Line(STATUS_TEXTS[standing.status].of(lang).upper(), style=f"bold {_COLOURS[standing.status]}")
    where = tree.add(status.append(f" · {standing.now.of(lang)}", style="default"))
    where.add(Line(f"{Text('Tiếp theo', 'Next').of(lang)}: {standing.next.of(lang)}"))
    receipt = tree.add(Line(Text("Tiếp nhận", "Receipt").of(lang), style="bold"))
    for label, value in _receipt(dossier, lang):
        receipt.add(Line(f"{label.of(lang)}: {value}"))
    _add_slots(tree, standing.slots, report.report_id, lang)
    if dossier.problem:
        _add_problems(tree, Text("Vì sao không đọc được", "Why it cannot be read"), [dossier.problem], lang)
    _add_findings(tree, dossier.findings, report.report_id, lang)
    _add_problems(tree, Text("Ghi chú khi đọc", "Notes of the reading"), dossier.notes, lang)
    events = tree.add(Line(Text("Sự kiện", "Events").of(lang), style="bold"))
    for event in dossier.events:
        when = show_instant(event.recorded_at)
        events.add(Line(f"#{event.seq:<6}{event_words(event.type, lang):<22}{when}  {event.actor}"))
    console.print(tree)


def _receipt(dossier: Dossier, lang: Lang) -> list[tuple[Text, str]]:
    report = dossier.report
    kinds = {"form": Text("biểu mẫu", "forms"), "narrative": Text("lời văn", "prose")}
    told = [
        (Text("sha256", "sha256"), report.report_id),
        (Text("Nhận lúc", "Received"), f"{show_instant(report.received_at)} · {number(Decimal(report.size), lang)} byte"),
        (Text("Khi nhận ở", "Received at"), report.path if report.seen_paths else ""),
        (Text("Đã có sẵn (trùng từng byte) tại", "Already had it, byte for byte, at"), ", ".join(report.seen_paths)),
        (Text("Loại", "Kind"), kinds[report.kind].of(lang) if report.kind in kinds else ""),
        (Text("Đơn vị", "Unit"), report.unit_code or report.folder_unit),
        (Text("Chế độ báo cáo", "Regime"), report.regime),
        (Text("Bảng mã", "Encoding"), report.encoding),
        (Text("Số liệu đọc được", "Figures read"), number(Decimal(report.rows), lang) if report.rows else ""),
        (Text("Chương trình đọc", "Reader"), report.parser),
    ]  # fmt: skip
    return [(label, value) for label, value in told if value]


def _add_slots(tree: Tree, slots: Sequence[SlotPlace], report_id: str, lang: Lang) -> None:
    if not slots:
        return
    branch = tree.add(Line(Text("Phiên bản", "Versions").of(lang), style="bold"))
    for slot in slots:
        head = f"{slot.unit_code} · {slot.form_code} · {slot.period_code}: "
        number = Text(f"bản {slot.version}/{slot.of}", f"version {slot.version} of {slot.of}")
        if slot.in_force == report_id:
            state = Text("đang có hiệu lực", "in force")
        elif slot.in_force:
            state = Text(
                f"bản {slot.in_force_version} ({slot.in_force[:_DIGITS]}) đang có hiệu lực",
                f"version {slot.in_force_version} ({slot.in_force[:_DIGITS]}) is in force",
            )
        else:
            state = Text("chưa bản nào có hiệu lực", "no version is in force")
        branch.add(Line(f"{head}{number.of(lang)}, {state.of(lang)}"))


def _add_findings(tree: Tree, findings: Sequence[FindingState], report_id: str, lang: Lang) -> None:
    if not findings:
        return
    title = Text(f"Phát hiện ({len(findings)})", f"Findings ({len(findings)})")
    branch = tree.add(Line(title.of(lang), style="bold"))
    for each in findings[:_MOST]:
        sentence = each.message_vi if lang == "vi" else each.message_en
        line = Line.assemble(severity_word(each.severity, lang), f" {sentence}")
        line.append(f"  {each.finding_id} · {STATE_TEXTS[each.state].of(lang)}", style="dim")
        branch.add(line)
    if len(findings) > _MOST:
        rest = f"… +{len(findings) - _MOST}: thads findings list --report {report_id[:_DIGITS]} --limit 0"
        branch.add(Line(rest, style="dim"))


def _add_problems(tree: Tree, title: Text, problems: Sequence[Problem], lang: Lang) -> None:
    if not problems:
        return
    branch = tree.add(Line(title.of(lang), style="bold"))
    for problem in problems[:_MOST]:
        branch.add(Line(problem.render(lang)))
    if len(problems) > _MOST:
        branch.add(Line(f"… +{len(problems) - _MOST}", style="dim"))


def print_written(written: Sequence[Written], lang: Lang) -> None:
    """Print which workbooks were written, and what each asks for."""
    for each in written:
        counts = Text(
            f"{each.blocking} lỗi chặn, {each.others} điểm khác",
            f"{each.blocking} blocking, {each.others} other",
        )
        console.print(
            Line(f"{each.file}  "), Line(counts.of(lang), style="red" if each.blocking else "yellow"), sep=""
        )
    if len(written) != 1:
        done = Text(f"Đã ghi {len(written)} tệp phản hồi.", f"Wrote {len(written)} workbooks.")
        console.print(done.of(lang))
