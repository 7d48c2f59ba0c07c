"""The rule registry: what is checked, how badly a failure counts, who answers for it, and what people read.

Belongs here: `Rule`, `Reason` and the reading of ``expectations/*.csv`` with the queries beside them.
Does not belong here: running rules (`engine`), the life of their findings (`findings`, `decisions`).
"""

from __future__ import annotations

import csv
import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Literal, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, field_validator

from pipelines.events.types import Severity
from pipelines.problems import Problem, Text, ThadsError

#: The folder of the registry in a checkout.
EXPECTATIONS_DIR = Path(__file__).resolve().parents[2] / "expectations"

Level = Literal[
    "file", "cell", "row", "form", "cross_form", "cross_unit", "cross_period", "cross_source",
    "plausibility", "timeliness", "staffing",
]  # fmt: skip
Responsibility = Literal["department", "directorate", "pipeline"]

#: The tables of schema ``checks`` a rule may start from; the first one it names is its GX asset.
ASSETS = ("facts", "sides", "implied_targets", "reports", "notes")

_ASSET = re.compile(rf"\bchecks\.({'|'.join(ASSETS)})\b")


def _codes(text: object) -> object:
    return tuple(part.strip() for part in text.split(";") if part.strip()) if isinstance(text, str) else text


def _optional(text: object) -> object:
    return None if text == "" else text


Codes = Annotated[tuple[str, ...], BeforeValidator(_codes)]
M = TypeVar("M", bound=BaseModel)


class Rule(BaseModel):
    """One row of ``rules.csv`` with its query.

    Attributes:
        severity: what a failure on an official form is.
        severity_prose: what it is when only prose is involved; prose is never kept out of the marts.
        identities: rows of ``reference/data/identities.csv`` the rule stands for.
        indicators: scope for the catalogue, empty for every indicator; ``forms`` likewise.
        tolerance: the rule's own limit, in the unit of the figure compared, ``None`` where the identity has one.
        sql: one ``select`` that returns one row per failure.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    rule_id: str = Field(pattern=r"^[a-z][a-z0-9_]+$")
    title_vi: str = Field(min_length=3)
    title_en: str = Field(min_length=3)
    message_vi: str = Field(min_length=3)
    message_en: str = Field(min_length=3)
    level: Level
    severity: Severity
    severity_prose: Literal["warning", "info"]
    responsibility: Responsibility
    identities: Codes = ()
    indicators: Codes = ()
    forms: Codes = ()
    tolerance: Annotated[Decimal | None, BeforeValidator(_optional)] = None
    legal_source: str
    valid_from: date
    valid_to: Annotated[date | None, BeforeValidator(_optional)] = None
    sql: str = Field(default="", repr=False)

    @field_validator("sql")
    @classmethod
    def _names_a_table(cls, sql: str) -> str:
        if sql and not _ASSET.search(sql):
            raise ValueError(f"the query reads none of the tables {', '.join(ASSETS)} of schema checks")
        return sql

    @property
    def asset(self) -> str:
        """Return the table of schema ``checks`` the rule's verdict is about."""
        match = _ASSET.search(self.sql)
        return match.group(1) if match else ""

    @property
    def gx_query(self) -> str:
        """Return the query with GX's placeholder in the place of the asset's name."""
        return self.sql.replace(f"checks.{self.asset}", "{batch}")


class Reason(BaseModel):
    """One reason a steward may give for letting a finding stand."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    reason_code: str = Field(pattern=r"^[a-z][a-z0-9_]+$")
    text_vi: str = Field(min_length=3)
    text_en: str = Field(min_length=3)


@dataclass(frozen=True, slots=True)
class Registry:
    """All rules in the order of the file, and the reasons for waivers."""

    rules: tuple[Rule, ...]
    reasons: tuple[Reason, ...]

    def rule(self, rule_id: str) -> Rule:
        """Return a rule.

        Raises:
            ThadsError: ``unknown_rule``.
        """
        for rule in self.rules:
            if rule.rule_id == rule_id:
                return rule
        raise ThadsError(
            Problem(
                code="unknown_rule",
                what=Text(f"Không có quy tắc «{rule_id}».", f"There is no rule “{rule_id}”."),
                where="expectations/rules.csv",
                expected=", ".join(rule.rule_id for rule in self.rules[:6]) + ", …",
                found=rule_id,
                next_step=Text(
                    "Xem danh mục bằng lệnh «thads rules list».", "See the list with “thads rules list”."
                ),
            )
        )


def load_registry(folder: Path = EXPECTATIONS_DIR) -> Registry:
    """Return the registry of a folder.

    Raises:
        ThadsError: ``bad_registry`` when a row is not valid, a query is missing or an id occurs twice.
    """
    rules = [
        _checked(Rule, {**row, "sql": _sql(folder, row.get("rule_id", ""))}, folder / "rules.csv")
        for row in _rows(folder / "rules.csv")
    ]
    reasons = [
        _checked(Reason, row, folder / "waiver_reasons.csv") for row in _rows(folder / "waiver_reasons.csv")
    ]
    _require_unique([rule.rule_id for rule in rules], folder / "rules.csv")
    _require_unique([reason.reason_code for reason in reasons], folder / "waiver_reasons.csv")
    return Registry(tuple(rules), tuple(reasons))


def load_rules(folder: Path = EXPECTATIONS_DIR) -> tuple[Rule, ...]:
    """Return the rules of a folder in the order of ``rules.csv``."""
    return load_registry(folder).rules


def fingerprint(folder: Path = EXPECTATIONS_DIR) -> str:
    """Return 8 hex digits that name a rule set: its rules, their queries and the queries that prepare for them."""
    digest = hashlib.sha256()
    for path in (
        folder / "rules.csv",
        folder / "notes.csv",
        *sorted(folder.glob("sql/*.sql")),
        *sorted(folder.glob("prepare/*.sql")),
    ):
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:8]


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _sql(folder: Path, rule_id: str) -> str:
    path = folder / "sql" / f"{rule_id}.sql"
    if not path.is_file():
        raise _bad_registry(path, "one query per rule", "no such file")
    return path.read_text(encoding="utf-8").strip()


def _checked(model: type[M], row: dict[str, str], path: Path) -> M:
    try:
        return model.model_validate(row)
    except ValidationError as error:
        first = error.errors()[0]
        column = ".".join(str(part) for part in first["loc"])
        key = next(iter(row.values()), "")
        raise _bad_registry(path, f"{column}: {first['msg']}", f"{key}: {first.get('input')!r}") from error


def _require_unique(ids: Sequence[str], path: Path) -> None:
    twice = sorted({each for each in ids if ids.count(each) > 1})
    if twice:
        raise _bad_registry(path, "every id once", ", ".join(twice))


def _bad_registry(path: Path, expected: str, found: str) -> ThadsError:
    return ThadsError(
        Problem(
            code="bad_registry",
            what=Text("Danh mục quy tắc có lỗi.", "The rule registry has an error."),
            where=f"expectations/{path.name}",
            expected=expected,
            found=found,
            next_step=Text("Sửa dòng nêu trên rồi chạy lại.", "Mend the row named above and run again."),
        )
    )
