"""Relations between columns of one table, and those that the form prints itself.

Belongs here: naming which columns make a sum or a rate. Does not belong here: whether figures bear it out
(`evidence`), finding relations nobody stated (`discovery`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pipelines.forms.learning.formulae import Formula, read_formulae
from pipelines.forms.learning.table import SheetTable


@dataclass(frozen=True, slots=True)
class Relation:
    """Columns (places in the table) of which one is the sum of some less others, or their share of a whole."""

    target: int
    plus: tuple[int, ...]
    minus: tuple[int, ...] = ()
    whole: int | None = None

    @property
    def columns(self) -> frozenset[int]:
        """Every column that takes part."""
        return frozenset(
            (self.target, *self.plus, *self.minus, *(() if self.whole is None else (self.whole,)))
        )

    @classmethod
    def of(
        cls, target: int, plus: Iterable[int], minus: Iterable[int] = (), whole: int | None = None
    ) -> Relation:
        """Return the relation with its terms in one order, so that equal ones are equal."""
        return cls(target, tuple(sorted(plus)), tuple(sorted(minus)), whole)


def stated_relations(table: SheetTable) -> Mapping[Relation, str]:
    """Return the relations that the form prints itself, with the text that states them."""
    place = {column.number: index for index, column in enumerate(table.columns) if column.number}
    found: dict[Relation, str] = {}
    for column in table.columns:
        texts = [table.formulae.get(column.column, ""), column.leaf]
        for formula in (each for text in texts for each in read_formulae(column.number, text)):
            numbers = (formula.target, *formula.plus, *formula.minus, *filter(None, (formula.whole,)))
            if all(number in place for number in numbers) and len(set(numbers)) == len(numbers):
                plus, minus = (tuple(place[n] for n in side) for side in (formula.plus, formula.minus))
                whole = place[formula.whole] if formula.whole else None
                found[Relation.of(place[formula.target], plus, minus, whole)] = _as_printed(formula)
    return found


def _as_printed(formula: Formula) -> str:
    left = " − ".join([" + ".join(formula.plus), *formula.minus])
    if not formula.whole:
        return f"{formula.target} = {left}"
    return f"{formula.target} = {f'({left})' if len(formula.plus) > 1 else left} / {formula.whole}"
