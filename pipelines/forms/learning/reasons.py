"""Why a column is proposed to be what it is, in words a steward can check against the sheet.

Belongs here: the sentences. Does not belong here: the evidence itself (`learner`).
"""

from __future__ import annotations

from collections.abc import Iterator

from pipelines.forms.learning.learner import Learned, LearnedColumn
from pipelines.forms.learning.options import Option
from pipelines.forms.learning.relations import Relation
from pipelines.forms.learning.weighing import Met
from pipelines.problems import Text
from pipelines.readers.model import column_letters
from pipelines.reference import indicators

_SAME, _ALIKE = 0.93, 0.45


def reason_of(learned: Learned, column: LearnedColumn) -> Text:
    """Return all that speaks for a column's proposal, the strongest first."""
    parts = list(_parts(learned, column))
    return Text("; ".join(part.vi for part in parts), "; ".join(part.en for part in parts))


def term_of(option: Option) -> str:
    """Return what people call an option."""
    found = indicators.all_indicators().get(option.key)
    return found.term if found else (option.column.label if option.column else option.indicator)


def _parts(learned: Learned, column: LearnedColumn) -> Iterator[Text]:
    option, evidence = column.option, learned.evidence
    if learned.table.is_text[column.place]:
        yield Text("cột chữ, không phải số liệu", "words, no figures")
    if option is None:
        yield Text("không giống chỉ tiêu nào của danh mục", "like no indicator of the catalogue")
        return
    by_relation = {met.relation: met for met in reversed(column.met)}
    told = sorted(by_relation.values(), key=lambda each: _priority(each, column.place))
    yield from (_identity(learned, met) for met in told[:2])
    yield _words(column.likeness, term_of(option))
    sheet, base = learned.table.columns[column.place], option.column
    if base and sheet.number and sheet.number == base.number:
        yield Text(
            f"số cột in là {sheet.number}, như mẫu đã biết",
            f"printed number {sheet.number}, as on the known form",
        )
    if evidence.is_zero[column.place] and not learned.table.is_text[column.place]:
        yield Text("cột không có số liệu để đối chiếu", "no figures to check it with")
    if option.tier in ("catalogue", "derived"):
        yield Text("chỉ tiêu chưa có trên biểu nào", "no form has had this indicator yet")


def _priority(met: Met, place: int) -> tuple[bool, bool, int]:
    """Tell first what gives the column itself, by identities in force, with fewest terms."""
    return met.relation.target != place, not met.family.is_in_force, len(met.relation.columns)


def _words(likeness: float, term: str) -> Text:
    if likeness >= _SAME:
        return Text(f"tên cột là «{term}»", f"named «{term}»")
    if likeness >= _ALIKE:
        return Text(f"tên cột gần với «{term}» ({likeness:.0%})", f"named like «{term}» ({likeness:.0%})")
    return Text(f"tên cột ít giống «{term}» ({likeness:.0%})", f"hardly named like «{term}» ({likeness:.0%})")


def _identity(learned: Learned, met: Met) -> Text:
    shown, support = written(learned, met.relation), met.support
    stated = learned.evidence.stated.get(met.relation)
    if stated and support.rows <= 1 and learned.table.figures.size == 0:
        return Text(
            f"biểu in công thức {stated} ({met.family.identity_id})",
            f"the form prints {stated} ({met.family.identity_id})",
        )
    rows = f"{support.held}/{support.rows}"
    printed = Text(f", biểu in {stated}", f", printed as {stated}") if stated else Text("", "")
    return Text(
        f"{shown} đúng {rows} dòng ({met.family.identity_id}){printed.vi}",
        f"{shown} on {rows} rows ({met.family.identity_id}){printed.en}",
    )


def written(learned: Learned, relation: Relation) -> str:
    """Return a relation with the sheet's column letters: ``F = B − D − E``."""

    def letter(place: int) -> str:
        return column_letters(learned.table.columns[place].column)

    left = " + ".join(letter(place) for place in relation.plus)
    terms = " − ".join([left, *(letter(place) for place in relation.minus)])
    if relation.whole is None:
        return f"{letter(relation.target)} = {terms}"
    return f"{letter(relation.target)} = {f'({terms})' if len(relation.plus) > 1 else terms} / {letter(relation.whole)}"
