"""Who reports, as the lines above a table say it: behind a label, alone on one line or two, or inside a title.

Belongs here: finding the name. Does not belong here: which unit it means (`unit_names`), other lines (`letterhead`).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

from pipelines.forms.lines import Line
from pipelines.forms.unit_names import has_place, level_of
from pipelines.forms.words import circulars_of, money_scale, normal, starts_with

_LONGEST_NAME = 90
_INSIDE = re.compile(
    r"(?<!tổng )\b(?:(?:chi\s+)?cục|phòng)\s+(?:thi\s+hành\s+án|thads|tha)\b.*", re.IGNORECASE | re.DOTALL
)
#: What ends a name inside a title: a period, a bracket, a dash between clauses.
_END = re.compile(
    r"\s*(?:[(;:,]|\s[-–]\s|\b\d{1,2}\s*(?:tháng|t)\b|\b(?:tháng|quý|năm|kỳ|từ|trong|ban hành)\b).*",
    re.IGNORECASE | re.DOTALL,
)


def reporter_of(lines: list[Line], labelled: Iterable[Line], recipients: Collection[str]) -> tuple[str, str]:
    """Return who reports and the cell it stands in: the labelled line, else the lowest agency above the table.

    Args:
        lines: the lines above the table.
        labelled: the values of «Đơn vị báo cáo: …» and its like.
        recipients: the values of «Đơn vị nhận báo cáo: …».
    """
    for line in labelled:
        if line.text and money_scale(line.text) is None:
            return line.text, line.address
    free = [line for line in lines if line.text not in recipients and not circulars_of(line.text)]
    alone = [
        (name, line.address)
        for line in free
        if ":" not in line.text
        and len(line.text) < _LONGEST_NAME
        and level_of(bare := line.text.strip("()[] "))
        and (name := _with_place(bare, line, lines))
    ]
    # A letterhead names the superior agency first and the sender under it.
    alone.sort(key=lambda found: level_of(found[0]) != "district")
    inside = ((name, line.address) for line in free if (name := _inside(line.text)))
    return next(iter((*alone, *inside)), ("", ""))


def _with_place(name: str, line: Line, lines: list[Line]) -> str:
    """Return an agency with its place, which letterheads print below it: «CỤC THI HÀNH ÁN DÂN SỰ», «TỈNH …»."""
    if has_place(name):
        return name
    at = lines.index(line)
    below = (
        each for each in lines[at + 1 :]
        if each.column == line.column and each.row <= line.row + 1 and starts_with("unit_kind").match(normal(each.text))
    )  # fmt: skip
    place = next(below, None)
    return f"{name} {place.text}" if place else name


def _inside(text: str) -> str:
    """Return the agency a title names: «… CỦA CỤC THADS TỈNH … 6 THÁNG NĂM 2021»."""
    found = _INSIDE.search(text)
    name = _END.sub("", found[0]).strip(" .") if found else ""
    return name if name and has_place(name) else ""
