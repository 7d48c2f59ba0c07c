"""The hash chain: each event's hash covers all its columns and the hash before.

The text that is hashed is a row of netstrings (``<bytes>:<value>``, ``-`` for NULL), so no two different rows have
the same text, and SQLite, PostgreSQL and DuckDB can each build it in SQL, byte for byte (P9).

Belongs here: what is hashed, in Python and as SQL. Does not belong here: walking a log (`verify`).
"""

from __future__ import annotations

import hashlib
from typing import NamedTuple

from pipelines.events.model import Draft, Row

#: The hash before the first event.
GENESIS = bytes(32)

#: The hashed columns, in order; ``event_id`` enters as 32 hex digits.
COLUMNS = (
    "seq", "stream", "version", "event_id", "type", "schema_version", "recorded_at", "valid_from", "valid_to",
    "actor", "cause", "payload",
)  # fmt: skip
NUMBERS = frozenset({"seq", "version", "schema_version", "recorded_at"})
NULLABLE = frozenset({"valid_from", "valid_to", "cause"})


class Link(NamedTuple):
    """One event as the chain sees it: its place, the stored hash, and what the hash must cover."""

    seq: int
    hash: bytes
    preimage: bytes


def _text(value: str) -> str:
    return f"{len(value) if value.isascii() else len(value.encode())}:{value}"


def _optional(value: str | None) -> str:
    return "-" if value is None else _text(value)


def preimage(seq: int, version: int, recorded_at: int, draft: Draft | Row) -> bytes:
    """Return the bytes that are hashed after the previous hash; ``recorded_at`` in µs since 1970 UTC."""
    return (
        f"{len(str(seq))}:{seq}{_text(draft.stream)}{len(str(version))}:{version}32:{draft.event_id.hex()}"
        f"{_text(draft.type)}{len(str(draft.schema_version))}:{draft.schema_version}"
        f"{len(str(recorded_at))}:{recorded_at}{_optional(draft.valid_from)}{_optional(draft.valid_to)}"
        f"{_text(draft.actor)}{_optional(draft.cause)}{_text(draft.payload)}"
    ).encode()


def next_hash(previous: bytes, data: bytes) -> bytes:
    """Return ``sha256(previous ‖ data)``."""
    return hashlib.sha256(previous + data).digest()


def sql_preimage(byte_length: str) -> str:
    """Return the SQL expression of `preimage` over columns where ``event_id`` is already 32 hex digits of text.

    One ``concat`` and not a row of ``||``, which would copy the growing text at each step (half the speed).

    Args:
        byte_length: name of the engine's function for the length of a text in bytes.
    """
    parts = []
    for name in COLUMNS:
        text = f"CAST({name} AS VARCHAR)" if name in NUMBERS else name
        if name in NULLABLE:
            parts.append(f"coalesce({byte_length}({text}) || ':' || {text}, '-')")
        else:
            parts += [f"{byte_length}({text})", "':'", text]
    return f"concat({', '.join(parts)})"
