"""The reference tables as files: their names, their frames, their bytes.

Belongs here: reading ``data/*.csv``. Does not belong here: what a table means (`units`, `periods`, …).
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import polars as pl

DATA_DIR = Path(__file__).parent / "data"

#: These travel into the archive and the log, so that an old state of the warehouse can be rebuilt; words for the
#: screen alone (``breakdowns.csv``) do not.
TABLES: tuple[str, ...] = (
    "awards",
    "cluster_members",
    "clusters",
    "districts",
    "duties",
    "form_columns",
    "forms",
    "identities",
    "indicator_vi_codes",
    "indicators",
    "national_results",
    "periods",
    "successions",
    "targets",
    "units",
)


def table_path(name: str) -> Path:
    """Return the CSV file of a reference table."""
    return DATA_DIR / f"{name}.csv"


@cache
def table(name: str) -> pl.DataFrame:
    """Return a reference table; every column is text, an empty cell is null."""
    return pl.read_csv(table_path(name), infer_schema=False)
