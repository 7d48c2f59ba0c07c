"""Readers: bytes of any accepted format to cells and text, meaning untouched.

Belongs here: one module per format, the guards, old Vietnamese encodings; `read` is the door.
Does not belong here: what cells and sentences mean (`forms`, `narrative`), storing bytes (`archive`).
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from pipelines.readers.model import CELL_SCHEMA, Document, Merge, Sheet, cell_address, sheet_locator
from pipelines.readers.reading import read

__all__ = ["CELL_SCHEMA", "PARSER", "Document", "Merge", "Sheet", "cell_address", "read", "sheet_locator"]


def _fingerprint() -> str:
    digest = hashlib.sha256()
    room = Path(__file__).parent
    for path in sorted(path for path in room.rglob("*") if path.suffix in {".py", ".csv"}):
        digest.update(path.relative_to(room).as_posix().encode() + b"\x00" + path.read_bytes())
    return digest.hexdigest()[:8]


#: Name of this reading for observations and events: changes whenever code or tables of the room change.
PARSER = f"readers/{_fingerprint()}"
