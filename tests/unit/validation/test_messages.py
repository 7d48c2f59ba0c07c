"""People read figures, periods and names the way they write them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from pipelines.problems import Text
from pipelines.validation.messages import figure, period, placeholders, sentence
from pipelines.validation.registry import load_rules


@pytest.mark.parametrize(
    ("value", "measure", "vi", "en"),
    [
        ("2313801454000.0000", "vnd", "2.313.801.454.000 đồng", "2,313,801,454,000 VND"),
        ("83.9800", "percent", "83,98%", "83.98%"),
        ("-1.5000", "percent_points", "-1,5 điểm %", "-1.5 percentage points"),
        ("0.0000", "cases", "0 việc", "0 cases"),
        ("103", "people", "103 người", "103 people"),
    ],
)
def test_figures_are_written_in_the_notation_of_the_language(
    value: str, measure: str, vi: str, en: str
) -> None:
    assert figure(Decimal(value), measure, "vi") == vi
    assert figure(Decimal(value), measure, "en") == en


@pytest.mark.parametrize(
    ("code", "vi", "en"),
    [
        ("FY2021", "năm 2021", "fiscal year 2021"),
        ("FY2021-C08", "08 tháng năm 2021", "first 8 months of fiscal year 2021"),
        ("FY2016..FY2020", "các năm 2016–2020", "fiscal years 2016–2020"),
        ("CY2016", "năm dương lịch 2016", "calendar year 2016"),
        ("AT2021-09-30", "ngày 30/9/2021", "30 September 2021"),
        ("no code", "no code", "no code"),
    ],
)
def test_periods_are_written_in_words(code: str, vi: str, en: str) -> None:
    assert (period(code, "vi"), period(code, "en")) == (vi, en)


def test_a_message_names_both_sides_and_the_difference() -> None:
    row = {
        "unit_code": "P63-38", "unit_name": "Thanh Hóa", "period_code": "FY2021", "indicator_code": "accepted_total",
        "measure": "cases", "breakdown": "", "lhs": Decimal(19890), "rhs": Decimal(19891), "difference": Decimal(-1),
        "arg_day": date(2021, 11, 4), "arg_count": 3, "arg_none": None,
    }  # fmt: skip
    templates = Text(
        "{unit_name}, {period}: {indicator} {lhs} ≠ {rhs} ({difference}) {day} {count} {none}", "{lhs}"
    )

    assert sentence(templates, row).vi == (
        "Thanh Hóa, năm 2021: Tổng số giải quyết 19.890 việc ≠ 19.891 việc (-1 việc) 4/11/2021 3 –"
    )


def test_a_figure_falls_by_an_amount_without_a_sign() -> None:
    (rule,) = (each for each in load_rules() if each.rule_id == "cumulative_never_falls")
    row = {
        "unit_code": "P63-38", "period_code": "FY2021", "indicator_code": "completed_total", "measure": "cases",
        "breakdown": "", "lhs": Decimal(5), "rhs": Decimal(7), "difference": Decimal(-2), "arg_earlier_months": 5,
    }  # fmt: skip
    told = sentence(Text(rule.message_vi, rule.message_en), row)
    assert told.vi.endswith("giảm 2 việc.")
    assert told.en.endswith("a fall of 2 cases.")


def test_both_languages_of_a_rule_tell_the_same_figures() -> None:
    for rule in load_rules():
        assert placeholders(rule.message_vi) == placeholders(rule.message_en), rule.rule_id
        assert placeholders(rule.message_vi) & {"lhs", "difference"}, rule.rule_id
