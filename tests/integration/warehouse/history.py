"""A history of reports, decisions and second thoughts, step by step, in a house of our own making.

Belongs here: what happens. Does not belong here: what the warehouse should make of it.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import polars as pl

from pipelines.events.figure_types import FigureCorrected, FigureReading, FigureRefused, FigureReviewReopened
from pipelines.events.types import (
    FindingChanged,
    FindingCorrected,
    FindingOpened,
    FindingReopened,
    FindingResolved,
    FindingWaived,
    ReportHeld,
    ReportSeenAgain,
    SlotVersionAccepted,
    SlotVersionSubmitted,
)
from pipelines.forms.notes import hidden_figures
from pipelines.narrative.review.items import figure_id
from tests.integration.warehouse.world import CLUSTER_FIGURES, CLUSTER_TEXT, Figure, World

Step = Callable[[World], None]

NOTED = [hidden_figures("Biểu", 2), hidden_figures("Bảng", 1)]
SECOND_TEXT = CLUSTER_TEXT.replace("11.813", "11.831")
SECOND_FIGURES: list[Figure] = [
    ("TH-1", "FY2021", "accepted_total", "cases", "11831", "11.831"),
    *CLUSTER_FIGURES[1:],
]
YEARS_TEXT = "Năm 2019 xong 700 việc, năm 2020 xong 710 việc, đạt 77,7%; giai đoạn 2016-2020 xong 3.300 việc."
YEARS: list[Figure] = [
    ("P63-46", "FY2019", "completed_total", "cases", "700", "700"),
    ("P63-46", "FY2020", "completed_total", "cases", "710", "710"),
    ("P63-46", "FY2020", "completion_rate_cases", "percent", "77.7", "77,7%"),
    ("P63-46", "FY2016..FY2020", "completed_total", "cases", "3300", "3.300"),
]
MERGED_TEXT = (
    "Năm 2025: tỉnh thứ nhất xong 60 việc, tỉnh thứ hai 100 việc, tỉnh thứ ba 30 việc; cả nước 900 việc."
)
MERGED: list[Figure] = [
    ("P63-17", "FY2025", "completed_total", "cases", "60", "60"),
    ("P63-25", "FY2025", "completed_total", "cases", "100", "100"),
    ("P63-26", "FY2025", "completed_total", "cases", "30", "30"),
    ("VN", "FY2025", "completed_total", "cases", "900", "900"),
]
MONTHS_TEXT = (
    "Tám tháng năm 2021 xong 50 việc; mười tháng năm 2021 xong 61 việc; biên chế 30/6/2021 có 101 người."
)
MONTHS: list[Figure] = [
    ("D-380", "FY2021-C08", "completed_total", "cases", "50", "50"),
    ("D-380", "FY2021-C10", "completed_total", "cases", "61", "61"),
    ("P63-38", "AT2021-06-30", "staff_present", "people", "101", "101"),
]
DECIDED_TEXT = "Năm 2021 thụ lý 19.890 việc; thi hành xong 12.300 việc."
DECIDED: list[Figure] = [("P63-38", "FY2021", "accepted_total", "cases", "19890", "19.890")]
_READ = FigureReading(
    unit_code="P63-38", period_code="FY2021", indicator_code="completed_total", measure="cases", value="12300"
)
_SLOT = {"unit_code": "P63-38", "form_code": "01/TK-THA", "period_code": "FY2021"}


def steps() -> list[Step]:
    """Return the history; each step needs those before it."""
    return [
        lambda world: world.load_references(),
        lambda world: _note(world, "first", world.receive("cum.txt", CLUSTER_TEXT, CLUSTER_FIGURES, notes=NOTED)),
        lambda world: _note(world, "years", world.receive("nam.txt", YEARS_TEXT, YEARS, unit="P63-46")),
        lambda world: _slot(world, "first", 1),
        lambda world: world.reject("hong.pdf", b"%PDF broken") and None,
        lambda world: _open(world, "f-rate", "years", "77,7%"),
        lambda world: _waive(world, "f-rate"),
        lambda world: _note(world, "second", world.receive("cum2.txt", SECOND_TEXT, SECOND_FIGURES, accepted=False)),
        lambda world: _hold(world, "second"),
        lambda world: _note(world, "months", world.receive("thang.txt", MONTHS_TEXT, MONTHS)),
        lambda world: world.record(ReportSeenAgain(report_id=world.named["months"], path="P63-38/2021/x.txt")),
        lambda world: _accept_second(world),
        lambda world: _change(world, "f-rate"),
        lambda world: _open(world, "f-total", "second", "11.831"),
        lambda world: _correct(world, "f-total", "second", "11.831"),
        lambda world: world.receive("nam.txt", YEARS_TEXT, YEARS[:3], unit="P63-46", reading=2, notes=NOTED) and None,
        lambda world: world.receive("gop.txt", MERGED_TEXT, MERGED, unit="VN", published=date(2025, 11, 1)) and None,
        lambda world: _note(world, "decided", world.receive("xet.txt", DECIDED_TEXT, DECIDED, derived=[
            ("P63-38", "FY2020", "accepted_total", "cases", "20000", "19.890")])),
        lambda world: _decide(world, told="TH-1"),
        lambda world: _refuse(world),
        lambda world: world.record(FindingReopened(finding_id="f-rate", refresh_id="r9", reason="source_changed")),
        lambda world: world.record(FindingResolved(finding_id="f-total", refresh_id="r9")),
        lambda world: world.record(FigureReviewReopened(
            figure_id=_figure(world, "12.300"), report_id=world.named["decided"], reading=2, reason="reading_changed")),
        lambda world: world.receive("nam.txt", YEARS_TEXT, YEARS, unit="P63-46", reading=3) and None,
        lambda world: world.receive("thang.txt", MONTHS_TEXT, MONTHS[1:], reading=2, accepted=False) and None,
    ]  # fmt: skip


def _note(world: World, name: str, report_id: str) -> None:
    world.named[name] = report_id


def _slot(world: World, name: str, version: int) -> None:
    world.record(SlotVersionSubmitted(report_id=world.named[name], version=version, **_SLOT))
    world.record(
        SlotVersionAccepted(report_id=world.named[name], version=version, refresh_id=f"s{version}", **_SLOT)
    )


def _hold(world: World, name: str) -> None:
    facts = world.facts_of(world.named[name])
    world.record(
        ReportHeld(report_id=world.named[name], refresh_id="h", facts_sha256=facts, finding_ids=("f-rate",))
    )


def _accept_second(world: World) -> None:
    world.accept(world.named["second"])
    _slot(world, "second", 2)


def _printed(world: World, name: str, printed: str) -> dict[str, str]:
    frame = world.readings[world.named[name]]
    return frame.filter(pl.col("printed") == printed).row(0, named=True)


def _open(world: World, finding_id: str, name: str, printed: str) -> None:
    observation = _printed(world, name, printed)
    world.record(
        FindingOpened(
            finding_id=finding_id, refresh_id="r1", rule_id="rate_recomputes", severity="warning", level="row",
            responsibility="department", unit_code=observation["unit_code"], period_code=observation["period_code"],
            lhs="1", rhs="2", difference="-1", message_vi="Hai số không khớp", message_en="Two figures differ",
            observation_ids=(observation["observation_id"],), report_ids=(world.named[name],),
        )
    )  # fmt: skip


def _waive(world: World, finding_id: str) -> None:
    world.record(
        FindingWaived(
            finding_id=finding_id, decision_id="w", reason_code="rounding", reason="làm tròn",
            expires=date(2030, 1, 1), requester="a", approver="b",
        )
    )  # fmt: skip


def _change(world: World, finding_id: str) -> None:
    ids = {
        "observation_ids": (_printed(world, "years", "700")["observation_id"],),
        "report_ids": (world.named["years"],),
    }
    world.record(
        FindingChanged(finding_id=finding_id, refresh_id="r2", lhs="3", message_vi="m", message_en="m", **ids)
    )


def _correct(world: World, finding_id: str, name: str, printed: str) -> None:
    observation = _printed(world, name, printed)
    world.record(
        FindingCorrected(
            finding_id=finding_id, decision_id="c", observation_id=observation["observation_id"],
            expected_printed=observation["printed"], value="11822", reason="nhập sai",
        )
    )  # fmt: skip


def _figure(world: World, printed: str) -> str:
    return figure_id(world.named["decided"], _locator(printed))


def _locator(printed: str) -> str:
    at = DECIDED_TEXT.index(printed)
    return f"char:{at}-{at + len(printed)}"


def _decide(world: World, told: str) -> None:
    world.record(
        FigureCorrected(
            figure_id=_figure(world, "12.300"), decision_id="d1", report_id=world.named["decided"],
            locator=_locator("12.300"), printed="12.300", read=_READ,
            told=_READ.model_copy(update={"unit_code": told}), reason="của cụm",
        )
    )  # fmt: skip


def _refuse(world: World) -> None:
    read = _READ.model_copy(update={"indicator_code": "accepted_total", "value": "19890"})
    world.record(
        FigureRefused(
            figure_id=_figure(world, "19.890"), decision_id="d2", report_id=world.named["decided"],
            locator=_locator("19.890"), printed="19.890", read=read, reason="trùng",
        )
    )  # fmt: skip
