"""``thads synth``: workbooks of a synthetic nation, for tests, benches and trials.

Belongs here: options and printing. Does not belong here: the nation itself (`bench.synth`, imported lazily: it
comes with a checkout, not with an installed package).
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipelines.cli.output import (
    console,
    error_console,
    fail,
    grouped,
    print_json,
    print_table,
    problems_shown,
)
from pipelines.problems import Problem, Text
from pipelines.settings import Lang, Settings

if TYPE_CHECKING:
    from bench.synth.generating import Outcome, Plan


def register(app: typer.Typer) -> None:
    """Add the command to ``thads``."""
    app.command(
        name="synth", help="Dữ liệu cả nước giả lập để thử và đo · a synthetic nation to try and measure."
    )(synth)


def synth(
    out: Annotated[
        Path, typer.Option("--out", help="Thư mục đích, xếp như raw/ · folder, laid out like raw/.")
    ],
    first: Annotated[str, typer.Option("--from", help="Kỳ đầu, ví dụ FY2024-C01 · first month.")],
    last: Annotated[str, typer.Option("--to", help="Kỳ cuối, ví dụ FY2024-C12 · last month.")],
    provinces: Annotated[
        str,
        typer.Option(help="all, hoặc mã đơn vị cách nhau dấu phẩy · all, or department codes with commas."),
    ] = "all",
    seed: Annotated[
        int, typer.Option(min=0, help="Hạt giống; cùng số cho cùng dữ liệu · same seed, same data.")
    ] = 1,
    errors: Annotated[
        float,
        typer.Option(
            min=0.0,
            max=0.2,
            help="Tỷ lệ số liệu cố ý làm sai, ghi trong planted.json · share of figures made wrong on purpose.",
        ),
    ] = 0.0,
    workers: Annotated[
        int, typer.Option(min=0, help="Số tiến trình; 0: theo máy · processes; 0: as many as cores.")
    ] = 0,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Chỉ cho biết sẽ ghi gì · say what would be written.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="In JSON · print JSON.")] = False,
) -> None:
    """Write the workbooks of every department and month; the same seed always gives the same bytes."""
    lang = Settings().lang
    try:
        from bench.synth.generating import generate, make_plan
    except ImportError:
        fail(NOT_HERE, lang)
    from rich.console import Console

    from pipelines.cli.progress import Bars
    from pipelines.reference.periods import Period

    with problems_shown(lang):
        chosen = (
            () if provinces == "all" else tuple(code.strip() for code in provinces.split(",") if code.strip())
        )
        plan = make_plan(chosen, Period.parse(first), Period.parse(last), seed, errors)
        if not as_json:
            _show_plan(plan, lang)
        if dry_run or not plan.workbooks:
            print_json(plan.as_dict()) if as_json else None
            return
        with Bars(Console(stderr=True, quiet=as_json), lang) as bars:
            outcome = generate(plan, out, bars, workers or None)
    if as_json:
        print_json(plan.as_dict() | outcome.as_dict())
    else:
        _show_outcome(outcome, out, lang)


def _show_plan(plan: Plan, lang: Lang) -> None:
    silent = ", ".join(period.code for period in plan.silent)
    absent = ", ".join(plan.absent)
    lines = [
        Text(
            f"Không ghi gì cho {silent}: chưa biết cột biểu mẫu của chế độ báo cáo kỳ đó.",
            f"Nothing is written for {silent}: the columns of that regime's forms are not known.",
        )
        if silent
        else None,
        Text(f"Không báo cáo trong kỳ đã chọn: {absent}.", f"Not reporting in these months: {absent}.")
        if absent
        else None,
    ]
    for line in lines:
        if line is not None:
            error_console.print(line.of(lang), style="yellow", highlight=False)
    said = Text(
        f"Số liệu giả lập, hạt giống {plan.seed}: {grouped(plan.workbooks, 'vi')} sổ, {grouped(plan.forms, 'vi')} biểu.",
        f"Synthetic figures, seed {plan.seed}: {plan.workbooks:,} workbooks, {plan.forms:,} forms.",
    )
    console.print(said.of(lang), highlight=False)


def _show_outcome(outcome: Outcome, out: Path, lang: Lang) -> None:
    titles = {
        "workbooks": Text("Sổ", "Workbooks"),
        "cells": Text("Ô", "Cells"),
        "bytes": Text("Byte", "Bytes"),
        "seconds": Text("Giây", "Seconds"),
        "workers": Text("Tiến trình", "Processes"),
        "planted": Text("Lỗi đã cài", "Errors planted"),
        "cells_per_second": Text("Ô mỗi giây", "Cells a second"),
    }
    print_table([{titles[name].of(lang): value for name, value in outcome.as_dict().items()}])
    next_step = Text(
        f"Tiếp theo: THADS_HOME=<thư mục riêng> THADS_RAW={out} thads refresh",
        f"Next: THADS_HOME=<a home of its own> THADS_RAW={out} thads refresh",
    )
    console.print(next_step.of(lang), markup=False, highlight=False)


NOT_HERE = Problem(
    "bench_not_here",
    Text(
        "Bộ tạo dữ liệu giả lập không có trong bản cài đặt này.",
        "The generator is not part of this installation.",
    ),
    "bench/synth",
    "bản mã nguồn đầy đủ / a checkout of the source",
    "",
    Text("Chạy lệnh từ thư mục mã nguồn (make setup).", "Run it from a checkout (make setup)."),
)
