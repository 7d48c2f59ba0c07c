"""A breakdown is told in words, whatever form or text it comes from."""

from __future__ import annotations

import pytest

from pipelines.forms.words import data_table
from pipelines.problems import Text
from pipelines.reference.breakdowns import breakdown_words


@pytest.mark.parametrize(
    ("code", "vi", "en"),
    [
        ("", "", ""),
        ("officer=02", "chấp hành viên 02", "enforcement officer 02"),
        (
            "initiative=on_request;kind=fines",
            "thi hành án theo yêu cầu; tiền phạt",
            "enforced on request; fines",
        ),
        ("nobody=knows", "nobody=knows", "nobody=knows"),
    ],
)
def test_a_breakdown_is_told_in_words(code: str, vi: str, en: str) -> None:
    assert breakdown_words(code) == Text(vi, en)


def test_every_breakdown_of_a_form_has_words() -> None:
    codes = set(data_table("rows")["breakdown"].drop_nulls())

    assert codes
    assert not [code for code in codes if breakdown_words(code).vi == code]
