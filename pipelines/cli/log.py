"""Commands of the group ``thads log``: look at the event log, check it, seal it, hand it on.

Belongs here: options and printing. Does not belong here: the work itself (`events`, `archive`); ``replay``, which
rebuilds the warehouse, is registered on `log_app` by its own module.
"""

from __future__ import annotations

import sys
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from zoneinfo import ZoneInfo

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
from pipelines.cli.progress import Bars
from pipelines.problems import Problem, Text
from pipelines.settings import Lang, Settings

if TYPE_CHECKING:
    from pipelines.events.export import Format
    from pipelines.events.log import EventLog
    from pipelines.events.model import RecordedEvent
    from pipelines.events.verify import Verdict

#: Times on screens are Vietnam's; the log itself keeps UTC.
VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")

AsJson = Annotated[bool, typer.Option("--json", help="In JSON · print JSON.")]

log_app = typer.Typer(
    name="log", help="Nhật ký sự kiện: xem, kiểm tra, xuất, dựng lại · the event log.", no_args_is_help=True
)


def register(app: typer.Typer) -> None:
    """Add the group's commands to ``thads``."""
    log_app.command(name="tail", help="Xem các sự kiện mới nhất · show the newest events.")(tail)
    log_app.command(
        name="verify", help="Kiểm tra toàn vẹn nhật ký, đoạn niêm phong, kho lưu trữ · check every byte."
    )(verify)
    log_app.command(name="seal", help="Niêm phong sự kiện thành tệp Parquet · seal events into segments.")(
        seal
    )
    log_app.command(name="export", help="Xuất nhật ký ra Parquet hoặc JSON · export the log.")(export)
    app.add_typer(log_app)


def tail(
    follow: Annotated[bool, typer.Option("--follow", "-f", help="Chờ sự kiện mới · wait for more.")] = False,
    count: Annotated[int, typer.Option("-n", min=0, help="Số sự kiện · how many.")] = 20,
    stream: Annotated[str | None, typer.Option(help="Chỉ một luồng, ví dụ slot/… · one stream only.")] = None,
    kind: Annotated[
        list[str] | None, typer.Option("--type", help="Chỉ loại sự kiện này (lặp lại được) · types only.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Show the newest events; with --follow go on showing new ones until Ctrl-C (with --json: JSON lines)."""
    settings = Settings()
    with problems_shown(settings.lang), opened_log(settings) as log:
        start = log.position()
        after = max(0, start - count) if not (stream or kind) else 0
        events = list(deque(log.read(after, start, stream, kind), maxlen=count))
        if not follow:
            _print_events(events, as_json, settings.lang)
            return
        for event in events:
            _print_line(event, as_json)
        try:
            for event in log.follow(start):
                if stream in (None, event.stream) and (not kind or event.type in kind):
                    _print_line(event, as_json)
        except KeyboardInterrupt:
            error_console.print(Text("Đã dừng theo dõi.", "Stopped.").of(settings.lang), style="dim")


def verify(as_json: AsJson = False) -> None:
    """Recompute the whole chain, hash segments and archive again; exit code 1 when anything changed."""
    from pipelines.archive.store import Archive
    from pipelines.events.verify import verify as verify_all

    settings = Settings()
    with problems_shown(settings.lang), opened_log(settings) as log:
        parts = (log, settings.segments_dir, Archive(settings.archive_dir))
        if as_json:
            verdict = verify_all(*parts)
        else:
            with Bars(error_console, settings.lang) as bars:
                verdict = verify_all(*parts, progress=bars)
    if as_json:
        print_json(verdict.as_dict())
    else:
        _print_verdict(verdict, settings.lang)
    raise typer.Exit(0 if verdict.is_sound else 1)


def seal(
    size: Annotated[int, typer.Option(min=1, help="Số sự kiện mỗi đoạn · events per segment.")] = 100_000,
    as_json: AsJson = False,
) -> None:
    """Write every full range of events that is not yet sealed as a Parquet segment."""
    from pipelines.events.segments import seal as seal_log

    settings = Settings()
    with problems_shown(settings.lang), opened_log(settings) as log:
        segments = seal_log(log, settings.segments_dir, size)
    if as_json:
        print_json([asdict(each) for each in segments])
    elif segments:
        labels = (
            Text("Tệp", "File"),
            Text("Số sự kiện", "Events"),
            Text("Byte", "Bytes"),
            Text("sha256", "sha256"),
        )
        names = [label.of(settings.lang) for label in labels]
        rows = [(each.file, each.rows, each.size, each.sha256) for each in segments]
        title = Text("Đã niêm phong", "Sealed").of(settings.lang)
        print_table([dict(zip(names, row, strict=True)) for row in rows], title)
    else:
        nothing = Text(
            f"Chưa đủ {grouped(size, 'vi')} sự kiện mới để niêm phong một đoạn.",
            f"Fewer than {size:,} new events: nothing sealed.",
        )
        console.print(nothing.of(settings.lang))


def export(
    target: Annotated[Path, typer.Option("--to", help="Tệp .parquet, .jsonl hoặc thư mục · file or folder.")],
    as_lines: Annotated[
        bool, typer.Option("--jsonl", help="Trong thư mục: ghi JSON từng dòng · JSON lines in a folder.")
    ] = False,
    after: Annotated[int, typer.Option(min=0, help="Sau vị trí này · after this position.")] = 0,
    until: Annotated[int | None, typer.Option(help="Đến vị trí này · up to this position.")] = None,
    as_json: AsJson = False,
) -> None:
    """Write the events to a file of Parquet or JSON lines."""
    from pipelines.events.export import export_log

    settings = Settings()
    with problems_shown(settings.lang), opened_log(settings) as log:
        kind: Format | None = "jsonl" if as_lines else None
        path, events = export_log(log, target, kind, after, until)
    if as_json:
        print_json({"file": path.as_posix(), "events": events})
    else:
        done = Text(
            f"Đã xuất {grouped(events, 'vi')} sự kiện ra {path}", f"Exported {events:,} events to {path}"
        )
        console.print(done.of(settings.lang), highlight=False, soft_wrap=True)


@contextmanager
def opened_log(settings: Settings) -> Iterator[EventLog]:
    """Open the log of these settings; a log that does not exist yet is not created by looking at it."""
    from pipelines.events.log import open_log

    if not settings.log_url and not settings.log_path.exists():
        fail(_no_log(settings), settings.lang)
    with open_log(settings.log_url or settings.log_path) as log:
        yield log


def _no_log(settings: Settings) -> Problem:
    return Problem(
        code="no_log",
        what=Text("Chưa có nhật ký sự kiện nào.", "There is no event log yet."),
        where="THADS_HOME",
        expected=settings.log_path.name,
        found="",
        next_step=Text(
            "Chạy «make refresh» để tiếp nhận báo cáo, hoặc kiểm tra lại THADS_HOME.",
            "Run «make refresh» to take reports in, or check THADS_HOME.",
        ),
    )


def _print_events(events: list[RecordedEvent], as_json: bool, lang: Lang) -> None:
    if as_json:
        print_json([event.as_dict() for event in events])
        return
    for event in events:
        _print_line(event, as_json=False)
    if not events:
        console.print(Text("Không có sự kiện nào.", "No events.").of(lang))


def _print_line(event: RecordedEvent, as_json: bool) -> None:
    """Print one event on one line, as wide as the screen; as JSON whole."""
    if as_json:
        from pipelines.events.model import canonical_json

        sys.stdout.write(canonical_json(event.as_dict()).decode() + "\n")
        sys.stdout.flush()
        return
    when = f"{event.recorded_at.astimezone(VIETNAM):%Y-%m-%d %H:%M:%S}"
    what = f"{event.seq:>7}  {when}  {event.type:<22} {_short(event.stream)} v{event.version}  {event.actor}"
    line = f"{what}  {event.payload_json}"
    console.print(line, highlight=False, markup=False, no_wrap=True, overflow="ellipsis")


def _short(stream: str) -> str:
    """Return a stream's name with a long hash cut, as on a screen."""
    return "/".join(part[:12] + "…" if len(part) >= 64 else part for part in stream.split("/"))


def _print_verdict(verdict: Verdict, lang: Lang) -> None:
    labels = (
        (Text("Sự kiện đã kiểm tra", "Events checked"), verdict.events),
        (Text("Sự kiện trong đoạn niêm phong", "Events in segments"), verdict.segment_events),
        (Text("Tệp trong kho lưu trữ", "Archived files"), verdict.archive_files),
        (Text("Dung lượng (byte)", "Bytes"), verdict.archive_bytes),
        (Text("Thời gian (giây)", "Seconds"), round(verdict.seconds, 2)),
        (Text("Mã băm cuối chuỗi", "Head of the chain"), verdict.head),
    )
    part, value = Text("Nội dung", "Part").of(lang), Text("Kết quả", "Result").of(lang)
    print_table([{part: label.of(lang), value: str(found)} for label, found in labels])
    for problem in verdict.problems:
        error_console.print(problem.render(lang), style="red", markup=False, highlight=False)
    if verdict.is_sound:
        sound = Text("Toàn vẹn: không có thay đổi nào.", "Sound: nothing was changed.")
        console.print(sound.of(lang), style="green")
