"""No wording of time is passed over: whatever its expression matches holds one of the words that let it be looked for."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipelines.narrative import times


@pytest.mark.parametrize("wording", times._wordings(), ids=lambda wording: wording.name)
def test_every_match_of_a_wording_holds_a_word_that_it_needs(wording: times.Wording) -> None:
    @settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.from_regex(wording.pattern))
    def holds(text: str) -> None:
        assert any(word in text for word in wording.needs)

    holds()


@pytest.mark.parametrize("wording", times._wordings(), ids=lambda wording: wording.name)
def test_a_word_that_is_needed_is_no_blank(wording: times.Wording) -> None:
    assert all(word.strip() for word in wording.needs)
