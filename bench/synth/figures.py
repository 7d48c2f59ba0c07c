"""Every column of every form from what was counted, by the names of the catalogue of indicators.

Belongs here: the accounting identities, written forwards. Does not belong here: rows and sheets (`tables`).
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from bench.synth.anchors import Ints
from bench.synth.counting import COLUMN

#: Regime whose forms know neither revoked decisions nor a third group beside the two by conditions.
OLD_REGIME = "R2013"

Columns = Mapping[str, Ints]


def results(counted: Ints, regime: str, *, is_money: bool) -> dict[str, Ints]:
    """Return the columns of the results forms for rows of counted atoms (cases, or thousand đồng).

    Rates are hundredths of a percent, -1 where there is nothing to divide by. A remitted part is money that ended
    without being paid; its case is counted as completed.
    """
    full = {name: counted[:, number].copy() for name, number in COLUMN.items()}
    if regime == OLD_REGIME:
        full["postponed"] += full["postponed_48_1c"]
    else:
        full["in_progress"] += full["paused_for_complaint"] + full["other"]
    done = full["completed"] + full["discontinued"]
    done += full["reduced"] if is_money else 0
    third = full["postponed"] + full["suspended"]
    if regime == OLD_REGIME:
        waiting = full["in_progress"] + third + full["paused_for_complaint"] + full["other"]
        outside = full["without_conditions"]
    else:
        waiting = full["in_progress"] + full["postponed_48_1c"]
        outside = full["without_conditions"] + third
    full["completed_total"] = done
    full["with_conditions"] = done + waiting
    full["enforceable_total"] = full["with_conditions"] + outside
    full["accepted_total"] = (
        full["enforceable_total"] + full["entrusted_out"] + full["revoked"] + full["withdrawn_up"]
    )
    full["postponed_suspended"] = third
    full["carried_forward"] = full["enforceable_total"] - done
    full["rate"] = rate(done, full["with_conditions"])
    return full


def rate(part: Ints, whole: Ints) -> Ints:
    """Return ``100 * part / whole`` in hundredths, half up; -1 where the whole is nothing."""
    safe = np.maximum(whole, 1)
    # Money in thousand đồng reaches 10**12: times 20,000 still fits 64 bits.
    return np.where(whole > 0, (20_000 * part + safe) // (2 * safe), -1)


def budget(counted: Ints, regime: str) -> dict[str, Ints]:
    """Return the columns of the form on revenue to the state budget, in cases."""
    full = results(counted, regime, is_money=False)
    return {
        "state_budget_enforceable_total": full["enforceable_total"],
        "state_budget_with_conditions": full["with_conditions"],
        "state_budget_completed_total": full["completed_total"],
        "rate": full["rate"],
    }


def membership(groups: list[list[int]], size: int) -> NDArray[np.int64]:
    """Return the 0/1 matrix that adds leaves up to rows."""
    matrix = np.zeros((len(groups), size), dtype=np.int64)
    for row, members in enumerate(groups):
        matrix[row, members] = 1
    return matrix
