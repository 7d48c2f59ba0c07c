"""A traced figure tells first that it was corrected, and speaks the notation of the reader's language."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

from rich.console import Console

from pipelines.cli.trace_tree import tree_of
from pipelines.lineage.formulas import formula_of
from pipelines.lineage.model import Cell, CorrectionNote, Excerpt, ObservationNote, Trace
from pipelines.settings import Lang

AT = datetime(2026, 3, 1, tzinfo=UTC)
FIGURE = ObservationNote(
    observation_id="o", role="target", unit_code="P63-26", unit_name="", period_code="FY2021",
    indicator_code="target_cases", indicator_name="Chỉ tiêu về việc", measure="percent", breakdown="",
    value=Decimal("18.51"), qualifier="exact", printed="18,51", locator="char:0-5", parser="p", confidence=1.0,
    report=None, excerpt=Excerpt("đạt ", "18,51", "%"),
    corrections=(CorrectionNote("f", Decimal("80.5"), "nhầm ô", "A", AT),),
)  # fmt: skip


def shown(lang: Lang, *figures: ObservationNote, value: Decimal) -> list[str]:
    cell = Cell("m", "c", {}, {}, value, formula_of(value, figures), figures)
    screen = Console(file=io.StringIO(), width=200)
    screen.print(tree_of(Trace("v", None, (cell,)), lang))
    return screen.file.getvalue().splitlines()  # type: ignore[attr-defined,no-any-return]


def test_a_correction_stands_in_the_line_of_the_figure_and_directly_below_it() -> None:
    lines = shown("vi", FIGURE, value=Decimal("80.5"))
    at = next(number for number, line in enumerate(lines) if "●" in line)
    assert "Chỉ tiêu: 80,5 % · đã đính chính, báo cáo in 18,51" in lines[at]
    assert "Đính chính: 18,51 → 80,5 · nhầm ô · A" in lines[at + 1]
    assert any("chỉ tiêu nêu trong báo cáo, có số đã đính chính" in line for line in lines)


def test_what_nobody_corrected_is_not_said_to_be() -> None:
    assert not any(
        "đính chính" in line for line in shown("vi", replace(FIGURE, corrections=()), value=Decimal(1))
    )


def test_numbers_and_sums_are_in_the_notation_of_the_language() -> None:
    parts = [
        replace(FIGURE, role="part", measure="cases", value=Decimal(value), corrections=())
        for value in (11_813, 5_257)
    ]
    english, vietnamese = (shown(lang, *parts, value=Decimal(17_070)) for lang in ("en", "vi"))
    assert any("(11,813 + 5,257) = 17,070" in line for line in english)
    assert any("Part: 11,813 cases" in line for line in english)
    assert any("(11.813 + 5.257) = 17.070" in line for line in vietnamese)
