"""Which column of a sheet is which column of the form map: by words, never by place.

Belongs here: matching header paths, the most specific wording first; printed numbers only confirm.
Does not belong here: finding the header (`headers`), what a mismatch leads to (`reading`).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache

from pipelines.forms.headers import LEVELS, Header, HeaderColumn, alias_keys, path_keys
from pipelines.forms.maps import FormColumn, FormMap
from pipelines.forms.words import normal, normal_words


@dataclass(frozen=True, slots=True)
class Matching:
    """Which sheet column is which map column, and what is left over on both sides."""

    columns: tuple[tuple[HeaderColumn, FormColumn], ...]
    label: HeaderColumn | None
    missing: tuple[FormColumn, ...]
    unmapped: tuple[HeaderColumn, ...]
    ambiguous: tuple[tuple[FormColumn, tuple[HeaderColumn, ...]], ...]


@lru_cache(maxsize=1 << 10)
def match_columns(header: Header, form_map: FormMap) -> Matching:
    """Match columns by their words, the most specific wording first; printed numbers only confirm."""
    matched: dict[int, HeaderColumn] = {}
    label = _label_column(header, form_map)
    left = [column for column in header.columns if column is not label and not _is_side_column(column)]
    ambiguous: dict[int, tuple[HeaderColumn, ...]] = {}
    for keys_of in (_exact_keys, _suffix_keys, alias_keys):
        open_columns = [c for c in form_map.value_columns if c.position not in matched | ambiguous.keys()]
        wanted = _unique_keys(open_columns, keys_of)
        hits: dict[int, list[HeaderColumn]] = defaultdict(list)
        for column in left:
            position = next((wanted[key] for key in _sheet_keys(column) if key in wanted), None)
            if position is not None:
                hits[position].append(column)
        for position, found in hits.items():
            best = _most_specific(found, wanted, position)
            if len(best) == 1:
                matched[position] = best[0]
            else:
                ambiguous[position] = tuple(best)
        taken = {column.column for column in matched.values()}
        left = [column for column in left if column.column not in taken]
    return _matching(form_map, matched, label, left, ambiguous)


def number_differences(matching: Matching) -> list[tuple[str, str, str]]:
    """Return (label, number in the map, number on the sheet) where both print one and they differ."""
    return [
        (column.label, column.number, sheet.number)
        for sheet, column in matching.columns
        if column.number and sheet.number and column.number != sheet.number
    ]


def _matching(
    form_map: FormMap,
    matched: dict[int, HeaderColumn],
    label: HeaderColumn | None,
    left: list[HeaderColumn],
    ambiguous: dict[int, tuple[HeaderColumn, ...]],
) -> Matching:
    columns = {column.position: column for column in form_map.value_columns}
    return Matching(
        columns=tuple((matched[position], columns[position]) for position in sorted(matched)),
        label=label,
        missing=tuple(c for p, c in columns.items() if p not in matched and p not in ambiguous),
        unmapped=tuple(column for column in left if column.path),
        ambiguous=tuple((columns[position], found) for position, found in ambiguous.items()),
    )


def _sheet_keys(column: HeaderColumn) -> list[str]:
    """Return the column's path and its shorter and shorter endings; a vague leaf never stands alone."""
    path = path_keys(column.path)
    keys = [LEVELS.join(path[start:]) for start in range(len(path))]
    return [key for key in keys if key not in normal_words("header_vague")]


def _exact_keys(column: FormColumn) -> list[str]:
    return [
        LEVELS.join(path_keys(column.path)),
        normal(column.label),
        LEVELS.join(path_keys(column.label.split(": "))),
    ]


def _suffix_keys(column: FormColumn) -> list[str]:
    path = path_keys(column.path)
    return [LEVELS.join(path[start:]) for start in range(1, len(path))]


def _unique_keys(columns: Iterable[FormColumn], keys_of: Callable[[FormColumn], list[str]]) -> dict[str, int]:
    """Return key → position for the keys that only one column claims."""
    pairs = {(key, column.position) for column in columns for key in keys_of(column) if key}
    counts = Counter(key for key, _ in pairs)
    return {key: position for key, position in pairs if counts[key] == 1}


def _most_specific(found: list[HeaderColumn], wanted: dict[str, int], position: int) -> list[HeaderColumn]:
    """Of several columns with the same name keep those that share the longest part of the path."""

    def shared(column: HeaderColumn) -> int:
        return max(key.count(LEVELS) for key in _sheet_keys(column) if wanted.get(key) == position)

    best = max(map(shared, found))
    return [column for column in found if shared(column) == best]


def _label_column(header: Header, form_map: FormMap) -> HeaderColumn | None:
    """Return the column that names the rows: by its header, else the one marked A, else the first."""
    wanted = form_map.label_column
    keys = {normal(wanted.label), normal(wanted.path[-1])} if wanted else set()
    by_text = [column for column in header.columns if normal(column.leaf) in keys]
    by_mark = [column for column in header.columns if column.number == "A" and not _is_side_column(column)]
    rest = [column for column in header.columns if not _is_side_column(column)]
    return next(iter(by_text or by_mark or rest), None)


def _is_side_column(column: HeaderColumn) -> bool:
    return normal(column.leaf) in normal_words("side_column")


def side_columns(header: Header) -> list[HeaderColumn]:
    """Return the columns of ordinals, which are no figures."""
    return [column for column in header.columns if _is_side_column(column)]
