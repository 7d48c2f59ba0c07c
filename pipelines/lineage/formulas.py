"""How a mart cell is made of its observations, in words and with the figures.

Belongs here: naming the formula from the roles of the observations. Does not belong here: computing marts (dbt).
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from pipelines.lineage.model import Formula, ObservationNote
from pipelines.problems import Text

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
        return Formula("rate", _TITLES["rate"], _rate(by_role, value))
    if "points_over" in by_role and "basis" in by_role:
        basis, points = by_role["basis"][0], by_role["points_over"][0]
        return Formula(
            "implied_target", _TITLES["implied_target"], f"{_n(basis)} − {_n(points)} = {number(value)}"
        )
    if "part" in by_role:
        return Formula("sum", _TITLES["sum"], f"{_sum(by_role['part'])} = {number(value)}")
    if "target" in by_role:
        kind = "difference" if len(by_role) > 1 else "value"
        return Formula("choice", _TITLES["difference" if kind == "difference" else "target"])
    return Formula("value", _TITLES[_value_kind(observations)])


def number(value: object) -> str:
    """Return a number in Vietnamese notation: ``1.234.567,8``; ``—`` for a missing one."""
    if value is None:
        return "—"
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        return str(value)
    plain = Decimal(str(value)).normalize()
    text = f"{plain:,f}"
    return text.translate(str.maketrans(",.", ".,"))


def _value_kind(observations: Sequence[ObservationNote]) -> str:
    if any(each.corrections for each in observations):
        return "corrected"
    return "derived" if any(each.parents for each in observations) else "value"


def _rate(by_role: dict[str, list[ObservationNote]], value: object) -> str:
    top, bottom = _sum(by_role["numerator"]), _sum(by_role["denominator"])
    return f"100 × {top} ÷ {bottom} = {number(value)}"


def _sum(parts: Sequence[ObservationNote]) -> str:
    if len(parts) == 1:
        return _n(parts[0])
    if len(parts) > 6:
        total = sum((_in_force(each) for each in parts), Decimal(0))
        return f"Σ {len(parts)} = {number(total)}"
    return "(" + " + ".join(_n(each) for each in parts) + ")"


def _n(observation: ObservationNote) -> str:
    return number(_in_force(observation))


def _in_force(observation: ObservationNote) -> Decimal:
    return observation.corrections[-1].value if observation.corrections else observation.value
