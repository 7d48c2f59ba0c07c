"""Reading an archived report once more, because its observations are gone.

Belongs here: archive → observations. Does not belong here: whether they are what the log says (`warehouse.facts`).
"""

from __future__ import annotations

import polars as pl

from pipelines.archive.store import Archive
from pipelines.events.states import ReportState
from pipelines.intake.reading import NO_MAPS, Maps, Rejection, Source, read_report
from pipelines.problems import ThadsError


def read_again(archive: Archive, report: ReportState, max_bytes: int, maps: Maps = NO_MAPS) -> pl.DataFrame:
    """Return the observations of an archived report.

    Raises:
        ThadsError: today's code cannot read what was read before.
    """
    source = Source(report.report_id, report.file_name, report.folder_unit, report.folder_year)
    result = read_report(archive.read(report.report_id), source, max_bytes=max_bytes, maps=maps)
    if isinstance(result, Rejection):
        raise ThadsError(result.problem)
    return result.observations
