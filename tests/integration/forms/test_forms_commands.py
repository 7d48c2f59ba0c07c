"""``thads forms`` as a department uses it, and the samples under ``raw/`` that it made."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import openpyxl
import polars as pl
import pytest
from typer.testing import CliRunner

from pipelines import readers
from pipelines.cli import app
from pipelines.forms import FormHints, FormReading, read_forms
from pipelines.problems import ThadsError
from pipelines.reference import units
from pipelines.reference.periods import Period
from tests.fixtures.make_raw_workbooks import RAW, samples

RUN = CliRunner()
YEAR = Period.parse("FY2021")


def reading_of(path: str) -> FormReading:
    file = RAW / path
    document = readers.read(file.read_bytes(), file.name, max_bytes=10_000_000)
    unit, year, _ = path.split("/")
    return read_forms(document, "r" * 64, FormHints(unit, int(year), file.name))


def cluster_total(reading: FormReading, cluster: str) -> Decimal:
    """Add up the accepted totals of a cluster's members; the department counts with its own office only."""
    members = units.cluster_members(cluster, YEAR.end)
    own = pl.when(pl.col("unit_code") == "P63-38").then(pl.lit("office=own")).otherwise(pl.lit(""))
    rows = reading.observations.filter(
        (pl.col("indicator_code") == "accepted_total")
        & pl.col("unit_code").is_in(members)
        & (pl.col("breakdown") == own)
    )
    return sum(rows["value"], Decimal(0))


def total(reading: FormReading, unit: str) -> dict[str, Decimal]:
    rows = reading.observations.filter((pl.col("unit_code") == unit) & (pl.col("breakdown") == ""))
    return dict(rows.select("indicator_code", "value").rows())


def test_a_template_filled_by_hand_is_read_back(tmp_path: Path) -> None:
    file = tmp_path / "04.xlsx"
    made = RUN.invoke(
        app, ["forms", "template", "04/TK-THA", "--unit", "P63-38", "--period", "FY2021-C10", "-o", str(file)]
    )
    assert made.exit_code == 0, made.output
    book = openpyxl.load_workbook(file)
    book.active["B11"] = "1.234"
    book.save(file)

    read = json.loads(RUN.invoke(app, ["forms", "read", str(file), "--json"]).stdout)

    assert [each["period_code"] for each in read["identified"]] == ["FY2021-C10"]
    row = read["observations"][0]
    assert (row["unit_code"], row["indicator_code"], row["value"], row["locator"]) == (
        "P63-38", "accepted_total", 1234, "04-TK-THA!B11",
    )  # fmt: skip


def test_an_empty_template_holds_no_figures(tmp_path: Path) -> None:
    file = tmp_path / "05.xlsx"
    RUN.invoke(
        app, ["forms", "template", "05/TK-THA", "--unit", "P63-38", "--period", "FY2021", "-o", str(file)]
    )

    read = json.loads(RUN.invoke(app, ["forms", "read", str(file), "--json"]).stdout)

    assert read["observations"] == []
    assert read["refused"] == []


def test_the_list_names_every_form_and_how_sure_its_columns_are() -> None:
    rows = json.loads(RUN.invoke(app, ["forms", "list", "--json"]).stdout)

    found = {(row["form_code"], row["regime"]): row for row in rows}
    assert found["04/TK-THA", "R2019"]["confidence"] == "med"
    assert found["04/TK-THA", "R2019"]["recalled"] is True
    assert found["R2026-UNKNOWN", "R2026"]["columns"] == 0


@pytest.mark.parametrize(
    "arguments",
    [["44/TK-THA"], ["04/TK-THA", "--regime", "R1999"], ["04/TK-THA", "--period", "FY2030"], ["02/TKLN-THADS"],
     ["04/TK-THA", "--unit", "P99"], ["04/TK-THA", "--period", "2021"]],
)  # fmt: skip
def test_a_wrong_code_is_answered_with_what_to_do(arguments: list[str], tmp_path: Path) -> None:
    file = tmp_path / "x.xlsx"

    result = RUN.invoke(app, ["forms", "template", *arguments, "-o", str(file)])

    assert result.exit_code == 1
    assert "Việc cần làm" in result.stderr
    assert not file.exists()


def test_a_file_without_a_form_ends_with_a_message() -> None:
    result = RUN.invoke(app, ["forms", "read", str(RAW / "P34-82/2025/thuc_don_can_tin_tuan_29.xlsx")])

    assert result.exit_code == 1
    assert "không chứa biểu mẫu" in result.stderr


def test_the_tracked_samples_are_what_their_script_makes() -> None:
    assert {path: (RAW / path).read_bytes() for path in samples()} == samples()


def test_the_samples_carry_the_published_totals_of_department_and_clusters() -> None:
    cases, money = (reading_of(f"P63-38/2021/0{n}_TK-THA_12T2021_CucTHADS_ThanhHoa.xlsx") for n in (4, 5))

    assert [cluster_total(cases, f"TH-{n}") for n in (1, 2, 3)] == [11_813, 5_257, 2_820]
    assert [cluster_total(money, f"TH-{n}") for n in (1, 2, 3)] == [
        2_050_589_304_000,
        170_128_128_000,
        93_084_022_000,
    ]
    expected = {"accepted_total": 19_890, "with_conditions": 16_501, "completed_total": 13_857}
    assert expected.items() <= total(cases, "P63-38").items()
    assert total(cases, "P63-38")["completion_rate_cases"] == Decimal("83.98")
    amounts = {
        "accepted_total": 2_313_801_454_000,
        "with_conditions": 972_502_274_000,
        "completed_total": 454_781_656_000,
    }
    assert amounts.items() <= total(money, "P63-38").items()


def test_the_resubmitted_sample_corrects_one_figure() -> None:
    first = reading_of("P63-79/2020/01_TK-THA_12T2020_ChiCuc_Quan1.xlsx")
    second = reading_of("P63-79/2020/01_TK-THA_12T2020_ChiCuc_Quan1_lan2.xlsx")

    changed = set(first.observations["observation_id"]) ^ set(second.observations["observation_id"])
    assert len(changed) == 2
    figures = total(second, "D-760")
    assert (figures["carried_in"], figures["newly_accepted"], figures["accepted_total"]) == (1057, 2370, 3427)
    assert total(first, "D-760")["newly_accepted"] == 2730


def test_the_samples_are_read_without_a_note() -> None:
    forms = [path for path in samples() if "TK-THA" in path and "P63-38/2020" not in path]

    assert {path: reading_of(path).notes for path in forms} == dict.fromkeys(forms, ())


def test_the_broken_sample_is_refused_by_the_reader() -> None:
    with pytest.raises(ThadsError):
        reading_of("P63-38/2020/04_TK-THA_12T2020_CucTHADS_ThanhHoa.xlsx")
