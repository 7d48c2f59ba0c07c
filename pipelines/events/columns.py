"""The frames that the folds become: columns and types of the landing tables.

Belongs here: schemas, and records → frame. Does not belong here: the records (`states`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from decimal import Decimal

import polars as pl

_MONEY = pl.Decimal(24, 4)
_TIME = pl.Datetime("us")  # naive, UTC
_NAMES = pl.List(pl.String())

#: Columns of ``landing.reports``, then what only the pipeline needs.
REPORTS: Mapping[str, pl.DataType] = {
    "report_id": pl.String(),
    "file_name": pl.String(),
    "path": pl.String(),
    "received_at": _TIME,
    "kind": pl.String(),
    "form_codes": _NAMES,
    "regime": pl.String(),
    "unit_code": pl.String(),
    "period_code": pl.String(),
    "published": pl.Date(),
    "title": pl.String(),
    "version": pl.Int32(),
    "status": pl.String(),
    "accepted_at": _TIME,
    "ended_at": _TIME,
    "is_synthetic": pl.Boolean(),
    "parser": pl.String(),
    "encoding": pl.String(),
    "rows": pl.Int64(),
    "problem_vi": pl.String(),
    "problem_en": pl.String(),
    "held_by": _NAMES,
    "size": pl.Int64(),
    "folder_unit": pl.String(),
    "folder_year": pl.Int32(),
    "reading": pl.Int32(),
    "facts_sha256": pl.String(),
    "accepted_facts_sha256": pl.String(),
    "seen_paths": _NAMES,
}

#: One row per reading of a report that was ever in the marts, and when.
ACCEPTANCES: Mapping[str, pl.DataType] = {
    "report_id": pl.String(),
    "facts_sha256": pl.String(),
    "known_from": _TIME,
    "known_to": _TIME,
}

#: Columns of ``landing.findings``.
FINDINGS: Mapping[str, pl.DataType] = {
    "finding_id": pl.String(),
    "rule_id": pl.String(),
    "severity": pl.String(),
    "level": pl.String(),
    "responsibility": pl.String(),
    "state": pl.String(),
    "unit_code": pl.String(),
    "period_code": pl.String(),
    "indicator_code": pl.String(),
    "measure": pl.String(),
    "breakdown": pl.String(),
    "lhs": _MONEY,
    "rhs": _MONEY,
    "difference": _MONEY,
    "message_vi": pl.String(),
    "message_en": pl.String(),
    "observation_ids": _NAMES,
    "report_ids": _NAMES,
    "opened_at": _TIME,
    "closed_at": _TIME,
    "assignee": pl.String(),
    "waiver_reason": pl.String(),
    "waiver_expires": pl.Date(),
    "waiver_approver": pl.String(),
}

#: Columns of ``landing.corrections``.
CORRECTIONS: Mapping[str, pl.DataType] = {
    "finding_id": pl.String(),
    "observation_id": pl.String(),
    "expected_printed": pl.String(),
    "value": _MONEY,
    "reason": pl.String(),
    "actor": pl.String(),
    "recorded_at": _TIME,
}

#: Columns of ``landing.figure_decisions``, before the observation each stands for is known.
FIGURE_DECISIONS: Mapping[str, pl.DataType] = {
    "figure_id": pl.String(),
    "decision_id": pl.String(),
    "verdict": pl.String(),
    "report_id": pl.String(),
    "locator": pl.String(),
    "printed": pl.String(),
    "confidence": pl.Float64(),
    "reason": pl.String(),
    "actor": pl.String(),
    "recorded_at": _TIME,
    "ended_at": _TIME,
}

#: One row per version of a slot.
SLOTS: Mapping[str, pl.DataType] = {
    "unit_code": pl.String(),
    "form_code": pl.String(),
    "period_code": pl.String(),
    "report_id": pl.String(),
    "version": pl.Int32(),
    "received_at": _TIME,
    "submitted_at": _TIME,
    "held_at": _TIME,
    "accepted_at": _TIME,
    "ended_at": _TIME,
    "is_in_force": pl.Boolean(),
    "is_declined": pl.Boolean(),
}

#: One row per report that was meant for a slot and whose form cannot be read.
SLOT_REJECTIONS: Mapping[str, pl.DataType] = {
    "unit_code": pl.String(),
    "form_code": pl.String(),
    "period_code": pl.String(),
    "report_id": pl.String(),
    "received_at": _TIME,
    "rejected_at": _TIME,
}

#: One row per reference table: the edition in force.
REFERENCES: Mapping[str, pl.DataType] = {
    "table": pl.String(),
    "edition": pl.Int32(),
    "sha256": pl.String(),
    "rows": pl.Int64(),
    "loaded_at": _TIME,
}


def frame_of(records: Iterable[object], schema: Mapping[str, pl.DataType]) -> pl.DataFrame:
    """Return records as a frame: their attributes by the names of the schema.

    Aware times become naive UTC; plain decimals become numbers (an empty one NULL).
    """
    kept = list(records)
    columns = {
        name: pl.Series(name, [_cell(getattr(each, name), kind) for each in kept], dtype=kind)
        for name, kind in schema.items()
    }
    return pl.DataFrame(columns)


def _cell(value: object, kind: pl.DataType) -> object:
    if isinstance(value, datetime):
        return value.astimezone(UTC).replace(tzinfo=None)
    if isinstance(value, tuple):
        return list(value)
    if isinstance(kind, pl.Decimal):
        return Decimal(str(value)).quantize(_QUANTUM) if value else None
    return value


_QUANTUM = Decimal("0.0001")
