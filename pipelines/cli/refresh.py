"""``thads refresh``: the main job, run through Dagster in this process.

Belongs here: options, bars, the summary on screen. Does not belong here: the stages (`refresh`, `orchestration`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from pipelines.cli.output import console, error_console, print_json, print_table, problems_shown
from pipelines.problems import Text
from pipelines.settings import Lang, Settings

if TYPE_CHECKING:
    from pipelines.refresh.plan import Plan
    from pipelines.refresh.summary import Summary


def register(app: typer.Typer) -> None:
    """Add the group's commands to ``thads``."""
    app.command(name="refresh", help="Chạy toàn bộ: nhận, đọc, kiểm tra, dựng, công bố · the whole job.")(
        refresh
    )


def refresh(
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Chỉ cho biết sẽ làm gì · say what would be done.")
    ] = False,
    reread: Annotated[
        list[str] | None,
        typer.Option(help="Đọc lại mọi báo cáo của đơn vị (mã, hoặc ALL) · read a unit's reports again."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="In JSON · print JSON.")] = False,
) -> None:
    """Bring the warehouse up to date with the inbox, the decisions and the code.

    Exit code 0 when the pipeline ran (findings are normal), 2 when a stage failed.
    """
    settings = Settings()
    with problems_shown(settings.lang, exit_code=2):
        plan = _plan(settings, tuple(reread or ()))
        for problem in plan.skipped:
            error_console.print(problem.render(settings.lang), style="yellow", markup=False, highlight=False)
        if not dry_run:
            _require_turn(settings)
        if dry_run or plan.is_empty:
            _show_plan(plan, settings.lang, as_json=as_json)
            return
        summary = _run(settings, tuple(reread or ()), quiet=as_json)
    if as_json:
        print_json(summary.as_dict())
    else:
        _show(summary, settings.lang)
    raise typer.Exit(0 if summary.is_success else 2)


def _plan(settings: Settings, reread: tuple[str, ...]) -> Plan:
    from pipelines.refresh.context import open_refresh
    from pipelines.refresh.plan import make_plan

    with open_refresh(settings, reread=reread) as context:
        return make_plan(context)


def _require_turn(settings: Settings) -> None:
    """Refuse before Dagster has started when another process builds, or nothing can be written."""
    from pipelines.warehouse.lock import writer_lock

    with writer_lock(settings.warehouse_dir, "thads refresh"):
        pass  # taken for good by the run


def _run(settings: Settings, reread: tuple[str, ...], *, quiet: bool) -> Summary:
    from rich.console import Console

    from pipelines.cli.progress import Bars
    from pipelines.refresh.context import open_refresh
    from pipelines.refresh.summary import count_before, summarise
    from pipelines.warehouse.catalog import marts
    from pipelines.warehouse.pointer import read_pointer
    from pipelines.warehouse.reader import open_reader

    with open_refresh(settings) as context:
        before = count_before(context)
    with Bars(Console(stderr=True, quiet=quiet), settings.lang) as bars:
        with bars.stage(Text("Khởi động Dagster", "Starting Dagster"), None):
            from pipelines.definitions import build_definitions
            from pipelines.orchestration.run import prepare_run

            run = prepare_run(settings, build_definitions(settings, bars, reread))
        outcome = run.execute()
    if not outcome.is_success and not outcome.failed_step:  # it never began, so there is nothing to sum up
        error_console.print(outcome.message.of(settings.lang), style="red", markup=False, highlight=False)
        raise typer.Exit(2)
    pointer = read_pointer(settings.warehouse_dir)
    rows: dict[str, int] = {}
    if pointer:
        with open_reader(settings.warehouse_dir / pointer.current.file) as connection:
            rows = {mart.name: mart.rows for mart in marts(connection)}
    with open_refresh(settings) as context:
        return summarise(
            context,
            before,
            run_id=outcome.run_id,
            seconds=outcome.seconds,
            published=pointer.current if pointer else None,
            marts=rows,
            is_success=outcome.is_success,
            failed_step=outcome.failed_step,
            message=outcome.message.of(settings.lang),
        )


def _show_plan(plan: Plan, lang: Lang, *, as_json: bool) -> None:
    if as_json:
        print_json(plan.as_dict())
        return
    for line in plan.lines(lang):
        console.print(line, markup=False, highlight=False)


def _show(summary: Summary, lang: Lang) -> None:
    for title, rows in summary.tables(lang):
        print_table(rows, title=title)
    for line in summary.closing_lines(lang):
        console.print(line, markup=False, highlight=False)
