"""Promises of a trace and of replay, over marts that dbt really built."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import duckdb
import pytest

from pipelines.events.figure_types import FigureCorrected, FigureReading, FigureRefused
from pipelines.lineage.model import Trace
from pipelines.lineage.sources import Sources
from pipelines.lineage.tracing import trace
from pipelines.narrative.review.items import figure_id
from pipelines.problems import Text, ThadsError
from pipelines.readers.model import Document
from pipelines.settings import PROJECT_ROOT
from pipelines.warehouse.fingerprint import mart_fingerprint
from pipelines.warehouse.reader import open_reader
from pipelines.warehouse.replay import Stores, replay_to
from tests.integration.warehouse.world import CLUSTER_FIGURES, CLUSTER_TEXT, World

pytestmark = pytest.mark.slow

DBT = PROJECT_ROOT / "dbt_project"
OLDER_TEXT = CLUSTER_TEXT.replace("11.813", "11.831")


@dataclass
class House:
    world: World
    file: Path
    before: datetime

    def trace(
        self, column: str, where: str, *, as_of: datetime | None = None, mart: str = "cluster_year"
    ) -> Trace:
        def read(data: bytes, _name: str) -> Document:
            return Document("text/plain", text=data.decode())

        sources = Sources(self.world.archive, self.world.facts_dir, read)
        with open_reader(self.file, as_of=as_of) as connection:
            return trace(connection, sources, mart, column, where, version="v", as_of=as_of)


REVIEWED_TEXT = (
    "Chi cục Bỉm Sơn năm 2021 thụ lý 700 việc, tăng 50 việc; tổng cộng 610 việc, chưa kể 15 việc khác."
)


def _receive_reviewed(world: World) -> None:
    """A report with a figure that follows from another, one that a steward read, and one a steward refused."""
    figures = [
        ("D-381", "FY2021", "accepted_total", "cases", "700", "700"),
        ("D-381", "FY2021", "newly_accepted", "cases", "15", "15"),
    ]
    derived = [("D-381", "FY2020", "accepted_total", "cases", "650", "700")]
    report = world.receive("chi-cuc.txt", REVIEWED_TEXT, figures, derived=derived)
    read = FigureReading(
        unit_code="D-381", period_code="FY2021", indicator_code="carried_in", measure="cases", value="610"
    )
    world.record(
        FigureCorrected(
            told=read.model_copy(update={"indicator_code": "completed_total"}), reason="hỏi lại đơn vị",
            **_place(report, "610", read),
        ),
        FigureRefused(
            reason="không rõ số gì",
            **_place(report, "15", read.model_copy(update={"indicator_code": "newly_accepted", "value": "15"})),
        ),
    )  # fmt: skip


def _place(report_id: str, printed: str, read: FigureReading) -> dict[str, Any]:
    at = REVIEWED_TEXT.index(printed)
    locator = f"char:{at}-{at + len(printed)}"
    return {
        "figure_id": figure_id(report_id, locator), "decision_id": printed, "report_id": report_id,
        "locator": locator, "printed": printed, "read": read, "confidence": 0.5,
    }  # fmt: skip


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """Two reports that disagree on one figure, the newer one in force, and a finding about it."""
    home = tmp_path_factory.mktemp("house")
    world = World(home)
    world.load_references()
    older = [
        (*figure[:4], "11831", "11.831") if figure[5] == "11.813" else figure for figure in CLUSTER_FIGURES
    ]
    world.receive("cu.txt", OLDER_TEXT, older, published=date(2021, 10, 1))
    before = list(world.log.read())[-1].recorded_at
    report = world.receive("moi.txt", CLUSTER_TEXT, CLUSTER_FIGURES, published=date(2021, 10, 20))
    shown = world.readings[report].filter(printed="11.813")["observation_id"][0]
    world.open_finding(report, shown)
    _receive_reviewed(world)
    file = home / "now.duckdb"
    replay_to(file, Stores(world.log, world.archive, world.facts_dir), DBT)
    yield House(world, file, before)
    world.log.close()


def test_a_printed_figure_leads_to_its_sentence_report_events_finding_and_rival(house: House) -> None:
    found = house.trace("cases_accepted", "cluster_code = 'TH-1' and fiscal_year = 2021")
    (cell,) = found.cells
    assert (cell.value, cell.formula.kind) == (11813, "value")
    assert cell.key == {"cluster_code": "TH-1", "fiscal_year": 2021}
    (note,) = cell.observations
    assert note.excerpt is not None
    assert note.excerpt.is_confirmed
    assert "Cụm 1 có 11.813 việc phải giải quyết" in note.excerpt.sentence
    assert note.report is not None
    assert note.report.file_name == "moi.txt"
    assert [event.type for event in note.report.events] == [
        "ReportReceived", "ReportIdentified", "ReportParsed", "ReportAccepted",
    ]  # fmt: skip
    assert [finding.rule_id for finding in note.findings] == ["RATE-01"]
    (loser,) = note.losers
    assert (loser.value, loser.file_name, loser.printed) == (11831, "cu.txt", "11.831")
    assert loser.excerpt is not None
    assert "11.831 việc" in loser.excerpt.sentence


def test_a_computed_rate_leads_to_numerator_and_denominator(house: House) -> None:
    (cell,) = house.trace("cases_completion_rate_pct", "cluster_code = 'TH-1'").cells
    assert cell.formula.kind == "rate"
    assert cell.formula.worked == Text("100 × 6.400 ÷ 8.000 = 80", "100 × 6,400 ÷ 8,000 = 80")
    assert {note.role: note.printed for note in cell.observations} == {
        "numerator": "6.400",
        "denominator": "8.000",
    }


def test_a_past_instant_is_traced_to_what_was_known_then(house: House) -> None:
    (cell,) = house.trace("cases_accepted", "cluster_code = 'TH-1'", as_of=house.before).cells
    assert cell.value == 11831
    (note,) = cell.observations
    assert note.report is not None
    assert note.report.file_name == "cu.txt"
    assert not note.findings
    assert not note.losers
    assert all(event.recorded_at <= house.before.replace(tzinfo=None) for event in note.report.events)


def test_a_column_without_figures_says_so(house: House) -> None:
    (cell,) = house.trace("amount_accepted_vnd", "cluster_code = 'TH-1'").cells
    assert (cell.value, cell.formula.kind, cell.observations) == (None, "none", ())


@pytest.mark.parametrize(
    ("mart", "column", "where", "code"),
    [
        ("cluster_yeer", "cases_accepted", "", "unknown_table"),
        ("cluster_year", "cases_acepted", "", "unknown_column"),
        ("cluster_year", "cases_accepted", "cluster_cod = 'TH-1'", "unknown_column"),
        ("cluster_year", "cases_accepted", "cluster_code = 'TH-9'", "no_such_row"),
        ("cluster_year", "cases_accepted", "true) union all (select 1", "bad_sql"),
        ("cluster_year", "cases_accepted", "true; drop table marts.awards", "bad_sql"),
    ],
)
def test_a_wrong_question_is_answered_with_the_way_on(
    house: House, mart: str, column: str, where: str, code: str
) -> None:
    with pytest.raises(ThadsError) as error:
        house.trace(column, where, mart=mart)
    assert error.value.problem.code == code


def test_a_changed_cache_is_noticed_and_the_archive_decides(house: House) -> None:
    for file in (house.world.facts_dir / "text").glob("*.txt"):
        file.write_text("một văn bản khác", encoding="utf-8")
    (cell,) = house.trace("cases_accepted", "cluster_code = 'TH-1'").cells
    assert cell.observations[0].excerpt is not None
    assert cell.observations[0].excerpt.is_confirmed


def test_a_figure_that_a_steward_read_leads_to_the_decision_and_both_readings(house: House) -> None:
    (cell,) = house.trace(
        "cases_completed", "unit_code = 'D-381' and fiscal_year = 2021", mart="district_year"
    ).cells
    assert cell.value == 610
    (note,) = cell.observations
    (review,) = note.reviews
    assert (review.verdict, review.actor, review.reason) == ("corrected", "test", "hỏi lại đơn vị")
    assert "carried_in" in review.read
    assert "completed_total" in review.told
    assert note.excerpt is not None
    assert "tổng cộng 610 việc" in note.excerpt.sentence


def test_a_refused_figure_is_in_no_mart(house: House) -> None:
    (cell,) = house.trace(
        "cases_newly_accepted", "unit_code = 'D-381' and fiscal_year = 2021", mart="district_year"
    ).cells
    assert (cell.value, cell.observations) == (None, ())


def test_a_derived_figure_is_flagged_and_leads_to_its_parents_and_their_sentence(house: House) -> None:
    where = "unit_code = 'D-381' and fiscal_year = 2020"
    (cell,) = house.trace("cases_accepted", where, mart="district_year").cells
    assert (cell.value, cell.formula.title.en) == (650, "a value that follows from other figures")
    assert "d" in str(cell.row["flags"])
    (note,) = cell.observations
    (parent,) = note.parents
    assert (parent.value, parent.period_code) == (700, "FY2021")
    assert parent.excerpt is not None
    assert "thụ lý 700 việc" in parent.excerpt.sentence


def test_the_json_of_a_trace_carries_the_whole_sentence(house: House) -> None:
    plain = house.trace("cases_accepted", "cluster_code = 'TH-1'").as_dict()
    assert "Cụm 1 có 11.813 việc phải giải quyết" in str(plain["cells"])


def test_p10_the_same_log_makes_the_same_rows_in_every_mart(house: House, tmp_path: Path) -> None:
    stores = Stores(house.world.log, house.world.archive, tmp_path / "facts")
    again = tmp_path / "again.duckdb"
    landed = replay_to(again, replace(stores, reread=house.world.reread), DBT)
    assert landed.reread == 3
    assert mart_fingerprint(again) == mart_fingerprint(house.file)


def test_p8_a_replay_of_the_past_says_what_the_published_file_says_of_it(
    house: House, tmp_path: Path
) -> None:
    stores = Stores(house.world.log, house.world.archive, house.world.facts_dir)
    then = tmp_path / "then.duckdb"
    replay_to(then, stores, DBT, as_of=house.before)
    sql = "select * exclude (known_at) from marts.cluster_year order by all"
    with duckdb.connect(str(then), read_only=True) as connection:
        rebuilt = connection.execute(sql).fetchall()
    with open_reader(house.file, as_of=house.before) as connection:
        assert connection.execute(sql).fetchall() == rebuilt


def test_before_the_first_event_nothing_is_known(house: House, tmp_path: Path) -> None:
    stores = Stores(house.world.log, house.world.archive, house.world.facts_dir)
    long_ago = datetime.fromisoformat("2001-01-01T00:00:00+00:00")
    with pytest.raises(ThadsError) as error:
        replay_to(tmp_path / "x.duckdb", stores, DBT, as_of=long_ago)
    assert error.value.problem.code == "nothing_known"
    assert list(tmp_path.iterdir()) == []
