"""Which of several maps of one form a sheet was made for: the one that leaves least of it unread.

Departments rename and add columns, so that a form may have accepted variants beside the circular's own layout.

Belongs here: choosing among maps of one form and regime. Does not belong here: choosing the form (`recognition`),
matching columns (`columns`).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from pipelines.forms.block import Block
from pipelines.forms.columns import match_columns, whole_paths
from pipelines.forms.headers import find_header
from pipelines.forms.maps import FormMap
from pipelines.readers.model import Merge


def best_fit(block: Block, merges: Sequence[Merge], form_map: FormMap, on: date | None) -> FormMap:
    """Return the map or the variant that reads the sheet; the map itself when none does.

    Of those that find all their columns, the one that leaves the fewest columns of the sheet unread; of equals the
    one whose words are the sheet's very words; of equals the newest a steward accepted.
    """
    variants = [each for each in form_map.variants if on is None or each.is_in_force(on)]
    if not variants:
        return form_map
    ranked = [
        (rank, -number, each)
        for number, each in enumerate((*variants, form_map))
        if (rank := rank_of(block, merges, each))
    ]
    return max(ranked, key=lambda each: each[:2])[2] if ranked else form_map


def rank_of(block: Block, merges: Sequence[Merge], form_map: FormMap) -> tuple[int, int] | None:
    """Return how well a map reads a sheet: columns left unread, negative, and paths met word for word.

    Returns:
        ``None`` when the sheet lacks a column of the map or shows one twice.
    """
    header = find_header(block, tuple(merges), form_map)
    if header is None:
        return None
    matching = match_columns(header, form_map)
    if matching.ambiguous or any(not column.is_optional for column in matching.missing):
        return None
    return -len(matching.unmapped), whole_paths(matching)
