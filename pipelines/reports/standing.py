"""Where a report stands, and what happens to it next, in words a department reads.

Belongs here: the statuses and their sentences. Does not belong here: deciding what becomes of a report (`intake`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from pipelines.events.projections import LogState
from pipelines.events.states import ReportState
from pipelines.problems import Text
from pipelines.warehouse.instants import show_instant

Status = Literal["waiting", "accepted", "held", "rejected", "declined", "replaced"]

#: One word for lists; the sentences of `Standing` say more.
STATUS_TEXTS: Mapping[Status, Text] = {
    "waiting": Text("chờ kiểm tra", "waiting"),
    "accepted": Text("đã chấp nhận", "accepted"),
    "held": Text("bị giữ lại", "held"),
    "rejected": Text("không đọc được", "rejected"),
    "declined": Text("bị trả lại", "declined"),
    "replaced": Text("đã thay", "replaced"),
}


@dataclass(frozen=True, slots=True)
class SlotPlace:
    """One form of a report among the versions sent for its (unit, form, period).

    Attributes:
        version: this report's number; ``of`` is the highest one.
        accepted_at: when this version came into force, ``None`` when it never did.
        ended_at: when another version took its place.
        in_force: report id of the version in force now, ``""`` when none is; ``in_force_version`` its number.
    """

    unit_code: str
    form_code: str
    period_code: str
    version: int
    of: int
    accepted_at: datetime | None
    ended_at: datetime | None
    in_force: str
    in_force_version: int


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a report stands: one word, what that means, what happens next."""

    status: Status
    now: Text
    next: Text
    slots: tuple[SlotPlace, ...]


def status_of(report: ReportState) -> Status:
    """Return the one word for a report."""
    if report.status == "rejected":
        return "rejected"
    if report.declined:
        return "declined"
    if report.ended_at is not None:
        return "replaced"
    return "waiting" if report.status == "received" else report.status


def standing_of(state: LogState, report: ReportState) -> Standing:
    """Return where a report stands by the log."""
    slots = tuple(_place(state, key, report) for key in state.slots_of_report.get(report.report_id, ()))
    status = status_of(report)
    now, then = _SENTENCES[status](state, report, slots)
    return Standing(status, now, then, slots)


def _place(state: LogState, key: tuple[str, str, str], report: ReportState) -> SlotPlace:
    slot = state.slots[key]
    mine = slot.versions[report.report_id]
    return SlotPlace(
        *key,
        version=mine.version,
        of=max(each.version for each in slot.versions.values()),
        accepted_at=mine.accepted_at,
        ended_at=mine.ended_at,
        in_force=slot.in_force or "",
        in_force_version=slot.versions[slot.in_force].version if slot.in_force else 0,
    )


def _waiting(_state: LogState, _report: ReportState, _slots: tuple[SlotPlace, ...]) -> tuple[Text, Text]:
    return (
        Text("Đã nhận, chưa kiểm tra xong.", "Received; the checks have not finished."),
        Text(
            "Lần cập nhật kế tiếp («thads refresh») sẽ đọc, kiểm tra rồi quyết định.",
            "The next refresh («thads refresh») reads, checks and decides.",
        ),
    )


def _accepted(_state: LogState, report: ReportState, _slots: tuple[SlotPlace, ...]) -> tuple[Text, Text]:
    since = show_instant(report.accepted_at)
    now = Text(
        f"Số liệu có hiệu lực trong kho từ {since}.", f"Its figures are in force in the marts since {since}."
    )
    if report.held_by:
        return now, Text(
            "Lần đọc mới nhất của tệp này có lỗi chặn nên chưa thay số liệu đang có hiệu lực.",
            "A newer reading of the file has blocking errors, so the figures in force stay as they were.",
        )
    return now, Text(
        "Không phải làm gì; nếu đơn vị gửi bản khác, bản này có hiệu lực đến khi bản đó được chấp nhận.",
        "Nothing to do; if another version comes, this one stays in force until that one is accepted.",
    )


def _held(state: LogState, report: ReportState, slots: tuple[SlotPlace, ...]) -> tuple[Text, Text]:
    count, kept = len(report.held_by), _in_force_still(state, slots)
    return (
        Text(
            f"Bị giữ lại vì {count} lỗi chặn; số liệu chưa vào kho.{kept.vi}",
            f"Held back by {count} blocking findings; its figures are not in the marts.{kept.en}",
        ),
        Text(
            "Đơn vị sửa theo «thads reports feedback» rồi gửi lại; hoặc người quản lý chấp nhận từng lỗi có lý do "
            "(«thads findings waive»). Bản này có hiệu lực khi không còn lỗi chặn.",
            "The department corrects what «thads reports feedback» lists and sends again; or a steward lets the "
            "findings stand («thads findings waive»). It comes into force when nothing blocks any more.",
        ),
    )


def _in_force_still(state: LogState, slots: tuple[SlotPlace, ...]) -> Text:
    """Return the sentence, with a leading blank, that says which version is in force meanwhile."""
    older = next((slot for slot in slots if slot.in_force), None)
    if older is None:
        return Text(" Chưa có bản nào có hiệu lực.", " No version is in force yet.")
    name = f"{older.in_force_version} («{state.reports[older.in_force].file_name}»)"
    return Text(f" Bản {name} vẫn có hiệu lực.", f" Version {name} stays in force.")


def _rejected(_state: LogState, report: ReportState, _slots: tuple[SlotPlace, ...]) -> tuple[Text, Text]:
    return (
        Text(f"Không đọc được: {report.problem_vi}", f"It cannot be read: {report.problem_en}"),
        Text(
            "Tệp gốc vẫn được lưu. Đơn vị khắc phục theo «thads reports feedback» rồi gửi lại dưới tên khác.",
            "The file is kept. The department mends it as «thads reports feedback» says and sends it again.",
        ),
    )


def _declined(state: LogState, report: ReportState, slots: tuple[SlotPlace, ...]) -> tuple[Text, Text]:
    kept = _in_force_still(state, slots)
    return (
        Text(f"Bị trả lại: {report.declined}{kept.vi}", f"Declined: {report.declined}{kept.en}"),
        Text(
            "Đơn vị gửi lại bản đúng dưới tên khác; bản này không bao giờ có hiệu lực.",
            "The department sends the right version under another name; this one never comes into force.",
        ),
    )


def _replaced(state: LogState, report: ReportState, slots: tuple[SlotPlace, ...]) -> tuple[Text, Text]:
    ended = show_instant(report.ended_at)
    newer = next((slot for slot in slots if slot.in_force and slot.in_force != report.report_id), None)
    by = state.reports.get(newer.in_force) if newer else None
    name = f" {newer.in_force_version} («{by.file_name}»)" if newer and by else ""
    was = bool(report.acceptances)
    return (
        Text(
            f"{'Từng có hiệu lực' if was else 'Chưa từng có hiệu lực'}; từ {ended} đã thay bằng bản{name}.",
            f"{'It was in force' if was else 'It was never in force'}; since {ended} version{name} is.",
        ),
        Text(
            "Không phải làm gì; vẫn tra cứu được như đã biết tại thời điểm trước đó (--as-of).",
            "Nothing to do; what was known from it can still be asked for (--as-of).",
        ),
    )


_SENTENCES = {
    "waiting": _waiting,
    "accepted": _accepted,
    "held": _held,
    "rejected": _rejected,
    "declined": _declined,
    "replaced": _replaced,
}
