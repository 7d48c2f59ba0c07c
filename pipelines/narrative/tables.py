"""The narrative room's own data files: terms, nouns, qualifiers, contexts.

Belongs here: reading ``data/*.csv`` and the fingerprint of code and data. Does not belong here: matching.
"""

from __future__ import annotations

import csv
import hashlib
from functools import cache
from pathlib import Path

DATA_DIR = Path(__file__).parent / "data"


@cache
def rows(name: str) -> tuple[dict[str, str], ...]:
    """Return the rows of one data file."""
    with (DATA_DIR / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        return tuple(csv.DictReader(lines))


def terms(cell: str) -> tuple[str, ...]:
    """Return the semicolon-separated terms of a cell."""
    return tuple(term.strip() for term in cell.split(";") if term.strip())


@cache
def fingerprint() -> str:
    """Return 8 hex digits over the room's code and data: another reader is another parser."""
    digest = hashlib.sha256()
    here = Path(__file__).parent
    for path in sorted([*here.glob("*.py"), *DATA_DIR.glob("*.csv")]):
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:8]
