"""``thads findings score``: how many planted errors the rules find, and how many findings nothing planted explains.

Belongs here: options and printing. Does not belong here: the comparison (`bench.synth.scoring`, imported lazily).
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipelines.cli.cases import AsJson, open_log_of
from pipelines.cli.output import console, fail, grouped, print_json, print_table
from pipelines.problems import Text
from pipelines.settings import Lang, Settings

if TYPE_CHECKING:
    from bench.synth.scoring import Observed, Score


def score(
    folder: Annotated[
        Path,
        typer.Argument(
            exists=True, file_okay=False, help="Thư mục có planted.json (thads synth --errors) · its folder."
        ),
    ],
    at_once: Annotated[
        bool,
        typer.Option(
            "--at-once", help="Đọc thư mục và chạy quy tắc ngay, không qua kho · without a warehouse."
        ),
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Compare the errors planted in a folder with what the warehouse's log says of it now."""
    settings = Settings()
    try:
        from bench.synth.planted import FILE, read_planted
        from bench.synth.scoring import score as compare
    except ImportError:
        from pipelines.cli.synth import NOT_HERE

        fail(NOT_HERE, settings.lang)
    planted = read_planted(folder) if (folder / FILE).exists() else []
    result = compare(planted, _observed(folder, settings, at_once=at_once))
    if as_json:
        print_json(result.as_dict())
    else:
        _show(result, settings.lang)


def _observed(folder: Path, settings: Settings, *, at_once: bool) -> Observed:
    from bench.synth.observed import observed_at_once, observed_in_log

    if at_once:
        return observed_at_once(folder)
    from pipelines.archive.store import Archive
    from pipelines.events.snapshot import newest_state

    with open_log_of(settings) as log:
        return observed_in_log(newest_state(log, settings.state_path), log, Archive(settings.archive_dir))


def _show(result: Score, lang: Lang) -> None:
    from bench.synth.planted import kinds

    planted, found, missed, title, level = (
        text.of(lang)
        for text in (
            Text("Đã cài", "Planted"),
            Text("Tìm thấy", "Found"),
            Text("Sót", "Missed"),
            Text("Lỗi", "Error"),
            Text("Cấp", "Level"),
        )
    )
    rows = [
        {
            title: kinds()[kind].title_vi if lang == "vi" else kinds()[kind].title_en,
            level: kinds()[kind].level, planted: count, found: hits, missed: count - hits,
        }
        for kind, (count, hits) in result.kinds.items()
    ]  # fmt: skip
    if rows:
        print_table(
            sorted(rows, key=lambda row: str(row[level])), title=Text("Lỗi đã cài", "Planted errors").of(lang)
        )
    rule, total, explained, false = (
        text.of(lang)
        for text in (
            Text("Quy tắc", "Rule"),
            Text("Phát hiện", "Findings"),
            Text("Do lỗi đã cài", "Explained"),
            Text("Báo nhầm", "False"),
        )
    )
    said = [
        {rule: name, total: counts[0], explained: counts[1], false: counts[2]}
        for name, counts in sorted(result.rules.items())
    ]
    if said:
        print_table(said, title=Text("Phát hiện", "Findings").of(lang))
    count, hits = (sum(each[at] for each in result.kinds.values()) for at in (0, 1))
    closing = Text(
        f"Tìm thấy {grouped(hits, 'vi')}/{grouped(count, 'vi')} lỗi đã cài; báo nhầm: {len(result.false)}, trong đó chặn: {result.false_blocking}.",
        f"Found {hits:,} of {count:,} planted errors; false findings: {len(result.false)}, blocking: "
        f"{result.false_blocking}.",
    )
    console.print(closing.of(lang), highlight=False)
