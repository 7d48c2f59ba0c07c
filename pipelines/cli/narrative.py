"""Commands of the group `narrative`.

Belongs here: options and printing. Does not belong here: the work itself.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipelines.cli.output import console, print_json, print_table, problems_shown
from pipelines.settings import Settings

if TYPE_CHECKING:
    from pipelines.narrative import NarrativeReading
    from pipelines.narrative.report import Report
    from pipelines.narrative.score import Score

narrative = typer.Typer(
    name="narrative",
    help="Đọc báo cáo bằng lời văn · read reports written in prose.",
    no_args_is_help=True,
)

Json = Annotated[bool, typer.Option("--json", help="In JSON · print JSON.")]
ExistingPath = Annotated[Path, typer.Argument(exists=True, help="Tệp báo cáo · the report file.")]
ExistingPaths = Annotated[
    list[Path], typer.Argument(exists=True, help="Thư mục hoặc tệp có đáp án · folders or files with keys.")
]


def register(app: typer.Typer) -> None:
    """Add the group's commands to ``thads``."""
    app.add_typer(narrative)


@narrative.command("read")
def read_command(
    file: ExistingPath,
    published: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="Ngày công bố · day of publication."),
    ] = None,
    unit: Annotated[str, typer.Option(help="Mã đơn vị gửi · code of the sending unit.")] = "",
    review: Annotated[
        bool, typer.Option("--review", help="In cả số liệu chờ người xem · also figures left for a person.")
    ] = False,
    json: Json = False,
) -> None:
    """Đọc một báo cáo và in các số liệu · read one report and print its figures."""
    from pipelines.narrative import read_text
    from pipelines.narrative.export import doubt_rows, observation_rows

    settings = Settings()
    with problems_shown(settings.lang):
        text, report_id = _text_of(file, settings)
        day = published.date() if published else None
        reading = read_text(text, report_id=report_id, published=day, unit_code=unit)
    rows = observation_rows(reading)
    if json:
        print_json({"observations": rows, "review": doubt_rows(reading)} if review else rows)
        return
    shown = (
        "unit_name",
        "period_code",
        "indicator_code",
        "measure",
        "value",
        "qualifier",
        "printed",
        "locator",
    )
    print_table([{name: row[name] for name in shown} for row in rows])
    _summary(reading, settings)
    if review:
        print_table(doubt_rows(reading))


def _text_of(file: Path, settings: Settings) -> tuple[str, str]:
    """Return the text of a file of any kind and the id of its bytes."""
    import hashlib

    from pipelines import readers

    data = file.read_bytes()
    document = readers.read(data, file.name, max_bytes=settings.max_file_bytes)
    return document.text, hashlib.sha256(data).hexdigest()


def _summary(reading: NarrativeReading, settings: Settings) -> None:
    counts = (len(reading.observations), len(reading.review))
    if settings.lang == "vi":
        console.print(f"{counts[0]} số liệu đọc được, {counts[1]} số liệu cần người xem lại.")
    else:
        console.print(f"{counts[0]} figures read, {counts[1]} left for review.")


@narrative.command("score")
def score_command(
    paths: ExistingPaths,
    cross_validate: Annotated[
        bool, typer.Option("--cross-validate", help="In thêm từng văn bản · also one line per text.")
    ] = False,
    json: Json = False,
) -> None:
    """Đo độ chính xác trên văn bản có đáp án · precision and recall on texts with keys."""
    from pipelines.narrative.report import evaluate

    settings = Settings()
    with problems_shown(settings.lang):
        report = evaluate(paths)
    if json:
        print_json(report.as_dict())
        return
    _print_score(report, settings, per_text=cross_validate)


def _print_score(report: Report, settings: Settings, *, per_text: bool) -> None:
    is_vi = settings.lang == "vi"
    rows = [_score_row("tất cả" if is_vi else "all", report.total)]
    rows.append(
        _score_row("không xét đơn vị, kỳ" if is_vi else "without unit and period", report.without_place)
    )
    print_table(rows)
    print_table([_score_row(family, score) for family, score in sorted(report.families.items())])
    if per_text:
        print_table([_score_row(name, score) for name, score in report.texts.items()])
    for miss in report.miss_rows():
        console.print(f"{'SÓT' if is_vi else 'MISS'}  {miss['text']}: {miss['figure']}", markup=False)
        console.print(f"      {miss['sentence']}", markup=False, style="dim")
    for hit in report.false_rows():
        console.print(f"{'SAI' if is_vi else 'FALSE'}  {hit['text']}: {hit['figure']}", markup=False)
        console.print(f"      {hit['sentence']}", markup=False, style="dim")


def _score_row(name: str, score: Score) -> dict[str, object]:
    return {
        "": name,
        "precision": f"{score.precision:.4f}",
        "recall": f"{score.recall:.4f}",
        "F1": f"{score.f1:.4f}",
        "right": score.right,
        "emitted": score.emitted,
        "expected": score.expected,
    }
