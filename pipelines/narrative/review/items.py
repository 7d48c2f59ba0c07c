"""What one reading left for review, as rows of a file that goes to the archive beside the facts.

Belongs here: the row, its identity, its Parquet form. Does not belong here: decisions (`decisions`), what waits
over all reports (`queue`).
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

import orjson
import polars as pl

from pipelines.events.figure_types import FigureReading
from pipelines.narrative.reading import Doubt, NarrativeReading
from pipelines.observations import Observation

SCHEMA: dict[str, pl.DataType] = {
    "figure_id": pl.String(),
    "report_id": pl.String(),
    "locator": pl.String(),
    "printed": pl.String(),
    "reason": pl.String(),
    "unit_code": pl.String(),
    "period_code": pl.String(),
    "indicator_code": pl.String(),
    "measure": pl.String(),
    "breakdown": pl.String(),
    "value": pl.Decimal(24, 4),
    "qualifier": pl.String(),
    "confidence": pl.Float64(),
    "evidence": pl.String(),
    "alternatives": pl.String(),
}
#: Plans and hopes are no results; nobody needs to look at them.
_NOT_REVIEWED = frozenset({"plan"})


@dataclass(frozen=True, slots=True)
class Candidate:
    """One figure as a reading offers it.

    Attributes:
        reason: why it waits: ``confidence`` · ``unit`` · ``period`` · ``indicator``; ``read`` when it does not.
        evidence: how its parts were found; alternatives: other units, periods and indicators the text names.
    """

    figure_id: str
    report_id: str
    locator: str
    printed: str
    reason: str
    read: FigureReading
    confidence: float
    evidence: dict[str, str]
    alternatives: dict[str, list[str]]


def figure_id(report_id: str, locator: str) -> str:
    """Return 16 hex digits that name a place in a report."""
    return hashlib.sha256(f"{report_id}\x1f{locator}".encode()).hexdigest()[:16]


def review_frame(report_id: str, reading: NarrativeReading) -> pl.DataFrame:
    """Return the figures that a reading leaves for review, one per place, in order of place."""
    rows: dict[str, dict[str, object]] = {}
    for doubt in sorted(reading.review, key=lambda each: (start_of(each.locator), -each.confidence)):
        if doubt.reason not in _NOT_REVIEWED:
            rows.setdefault(doubt.locator, _row(report_id, reading, doubt))
    return pl.DataFrame(list(rows.values()), schema=SCHEMA, orient="row")


def to_bytes(frame: pl.DataFrame) -> bytes:
    """Return the Parquet file of a frame of `SCHEMA`."""
    out = io.BytesIO()
    frame.write_parquet(out)
    return out.getvalue()


def from_bytes(data: bytes) -> Iterator[Candidate]:
    """Yield the candidates of a Parquet file of `SCHEMA`."""
    yield from from_frame(pl.read_parquet(io.BytesIO(data)))


def from_frame(frame: pl.DataFrame) -> Iterator[Candidate]:
    """Yield the candidates of a frame of `SCHEMA`."""
    for row in frame.iter_rows(named=True):
        yield Candidate(
            **{
                name: row[name]
                for name in ("figure_id", "report_id", "locator", "printed", "reason", "confidence")
            },
            read=FigureReading(
                **{
                    name: row[name]
                    for name in (
                        "unit_code",
                        "period_code",
                        "indicator_code",
                        "measure",
                        "breakdown",
                        "qualifier",
                    )
                },
                value=plain(row["value"]),
            ),
            evidence=orjson.loads(row["evidence"]),
            alternatives=orjson.loads(row["alternatives"]),
        )


def from_observations(frame: pl.DataFrame) -> Iterator[Candidate]:
    """Yield a candidate per printed figure of a frame of `observations.SCHEMA`; what is derived has no place."""
    for row in frame.filter(~pl.col("derived")).iter_rows(named=True):
        yield Candidate(
            figure_id=figure_id(row["report_id"], row["locator"]),
            report_id=row["report_id"],
            locator=row["locator"],
            printed=row["printed"],
            reason="read",
            read=FigureReading(
                **{
                    name: row[name]
                    for name in (
                        "unit_code",
                        "period_code",
                        "indicator_code",
                        "measure",
                        "breakdown",
                        "qualifier",
                    )
                },
                value=plain(row["value"]),
            ),
            confidence=row["confidence"],
            evidence={},
            alternatives={},
        )


def observation_of(report_id: str, locator: str, printed: str, told: FigureReading) -> Observation:
    """Return the observation that a complete reading by a person stands for."""
    return Observation(
        report_id=report_id, unit_code=told.unit_code, period_code=told.period_code,
        indicator_code=told.indicator_code, measure=told.measure, value=Decimal(told.value),
        printed=printed, locator=locator, parser="review", qualifier=told.qualifier,  # type: ignore[arg-type]
        breakdown=told.breakdown,
    )  # fmt: skip


def plain(value: Decimal | None) -> str:
    """Return a plain decimal without trailing zeros, ``""`` for none."""
    return "" if value is None else f"{value.normalize():f}"


def start_of(locator: str) -> int:
    """Return where a ``char:`` locator starts."""
    return int(locator.removeprefix("char:").split("-")[0])


def _row(report_id: str, reading: NarrativeReading, doubt: Doubt) -> dict[str, object]:
    names = ("unit_code", "period_code", "indicator_code", "measure", "breakdown", "value", "qualifier")
    evidence = reading.evidence.get(doubt.locator)
    return {
        "figure_id": figure_id(report_id, doubt.locator),
        "report_id": report_id,
        "locator": doubt.locator,
        "printed": doubt.printed,
        "reason": doubt.reason,
        **{name: getattr(doubt, name) for name in names},
        "confidence": doubt.confidence,
        "evidence": orjson.dumps(evidence.words() if evidence else {}).decode(),
        "alternatives": orjson.dumps(
            {name: list(each) for name, each in doubt.alternatives.items()}
        ).decode(),
    }


def by_place(candidates: Iterable[Candidate]) -> dict[str, list[Candidate]]:
    """Return candidates by figure id; a place may be read in two ways at once."""
    found: dict[str, list[Candidate]] = {}
    for each in candidates:
        found.setdefault(each.figure_id, []).append(each)
    return found
