"""How a proposed map looks on a screen: each column beside what the sheet prints, and why.

Belongs here: tables and sentences. Does not belong here: commands (`forms_learn`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING

from rich.table import Table

from pipelines.cli.output import console
from pipelines.problems import Text
from pipelines.settings import Lang

if TYPE_CHECKING:
    from pipelines.events.model import NewEvent
    from pipelines.events.states import FormMapState
    from pipelines.forms.learning.map_rows import MapRow
    from pipelines.forms.learning.proposal import Proposal

_COLOURS = {"hi": "green", "med": "yellow", "lo": "red"}
_TITLES = (
    Text("Cột", "Col"), Text("Tiêu đề in trên biểu", "Header as printed"), Text("Số", "No"),
    Text("Số liệu", "Figures"), Text("Đề xuất", "Proposed"), Text("Tin cậy", "Sure"), Text("Lý do", "Why"),
)  # fmt: skip


def print_proposal(proposal: Proposal, lang: Lang) -> None:
    """Print a proposal beside its sheet, and what is different from the known form."""
    head = proposal.head
    title = head.title_vi if lang == "vi" else head.title_en
    to = head.valid_to.isoformat() if head.valid_to else "…"
    lines = [
        (Text("Trang", "Sheet"), proposal.sheet),
        (Text("Biểu", "Form"), f"{head.form_code} · {head.regime} · {title}"),
        (Text("Văn bản", "Circular"), f"{head.instrument} · {head.valid_from} – {to}"),
        (Text("Dòng", "Rows"), head.row_axis),
        (Text("Đơn vị tính", "Counts"), ", ".join((*head.measures, *filter(None, (head.money_unit,))))),
        (Text("Dựa trên mẫu", "Starts from"), proposal.based_on or "—"),
    ]
    for name, value in lines:
        console.print(f"{name.of(lang)}: {value}", markup=False, highlight=False)
    console.print(_table(proposal, lang))
    if proposal.differences:
        console.print(Text("Khác với mẫu đã biết:", "Different from the known form:").of(lang))
        for each in proposal.differences:
            console.print(f"  {each.of(lang)}", markup=False, highlight=False)


def _table(proposal: Proposal, lang: Lang) -> Table:
    table = Table(header_style="bold", show_lines=True)
    for each in _TITLES:
        table.add_column(each.of(lang), overflow="fold")
    for row in proposal.rows:
        colour = _COLOURS.get(row.confidence, "") if row.is_read else "dim"
        table.add_row(
            row.sheet_column, row.path, row.column_number_printed,
            " · ".join(proposal.samples.get(row.sheet_column, ())), _proposed(row, lang),
            f"{row.certainty:.0%}" if row.is_read else "", _why(row, lang), style=colour,
        )  # fmt: skip
    return table


def _proposed(row: MapRow, lang: Lang) -> str:
    if not row.indicator_code:
        return Text("(tên dòng)", "(names of rows)").of(lang)
    if not row.is_read:
        return Text("(không đọc)", "(not read)").of(lang)
    return f"{row.indicator_code} ({row.measure})"


def _why(row: MapRow, lang: Lang) -> str:
    reason = row.reason_vi if lang == "vi" else row.reason_en
    return f"{reason}\n{Text('hoặc', 'or').of(lang)}: {row.alternatives}" if row.alternatives else reason


def as_data(proposal: Proposal) -> dict[str, object]:
    """Return a proposal as data."""
    return {
        "sheet": proposal.sheet,
        "head": asdict(proposal.head),
        "based_on": proposal.based_on,
        "certainty": proposal.certainty,
        "columns": [
            {**asdict(row), "samples": proposal.samples.get(row.sheet_column, ())} for row in proposal.rows
        ],
        "differences": [asdict(each) for each in proposal.differences],
        "problems": [each.as_dict() for each in proposal.problems],
    }


def recorded(events: Sequence[NewEvent], lang: Lang, *, dry_run: bool) -> str:
    """Return what was written to the log, and what to do next."""
    map_id, names = events[-1].payload["map_id"], [type(event.body).__name__ for event in events]
    if dry_run:
        text = Text(
            f"Hợp lệ; chưa ghi (--dry-run): {map_id}.", f"Valid; nothing written (--dry-run): {map_id}."
        )
    elif names[-1] == "FormMapProposed":
        text = Text(
            f"Đã ghi đề xuất {map_id}. Áp dụng: thads forms accept {map_id} --reason …",
            f"Proposal {map_id} recorded. Put it in force: thads forms accept {map_id} --reason …",
        )
    else:
        text = Text(
            f"Đã ghi {names[-1]} cho bảng cột {map_id}. Chạy «thads refresh» để đọc lại các báo cáo liên quan.",
            f"Recorded {names[-1]} for map {map_id}. Run “thads refresh” to read the reports concerned again.",
        )
    return text.of(lang)


def map_row(state: FormMapState, lang: Lang) -> dict[str, object]:
    """Return a line of the list of maps."""
    from pipelines.events.lifecycle import FORM_MAP_TEXTS

    to = state.valid_to.isoformat() if state.valid_to else "…"
    return {
        "map": state.map_id,
        "form": state.form_code,
        "regime": state.regime,
        Text("trạng thái", "state").of(lang): FORM_MAP_TEXTS[state.state].of(lang),
        Text("áp dụng", "valid").of(lang): f"{state.valid_from} – {to}",
        Text("cột", "columns").of(lang): state.columns,
        Text("người quyết định", "decided by").of(lang): state.decided_by or state.proposed_by,
        Text("lý do", "reason").of(lang): state.reason,
    }
