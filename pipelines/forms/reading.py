"""Forms of a document to observations: the one engine that applies any form map to any sheet.

Belongs here: the order of the steps and what stops a sheet. Does not belong here: the steps themselves.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

import polars as pl

from pipelines.forms import notes, refusals
from pipelines.forms.block import Block
from pipelines.forms.cells import Figures, is_figure, observations
from pipelines.forms.columns import Matching, match_columns, number_differences, officer_column, side_columns
from pipelines.forms.copies import hidden_copies
from pipelines.forms.figure_notes import columns_by_figures
from pipelines.forms.headers import Header, HeaderColumn, address_of, find_header, repeated_headers
from pipelines.forms.maps import FormMap, MapBook
from pipelines.forms.matches import FormHints, FormMatch
from pipelines.forms.officer_rows import with_officers
from pipelines.forms.proof import Proven, prove, told
from pipelines.forms.recognition import recognise
from pipelines.forms.returned import is_returned
from pipelines.forms.rows import Context, Row, classify
from pipelines.forms.version import PARSER
from pipelines.forms.words import looks_like_figure
from pipelines.problems import Problem, ThadsError
from pipelines.readers.model import Cell, Document, cell_address
from pipelines.reference import units


@dataclass(frozen=True, slots=True)
class IdentifiedForm:
    """One form that was read: what it is, whose, for which period (its slot), with which accepted map."""

    sheet: str
    form_code: str
    regime: str
    title: str
    unit_code: str
    period_code: str
    is_synthetic: bool
    map_id: str = ""


@dataclass(frozen=True, slots=True)
class FormReading:
    """Everything the forms of one document say.

    Attributes:
        observations: frame of `pipelines.observations.SCHEMA`.
        identified: the forms that were read, in the order of the sheets.
        notes: what a person should look at; it stopped at most single cells, rows or columns.
        refused: why sheets were not read at all.
        unread: the forms of those sheets, as far as unit, form and period are known.
    """

    observations: pl.DataFrame
    identified: tuple[IdentifiedForm, ...]
    notes: tuple[Problem, ...] = field(default=())
    refused: tuple[Problem, ...] = field(default=())
    unread: tuple[IdentifiedForm, ...] = field(default=())


class _SheetStoppedError(Exception):
    """Carries the problem that keeps one sheet from being read."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.code)
        self.problem = problem


def read_forms(
    document: Document, report_id: str, hints: FormHints, maps: MapBook | None = None
) -> FormReading:
    """Read every official form of a document.

    Args:
        document: what a reader made of the file.
        report_id: sha256 of the file's bytes.
        hints: folder and file name.
        maps: form maps; the reference tables' when not given.

    Returns:
        Observations, what was identified, notes; ``notes`` includes ``refused``.

    Raises:
        ThadsError: no sheet could be read; the problem of the first form, or ``no_form``.
    """
    reading = read_all(document, report_id, hints, maps)
    if not reading.identified:
        raise ThadsError(reading.refused[0] if reading.refused else refusals.no_form(hints.file_name))
    return reading


def read_all(
    document: Document, report_id: str, hints: FormHints, maps: MapBook | None = None
) -> FormReading:
    """Read like `read_forms`, but return what there is even when no sheet could be read."""
    figures = Figures()
    identified: list[IdentifiedForm] = []
    collected: list[Problem] = []
    refused: list[Problem] = []
    unread: list[IdentifiedForm] = []
    matches = recognise(document, hints, maps)
    copies = hidden_copies(matches)
    collected.extend(notes.hidden_copy(hidden, visible) for hidden, visible in copies.values())
    for place, match in enumerate(matches):
        if place in copies:
            continue
        collected.extend(match.notes)
        try:
            sheet_notes = _read_sheet(match, figures)
        except _SheetStoppedError as stop:
            refused.append(stop.problem)
            unread.append(_identified(match))
            continue
        collected.extend(sheet_notes)
        identified.append(_identified(match))
    collected.extend(_other_sheets(document, matches) if identified else ())
    rows, unreadable = observations(figures, report_id, PARSER)
    told = tuple(each for each in unread if each.unit_code and each.form_code and each.period_code)
    return FormReading(rows, tuple(identified), (*refused, *collected, *unreadable), tuple(refused), told)


def _read_sheet(match: FormMatch, figures: Figures) -> tuple[Problem, ...]:
    form_map, period = match.form_map, match.period
    if match.problem is not None or form_map is None or period is None:
        raise _SheetStoppedError(match.problem or refusals.no_form(match.sheet.name))
    header, table, matching, proven = _layout(match, form_map, period.end)
    column_notes = _check_columns(matching, header, form_map, match)
    if proven:
        where = f"{match.sheet.name}!{address_of(header, proven[0].sheet)}"
        column_notes = (*column_notes, columns_by_figures(where, told(proven)))
    rows = _data_rows(table, matching, header, officer_column(matching, form_map))
    on = max(period.end, units.get(match.unit_code).valid_from or period.end)
    context = Context(match.unit_code, on, form_map.row_axis, match.sheet.name, form_map.breakdown)
    subjects, row_notes = classify(rows, context, _rows_before(match, form_map, period.end))
    hidden = _hidden(match, matching, [row.row for row in rows])
    written = figures.add(table, match.sheet.name, matching.columns, subjects, period, match.scale)
    return (*column_notes, *row_notes, *hidden, *written)


def _layout(
    match: FormMatch, form_map: FormMap, on: date
) -> tuple[Header, Block, Matching, tuple[Proven, ...]]:
    """Return a sheet's header, the cells below it, and which column is which by words and by figures."""
    header = match.header or find_header(match.block, match.sheet.merges, form_map)
    if header is None:
        raise _SheetStoppedError(_no_table(form_map, match.sheet.name))
    table = match.block.between(header.last_row + 1, match.block.last_row)
    matching = match_columns(header, form_map)
    if all(column.is_optional or column.position in match.elsewhere for column in matching.missing):
        return header, table, matching, ()
    return header, table, *prove(matching, table, form_map, on)


def _rows_before(match: FormMatch, form_map: FormMap, on: date) -> list[Row]:
    """Return the rows that a sheet goes on with, those of the first sheet first."""
    if match.begun is None:
        return []
    header, table, matching, _ = _layout(match.begun, form_map, on)
    rows = _data_rows(table, matching, header, officer_column(matching, form_map))
    return [*_rows_before(match.begun, form_map, on), *rows]


def _check_columns(
    matching: Matching, header: Header, form_map: FormMap, match: FormMatch
) -> tuple[Problem, ...]:
    """Stop the sheet when a column of the map is absent or twofold; note what is merely odd."""
    sheet = match.sheet.name
    provenance = _provenance(form_map)
    where = f"{sheet}!{cell_address(header.first_row, header.columns[0].column if header.columns else 1)}"
    for column, claims in matching.ambiguous:
        addresses = [f"{sheet}!{address_of(header, claim)}" for claim in claims]
        raise _SheetStoppedError(
            refusals.columns_ambiguous(form_map.form_code, where, column.label, addresses)
        )
    missing = [column for column in matching.missing if column.position not in match.elsewhere]
    required = [column for column in missing if not column.is_optional]
    extra = _extra_columns(matching, officer_column(matching, form_map))
    if required:
        labels = [f"{column.number or '·'}: {column.label}" for column in required]
        unmapped = [f"{address_of(header, column)}: {column.text}" for column in extra]
        raise _SheetStoppedError(
            refusals.columns_missing(form_map.form_code, form_map.regime, where, labels, unmapped, provenance)
        )
    absent = [notes.optional_column_absent(where, c.label) for c in missing if c.is_optional]
    unknown = [notes.extra_column(f"{sheet}!{address_of(header, c)}", c.text) for c in extra]
    pairs = number_differences(matching)
    numbers = [notes.column_numbers_differ(where, pairs, provenance)] if pairs else []
    taken_over = (
        [notes.layout_by_analogy(where, form_map.form_code, form_map.analogy)] if form_map.analogy else []
    )
    return (*taken_over, *absent, *unknown, *numbers)


def _provenance(form_map: FormMap) -> str:
    tags = dict.fromkeys(column.provenance for column in form_map.columns)
    return ", ".join(tag for tag in tags if tag)


def _extra_columns(matching: Matching, officers: HeaderColumn | None) -> list[HeaderColumn]:
    """Return the unmapped columns, without those that name rows."""
    label = matching.label
    return [
        column
        for column in matching.unmapped
        if column is not officers and (label is None or column.path != label.path)
    ]


def _data_rows(table: Block, matching: Matching, header: Header, officers: HeaderColumn | None) -> list[Row]:
    """Return the rows that have a label or figures, down to the last figures; signatures below are no rows."""
    columns = {column.column for column, _ in matching.columns}
    filled = {row: cells for row, line in table.rows.items() if (cells := _filled(line, columns))}
    figures = {row for row, cells in filled.items() if any(map(_is_written_as_figure, cells))}
    last = max(figures, default=0)
    labels = _label_texts(table, matching)
    ordinals = table.row_texts(column.column for column in side_columns(header, matching.label))
    at = matching.label.column if matching.label else 1
    names = table.row_texts([officers.column]) if officers else {}
    rows = sorted({row for row in (*labels, *names, *filled) if row <= last})
    skipped = repeated_headers(table, header)
    found = [
        Row(row, labels.get(row, ""), cell_address(row, at), ordinals.get(row, ""), row in figures)
        for row in rows
        if row not in skipped
    ]
    return with_officers(found, names) if names else found


def _filled(line: dict[int, Cell], columns: set[int]) -> list[Cell]:
    """Return the cells of a row that hold more than a mark of «no figure» under a column of the map."""
    return [line[column] for column in line.keys() & columns if is_figure(line[column])]


def _is_written_as_figure(cell: Cell) -> bool:
    return cell.kind == "number" or looks_like_figure(cell.text, with_unit=True)


def _label_texts(table: Block, matching: Matching) -> dict[int, str]:
    """Return the row labels; a label header merged over several columns takes all their texts."""
    label = matching.label
    if label is None:
        return {}
    beside = [column.column for column in matching.unmapped if column.path == label.path]
    return table.row_texts([label.column, *beside])


def _hidden(match: FormMatch, matching: Matching, rows: list[int]) -> tuple[Problem, ...]:
    """Note figures that Excel does not show, and formulas without a stored result."""
    columns = {column.column for column, _ in matching.columns}
    hidden = len(match.sheet.hidden_rows & set(rows)) + len(match.sheet.hidden_columns & columns)
    if match.sheet.is_hidden:
        hidden += len(rows)
    found = [notes.hidden_figures(match.sheet.name, hidden)] if hidden else []
    if match.sheet.formulas_without_value:
        inside = {cell_address(row, column) for row in rows for column in columns}
        formulas = [address for address in match.sheet.formulas_without_value if address in inside]
        where = f"{match.sheet.name}!{formulas[0]}" if formulas else ""
        found += [notes.formulas_without_value(where, formulas)] if formulas else []
    return tuple(found)


def _identified(match: FormMatch) -> IdentifiedForm:
    return IdentifiedForm(
        sheet=match.sheet.name,
        form_code=match.form_code,
        regime=match.regime,
        title=match.title,
        unit_code=match.unit_code,
        period_code=match.period.code if match.period else "",
        is_synthetic=match.is_synthetic,
        map_id=match.form_map.map_id if match.form_map else "",
    )


def _other_sheets(document: Document, matches: list[FormMatch]) -> list[Problem]:
    read = {match.sheet.name for match in matches}
    return [
        notes.sheet_not_a_form(sheet.name)
        for sheet in document.sheets
        if sheet.name not in read and sheet.grid and not is_returned(sheet)
    ]


def _no_table(form_map: FormMap, sheet: str) -> Problem:
    return refusals.no_table(form_map.form_code, sheet, (column.label for column in form_map.columns))
