"""``thads log replay``: facts and warehouse again from archive and log, now or as of an instant.

Belongs here: options, bars. Does not belong here: the work itself (`warehouse.replay`, `refresh`).
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from pipelines.cli.log import log_app
from pipelines.cli.output import console, print_json, problems_shown
from pipelines.problems import Text
from pipelines.settings import PROJECT_ROOT, Lang, Settings

if TYPE_CHECKING:
    from pipelines.progress import Advance
    from pipelines.warehouse.dbt_run import OnNode

_DBT_PROJECT = PROJECT_ROOT / "dbt_project"
_BUILDING = Text("Dựng kho số liệu (dbt)", "Building the marts (dbt)")


def register() -> None:
    """Add the command to ``thads log``."""
    log_app.command(name="replay", help="Dựng lại kho từ nhật ký và kho lưu trữ · rebuild the warehouse.")(
        replay
    )


def replay(
    as_of: Annotated[
        str | None, typer.Option("--as-of", help="Như đã biết tại thời điểm (giờ Việt Nam) · as known at.")
    ] = None,
    to: Annotated[Path | None, typer.Option("--to", help="Ghi vào tệp, không công bố · into a file.")] = None,
    no_dbt: Annotated[bool, typer.Option("--no-dbt", help="Chỉ nạp bảng gốc · landing tables only.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="In JSON · print JSON.")] = False,
) -> None:
    """Rebuild facts and warehouse from archive and log; without --to the result is published."""
    from pipelines.warehouse.instants import parse_instant

    settings = Settings()
    with problems_shown(settings.lang, exit_code=2):
        instant = parse_instant(as_of) if as_of else None
        if (instant or no_dbt) and to is None:
            raise typer.BadParameter("--to", param_hint="--as-of / --no-dbt")
        told = (
            _into_file(settings, to, instant, not no_dbt, quiet=as_json)
            if to
            else _published(settings, as_json)
        )
    if as_json:
        print_json(told)
    else:
        _tell(told, settings.lang)


def _into_file(
    settings: Settings, file: Path, as_of: datetime | None, with_models: bool, *, quiet: bool
) -> dict[str, object]:
    from pipelines.cli.progress import Bars
    from pipelines.refresh.context import open_refresh
    from pipelines.warehouse.replay import replay_to

    with (
        Bars(Console(stderr=True, quiet=quiet), settings.lang) as bars,
        open_refresh(settings, progress=bars) as context,
        bars.stage(_BUILDING, 100) as advance,
    ):
        landed = replay_to(
            file.resolve(),
            context.stores,
            _DBT_PROJECT,
            as_of=as_of,
            with_models=with_models,
            on_node=_following(advance),
        )
    return {
        "file": str(file),
        "position": landed.position,
        "recorded_at": landed.recorded_at,
        "as_of": as_of,
        "observations": landed.observations,
        "reports_read_again": landed.reread,
    }


def _published(settings: Settings, quiet: bool) -> dict[str, object]:
    from pipelines.cli.progress import Bars
    from pipelines.refresh.build_stage import begin_build, publish_build
    from pipelines.refresh.context import open_refresh
    from pipelines.warehouse.dbt_run import run_dbt
    from pipelines.warehouse.lock import writer_lock

    with (
        writer_lock(settings.warehouse_dir, "thads log replay"),
        Bars(Console(stderr=True, quiet=quiet), settings.lang) as bars,
        open_refresh(settings, progress=bars) as context,
    ):
        build = begin_build(context, anew=True)
        with bars.stage(_BUILDING, 100) as advance:
            run_dbt(_DBT_PROJECT, build.path, on_node=_following(advance)).require_success()
        published = publish_build(context)
    return {"file": published.file, "version": published.version, "position": published.position}


def _following(advance: Advance) -> OnNode:
    """Turn dbt's "done of total" into steps of one in a hundred."""
    shown = 0

    def on_node(_name: str, done: int, total: int) -> None:
        nonlocal shown
        percent = 100 * done // total
        advance(percent - shown)
        shown = percent

    return on_node


def _tell(told: dict[str, object], lang: Lang) -> None:
    text = Text(
        f"Đã dựng {told['file']} tại vị trí nhật ký {told['position']}.",
        f"Built {told['file']} at log position {told['position']}.",
    )
    console.print(text.of(lang), markup=False, highlight=False)
