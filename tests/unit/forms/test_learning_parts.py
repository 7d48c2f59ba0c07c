"""The pieces that learning a layout rests on: printed formulae, likeness of words, relations of figures."""

from __future__ import annotations

import numpy as np
import pytest

from bench.learning.sheets import draw
from pipelines.forms import default_book
from pipelines.forms.block import Block
from pipelines.forms.learning.discovery import Discovery
from pipelines.forms.learning.evidence import Evidence
from pipelines.forms.learning.formulae import Formula, read_formulae
from pipelines.forms.learning.relations import Relation
from pipelines.forms.learning.table import table_of
from pipelines.forms.learning.wording import Lexicon, Name, alike


@pytest.mark.parametrize(
    ("number", "text", "expected"),
    [
        ("6", "=1-4-5", [Formula("6", ("1",), ("4", "5"))]),
        ("6", "= 1 − 4 − 5 = 7+15", [Formula("6", ("1",), ("4", "5")), Formula("6", ("7", "15"))]),
        ("7", "=8+9+…+12", [Formula("7", ("8", "9", "10", "11", "12"))]),
        ("16", "=6-(8+9)", [Formula("16", ("6",), ("8", "9"))]),
        ("17", "=(8+9)/7", [Formula("17", ("8", "9"), whole="7")]),
        ("18", "= 8:7 x 100%", [Formula("18", ("8",), whole="7")]),
        ("", "Tổng số (1=2+3)", [Formula("1", ("2", "3"))]),
        ("3", "Thụ lý mới", []),
    ],
)
def test_a_printed_formula_names_the_columns_it_adds(number: str, text: str, expected: list[Formula]) -> None:
    assert read_formulae(number, text) == expected


@pytest.mark.parametrize(
    ("given", "known", "least"),
    [("hoãn", "hoãn", 1.0), ("hoan", "hoãn", 0.9), ("tỉ", "tỷ", 1.0), ("trc", "trước", 0.5)],
)
def test_a_word_is_known_without_accents_and_shortened(given: str, known: str, least: float) -> None:
    assert alike(given, known) >= least


def test_a_word_with_another_tone_is_another_word() -> None:
    assert alike("hoàn", "hoãn") < 0.5


@pytest.mark.parametrize(
    ("header", "best"),
    [
        (("CĐK thi hành",), 0),
        (("Chưa có ĐK",), 1),
        (("Hoãn (trừ điểm c khoản 1 Điều 48)",), 2),
        (("Thi hành xong", "Tổng số"), 3),
    ],
)
def test_initials_exclusions_and_vague_leaves_find_their_name(header: tuple[str, ...], best: int) -> None:
    names = ["Có điều kiện thi hành", "Chưa có điều kiện thi hành", "Hoãn", "Thi hành xong"]

    scores = Lexicon([(Name(name),) for name in names]).scores(header)

    assert int(np.argmax(scores)) == best


def evidence_of(seed: int = 4) -> tuple[Evidence, dict[str, int]]:
    """Return the evidence of one drawn sheet and where its indicators stand."""
    form_map = default_book().by_regime("04/TK-THA", "R2019")
    assert form_map is not None
    case = draw(form_map, "tuning", seed, rows=22)
    table = table_of(case.sheet, Block(case.sheet.grid))
    assert table is not None
    place = {column.column: index for index, column in enumerate(table.columns)}
    return Evidence(table), {truth.indicator: place[at] for at, truth in case.truth.items() if truth}


def test_sums_and_rates_are_found_in_the_figures() -> None:
    evidence, at = evidence_of()

    sums = Discovery(evidence).sums(2, 0, 0)
    rates = Discovery(evidence).rates()

    accepted = Relation.of(at["accepted_total"], (at["carried_in"], at["newly_accepted"]))
    rate = Relation.of(at["completion_rate_cases"], (at["completed_total"],), (), at["with_conditions"])
    assert accepted in sums
    assert rate in rates


def test_a_few_wrong_cells_do_not_hide_a_relation() -> None:
    evidence, at = evidence_of()
    column = at["accepted_total"]
    evidence.exact[:, column] = evidence.exact[:, [at["carried_in"], at["newly_accepted"]]].sum(axis=1)
    evidence.exact[[3, 11], column] += 7

    found = Relation.of(column, (at["carried_in"], at["newly_accepted"]))

    assert found in Discovery(evidence).sums(2, 0, 0)
    assert evidence.support(found).held == evidence.support(found).rows - 2


def test_one_row_of_small_figures_proves_nothing() -> None:
    evidence, at = evidence_of()
    few = Evidence.__new__(Evidence)
    few.__dict__ |= {**evidence.__dict__, "stated": {}, "exact": np.minimum(evidence.exact[-1:], 3)}

    judged = few._sum_support(Relation.of(at["accepted_total"], (at["carried_in"], at["newly_accepted"])))

    assert judged.strength == 0
