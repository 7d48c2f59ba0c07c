"""One failing row of one rule, named for ever and put into words.

Belongs here: `Failure`, `Verdict` and the identity of a finding. Does not belong here: running rules, events.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal

import polars as pl

from pipelines.events.types import Severity
from pipelines.problems import Text
from pipelines.validation.messages import sentence
from pipelines.validation.registry import Responsibility, Rule

#: What a rule's query must return; beside these it may return ``arg_…`` columns for its message.
COLUMNS = (
    "unit_code", "period_code", "indicator_code", "measure", "breakdown", "discriminator",
    "lhs", "rhs", "difference", "observation_ids", "report_ids",
)  # fmt: skip

_FRAME = {
    "finding_id": pl.String(),
    "rule_id": pl.String(),
    "severity": pl.String(),
    "unit_code": pl.String(),
    "period_code": pl.String(),
    "indicator_code": pl.String(),
    "measure": pl.String(),
    "breakdown": pl.String(),
    "lhs": pl.Decimal(24, 4),
    "rhs": pl.Decimal(24, 4),
    "difference": pl.Decimal(24, 4),
    "message_vi": pl.String(),
    "message_en": pl.String(),
    "observation_ids": pl.List(pl.String()),
    "report_ids": pl.List(pl.String()),
}


@dataclass(frozen=True, slots=True)
class Failure:
    """A rule fails for a subject.

    Attributes:
        finding_id: 16 hex digits that name rule and subject; the same failure tomorrow is the same finding.
        severity: the rule's severity on forms, or the milder one when only prose is involved.
        lhs: what stands there; ``rhs``: what should; both in the unit of ``measure``.
        printed: what the source prints for each of ``observation_ids``, in their order.
    """

    finding_id: str
    rule_id: str
    severity: Severity
    level: str
    responsibility: Responsibility
    unit_code: str
    period_code: str
    indicator_code: str
    measure: str
    breakdown: str
    lhs: Decimal | None
    rhs: Decimal | None
    difference: Decimal | None
    message_vi: str
    message_en: str
    observation_ids: tuple[str, ...]
    report_ids: tuple[str, ...]
    printed: tuple[str, ...] = ()

    def printed_at(self, observation_id: str) -> str | None:
        """Return what the source prints for one of the observations, ``None`` when it is not one of them."""
        return dict(zip(self.observation_ids, self.printed, strict=False)).get(observation_id)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What GX said about one rule, with every failing subject.

    Attributes:
        found: one entry per finding id, in order of id; `failures` shows the same as a frame.
    """

    rule_id: str
    title_vi: str
    title_en: str
    level: str
    severity: Severity
    success: bool
    found: tuple[Failure, ...]

    @property
    def failures(self) -> pl.DataFrame:
        """Return the failures as a frame (one row per finding id)."""
        rows = [{name: asdict(each)[name] for name in _FRAME} for each in self.found]
        return pl.DataFrame(rows, schema=_FRAME, orient="row")

    def as_dict(self) -> dict[str, object]:
        """Return rule, outcome and number of failures, JSON-ready."""
        return {
            "rule_id": self.rule_id,
            "title_vi": self.title_vi,
            "title_en": self.title_en,
            "level": self.level,
            "severity": self.severity,
            "success": self.success,
            "failures": len(self.found),
        }


def finding_id(rule_id: str, row: Mapping[str, object]) -> str:
    """Return the 16 hex digits that name a rule and its subject."""
    subject = COLUMNS[: COLUMNS.index("discriminator") + 1]
    key = "\x1f".join([rule_id, *(str(row[name] or "") for name in subject)])
    return hashlib.sha256(key.encode()).hexdigest()[:16]


def failures_of(
    rule: Rule,
    rows: Sequence[Mapping[str, object]],
    unit_names: Mapping[str, str],
    forms: frozenset[str],
) -> tuple[Failure, ...]:
    """Return the failures of a rule, in order of id.

    Two versions of one form with the same error are one finding that names both reports.

    Args:
        rule: the rule that failed.
        rows: what the rule's query returned.
        unit_names: names by unit code.
        forms: the report ids that are official forms.
    """
    found: dict[str, Failure] = {}
    for row in sorted(rows, key=_order):
        failure = _failure(rule, row, unit_names, forms)
        before = found.get(failure.finding_id)
        found[failure.finding_id] = failure if before is None else _together(before, failure)
    return tuple(found[key] for key in sorted(found))


def _failure(
    rule: Rule, row: Mapping[str, object], unit_names: Mapping[str, str], forms: frozenset[str]
) -> Failure:
    report_ids = _ids(row["report_ids"])
    named = {**row, "unit_name": unit_names.get(str(row["unit_code"]), "")}
    message = sentence(Text(vi=rule.message_vi, en=rule.message_en), named)
    return Failure(
        finding_id=finding_id(rule.rule_id, row),
        rule_id=rule.rule_id,
        severity=rule.severity if forms.intersection(report_ids) else rule.severity_prose,
        level=rule.level,
        responsibility=rule.responsibility,
        unit_code=str(row["unit_code"]),
        period_code=str(row["period_code"]),
        indicator_code=str(row["indicator_code"]),
        measure=str(row["measure"]),
        breakdown=str(row["breakdown"]),
        lhs=_decimal(row["lhs"]),
        rhs=_decimal(row["rhs"]),
        difference=_decimal(row["difference"]),
        message_vi=message.vi,
        message_en=message.en,
        observation_ids=_ids(row["observation_ids"]),
        report_ids=report_ids,
    )


def _together(first: Failure, other: Failure) -> Failure:
    values = asdict(first) | {
        "observation_ids": tuple(sorted({*first.observation_ids, *other.observation_ids})),
        "report_ids": tuple(sorted({*first.report_ids, *other.report_ids})),
        "severity": "blocking" if "blocking" in (first.severity, other.severity) else first.severity,
    }
    return Failure(**values)


def _order(row: Mapping[str, object]) -> tuple[str, ...]:
    return (*_ids(row["report_ids"]), str(row["lhs"]), str(row["rhs"]))


def _ids(value: object) -> tuple[str, ...]:
    return tuple(sorted({str(each) for each in value if each})) if isinstance(value, list | tuple) else ()


def _decimal(value: object) -> Decimal | None:
    return None if value is None else Decimal(str(value)).quantize(Decimal("0.0001"))
