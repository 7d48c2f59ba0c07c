"""Figures of the provincial competitiveness index: points and shares, each with its calendar year.

The year stands in brackets or in words behind the figure ("tăng từ 5,1 điểm (2017) lên 6,2 điểm (năm 2019)",
"đạt 90% năm 2020, so với 70% năm 2016"); a growth spans the two years that the sentence names.

Belongs here: that construction. Does not belong here: core series.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipelines.narrative.walker import Walk

_SCORE = ("pci_legal_institutions", "points")
_SHARE = ("pci_enforced_quickly", "percent")
_CHANGE = ("chg_pp_pci_enforced_quickly", "percent_points")
_YEARS = ("index", "time", "versus", "aside_time")


def read_index(walk: Walk, index: int) -> bool:
    """Read a figure of the index; return whether it was one."""
    figure = walk.line.figure(index)
    if not walk.names_index or figure.measure not in ("points", "percent", "pp"):
        return False
    named = _named(walk, figure.start)
    if not named or (figure.measure != "points" and "pci_nhanh" not in named):
        return False
    years = _years_behind(walk, index)
    before = _years_before(walk, index)
    grows = any(token.kind == "cmp" and token.value in ("up", "down") for token in walk.line.left(index))
    grows = grows and not (years and years[0][1] is False and _is_step(walk, index))
    if figure.measure == "points":
        return _emit(walk, index, _SCORE, years[0][0]) if years else False
    if grows or (years and years[0][1]):
        spanned = [year for year, _ in years[:2]] if len(years) > 1 and years[0][1] else before[-2:]
        if len(spanned) < 2:
            return False
        return _emit(walk, index, _CHANGE, max(spanned), min(spanned))
    told = [year for year, _ in years[:1]] or before[-1:]
    return _emit(walk, index, _SHARE, told[0]) if told else False


def _emit(walk: Walk, index: int, code: tuple[str, str], year: str, versus: str = "") -> bool:
    is_nation = walk.scene.unit == "VN" and walk.scene.own != "VN"
    reading = walk.reading(walk.line.figure(index), 0.93)
    reading.code = code[0] + ("_national" if is_nation and code != _SCORE else "")
    reading.measure, reading.period = code[1], year
    reading.breakdown = f"vs={versus}" if versus else ""
    walk.readings.append(reading)
    return True


def _named(walk: Walk, at: int) -> list[str]:
    """Return the parts of the index named before a figure in its paragraph."""
    end = walk.line.sentence_end(at)
    return [
        area
        for offset, area in walk.areas
        if area.startswith("pci_") and (offset < at or (area == "pci_nhanh" and offset < end))
    ]


def _is_step(walk: Walk, index: int) -> bool:
    """Say whether a figure is an end of "từ … lên …", not the growth itself."""
    token = walk.line.tokens[index]
    head = walk.line.text[max(walk.line.start, token.start - 12) : token.start]
    return head.rstrip().endswith(("từ", "lên", "đến", "còn", "xuống", "tới"))


def _years_behind(walk: Walk, index: int) -> list[tuple[str, bool]]:
    """Return (calendar year, does another figure stand between) of the years behind a figure."""
    found: list[tuple[str, bool]] = []
    crossed = 0
    for token in walk.line.tokens[index + 1 : index + 14]:
        if token.kind in _YEARS and token.value:
            found.append((_calendar(token.value), crossed > 0))
            if crossed == 0:
                break
        elif token.kind == "num":
            crossed += 1
        elif token.kind in ("stop", "semi"):
            break
    return found[:2]


def _years_before(walk: Walk, index: int) -> list[str]:
    start = walk.line.sentence_start(walk.line.tokens[index].start)
    return [
        _calendar(token.value)
        for token in walk.line.tokens_in(start, walk.line.tokens[index].start)
        if token.kind in _YEARS and token.value
    ]


def _calendar(code: str) -> str:
    """The index is of calendar years, whatever year a report counts in."""
    return f"CY{code[2:6]}" if code.startswith("FY") else code
