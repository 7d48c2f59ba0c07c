"""``thads trace``: a mart cell, followed back to the sentence or cell it came from.

Belongs here: options. Does not belong here: following (`lineage`), drawing (`trace_tree`).
"""

from __future__ import annotations

from typing import Annotated

import typer

from pipelines.cli.output import console, print_json, problems_shown
from pipelines.settings import Settings


def register(app: typer.Typer) -> None:
    """Add the command to ``thads``."""
    app.command(name="trace", help="Lần một số về tận câu, ô gốc · follow a figure to its source.")(trace)


def trace(
    mart: Annotated[str, typer.Argument(help="Bảng, ví dụ cluster_year · the mart.")],
    column: Annotated[str, typer.Argument(help="Cột, ví dụ cases_accepted · the column.")],
    where: Annotated[
        str, typer.Option("--where", "-w", help="Điều kiện SQL chọn dòng · SQL condition.")
    ] = "",
    as_of: Annotated[
        str | None, typer.Option("--as-of", help="Theo hiểu biết tại thời điểm (giờ Việt Nam) · as known at.")
    ] = None,
    version: Annotated[str | None, typer.Option(help="Phiên bản còn giữ · a kept version.")] = None,
    limit: Annotated[int, typer.Option(min=1, help="Số dòng tối đa · most rows.")] = 5,
    as_json: Annotated[bool, typer.Option("--json", help="In JSON · print JSON.")] = False,
) -> None:
    """Print how one figure came about: formula, observations, sentence, report, events, findings."""
    from pipelines.archive.store import Archive
    from pipelines.lineage.sources import Sources
    from pipelines.lineage.tracing import trace as follow
    from pipelines.readers.model import Document
    from pipelines.warehouse.instants import parse_instant
    from pipelines.warehouse.pointer import find_version
    from pipelines.warehouse.reader import open_reader

    settings = Settings()

    def read_document(data: bytes, file_name: str) -> Document:
        from pipelines.readers import read  # every format's library: only when no text is cached

        return read(data, file_name, max_bytes=settings.max_file_bytes)

    with problems_shown(settings.lang):
        instant = parse_instant(as_of) if as_of else None
        published = find_version(settings.warehouse_dir, version)
        sources = Sources(Archive(settings.archive_dir), settings.facts_dir, read_document)
        with open_reader(settings.warehouse_dir / published.file, as_of=instant) as connection:
            found = follow(
                connection,
                sources,
                mart,
                column,
                where,
                version=published.version,
                as_of=instant,
                limit=limit,
            )
    if as_json:
        print_json(found.as_dict())
        return
    from pipelines.cli.trace_tree import tree_of

    console.print(tree_of(found, settings.lang))
