"""The event log's one contract, whatever database keeps it (DESIGN §3).

Belongs here: what a log promises, what both backends share, and `open_log`.
Does not belong here: SQL (`sqlite`, `postgres`), what the events mean (`projections`).
"""

from __future__ import annotations

import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from types import TracebackType
from typing import Self

from pipelines.events.chain import Link
from pipelines.events.errors import PartlyKnown
from pipelines.events.model import (
    Appended,
    Draft,
    Known,
    NewEvent,
    RecordedEvent,
    Row,
    distinct,
    from_micros,
    require_same,
    to_micros,
)
from pipelines.problems import Problem

Clock = Callable[[], int]

#: Events per page of a reader: short read transactions, so that a reader never holds up a checkpoint.
PAGE = 5_000


def system_clock() -> int:
    """Return the wall clock in whole microseconds since 1970 UTC."""
    return time.time_ns() // 1_000


@dataclass(frozen=True, slots=True)
class Filter:
    """Which events a reader wants: of one stream, of some types; by default all."""

    stream: str | None = None
    types: tuple[str, ...] = ()

    def values(self) -> tuple[str, ...]:
        """Return the values a query binds, stream first."""
        return (*(() if self.stream is None else (self.stream,)), *self.types)


class EventLog(ABC):
    """An append-only, hash-chained log of events.

    What `append` acknowledges is durable (P1), whole batches or nothing (P2), in a gapless order that equals the
    order of commits (P3); a fact offered twice is written once (P4).
    """

    def append(self, batch: Sequence[NewEvent]) -> list[Appended]:
        """Write a batch in one transaction; a batch that is known as a whole gets its old places back.

        Args:
            batch: events in order; the same fact twice is one event.

        Returns:
            One acknowledgement per event of the batch, in its order.

        Raises:
            Conflict: a stream is not at the version the event expects.
            EventMismatch: an id is known with another payload or other dates of validity.
            PartlyKnown: some events are known and some are new.
        """
        return self._append(batch, skip_known=False)

    def append_missing(self, batch: Sequence[NewEvent]) -> list[Appended]:
        """Write those events of a batch that are not yet known, in one transaction.

        For work that is repeated over input that grew meanwhile (an inbox taken in again): what is known keeps
        its place, what is new is written. An expected version is checked for new events only.

        Returns:
            One acknowledgement per event of the batch, in its order; ``is_new`` tells which were written now.

        Raises:
            Conflict: a stream is not at the version a new event expects.
            EventMismatch: an id is known with another payload or other dates of validity.
        """
        return self._append(batch, skip_known=True)

    def read(
        self,
        after: int = 0,
        until: int | None = None,
        stream: str | None = None,
        types: Sequence[str] | None = None,
    ) -> Iterator[RecordedEvent]:
        """Yield the events with ``after < seq <= until`` in order.

        Args:
            after: position before the first event wanted.
            until: last position, ``None`` for the log's position when reading starts.
            stream: only this stream.
            types: only these types of event.
        """
        for page in self.pages(after, until, Filter(stream, tuple(types or ()))):
            yield from map(RecordedEvent.from_row, page)

    def pages(
        self, after: int = 0, until: int | None = None, only: Filter | None = None
    ) -> Iterator[list[Row]]:
        """Yield the same events as `read` as stored rows, in pages of at most `PAGE`."""
        last = self.position() if until is None else until
        while after < last:
            page = self._page(after, last, only or Filter())
            if not page:
                return
            yield page
            after = page[-1].seq

    def links(self, after: int = 0, until: int | None = None) -> Iterator[list[Link]]:
        """Yield the events as the hash chain sees them, in pages of at most `PAGE`."""
        last = self.position() if until is None else until
        while after < last:
            page = self._links(after, last)
            if not page:
                return
            yield page
            after = page[-1][0]

    def position_at(self, instant: datetime) -> int:
        """Return the position of the log as it was known at an instant (aware): times never run backwards."""
        micros = to_micros(instant)
        before, after = 0, self.position() + 1
        while after - before > 1:
            middle = (before + after) // 2
            recorded_at = self._page(middle - 1, middle, Filter())[0].recorded_at
            before, after = (middle, after) if recorded_at <= micros else (before, middle)
        return before

    def follow(
        self, after: int = 0, poll_seconds: float = 0.5, is_stopped: Callable[[], bool] = lambda: False
    ) -> Iterator[RecordedEvent]:
        """Yield events for as long as ``is_stopped`` says no, waiting for new ones; none is missed (P3)."""
        while not is_stopped():
            for event in self.read(after):
                yield event
                after = event.seq
            time.sleep(poll_seconds)

    @abstractmethod
    def position(self) -> int:
        """Return the ``seq`` of the last event, 0 for an empty log."""

    @abstractmethod
    def stream_version(self, stream: str) -> int:
        """Return the version of a stream, 0 when nothing was written to it."""

    @abstractmethod
    def close(self) -> None:
        """Give the connection back."""

    @abstractmethod
    def check_store(self) -> Iterator[Problem]:
        """Yield what is wrong with the database around the events: structure, guards against change."""

    @abstractmethod
    def _page(self, after: int, until: int, only: Filter) -> list[Row]: ...

    @abstractmethod
    def _links(self, after: int, until: int) -> list[Link]: ...

    @abstractmethod
    def _place(self, drafts: Sequence[Draft], skip_known: bool) -> list[Appended]:
        """Write distinct drafts in one transaction, or find the places of known ones (see `settle_known`)."""

    def _append(self, batch: Sequence[NewEvent], skip_known: bool) -> list[Appended]:
        if not batch:
            return []
        drafts = [event.draft for event in batch]
        by_id = distinct(drafts)
        placed = {each.event_id: each for each in self._place(list(by_id.values()), skip_known)}
        return [placed[draft.event_id.hex()] for draft in drafts]

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def settle_known(
    drafts: Sequence[Draft], known: Sequence[Known], skip_known: bool
) -> tuple[list[Appended], list[Draft]]:
    """Compare offered drafts with what the log holds under their ids.

    Returns:
        The acknowledgements of known drafts, and the drafts that are still to be written.

    Raises:
        EventMismatch: a known event says something else.
        PartlyKnown: only some are known, and that is not what the caller asked for.
    """
    by_id = {each.event_id: each for each in known}
    old: list[Appended] = []
    new: list[Draft] = []
    for draft in drafts:
        found = by_id.get(draft.event_id)
        if found is None:
            new.append(draft)
            continue
        require_same(found, draft)
        old.append(acknowledge(draft, found.seq, found.version, found.recorded_at, found.hash, is_new=False))
    if old and new and not skip_known:
        raise PartlyKnown(len(old), len(drafts), old[0].event_id, new[0].event_id.hex())
    return old, new


def acknowledge(
    draft: Draft, seq: int, version: int, recorded_at: int, chain_hash: bytes, *, is_new: bool
) -> Appended:
    """Return the acknowledgement of one draft; ``recorded_at`` in µs since 1970 UTC."""
    return Appended(
        seq=seq,
        stream=draft.stream,
        version=version,
        event_id=draft.event_id.hex(),
        recorded_at=_instant(recorded_at),
        hash=chain_hash.hex(),
        is_new=is_new,
    )


@lru_cache(maxsize=8)  # one batch, one time
def _instant(micros: int) -> datetime:
    return from_micros(micros)


def open_log(path_or_url: str | Path, clock: Clock | None = None) -> EventLog:
    """Open a log, creating it when there is none.

    Args:
        path_or_url: path of an SQLite file, or a ``postgresql://`` URL.
        clock: source of ``recorded_at`` in µs since 1970 UTC; by default the system clock (SQLite) or the
            server's clock (PostgreSQL, where several machines append).

    Raises:
        ThadsError: the SQLite library is unsafe, or the file or schema is no log of ours.
    """
    if str(path_or_url).startswith(("postgresql://", "postgres://")):
        from pipelines.events.postgres import PostgresLog

        return PostgresLog(str(path_or_url), clock)
    from pipelines.events.sqlite import SqliteLog

    return SqliteLog(Path(path_or_url), clock or system_clock)
