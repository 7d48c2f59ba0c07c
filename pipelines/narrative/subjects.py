"""Whom words for the whole speak of: "toàn tỉnh", "cả nước", "cả Cụm".

Belongs here: finding them. Does not belong here: names (`gazetteer`), clusters by number (`clusters`), whose report
a text is (`reporter`), how long a subject lasts (`discourse`).
"""

from __future__ import annotations

import re

from pipelines.narrative import clusters
from pipelines.narrative.gazetteer import Place, find

__all__ = ["Place", "find", "whole"]

_COMPARED = re.compile(
    r"(?:chiếm|so với|bình quân|trung bình|cao hơn|thấp hơn|vị thứ|xếp|hạng|đứng|vị trí|so|dẫn đầu|đầu|tốp|top)[^,;.:\n\d]{0,24}$"
)
_OF_ALL = re.compile(r"chiếm[^.;\n]{0,60}(?:của|so với) $")
_RANKED = re.compile(r"(?:thứ|hạng|vị trí|đứng|xếp)(?:[^,;:.\n]|\.\d){0,20}$")
#: "toàn hệ thống thi hành án dân sự tỉnh …" is one department's.
_SYSTEM_OF = re.compile(
    r" (?:thads|thi hành án dân sự|thi hành án)?(?: trên địa bàn| của| trong)? ?(?:tỉnh|tp|thành phố|địa phương|thủ đô|t\.p)\b"
)
#: What is compared with is told too: "bình quân toàn tỉnh (83%)", "bình quân cả nước năm 2019 là 74%".
_TELLS = re.compile(r" ?\( ?(?:đạt |là )?\d| (?:năm \d{4} )?(?:là|đạt|chỉ|ở mức|tăng|giảm)\b")
#: An average that is stated, not only compared with: "bình quân toàn tỉnh là 69%".
_AVERAGE = re.compile(
    r"(?<!hơn )(?<!với )(?<!với mức )(?<!vượt )(?<!kém )(?:bình quân|trung bình)(?: chung)?(?: của)? $"
)
_STATES = re.compile(r" (?:năm \d{4} )?(?:là|đạt|chỉ|ở mức) ")
_WHOLE = re.compile(
    r"\b(?:(?P<province>(?:toàn|cả|trong|trên) (?:địa bàn )?tỉnh|toàn tp|toàn thành phố|cả thành phố)|"
    r"(?P<own>toàn ngành|toàn địa bàn|các cơ quan (?:thads|thi hành án dân sự) "
    r"(?:trong|trên địa bàn|hai cấp)|hai cấp|cả (?:\d{1,2}|hai|ba|bốn|năm|sáu|các) cụm|các cụm|toàn đơn vị|toàn cục)|"
    r"(?P<unknown>(?:riêng |tại )?(?:văn phòng cục|khối văn phòng cục)|riêng (?:cơ quan )?cục(?! thads))|"
    r"(?P<nation>toàn quốc|cả nước|toàn hệ thống|cả hệ thống)|"
    r"(?P<cluster>(?:cả|toàn|trong toàn|trong|của) (?:cụm|khối)(?: thi đua)?(?! số)(?! ?\d)))\b"
)


def whole(text: str, start: int, end: int) -> list[tuple[int, int, str]]:
    """Return words for the whole in a line.

    Each is (start, end, ``own`` | ``province`` | ``nation`` | ``cluster:<n>`` | ``cluster:`` | ``region:<n>``); a cluster
    without a number is the one spoken of; ``beside:`` leads what is only compared with.
    """
    found = []
    for match in _WHOLE.finditer(text, start, end):
        head = max(start, match.start() - 40)
        if match.lastgroup == "nation" and _SYSTEM_OF.match(text, match.end()):
            continue
        is_beside = (
            _COMPARED.search(text, head, match.start()) is not None
            or _OF_ALL.search(text, max(start, match.start() - 70), match.start()) is not None
            or _RANKED.search(text, head, match.start()) is not None
        )
        if is_beside and not _TELLS.match(text, match.end()):
            continue
        if is_beside and _AVERAGE.search(text, head, match.start()) and _STATES.match(text, match.end()):
            is_beside = False
        kind = match.lastgroup or "own"
        value = "cluster:" if kind == "cluster" else kind
        found.append((match.start(), match.end(), f"beside:{value}" if is_beside else value))
    numbered = clusters.find(text, start, end)
    return sorted(clusters.without(found, numbered) + numbered)
