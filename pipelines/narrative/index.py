"""Figures of the provincial competitiveness index: points and shares with the year in brackets.

Belongs here: the construction "tăng 9,5% (từ 70,5% (2017) lên 80% (2019))". Does not belong here: core series.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipelines.narrative.walker import Walk

_SCORE = ("pci_legal_institutions", "points")
_SHARE = ("pci_enforced_quickly", "percent")
_CHANGE = ("chg_pp_pci_enforced_quickly", "percent_points")


def read_index(walk: Walk, index: int) -> bool:
    """Read a figure of the index; return whether it was one."""
    figure = walk.line.figure(index)
    if not walk.names_index or figure.measure not in ("points", "percent", "pp"):
        return False
    named = [area for offset, area in walk.areas if offset < figure.start and area.startswith("pci_")]
    if not named:
        return False
    years = _years_behind(walk, index)
    if not years:
        return False
    is_nation = walk.scene.unit == "VN" and walk.scene.own != "VN"
    if figure.measure == "points":
        code, measure = _SCORE
    elif years[0][1] and len(years) > 1:
        code, measure = _CHANGE
    else:
        code, measure = _SHARE
    if code != _SCORE[0] and "pci_nhanh" not in named:
        return False
    reading = walk.reading(figure, 0.93)
    reading.code, reading.measure = code + ("_national" if is_nation else ""), measure
    reading.period = years[0][0] if code != _CHANGE[0] else years[1][0]
    reading.breakdown = f"vs={years[0][0]}" if code == _CHANGE[0] else ""
    walk.readings.append(reading)
    return True


def _years_behind(walk: Walk, index: int) -> list[tuple[str, bool]]:
    """Return (calendar year, does another figure stand between) of the bracketed years behind a figure."""
    found: list[tuple[str, bool]] = []
    crossed = 0
    for token in walk.line.tokens[index + 1 : index + 12]:
        if token.kind == "index":
            found.append((token.value, crossed > 0))
            if crossed == 0:
                break
        elif token.kind == "num":
            crossed += 1
        elif token.kind in ("stop", "semi"):
            break
    return found[:2]
