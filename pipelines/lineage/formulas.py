"""How a mart cell is made of its observations, in words and with the figures.

Belongs here: naming the formula from the roles of the observations. Does not belong here: computing marts (dbt).
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from pipelines.lineage.model import Formula, ObservationNote
from pipelines.numerals import in_notation
from pipelines.problems import Text
from pipelines.settings import Lang

#: A piece of a worked formula: a sign, a figure, a sum of many figures.
_Part = str | Decimal | ObservationNote

_TITLES: dict[str, Text] = {
    "value": Text("giá trị in trong báo cáo", "the value a report prints"),
    "corrected": Text("giá trị do người quản lý dữ liệu đính chính", "the value a steward put in its place"),
    "derived": Text("giá trị suy ra từ các số liệu khác", "a value that follows from other figures"),
    "sum": Text("tổng của các đơn vị thành phần", "sum over the units it consists of"),
    "rate": Text("tỷ lệ % = thi hành xong ÷ có điều kiện", "rate % = completed ÷ with conditions"),
    "implied_target": Text(
        "chỉ tiêu suy ra = kết quả − số điểm vượt (cùng một báo cáo)",
        "implied target = result − points over (of the same report)",
    ),
    "difference": Text("số điểm vượt = kết quả − chỉ tiêu", "points over = result − target"),
    "target": Text("chỉ tiêu nêu trong báo cáo", "target a report states"),
    "none": Text(
        "cột này không lấy trực tiếp từ báo cáo nào (danh mục, thứ hạng, so sánh hoặc siêu dữ liệu)",
        "this column comes from no report directly (register, rank, comparison or metadata)",
    ),
    "missing": Text("chưa có báo cáo nào nêu số liệu này", "no report gives this figure yet"),
}


def formula_of(value: object, observations: Sequence[ObservationNote]) -> Formula:
    """Return the formula of a cell.

    Args:
        value: the value in the mart.
        observations: those lineage names for the cell, each with its role.
    """
    by_role: dict[str, list[ObservationNote]] = {}
    for each in observations:
        by_role.setdefault(each.role, []).append(each)
    if not observations:
        return Formula("none", _TITLES["missing" if value is None else "none"])
    if "numerator" in by_role and "denominator" in by_role:
        return Formula("rate", _title("rate", observations), _worked(_rate(by_role), value))
    if "points_over" in by_role and "basis" in by_role:
        worked = _worked([by_role["basis"][0], " − ", by_role["points_over"][0]], value)
        return Formula("implied_target", _title("implied_target", observations), worked)
    if "part" in by_role:
        return Formula("sum", _title("sum", observations), _worked(_sum(by_role["part"]), value))
    if "target" in by_role:
        return Formula("choice", _title("difference" if len(by_role) > 1 else "target", observations))
    return Formula("value", _TITLES[_value_kind(observations)])


def number(value: object, lang: Lang) -> str:
    """Return a number in the notation of the language: ``1.234.567,8``, ``1,234,567.8``; ``—`` for a missing one."""
    if value is None:
        return "—"
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        return str(value)
    plain = Decimal(str(value)).normalize()
    return in_notation(f"{plain:,f}", lang)


def _title(name: str, observations: Sequence[ObservationNote]) -> Text:
    """Return the words of a formula, and that a steward put a value in it."""
    title = _TITLES[name]
    if not any(each.corrections for each in observations):
        return title
    return Text(f"{title.vi}, có số đã đính chính", f"{title.en}, with a figure a steward corrected")


def _value_kind(observations: Sequence[ObservationNote]) -> str:
    if any(each.corrections for each in observations):
        return "corrected"
    return "derived" if any(each.parents for each in observations) else "value"


def _worked(parts: Sequence[_Part], value: object) -> Text:
    """Return a formula with its figures, in the notation of each language."""

    def told(lang: Lang) -> str:
        shown = "".join(each if isinstance(each, str) else _n(each, lang) for each in parts)
        return f"{shown} = {number(value, lang)}"

    return Text(told("vi"), told("en"))


def _rate(by_role: dict[str, list[ObservationNote]]) -> list[_Part]:
    return ["100 × ", *_sum(by_role["numerator"]), " ÷ ", *_sum(by_role["denominator"])]


def _sum(parts: Sequence[ObservationNote]) -> list[_Part]:
    if len(parts) == 1:
        return [parts[0]]
    if len(parts) > 6:
        return [f"Σ {len(parts)} = ", sum((_in_force(each) for each in parts), Decimal(0))]
    summed: list[_Part] = ["("]
    for each in parts:
        summed += [" + " if len(summed) > 1 else "", each]
    return [*summed, ")"]


def _n(part: ObservationNote | Decimal, lang: Lang) -> str:
    return number(part if isinstance(part, Decimal) else _in_force(part), lang)


def _in_force(observation: ObservationNote) -> Decimal:
    return observation.corrections[-1].value if observation.corrections else observation.value
