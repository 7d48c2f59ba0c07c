"""What a new version says otherwise, figure by figure, and nothing that only moved."""

from __future__ import annotations

import io
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import openpyxl
import polars as pl
import pytest

from pipelines.reports.difference import Difference, Side, difference
from pipelines.reports.dossier import figures_of
from pipelines.reports.lookup import find_report
from pipelines.reports.original import open_original
from pipelines.warehouse.export import as_csv
from tests.reports_support import OWN, House, changed, content, workbook

CONTENT = content()


def moved() -> bytes:
    """Return the same form with two blank rows above everything."""
    book = openpyxl.load_workbook(io.BytesIO(workbook(CONTENT)))
    sheet = book.active
    assert sheet is not None
    merges = [str(each) for each in sheet.merged_cells.ranges]
    for each in merges:
        sheet.unmerge_cells(each)
    sheet.insert_rows(1, 2)
    for each in merges:
        sheet.merge_cells(range_string=_down(each))
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _down(area: str) -> str:
    bounds = openpyxl.utils.cell.range_boundaries(area)
    left, top, right, bottom = bounds
    letters = [openpyxl.utils.get_column_letter(each) for each in (left, right)]
    return f"{letters[0]}{top + 2}:{letters[1]}{bottom + 2}"


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> House:
    house = House(tmp_path_factory.mktemp("house"))
    files = {
        "first": workbook(CONTENT),
        "edited": workbook(content(own=changed(OWN, newly_accepted=630))),
        "moved": moved(),
        "shorter": workbook(replace(CONTENT, rows=CONTENT.rows[:-1])),
    }
    for name, data in files.items():
        house.take_in({f"P63-26/2021/{name}.xlsx": data})
    return house


def compared(house: House, before: str, after: str) -> Difference:
    def side(name: str) -> Side:
        report = find_report(house.state, f"{name}.xlsx")
        original = open_original(house.archive, report, 10_000_000)
        return Side(report, original, figures_of(house.archive, report))

    return difference(side(before), side(after))


def test_every_changed_cell_is_named_with_row_column_and_both_values(house: House) -> None:
    found = compared(house, "first", "edited")
    told = {
        each.place: (each.column_name, each.before, each.after, each.difference) for each in found.changes
    }

    assert told["04-TK-THA!D12"] == ("3. Thụ lý mới", Decimal(600), Decimal(630), Decimal(30))
    assert {each.kind for each in found.changes} == {"changed"}
    assert len(found.changes) + found.same == 72


def test_a_table_that_only_moved_has_not_changed(house: House) -> None:
    found = compared(house, "first", "moved")

    assert found.changes == ()
    assert found.same == 72


def test_a_row_that_is_gone_is_one_removed_row(house: House) -> None:
    found = compared(house, "first", "shorter")

    assert [each.partition(" ")[0] for each in found.rows_removed] == ["04/TK-THA"]
    assert {each.kind for each in found.changes} == {"removed"}
    assert compared(house, "shorter", "first").rows_added == found.rows_removed
    assert "rows" in found.metadata


def test_the_changes_as_a_file_keep_values_exact_and_texts_texts(house: House, tmp_path: Path) -> None:
    frame = compared(house, "first", "edited").frame()
    hostile = pl.DataFrame({"a": ["=1+1", "-5", "-", "@x"], "b": [Decimal("-1"), None, None, None]})

    assert frame.schema["before"] == pl.Decimal(24, 4)
    assert as_csv(hostile).splitlines()[1:] == ["'=1+1,-1", "-5,", "-,", "'@x,"]
