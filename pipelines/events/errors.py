"""The refusals of the event log, each with the words a person needs.

Belongs here: one exception per kind of refusal, and the words for damage. Does not belong here: looking for damage
(`verify`).
"""

# ruff: noqa: N818 - the refusals keep the names of the design: Conflict, not ConflictError
from __future__ import annotations

from pipelines.problems import Problem, Text, ThadsError


class Conflict(ThadsError):
    """The stream moved on since the caller looked: nothing of the batch was written (P5)."""

    def __init__(self, stream: str, expected: int, found: int) -> None:
        super().__init__(
            Problem(
                code="stale_version",
                what=Text(
                    "Hồ sơ đã được người khác cập nhật trong lúc bạn đang xử lý; chưa có gì được ghi.",
                    "Someone else changed this record in the meantime; nothing was written.",
                ),
                where=stream,
                expected=f"version {expected}",
                found=f"version {found}",
                next_step=Text(
                    "Tải lại hồ sơ, xem thay đổi mới nhất rồi thực hiện lại.",
                    "Read the record again, look at the latest change, then repeat the action.",
                ),
            )
        )
        self.stream, self.expected, self.found = stream, expected, found


class EventMismatch(ThadsError):
    """A fact with this identity is known, and says something else: nothing of the batch was written (P4)."""

    def __init__(self, event_type: str, event_id: str, known: str, offered: str) -> None:
        super().__init__(
            Problem(
                code="event_mismatch",
                what=Text(
                    "Sự kiện này đã được ghi nhận trước đó với nội dung khác; chưa có gì được ghi.",
                    "This event is already in the log with other content; nothing was written.",
                ),
                where=f"{event_type} {event_id}",
                expected=known,
                found=offered,
                next_step=Text(
                    "Nội dung đã ghi không bao giờ bị sửa. Nếu sự việc thật sự mới, hãy ghi một sự kiện mới.",
                    "What is written is never changed. If the fact is really new, record it as a new event.",
                ),
            )
        )
        self.event_id = event_id


class PartlyKnown(ThadsError):
    """Some events of the batch are in the log and some are not: it is no retry, and nothing was written (P2)."""

    def __init__(self, known: int, total: int, first_known: str, first_new: str) -> None:
        super().__init__(
            Problem(
                code="batch_partly_known",
                what=Text(
                    "Trong lô sự kiện có sự kiện đã ghi và sự kiện chưa ghi; chưa có gì được ghi thêm.",
                    "Some events of the batch are already in the log and some are not; nothing was written.",
                ),
                where=f"{first_known} (known), {first_new} (new)",
                expected="all known or all new",
                found=f"{known} of {total} known",
                next_step=Text(
                    "Khi chạy lại việc tiếp nhận, dùng append_missing để chỉ ghi những sự kiện còn thiếu.",
                    "When a run is repeated, use append_missing, which writes only what is not yet known.",
                ),
            )
        )


def invalid_event(where: str, expected: str, found: str) -> ThadsError:
    """Return the error for an event that cannot be stored (a control character in a name, no actor)."""
    return ThadsError(
        Problem(
            code="invalid_event",
            what=Text(
                "Sự kiện không hợp lệ nên không ghi được.", "The event is malformed and cannot be stored."
            ),
            where=where,
            expected=expected,
            found=found,
            next_step=Text(
                "Báo cho người vận hành hệ thống: đây là lỗi của chương trình gọi.",
                "Tell the operator of the system: the calling programme is wrong.",
            ),
        )
    )


def unknown_type(where: str, found: str, expected: str) -> ThadsError:
    """Return the error for an event that a newer programme wrote."""
    return ThadsError(
        Problem(
            code="unknown_event_type",
            what=Text(
                "Nhật ký có sự kiện mà phiên bản chương trình này chưa biết.",
                "The log holds an event this version of the programme does not know.",
            ),
            where=where,
            expected=expected,
            found=found,
            next_step=Text(
                "Cập nhật chương trình lên phiên bản đã ghi sự kiện này rồi chạy lại.",
                "Update the programme to the version that wrote the event, then run again.",
            ),
        )
    )


def log_gap(expected: int, found: int) -> ThadsError:
    """Return the error for events that do not follow each other."""
    return ThadsError(
        Problem(
            code="log_gap",
            what=Text(
                "Chuỗi sự kiện bị đứt quãng nên không thể dựng lại trạng thái.",
                "The events do not follow each other, so the state cannot be rebuilt.",
            ),
            where=f"event {expected}",
            expected=f"event {expected}",
            found=f"event {found}",
            next_step=Text(
                "Đọc nhật ký từ vị trí kế tiếp; nếu thiếu sự kiện thật, hãy chạy thads log verify.",
                "Read the log from the next position; if events are really missing, run thads log verify.",
            ),
        )
    )


RESTORE = Text(
    "Ngừng ghi, giữ nguyên tệp hỏng để điều tra, khôi phục từ bản sao lưu rồi chạy lại thads log verify.",
    "Stop writing, keep the damaged file for inquiry, restore the backup and run thads log verify again.",
)


def store_damaged(where: str, found: str) -> Problem:
    """Return the problem of a database file that is damaged."""
    return Problem(
        code="log_store_damaged",
        what=Text(
            "Không đọc được tệp cơ sở dữ liệu của nhật ký sự kiện: tệp bị hỏng hoặc đang bị khoá.",
            "The event log's database file cannot be read: it is damaged or locked.",
        ),
        where=where,
        expected="integrity_check: ok",
        found=found,
        next_step=RESTORE,
    )


def guard_missing(where: str, name: str) -> Problem:
    """Return the problem of a log whose table or trigger is not as it was made."""
    return Problem(
        code="log_guard_missing",
        what=Text(
            "Cơ chế chống sửa, xoá của nhật ký sự kiện đã bị gỡ bỏ hoặc thay đổi.",
            "The event log's guard against changes was removed or altered.",
        ),
        where=where,
        expected=name,
        found="",
        next_step=RESTORE,
    )


def manifest_damaged(where: str, expected: str, found: str) -> ThadsError:
    """Return the error for a manifest of segments that is not as it was written."""
    return ThadsError(
        Problem(
            code="manifest_damaged",
            what=Text(
                "Danh mục các đoạn nhật ký đã niêm phong bị thay đổi hoặc bị hỏng.",
                "The manifest of the sealed segments was changed or is damaged.",
            ),
            where=where,
            expected=expected,
            found=found,
            next_step=REBUILD_SEGMENTS,
        )
    )


def seal_refused(where: str, expected: str, found: str) -> ThadsError:
    """Return the error for a log whose chain does not hold where it is to be sealed."""
    return ThadsError(
        Problem(
            code="seal_refused",
            what=Text(
                "Nhật ký sự kiện bị thay đổi nên không thể niêm phong.",
                "The event log was changed, so it cannot be sealed.",
            ),
            where=where,
            expected=f"hash {expected}",
            found=f"hash {found}",
            next_step=RESTORE,
        )
    )


REBUILD_SEGMENTS = Text(
    "Giữ bản hỏng để điều tra, xoá thư mục segments rồi niêm phong lại từ nhật ký (đã kiểm tra) bằng thads log seal.",
    "Keep the damaged copy for inquiry, remove the segments folder and seal again from the (verified) log with"
    " thads log seal.",
)
