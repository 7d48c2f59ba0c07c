"""The life of a finding, of a figure under review and of a learned map, as data: which event may happen when.

Belongs here: states, transitions, what counts as closed. Does not belong here: who may decide (the caller's rule)
or whether a rule fails (`validation`).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from pipelines.events.types import Severity
from pipelines.problems import Problem, Text, ThadsError

FormMapStatus = Literal["proposed", "accepted", "withdrawn"]

FindingStateName = Literal["open", "assigned", "waived", "corrected", "resubmission_requested", "resolved"]

#: A sentence for each state that a steward can read.
STATE_TEXTS: Mapping[FindingStateName, Text] = {
    "open": Text("Mới phát hiện, chưa ai xử lý", "Found, nobody has taken it"),
    "assigned": Text("Đã giao người xử lý", "Someone is looking into it"),
    "waived": Text("Đã chấp nhận có lý do và thời hạn", "Let stand, with a reason and an end"),
    "corrected": Text("Đã đính chính số liệu", "The figure was corrected by a steward"),
    "resubmission_requested": Text(
        "Đã yêu cầu đơn vị gửi lại báo cáo", "The department was asked to send again"
    ),
    "resolved": Text("Đã hết sai lệch", "The rule passes again"),
}

#: Severities in a word, the worst first.
SEVERITY_WORDS: Mapping[Severity, Text] = {
    "blocking": Text("chặn", "blocking"),
    "warning": Text("cảnh báo", "warning"),
    "info": Text("thông tin", "info"),
}

#: Severity → its place, the worst first.
SEVERITY_RANKS: Mapping[Severity, int] = {name: place for place, name in enumerate(SEVERITY_WORDS)}

#: States in which nobody needs to act.
CLOSED: frozenset[FindingStateName] = frozenset({"waived", "corrected", "resolved"})

#: Event type → state before (``None``: no such finding yet) → state after.
TRANSITIONS: Mapping[str, Mapping[FindingStateName | None, FindingStateName]] = {
    "FindingOpened": {None: "open"},
    "FindingChanged": {
        "open": "open",
        "assigned": "assigned",
        "waived": "waived",
        "corrected": "corrected",
        "resubmission_requested": "resubmission_requested",
    },
    "FindingAssigned": {
        "open": "assigned",
        "assigned": "assigned",
        "resubmission_requested": "resubmission_requested",
    },
    "FindingWaived": {"open": "waived", "assigned": "waived", "resubmission_requested": "waived"},
    "FindingCorrected": {
        "open": "corrected",
        "assigned": "corrected",
        "resubmission_requested": "corrected",
        "corrected": "corrected",
    },
    "ResubmissionRequested": {
        "open": "resubmission_requested",
        "assigned": "resubmission_requested",
        "resubmission_requested": "resubmission_requested",
    },
    "FindingResolved": {
        "open": "resolved",
        "assigned": "resolved",
        "waived": "resolved",
        "corrected": "resolved",
        "resubmission_requested": "resolved",
    },
    "FindingReopened": {"resolved": "open", "waived": "open", "corrected": "open"},
}

FigureVerdict = Literal["accepted", "corrected", "refused"]
FigureStateName = Literal["accepted", "corrected", "refused", "reopened"]

#: A sentence for each state of a figure under review; ``open``: nobody has decided yet.
FIGURE_TEXTS: Mapping[str, Text] = {
    "open": Text("Chờ xem xét", "Waiting for somebody to look"),
    "accepted": Text("Đã xác nhận như máy đọc", "Confirmed as it was read"),
    "corrected": Text("Đã đọc lại", "Read otherwise by a steward"),
    "refused": Text("Đã loại, không phải số liệu thống kê", "Refused, no statistic"),
    "reopened": Text("Máy đọc khác trước, cần xem lại", "Read otherwise since, to be looked at again"),
}
#: Event type → verdict of a figure; a later decision takes the place of an earlier one.
FIGURE_VERDICTS: Mapping[str, FigureVerdict] = {
    "FigureAccepted": "accepted",
    "FigureCorrected": "corrected",
    "FigureRefused": "refused",
}


#: State of a learned map → event type → state after; a map that was withdrawn may be accepted again.
FORM_MAP_STEPS: Mapping[FormMapStatus, Mapping[str, FormMapStatus]] = {
    "proposed": {"FormMapAccepted": "accepted", "FormMapWithdrawn": "withdrawn"},
    "accepted": {"FormMapWithdrawn": "withdrawn"},
    "withdrawn": {"FormMapAccepted": "accepted"},
}
FORM_MAP_TEXTS: Mapping[FormMapStatus, Text] = {
    "proposed": Text("Đề xuất, chờ quyết định", "Proposed, waits for a decision"),
    "accepted": Text("Đang áp dụng", "In force"),
    "withdrawn": Text("Không áp dụng", "Not in force"),
}


def is_allowed(state: FindingStateName | None, event_type: str) -> bool:
    """Tell whether an event may happen to a finding in a state."""
    return state in TRANSITIONS[event_type]


def next_state(state: FindingStateName | None, event_type: str, finding_id: str) -> FindingStateName:
    """Return the state after an event; writers ask before they append.

    Raises:
        ThadsError: the event cannot happen in this state.
    """
    if is_allowed(state, event_type):
        return TRANSITIONS[event_type][state]
    allowed = [name for name, steps in TRANSITIONS.items() if state in steps]
    raise ThadsError(
        Problem(
            code="finding_step_not_allowed",
            what=Text(
                "Không thể thực hiện bước này với phát hiện ở trạng thái hiện tại.",
                "This step is not possible for the finding in its present state.",
            ),
            where=f"case/{finding_id}",
            expected=", ".join(allowed),
            found=f"{event_type} ({STATE_TEXTS[state].en if state else 'no such finding'})",
            next_step=Text(
                "Tải lại danh sách phát hiện rồi chọn một bước được phép.",
                "Reload the list of findings and choose a step that is possible.",
            ),
        )
    )
