"""Who has sent what: `marts.reporting_compliance` counted for people, with the departments that owe the most.

Belongs here: asking the mart. Does not belong here: what a report's status is (the mart says), screens (`cli`).
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime

import duckdb
import polars as pl

from pipelines.problems import Problem, Text, ThadsError
from pipelines.reference import units
from pipelines.reference.periods import Period

_TODAY = "select coalesce(as_of, recorded_at) from landing.build"
_NEWEST_YEAR = "select max(fiscal_year) from marts.reporting_compliance where status != 'missing'"
_SCOPE = """
    select * from marts.reporting_compliance
    where ($period is null or period_code = $period)
        and ($year is null or fiscal_year = $year)
        and ($unit is null or unit_code = $unit)
        and ($form is null or form_code = $form)
    order by fiscal_year, months, unit_code, form_code
"""

#: Columns of the counts, in the order of the screen.
COUNTS = ("expected", "in_time", "late", "held", "waiting", "rejected", "missing")


@dataclass(frozen=True)
class Compliance:
    """The reports of one scope.

    Attributes:
        known_on: the instant the mart speaks of, naive UTC.
        rows: the mart's rows.
        counts: one row per period, or per form when one period was asked for: the column ``name`` and `COUNTS`.
        worst: the departments that owe the most, the worst first.
    """

    known_on: datetime
    year: int | None
    period_code: str | None
    rows: pl.DataFrame
    counts: pl.DataFrame
    worst: pl.DataFrame

    def as_dict(self) -> dict[str, object]:
        """Return a JSON-ready dict."""
        told = asdict(self)
        return {**told, **{name: getattr(self, name).to_dicts() for name in ("rows", "counts", "worst")}}


def compliance(
    connection: duckdb.DuckDBPyConnection,
    *,
    period: str | None = None,
    year: int | None = None,
    unit: str | None = None,
    form: str | None = None,
    worst: int = 10,
) -> Compliance:
    """Return who has sent what.

    Args:
        connection: a published file, opened by `warehouse.reader.open_reader`.
        period: one period; else ``year``: one fiscal year; else the newest year of which anything came.
        year: as said.
        unit: only this department.
        form: only this form.
        worst: how many departments to name.

    Raises:
        ThadsError: ``bad_period``, or ``nothing_came`` when no report has come yet.
    """
    code = Period.parse(period).code if period else None
    if code is None and year is None:
        year = _newest_year(connection)
    (known_on,) = connection.execute(_TODAY).fetchone() or (None,)
    wanted = {"period": code, "year": None if code else year, "unit": unit, "form": form}
    rows = connection.execute(_SCOPE, wanted).pl()
    key = "form_code" if code else "period_code"
    return Compliance(known_on, year, code, rows, _counts(rows, key), _worst(rows, worst))


def _newest_year(connection: duckdb.DuckDBPyConnection) -> int:
    (year,) = connection.execute(_NEWEST_YEAR).fetchone() or (None,)
    if year is None:
        raise ThadsError(_nothing_came())
    return int(year)


def _counts(rows: pl.DataFrame, key: str) -> pl.DataFrame:
    """Count reports by status; those in force or on their way by whether they came in time."""
    came = pl.col("status") == "accepted"
    is_late = pl.col("timeliness") == "late"
    order = ["months", key] if key == "period_code" else [key]
    counted = rows.group_by(key, *(["months"] if key == "period_code" else [])).agg(
        pl.col("is_expected").sum().alias("expected"),
        (came & ~is_late).sum().alias("in_time"),
        (came & is_late).sum().alias("late"),
        *((pl.col("status") == name).sum().alias(name) for name in COUNTS[3:]),
    )
    return counted.sort(order).rename({key: "name"}).select("name", *COUNTS)


def _worst(rows: pl.DataFrame, most: int) -> pl.DataFrame:
    """Return the departments with the most reports that are not in force, and the longest delay."""
    owed = rows.filter(pl.col("is_expected"))
    return (
        owed.group_by("unit_code")
        .agg(
            pl.len().alias("expected"),
            *((pl.col("status") == name).sum().alias(name) for name in ("missing", "rejected", "held")),
            (pl.col("timeliness") == "late").sum().alias("late"),
            pl.col("days_late").max().alias("days_late"),
        )
        .with_columns((pl.col("missing") + pl.col("rejected") + pl.col("held")).alias("open"))
        .filter((pl.col("open") > 0) | (pl.col("late") > 0))
        .sort(
            ["open", "missing", "days_late", "unit_code"],
            descending=[True, True, True, False],
            nulls_last=True,
        )
        .drop("open")
        .head(most)
        .with_columns(pl.col("unit_code").map_elements(_short_name, pl.String).alias("unit_name"))
    )


def _short_name(code: str) -> str:
    unit = units.all_units().get(code)
    return unit.short_name if unit else code


def _nothing_came() -> Problem:
    return Problem(
        code="nothing_came",
        what=Text("Chưa nhận báo cáo nào theo biểu mẫu.", "No official form has come yet."),
        where="marts.reporting_compliance",
        expected="",
        found="0",
        next_step=Text(
            "Thả báo cáo vào raw/ rồi chạy «thads refresh»; hoặc chọn năm bằng «--year».",
            "Drop reports into raw/ and run «thads refresh»; or choose a year with «--year».",
        ),
    )
