"""A small house of our own making: archive, log and facts of a few reports, written event by event."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import polars as pl

from pipelines.archive.store import Archive
from pipelines.events.log import EventLog, open_log
from pipelines.events.model import NewEvent
from pipelines.events.states import ReportState
from pipelines.events.types import (
    EventBody,
    FindingOpened,
    ReferenceLoaded,
    ReportAccepted,
    ReportIdentified,
    ReportParsed,
    ReportReceived,
    ReportRejected,
)
from pipelines.observations import Observation, content_hash, to_frame, write_landing
from pipelines.problems import Problem
from pipelines.reference.tables import TABLES, table, table_path

PARSER = "narrative/00000000"
Figure = tuple[str, str, str, str, str, str]  # unit, period, indicator, measure, value, printed


@dataclass
class World:
    """The stores of one house; ``readings`` is what `reread` reads again, ``named`` the reports a test speaks of."""

    home: Path
    log: EventLog = field(init=False)
    archive: Archive = field(init=False)
    readings: dict[str, pl.DataFrame] = field(default_factory=dict)
    named: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.home.mkdir(parents=True, exist_ok=True)
        self.clock = 1_700_000_000_000_000
        self.log = open_log(self.home / "log.sqlite", self._tick)
        self.archive = Archive(self.home / "archive")

    @property
    def facts_dir(self) -> Path:
        return self.home / "facts"

    def _tick(self) -> int:
        self.clock += 1_000_000
        return self.clock

    def record(self, *bodies: EventBody) -> None:
        self.log.append([NewEvent(body, actor="test") for body in bodies])

    def load_references(self) -> None:
        for name in TABLES:
            sha256 = self.archive.put_file(table_path(name)).sha256
            self.record(ReferenceLoaded(table=name, edition=1, sha256=sha256, rows=table(name).height))

    def receive(
        self,
        name: str,
        text: str,
        figures: Iterable[Figure],
        *,
        unit: str = "P63-38",
        published: date = date(2021, 10, 20),
        accepted: bool = True,
        reading: int = 1,
        derived: Iterable[Figure] = (),
        notes: Iterable[Problem] = (),
    ) -> str:
        """Archive a text, log its way, and land its figures at the place each is printed.

        What is derived follows from the first figure.
        """
        report_id = self.archive.put_bytes(text.encode()).sha256
        printed = [_observation(report_id, text, each) for each in figures]
        following = [
            replace(_observation(report_id, text, each), derived=True, parents=(printed[0].observation_id,))
            for each in derived
        ]
        frame = to_frame([*printed, *following])
        self.readings[report_id] = frame
        _, facts = write_landing(frame, self.facts_dir, report_id)
        if reading == 1:
            self.record(
                ReportReceived(
                    report_id=report_id, file_name=name, path=f"{unit}/{published.year}/{name}",
                    size=len(text.encode()), folder_unit=unit, folder_year=published.year,
                )
            )  # fmt: skip
        self.record(
            ReportIdentified(
                report_id=report_id, reading=reading, parser=PARSER, kind="narrative", unit_code=unit,
                period_code="", published=published, title=name,
            ),
            ReportParsed(
                report_id=report_id, reading=reading, parser=PARSER, facts_sha256=facts, rows=frame.height,
                notes=tuple(each.as_dict() for each in notes),
            ),
        )  # fmt: skip
        if accepted:
            self.record(
                ReportAccepted(report_id=report_id, refresh_id=f"{name}-{reading}", facts_sha256=facts)
            )
        return report_id

    def facts_of(self, report_id: str) -> str:
        return content_hash(self.readings[report_id])

    def accept(self, report_id: str) -> None:
        facts = self.facts_of(report_id)
        self.record(ReportAccepted(report_id=report_id, refresh_id=f"late-{facts[:8]}", facts_sha256=facts))

    def reject(self, name: str, data: bytes) -> str:
        report_id = self.archive.put_bytes(data).sha256
        problem = {"code": "x", "what": {"vi": "Tệp hỏng", "en": "Damaged"}}
        self.record(
            ReportReceived(
                report_id=report_id,
                file_name=name,
                path=name,
                size=len(data),
                folder_unit="",
                folder_year=None,
            ),
            ReportRejected(report_id=report_id, parser=PARSER, problem=problem),
        )
        return report_id

    def open_finding(self, report_id: str, observation_id: str) -> None:
        self.record(
            FindingOpened(
                finding_id="f" * 32, refresh_id="r1", rule_id="RATE-01", severity="warning", level="row",
                responsibility="department", unit_code="TH-1", period_code="FY2021", lhs="1", rhs="2",
                difference="-1", message_vi="Hai số không khớp", message_en="Two figures differ",
                observation_ids=(observation_id,), report_ids=(report_id,),
            )
        )  # fmt: skip

    def reread(self, report: ReportState) -> pl.DataFrame:
        return self.readings[report.report_id]


def _observation(report_id: str, text: str, figure: Figure) -> Observation:
    unit, period, indicator, measure, value, printed = figure
    start = text.index(printed)
    return Observation(
        report_id=report_id, unit_code=unit, period_code=period, indicator_code=indicator, measure=measure,
        value=Decimal(value), printed=printed, locator=f"char:{start}-{start + len(printed)}", parser=PARSER,
    )  # fmt: skip


CLUSTER_TEXT = (
    "Báo cáo của đơn vị về ba cụm.\n"
    "Năm 2021, Cụm 1 có 11.813 việc phải giải quyết, trong đó 8.000 việc có điều kiện; đã xong 6.400 việc. "
    "Cụm 2 có 5.257 việc. Cụm 3 có 2.820 việc.\n"
)
CLUSTER_FIGURES: list[Figure] = [
    ("TH-1", "FY2021", "accepted_total", "cases", "11813", "11.813"),
    ("TH-1", "FY2021", "with_conditions", "cases", "8000", "8.000"),
    ("TH-1", "FY2021", "completed_total", "cases", "6400", "6.400"),
    ("TH-2", "FY2021", "accepted_total", "cases", "5257", "5.257"),
    ("TH-3", "FY2021", "accepted_total", "cases", "2820", "2.820"),
]
