"""The command ``thads docs``, and the reference page of all commands.

Belongs here: what only the assembled command line knows. Does not belong here: the other pages (`catalogue`).
"""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import orjson
import typer
from typer.core import TyperArgument, TyperGroup

from pipelines import markdown
from pipelines.cli.output import fail, print_json
from pipelines.problems import Problem, Text


def register(app: typer.Typer) -> None:
    """Add ``docs`` to ``thads``."""

    @app.command()
    def docs(
        check: Annotated[
            bool, typer.Option("--check", help="Chỉ kiểm tra, không ghi · only say whether pages are stale")
        ] = False,
        to: Annotated[
            Path | None, typer.Option("--to", help="Thư mục đích · target folder (default docs/reference)")
        ] = None,
        as_json: Annotated[bool, typer.Option("--json", help="In ra JSON · print JSON")] = False,
    ) -> None:
        """Tạo lại tài liệu tra cứu · Regenerate docs/reference from the registries."""
        from pipelines.catalogue import stale_pages, write_pages
        from pipelines.settings import PROJECT_ROOT, Settings

        directory = to or PROJECT_ROOT / "docs" / "reference"
        pages = render_pages(app)
        changed = stale_pages(directory, pages) if check else write_pages(directory, pages)
        if as_json:
            print_json({"pages": sorted(pages), "stale" if check else "written": changed})
        if check and changed:
            fail(_stale(changed), Settings().lang)
        if not as_json:
            typer.echo("\n".join(changed) if changed else "docs/reference: đã mới nhất · up to date")


def render_pages(app: typer.Typer) -> dict[str, str]:
    """Return every page by file name; parses the dbt project when it changed."""
    from pipelines.catalogue import reference_pages
    from pipelines.orchestration.project import dbt_project

    manifest = orjson.loads(dbt_project().manifest_path.read_bytes())
    return {**reference_pages(manifest), "cli.md": render_commands(app)}


def render_commands(app: typer.Typer) -> str:
    """Return the page of all commands with their options."""
    parts = ["Mọi lệnh in dữ liệu đều có `--json`. · Every command that prints data takes `--json`."]
    for path, command in _commands("thads", typer.main.get_command(app)):
        parts += [f"## {path}", inspect.cleandoc(command.help or ""), _options(command)]
    return markdown.page("Lệnh · Commands", *parts)


def _commands(path: str, command: Any) -> Iterator[tuple[str, Any]]:  # noqa: ANN401 - Typer's classes are not public
    if not isinstance(command, TyperGroup):
        yield path, command
        return
    for name, each in sorted(command.commands.items()):
        if not each.hidden:
            yield from _commands(f"{path} {name}", each)


def _options(command: Any) -> str:  # noqa: ANN401 - Typer's classes are not public
    rows = [
        (
            f"`{param.name.upper()}`"
            if isinstance(param, TyperArgument)
            else ", ".join(f"`{name}`" for name in (*param.opts, *param.secondary_opts)),
            "✓" if param.required else "",
            param.help,
        )
        for param in command.params
        if param.name != "help" and not param.hidden
    ]
    return (
        markdown.table(("Tham số · Parameter", "Bắt buộc · Required", "Ý nghĩa · Meaning"), rows)
        if rows
        else ""
    )


def _stale(names: list[str]) -> Problem:
    return Problem(
        code="stale_docs",
        what=Text(
            "Tài liệu tra cứu đã cũ so với mã nguồn.", "The reference pages no longer match the registries."
        ),
        where="docs/reference/",
        expected="",
        found=", ".join(names),
        next_step=Text(
            "Chạy `thads docs` rồi ghi nhận thay đổi.", "Run `thads docs` and commit what changed."
        ),
    )
