"""Commands of the group `forms`: list the maps, write templates, read a workbook.

Belongs here: options and printing. Does not belong here: the work itself.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipelines.cli import forms_learn

if TYPE_CHECKING:
    from pipelines.forms import FormMap, FormReading

forms_app = typer.Typer(
    help="Biểu mẫu thống kê: danh mục, mẫu trống, đọc biểu · official forms: list, templates, reading.",
    no_args_is_help=True,
)

AsJson = Annotated[bool, typer.Option("--json", help="In dưới dạng JSON · print as JSON.")]


def register(app: typer.Typer) -> None:
    """Add the group's commands to ``thads``."""
    forms_learn.register(forms_app)
    app.add_typer(forms_app, name="forms")


@forms_app.command("list")
def list_forms(as_json: AsJson = False) -> None:
    """Liệt kê các biểu mẫu đã biết · list the forms that are known, and whether their columns are."""
    from pipelines.cli.forms_view import print_forms
    from pipelines.cli.output import print_json
    from pipelines.forms import default_book
    from pipelines.settings import Settings

    lang = Settings().lang
    maps = default_book().maps
    if as_json:
        print_json([_described(form_map, lang == "vi") for form_map in maps])
    else:
        print_forms(maps, lang)


@forms_app.command("template")
def template(
    form: Annotated[str, typer.Argument(help="Số hiệu biểu, ví dụ 04/TK-THA · form code.")],
    output: Annotated[Path, typer.Option("-o", "--output", help="Tệp .xlsx sẽ ghi · file to write.")],
    regime: Annotated[str, typer.Option(help="Chế độ báo cáo, ví dụ R2019 · regime.")] = "",
    unit: Annotated[str, typer.Option(help="Mã đơn vị báo cáo, ví dụ P63-38 · unit code.")] = "",
    period: Annotated[str, typer.Option(help="Kỳ báo cáo, ví dụ FY2021-C10 · period code.")] = "",
) -> None:
    """Ghi một biểu mẫu trống từ chính bảng cột mà hệ thống dùng để đọc · write an empty official workbook."""
    from pipelines.cli.output import console, error_console, problems_shown
    from pipelines.forms.choice import choose_map, choose_unit
    from pipelines.forms.template import blank_rows, write_workbook
    from pipelines.reference.periods import Period
    from pipelines.settings import Settings

    lang = Settings().lang
    with problems_shown(lang):
        chosen = Period.parse(period) if period else None
        form_map = choose_map(form, regime, chosen)
        reporter = choose_unit(unit)
        write_workbook(output, form_map, reporter, chosen, blank_rows(form_map, reporter, chosen))
    if form_map.is_recalled:
        caution = {
            "vi": "Lưu ý: bố cục cột theo trí nhớ, chưa đối chiếu với phụ lục của thông tư.",
            "en": "Note: the column layout is recalled, not checked against the circular's annex.",
        }[lang]
        error_console.print(caution, style="yellow", highlight=False)
    done = "Đã ghi biểu mẫu trống" if lang == "vi" else "Empty form written"
    console.print(
        f"{done}: {output} ({form_map.form_code}, {form_map.regime})", markup=False, highlight=False
    )


@forms_app.command("read")
def read_form(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="Tệp cần đọc · file to read.")],
    unit: Annotated[str, typer.Option(help="Mã đơn vị của thư mục · unit code of the folder.")] = "",
    year: Annotated[int, typer.Option(help="Năm của thư mục · fiscal year of the folder.")] = 0,
    as_json: AsJson = False,
) -> None:
    """Đọc các biểu trong một tệp; không ghi gì vào kho · read the forms of a file; nothing is stored."""
    from pipelines.cli.output import fail, print_json, problems_shown
    from pipelines.forms import FormHints, read_all
    from pipelines.readers import read
    from pipelines.settings import Settings

    settings = Settings()
    data = file.read_bytes()
    with problems_shown(settings.lang):
        document = read(data, file.name, max_bytes=settings.max_file_bytes)
        reading = read_all(
            document, hashlib.sha256(data).hexdigest(), FormHints(unit, year or None, file.name)
        )
    if as_json:
        print_json(_as_json(reading))
    else:
        _print_reading(reading, settings.lang == "vi")
    if not reading.identified:
        from pipelines.forms.refusals import no_form

        fail(reading.refused[0] if reading.refused else no_form(file.name), settings.lang)


def _described(form_map: FormMap, is_vietnamese: bool) -> dict[str, object]:
    return {
        "form_code": form_map.form_code,
        "regime": form_map.regime,
        "title": form_map.title_vi if is_vietnamese else form_map.title_en,
        "valid_from": form_map.valid_from.isoformat(),
        "valid_to": form_map.valid_to.isoformat() if form_map.valid_to else "",
        "money_unit": form_map.money_unit,
        "columns": len(form_map.value_columns),
        "confidence": form_map.confidence,
        "recalled": form_map.is_recalled,
    }


def _as_json(reading: FormReading) -> dict[str, object]:
    from dataclasses import asdict

    return {
        "identified": [asdict(each) for each in reading.identified],
        "observations": reading.observations.to_dicts(),
        "notes": [note.as_dict() for note in reading.notes],
        "refused": [problem.as_dict() for problem in reading.refused],
    }


def _print_reading(reading: FormReading, is_vietnamese: bool) -> None:
    from dataclasses import asdict

    from pipelines.cli.output import console, print_table
    from pipelines.forms.sheet_writer import vietnamese

    columns = [
        "unit_code",
        "period_code",
        "indicator_code",
        "measure",
        "breakdown",
        "value",
        "printed",
        "locator",
    ]
    if reading.identified:
        print_table([asdict(each) for each in reading.identified])
        rows = reading.observations.sort("locator").select(columns).to_dicts()
        print_table([{**row, "value": vietnamese(row["value"])} for row in rows])
    for note in reading.notes:
        console.print(note.render("vi" if is_vietnamese else "en"), markup=False, highlight=False)
