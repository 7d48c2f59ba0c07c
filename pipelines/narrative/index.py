"""Figures of the provincial competitiveness index: points and shares, each with its calendar year.

The year stands in brackets or in words behind the figure ("tăng từ 5,1 điểm (2017) lên 6,2 điểm (năm 2019)",
"đạt 90% năm 2020, so với 70% năm 2016"); a growth spans the two years that the sentence names.

Belongs here: that construction. Does not belong here: core series.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipelines.narrative.areas import Named

if TYPE_CHECKING:
    from pipelines.narrative.walker import Walk

_SCORE = ("pci_legal_institutions", "points")
_SHARE = ("pci_enforced_quickly", "percent")
_CHANGE = ("chg_pp_pci_enforced_quickly", "percent_points")
#: How far behind a figure a year is still its own: "6,1 điểm của năm 2018".
_NEAR = 16
_YEARS = ("index", "time", "versus", "aside_time")


def names_index(areas: Named) -> bool:
    """Say whether a line names a part of the index."""
    return any(area.startswith("pci_") for area in areas.all)


def read_index(walk: Walk, index: int) -> bool:
    """Read a figure of the index; return whether it was one."""
    figure = walk.line.figure(index)
    if not walk.names_index or figure.measure not in ("points", "percent", "pp"):
        return False
    if not _is_named(walk, figure.start, shares_only=figure.measure != "points"):
        return False
    if figure.measure == "points":
        year = _own_year(walk, index)
        return _emit(walk, index, _SCORE, year) if year else False
    if _grows(walk, index):
        spanned = _spanned(walk, index)
        return _emit(walk, index, _CHANGE, max(spanned), min(spanned)) if len(spanned) > 1 else False
    year = _own_year(walk, index)
    return _emit(walk, index, _SHARE, year) if year else False


def _grows(walk: Walk, index: int) -> bool:
    verb = any(token.kind == "cmp" and token.value in ("up", "down") for token in walk.line.left(index))
    return verb and not _is_step(walk, index)


def _spanned(walk: Walk, index: int) -> list[str]:
    """Return the two years that a growth lies between: named with it, else those of the shares told last."""
    years = [year for year, _ in _years_behind(walk, index)]
    years += reversed(_years_before(walk, index))
    for code in (_code(walk, index, _SHARE), _SHARE[0]):
        years += (each.period for each in walk.told.latest(code, _SHARE[1]))
    return list(dict.fromkeys(years))[:2]


def _own_year(walk: Walk, index: int) -> str:
    """Return the year of a figure: right behind it, before it in its part, behind it, or the one in force."""
    behind = [token for token in walk.line.tokens[index + 1 : index + 4] if token.kind not in ("open", "dim")]
    figure = walk.line.figure(index)
    if behind[:1] and behind[0].kind in _YEARS and behind[0].start - figure.end < _NEAR + len(figure.noun):
        return _calendar(behind[0].value)
    for token in reversed(walk.line.left(index)):
        if token.kind in _YEARS and token.value:
            return _calendar(token.value)
        if token.kind in ("comma", "and"):
            break
    years = _years_behind(walk, index)
    if years and not years[0][1] and not _is_of_next(walk, index):
        return years[0][0]
    before = _years_before(walk, index, ("index", "time"))
    told = before[-1] if before else _calendar(walk.index_year)
    return told or (years[0][0] if years else "")


def _is_of_next(walk: Walk, index: int) -> bool:
    """Say whether the year behind opens what is told of another figure: "78%, trong khi năm 2018 chỉ có 69%"."""
    ahead = walk.line.tokens[index + 1 : index + 12]
    for position, token in enumerate(ahead):
        if token.kind in ("cmp", "base"):
            return True
        if token.kind in _YEARS:
            return any(each.kind == "num" for each in ahead[position + 1 : position + 3])
    return False


def _code(walk: Walk, index: int, code: tuple[str, str]) -> str:
    return code[0] + ("_national" if _is_nation(walk, index) and code != _SCORE else "")


def _is_nation(walk: Walk, index: int) -> bool:
    """Say whether the share is the country's, told beside the province's own."""
    cues = [token for token in walk.line.left(index) if token.kind in ("unit", "place")]
    nearest = cues[-1].value if cues else walk.scene.unit
    return nearest == "VN" and walk.scene.own != "VN"


def _emit(walk: Walk, index: int, code: tuple[str, str], year: str, versus: str = "") -> bool:
    reading = walk.reading(walk.line.figure(index), 0.93)
    reading.code = _code(walk, index, code)
    if reading.code.endswith("_national"):
        reading.unit = "VN"
    reading.measure, reading.period = code[1], year
    reading.breakdown = f"vs={versus}" if versus else ""
    walk.told.add(reading)
    return True


def _is_named(walk: Walk, at: int, *, shares_only: bool) -> bool:
    """Say whether a part of the index is named before a figure in its paragraph, or its share behind it in its sentence."""
    if walk.areas.names("pci_nhanh", 0, walk.line.sentence_end(at)):
        return True
    return not shares_only and any(
        area.startswith("pci_") and walk.areas.names(area, 0, at) for area in walk.areas.all
    )


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


def _years_before(walk: Walk, index: int, kinds: tuple[str, ...] = _YEARS) -> list[str]:
    return [
        _calendar(token.value)
        for token in walk.line.sentence_before(walk.line.tokens[index].start)
        if token.kind in kinds and token.value
    ]


def _calendar(code: str) -> str:
    """The index is of calendar years, whatever year a report counts in."""
    return f"CY{code[2:6]}" if code.startswith("FY") else code
