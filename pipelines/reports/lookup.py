"""The report somebody means: by the first digits of its sha256, its path in the inbox, or its file name.

Belongs here: finding reports in the state of the log. Does not belong here: what is told about them (`dossier`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipelines.events.projections import LogState
from pipelines.events.states import ReportState
from pipelines.problems import Problem, Text, ThadsError

_DIGITS = re.compile(r"[0-9a-f]{4,64}")
#: Candidates a refusal names; more would not be read.
_SHOWN = 5


def find_report(state: LogState, name: str) -> ReportState:
    """Return the one report a name means.

    Args:
        state: the log.
        name: at least four hex digits of the sha256, a path with or without ``raw/``, or a file name.

    Raises:
        ThadsError: ``unknown_report`` or ``ambiguous_report``.
    """
    wanted = name.strip().removeprefix("./").removeprefix("raw/")
    found = _by_digits(state, wanted.lower()) or _by_path(state, wanted) or _by_file_name(state, wanted)
    if not found:
        raise _unknown(name)
    if len(found) > 1:
        raise _ambiguous(name, found)
    return found[0]


def versions_before(state: LogState, report: ReportState) -> list[tuple[tuple[str, str, str], ReportState]]:
    """Return, for each slot of a report, the slot and the version sent just before; nothing where it is the first."""
    found = []
    for key in state.slots_of_report.get(report.report_id, ()):
        versions = sorted(state.slots[key].versions.values(), key=lambda each: each.version)
        number = state.slots[key].versions[report.report_id].version
        earlier = [each for each in versions if each.version < number]
        if earlier:
            found.append((key, state.reports[earlier[-1].report_id]))
    return found


def _by_digits(state: LogState, digits: str) -> list[ReportState]:
    if not _DIGITS.fullmatch(digits):
        return []
    return [report for key, report in state.reports.items() if key.startswith(digits)]


def _by_path(state: LogState, path: str) -> list[ReportState]:
    return [each for each in state.reports.values() if path in (each.path, *each.seen_paths)]


def _by_file_name(state: LogState, name: str) -> list[ReportState]:
    return [
        each
        for each in state.reports.values()
        if name in {path.rpartition("/")[2] for path in (each.path, *each.seen_paths)} | {each.file_name}
    ]


def _unknown(name: str) -> ThadsError:
    return ThadsError(
        Problem(
            code="unknown_report",
            what=Text(f"Không có báo cáo «{name}».", f"There is no report «{name}»."),
            where=name,
            expected="≥ 4 chữ số đầu của sha256, đường dẫn trong raw/ hoặc tên tệp / ≥ 4 digits, path or file name",
            found=name,
            next_step=Text(
                "Xem danh sách bằng «thads reports list»; tệp mới thả vào cần «thads refresh» trước.",
                "See «thads reports list»; a file just dropped in needs «thads refresh» first.",
            ),
        )
    )


def _ambiguous(name: str, found: Sequence[ReportState]) -> ThadsError:
    named = [f"{each.report_id[:12]} {each.path}" for each in found[:_SHOWN]]
    more = f" … (+{len(found) - _SHOWN})" if len(found) > _SHOWN else ""
    return ThadsError(
        Problem(
            code="ambiguous_report",
            what=Text(f"«{name}» ứng với {len(found)} báo cáo.", f"«{name}» fits {len(found)} reports."),
            where=name,
            expected="một báo cáo / one report",
            found="; ".join(named) + more,
            next_step=Text(
                "Ghi thêm chữ số của mã hoặc cả đường dẫn.", "Give more digits, or the whole path."
            ),
        )
    )
