"""What goes into the log and what comes out of it.

Belongs here: `NewEvent` (offered), `Appended` (acknowledged), `RecordedEvent` (read), identity and canonical form.
Does not belong here: the payloads (`types`), the chain (`chain`), the databases (`sqlite`, `postgres`).
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from typing import NamedTuple

import orjson

from pipelines.events.errors import EventMismatch, invalid_event
from pipelines.events.types import EventBody
from pipelines.events.upcast import body_of, current_payload

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_CONTROL = re.compile(r"[\x00-\x1f]")


def to_micros(instant: datetime) -> int:
    """Return whole microseconds since 1970-01-01 UTC of a timezone-aware instant."""
    return (instant - EPOCH) // _MICROSECOND


def from_micros(micros: int) -> datetime:
    """Return the instant in UTC."""
    return EPOCH + timedelta(microseconds=micros)


def canonical_json(value: object) -> bytes:
    """Return the one JSON text of a value: sorted keys, no blanks, UTF-8."""
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS)


@dataclass(frozen=True)
class NewEvent:
    """A fact offered to the log.

    Attributes:
        actor: who says so: a person's account or the name of a run.
        cause: ``event_id`` of the event that led to this one.
        valid_from: first day of domain time the fact speaks of (report period, date of a merger).
        valid_to: last day, ``None`` when open.
        expected_version: version of the stream just before this event, ``0`` for a new stream, ``None`` for any.
    """

    body: EventBody
    actor: str
    cause: str | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    expected_version: int | None = None

    @cached_property
    def payload(self) -> dict[str, object]:
        """Return the body as JSON values."""
        return self.body.model_dump(mode="json")

    @cached_property
    def draft(self) -> Draft:
        """Return the columns that the caller fixes; the log adds position, version, time and hash.

        Raises:
            ThadsError: a name holds a control character, or the actor is missing.
        """
        body = self.body
        stream = body.STREAM.format_map(self.payload)
        for where, name in (("stream", stream), ("actor", self.actor), ("cause", self.cause or "-")):
            if not name or _CONTROL.search(name):
                raise invalid_event(
                    f"{type(body).__name__}.{where}", "a name without control characters", repr(name)
                )
        return Draft(
            stream=stream,
            event_id=event_id(type(body).__name__, {name: self.payload[name] for name in body.KEY}),
            type=type(body).__name__,
            schema_version=body.SCHEMA_VERSION,
            valid_from=_iso(self.valid_from),
            valid_to=_iso(self.valid_to),
            actor=self.actor,
            cause=self.cause,
            payload=canonical_json(self.payload).decode(),
            expected_version=self.expected_version,
        )

    @property
    def event_id(self) -> str:
        """Return the 32 hex digits that name this fact, for ever."""
        return self.draft.event_id.hex()


class Draft(NamedTuple):
    """An event's columns before the log has given it a place."""

    stream: str
    event_id: bytes
    type: str
    schema_version: int
    valid_from: str | None
    valid_to: str | None
    actor: str
    cause: str | None
    payload: str
    expected_version: int | None


class Row(NamedTuple):
    """An event's columns as stored, in the order of the chain."""

    seq: int
    stream: str
    version: int
    event_id: bytes
    type: str
    schema_version: int
    recorded_at: int
    valid_from: str | None
    valid_to: str | None
    actor: str
    cause: str | None
    payload: str
    hash: bytes


class Known(NamedTuple):
    """What the log already holds under an id a caller offers."""

    event_id: bytes
    seq: int
    version: int
    recorded_at: int
    hash: bytes
    type: str
    schema_version: int
    valid_from: str | None
    valid_to: str | None
    payload: str


class Appended(NamedTuple):
    """The log's acknowledgement: the event is durable at this place.

    Attributes:
        is_new: False when the fact was known before and nothing was written.
    """

    seq: int
    stream: str
    version: int
    event_id: str
    recorded_at: datetime
    hash: str
    is_new: bool


@dataclass(frozen=True)
class RecordedEvent:
    """An event as the log holds it; ``payload`` and ``body`` are upcast to the present schema version.

    Attributes:
        event_id: 32 hex digits.
        schema_version: version the event was written with.
        recorded_at: when the log took it, UTC.
        payload_json: canonical JSON exactly as stored and hashed.
        hash: 64 hex digits of the chain.
    """

    seq: int
    stream: str
    version: int
    event_id: str
    type: str
    schema_version: int
    recorded_at: datetime
    valid_from: date | None
    valid_to: date | None
    actor: str
    cause: str | None
    payload_json: str
    hash: str

    @cached_property
    def payload(self) -> dict[str, object]:
        """Return the payload as JSON values, upcast."""
        return current_payload(self.type, self.schema_version, orjson.loads(self.payload_json))

    @cached_property
    def body(self) -> EventBody:
        """Return the typed payload, upcast.

        Raises:
            ThadsError: the type or version is newer than this programme.
        """
        return body_of(self.type, self.payload, f"event {self.seq}")

    @classmethod
    def from_row(cls, row: Row) -> RecordedEvent:
        """Return the event of a stored row."""
        return cls(
            seq=row.seq,
            stream=row.stream,
            version=row.version,
            event_id=row.event_id.hex(),
            type=row.type,
            schema_version=row.schema_version,
            recorded_at=from_micros(row.recorded_at),
            valid_from=date.fromisoformat(row.valid_from) if row.valid_from else None,
            valid_to=date.fromisoformat(row.valid_to) if row.valid_to else None,
            actor=row.actor,
            cause=row.cause,
            payload_json=row.payload,
            hash=row.hash.hex(),
        )

    def as_dict(self) -> dict[str, object]:
        """Return a JSON-ready dict (``thads log tail --json``)."""
        return {
            "seq": self.seq,
            "stream": self.stream,
            "version": self.version,
            "event_id": self.event_id,
            "type": self.type,
            "schema_version": self.schema_version,
            "recorded_at": self.recorded_at.isoformat(timespec="microseconds"),
            "valid_from": _iso(self.valid_from),
            "valid_to": _iso(self.valid_to),
            "actor": self.actor,
            "cause": self.cause,
            "payload": orjson.loads(self.payload_json),
            "hash": self.hash,
        }


def event_id(type_name: str, key: dict[str, object]) -> bytes:
    """Return the 16 bytes that name a fact: from its type and the values of its natural key.

    The rest of the payload is deliberately left out: the same key with another content must be noticed as a
    contradiction (`EventMismatch`), not stored as a second fact.
    """
    return hashlib.sha256(type_name.encode() + b"\x00" + canonical_json(key)).digest()[:16]


def distinct(drafts: Sequence[Draft]) -> dict[bytes, Draft]:
    """Return the drafts by id; the same fact twice in a batch is one event.

    Raises:
        EventMismatch: two drafts of the batch share an id and differ in content.
    """
    by_id: dict[bytes, Draft] = {}
    for draft in drafts:
        first = by_id.setdefault(draft.event_id, draft)
        if first is not draft and not _same(first, draft):
            raise EventMismatch(draft.type, draft.event_id.hex(), first.payload, draft.payload)
    return by_id


def require_same(known: Known, draft: Draft) -> None:
    """Check that a known event says what the offered one says; written with an older schema it is upcast first.

    Raises:
        EventMismatch: it says something else.
    """
    if _same(known, draft):
        return
    if known.schema_version < draft.schema_version and _validity(known) == _validity(draft):
        upcast = current_payload(known.type, known.schema_version, orjson.loads(known.payload))
        if canonical_json(upcast).decode() == draft.payload:
            return
    raise EventMismatch(draft.type, draft.event_id.hex(), _content(known), _content(draft))


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _same(left: Draft | Known, right: Draft) -> bool:
    return _content(left) == _content(right)


def _content(each: Draft | Known) -> str:
    return f"{each.payload} valid {_validity(each)}"


def _validity(each: Draft | Known) -> str:
    return f"{each.valid_from or ''}..{each.valid_to or ''}"
