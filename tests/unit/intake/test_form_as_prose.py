"""An official form whose table cannot be read is refused; its figures are never taken for sentences."""

from __future__ import annotations

import pytest

from pipelines.intake.reading import Reading, Rejection, Source, read_report

BODY = "Cục THADS tỉnh Thanh Hóa\nNăm 2021\nTổng số thụ lý 1.234 việc\nĐã thi hành xong 987 việc\n"


def read(text: str) -> Reading | Rejection:
    return read_report(text.encode(), Source("r" * 64, "a.txt", "P63-38", 2021), max_bytes=1_000_000)


@pytest.mark.parametrize(
    "head", ["Biểu số: 04/TK-THA", "(Biểu 04/TK-THA ban hành kèm theo TT 06/2019/TT-BTP)", "04/TK-THA"]
)
def test_a_form_without_a_readable_table_is_refused_and_not_read_as_prose(head: str) -> None:
    result = read(f"{head}\n{BODY}")

    assert isinstance(result, Rejection)
    assert (result.problem.code, result.problem.found) == ("header_not_found", "04/TK-THA")


def test_prose_that_mentions_a_form_is_still_prose() -> None:
    result = read(f"{BODY}Số liệu lấy từ biểu số 04/TK-THA và biểu số 05/TK-THA kèm theo báo cáo này.\n")

    assert isinstance(result, Reading)
    assert result.kind == "narrative"
