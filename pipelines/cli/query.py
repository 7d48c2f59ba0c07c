"""Commands that read the published warehouse: ``query``, ``marts``, ``trace`` and ``status``.

Belongs here: options and printing. Does not belong here: the work itself (`warehouse`, `lineage`).
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipelines.cli import replay, status, trace
from pipelines.cli.output import console, error_console, print_json, problems_shown
from pipelines.problems import Text
from pipelines.settings import Lang, Settings

if TYPE_CHECKING:
    from collections.abc import Mapping

    import polars as pl

    from pipelines.warehouse.catalog import Column, Mart
    from pipelines.warehouse.export import Format
    from pipelines.warehouse.query import Answer

#: Rows shown on a screen when nobody says how many.
SCREEN_ROWS = 200
#: The same, where each row takes as many lines as it has columns.
LISTED_ROWS = 20
INTERRUPTED = 130


def register(app: typer.Typer) -> None:
    """Add the group's commands to ``thads``."""
    app.command(name="query", help="Tra cứu bằng SQL, chỉ đọc · query the warehouse, read only.")(query)
    app.command(name="marts", help="Liệt kê các bảng số liệu và ý nghĩa · list the marts.")(marts)
    trace.register(app)
    status.register(app)
    replay.register()


def query(
    sql: Annotated[
        str, typer.Argument(help="Câu SELECT; «-» đọc từ đầu vào chuẩn · a SELECT; «-» reads stdin.")
    ],
    as_of: Annotated[
        str | None, typer.Option("--as-of", help="Theo hiểu biết tại thời điểm (giờ Việt Nam) · as known at.")
    ] = None,
    version: Annotated[str | None, typer.Option(help="Phiên bản còn giữ · a kept version.")] = None,
    kind: Annotated[str | None, typer.Option("--format", "-f", help="table|csv|json|xlsx|parquet")] = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="Ghi ra tệp · write to a file.")
    ] = None,
    limit: Annotated[
        int | None, typer.Option(min=0, help="Số dòng tối đa, 0 = tất cả · most rows, 0 = all.")
    ] = None,
    headers: Annotated[
        bool, typer.Option("--vi-headers", help="Tiêu đề cột tiếng Việt (csv, xlsx) · Vietnamese headers.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="In JSON · print JSON.")] = False,
) -> None:
    """Run one SELECT over the published warehouse."""
    from pipelines.warehouse.export import format_of, write

    settings = Settings()
    with problems_shown(settings.lang):
        shape = format_of(output, "json" if as_json else kind)
        is_screen = shape == "table" and output is None
        rows = (SCREEN_ROWS if is_screen else 0) if limit is None else limit
        text = sys.stdin.read() if sql == "-" else sql
        answer, titles = _asked(settings, text, as_of=as_of, version=version, limit=rows, titles=headers)
        if output is None:
            _show(answer, shape, titles, settings.lang, is_all=limit is not None)
        else:
            write(answer.frame, output, shape, headers=titles)
            _tell_written(answer.frame, output, settings.lang)


def marts(
    mart: Annotated[str | None, typer.Argument(help="Tên bảng · a mart.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="In JSON · print JSON.")] = False,
) -> None:
    """List the marts, or the columns of one."""
    from dataclasses import asdict

    from pipelines.warehouse import catalog
    from pipelines.warehouse.pointer import find_version
    from pipelines.warehouse.query import require_mart
    from pipelines.warehouse.reader import open_reader

    settings = Settings()
    with problems_shown(settings.lang):
        published = find_version(settings.warehouse_dir)
        with open_reader(settings.warehouse_dir / published.file) as connection:
            found: list[Mart] | list[Column]
            if mart is None:
                found = catalog.marts(connection)
            else:
                name = require_mart(connection, mart)
                found = catalog.columns(connection, name)
    if as_json:
        print_json([asdict(each) for each in found])
    else:
        from pipelines.cli.tables import print_catalogue

        print_catalogue([asdict(each) for each in found], settings.lang, title=mart or published.version)


def _asked(
    settings: Settings, sql: str, *, as_of: str | None, version: str | None, limit: int, titles: bool
) -> tuple[Answer, Mapping[str, str]]:
    from pipelines.warehouse.catalog import vietnamese_titles
    from pipelines.warehouse.instants import parse_instant
    from pipelines.warehouse.pointer import find_version
    from pipelines.warehouse.query import ask
    from pipelines.warehouse.reader import open_reader

    instant = parse_instant(as_of) if as_of else None
    published = find_version(settings.warehouse_dir, version)
    try:
        with open_reader(settings.warehouse_dir / published.file, as_of=instant) as connection:
            answer = ask(connection, sql, limit=limit)
            return answer, (vietnamese_titles(connection) if titles else {})
    except KeyboardInterrupt:
        error_console.print(Text("Đã dừng.", "Stopped.").of(settings.lang))
        raise typer.Exit(INTERRUPTED) from None


def _show(answer: Answer, shape: Format, titles: Mapping[str, str], lang: Lang, *, is_all: bool) -> None:
    from pipelines.warehouse.export import as_csv, as_json

    if shape == "json":
        sys.stdout.write(as_json(answer.frame))
    elif shape == "csv":
        sys.stdout.write(as_csv(answer.frame, titles))
    else:
        _show_rows(answer, titles, lang, is_all=is_all)


def _show_rows(answer: Answer, titles: Mapping[str, str], lang: Lang, *, is_all: bool) -> None:
    """Print rows as a table, or one below the other where that is too wide; then fewer, unless told how many."""
    from pipelines.cli.tables import is_wider, print_frame

    frame, hints = answer.frame, []
    if frame.is_empty():
        console.print(Text("Không có dòng nào.", "No rows.").of(lang))
        return
    is_listed = is_wider(console, frame, titles, lang)
    if is_listed and not is_all:
        frame = frame.head(LISTED_ROWS)
    print_frame(console, frame, titles, lang)
    if is_listed:
        hints.append(
            Text(
                "Bảng rộng hơn màn hình nên in mỗi cột một dòng; chọn ít cột hơn trong câu SELECT để in thành bảng.",
                "Wider than the screen, so each column has its line; SELECT fewer columns for a table.",
            )
        )
    if answer.is_cut or frame.height < answer.frame.height:
        hints.append(
            Text(
                f"Chỉ hiện {frame.height} dòng đầu; thêm «--limit 0» để xem tất cả, «-o TỆP» để ghi ra tệp.",
                f"Only the first {frame.height} rows; «--limit 0» shows all, «-o FILE» writes a file.",
            )
        )
    for hint in hints:
        error_console.print(hint.of(lang), style="yellow", markup=False, highlight=False)


def _tell_written(frame: pl.DataFrame, output: Path, lang: Lang) -> None:
    text = Text(f"Đã ghi {frame.height} dòng vào {output}", f"Wrote {frame.height} rows to {output}")
    error_console.print(text.of(lang), markup=False, highlight=False)
