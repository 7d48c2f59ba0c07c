"""Errors of whole files: cut short, empty, never sent, held back, another unit or period on the form.

Belongs here: which workbooks of a plan are damaged how, and the damage. Does not belong here: cells (`planting`).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from bench.synth.planted import kinds

#: Where a report lies that is to be dropped into the inbox after its deadline.
LATE = ".late"
#: Damages that leave nothing of the report to read.
UNREAD = frozenset({"cut_short", "empty_file", "missing", "late"})
#: With fewer workbooks than this, a nation is too small to lose some of them by rounding up.
_FEW = 16

#: (department, period code).
Slot = tuple[str, str]


def damages(slots: Sequence[Slot], rate: float, seed: int) -> dict[Slot, str]:
    """Return the kind of error of each workbook that is damaged as a whole; no workbook has two."""
    names = [kind.kind for kind in kinds().values() if not kind.weight]
    count = round(rate * len(slots)) or (1 if rate > 0 and len(slots) >= _FEW else 0)
    chooser = np.random.default_rng([seed, 90_210])
    order = chooser.permutation(len(slots))[: count * len(names)]
    return {slots[at]: names[number % len(names)] for number, at in enumerate(order.tolist())}


def damaged(data: bytes, kind: str) -> bytes:
    """Return the bytes as a broken transfer leaves them."""
    return {"cut_short": data[: len(data) * 3 // 5], "empty_file": b""}.get(kind, data)
