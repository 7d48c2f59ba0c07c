"""Folding the small Parquet files of single reports into one file per form and fiscal year.

Crash safe by order: the folded file is written and synced, then the index that names it, then the small files
go. Until the index is replaced readers find the small files; after it they find both and take the small ones
(`facts.locate`); a reading is never counted twice and never missing.

Belongs here: folding and cleaning up. Does not belong here: finding readings (`facts`), loading them (`landing`).
"""

from __future__ import annotations

import hashlib
import os
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from pipelines.events.projections import LogState
from pipelines.observations import SCHEMA
from pipelines.warehouse.facts import INDEX_SCHEMA, Reading, compact_dir, current_readings, locate, read_index
from pipelines.warehouse.pointer import sync_folder

#: Landing files folded by one call: bounds memory and the time the writer's lock is held.
MOST_FILES = 1_000


@dataclass(frozen=True, slots=True)
class Compacted:
    """What one call did: landing files folded, compacted files written, landing files that still wait."""

    folded: int
    files: int
    waiting: int


def compact(state: LogState, facts_dir: Path, *, most: int = MOST_FILES) -> Compacted:
    """Fold landing files of current readings; call it under the writer's lock.

    Args:
        state: the log's state; only the newest reading of each report is folded, older ones stay as they are.
        facts_dir: the facts folder.
        most: most landing files to fold in this call.
    """
    located = locate(current_readings(state), facts_dir)
    chosen = dict(list(located.landing.items())[:most])
    groups: dict[str, list[tuple[Path, Reading]]] = defaultdict(list)
    for path, reading in chosen.items():
        groups[reading.group].append((path, reading))
    index = read_index(facts_dir)
    for group, members in groups.items():
        file = _fold(facts_dir, group, members, index)
        old = {each for each in index.values() if _group_of(each) == group}
        index = {key: file if each in old else each for key, each in index.items()}
        index |= {reading.key: file for _, reading in members}
    if groups:
        _write_index(facts_dir, index)
        for path in chosen:
            path.unlink()
    _remove_unnamed(facts_dir, set(index.values()))
    return Compacted(len(chosen), len(groups), len(located.landing) - len(chosen))


def _fold(
    facts_dir: Path, group: str, members: Sequence[tuple[Path, Reading]], index: dict[tuple[str, str], Path]
) -> Path:
    """Write one file with what the group's file holds already and the new readings; return it."""
    frames = [
        pl.read_parquet(path).select(*SCHEMA, pl.lit(reading.facts_sha256).alias("facts_sha256"))
        for path, reading in members
    ]
    frames += [
        pl.read_parquet(each)
        for each in sorted({file for file in index.values() if _group_of(file) == group})
    ]
    whole = pl.concat(frames).unique().sort("report_id", "facts_sha256", "observation_id")
    folder = compact_dir(facts_dir)
    folder.mkdir(parents=True, exist_ok=True)
    readings = whole.select("report_id", "facts_sha256").unique().sort("report_id", "facts_sha256")
    named_by = hashlib.sha256(readings.write_csv().encode()).hexdigest()
    file = folder / f"{group}--{named_by[:16]}.parquet"
    _write(whole, file)
    return file


def _group_of(file: Path) -> str:
    return file.name.rpartition("--")[0]


def _write_index(facts_dir: Path, index: dict[tuple[str, str], Path]) -> None:
    rows = [(report, sha, file.name) for (report, sha), file in sorted(index.items())]
    _write(pl.DataFrame(rows, schema=INDEX_SCHEMA, orient="row"), compact_dir(facts_dir) / "INDEX.parquet")


def _write(frame: pl.DataFrame, file: Path) -> None:
    aside = file.with_suffix(".part")
    with aside.open("wb") as handle:
        frame.write_parquet(handle)
        handle.flush()
        os.fsync(handle.fileno())
    aside.replace(file)
    sync_folder(file.parent)


def _remove_unnamed(facts_dir: Path, named: set[Path]) -> None:
    """Remove what a crash left: folded files no index names, half-written ones."""
    for path in compact_dir(facts_dir).glob("*"):
        if path.name != "INDEX.parquet" and path not in named:
            path.unlink()
