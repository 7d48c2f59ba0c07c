"""Which form a block of cells is: code, regime, reporting unit, period - content first, folder and name second.

Belongs here: weighing what the letterhead says against the maps, the folder and the file name.
Does not belong here: finding the lines (`letterhead`), columns and rows (`headers`, `rows`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta

from pipelines.forms import notes, refusals
from pipelines.forms.background import Background, background_of, without_mentions
from pipelines.forms.beside import goes_on_beside, with_columns_elsewhere
from pipelines.forms.block import Block
from pipelines.forms.continuation import continued, continued_bare
from pipelines.forms.documents import tables_of
from pipelines.forms.fitting import best_fit
from pipelines.forms.letterhead import Letterhead, read_letterhead
from pipelines.forms.maps import UNSEEN, FormMap, MapBook, default_book
from pipelines.forms.matches import FormHints, FormMatch
from pipelines.forms.parts import parts_of
from pipelines.forms.period_text import period_of_words
from pipelines.forms.returned import is_returned
from pipelines.forms.unit_names import resolve_reporter
from pipelines.forms.unlabelled import code_of_file_name, identify
from pipelines.forms.words import circulars_of, normal
from pipelines.problems import Problem, Text, ThadsError
from pipelines.readers.model import Document, Sheet
from pipelines.reference import units
from pipelines.reference.periods import Period
from pipelines.reference.units import Unit

#: A report signed this soon after its period is signed by the unit that exists then (merged or not).
_SIGNING_DELAY = timedelta(days=60)


def recognise(
    document: Document, hints: FormHints | None = None, maps: MapBook | None = None
) -> list[FormMatch]:
    """Find the official forms of a document; a sheet whose letterhead names no form is none.

    Args:
        document: what a reader made of the file.
        hints: folder and file name, for what the sheets do not say.
        maps: form maps; the reference tables' when not given.
    """
    weighing = _Weighing(hints or FormHints(), maps or default_book())
    matches = _all(weighing, document)
    if weighing.is_in_want and not document.text and len(document.sheets) > 1:
        weighing.background = background_of(document, maps or default_book())
        matches = _all(weighing, document)
    return weighing.with_file_name(with_columns_elsewhere(without_mentions(matches)))


def _all(weighing: _Weighing, document: Document) -> list[FormMatch]:
    matches: list[FormMatch] = []
    for sheet in tables_of(document):
        found = list(weighing.sheet(sheet))
        if (
            not found
            and not document.text
            and not sheet.is_hidden
            and (match := weighing.unlabelled(sheet, matches))
        ):
            found = [match]
        matches += found
    return matches


class _Weighing:
    """One document's evidence against one set of maps.

    Attributes:
        background: what other sheets say of unit and period.
        is_in_want: a sheet said nothing of one of them.
    """

    def __init__(self, hints: FormHints, maps: MapBook) -> None:
        self._hints = hints
        self._maps = maps
        self.background = Background()
        self.is_in_want = False

    def sheet(self, sheet: Sheet) -> Iterator[FormMatch]:
        """Yield the forms of one sheet."""
        if not sheet.grid or is_returned(sheet):
            return
        for part in parts_of(Block(sheet.grid), self._maps):
            letterhead = read_letterhead(part.block, part.table_row)
            title = self._title(letterhead)
            if letterhead.code or title:
                yield self._match(sheet, part.block, letterhead, title)

    def unlabelled(self, sheet: Sheet, before: Sequence[FormMatch]) -> FormMatch | None:
        """Return the form on a sheet of a workbook that names none, or what it goes on with; mostly ``None``."""
        parts = parts_of(Block(sheet.grid), self._maps) if sheet.grid and not is_returned(sheet) else []
        if len(parts) != 1:
            return None
        block, letterhead = parts[0].block, read_letterhead(parts[0].block, parts[0].table_row)
        for goes_on in (continued, continued_bare, goes_on_beside):
            if begun := goes_on(sheet, block, letterhead, before):
                return begun
        letterhead = self._completed(letterhead)
        period = self._period(sheet, letterhead, [])
        on = period.end if period else None
        found = identify(sheet, block, letterhead, self._hints.file_name, self._maps, on)
        if found is None:
            return None
        code, source = found
        match = self._match(sheet, block, replace(letterhead, code=code), "")
        return replace(match, notes=(notes.recognised_by(sheet.name, code, source), *match.notes))

    def with_file_name(self, matches: list[FormMatch]) -> list[FormMatch]:
        """Note on the first form that the file's name announces a form that is not in the file."""
        code = code_of_file_name(self._hints.file_name)
        if not code or not matches or code in {match.form_code for match in matches}:
            return matches
        what = Text(
            "Số hiệu biểu trong tên tệp khác với biểu trong tệp.",
            "The form named by the file's name is not the one in the file.",
        )
        first = matches[0]
        other = f"{self._hints.file_name}: {code}"
        said = notes.contradiction(what, first.sheet.name, first.form_code, other)
        return [replace(first, notes=(*first.notes, said)), *matches[1:]]

    def _title(self, letterhead: Letterhead) -> str:
        """Return the longest known title among the lines (shorter ones are beginnings of longer ones)."""
        key = next((key for key in self._maps.title_keys if key in letterhead.text), "")
        return self._maps.titles.get(key, "")

    def _completed(self, letterhead: Letterhead) -> Letterhead:
        self.is_in_want = self.is_in_want or not letterhead.periods or not letterhead.unit_name
        return self.background.behind(letterhead)

    def _match(self, sheet: Sheet, block: Block, letterhead: Letterhead, title: str) -> FormMatch:
        collected: list[Problem] = []
        letterhead = self._completed(letterhead)
        period = self._period(sheet, letterhead, collected)
        unit = self._unit(sheet, letterhead, period, collected)
        form_map, problem = self._form_map(sheet, letterhead, title, period, collected)
        if form_map is not None and form_map.variants:
            form_map = best_fit(block, sheet.merges, form_map, period.end if period else None)
        if letterhead.partial:
            problem = refusals.period_not_cumulative(sheet.name, letterhead.partial)
        problem = problem or self._unidentified(sheet, letterhead, unit, period)
        scale = self._scale(sheet, letterhead, form_map, collected) if problem is None else 1
        return FormMatch(
            sheet=sheet,
            block=block,
            form_code=form_map.form_code if form_map else letterhead.code,
            regime=form_map.regime if form_map else "",
            title=form_map.title_vi if form_map else title,
            form_map=form_map,
            unit_code=unit.code if unit else "",
            period=period,
            scale=scale,
            is_synthetic=letterhead.is_synthetic,
            problem=problem,
            notes=tuple(collected),
        )

    def _period(self, sheet: Sheet, letterhead: Letterhead, collected: list[Problem]) -> Period | None:
        from_name = period_of_words(self._hints.file_name.rsplit(".", 1)[0])
        printed = letterhead.periods
        if not printed:
            return None if letterhead.partial else from_name
        period = printed[0]
        others = [other.code for other in printed[1:]]
        if from_name and from_name.code != period.code:
            others.append(f"{self._hints.file_name}: {from_name.code}")
        year = self._hints.fiscal_year
        if year and year != period.fiscal_year:
            others.append(f"thư mục: {year}")
        if others:
            what = Text(
                "Kỳ báo cáo ghi ở các nơi không khớp nhau.",
                "The period is stated differently in several places.",
            )
            told = "; ".join(others)
            collected.append(notes.contradiction(what, sheet.name, period.code, told, "period_contradiction"))
        return period

    def _unit(
        self, sheet: Sheet, letterhead: Letterhead, period: Period | None, collected: list[Problem]
    ) -> Unit | None:
        hint = units.all_units().get(self._hints.unit_code)
        if not letterhead.unit_name or period is None:
            return hint
        where = _at(sheet, letterhead.unit_address)
        found = resolve_reporter(
            letterhead.unit_name, _days(period, letterhead.signed), self._hints.unit_code
        )
        if not found:
            if hint:
                collected.append(notes.unit_unknown(letterhead.unit_name, where, [hint.name]))
            return hint
        unit = found[0]
        if hint and hint.code not in (unit.code, unit.parent):
            what = Text(
                "Đơn vị ghi trong biểu khác với đơn vị của thư mục.",
                "The unit on the form is not the unit of the folder.",
            )
            named = f"{unit.code} {unit.name}"
            collected.append(notes.contradiction(what, where, named, hint.code, "unit_contradiction"))
        return unit

    def _form_map(
        self,
        sheet: Sheet,
        letterhead: Letterhead,
        title: str,
        period: Period | None,
        collected: list[Problem],
    ) -> tuple[FormMap | None, Problem | None]:
        """Return the map by code and circular, else by code and day, and why it cannot be used."""
        where = _at(sheet, letterhead.code_address)
        lists = [m for m in self._maps.maps if m.title_vi == title and m.is_case_list and not letterhead.code]
        if lists:
            return lists[0], refusals.case_list(lists[0].title_vi, lists[0].instrument, where)
        code = letterhead.code or self._code_of(title, letterhead, period)
        named = self._named_regime(code, letterhead)
        on = period.end if period else None
        form_map = named
        if form_map is None:
            form_map, problem = self._by_day(code, on, sheet.name)
            if form_map is None:
                return None, problem
        elif on is not None and not form_map.is_in_force(on):
            what = Text(
                "Văn bản ban hành biểu không áp dụng cho kỳ báo cáo.",
                "The circular named on the form is not in force for its period.",
            )
            span = f"{form_map.valid_from} – {form_map.valid_to or '…'}"
            collected.append(notes.contradiction(what, where, f"{form_map.circular} ({on})", span))
        if not form_map.columns:
            return form_map, refusals.layout_unknown(
                code or form_map.form_code, form_map.regime, form_map.circular, where
            )
        if title and letterhead.code and form_map.has_title and not _is_title_of(title, form_map):
            if titled := self._titled(title, form_map):
                what = Text(
                    "Số hiệu biểu khác với số hiệu mà hệ thống nhớ; đọc theo tên biểu.",
                    "The form's number is not the one recalled for its title; the title was followed.",
                )
                collected.append(notes.contradiction(what, where, titled.form_code, code))
                return titled, None
            return form_map, refusals.title_contradicts_code(code, form_map.title_vi, title, where)
        return form_map, None

    def _titled(self, title: str, numbered: FormMap) -> FormMap | None:
        """Return the form with this title when the regime's numbers are only faintly recalled."""
        found = (
            m for m in self._maps.maps
            if m.title_vi == title and m.regime == numbered.regime and m.columns and _is_faint(m) and _is_faint(numbered)
        )  # fmt: skip
        return next(found, None)

    def _named_regime(self, code: str, letterhead: Letterhead) -> FormMap | None:
        """Return the form under the circular that the letterhead names, if it names one we know."""
        for circular in letterhead.circulars:
            issued = [m for m in self._maps.maps if circular in circulars_of(m.instrument)]
            exact = [m for m in issued if m.form_code == code]
            unseen = [m for m in issued if m.form_code.endswith(UNSEEN)]
            if exact or unseen:
                return (exact or unseen)[0]
        return None

    def _by_day(self, code: str, on: date | None, where: str) -> tuple[FormMap | None, Problem | None]:
        if on is None:
            return None, _no_period(where)
        try:
            return self._maps.map_for(code, on), None
        except ThadsError as error:
            unseen = (m for m in self._maps.maps if m.form_code.endswith(UNSEEN) and m.is_in_force(on))
            return next(unseen, None), error.problem

    def _code_of(self, title: str, letterhead: Letterhead, period: Period | None) -> str:
        """Return the code of the form with this title under the named circular or on the day."""
        fitting = [m for m in self._maps.maps if m.title_vi == title]
        named = [m for m in fitting if set(letterhead.circulars) & set(circulars_of(m.instrument))]
        in_force = [m for m in fitting if period and m.is_in_force(period.end)]
        return next((m.form_code for m in (*named, *in_force, *fitting)), "")

    def _scale(
        self, sheet: Sheet, letterhead: Letterhead, form_map: FormMap | None, collected: list[Problem]
    ) -> int:
        if form_map is None or not form_map.has_money:
            return 1
        if letterhead.scale != form_map.money_scale:
            collected.append(notes.money_unit_assumed(sheet.name, form_map.money_unit, letterhead.money))
        return letterhead.scale or form_map.money_scale

    def _unidentified(
        self, sheet: Sheet, letterhead: Letterhead, unit: Unit | None, period: Period | None
    ) -> Problem | None:
        if period is None:
            return _no_period(sheet.name)
        if unit is None:
            what = Text(
                "Không xác định được đơn vị báo cáo của biểu.", "The form does not say which unit reports."
            )
            expected = "Đơn vị báo cáo: Cục THADS tỉnh …"
            return refusals.not_identified("unit_unknown", what, sheet.name, letterhead.unit_name, expected)
        return None


def _is_title_of(title: str, form_map: FormMap) -> bool:
    """Say whether a known title is the form's own or the beginning of it: departments cut long titles short."""
    return normal(form_map.title_vi).startswith(normal(title))


def _is_faint(form_map: FormMap) -> bool:
    return form_map.provenance == "recalled:lo"


def _at(sheet: Sheet, address: str) -> str:
    return f"{sheet.name}!{address}" if address else sheet.name


def _no_period(where: str) -> Problem:
    what = Text("Không xác định được kỳ báo cáo của biểu.", "The form does not say which period it covers.")
    expected = "Kỳ báo cáo: 12 tháng năm 2021 · Từ ngày 01/10/2020 đến ngày 30/9/2021"
    return refusals.not_identified("period_unknown", what, where, "", expected)


def _days(period: Period, signed: date | None) -> tuple[date, ...]:
    """Return the days on which the reporter must have existed, the decisive one first.

    A day of signature before the period's end is left over from an older report.
    """
    if signed is None or signed < period.end:
        return (period.end,)
    is_prompt = period.end <= signed <= period.end + _SIGNING_DELAY
    return (signed, period.end) if is_prompt else (period.end, signed)
