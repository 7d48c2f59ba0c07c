"""Libraries written in Rust panic on some broken files; here a panic becomes a refusal.

Belongs here: that one translation. Does not belong here: errors the libraries raise on purpose.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from pipelines.readers.refusals import refusal


@contextmanager
def panics_refused(file_name: str) -> Iterator[None]:
    """Turn a Rust panic inside the block into ``damaged_file``.

    PyO3 raises panics as ``PanicException``, a `BaseException` that no module exports, hence the check by name.

    Raises:
        ThadsError: ``damaged_file``.
    """
    try:
        yield
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        raise refusal("damaged_file", file_name, found=str(error)) from error
