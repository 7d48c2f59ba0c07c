"""An accepted map reads the sheets it was learned from, and leaves the others to the map they fit."""

from __future__ import annotations

import csv
import io
from datetime import date
from decimal import Decimal
from pathlib import Path

import openpyxl
import polars as pl
import pytest

from pipelines import readers
from pipelines.forms import FormHints, FormReading, MapBook, default_book, read_all
from pipelines.forms.accepted import AcceptedMap, book_with
from pipelines.forms.learning.heads import Wishes
from pipelines.forms.learning.proposal import Proposal
from pipelines.forms.learning.service import Source, learn_file
from pipelines.problems import ThadsError
from tests.fixtures.new_regime import COLUMNS, write_new_form
from tests.unit.forms.conftest import Form, content

HINTS = FormHints("P34-38", 2026, "04.xlsx")


@pytest.fixture(scope="module")
def new_form(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    path = tmp_path_factory.mktemp("new") / "04.xlsx"
    write_new_form(path)
    return path.read_bytes()


def learn(data: bytes, book: MapBook | None = None, rows: bytes | None = None, **wishes: object) -> Proposal:
    found = learn_file(
        Source(data, "04.xlsx", rows=rows),
        book or default_book(),
        Wishes(**wishes),
        max_bytes=10_000_000,  # type: ignore[arg-type]
    )
    assert len(found) == 1
    return found[0]


def book_of(*proposals: Proposal) -> MapBook:
    rows = {str(number): each.to_csv() for number, each in enumerate(proposals)}
    maps = [AcceptedMap(f"map{n}", each.head, str(n)) for n, each in enumerate(proposals)]
    return book_with(maps, rows.__getitem__)


def reading(data: bytes, book: MapBook | None = None, hints: FormHints = HINTS) -> FormReading:
    return read_all(readers.read(data, "04.xlsx", max_bytes=10_000_000), "r" * 64, hints, book)


def totals(read: FormReading) -> dict[str, Decimal]:
    """Return the figures of the total row."""
    rows = read.observations.filter((pl.col("unit_code") == "P34-38") & (pl.col("breakdown") == ""))
    return dict(rows.select("indicator_code", "value").rows())


def saved(book: openpyxl.Workbook) -> bytes:
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def test_a_form_of_an_announced_regime_is_refused_learned_and_read(new_form: bytes) -> None:
    before = reading(new_form)
    proposal = learn(new_form)
    after = reading(new_form, book_of(proposal))

    assert [each.code for each in before.refused] == ["layout_unknown"]
    assert (proposal.head.regime, proposal.head.valid_from, proposal.problems) == (
        "R2026",
        date(2026, 7, 1),
        (),
    )
    assert [(each.regime, each.map_id) for each in after.identified] == [("R2026", "map0")]
    found = totals(after)
    assert found["accepted_total"] == 2238
    assert len(found) == len(COLUMNS) + 1


def test_every_column_says_why_in_both_languages(new_form: bytes) -> None:
    rows = {row.indicator_code: row for row in learn(new_form).rows}

    total = rows["enforceable_total"]
    assert "G = B − E − F" in total.reason_vi
    assert "ID-03" in total.reason_en
    assert total.formula == "1-4-5"
    assert all(row.reason_vi and row.reason_en for row in rows.values())


def test_a_circular_nobody_knows_needs_the_steward_to_say_when_it_begins(tmp_path: Path) -> None:
    path = tmp_path / "04.xlsx"
    write_new_form(path, circular="Ban hành kèm theo Thông tư số 09/2027/TT-BTP")

    with pytest.raises(ThadsError) as stopped:
        learn(path.read_bytes())
    proposal = learn(
        path.read_bytes(), regime="R2027", valid_from=date(2026, 8, 1), instrument="TT 09/2027/TT-BTP"
    )

    assert "--valid-from" in stopped.value.problem.expected
    assert reading(path.read_bytes(), book_of(proposal)).identified[0].regime == "R2027"


def test_a_variant_reads_the_renamed_sheet_and_leaves_the_official_one_to_its_map(form: Form) -> None:
    official = saved(form(content()))
    renamed = form(content())
    renamed.active["B6"] = "Cột riêng của phòng một"
    renamed.active["G6"] = "Cột riêng của phòng hai"
    changed = saved(renamed)
    hints = FormHints("P63-38", 2021, "04.xlsx")
    proposal = learn(changed)

    both = book_of(proposal)

    assert reading(changed, hints=hints).identified == ()
    assert [each.map_id for each in reading(changed, both, hints).identified] == ["map0"]
    assert [each.map_id for each in reading(official, both, hints).identified] == [""]


def test_learning_what_nearly_fits_starts_from_the_known_map_and_shows_the_differences(form: Form) -> None:
    renamed = form(content())
    renamed.active["E6"] = "Đã gửi nơi khác thi hành"
    proposal = learn(saved(renamed))

    assert proposal.based_on == "04/TK-THA R2019"
    assert any("Đã gửi nơi khác thi hành" in each.vi for each in proposal.differences)
    assert len(proposal.differences) == 1


def test_columns_of_one_name_are_told_apart_by_their_numbers(new_form: bytes) -> None:
    book = openpyxl.load_workbook(io.BytesIO(new_form))
    for cell in ("B6", "G6", "I6"):
        book.active[cell] = "Tổng số"
    data = saved(book)
    proposal = learn(data)

    read = reading(data, book_of(proposal))

    assert proposal.problems == ()
    found = totals(read)
    assert (found["accepted_total"], found["enforceable_total"], found["completed_total"]) == (
        2238,
        2194,
        950,
    )


def edit(proposal: Proposal, letters: str, code: str) -> bytes:
    rows = list(csv.DictReader(io.StringIO(proposal.to_csv().decode())))
    for row in rows:
        if row["sheet_column"] == letters:
            row["indicator_code"] = code
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


def test_a_steward_may_edit_the_proposal(new_form: bytes) -> None:
    edited = learn(new_form, rows=edit(learn(new_form), "O", "-"))

    assert next(row for row in edited.rows if row.sheet_column == "O").is_read is False
    assert "postponed" not in reading(new_form, book_of(edited)).observations["indicator_code"].to_list()


def test_one_indicator_in_two_columns_is_not_acceptable(new_form: bytes) -> None:
    edited = learn(new_form, rows=edit(learn(new_form), "O", "suspended"))

    assert [each.code for each in edited.problems] == ["map_not_acceptable"]
    assert "suspended" in edited.problems[0].found


def test_a_form_without_figures_is_learned_from_words_and_printed_formulae(new_form: bytes) -> None:
    book = openpyxl.load_workbook(io.BytesIO(new_form))
    book.active.delete_rows(8, 10)
    wanted = {row.sheet_column: row.indicator_code for row in learn(new_form).rows}

    blank = {row.sheet_column: row.indicator_code for row in learn(saved(book)).rows}

    assert blank == wanted
