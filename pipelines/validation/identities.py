"""Accounting identities as data: one expression of the reference table to its signed terms.

``enforceable_total = accepted_total - entrusted_out`` is a sum; ``rate = 100 * part / whole`` is a ratio. What
reaches over periods, units or forms (``prev_year(…)``, ``sum_units(…)``) is left to rules of its own.

Belongs here: the little grammar. Does not belong here: which identities are rules (``rules.csv``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import polars as pl

TERMS = {
    "identity_id": pl.String(),
    "operator": pl.String(),
    "side": pl.String(),
    "coefficient": pl.Int8(),
    "indicator_code": pl.String(),
    "measure": pl.String(),
    "subject_indicator": pl.String(),
    "subject_measure": pl.String(),
    "terms": pl.Int8(),
    "tolerance": pl.Decimal(24, 4),
    "valid_from": pl.Date(),
    "valid_to": pl.Date(),
}

_NAME = r"[a-z][a-z0-9_]*"
_SUM = re.compile(rf"{_NAME}(?:\s*[+-]\s*{_NAME})*")
_TERM = re.compile(rf"(?P<sign>[+-]?)\s*(?P<name>{_NAME})")
_RATIO = re.compile(rf"100\s*\*\s*(?P<part>{_NAME})\s*/\s*(?P<whole>{_NAME})")
_RELATION = re.compile(r"\s*(<=|=)\s*")

#: (side, coefficient, indicator) of one term.
Term = tuple[str, int, str]


def terms_of(identities: pl.DataFrame) -> pl.DataFrame:
    """Return the terms of every identity the grammar covers, one row per term and measure (`TERMS`)."""
    rows = [row for identity in identities.to_dicts() for row in _identity(identity)]
    return pl.DataFrame(rows, schema=TERMS, orient="row")


def parse(expression: str) -> tuple[str, list[Term]] | None:
    """Return operator and terms of an expression, ``None`` when it is not a plain sum or ratio."""
    parts = _RELATION.split(expression.strip())
    if len(parts) != 3 or not _SUM.fullmatch(parts[0]):
        return None
    left, operator, right = parts
    lhs: list[Term] = [("lhs", sign, name) for sign, name in _signed(left)]
    ratio = _RATIO.fullmatch(right)
    if ratio:
        return operator, [*lhs, ("part", 1, ratio["part"]), ("whole", 1, ratio["whole"])]
    if not _SUM.fullmatch(right):
        return None
    return operator, lhs + [("rhs", sign, name) for sign, name in _signed(right)]


def _signed(text: str) -> Iterator[tuple[int, str]]:
    for match in _TERM.finditer(text):
        yield (-1 if match["sign"] == "-" else 1), match["name"]


def _identity(row: dict[str, str | None]) -> Iterator[tuple[object, ...]]:
    parsed = parse(row["expression"] or "")
    if parsed is None:
        return
    operator, terms = parsed
    is_ratio = any(side == "whole" for side, _, _ in terms)
    for measure in (row["measure"] or "").split("|"):
        subject_measure = "percent" if is_ratio else measure
        for side, coefficient, name in terms:
            yield (
                row["identity_id"],
                operator,
                side,
                coefficient,
                name,
                "percent" if is_ratio and side == "lhs" else measure,
                next(each for side_, _, each in terms if side_ == "lhs"),
                subject_measure,
                len(terms),
                Decimal(row["tolerance"] or 0),
                date.fromisoformat(row["valid_from"] or "1945-01-01"),
                date.fromisoformat(row["valid_to"] or "9999-12-31"),
            )
