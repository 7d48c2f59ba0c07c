"""The known forms on the screen, one below the other.

Belongs here: labels and lines. Does not belong here: maps (`forms`), learned ones (`forms_learn_view`).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from rich.console import Console
from rich.padding import Padding
from rich.text import Text as Line

from pipelines.cli.output import console
from pipelines.problems import Text
from pipelines.settings import Lang

if TYPE_CHECKING:
    from pipelines.forms.maps import FormMap

_SURE = {
    "hi": Text("chắc", "sure"),
    "med": Text("khá chắc", "fairly sure"),
    "lo": Text("chưa chắc", "not sure"),
}


def print_forms(maps: Iterable[FormMap], lang: Lang, to: Console = console) -> None:
    """Print each form: code, regime and title, then when it held and how surely its columns are known."""
    for each in maps:
        title = Text(each.title_vi, each.title_en).of(lang)
        to.print(Line.assemble((each.form_code, "bold"), f"  {each.regime}  {title}"))
        columns = len(each.value_columns)
        sure = _SURE[each.confidence].of(lang) if each.confidence in _SURE else ""
        told = (
            _held(each.valid_from, each.valid_to, lang),
            Text(f"{columns} cột", f"{columns} columns").of(lang) if columns else "",
            each.money_unit,
            sure,
            Text("chưa đối chiếu với mẫu in", "not checked against a printed form").of(lang)
            if each.is_recalled
            else "",
        )
        to.print(Padding(Line(" · ".join(filter(None, told)), style="dim"), (0, 0, 0, 4)))


def _held(first: date, last: date | None, lang: Lang) -> str:
    """Return from when to when a form is in force."""
    if last is None:
        return Text(f"từ {first:%d/%m/%Y}", f"from {first:%d/%m/%Y}").of(lang)
    return f"{first:%d/%m/%Y} – {last:%d/%m/%Y}"
