"""The row every reader ends in: one figure, its subject, its period, and the place it was printed.

Belongs here: the schema of DESIGN §4, the identity of a row, and its Parquet files.
Does not belong here: how figures are found (`forms`, `narrative`) or which one is in force (`dbt_project`).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Literal

import polars as pl

from pipelines.reference.periods import Period

Qualifier = Literal["exact", "more_than", "nearly", "about"]

#: Money is whole đồng; rates are in percent (83.98), differences of rates in percentage points.
SCHEMA: dict[str, pl.DataType] = {
    "observation_id": pl.String(),
    "report_id": pl.String(),
    "unit_code": pl.String(),
    "period_code": pl.String(),
    "fiscal_year": pl.Int16(),
    "months": pl.Int16(),
    "years": pl.Int16(),
    "indicator_code": pl.String(),
    "measure": pl.String(),
    "breakdown": pl.String(),
    "value": pl.Decimal(24, 4),
    "qualifier": pl.String(),
    "printed": pl.String(),
    "locator": pl.String(),
    "confidence": pl.Float64(),
    "parser": pl.String(),
    "derived": pl.Boolean(),
    "parents": pl.List(pl.String()),
}

_IDENTITY = (
    "report_id", "unit_code", "period_code", "indicator_code", "measure", "breakdown", "value", "qualifier", "locator",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Observation:
    """One figure as a report prints it.

    Attributes:
        unit_code: the subject: department ``P63-26``, office ``D-381``, cluster ``TH-1``, nation ``VN``.
        period_code: see `pipelines.reference.periods`.
        breakdown: ``""`` for a total, else ``key=value`` pairs joined by ``;`` in alphabetical order
            (``officer=…``, ``kind=…``, ``vs=FY2016`` for a change against another period).
        printed: exactly ``source[locator]``.
        parents: for a derived row, the observation ids it follows from.
    """

    report_id: str
    unit_code: str
    period_code: str
    indicator_code: str
    measure: str
    value: Decimal
    printed: str
    locator: str
    parser: str
    qualifier: Qualifier = "exact"
    breakdown: str = ""
    confidence: float = 1.0
    derived: bool = False
    parents: tuple[str, ...] = field(default=())

    @property
    def observation_id(self) -> str:
        """Return 32 hex digits that name this reading: same figure, same place, same id, for ever."""
        parts = (f"{self.value:.4f}" if name == "value" else str(getattr(self, name)) for name in _IDENTITY)
        return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:32]

    def as_row(self) -> dict[str, object]:
        """Return the row of `SCHEMA`."""
        period = Period.parse(self.period_code)
        return {
            "observation_id": self.observation_id,
            "report_id": self.report_id,
            "unit_code": self.unit_code,
            "period_code": self.period_code,
            "fiscal_year": period.fiscal_year,
            "months": period.months,
            "years": period.years,
            "indicator_code": self.indicator_code,
            "measure": self.measure,
            "breakdown": self.breakdown,
            "value": self.value,
            "qualifier": self.qualifier,
            "printed": self.printed,
            "locator": self.locator,
            "confidence": self.confidence,
            "parser": self.parser,
            "derived": self.derived,
            "parents": list(self.parents),
        }


def to_frame(observations: Iterable[Observation]) -> pl.DataFrame:
    """Return the rows as a frame of `SCHEMA`, one per observation id, in order of id."""
    rows = {row["observation_id"]: row for row in (each.as_row() for each in observations)}
    return pl.DataFrame(list(rows.values()), schema=SCHEMA, orient="row").sort("observation_id")


def content_hash(frame: pl.DataFrame) -> str:
    """Return the sha256 of the rows' content, independent of file format and row order.

    The parser is left out: when better code reads the same figures, nothing has changed.
    """
    ordered = frame.select([name for name in SCHEMA if name != "parser"]).sort("observation_id")
    texts = ordered.with_columns(pl.col("parents").list.join(",")).cast(pl.String).fill_null("")
    lines = texts.select(pl.concat_str(pl.all(), separator="\x1f")).to_series()
    digest = hashlib.sha256("\n".join(lines).encode())
    digest.update(b"\n" if frame.height else b"")
    return digest.hexdigest()


def landing_path(facts_dir: Path, report_id: str, facts_sha256: str) -> Path:
    """Return where the observations of one reading of one report are kept."""
    return facts_dir / "landing" / report_id[:2] / f"{report_id}-{facts_sha256[:16]}.parquet"


def write_landing(frame: pl.DataFrame, facts_dir: Path, report_id: str) -> tuple[Path, str]:
    """Write one report's observations, named by content; an existing file is left alone.

    Returns:
        The file and the content hash of its rows.
    """
    facts_sha256 = content_hash(frame)
    path = landing_path(facts_dir, report_id, facts_sha256)
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        aside = path.with_suffix(".part")
        frame.write_parquet(aside)
        aside.replace(path)
    return path, facts_sha256
