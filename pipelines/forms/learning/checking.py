"""What a proposed map does otherwise than the known one, and what keeps it from being accepted.

Belongs here: comparing and trying out. Does not belong here: making the proposal (`proposal`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipelines.forms.accepted import NOT_READ
from pipelines.forms.columns import match_columns
from pipelines.forms.headers import find_header
from pipelines.forms.learning.map_rows import MapRow
from pipelines.forms.learning.table import SheetTable
from pipelines.forms.maps import FormMap
from pipelines.forms.terms import LEVELS, path_keys
from pipelines.forms.words import normal
from pipelines.problems import Problem, Text
from pipelines.readers.model import column_letters
from pipelines.reference import indicators


def differences(rows: Sequence[MapRow], base: FormMap) -> Iterator[Text]:
    """Yield what the sheet does otherwise than the known map: renamed, added, left out, moved, renumbered."""
    of_base = {(column.indicator, column.measure): column for column in base.value_columns}
    shared = [
        (row, of_base[row.indicator_code, row.measure])
        for row in rows
        if (row.indicator_code, row.measure) in of_base
    ]
    for row, column in shared:
        if path_keys(row.path.split(LEVELS)) != path_keys(column.path) and normal(row.path) != normal(
            column.label
        ):
            yield Text(f"{row.sheet_column}: «{column.label}» đổi tên thành «{row.path}»", f"{row.sheet_column}: «{column.label}» renamed «{row.path}»")  # fmt: skip
    for row in rows:
        if row.is_read and (row.indicator_code, row.measure) not in of_base:
            yield Text(f"{row.sheet_column}: thêm cột «{row.path}» ({row.indicator_code})", f"{row.sheet_column}: column «{row.path}» added ({row.indicator_code})")  # fmt: skip
        elif row.indicator_code == NOT_READ:
            yield Text(f"{row.sheet_column}: thêm cột «{row.path}», không đọc", f"{row.sheet_column}: column «{row.path}» added, not read")  # fmt: skip
    there = {(row.indicator_code, row.measure) for row in rows}
    for key, column in of_base.items():
        if key not in there:
            yield Text(f"thiếu cột «{column.label}»", f"column «{column.label}» left out")
    positions = [column.position for _, column in shared]
    if positions != sorted(positions):
        yield Text("thứ tự cột khác", "columns stand in another order")
    numbers = [(row, column) for row, column in shared if row.column_number_printed and column.number]
    changed = [(row, column) for row, column in numbers if row.column_number_printed != column.number]
    if changed:
        shown = ", ".join(f"{column.number}→{row.column_number_printed}" for row, column in changed[:6])
        yield Text(f"{len(changed)} cột đổi số: {shown}", f"{len(changed)} columns renumbered: {shown}")


def problems(table: SheetTable, rows: Sequence[MapRow], made: FormMap) -> Iterator[Problem]:
    """Yield what keeps rows from being accepted: unknown or twofold indicators, a map that misses its own sheet."""
    keys = [(row.indicator_code, row.measure) for row in rows if row.is_read]
    unknown = [
        f"{code} ({measure})" for code, measure in keys if (code, measure) not in indicators.all_indicators()
    ]
    twice = sorted({f"{code} ({measure})" for code, measure in keys if keys.count((code, measure)) > 1})
    if not keys or unknown or twice:
        yield _not_acceptable(table.sheet, unknown, twice)
        return
    header = find_header(table.block, table.merges, made)
    matching = match_columns(header, made) if header else None
    pairs = matching.columns if matching else ()
    found = {(column_letters(sheet.column), column.indicator, column.measure) for sheet, column in pairs}
    wanted = {(row.sheet_column, row.indicator_code, row.measure) for row in rows if row.is_read}
    if found != wanted:
        yield _does_not_read(table.sheet, sorted(letters for letters, _, _ in wanted - found))


def _not_acceptable(sheet: str, unknown: list[str], twice: list[str]) -> Problem:
    return Problem(
        code="map_not_acceptable",
        what=Text(
            "Mỗi cột được đọc phải là một chỉ tiêu có trong danh mục, và mỗi chỉ tiêu chỉ một cột.",
            "Each column that is read must be one indicator of the catalogue, and each indicator one column.",
        ),
        where=sheet,
        expected="indicator_code, measure",
        found=", ".join((*unknown, *twice)) or "0",
        next_step=Text(
            "Ghi đề xuất ra tệp (-o), sửa cột indicator_code rồi chạy lại với --from.",
            "Write the proposal to a file (-o), edit indicator_code and run again with --from.",
        ),
    )


def _does_not_read(sheet: str, letters: list[str]) -> Problem:
    return Problem(
        code="map_does_not_read_its_sheet",
        what=Text(
            "Áp đề xuất vào chính trang này thì không tìm lại được đủ cột.",
            "The proposed map does not find all of its columns on the very sheet it comes from.",
        ),
        where=sheet,
        expected=", ".join(letters),
        found="",
        next_step=Text(
            "Đặt tên khác nhau cho các cột trùng tên rồi học lại, hoặc thêm dòng số cột dưới đầu bảng.",
            "Give columns of one name different names, or print column numbers under the header, and learn again.",
        ),
    )
