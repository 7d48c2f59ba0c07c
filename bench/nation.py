"""A synthetic nation for every bench: made once, kept, and how fast it is made.

Belongs here: the folder others measure on, the generator's own speed. Does not belong here: the generator.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from bench.figures import Figure
from bench.synth.generating import MANIFEST, generate, make_plan
from pipelines.progress import Silent
from pipelines.reference.periods import Period
from pipelines.settings import PROJECT_ROOT

#: What a nation is made of: when any of it changes, it is made again.
_SOURCES = ("bench/synth", "pipelines/reference", "pipelines/forms")
_MONTHS, _DEPARTMENTS = ("FY2024-C01", "FY2024-C12"), ("P63-38", "P63-06", "P63-27", "P63-70")


def nation(
    first: str,
    last: str,
    *,
    provinces: Sequence[str] = (),
    seed: int = 1,
    rate: float = 0.0,
    cache: Path | None = None,
) -> Path:
    """Return a folder laid out like ``raw/`` with the workbooks of some months; it is made on first use.

    Args:
        first: first month, e.g. ``FY2024-C08``.
        last: last month.
        provinces: department codes; none for all.
        seed: seed of the nation.
        rate: share of figures made wrong on purpose.
        cache: where it is kept; by default ``cache/synth`` under ``THADS_HOME`` or ``var/``.
    """
    home = Path(os.environ.get("THADS_HOME") or PROJECT_ROOT / "var")
    asked = repr((first, last, sorted(provinces), seed, rate, _fingerprint()))
    folder = (cache or home / "cache" / "synth") / hashlib.sha256(asked.encode()).hexdigest()[:16]
    if not (folder / MANIFEST).exists():
        shutil.rmtree(folder, ignore_errors=True)
        plan = make_plan(provinces, Period.parse(first), Period.parse(last), seed, rate)
        generate(plan, folder, Silent())
    return folder


def measure(folder: Path, scale: float) -> Iterator[Figure]:
    """Yield cells written per second of CPU time in one process, earlier years lived included."""
    provinces = _DEPARTMENTS[: max(1, round(len(_DEPARTMENTS) * scale))]
    plan = make_plan(provinces, *(Period.parse(code) for code in _MONTHS), seed=1)
    started = time.process_time()
    outcome = generate(plan, folder / "nation", Silent(), workers=1)
    seconds = time.process_time() - started
    what = f"synthetic year of {len(provinces)} departments, {outcome.workbooks} workbooks, one process, CPU time"
    yield Figure("nation", what, outcome.cells / seconds, "cells/s", goal_rate=300_000)


def _fingerprint() -> str:
    digest = hashlib.sha256()
    for source in _SOURCES:
        for path in sorted((PROJECT_ROOT / source).rglob("*")):
            if path.suffix in (".py", ".csv"):
                digest.update(path.read_bytes())
    return digest.hexdigest()
