"""A learned map is proposed, accepted, withdrawn and accepted again; the log alone says which are in force."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from pipelines.events.form_types import FormMapAccepted, FormMapWithdrawn
from pipelines.events.log import EventLog, open_log
from pipelines.events.projections import LogState
from pipelines.events.types import ReportIdentified
from pipelines.events.upcast import current_payload
from pipelines.forms import accepted_maps, edition
from tests.events_support import Clock, form_map, named_map, new, without


@pytest.fixture
def log(tmp_path: Path) -> Iterator[EventLog]:
    with open_log(tmp_path / "log.sqlite", Clock()) as opened:
        yield opened


def accepted(number: int, decision: str = "d1") -> FormMapAccepted:
    return FormMapAccepted(decision_id=decision, reason="khớp phụ lục", **named_map(number))


def withdrawn(number: int, decision: str = "d2") -> FormMapWithdrawn:
    return FormMapWithdrawn(
        decision_id=decision, reason="đã có mẫu mới", **without(named_map(number), "columns_sha256")
    )


def test_a_map_is_in_force_between_its_acceptance_and_its_withdrawal(log: EventLog) -> None:
    log.append([new(form_map(1)), new(accepted(1)), new(withdrawn(1)), new(accepted(1, "d3"))])

    states = [LogState.as_of(log, position).form_maps["map-1"] for position in (1, 2, 3, 4)]

    assert [each.state for each in states] == ["proposed", "accepted", "withdrawn", "accepted"]
    assert states[0].valid_from == date(2026, 7, 1)
    assert (states[2].reason, states[3].decided_seq) == ("đã có mẫu mới", 4)


def test_a_step_that_is_not_possible_is_kept_for_the_operator(log: EventLog) -> None:
    log.append([new(form_map(1)), new(accepted(1)), new(accepted(1, "d9")), new(accepted(2))])

    state = LogState.as_of(log)

    assert [each.state for each in state.anomalies] == ["accepted", "no such map"]


def test_the_newest_decision_comes_first_and_names_another_edition(log: EventLog) -> None:
    log.append([new(form_map(1)), new(form_map(2)), new(accepted(1)), new(accepted(2))])
    one, both = (accepted_maps(LogState.as_of(log, n).form_maps.values()) for n in (3, 4))

    assert [each.map_id for each in both] == ["map-2", "map-1"]
    assert len({edition(()), edition(one), edition(both)}) == 3
    assert edition(both, ["04/TK-THA"], "R2026") == edition(both)


def test_reports_of_other_forms_and_regimes_are_not_read_again_for_a_new_map(log: EventLog) -> None:
    log.append([new(form_map(1)), new(accepted(1))])
    maps = accepted_maps(LogState.as_of(log).form_maps.values())

    assert edition(maps, ["05/TK-THA"], "R2026") == ""
    assert edition(maps, ["04/TK-THA"], "R2024") == ""


def test_a_reading_from_before_there_were_learned_maps_used_none() -> None:
    body = ReportIdentified(
        report_id="0" * 64, parser="p", kind="form", unit_code="P63-38", period_code="FY2021"
    )
    old = without(without(body.model_dump(mode="json"), "form_maps"), "forms_refused")

    assert current_payload("ReportIdentified", 1, old) == body.model_dump(mode="json")
