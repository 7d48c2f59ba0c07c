"""Answer keys: texts with the figures that people found in them, mapped from words to codes.

The mapping is the only lenience of the score:

- an indicator that `indicator_vi_codes.csv` marks ambiguous or by_context matches any of its codes;
- ``2021`` matches the calendar year and the fiscal year; ``hằng năm`` any period; ``X so Y`` is period X
  with ``vs=Y``;
- a unit name resolves through the registry on the day of publication.

Belongs here: files to `KeyText`. Does not belong here: comparing (`compare`).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path

from pipelines.narrative import subjects
from pipelines.narrative.fold import Folded
from pipelines.problems import Problem, Text, ThadsError
from pipelines.reference import indicators, units

_NATION = ("toàn quốc", "cả nước", "hệ thống thads")
_FIELDS = ("indicator", "unit_name", "period", "value", "unit", "qualifier")
_QUALIFIERS = ("exact", "more_than", "nearly", "about")

Json = dict[str, object]


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """One line of an answer key, mapped to codes; every set holds the accepted answers.

    Attributes:
        quote: the words of the text the figure stands in, ``""`` when the key has none.
        shown: the line as people wrote it.
    """

    indicators: frozenset[tuple[str, str]]
    units: frozenset[str]
    periods: frozenset[str]
    any_period: bool
    breakdown: str | None
    value: Decimal
    qualifier: str
    quote: str
    shown: str


@dataclass(frozen=True, slots=True)
class KeyText:
    """One text with its key."""

    name: str
    text: str
    published: date | None
    title: str
    figures: tuple[KeyFigure, ...]


def load_keys(paths: Iterable[Path]) -> list[KeyText]:
    """Return the texts of folders and files: lists or single objects, the text inside or in a file beside.

    Raises:
        ThadsError: ``bad_key`` names the file and the figure; ``no_keys`` when there is none at all.
    """
    given = list(paths)
    found = [
        key for path in given for file in _files(path) for key in _read(file, is_named=not path.is_dir())
    ]
    if not found:
        raise ThadsError(_no_keys(given))
    return found


def unit_codes(name: str, on: date) -> set[str]:
    """Return the units a key's name stands for on a day; ``*-C2`` is the second cluster of whichever department."""
    plain = re.sub(r"\s*\(.*\)", "", name).strip()
    if plain.casefold() in _NATION:
        return {"VN"}
    number = re.fullmatch(r"Cụm (?:thi đua )?(?:số )?(\d+)(.*)", plain)
    names = [plain, re.sub(r"^(?:Chi cục|Cục)?\s*THADS\s+", "", plain)]
    if number:
        names.append(f"Cụm {number[1]}")
    found = {unit.code for each in names for unit in units.find(each, on)}
    if number:
        found.add(f"*-C{int(number[1])}")
    if region := re.search(r"[Kk]hu vực (?:số )?(\d+)", plain):
        found.add(f"*-K{int(region[1])}")
    if not found:
        # Another spelling of the name (Đắk, Đắc; Ana, A Na): the reader's gazetteer knows them.
        found = {code for place in subjects.find(Folded(plain), on) for code in place.codes}
    return found or {unit.code for each in names for unit in units.find(each, date(2025, 6, 30))}


def _files(path: Path) -> list[Path]:
    return sorted(path.rglob("*.json")) if path.is_dir() else [path]


def _read(file: Path, *, is_named: bool) -> Iterator[KeyText]:
    """Yield the texts of a file; other JSON of a folder is passed over, a file named on purpose must be a key."""
    try:
        data = json.loads(file.read_text(encoding="utf-8"), parse_float=Decimal)
    except (ValueError, UnicodeDecodeError) as error:
        raise ThadsError(_bad(str(file), "JSON UTF-8", str(error))) from error
    items = data if isinstance(data, list) else [data]
    keys = [item for item in items if isinstance(item, dict) and "figures" in item]
    if not keys and is_named:
        raise ThadsError(_bad(str(file), '{"text": …, "figures": […]}', str(data)[:60]))
    for number, item in enumerate(keys, 1):
        yield _key_text(item, file, f"{file.name} · {item.get('id') or number}")


def _key_text(item: Json, file: Path, where: str) -> KeyText:
    figures = item["figures"]
    if not isinstance(figures, list) or not all(isinstance(each, dict) for each in figures):
        raise ThadsError(_bad(f"{where}: figures", "[{…}, …]", str(figures)[:60]))
    published = _published(str(item.get("published") or ""))
    on = published or _latest(figures)
    return KeyText(
        name=str(item.get("file") or item.get("id") or file.stem),
        text=_text(item, file, where),
        published=published,
        title=str(item.get("title") or ""),
        figures=tuple(_figure(each, on, f"{where}: figures[{at}]") for at, each in enumerate(figures)),
    )


def _text(item: Json, file: Path, where: str) -> str:
    if isinstance(item.get("text"), str):
        return str(item["text"])
    beside = file.parent / str(item.get("file") or "")
    if item.get("file") and beside.is_file():
        return beside.read_text(encoding="utf-8")
    raise ThadsError(_bad(where, '"text", "file"', str(item.get("file") or "")))


def _published(text: str) -> date | None:
    """Return the day; a year alone ("2021 (không ghi ngày)") is taken as its last day."""
    if match := re.match(r"(\d{4})-(\d{2})-(\d{2})", text):
        return date(int(match[1]), int(match[2]), int(match[3]))
    if match := re.match(r"((?:19|20)\d{2})", text):
        return date(int(match[1]), 12, 31)
    return None


def _latest(figures: list[Json]) -> date:
    ends = [str(each.get("period_end")) for each in figures if each.get("period_end")]
    return date.fromisoformat(max(ends)) if ends else date(2021, 12, 31)


def _figure(row: Json, on: date, where: str) -> KeyFigure:
    absent = [name for name in _FIELDS if row.get(name) in (None, "")]
    if absent:
        raise ThadsError(_bad(where, ", ".join(_FIELDS), f"∅ {', '.join(absent)}"))
    vi_code, unit, qualifier = str(row["indicator"]), str(row["unit"]), str(row["qualifier"])
    if qualifier not in _QUALIFIERS:
        raise ThadsError(_bad(f"{where}.qualifier", ", ".join(_QUALIFIERS), qualifier))
    period, breakdown, any_period = _periods(str(row["period"]))
    return KeyFigure(
        indicators=frozenset(_indicators(vi_code, unit)),
        units=frozenset(unit_codes(str(row["unit_name"]), on)),
        periods=period,
        any_period=any_period,
        breakdown=breakdown,
        value=_value(row["value"], where),
        qualifier=qualifier,
        quote=str(row.get("quote") or ""),
        shown=f"{vi_code} | {row['unit_name']} | {row['period']} | {row['value']} {unit} | {qualifier}",
    )


def _value(value: object, where: str) -> Decimal:
    try:
        return Decimal(str(value))
    except InvalidOperation as error:
        raise ThadsError(_bad(f"{where}.value", "1234.5", str(value))) from error


def _indicators(vi_code: str, unit: str) -> list[tuple[str, str]]:
    """Return every (code, measure) a key's indicator stands for; codes of the catalogue are taken as they are."""
    known = indicators.all_indicators()
    return (
        indicators.by_vi_code(vi_code, unit)
        or [pair for pair, each in known.items() if vi_code in each.vi_codes]
        or [pair for pair in known if pair[0] == vi_code]
    )


def _periods(text: str) -> tuple[frozenset[str], str | None, bool]:
    if text in ("hằng năm", "hàng năm"):
        return frozenset(), None, True
    head, _, versus = text.partition(" so ")
    codes = {head}
    if re.fullmatch(r"\d{4}", head):
        codes = {f"CY{head}", f"FY{head}"}
    elif match := re.fullmatch(r"(\d{4})\.\.(\d{4})", head):
        codes = {f"CY{match[1]}..CY{match[2]}", f"FY{match[1]}..FY{match[2]}"}
    elif match := re.fullmatch(r"(\d{4}-\d{2}-\d{2})\.\.(\d{4}-\d{2}-\d{2})", head):
        codes = {head, f"AT{match[1]}..AT{match[2]}"}
    if not versus:
        return frozenset(codes), None, False
    return frozenset(codes), f"vs={'CY' if versus.isdigit() else ''}{versus}", False


def _bad(where: str, expected: str, found: str) -> Problem:
    return Problem(
        code="bad_key",
        what=Text("Tệp đáp án không đúng mẫu.", "An answer key is not well formed."),
        where=where,
        expected=expected,
        found=found,
        next_step=Text(
            "Sửa tệp đáp án; mẫu ở docs/how-to/narrative.md.",
            "Mend the key; docs/how-to/narrative.md shows one.",
        ),
    )


def _no_keys(paths: list[Path]) -> Problem:
    return Problem(
        code="no_keys",
        what=Text("Không có văn bản nào kèm đáp án.", "There is no text with an answer key."),
        where=", ".join(map(str, paths)),
        expected="*.json: text, figures",
        found="0",
        next_step=Text("Chỉ đúng thư mục có đáp án.", "Name the folder that has the keys."),
    )
