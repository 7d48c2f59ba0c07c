"""A column nobody knows by its name, known by the figures: only it makes an identity of the field hold in every row.

Belongs here: settling columns that words left open. Does not belong here: words (`columns`), layouts where most columns
are unknown (`learning`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cache

from pipelines.forms.block import Block
from pipelines.forms.columns import Matching
from pipelines.forms.figure_text import number_of, read_figure
from pipelines.forms.headers import HeaderColumn
from pipelines.forms.maps import FormColumn, FormMap
from pipelines.forms.terms import is_foreign_path, known_segments
from pipelines.forms.words import is_missing
from pipelines.readers.model import Cell
from pipelines.reference import identities, tables

#: Rows that must show it before figures count as proof; each of them, and at least so many with another amount.
_ENOUGH = 3
#: How far a printed rate may be from the one its row recomputes to, in points.
_RATE_SLACK = Decimal("0.011")


@dataclass(frozen=True, slots=True)
class _Identity:
    """``0 = Σ sign × column``, or ``rate = 100 × Σ part / whole``."""

    terms: tuple[tuple[int, str], ...]
    whole: str = ""
    rate: str = ""


@dataclass(frozen=True, slots=True)
class Proven:
    """A column of the map found by figures: the sheet's column, the map's, and the identity that shows it."""

    sheet: HeaderColumn
    column: FormColumn
    expression: str


def prove(
    matching: Matching, table: Block, form_map: FormMap, on: date
) -> tuple[Matching, tuple[Proven, ...]]:
    """Settle columns that no word settled, one after the other, as long as figures prove exactly one choice.

    Args:
        matching: what words found.
        table: the cells below the header.
        form_map: whose columns they are.
        on: the last day of the period, for the identities in force.
    """
    found: list[Proven] = []
    while (proven := _next(matching, table, known_segments(form_map), on)) is not None:
        found.append(proven)
        matching = replace(
            matching,
            columns=(*matching.columns, (proven.sheet, proven.column)),
            missing=tuple(each for each in matching.missing if each is not proven.column),
            unmapped=tuple(each for each in matching.unmapped if each is not proven.sheet),
        )
    return matching, tuple(found)


def adds_up(matching: Matching, table: Block, on: date) -> bool:
    """Say whether rows of figures meet the identities of the form's columns: one at least, and none is broken."""
    known = {(column.indicator, column.measure): sheet.column for sheet, column in matching.columns}
    met = 0
    for counted in {measure for _, measure in known} & {"cases", "vnd", "judgments"}:
        for _, identity in _identities(on, counted):
            names = {name for _, name in identity.terms} | {identity.whole} - {""}
            if identity.rate or not all((name, counted) in known for name in names):
                continue
            at = {name: known[name, counted] for name in names if name}
            rows = list(_rows(identity, at, table))
            if not all(_is_met(identity, figures) for figures in rows):
                return False
            met += len(rows)
    return met > 0


def _next(matching: Matching, table: Block, segments: frozenset[str], on: date) -> Proven | None:
    known = {(column.indicator, column.measure): sheet.column for sheet, column in matching.columns}
    open_columns = [
        each for each in matching.unmapped if not is_foreign_path(each.path, segments) and not each.is_wordy
    ]
    for column in matching.missing:
        counted = _counted(matching, column)
        for expression, identity in _identities(on, counted):
            names = {name for _, name in identity.terms} | {identity.whole, identity.rate} - {""}
            others = names - {column.indicator}
            at = {name: known[name, counted] for name in others if (name, counted) in known}
            if column.indicator not in names or at.keys() != others:
                continue
            proven = [
                each
                for each in open_columns
                if _holds(identity, {**at, column.indicator: each.column}, table)
            ]
            if len(proven) == 1:
                return Proven(proven[0], column, expression)
    return None


def _counted(matching: Matching, column: FormColumn) -> str:
    """Return what the identities of a column are about: its own measure, or what its rate is a rate of."""
    if column.measure != "percent":
        return column.measure
    return "vnd" if any(each.measure == "vnd" for _, each in matching.columns) else "cases"


@cache
def _identities(on: date, measure: str) -> tuple[tuple[str, _Identity], ...]:
    rows = [
        row
        for row in tables.table("identities").fill_null("").to_dicts()
        if row["level"] == "form" and measure in row["measure"].split("|") and _in_force(row, on)
    ]
    sums = {row["expression"]: each for row in rows for each in _parsed(row["expression"])}
    parts = {each.terms[0][1]: each for each in sums.values() if not each.rate}
    spelled = {text: _spelled(each, parts) for text, each in sums.items()}
    return tuple({**sums, **{f"{text} *": each for text, each in spelled.items() if each}}.items())


def _in_force(row: Mapping[str, str], on: date) -> bool:
    return (not row["valid_from"] or str(row["valid_from"]) <= str(on)) and (
        not row["valid_to"] or str(on) <= str(row["valid_to"])
    )


def _parsed(expression: str) -> Iterator[_Identity]:
    parsed = identities.parse(expression)
    if parsed is None or parsed[0] != "=":
        return
    by_side: dict[str, list[tuple[int, str]]] = {}
    for side, sign, name in parsed[1]:
        by_side.setdefault(side, []).append((sign, name))
    left = by_side["lhs"]
    if "whole" in by_side:
        yield _Identity(tuple(by_side["part"]), by_side["whole"][0][1], left[0][1])
    else:
        yield _Identity((*left, *((-sign, name) for sign, name in by_side["rhs"])))


def _spelled(identity: _Identity, parts: Mapping[str, _Identity]) -> _Identity | None:
    """Return an identity with a sum that forms do not print replaced by its terms; ``None`` when it has none."""
    terms: list[tuple[int, str]] = []
    for place, (sign, name) in enumerate(identity.terms):
        inner = parts.get(name) if place or identity.rate else None
        terms += [(-sign * s, n) for s, n in inner.terms[1:]] if inner else [(sign, name)]
    return replace(identity, terms=tuple(terms)) if len(terms) != len(identity.terms) else None


def _holds(identity: _Identity, at: Mapping[str, int], table: Block) -> bool:
    """Say whether an identity holds in every row that shows all its columns, and in enough of them."""
    shown: set[tuple[Decimal, ...]] = set()
    for figures in _rows(identity, at, table):
        if not _is_met(identity, figures):
            return False
        if all(figures.values()):
            shown.add(tuple(figures.values()))
    return len(shown) >= _ENOUGH


def _rows(identity: _Identity, at: Mapping[str, int], table: Block) -> Iterator[dict[str, Decimal]]:
    """Yield the figures of the rows that show all columns of an identity."""
    for line in table.rows.values():
        values = {name: _number(line, column, name == identity.rate) for name, column in at.items()}
        figures = {name: value for name, value in values.items() if value is not None}
        if len(figures) == len(values):
            yield figures


def _is_met(identity: _Identity, figures: Mapping[str, Decimal]) -> bool:
    total = sum((sign * figures[name] for sign, name in identity.terms), Decimal(0))
    if not identity.rate:
        return total == 0
    whole = figures[identity.whole]
    return bool(whole) and abs(figures[identity.rate] - 100 * total / whole) <= _RATE_SLACK


def _number(line: Mapping[int, Cell], column: int, is_rate: bool) -> Decimal | None:  # noqa: FBT001
    cell = line.get(column)
    if cell is None or is_missing(cell.text):
        return None
    if cell.kind == "number":
        return number_of(cell)
    read = read_figure(cell.text, "percent" if is_rate else "cases") if cell.kind == "text" else None
    return read.value if read else None


def told(columns: Sequence[Proven]) -> str:
    """Return «header = column of the form» of each."""
    return "; ".join(
        f"«{each.sheet.text}» = {each.column.label} ({each.expression.rstrip(' *')})" for each in columns
    )
