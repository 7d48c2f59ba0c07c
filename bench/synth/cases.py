"""Cases: what a department knows of each, and how new ones look.

Belongs here: columns of cases, their kinds and amounts. Does not belong here: how they live (`lives`), counting
them (`counting`).
"""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from bench.synth.anchors import Ints, rows
from bench.synth.choosing import draw
from bench.synth.nation import Department

#: What a case is at a moment; the first five are endings, the rest are ways to be open.
ATOMS = (
    "completed", "discontinued", "entrusted_out", "revoked", "withdrawn_up",
    "in_progress", "postponed_48_1c", "without_conditions", "postponed", "suspended", "paused_for_complaint", "other",
)  # fmt: skip
ATOM = {name: number for number, name in enumerate(ATOMS)}
#: Nine kinds of case, ex officio and then on request; criminal cases are also corruption, drugs or neither.
KINDS = tuple(row["kind"] for row in rows("kinds"))
SUBKINDS = ("", "corruption", "drugs")
REVENUES = ("", "court_fees", "fines", "confiscation", "other_revenue")
#: The month in which a case ends that stays open.
NEVER = 13

_CRIMINAL = KINDS.index("criminal")
_SUBKIND_SHARES, _REVENUE_SHARES = (0.72, 0.08, 0.20), (0.28, 0.44, 0.12, 0.11, 0.05)
_SPREAD = 1.35


@dataclass(slots=True)
class Cases:
    """Columns of the cases that are open at some time of a year.

    Attributes:
        desk: where the file lies.
        kind: index into ex officio × `KINDS` then on request × `KINDS`; ``subkind``, ``revenue`` likewise.
        amount: thousand đồng.
        reduced: part of the amount remitted when the case ended.
        born: month of acceptance, 0 for those carried in.
        ended: month of the end, `NEVER` for those that stay open.
        ending: atom it ends as; ``state`` atom it is while open.
    """

    desk: NDArray[np.int16]
    kind: NDArray[np.int8]
    subkind: NDArray[np.int8]
    revenue: NDArray[np.int8]
    amount: Ints
    reduced: Ints
    born: NDArray[np.int8]
    ended: NDArray[np.int8]
    ending: NDArray[np.int8]
    state: NDArray[np.int8]

    def take(self, chosen: NDArray[np.bool_] | Ints) -> Cases:
        """Return some of the cases."""
        return Cases(*(getattr(self, field.name)[chosen] for field in fields(self)))

    def joined(self, other: Cases) -> Cases:
        """Return both, the own ones first."""
        return Cases(
            *(
                np.concatenate([getattr(self, field.name), getattr(other, field.name)])
                for field in fields(self)
            )
        )

    def __len__(self) -> int:
        return len(self.desk)


def fresh(department: Department, count: int, chooser: Generator) -> Cases:
    """Return cases as they are accepted; what they are worth is not scaled to the nation yet."""
    table = rows("kinds")
    weights = [float(row[f"share_{way}"]) for way in ("ex_officio", "on_request") for row in table]
    medians = [float(row[f"median_{way}"]) for way in ("ex_officio", "on_request") for row in table]
    kind = draw(weights, count, chooser)
    desk_sizes = [office.size / office.desks for office in department.offices for _ in range(office.desks)]
    amount = np.array(medians, dtype=np.float32)[kind] * np.exp(
        np.float32(_SPREAD) * chooser.standard_normal(count, dtype=np.float32)
    )
    subkind = np.where(kind % len(KINDS) == _CRIMINAL, draw(_SUBKIND_SHARES, count, chooser), 0)
    revenue = np.where(kind < len(KINDS), draw(_REVENUE_SHARES, count, chooser), 0)
    return Cases(
        desk=draw(desk_sizes, count, chooser), kind=kind.astype(np.int8),
        subkind=subkind.astype(np.int8), revenue=revenue.astype(np.int8),
        amount=np.rint(amount).astype(np.int64), reduced=np.zeros(count, dtype=np.int64),
        born=np.ones(count, dtype=np.int8), ended=np.full(count, NEVER, dtype=np.int8),
        ending=np.zeros(count, dtype=np.int8), state=np.full(count, ATOM["in_progress"], dtype=np.int8),
    )  # fmt: skip


def none() -> Cases:
    """Return no cases."""
    return Cases(*(np.zeros(0, dtype=kind) for kind in (
        np.int16, np.int8, np.int8, np.int8, np.int64, np.int64, np.int8, np.int8, np.int8, np.int8,
    )))  # fmt: skip
