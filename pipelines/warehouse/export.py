"""Query results as files: CSV, JSON, Parquet and Excel workbooks.

DuckDB has no access to files while a reader is open, so results are written from the frame.

Belongs here: file formats. Does not belong here: queries, screens.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Literal, get_args

import orjson
import polars as pl

from pipelines.problems import Problem, Text, ThadsError

Format = Literal["table", "csv", "json", "xlsx", "parquet"]

_SUFFIXES: dict[str, str] = {f".{name}": name for name in get_args(Format) if name != "table"}
#: Whole numbers beyond this lose digits in a spreadsheet, which keeps 15 significant ones; written as text.
_EXACT = 10**15
_WIDEST = 60
#: Texts that a spreadsheet takes for a formula, and those of them that are only a number or a dash.
_FORMULA, _SIGNED = r"^[=+\-@\t\r]", r"^[+-]?[\d.,\s]*%?$"
_NUMBER_FORMATS = (("_vnd", "#,##0"), ("_pct", "0.00"), ("_points", "0.00"), ("_year", "0"), ("year", "0"))


def format_of(file: Path | None, asked: str | None) -> Format:
    """Return the format to write: as asked, else by the file's suffix, else a table for the screen.

    A file without a suffix is written as CSV.

    Raises:
        ThadsError: ``unknown_format``, ``unknown_suffix``, or ``needs_file`` for a binary format without a file.
    """
    name = asked or (_format_by_suffix(file) if file else "table")
    for known in get_args(Format):
        if name == known:
            if known in ("xlsx", "parquet") and file is None:
                raise _needs_file(known)
            return known  # type: ignore[no-any-return]
    raise _unknown_format(name)


def _format_by_suffix(file: Path) -> str:
    suffix = file.suffix.lower()
    if suffix and suffix not in _SUFFIXES:
        raise _unknown_suffix(file)
    return _SUFFIXES.get(suffix, "csv")


def write(frame: pl.DataFrame, file: Path, kind: Format, *, headers: Mapping[str, str] | None = None) -> None:
    """Write the rows to a file, aside first, so that a crash leaves no half a file under the name.

    Args:
        frame: the rows.
        file: where to; an existing file is replaced.
        kind: ``table`` is written as CSV.
        headers: header text by column name, for Excel and CSV; names without one stay.

    Raises:
        ThadsError: ``cannot_write`` when the folder is missing or not writable.
    """
    aside = file.with_name(f".{file.name}.part")
    try:
        _write(frame, aside, kind, headers or {})
        os.replace(aside, file)  # noqa: PTH105 pathlib's replace is the same call
    except OSError as error:
        aside.unlink(missing_ok=True)
        raise _cannot_write(file, error) from error


def as_csv(frame: pl.DataFrame, headers: Mapping[str, str] | None = None) -> str:
    """Return the rows as CSV text; lists become ``a;b``, a text that a spreadsheet would compute gets an apostrophe."""
    return _renamed(_quoted(_flat(frame)), headers or {}).write_csv()


def _write(frame: pl.DataFrame, file: Path, kind: Format, headers: Mapping[str, str]) -> None:
    if kind == "parquet":
        frame.write_parquet(file)
    elif kind == "json":
        file.write_text(as_json(frame), encoding="utf-8")
    elif kind == "xlsx":
        _write_workbook(_flat(frame), file, headers)
    else:
        file.write_text(as_csv(frame, headers), encoding="utf-8")


def as_json(frame: pl.DataFrame) -> str:
    """Return the rows as a JSON array of objects; see `plain` for numbers."""
    rows = [{name: plain(value) for name, value in row.items()} for row in frame.iter_rows(named=True)]
    return orjson.dumps(rows, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE).decode()


def plain(value: object) -> object:
    """Return a value as JSON has it: decimals as numbers while exact, else text; times in ISO."""
    if isinstance(value, Decimal):
        if value == value.to_integral_value():
            return int(value) if abs(value) < 2**53 else str(int(value))
        return float(value) if len(value.normalize().as_tuple().digits) <= 15 else str(value)
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return [plain(each) for each in value]
    if isinstance(value, dict):
        return {str(key): plain(each) for key, each in value.items()}
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) >= 2**53:
        return str(value)
    return value if value is None or isinstance(value, bool | int | float | str) else str(value)


def _flat(frame: pl.DataFrame) -> pl.DataFrame:
    lists = [name for name, kind in frame.schema.items() if isinstance(kind, pl.List)]
    structs = [name for name, kind in frame.schema.items() if isinstance(kind, pl.Struct)]
    return frame.with_columns(
        *(pl.col(name).cast(pl.List(pl.String)).list.join(";") for name in lists),
        *(pl.col(name).struct.json_encode() for name in structs),
    )


def _quoted(frame: pl.DataFrame) -> pl.DataFrame:
    """Keep texts of reports from becoming formulas where a CSV file is opened; signed numbers stay as they are."""
    texts = [name for name, kind in frame.schema.items() if kind == pl.String]
    return frame.with_columns(
        pl.when(pl.col(name).str.contains(_FORMULA) & ~pl.col(name).str.contains(_SIGNED))
        .then(pl.lit("'") + pl.col(name))
        .otherwise(pl.col(name))
        .alias(name)
        for name in texts
    )


def _renamed(frame: pl.DataFrame, headers: Mapping[str, str]) -> pl.DataFrame:
    names = {name: headers[name] for name in frame.columns if name in headers}
    return frame.rename(names) if len(set(names.values())) == len(names) else frame


def _write_workbook(frame: pl.DataFrame, file: Path, headers: Mapping[str, str]) -> None:
    import xlsxwriter  # 0.3 s that only workbooks should cost

    # Text of reports must stay text: nothing that begins with "=" or looks like a link comes alive.
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(str(file), options) as book:
        sheet = book.add_worksheet("THADS")
        head = book.add_format(
            {"bold": True, "bg_color": "#1F3864", "font_color": "white", "text_wrap": True,
             "valign": "vcenter", "align": "center", "border": 1}
        )  # fmt: skip
        for index, name in enumerate(frame.columns):
            style = book.add_format({"num_format": _number_format(name, frame.schema[name])})
            title = headers.get(name, name)
            sheet.write_string(0, index, title, head)
            values = [_excel(value) for value in frame[name]]
            sheet.write_column(1, index, values, style)
            sheet.set_column(index, index, _width(title, values), style)
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, max(frame.height, 1), max(frame.width - 1, 0))


def _number_format(name: str, kind: pl.DataType) -> str:
    for suffix, number_format in _NUMBER_FORMATS:
        if name.endswith(suffix):
            return number_format
    if isinstance(kind, pl.Datetime):
        return "yyyy-mm-dd hh:mm:ss"
    if isinstance(kind, pl.Date):
        return "yyyy-mm-dd"
    if kind.is_integer():
        return "#,##0"
    return "#,##0.####" if kind.is_numeric() else "General"


def _excel(value: object) -> object:
    if isinstance(value, int | Decimal):
        exact = -_EXACT < value < _EXACT
        return (float(value) if isinstance(value, Decimal) else value) if exact else str(value)
    return value.replace(tzinfo=None) if isinstance(value, datetime) else value


def _width(title: str, values: list[object]) -> int:
    longest = max(
        (len(f"{value:,}" if isinstance(value, float) else str(value)) for value in values), default=0
    )
    return min(max(longest, min(len(title), 24), 8) + 2, _WIDEST)


def _needs_file(name: str) -> ThadsError:
    return ThadsError(
        Problem(
            code="needs_file",
            what=Text(f"Dạng {name} phải ghi ra tệp.", f"The format {name} needs a file."),
            where="--output",
            expected=f"-o TEN_TEP.{name}",
            found="",
            next_step=Text(f"Thêm «-o ket-qua.{name}».", f"Add «-o result.{name}»."),
        )
    )


def _unknown_format(name: str) -> ThadsError:
    return ThadsError(
        Problem(
            code="unknown_format",
            what=Text(f"Không có dạng kết xuất «{name}».", f"There is no format «{name}»."),
            where="--format",
            expected=", ".join(get_args(Format)),
            found=name,
            next_step=Text("Chọn một dạng ở trên.", "Choose one of these."),
        )
    )


def _unknown_suffix(file: Path) -> ThadsError:
    return ThadsError(
        Problem(
            code="unknown_suffix",
            what=Text(
                f"Đuôi tệp «{file.suffix}» không cho biết ghi theo dạng nào.",
                f"The suffix «{file.suffix}» does not tell which format to write.",
            ),
            where="--output",
            expected=", ".join(_SUFFIXES),
            found=file.name,
            next_step=Text("Đặt tên tệp với một đuôi ở trên.", "Give the file one of these suffixes."),
        )
    )


def _cannot_write(file: Path, error: OSError) -> ThadsError:
    return ThadsError(
        Problem(
            code="cannot_write",
            what=Text("Không ghi được tệp kết quả.", "The result file cannot be written."),
            where=str(file),
            expected="",
            found=error.strerror or str(error),
            next_step=Text(
                "Kiểm tra thư mục có tồn tại và có quyền ghi, tệp không đang mở trong Excel.",
                "See that the folder exists and is writable, and that Excel does not hold the file open.",
            ),
        )
    )
