"""What went wrong, in words a steward or a department can act on.

Belongs here: the bilingual sentence (`Text`), the problem record, the one exception that carries it, names that
come near a wrong one.
Does not belong here: findings of validation rules (figures that disagree), which are events of their own.
"""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Self

from pipelines.settings import Lang


@dataclass(frozen=True, slots=True)
class Text:
    """One sentence in Vietnamese and in English."""

    vi: str
    en: str

    def of(self, lang: Lang) -> str:
        """Return the sentence in ``lang``."""
        return self.vi if lang == "vi" else self.en

    @classmethod
    def from_dict(cls, data: object) -> Self:
        """Return the sentence of a JSON record."""
        told = data if isinstance(data, Mapping) else {}
        return cls(str(told.get("vi", "")), str(told.get("en", "")))


@dataclass(frozen=True, slots=True)
class Problem:
    """A problem with a file, a figure or a request: what, where, expected, found, what next.

    Attributes:
        code: stable machine name in snake_case, e.g. ``encrypted_file``.
        what: one sentence that names the problem.
        where: file name, ``<sheet>!<cell>``, ``char:<start>-<end>`` or an option name.
        expected: what would have been right, ``""`` when there is nothing to compare.
        found: what stood there instead.
        next_step: what the reader of the message should do now.
    """

    code: str
    what: Text
    where: str
    expected: str
    found: str
    next_step: Text

    def as_dict(self) -> dict[str, object]:
        """Return a JSON-ready dict (the payload of ``ReportRejected``)."""
        return asdict(self)

    @classmethod
    def from_dict(cls, data: object) -> Self:
        """Return the problem that `as_dict` wrote; what an older or foreign record leaves out is empty."""
        told = data if isinstance(data, Mapping) else {}
        words = {name: str(told.get(name, "")) for name in ("code", "where", "expected", "found")}
        return cls(
            what=Text.from_dict(told.get("what")), next_step=Text.from_dict(told.get("next_step")), **words
        )

    def render(self, lang: Lang) -> str:
        """Return the problem as a few lines for the screen."""
        labels = {
            "vi": ("Ở đâu", "Cần có", "Thực tế", "Việc cần làm"),
            "en": ("Where", "Expected", "Found", "What to do"),
        }[lang]
        rows = zip(labels, (self.where, self.expected, self.found, self.next_step.of(lang)), strict=True)
        return "\n".join([self.what.of(lang), *(f"  {label}: {value}" for label, value in rows if value)])


#: Begins the Vietnamese half of a printed error; a traceback, and Dagster's page of a run, show both.
_IN_VIETNAMESE = "vi: "


class ThadsError(Exception):
    """A problem that stops the current piece of work; never raised bare, always with its `Problem`."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.render("en"))
        self.problem = problem
        self.add_note(_IN_VIETNAMESE + problem.render("vi"))

    @classmethod
    def said(cls, printed: str) -> Text | None:
        """Return both languages of an error that only its printed form is left of, as Dagster keeps errors.

        Args:
            printed: ``traceback.format_exception_only`` of some error, as one text.
        """
        name, _, said = printed.strip().partition(": ")
        english, mark, vietnamese = said.partition("\n" + _IN_VIETNAMESE)
        is_ours = mark and name.rpartition(".")[2] in _names(cls)
        return Text(vietnamese, english) if is_ours else None


def _names(kind: type[ThadsError]) -> set[str]:
    """Return the names of an error and of its special cases."""
    return {kind.__name__}.union(*(_names(each) for each in kind.__subclasses__()))


def near(name: str, names: list[str], count: int = 5) -> list[str]:
    """Return the names most like ``name``, best first."""
    folded = {each.casefold(): each for each in names}
    found = difflib.get_close_matches(name.casefold(), list(folded), n=count, cutoff=0.5)
    within = [each for each in folded if name.casefold() in each and each not in found]
    return [folded[each] for each in (*found, *within)][:count]
