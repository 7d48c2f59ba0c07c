"""Accounting identities as data: the reference table to one row per signed term, for the queries of the rules.

``enforceable_total = accepted_total - entrusted_out`` is a sum; ``rate = 100 * part / whole`` is a ratio. What
reaches over periods, units or forms (``prev_year(…)``, ``sum_units(…)``) is left to rules of its own.

Belongs here: the frame of terms. Does not belong here: the grammar (`reference.identities`), which identities are
rules (``rules.csv``).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import polars as pl

from pipelines.reference.identities import parse

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


def terms_of(identities: pl.DataFrame) -> pl.DataFrame:
    """Return the terms of every identity the grammar covers, one row per term and measure (`TERMS`)."""
    rows = [row for identity in identities.to_dicts() for row in _identity(identity)]
    return pl.DataFrame(rows, schema=TERMS, orient="row")


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
