"""What people decide about a learned map: propose it, put it in force, take it out of force.

Every decision is one event with an id of the caller's, so that a retry is one decision, and with the version of the
stream that the person saw, so that nobody decides over somebody else's decision.

Belongs here: the conditions of each decision. Does not belong here: the order of states (`events.lifecycle`).
"""

from __future__ import annotations

import hashlib
from dataclasses import asdict, dataclass, replace

from pipelines.events.form_types import FormMapAccepted, FormMapProposed, FormMapWithdrawn
from pipelines.events.lifecycle import FORM_MAP_STEPS, FORM_MAP_TEXTS
from pipelines.events.log import EventLog
from pipelines.events.model import NewEvent, canonical_json
from pipelines.events.projections import LogState
from pipelines.events.states import FormMapState
from pipelines.events.types import EventBody
from pipelines.forms.learning.proposal import Proposal
from pipelines.problems import Problem, Text, ThadsError


@dataclass(frozen=True, slots=True)
class MapCase:
    """One map as a person meets it before deciding.

    Attributes:
        version: of its stream; a decision is refused when it has moved on since.
        decisions: ids of the decisions the log knows about it.
    """

    map: FormMapState
    version: int
    decisions: frozenset[str]


def proposed(proposal: Proposal, *, columns_sha256: str, learned_from: str, actor: str) -> NewEvent:
    """Return the event that offers a map.

    Args:
        proposal: what was learned.
        columns_sha256: its rows in the archive.
        learned_from: sha256 of the file.
        actor: who offers it.

    Raises:
        ThadsError: the proposal has a problem.
    """
    if proposal.problems:
        raise ThadsError(proposal.problems[0])
    told = {
        **asdict(proposal.head),
        "columns_sha256": columns_sha256,
        "columns": sum(row.is_read for row in proposal.rows),
        "certainty": proposal.certainty,
        "learned_from": learned_from,
        "sheet": proposal.sheet,
        "based_on": proposal.based_on,
    }
    nameless = FormMapProposed(map_id="", **told).model_dump(mode="json")
    map_id = hashlib.sha256(canonical_json(nameless)).hexdigest()[:12]
    body = FormMapProposed(map_id=map_id, **told)
    return NewEvent(body, actor=actor, valid_from=proposal.head.valid_from, valid_to=proposal.head.valid_to)


def accepted(case: MapCase, *, reason: str, decision_id: str, actor: str) -> NewEvent:
    """Return the event that puts a map in force.

    Raises:
        ThadsError: no reason is given, or the map is in force already.
    """
    _require_reason(case, reason)
    body = FormMapAccepted(
        map_id=case.map.map_id, form_code=case.map.form_code, regime=case.map.regime, decision_id=decision_id,
        columns_sha256=case.map.columns_sha256, reason=reason.strip(),
    )  # fmt: skip
    return _decided(case, body, decision_id, actor)


def withdrawn(case: MapCase, *, reason: str, decision_id: str, actor: str) -> NewEvent:
    """Return the event that turns a proposal down or takes a map out of force.

    Raises:
        ThadsError: no reason is given, or the map is not in force.
    """
    _require_reason(case, reason)
    body = FormMapWithdrawn(
        map_id=case.map.map_id, form_code=case.map.form_code, regime=case.map.regime, decision_id=decision_id,
        reason=reason.strip(),
    )  # fmt: skip
    return _decided(case, body, decision_id, actor)


def open_map(log: EventLog, state: LogState, map_id: str) -> MapCase:
    """Return a map by its id, or by the beginning of it.

    Raises:
        ThadsError: ``unknown_map``.
    """
    found = [each for name, each in state.form_maps.items() if map_id and name.startswith(map_id)]
    if len(found) != 1:
        raise ThadsError(_unknown(map_id, [each.map_id for each in found] or list(state.form_maps)))
    stream = f"form/{found[0].form_code}/{found[0].regime}"
    history = [event for event in log.read(stream=stream) if event.payload["map_id"] == found[0].map_id]
    decisions = frozenset(str(event.payload.get("decision_id", "")) for event in history)
    return MapCase(found[0], log.stream_version(stream), decisions)


def _decided(case: MapCase, body: EventBody, decision_id: str, actor: str) -> NewEvent:
    event = NewEvent(
        body, actor=actor, valid_from=case.map.valid_from, valid_to=case.map.valid_to,
        expected_version=case.version,
    )  # fmt: skip
    if decision_id in case.decisions:
        return replace(event, expected_version=None)  # the log answers with the event it has
    if type(body).__name__ not in FORM_MAP_STEPS[case.map.state]:
        raise ThadsError(_not_allowed(case))
    return event


def _require_reason(case: MapCase, reason: str) -> None:
    if not reason.strip():
        raise ThadsError(
            Problem(
                code="reason_missing",
                what=Text("Quyết định phải có lý do.", "A decision needs a reason."),
                where=f"form map {case.map.map_id}",
                expected="--reason",
                found="",
                next_step=Text("Nêu lý do bằng --reason.", "Give the reason with --reason."),
            )
        )


def _not_allowed(case: MapCase) -> Problem:
    return Problem(
        code="form_map_step_not_allowed",
        what=Text(
            "Không thể thực hiện bước này với bảng cột ở trạng thái hiện tại.",
            "This step is not possible for the map in its present state.",
        ),
        where=f"form map {case.map.map_id}",
        expected=", ".join(FORM_MAP_STEPS[case.map.state]),
        found=FORM_MAP_TEXTS[case.map.state].en,
        next_step=Text("Xem «thads forms maps».", "See “thads forms maps”."),
    )


def _unknown(map_id: str, known: list[str]) -> Problem:
    return Problem(
        code="unknown_map",
        what=Text(
            f"Không có đúng một bảng cột mang mã «{map_id}».", f"There is not exactly one map «{map_id}»."
        ),
        where=map_id,
        expected=", ".join(known[:8]),
        found=map_id,
        next_step=Text("Xem mã bằng «thads forms maps».", "See the ids with “thads forms maps”."),
    )
