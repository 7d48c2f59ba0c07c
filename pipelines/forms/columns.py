"""Which column of a sheet is which column of the form map: by words, never by place.

Belongs here: matching header paths, the most specific wording first; printed numbers only confirm.
Does not belong here: finding the header (`headers`), the words (`terms`), what a mismatch leads to (`reading`).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache

from pipelines.forms.headers import Header, HeaderColumn
from pipelines.forms.maps import FormColumn, FormMap
from pipelines.forms.terms import (
    LEVELS,
    alias_keys,
    is_foreign_path,
    known_segments,
    label_keys,
    loose,
    path_keys,
    start_terms,
    suffixes,
    term_keys,
    without_brackets,
)
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
    """Match columns by their words, the most specific wording first; what is left over may settle what was open."""
    if form_map.map_id and (printed := _match_printed(header, form_map)):
        return printed
    label = label_column(header, form_map)
    walk = _Matcher(form_map, [c for c in header.columns if c is not label and not _is_side_column(c)])
    while walk.step():
        pass
    return _matching(form_map, walk.matched, label, walk.left, walk.ambiguous)


class _Matcher:
    """One sheet's columns against one map: passes from exact to loose, again while anything new was settled."""

    def __init__(self, form_map: FormMap, columns: list[HeaderColumn]) -> None:
        self._map = form_map
        self._known = known_segments(form_map)
        self.left = columns
        self.matched: dict[int, HeaderColumn] = {}
        self.ambiguous: dict[int, tuple[HeaderColumn, ...]] = {}

    def step(self) -> bool:
        """Run every pass once; say whether a column was settled."""
        before = len(self.matched) + len(self.ambiguous)
        for keys_of in (_exact_keys, _suffix_keys, term_keys, alias_keys):
            self._settle(keys_of, _sheet_keys)
        if len(self.matched) + len(self.ambiguous) == before:
            self._settle(_loose_keys, _loose_sheet_keys)
        if len(self.matched) + len(self.ambiguous) == before:
            self._settle_starts()
        return len(self.matched) + len(self.ambiguous) > before

    def _open(self) -> list[FormColumn]:
        return [c for c in self._map.value_columns if c.position not in self.matched | self.ambiguous.keys()]

    def _settle(
        self, keys_of: Callable[[FormColumn], list[str]], sheet_keys: Callable[[HeaderColumn], list[str]]
    ) -> None:
        wanted = _unique_keys(self._open(), keys_of)
        hits: dict[int, list[tuple[int, HeaderColumn]]] = defaultdict(list)
        for column in self.left:
            if is_foreign_path(column.path, self._known):
                continue
            found = next(((wanted[key], key) for key in sheet_keys(column) if key in wanted), None)
            if found is not None:
                position, key = found
                hits[position].append((self._strangeness(column, key), column))
        for position, claims in hits.items():
            self._claim(position, claims)

    def _settle_starts(self) -> None:
        """A rate is called «Tỷ lệ …» in a dozen ways; the only open rate takes the only such column."""
        for column in self._open():
            starts = start_terms(column.indicator)
            claims = [
                (len(each.path), each)
                for each in self.left
                if starts
                and not is_foreign_path(each.path, self._known)
                and normal(each.leaf).startswith(starts)
            ]
            if claims:
                self._claim(column.position, claims)

    def _claim(self, position: int, claims: list[tuple[int, HeaderColumn]]) -> None:
        least = min(strange for strange, _ in claims)
        best = [column for strange, column in claims if strange == least]
        if len(best) > 1:
            self.ambiguous[position] = tuple(best)
            return
        self.matched[position] = best[0]
        self.left = [column for column in self.left if column is not best[0]]

    def _strangeness(self, column: HeaderColumn, key: str) -> int:
        """Return how little of the column's path the key and the map explain; 0 is the whole path."""
        path = path_keys(column.path)
        above = path[: max(0, len(path) - key.count(LEVELS) - 1)]
        unknown = sum(segment not in self._known for segment in above)
        return 100 * unknown + len(above)


def whole_paths(matching: Matching) -> int:
    """Return how many columns print the map's whole path, word for word."""
    return sum(path_keys(sheet.path) == path_keys(column.path) for sheet, column in matching.columns)


def _match_printed(header: Header, form_map: FormMap) -> Matching | None:
    """Match a learned map by the very words it was learned from; equal words are told apart by number, then order.

    Returns:
        ``None`` unless the sheet prints every column of the map.
    """
    label = label_column(header, form_map)
    left = [column for column in header.columns if column is not label and not _is_side_column(column)]
    on_sheet, on_map = defaultdict(list), defaultdict(list)
    for sheet in left:
        on_sheet[LEVELS.join(path_keys(sheet.path))].append(sheet)
    for column in form_map.value_columns:
        on_map[LEVELS.join(path_keys(column.path))].append(column)
    matched: dict[int, HeaderColumn] = {}
    for key, columns in on_map.items():
        pairs = _paired(on_sheet.get(key, []), columns)
        if pairs is None:
            return None
        matched |= pairs
    taken = {column.column for column in matched.values()}
    return _matching(form_map, matched, label, [column for column in left if column.column not in taken], {})


def _paired(sheets: list[HeaderColumn], columns: list[FormColumn]) -> dict[int, HeaderColumn] | None:
    """Pair columns of one name: one with one, by printed number, or in the order they stand in."""
    numbers = {sheet.number: sheet for sheet in sheets if sheet.number}
    if len(numbers) == len(sheets) > 1 and all(column.number in numbers for column in columns):
        return {column.position: numbers[column.number] for column in columns}
    if len(sheets) != len(columns):
        return None
    ordered = sorted(columns, key=lambda column: column.position)
    return {column.position: sheet for column, sheet in zip(ordered, sheets, strict=True)}


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
    keys = suffixes(path_keys(column.path))
    return [key for key in keys if key not in normal_words("header_vague")]


def _loose_sheet_keys(column: HeaderColumn) -> list[str]:
    bare = suffixes(path_keys(map(without_brackets, column.path)))
    keys = [*bare, *map(loose, _sheet_keys(column)), *map(loose, bare)]
    return [key for key in dict.fromkeys(keys) if key and key not in normal_words("header_vague")]


def _exact_keys(column: FormColumn) -> list[str]:
    return [
        LEVELS.join(path_keys(column.path)),
        normal(column.label),
        LEVELS.join(path_keys(column.label.split(": "))),
    ]


def _suffix_keys(column: FormColumn) -> list[str]:
    return [key for key in suffixes(path_keys(column.path))[1:] if key not in normal_words("header_vague")]


def _loose_keys(column: FormColumn) -> list[str]:
    bare = without_brackets(column.label)
    keys = [
        *_exact_keys(column),
        *_suffix_keys(column),
        *term_keys(column),
        *alias_keys(column),
        normal(bare),
    ]
    return [*map(loose, keys), *keys]


def _unique_keys(columns: Iterable[FormColumn], keys_of: Callable[[FormColumn], list[str]]) -> dict[str, int]:
    """Return key → position for the keys that only one column claims."""
    pairs = {(key, column.position) for column in columns for key in keys_of(column) if key}
    counts = Counter(key for key, _ in pairs)
    return {key: position for key, position in pairs if counts[key] == 1}


def label_column(header: Header, form_map: FormMap) -> HeaderColumn | None:
    """Return the column that names the rows: by its header, else the first of those before the figures that holds names."""
    rest = [column for column in header.columns if not _is_side_column(column)]
    wanted = label_keys(form_map)
    by_text = [column for column in rest if normal(column.leaf) in wanted or normal(column.text) in wanted]
    known = known_segments(form_map)
    before: list[HeaderColumn] = []
    for column in rest:
        if path_keys(column.path) and path_keys(column.path)[0] in known - wanted:
            break
        before.append(column)
    wordy = [column for column in before if column.is_wordy]
    return next(iter((*by_text, *wordy, *before, *rest)), None)


def officer_column(matching: Matching, form_map: FormMap) -> HeaderColumn | None:
    """Return the column that names officers beside the one that names their offices, on a form that has both."""
    if matching.label is None or "enforcer" not in form_map.row_axis:
        return None
    named = (each for each in matching.unmapped if normal(each.leaf) in normal_words("label_officer"))
    return next((each for each in named if each.is_wordy and each.column > matching.label.column), None)


def _is_side_column(column: HeaderColumn) -> bool:
    return normal(column.leaf) in normal_words("side_column")


def side_columns(header: Header, label: HeaderColumn | None) -> list[HeaderColumn]:
    """Return the columns of ordinals, which are no figures."""
    unnamed = [c for c in header.columns if label and c.column < label.column and not c.path]
    return [column for column in header.columns if _is_side_column(column) or column in unnamed]
