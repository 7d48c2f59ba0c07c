"""Reading costs as much per character at the end of a long text as at its beginning, told by counting, not by a clock."""

from __future__ import annotations

import importlib
import pkgutil
import re
import sys
from collections.abc import Iterator
from datetime import date
from types import FrameType
from typing import Any

import pytest

import pipelines.narrative
from bench.prose import ENDLESS, HOSTILE
from pipelines.narrative import read_text
from pipelines.narrative.fold import Folded

#: Bytes by which a text grows twice; more than any bounded look back or ahead, so that all of them are full.
STEP = 4500
PACKAGE = pipelines.narrative.__path__[0]


class Work:
    """Steps of the room's own code, and characters that it copied or searched."""

    def __init__(self) -> None:
        self.steps = 0

    def trace(self, frame: FrameType, _event: str, _arg: object) -> Any:  # noqa: ANN401 as `sys.settrace` wants it
        """Count a line, or one more turn of a loop on the same line; not the keys that a bisection compares."""
        if not frame.f_code.co_filename.startswith(PACKAGE) or frame.f_code.co_name == "<lambda>":
            return None
        self.steps += 1
        return self.trace

    def text(self, plain: str) -> str:
        """Return a text that counts what is copied of it or sought in it."""
        work = self

        class Text(str):
            __slots__ = ()

            def __getitem__(self, key: Any) -> str:  # noqa: ANN401 an index or a slice
                piece = super().__getitem__(key)
                work.steps += len(piece)
                return piece

            def rfind(self, part: str, *span: Any) -> int:  # noqa: ANN401 bounds as of `str`
                found = super().rfind(part, *span)
                low, high, _ = slice(*span, *[None] * (2 - len(span))).indices(len(self))
                work.steps += high - (low if found < 0 else found)
                return found

        return Text(plain)

    def pattern(self, plain: re.Pattern[str]) -> Any:  # noqa: ANN401 stands for a pattern
        """Return an expression that counts the characters it searches."""
        work = self

        class Pattern:
            def __getattr__(self, name: str) -> Any:  # noqa: ANN401 whatever a pattern has
                return getattr(plain, name)

            def search(self, text: str, start: int = 0, end: int = sys.maxsize) -> re.Match[str] | None:
                found = plain.search(text, start, end)
                work.steps += (found.end() if found else min(end, len(text))) - start
                return found

            def finditer(self, text: str, start: int = 0, end: int = sys.maxsize) -> Iterator[re.Match[str]]:
                work.steps += min(end, len(text)) - start
                return plain.finditer(text, start, end)

        return Pattern()


@pytest.fixture
def work(monkeypatch: pytest.MonkeyPatch) -> Work:
    """Put everything that can be counted in place of what it counts."""
    counted = Work()
    for info in pkgutil.iter_modules(pipelines.narrative.__path__, "pipelines.narrative."):
        module = importlib.import_module(info.name)
        for name, value in vars(module).copy().items():
            if isinstance(value, re.Pattern):
                monkeypatch.setattr(module, name, counted.pattern(value))
    squeeze = Folded._squeeze
    monkeypatch.setattr(Folded, "_squeeze", lambda self, text: counted.text(squeeze(self, text)))
    return counted


def steps(work: Work, text: str) -> int:
    """Return the work of one reading."""
    work.steps = 0
    before = sys.gettrace()
    sys.settrace(work.trace)
    try:
        read_text(text, report_id="0" * 64, published=date(2023, 12, 1), unit_code="")
    finally:
        sys.settrace(before)
    return work.steps


EVERYTHING = "".join(piece for name, piece in HOSTILE.items() if "brackets" not in name and name != "cells")
TEXTS = ENDLESS | {
    "everything": EVERYTHING,
    "everything in one sentence": EVERYTHING.replace(". ", ", ").replace(";", ","),
    "cells": HOSTILE["cells"],
}


@pytest.mark.parametrize("piece", TEXTS.values(), ids=TEXTS)
def test_what_comes_late_in_an_endless_line_costs_no_more_than_what_came_before(
    work: Work, piece: str
) -> None:
    times = STEP // len(piece.encode()) + 1
    steps(work, piece * times * 2)  # fills the caches, which would favour what is read later
    short, middle, long = (steps(work, piece * times * length) for length in (1, 2, 3))
    assert long - middle <= 1.005 * (middle - short)


def test_a_list_of_people_without_end_keeps_nothing_behind_it_from_being_read() -> None:
    text = (
        "Cục THADS tỉnh Nghệ An năm 2023\nKhen thưởng "
        + "5 cá nhân và 6 tập thể, " * 1000
        + "đã thi hành xong 412 việc."
    )
    reading = read_text(text, report_id="0" * 64, published=None, unit_code="")
    assert [str(each.value) for each in reading.observations] == ["412"]
