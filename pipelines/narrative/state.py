"""What the reader carries along while it walks through a text.

Belongs here: the scene (subject, period, theme) and one reading. Does not belong here: decisions.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from pipelines.narrative.catalogue import Meaning
from pipelines.narrative.tokens import Figure
from pipelines.observations import Qualifier


@dataclass(slots=True)
class Reading:
    """One figure with all that could be resolved; becomes an observation when nothing is missing.

    Attributes:
        start, end: folded span of the printed figure.
        reason: why it is not an observation, ``""`` when it is one.
    """

    figure: Figure
    start: int
    end: int
    value: Decimal
    qualifier: Qualifier
    code: str = ""
    measure: str = ""
    unit: str = ""
    period: str = ""
    breakdown: str = ""
    meaning: Meaning | None = None
    confidence: float = 0.97
    reason: str = ""


@dataclass(slots=True)
class Scene:
    """The subject, the period and the theme in force at a place of the text.

    Attributes:
        own: the report's own unit; unit: the subject now; block_unit: subject of the paragraph or section.
        period: period now; title_period: what the headline says.
        theme, dim, concept: of the clause now, falling back on those of the section.
        parted: a semicolon stands between the last two counts.
        told_theme, theme_age: the theme told last and how many lines ago, for "loại này".
        last: the last figure read, ``None`` at the start of a sentence.
        counted: the last counted thing of the paragraph, for a sentence that only says how it grew.
        total, is_dealt: the count that the sentence before told; it is being dealt out to units.
        last_dim: việc or tiền of the last count of the paragraph; now: period of ``hiện nay`` in this line.
        pair: the last two counts were việc and tiền of one concept.
        scale: đồng per printed unit of bare amounts, as the section says ("đơn vị tính: 1.000 đồng"), 0 when it does not.
        parts_end: up to where the sentence tells what was finished in parts, -1 when it does not.
        rates: the rates of the sentence by việc or tiền.
        assigns: the headline sets targets for ``title_aim`` and reports no results.
        is_rate_row: the row of a table tells a rate, whatever its column compares.
        areas: areas of work named by the heading the line stands under.
    """

    own: str = ""
    own_cluster: str = ""
    cluster: str = ""
    unit: str = ""
    block_unit: str = ""
    period: str = ""
    section_period: str = ""
    headline: str = ""
    title_period: str = ""
    theme: str = ""
    section_theme: str = ""
    told_theme: str = ""
    theme_age: int = 0
    paragraph_theme: str = ""
    paragraph_unit: str = ""
    dim: str = ""
    section_dim: str = ""
    scale: int = 0
    concept: str = ""
    versus: str = ""
    last: Reading | None = None
    counted: Reading | None = None
    total: Reading | None = None
    is_dealt: bool = False
    previous: Reading | None = None
    pair: bool = False
    parted: bool = False
    last_dim: str = ""
    table_dim: str = ""
    now: str = ""
    areas: frozenset[str] = frozenset()
    is_plan: bool = False
    section_plan: bool = False
    is_rank: bool = False
    is_story: bool = False
    rated: str = ""
    told_dim: str = ""
    series: list[Meaning] = field(default_factory=list)
    echo: int = -1
    told: dict[str, Reading] = field(default_factory=dict)
    rates: dict[str, Meaning] = field(default_factory=dict)
    in_breakdown: bool = False
    parts_end: int = -1
    is_listing: bool = False
    names_rate: bool = False
    is_rate_row: bool = False
    year: str = ""
    aim: str = ""
    list_aim: str = ""
    title_aim: str = ""
    assigns: bool = False
    head: Reading | None = None
    carried: Reading | None = None
    is_split: bool = False
    count: Reading | None = None
    forced_dim: str = ""
    sentence_dim: str = ""
    list_dim: str = ""
    seen: set[tuple[str, str, str, str]] = field(default_factory=set)
    stack: list[tuple[Reading | None, Reading | None, str, str]] = field(default_factory=list)

    @property
    def only_dim(self) -> str:
        """Return việc or tiền when the tables so far count only one of them."""
        return "" if self.table_dim == "both" else self.table_dim

    @property
    def subject_dim(self) -> str:
        """Return việc or tiền of what is being spoken of, ``""`` when nothing tells."""
        last = self.last.meaning if self.last else None
        return last.dim if last is not None and last.dim else self.last_dim or self.dim or self.only_dim

    @property
    def rate_dim(self) -> str:
        """Return the same for a rate: it speaks of the last count, unless that was a pair of both."""
        if self.pair:
            return "money" if self.rated == "cases" and self.subject_dim == "money" else ""
        return self.subject_dim
