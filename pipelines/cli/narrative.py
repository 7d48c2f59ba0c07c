"""Commands of the group `narrative`.

Belongs here: options and printing. Does not belong here: the work itself.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipelines.cli.output import console, print_json, print_table, problems_shown
from pipelines.problems import Text
from pipelines.settings import Lang, Settings

if TYPE_CHECKING:
    from pipelines.narrative import NarrativeReading
    from pipelines.narrative.scoring.compare import Score
    from pipelines.narrative.scoring.report import Report

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

_WITHHELD = {
    "words_withheld": Text(
        "Kiểm định chéo: bỏ từ ngữ chỉ có ở văn bản đang đọc",
        "Cross-validated: without the words of the text being read",
    ),
    "words_and_indicators_withheld": Text(
        "Kiểm định chéo: bỏ cả chỉ tiêu chỉ có ở văn bản đang đọc",
        "Cross-validated: without its words and the indicators it alone tells",
    ),
}


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
    by_family: Annotated[
        bool, typer.Option("--by-family", help="Theo nhóm chỉ tiêu · by family of indicators.")
    ] = False,
    by_text: Annotated[bool, typer.Option("--by-text", help="Theo văn bản · by text.")] = False,
    cross_validate: Annotated[
        bool,
        typer.Option(
            "--cross-validate",
            help="Bỏ ra, với mỗi văn bản, những gì chỉ văn bản đó dạy · each text without what it alone taught.",
        ),
    ] = False,
    errors: Annotated[
        bool,
        typer.Option("--errors", help="In từng số liệu sai kèm câu văn · each mistake with its sentence."),
    ] = False,
    kind: Annotated[
        list[str] | None,
        typer.Option(help="Loại lỗi · unit, period, indicator, value, qualifier, missing, extra."),
    ] = None,
    json: Json = False,
) -> None:
    """Đo độ chính xác trên văn bản có đáp án · precision and recall on texts with keys."""
    from pipelines.narrative.scoring.keys import load_keys
    from pipelines.narrative.scoring.report import evaluate
    from pipelines.narrative.scoring.withholding import cross_validated

    settings = Settings()
    with problems_shown(settings.lang):
        keys = load_keys(paths)
        report = evaluate(keys)
        withheld = {}
        if cross_validate:
            withheld = {
                "words_withheld": cross_validated(keys, with_indicators=False),
                "words_and_indicators_withheld": cross_validated(keys),
            }
    if json:
        print_json(report.as_dict() | {name: each.as_dict() for name, each in withheld.items()})
        return
    for name, each in withheld.items():
        print_table(_lines(each, settings.lang), _WITHHELD[name].of(settings.lang))
    report = withheld.get("words_and_indicators_withheld", report)
    _print_score(report, settings.lang, by_family=by_family, by_text=by_text)
    if errors or kind:
        _print_mistakes(report, kind or [])


@narrative.command("sample")
def sample_command(
    paths: ExistingPaths,
    output: Annotated[Path, typer.Option("--output", "-o", help="Tệp CSV · the file to write.")],
    group: Annotated[
        str, typer.Option(help="Tiền tố số hiệu văn bản · prefix of the numbers of texts.")
    ] = "t",
    cross_validate: Annotated[
        bool, typer.Option("--cross-validate", help="Bỏ từ ngữ riêng của văn bản · without its own words.")
    ] = False,
) -> None:
    """Ghi mẫu để hiệu chỉnh độ tin cậy, không kèm câu chữ · samples to fit confidence to, without a word of text."""
    from pipelines.narrative.scoring.keys import load_keys
    from pipelines.narrative.scoring.samples import collect, write_samples

    settings = Settings()
    with problems_shown(settings.lang):
        samples = collect(load_keys(paths), group, is_withheld=cross_validate)
    write_samples(samples, output)
    print_json(
        {"readings": sum(each.readings for each in samples), "right": sum(each.right for each in samples)}
    )


@narrative.command("fit")
def fit_command(
    samples: ExistingPaths,
    threshold: Annotated[
        float, typer.Option(min=0, max=1, help="Ngưỡng xem xét · below it a person looks.")
    ] = 0.5,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", help="Tệp CSV của bộ đọc · the reader's table; else only report."),
    ] = None,
) -> None:
    """Hiệu chỉnh độ tin cậy và in độ trung thực · fit confidence and print how honest it is on texts left out."""
    from pipelines.narrative.scoring.calibration import (
        EDGES,
        expected_error,
        fit,
        kept_above,
        left_out,
        reliability,
        write_weights,
    )
    from pipelines.narrative.scoring.samples import read_samples

    read = [each for path in samples for each in read_samples(path)]
    said = left_out(read)
    bins = reliability(said, EDGES)
    print_table(
        [
            {
                "": f"{each.low:.2f}–{each.high:.2f}",
                "n": each.readings,
                "said": f"{each.said:.3f}",
                "right": f"{each.right:.3f}",
            }
            for each in bins
        ]
    )
    rows = [(at, *kept_above(said, at)) for at in (0.0, 0.3, 0.5, 0.6, 0.7, 0.8, 0.9)]
    print_table(
        [
            {
                "threshold": f"{at:.1f}",
                "precision": f"{right:.3f}",
                "right kept": f"{kept:.3f}",
                "wrong caught": f"{caught:.3f}",
            }
            for at, right, kept, caught in rows
        ]
    )
    console.print(f"expected calibration error {expected_error(bins):.3f}")
    if output:
        write_weights(fit(read), threshold, output)


def _print_score(report: Report, lang: Lang, *, by_family: bool, by_text: bool) -> None:
    print_table(
        [
            _score_row(Text("tất cả", "all").of(lang), report.total),
            _score_row(
                Text("không xét đơn vị, kỳ", "without unit and period").of(lang), report.without_place
            ),
        ]
    )
    print_table([dict(report.kinds())], Text("Số liệu sai theo loại", "Mistakes by kind").of(lang))
    if by_family:
        print_table([_score_row(name, score) for name, score in sorted(report.families.items())])
    if by_text:
        print_table([_score_row(name, score) for name, score in report.texts.items()])
    for word, figures in report.unknown.items():
        told = Text(
            f"Đáp án nêu «{word}» ({figures} số liệu), không có trong danh mục.",
            f"The keys name “{word}” ({figures} figures), which no registry knows.",
        )
        console.print(told.of(lang), markup=False, style="yellow")


def _lines(report: Report, lang: Lang) -> list[dict[str, object]]:
    return [
        _score_row(Text("tất cả", "all").of(lang), report.total),
        _score_row(Text("không xét đơn vị, kỳ", "without unit and period").of(lang), report.without_place),
    ]


def _print_mistakes(report: Report, kinds: list[str]) -> None:
    for row in report.mistake_rows():
        if kinds and row["kind"] not in kinds:
            continue
        console.print(f"{row['kind'].upper():<10} {row['text']}", markup=False, style="bold")
        for sign, name in (("+", "expected"), ("-", "found"), ("?", "review"), (" ", "sentence")):
            if row[name]:
                console.print(f"  {sign} {row[name]}", markup=False, style="dim" if sign == " " else "")


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
