"""A form of a circular nobody has seen: learned, accepted, and its figures in the marts, each with its cell."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from tests.acceptance.conftest import Home
from tests.fixtures.new_regime import write_new_form

pytestmark = pytest.mark.slow


def test_a_form_of_the_announced_regime_reaches_the_marts_by_a_decision_alone(tmp_path: Path) -> None:
    home = Home(tmp_path / "home", tmp_path / "raw", {})
    file = home.raw / "P34-38" / "2026" / "Bieu04_11T2026.xlsx"
    write_new_form(file)
    accepted = home.thads(
        "forms", "learn", str(file), "--accept", "--reason", "khớp phụ lục", "--as", "steward"
    )

    refreshed = home.thads("refresh")

    assert accepted.returncode == 0, accepted.stderr
    assert refreshed.returncode == 0, refreshed.stderr
    rows = home.rows(
        "select distinct cases_accepted, cases_enforceable, cases_completed, cases_completion_rate_pct "
        "from marts.province_period where unit_code = 'P34-38' and fiscal_year = 2026 and months = 11"
    )
    assert [tuple(row.values()) for row in rows] == [(2238, 2194, 950, Decimal("64.63"))]
    places = home.rows(
        "select distinct o.locator from marts.observation_lineage as l "
        "inner join landing.observations as o using (observation_id) "
        "where l.mart = 'province_period' and l.column_name = 'cases_accepted'"
    )
    assert [row["locator"] for row in places] == ["Bieu 04!B8"]
