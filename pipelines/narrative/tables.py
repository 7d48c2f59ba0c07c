"""The narrative room's own data files: terms, nouns, qualifiers, contexts.

What is withheld is left out of them while the score is cross-validated (`scoring.withholding`); a reading of a
report never withholds anything.

Belongs here: reading ``data/*.csv`` and the fingerprint of code and data. Does not belong here: matching.
"""

from __future__ import annotations

import csv
import hashlib
from contextvars import ContextVar
from functools import cache
from pathlib import Path

DATA_DIR = Path(__file__).parent / "data"


#: Terms, and values of the column ``code``, that are left out.
WITHHELD: ContextVar[frozenset[str]] = ContextVar("withheld", default=frozenset())
#: Stands for a list of terms that are all withheld: an empty list would mean "any".
_NOTHING = "\0"


@cache
def rows(name: str) -> tuple[dict[str, str], ...]:
    """Return the rows of one data file."""
    with (DATA_DIR / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        return tuple(row for row in csv.DictReader(lines) if row.get("code") not in WITHHELD.get())


def terms(cell: str) -> tuple[str, ...]:
    """Return the semicolon-separated terms of a cell."""
    every = [term.strip() for term in cell.split(";") if term.strip()]
    kept = tuple(term for term in every if term not in WITHHELD.get())
    return kept if kept or not every else (_NOTHING,)


@cache
def fingerprint() -> str:
    """Return 8 hex digits over the room's code and data: another reader is another parser."""
    digest = hashlib.sha256()
    here = Path(__file__).parent
    for path in sorted([*here.glob("*.py"), *DATA_DIR.glob("*.csv")]):
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:8]
