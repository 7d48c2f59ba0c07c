"""How well validation finds planted errors: found, missed, and findings that no planted error explains.

Belongs here: comparing what was planted with what was said. Does not belong here: planting, getting hold of what was
said (`observed`).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from bench.synth.planted import Planted, kinds

#: Notes that speak once for all cells of a sheet.
_OF_SHEET = frozenset({"formula_without_value"})


@dataclass(frozen=True, slots=True)
class Said:
    """One finding: its rule, and the figures and reports it names."""

    finding_id: str
    rule_id: str
    severity: str
    observation_ids: tuple[str, ...]
    report_ids: tuple[str, ...]
    message: str = ""


@dataclass(frozen=True, slots=True)
class Observed:
    """What the warehouse said of a folder.

    Attributes:
        findings: all that are open.
        places: observation id → (report id, locator), of the reports with planted errors.
        notes: report id → (code, where) of what readers noticed.
        rejected: reports that could not be read.
        received: file names that arrived.
    """

    findings: Sequence[Said]
    places: Mapping[str, tuple[str, str]]
    notes: Mapping[str, Sequence[tuple[str, str]]]
    rejected: frozenset[str]
    received: frozenset[str]


@dataclass(slots=True)
class Score:
    """Found and missed by kind of error; false and explained findings by rule.

    Attributes:
        kinds: kind → [planted, found].
        rules: rule → [findings, explained, false].
    """

    kinds: dict[str, list[int]] = field(default_factory=lambda: defaultdict(lambda: [0, 0]))
    rules: dict[str, list[int]] = field(default_factory=lambda: defaultdict(lambda: [0, 0, 0]))
    missed: list[Planted] = field(default_factory=list)
    false: list[Said] = field(default_factory=list)

    @property
    def false_blocking(self) -> int:
        """How many findings would have kept a report out that has no planted error."""
        return sum(1 for each in self.false if each.severity == "blocking")

    def as_dict(self) -> dict[str, object]:
        """Return the score as JSON-ready data."""
        return {
            "kinds": [
                {
                    "kind": kind, "level": kinds()[kind].level, "outcome": kinds()[kind].outcome,
                    "planted": planted, "found": found, "missed": planted - found,
                }
                for kind, (planted, found) in sorted(self.kinds.items(), key=lambda item: _order(item[0]))
            ],
            "rules": [
                {"rule_id": rule, "findings": total, "explained": explained, "false": false}
                for rule, (total, explained, false) in sorted(self.rules.items())
            ],
            "false_blocking": self.false_blocking,
            "missed": [each.as_dict() for each in self.missed],
            "false": [
                {"rule_id": each.rule_id, "severity": each.severity, "message": each.message} for each in self.false
            ],
        }  # fmt: skip


def score(planted: Sequence[Planted], observed: Observed) -> Score:
    """Compare planted errors with what was said.

    An error counts as found when one of its rules names one of its cells, or when its file was noted or refused as it
    should be. One wrong cell rightly breaks several identities: a finding is false only when no planted error
    touches any figure it names.
    """
    result = Score()
    by_place = _findings_by_place(observed)
    for each in planted:
        is_found = _is_found(each, observed, by_place)
        result.kinds[each.kind][0] += 1
        result.kinds[each.kind][1] += is_found
        if not is_found:
            result.missed.append(each)
    explained = _Explained(planted)
    for said in observed.findings:
        is_false = not explained.explains(said, observed.places)
        counts = result.rules[said.rule_id]
        counts[0] += 1
        counts[2 if is_false else 1] += 1
        if is_false:
            result.false.append(said)
    return result


class _Explained:
    """Which places the planted errors reach: their cells, whole columns, sheets or files; and which files are noted."""

    def __init__(self, planted: Iterable[Planted]) -> None:
        self._cells: set[tuple[str, str]] = set()
        self._columns: set[tuple[str, str]] = set()
        self._sheets: set[tuple[str, str]] = set()
        self._files: set[str] = set()
        self._noted: set[str] = set()
        for each in planted:
            scope = kinds()[each.kind].scope
            if kinds()[each.kind].outcome == "note":
                self._noted.add(each.report_id)
            if scope == "file":
                self._files.add(each.report_id)
            if scope == "sheet":
                self._sheets.add((each.report_id, each.sheet))
            self._cells |= {(each.report_id, locator) for locator in each.locators}
            if scope == "column":
                self._columns |= {(each.report_id, _column(locator)) for locator in each.locators}

    def explains(self, said: Said, places: Mapping[str, tuple[str, str]]) -> bool:
        """Say whether an error touches any figure or report that a finding names."""
        found = [places[each] for each in said.observation_ids if each in places]
        return bool(
            self._files & set(said.report_ids)
            or (not said.observation_ids and self._noted & set(said.report_ids))
            or any(place in self._cells for place in found)
            or any((report, _column(locator)) in self._columns for report, locator in found)
            or any((report, locator.partition("!")[0]) in self._sheets for report, locator in found)
        )


def _is_found(each: Planted, observed: Observed, by_place: Mapping[tuple[str, str], Counter[str]]) -> bool:
    kind = kinds()[each.kind]
    if kind.outcome == "rejection":
        return each.report_id in observed.rejected
    if kind.outcome == "absent":
        return each.file.rpartition("/")[2] not in observed.received
    if kind.outcome == "note":
        return _is_noted(each, kind.rules, observed.notes.get(each.report_id, ()))
    said = Counter[str]()
    for locator in each.locators:
        said += by_place.get((each.report_id, locator), Counter())
    if kind.outcome == "nothing":
        is_read = (each.report_id, each.locators[0]) in set(observed.places.values())
        return is_read and not _is_noted(each, ("cell_unreadable",), observed.notes.get(each.report_id, ()))
    return any(said[rule] for rule in kind.rules)


def _is_noted(each: Planted, codes: Sequence[str], notes: Sequence[tuple[str, str]]) -> bool:
    wanted = set(each.locators)
    return any(
        code in codes
        and (not wanted or where in wanted or (code in _OF_SHEET and _sheet(where) == each.sheet))
        for code, where in notes
    )


def _sheet(where: str) -> str:
    return where.rpartition("!")[0] or where


def _findings_by_place(observed: Observed) -> dict[tuple[str, str], Counter[str]]:
    found: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for said in observed.findings:
        for each in said.observation_ids:
            if each in observed.places:
                found[observed.places[each]][said.rule_id] += 1
    return found


def _column(locator: str) -> str:
    return locator.rstrip("0123456789")


def _order(kind: str) -> int:
    return list(kinds()).index(kind)
