"""Every fact of the five real reports can be read from a mart, each disagreement from the conflicts."""

from __future__ import annotations

import json
import re
from datetime import date
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest
from landing_build import Landing, dbt_build, rows

from pipelines.reference import indicators, units

pytestmark = [pytest.mark.slow, pytest.mark.shared]


def _unit(name: str, report_unit: str) -> str:
    """Return the code of a unit the key names: nation, department, office or numbered cluster."""
    if name == "toàn quốc":
        return "VN"
    if name.startswith("THADS tỉnh"):
        return report_unit
    on = date(2021, 6, 1)
    for unit in units.all_units().values():
        is_owned = unit.level == "cluster" and unit.parent == report_unit
        if (is_owned and name in unit.aliases) or (
            unit.level != "cluster" and unit.is_valid(on) and name in unit.aliases
        ):
            return unit.code
    raise LookupError(name)


def _period(text: str, published: str) -> str:
    """Return the period code of a key's period, which may be prose (a year, every year, one year against another)."""
    if " so " in text:
        text = text.split(" so ")[0]
    if re.fullmatch(r"\d{4}", text):
        return f"CY{text}"
    return text if text.startswith(("FY", "CY", "AT")) else f"FY{published[:4]}"


def _published(text: str) -> date | None:
    """Return the date of publication, which some reports do not print."""
    return date.fromisoformat(text) if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text) else None


@pytest.fixture(scope="module")
def seeds(shared_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[list[tuple[str, ...]], Path]:
    scratch = tmp_path_factory.mktemp("seeds")
    landing, facts = Landing(), []
    for text in json.loads((shared_dir / "seeds" / "facts.json").read_text()):
        home = next(unit.code for unit in units.all_units().values()
                    if unit.level == "province" and text["province"] in unit.aliases)  # fmt: skip
        report = landing.report(
            text["id"], "narrative", home, "2021-11-01", published=_published(text["published"])
        )
        for place, figure in enumerate(text["figures"]):
            subject = _unit(figure["unit_name"], home)
            period = _period(figure["period"], text["published"])
            against = figure["period"].partition(" so ")[2]
            versus = f"vs={_period(against, text['published'])}" if against else ""
            for code, measure in indicators.by_vi_code(figure["indicator"], figure["unit"]):
                landing.figure(report, subject, period, code, measure, str(figure["value"]), start=place * 10,
                               qualifier=figure["qualifier"], breakdown=versus)  # fmt: skip
                facts.append((report, subject, period, code, measure, versus, str(figure["value"])))
                break
            else:
                pytest.fail(f"no indicator for {figure['indicator']} in {figure['unit']}")
    file = landing.write(scratch / "seeds.duckdb")
    dbt_build(file, scratch)
    return facts, file


def test_every_fact_of_the_seeds_can_be_read_from_a_mart(seeds: tuple[list[tuple[str, ...]], Path]) -> None:
    facts, file = seeds
    with duckdb.connect(str(file), read_only=True) as wh:
        shown = {
            (
                row["unit_code"],
                row["period_code"],
                row["indicator_code"],
                row["measure"],
                row["breakdown"],
                row["value"],
            )
            for row in rows(wh, "select * from marts.theme_year")
        }
        contradicted = {
            (
                row["unit_code"],
                row["period_code"],
                row["indicator_code"],
                row["measure"],
                row["breakdown"],
                row["value_other"],
            )
            for row in rows(wh, "select * from marts.source_conflicts")
        }
    assert len(facts) >= 100
    missing = [fact for fact in facts if (*fact[1:6], Decimal(fact[6])) not in shown | contradicted]
    assert missing == []


def test_two_reports_of_one_province_disagree_and_the_implied_target_shows_it(
    seeds: tuple[list[tuple[str, ...]], Path],
) -> None:
    with duckdb.connect(str(seeds[1]), read_only=True) as wh:
        conflicts = rows(wh, "select fiscal_year, indicator_code from marts.source_conflicts where reason = 'other_value' "
                             "and indicator_code like 'completion_rate%' order by 1, 2")  # fmt: skip
        targets = rows(wh, "select count(*) as n, count(*) filter (target_source = 'implied') as implied "
                           "from marts.target_attainment where unit_code = 'P63-26'")  # fmt: skip
    assert [(row["fiscal_year"], row["indicator_code"]) for row in conflicts] == [
        (2019, "completion_rate_money"),
        (2020, "completion_rate_cases"),
    ]
    assert targets[0]["n"] >= 10


def test_the_clusters_of_the_example_are_in_their_mart(seeds: tuple[list[tuple[str, ...]], Path]) -> None:
    with duckdb.connect(str(seeds[1]), read_only=True) as wh:
        found = rows(wh, "select sum(cases_accepted) as cases, count(*) as clusters from marts.cluster_year "
                         "where fiscal_year = 2021")  # fmt: skip
        province = rows(wh, "select cases_accepted as cases from marts.province_year where unit_code = 'P63-38' "
                            "and fiscal_year = 2021 and boundary = 'as_reported'")  # fmt: skip
    assert found[0]["clusters"] == 3
    assert int(str(found[0]["cases"])) == province[0]["cases"]
