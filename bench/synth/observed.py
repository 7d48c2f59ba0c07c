"""What was said of a folder with planted errors: by the rules run at once, or by the log of a warehouse.

Belongs here: findings, notes and rejections with the places they name. Does not belong here: judging them (`scoring`).
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from pathlib import Path

import polars as pl

from bench.synth.checking import failures, read_workbook
from bench.synth.scoring import Observed, Said
from pipelines.archive.store import Archive
from pipelines.events.log import EventLog
from pipelines.events.projections import LogState
from pipelines.forms import FormReading
from pipelines.problems import ThadsError

Places = dict[str, tuple[str, str]]
Notes = dict[str, list[tuple[str, str]]]


def observed_at_once(folder: Path) -> Observed:
    """Read a folder's workbooks and run every rule over them, without archive, log and warehouse."""
    readings: dict[str, FormReading] = {}
    for path in sorted(folder.glob("[!.]*/*/*.xlsx")):
        try:
            readings[path.name] = read_workbook(path)
        except ThadsError:
            continue
    places: Places = {}
    notes: Notes = {}
    for reading in readings.values():
        if reading.identified:
            places |= _places(reading.observations)
            notes[str(reading.observations["report_id"][0])] = [(n.code, n.where) for n in reading.notes]
    found = [
        Said(
            each.finding_id,
            each.rule_id,
            each.severity,
            each.observation_ids,
            each.report_ids,
            each.message_en,
        )
        for of_rule in failures(readings.values()).values()
        for each in of_rule
    ]
    names = frozenset(path.name for path in folder.glob("[!.]*/*/*.xlsx"))
    return Observed(found, places, notes, frozenset(_refused(folder, readings)), names)


def observed_in_log(state: LogState, log: EventLog, archive: Archive) -> Observed:
    """Return what a warehouse's log says now of all its reports."""
    places: Places = {}
    for report in state.reports.values():
        stored = report.facts_files.get(report.facts_sha256)
        if stored:
            places |= _places(pl.read_parquet(io.BytesIO(archive.read(stored))))
    found = [
        Said(
            each.finding_id,
            each.rule_id,
            each.severity,
            each.observation_ids,
            each.report_ids,
            each.message_en,
        )
        for each in state.findings.values()
        if each.state != "resolved"
    ]
    rejected = frozenset(each.report_id for each in state.reports.values() if each.status == "rejected")
    names = frozenset(each.file_name for each in state.reports.values())
    return Observed(found, places, _notes(log), rejected, names)


def _places(rows: pl.DataFrame) -> Places:
    chosen = rows.select("observation_id", "report_id", "locator")
    return {identity: (report, locator) for identity, report, locator in chosen.iter_rows()}


def _notes(log: EventLog) -> Notes:
    found: Notes = {}
    for event in log.read(types=("ReportParsed",)):
        listed = event.payload["notes"]
        if isinstance(listed, list):
            found[str(event.payload["report_id"])] = [(str(n["code"]), str(n["where"])) for n in listed]
    return found


def _refused(folder: Path, readings: Mapping[str, FormReading]) -> list[str]:
    import hashlib

    paths = folder.glob("[!.]*/*/*.xlsx")
    return [
        hashlib.sha256(path.read_bytes()).hexdigest()
        for path in paths
        if path.name not in readings or not readings[path.name].identified
    ]
