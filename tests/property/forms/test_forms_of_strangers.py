"""Forms as people lay them out who never saw our templates: each figure is read right, or the loss is named."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal

import pytest

from pipelines import readers
from pipelines.forms import FormHints, FormReading, read_all
from tests.strangers import files, layout
from tests.strangers.layout import Fact, Form, Grid, Options

FORMS = layout.forms()
SEEDS = 4


def read(data: bytes, name: str = "bao cao.xlsx") -> FormReading:
    return read_all(readers.read(data, name, max_bytes=10_000_000), "r" * 64, FormHints("", None, name))


def facts(reading: FormReading) -> dict[Fact, set[Decimal]]:
    found: dict[Fact, set[Decimal]] = defaultdict(set)
    rows = reading.observations.select("unit_code", "breakdown", "indicator_code", "measure", "value").rows()
    for *key, value in rows:
        found[tuple(key)].add(value)
    return found


def assert_read(grid: Grid, reading: FormReading) -> None:
    """Every figure of the sheet and no other, whatever the layout."""
    assert not reading.refused, (grid.story, reading.refused)
    expected = {key: {value} for key, value in grid.facts.items()}
    assert facts(reading) == expected, (grid.story, [note.code for note in reading.notes])


@pytest.mark.parametrize("form", FORMS, ids=lambda form: f"{form.code}-{form.regime}")
def test_a_workbook_of_a_stranger_is_read_figure_by_figure(form: Form) -> None:
    for seed in range(SEEDS):
        grid = layout.draw(form, seed)
        assert_read(grid, read(files.xlsx([grid])))


@pytest.mark.parametrize("form", FORMS, ids=lambda form: f"{form.code}-{form.regime}")
def test_shuffled_and_extra_columns_do_not_move_a_figure(form: Form) -> None:
    for seed in range(2):
        grid = layout.draw(form, seed, Options(is_shuffled=True, extra_columns=2))
        assert_read(grid, read(files.xlsx([grid])))


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_table_of_text_is_read_like_a_workbook(delimiter: str) -> None:
    for form in FORMS:
        grid = layout.draw(form, 3)
        assert_read(grid, read(files.delimited(grid, delimiter), "bao cao.csv"))


@pytest.mark.parametrize("form", FORMS[::3], ids=lambda form: f"{form.code}-{form.regime}")
@pytest.mark.parametrize("kind", ["docx", "pdf", "html"])
def test_a_table_of_a_document_is_read_like_a_workbook(form: Form, kind: str) -> None:
    write = {"docx": files.word, "pdf": files.pdf, "html": files.page}[kind]
    grid = layout.draw(form, 1)

    assert_read(grid, read(write([grid]), f"bao cao.{kind}"))


def test_a_table_that_goes_on_over_pages_is_one_table() -> None:
    form = next(each for each in FORMS if each.code == "04/TK-THA")
    grid = layout.draw(form, 5, Options(repeats_header=False))

    document = readers.read(files.pdf([grid], height=260), "04.pdf", max_bytes=10_000_000)

    assert len(document.sheets) == 1
    assert_read(grid, read_all(document, "r" * 64, FormHints("", None, "04.pdf")))
