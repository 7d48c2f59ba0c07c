"""The plain alternative: a script with pandas and openpyxl that turns the same workbooks into the same long rows.

What an analyst writes in an afternoon: no guards, no letterhead, no aliases, no notes; the form is known from the
sheet's name, columns by the printed numbers, offices by their exact names.

Belongs here: that script, for comparison only. Does not belong here: anything the project uses.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from pathlib import Path

import pandas as pd

from pipelines.forms.maps import FormMap, default_book
from pipelines.reference import units
from pipelines.reference.periods import Period

_ORDINAL = re.compile(r"^\s*(?:[IVXLC]+|\d+(?:\.\d+)*|-)[.)\s]+")
_NAMES = {"Chi cục THADS": "", "Cục THADS": ""}


def read_month(files: Sequence[Path], period: Period) -> pd.DataFrame:
    """Return every figure of the workbooks as one long frame."""
    return pd.concat([_read_book(file, period) for file in files], ignore_index=True)


def _read_book(file: Path, period: Period) -> pd.DataFrame:
    maps = {m.form_code.replace("/", "-"): m for m in default_book().maps if m.is_in_force(period.end)}
    sheets = pd.read_excel(file, sheet_name=None, header=None, engine="openpyxl")
    found = [
        _read_sheet(frame, name, maps[name], file, period) for name, frame in sheets.items() if name in maps
    ]
    return pd.concat(found, ignore_index=True) if found else pd.DataFrame()


def _read_sheet(
    frame: pd.DataFrame, name: str, form_map: FormMap, file: Path, period: Period
) -> pd.DataFrame:
    texts = frame.astype("string").fillna("")
    numbered = texts.index[(texts == "A").any(axis=1) & (texts == "1").any(axis=1)]
    if not len(numbered):
        return pd.DataFrame()
    head = int(numbered[0])
    by_number = {column.number: column for column in form_map.value_columns if column.number}
    columns = {at: by_number[mark] for at, mark in texts.loc[head].items() if mark in by_number}
    label_at = next(at for at, mark in texts.loc[head].items() if mark == "A")
    table = texts.loc[head + 1 :, [label_at, *columns]]
    long = table.reset_index().melt(id_vars=["index", label_at], var_name="column", value_name="printed")
    long = long[long["printed"].str.match(r"^-?[\d.,]+$")]
    subjects = _subjects(table[label_at], file.parts[-3])
    long["unit_code"] = long["index"].map(subjects)
    long["indicator_code"] = long["column"].map({at: each.indicator for at, each in columns.items()})
    long["measure"] = long["column"].map({at: each.measure for at, each in columns.items()})
    long["value"] = [
        _value(text, form_map.money_scale if measure == "vnd" else 1)
        for text, measure in zip(long["printed"], long["measure"], strict=True)
    ]
    long["locator"] = [
        f"{name}!{at + 1}:{row + 1}" for at, row in zip(long["column"], long["index"], strict=True)
    ]
    long["period_code"] = period.code
    long["observation_id"] = [
        hashlib.sha256("|".join(map(str, row)).encode()).hexdigest()[:32]
        for row in long[["unit_code", "period_code", "indicator_code", "value", "locator"]].itertuples(
            index=False
        )
    ]
    return long.drop(columns=[label_at, "index", "column"])


def _subjects(labels: pd.Series, department: str) -> Mapping[int, str]:
    return dict(_walk(labels, department))


def _walk(labels: pd.Series, department: str) -> Iterator[tuple[int, str]]:
    names = {unit.short_name: unit.code for unit in units.all_units().values() if unit.parent == department}
    current = department
    for index, label in labels.items():
        bare = _ORDINAL.sub("", str(label))
        for word, replacement in _NAMES.items():
            bare = bare.replace(word, replacement)
        current = names.get(bare.strip(), current)
        yield int(str(index)), current


def _value(text: str, scale: int) -> Decimal | None:
    try:
        return Decimal(text) * scale
    except InvalidOperation:
        return None
