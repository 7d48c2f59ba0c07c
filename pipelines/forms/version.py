"""Which edition of the engine read a report: code, data and the tables it looks things up in.

Belongs here: the name of the parser. Does not belong here: anything that reads.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from pipelines import numerals
from pipelines.reference.tables import table_path

_TABLES = ("forms", "form_columns", "indicators", "units", "districts")


def _edition() -> str:
    room = Path(__file__).parent
    files = [*sorted(room.glob("*.py")), *sorted((room / "data").glob("*.csv")), Path(numerals.__file__)]
    digest = hashlib.sha256()
    for path in (*files, *(table_path(name) for name in _TABLES)):
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:8]


#: ``forms/<8 hex>``: changes with any line of code or data that can change a reading.
PARSER = f"forms/{_edition()}"
