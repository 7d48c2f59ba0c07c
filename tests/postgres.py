"""A PostgreSQL server of our own for the tests of the log."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pgserver


@contextmanager
def own_postgres() -> Iterator[str]:
    """Yield the URL of a server that is stopped and deleted at the end.

    It drops to an ordinary account by itself when tests run as root. Its folder is not pytest's: another pytest that
    starts meanwhile closes the common parent of those to everybody else, the server's account included.
    """
    folder = Path(tempfile.mkdtemp(prefix="thads-postgres-"))
    server = pgserver.get_server(folder, cleanup_mode="stop")
    try:
        yield server.get_uri()
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)
