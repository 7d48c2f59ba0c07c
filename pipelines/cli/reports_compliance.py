"""``thads reports compliance``: who has sent what, and who owes the most.

Belongs here: options and the tables on the screen. Does not belong here: counting (`pipelines.reports.compliance`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.box import SIMPLE_HEAD
from rich.table import Table
from rich.text import Text as Line

from pipelines.cli.cases import AsJson
from pipelines.cli.output import console, print_json, problems_shown
from pipelines.problems import Text
from pipelines.settings import Lang, Settings

if TYPE_CHECKING:
    from pipelines.reports.compliance import Compliance

_HEADS: Mapping[str, Text] = {
    "expected": Text("Phải gửi", "Expected"),
    "in_time": Text("Đúng hạn", "In time"),
    "late": Text("Chậm", "Late"),
    "held": Text("Bị giữ", "Held"),
    "waiting": Text("Chờ", "Waiting"),
    "rejected": Text("Không đọc được", "Rejected"),
    "missing": Text("Chưa gửi", "Missing"),
    "days_late": Text("Chậm nhất (ngày)", "Days late, most"),
}
_COLOURS = {"held": "red", "rejected": "red", "missing": "bold red", "late": "yellow"}
_TIMELINESS: Mapping[str | None, Text] = {
    "early": Text("sớm", "early"),
    "in_time": Text("đúng hạn", "in time"),
    "late": Text("chậm", "late"),
    "unknown": Text("không rõ hạn", "no deadline"),
    None: Text("", ""),
}
_STATUSES: Mapping[str, Text] = {
    "accepted": Text("đã chấp nhận", "accepted"),
    "held": Text("bị giữ lại", "held"),
    "waiting": Text("chờ kiểm tra", "waiting"),
    "rejected": Text("không đọc được", "rejected"),
    "missing": Text("chưa gửi", "missing"),
}
#: Rows of one department shown on the screen; ``-o`` writes all.
_MOST = 60


def compliance(
    period: Annotated[str | None, typer.Option(help="Kỳ, ví dụ FY2025-C06 · one period.")] = None,
    year: Annotated[int | None, typer.Option(help="Năm báo cáo · one fiscal year.")] = None,
    unit: Annotated[str | None, typer.Option(help="Một đơn vị, liệt kê từng biểu · one department.")] = None,
    form: Annotated[str | None, typer.Option(help="Một biểu, ví dụ 04/TK-THA · one form.")] = None,
    worst: Annotated[int, typer.Option(min=0, help="Số đơn vị nêu tên · departments to name.")] = 10,
    as_of: Annotated[
        str | None, typer.Option("--as-of", help="Theo hiểu biết tại thời điểm (giờ Việt Nam) · as known at.")
    ] = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="Ghi mọi dòng ra tệp csv, xlsx… · write every row.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Show who has sent what: counts by period (or by form), and the departments that owe the most."""
    from pipelines.reports.compliance import compliance as count
    from pipelines.warehouse.catalog import vietnamese_titles
    from pipelines.warehouse.export import format_of, write
    from pipelines.warehouse.instants import parse_instant
    from pipelines.warehouse.pointer import find_version
    from pipelines.warehouse.reader import open_reader

    settings = Settings()
    with problems_shown(settings.lang):
        instant = parse_instant(as_of) if as_of else None
        published = find_version(settings.warehouse_dir)
        with open_reader(settings.warehouse_dir / published.file, as_of=instant) as connection:
            found = count(connection, period=period, year=year, unit=unit, form=form, worst=worst)
            titles = vietnamese_titles(connection) if settings.lang == "vi" and not instant else {}
        if output:
            write(found.rows, output, format_of(output, None), headers=titles)
    if as_json:
        print_json(found.as_dict())
    else:
        _print(found, unit, as_of, settings.lang)


def _print(found: Compliance, unit: str | None, as_of: str | None, lang: Lang) -> None:
    from pipelines.validation.messages import period as words
    from pipelines.warehouse.instants import show_instant

    scope = (
        words(found.period_code, lang)
        if found.period_code
        else f"{Text('năm', 'fiscal year').of(lang)} {found.year}"
    )
    when = as_of or show_instant(found.known_on)
    title = Text(f"Tình hình gửi báo cáo · {scope} · tính đến {when}", f"Reports · {scope} · as of {when}")
    console.print(Line(title.of(lang), style="bold"))
    if found.rows.is_empty():
        console.print(
            Text("Không có báo cáo nào phải gửi trong phạm vi này.", "Nothing is owed here.").of(lang)
        )
        return
    first = Text("Biểu", "Form") if found.period_code else Text("Kỳ", "Period")
    _table(found.counts.to_dicts(), first, lang)
    if unit:
        _details(found, lang)
    elif not found.worst.is_empty():
        console.print(Line(Text("Đơn vị còn nợ nhiều nhất", "Who owes the most").of(lang), style="bold"))
        rows = [
            {"name": f"{row.pop('unit_code')} {row.pop('unit_name')}", **row}
            for row in found.worst.to_dicts()
        ]
        _table(rows, Text("Đơn vị", "Department"), lang)


def _table(rows: Sequence[Mapping[str, object]], first: Text, lang: Lang) -> None:
    table = Table(header_style="bold", box=SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0))
    for name in rows[0]:
        head = first if name == "name" else _HEADS[name]
        is_first = name == "name"
        table.add_column(head.of(lang), justify="left" if is_first else "right", no_wrap=is_first)
    for row in rows:
        table.add_row(*(_figure(name, value, lang) for name, value in row.items()))
    console.print(table)


def _figure(name: str, value: object, lang: Lang) -> Line:
    from pipelines.validation.messages import number

    if not value:
        return Line("·", style="dim")
    text = number(Decimal(value), lang) if isinstance(value, int) else str(value)
    return Line(text, style=_COLOURS.get(name, ""))


def _details(found: Compliance, lang: Lang) -> None:
    table = Table(header_style="bold", box=SIMPLE_HEAD, pad_edge=False)
    for head in (
        Text("Kỳ", "Period"), Text("Biểu", "Form"), Text("Tình trạng", "Status"), Text("Hạn", "Deadline"),
        Text("Thời hạn", "Timeliness"), Text("Bản", "Versions"),
    ):  # fmt: skip
        table.add_column(head.of(lang))
    for row in found.rows.head(_MOST).iter_rows(named=True):
        due = (
            f"{row['deadline']:%d/%m/%Y}" + ("?" if row["deadline_source"] == "assumed" else "")
            if row["deadline"]
            else ""
        )
        late = f" {row['days_late']}" if row["days_late"] else ""
        table.add_row(
            row["period_code"],
            row["form_code"],
            Line(_STATUSES[row["status"]].of(lang), style=_COLOURS.get(row["status"], "")),
            due,
            f"{_TIMELINESS[row['timeliness']].of(lang)}{late}",
            str(row["versions"] or "·"),
        )
    console.print(table)
    if found.rows.height > _MOST:
        console.print(f"… +{found.rows.height - _MOST}: -o tep.xlsx", style="dim")
    note = Text(
        "«?»: hạn giả định vì chưa tìm được văn bản quy định.", "“?”: assumed, no text sets this deadline."
    )
    console.print(Line(note.of(lang), style="dim"))
