"""Texts that the reader of prose is measured on, in our own wording.

Belongs here: a usual report, endless paragraphs, texts made to be slow. Does not belong here: measuring (`narrative`).
"""

from __future__ import annotations

#: Own wording; a report of about four kilobytes is made of five of them.
SAMPLE = (
    "Cục THADS tỉnh Nghệ An sơ kết 6 tháng đầu năm 2023\n"
    "Tổng số thụ lý là 12.450 việc, trong đó năm trước chuyển sang 7.210 việc, thụ lý mới 5.240 việc. "
    "Có điều kiện thi hành 8.900 việc, chiếm 72,27%; đã thi hành xong 5.102 việc, đạt tỷ lệ 57,33%, "
    "tăng 2,1% so với cùng kỳ năm 2022 (vượt 1,2% so với chỉ tiêu).\n"
    "Hội nghị cũng thảo luận các giải pháp nâng cao hiệu quả công tác phối hợp giữa các ngành trong tỉnh.\n"
)
_PARAGRAPH = SAMPLE.replace("\n", " ")
#: One line without end: as sentences, as parts behind semicolons, as one sentence.
ENDLESS = {
    "paragraph": _PARAGRAPH,
    "paragraph of semicolons": _PARAGRAPH.replace(". ", "; "),
    "sentence": _PARAGRAPH.replace(". ", ", ").replace(";", ","),
}
#: One piece over and over: each once made a scan start again from the paragraph, the sentence or the whole text.
HOSTILE = {
    "digits": "1", "brackets": "(", "trong đó": "trong đó ", "quotes": '"', "mixed": "trong đó (1.234 việc, ",
    "dots": "1.1", "semicolons": "; ", "commas": ", ", "percent signs": "% ", "percentages": "5% ",
    "rates": "đạt 5%, ", "dates": "ngày 12/10/2023, ", "years": "năm 2023 ", "ranges": "2015-2020 ",
    "years gone by": "5 năm qua, giai đoạn 2015-2018, ", "last year": "năm ngoái, đạt 5% năm 2023. ",
    "carried on": "chuyển sang năm 2024 5 việc, ", "names": "Nghệ An, ", "ranks": "xếp thứ 5/63 ",
    "people": "5 cá nhân và 6 tập thể, ", "judgments": "án hành chính 5 bản án, ", "dealt out": "lần lượt 5 việc và 6 việc tương ứng 5 việc, ",
    "from to": "tỷ lệ việc từ 5% lên 6%, ", "index": "thi hành nhanh tăng 5% năm 2019, ",
    "left over": "còn phải thi hành 5 việc, ", "shares": "chiếm 5% số việc (6%), ", "cells": "Nghệ An | 5 việc | ",
    "open brackets": "5 việc (", "pairs": "5 việc (6) có điều kiện, ",
}  # fmt: skip


def repeated(piece: str, kilobytes: float) -> str:
    """Return a piece over and over, as many bytes in UTF-8 as fit whole; once at least."""
    return piece * max(1, int(kilobytes * 1024 / len(piece.encode())))
