"""Events as frames: the columns of the log for polars and DuckDB.

Belongs here: the schema of a frame of events, frames of rows, the chain's text as an expression.
Does not belong here: files (`segments`), meaning (`projections`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import polars as pl

from pipelines.events.chain import COLUMNS, NULLABLE
from pipelines.events.model import Row

#: Columns as stored, except that times are timestamps (UTC, µs).
EVENTS: Mapping[str, pl.DataType] = {
    "seq": pl.Int64(),
    "stream": pl.String(),
    "version": pl.Int64(),
    "event_id": pl.Binary(),
    "type": pl.String(),
    "schema_version": pl.Int32(),
    "recorded_at": pl.Datetime("us", "UTC"),
    "valid_from": pl.Date(),
    "valid_to": pl.Date(),
    "actor": pl.String(),
    "cause": pl.String(),
    "payload": pl.String(),
    "hash": pl.Binary(),
}

_STORED: Mapping[str, pl.DataType] = {
    **EVENTS,
    "recorded_at": pl.Int64(),
    "valid_from": pl.String(),
    "valid_to": pl.String(),
}


def frame_of_rows(rows: Sequence[Row]) -> pl.DataFrame:
    """Return stored rows as a frame of `EVENTS`."""
    columns = dict(zip(_STORED, zip(*rows, strict=True) if rows else [()] * len(_STORED), strict=True))
    stored = pl.DataFrame(
        {name: pl.Series(name, list(values), dtype=_STORED[name]) for name, values in columns.items()}
    )
    return stored.with_columns(
        pl.col("recorded_at").cast(EVENTS["recorded_at"]),
        pl.col("valid_from", "valid_to").str.to_date("%Y-%m-%d"),
    )


def frame_of_pages(pages: Iterable[Sequence[Row]]) -> pl.DataFrame:
    """Return pages of stored rows as one frame of `EVENTS`."""
    return pl.concat([frame_of_rows([]), *(frame_of_rows(page) for page in pages)])


def preimage_of_frame() -> pl.Expr:
    """Return the text of `chain.preimage` for each row of a frame of `EVENTS`, as column ``preimage``."""
    stored = {
        "event_id": pl.col("event_id").bin.encode("hex"),
        "recorded_at": pl.col("recorded_at").to_physical().cast(pl.String),
        "valid_from": pl.col("valid_from").dt.strftime("%Y-%m-%d"),
        "valid_to": pl.col("valid_to").dt.strftime("%Y-%m-%d"),
    }
    parts: list[pl.Expr] = []
    for name in COLUMNS:
        text = stored.get(name, pl.col(name).cast(pl.String))
        size = text.str.len_bytes().cast(pl.String)
        netstring = pl.concat_str(size, pl.lit(":"), text)
        parts.append(netstring.fill_null("-") if name in NULLABLE else netstring)
    return pl.concat_str(parts).alias("preimage")
