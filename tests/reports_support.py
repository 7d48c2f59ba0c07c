"""A department's correspondence in small: files go in, are read, checked and decided, without Dagster, dbt or GX.

Belongs here: the way of a file through the real rooms, and workbooks to send. Does not belong here: assertions.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from pathlib import Path

import duckdb

from pipelines.archive.store import Archive
from pipelines.events.log import EventLog, open_log
from pipelines.events.model import NewEvent
from pipelines.events.projections import LogState
from pipelines.events.types import (
    EventBody,
    ReportIdentified,
    ReportParsed,
    ReportReceived,
    ReportRejected,
    SlotVersionSubmitted,
)
from pipelines.forms import default_book
from pipelines.forms.template import Row, SheetContent, agency_name, write_book
from pipelines.intake.acceptance import decide
from pipelines.intake.reading import Reading, Rejection, Source, read_report
from pipelines.observations import write_landing
from pipelines.reference import units
from pipelines.reference.periods import Period
from pipelines.validation.failures import Verdict, failures_of
from pipelines.validation.findings import held_reports, plan_finding_events
from pipelines.validation.prepare import names_and_forms, prepare_checks
from pipelines.validation.registry import load_rules
from pipelines.warehouse.landing import load_landing

UNIT = "P63-26"
PERIOD = Period.parse("FY2021")
FORM = "04/TK-THA"
Figures = dict[str, int]

#: One office's figures that satisfy every identity of the form.
OWN: Figures = {
    "accepted_total": 1000, "carried_in": 400, "newly_accepted": 600, "entrusted_out": 20, "revoked": 5,
    "withdrawn_up": 0, "enforceable_total": 975, "with_conditions": 700, "completed_total": 560, "completed": 540,
    "discontinued": 20, "in_progress": 130, "postponed_48_1c": 10, "without_conditions": 250,
    "postponed_suspended": 25, "postponed": 15, "suspended": 10, "carried_forward": 415,
}  # fmt: skip
OFFICE: Figures = {name: 2 * value for name, value in OWN.items()}


def with_rate(figures: Mapping[str, int]) -> dict[str, Decimal]:
    """Return figures with the rate they give."""
    rate = Decimal(100 * figures["completed_total"]) / figures["with_conditions"]
    plain = {name: Decimal(value) for name, value in figures.items()}
    return {**plain, "completion_rate_cases": rate.quantize(Decimal("0.01"))}


def content(own: Figures = OWN, office: Figures = OFFICE, total: Figures | None = None) -> SheetContent:
    """Return a form by office: total, own office, one office."""
    whole = total or {name: own[name] + office[name] for name in own}
    one = units.children(UNIT, PERIOD.end, level="district")[0]
    rows: list[Row] = [
        ("Tổng số", with_rate(whole)),
        (f"I. {agency_name(units.get(UNIT))}", with_rate(own)),
        ("II. Các Chi cục THADS trực thuộc", with_rate(office)),
        (f"1. {agency_name(one)}", with_rate(office)),
    ]
    return SheetContent(default_book().map_for(FORM, PERIOD.end), units.get(UNIT), PERIOD, tuple(rows))


def workbook(*sheets: SheetContent) -> bytes:
    """Return the bytes of a workbook."""
    buffer = io.BytesIO()
    write_book(buffer, sheets)
    return buffer.getvalue()


@dataclass
class House:
    """Log, archive and facts of one home, and the way of a file through them."""

    home: Path
    log: EventLog = field(init=False)
    state: LogState = field(default_factory=LogState)
    runs: int = 0

    def __post_init__(self) -> None:
        self.home.mkdir(parents=True, exist_ok=True)
        self.log = open_log(self.home / "log.sqlite")
        self.archive = Archive(self.home / "archive")

    @property
    def facts_dir(self) -> Path:
        return self.home / "facts"

    def take_in(self, files: Mapping[str, bytes]) -> list[str]:
        """Receive and read files by their path in the inbox, run the rules, decide; return the report ids."""
        found = [self._read(path, data) for path, data in files.items()]
        self.check()
        return found

    def check(self) -> None:
        """Run the rules over everything that is known, as often as a refresh would."""
        self.runs += 1
        for number in range(2):
            run = f"run-{self.runs}/{number}"
            self._record([each.body for each in plan_finding_events(self._verdicts(), self.state, run)])
            self._record(decide(self.state, held_reports(self.state), run))

    def _read(self, path: str, data: bytes) -> str:
        report_id = self.archive.put_bytes(data).sha256
        folder, year, name = path.split("/")
        self._record([
            ReportReceived(
                report_id=report_id, file_name=name, path=path, size=len(data), folder_unit=folder, folder_year=int(year)
            )
        ])  # fmt: skip
        result = read_report(data, Source(report_id, name, folder, int(year)), max_bytes=10_000_000)
        self._record(self._rejected(result) if isinstance(result, Rejection) else self._parsed(result))
        return report_id

    @staticmethod
    def _rejected(result: Rejection) -> Sequence[EventBody]:
        return [
            ReportRejected(
                report_id=result.source.report_id, parser=result.parser, problem=result.problem.as_dict()
            )
        ]

    def _parsed(self, reading: Reading) -> list[EventBody]:
        report_id = reading.source.report_id
        path, facts = write_landing(reading.observations, self.facts_dir, report_id)
        bodies: list[EventBody] = [
            ReportIdentified(
                report_id=report_id, parser=reading.parser, kind=reading.kind, unit_code=reading.unit_code,
                period_code=reading.period_code, form_codes=tuple(form for _, form, _ in reading.slots),
                regime=reading.regime, title=reading.title,
            ),
            ReportParsed(
                report_id=report_id, parser=reading.parser, facts_sha256=facts,
                facts_file=self.archive.put_file(path).sha256, rows=reading.observations.height,
                notes=tuple(note.as_dict() for note in reading.notes),
            ),
        ]  # fmt: skip
        for unit, form, period in reading.slots:
            slot = self.state.slots.get((unit, form, period))
            bodies.append(
                SlotVersionSubmitted(
                    unit_code=unit, form_code=form, period_code=period, report_id=report_id,
                    version=len(slot.versions) + 1 if slot else 1,
                )
            )  # fmt: skip
        return bodies

    def _verdicts(self) -> list[Verdict]:
        rules = load_rules()
        with duckdb.connect(config={"threads": 1}) as connection:
            connection.execute("create schema landing")
            load_landing(connection, self.log, self.archive, self.facts_dir, version="test")
            _fill_references(connection)
            prepare_checks(connection, rules)
            names, forms = names_and_forms(connection)
            verdicts = []
            for rule in rules:
                result = connection.execute(rule.sql)
                columns = [name for name, *_ in result.description]
                rows = [dict(zip(columns, row, strict=True)) for row in result.fetchall()]
                found = failures_of(rule, rows, names, forms)
                verdicts.append(
                    Verdict(
                        rule.rule_id, rule.title_vi, rule.title_en, rule.level, rule.severity, not rows, found
                    )
                )
        return verdicts

    def _record(self, bodies: Sequence[EventBody]) -> None:
        self.log.append([NewEvent(body, actor="test") for body in bodies])
        self.state.catch_up(self.log)


def _fill_references(connection: duckdb.DuckDBPyConnection) -> None:
    """Load the reference tables of the checkout; their editions need no events here."""
    from pipelines.reference.tables import TABLES, table

    for name in TABLES:
        connection.register("reference", table(name).to_arrow())
        connection.execute(f"create or replace table landing.{name} as select * from reference")
        connection.unregister("reference")


def changed(figures: Figures, **values: int) -> Figures:
    """Return figures with some of them replaced."""
    return {**figures, **values}


def renamed(sheet: SheetContent, name: str) -> SheetContent:
    """Return a sheet under another name."""
    return replace(sheet, sheet_name=name)
