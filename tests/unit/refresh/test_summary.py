"""What the end of a refresh says about single reports."""

from __future__ import annotations

from datetime import UTC, datetime

from pipelines.refresh.summary import HeldReport, RejectedReport, SeenAgain, Summary


def summary(**more: object) -> Summary:
    told: dict[str, object] = {
        "run_id": "r", "is_success": True, "reports": 1, "reports_new": 0, "reports_rejected": 0, "reports_held": 0,
        "observations": 0, "observations_new": 0, "findings": {}, "findings_new": 0, "marts": {}, "version": "v",
        "seconds": {}, "rejected": (), **more,
    }  # fmt: skip
    return Summary(**told)  # type: ignore[arg-type]


def test_known_bytes_get_a_receipt_that_names_the_first_of_them() -> None:
    seen = SeenAgain("P63-38/2021/lan2.xlsx", "P63-38/2021/04.xlsx", datetime(2026, 11, 1, 2, tzinfo=UTC))
    lines = summary(again=(seen,)).closing_lines("vi")

    assert lines[0] == (
        "= P63-38/2021/lan2.xlsx: đã có, trùng từng byte với P63-38/2021/04.xlsx (nhận 01/11/2026 09:00:00)."
    )


def test_a_held_version_says_which_one_stays_in_force_and_how_to_tell_the_department() -> None:
    lines = summary(held=(HeldReport("P63-38/2021/lan2.xlsx", 2, 1, 3),)).closing_lines("vi")

    assert lines[0] == "! P63-38/2021/lan2.xlsx: bản 2 bị giữ lại vì 3 lỗi chặn; bản 1 vẫn có hiệu lực."
    assert "reports feedback --all" in lines[1]


def test_many_rejected_reports_do_not_push_the_rest_off_the_screen() -> None:
    rejected = tuple(RejectedReport(f"{number}.xlsx", "Hỏng", "Damaged") for number in range(63))
    lines = summary(rejected=rejected).closing_lines("vi")

    assert lines[20] == "… +43"
    assert len(lines) == 24


def test_a_run_that_ended_before_its_first_step_is_a_failure_that_keeps_the_version() -> None:
    lines = summary(is_success=False, message="khóa đang bị giữ").closing_lines("vi")

    assert lines == [
        "Giai đoạn «Khởi động» thất bại: khóa đang bị giữ",
        "Phiên bản công bố trước vẫn còn hiệu lực: v. Chi tiết: `make dev`, mã chạy r.",
    ]
