"""A build begins as a copy of the published file, when that file was made by the same code from the same log.

Belongs here: whether the published file may serve, and copying it. Does not belong here: what is brought up to date
afterwards (`landing`, dbt), names and pointer (`publish`, `pointer`).
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

import duckdb

from pipelines.events.chain import GENESIS
from pipelines.events.log import EventLog
from pipelines.warehouse.landing_status import BuildRow, read_build_row
from pipelines.warehouse.pointer import read_pointer

_BYTES_AT_ONCE = 1 << 30


@dataclass(frozen=True, slots=True)
class Base:
    """A published file that a build may begin with, and what it says about itself."""

    file: Path
    row: BuildRow


def find_base(folder: Path, log: EventLog, made_with: str) -> Base | None:
    """Return the published file if a build may begin with it.

    It must say of itself that it was made with the same models, landing code and reference tables, for no instant
    of the past, and its position and the chain's hash there must be the log's.

    Args:
        folder: the warehouse folder.
        log: the log that the build will be made from.
        made_with: fingerprint of models, landing code and reference tables as they are now.
    """
    pointer = read_pointer(folder)
    if pointer is None:
        return None
    file = folder / pointer.current.file
    try:
        with duckdb.connect(str(file), read_only=True) as connection:
            row = read_build_row(connection)
    except duckdb.Error:  # gone, damaged, or of a time when files did not say this of themselves
        return None
    fits = row.as_of is None and row.made_with == made_with and row.position == pointer.current.position
    return Base(file, row) if fits and row.log_hash == hash_at(log, row.position) else None


def hash_at(log: EventLog, position: int) -> str:
    """Return the chain's hash at a position, 64 hex digits; ``""`` when the log is shorter."""
    if position == 0:
        return GENESIS.hex()
    page = next(log.pages(position - 1, position), None) if position <= log.position() else None
    return page[0].hash.hex() if page else ""


def copy_file(source: Path, target: Path) -> None:
    """Copy a file inside the kernel; a file system that can share blocks (XFS, Btrfs) copies nothing."""
    with source.open("rb") as reading, target.open("wb") as writing:
        while os.copy_file_range(reading.fileno(), writing.fileno(), _BYTES_AT_ONCE):
            pass
