"""Which map and which unit a person means by the codes on a command line.

Belongs here: defaults and messages for such codes. Does not belong here: recognising sheets (`recognition`).
"""

from __future__ import annotations

from pipelines.forms import refusals
from pipelines.forms.maps import FormMap, MapBook, default_book
from pipelines.problems import Problem, Text, ThadsError
from pipelines.reference import units
from pipelines.reference.periods import Period
from pipelines.reference.units import Unit


def choose_map(form_code: str, regime: str, period: Period | None, maps: MapBook | None = None) -> FormMap:
    """Return the map of a form: under the regime named, else in force at the period's end, else the newest.

    Raises:
        ThadsError: ``unknown_form``, ``form_not_in_force``, or ``layout_unknown`` when its columns are not known.
    """
    book = maps or default_book()
    known = [each for each in book.maps if each.form_code == form_code and regime in ("", each.regime)]
    if not known:
        raise ThadsError(refusals.unknown_form(f"{form_code} {regime}".strip(), book.codes()))
    if period is not None and not regime:
        chosen = book.map_for(form_code, period.end)
    else:
        chosen = max(known, key=lambda each: (bool(each.columns), each.valid_from))
    if not chosen.columns:
        raise ThadsError(refusals.layout_unknown(form_code, chosen.regime, chosen.circular, form_code))
    return chosen


def choose_unit(code: str) -> Unit | None:
    """Return the unit of a code, ``None`` for no code.

    Raises:
        ThadsError: ``unit_unknown``.
    """
    if not code:
        return None
    try:
        return units.get(code)
    except KeyError:
        what = Text(f"Không có đơn vị mang mã «{code}».", f"There is no unit «{code}».")
        next_step = Text(
            "Dùng mã trong danh mục đơn vị (units.csv, districts.csv).", "Use a code of the list of units."
        )
        raise ThadsError(
            Problem("unit_unknown", what, code, "P63-38, P34-82, D-381", code, next_step)
        ) from None
