"""The folded state kept on disk, so that a long history is not folded again each time somebody asks.

A projection: it may be deleted at any moment. It is used only when it was folded by this very code, from this very
log (its position and the chain's hash there), and is whole; otherwise the log is folded from its start. Sections
are decoded when somebody asks for them, because a refresh with nothing new looks at few.

Belongs here: keeping a state and finding it again. Does not belong here: what a state is (`projections`, `states`).
"""

from __future__ import annotations

import gc
import hashlib
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, fields
from functools import cache, partial
from pathlib import Path
from typing import Any, get_args, get_origin, get_type_hints

import orjson
from pydantic import TypeAdapter

from pipelines.events.chain import GENESIS
from pipelines.events.log import EventLog
from pipelines.events.model import to_micros
from pipelines.events.projections import LogState

_MAGIC = b"THADS state 1\n"
#: What the header says itself; every other field of the state is a section.
_IN_HEADER = frozenset({"position", "recorded_at"})


@dataclass(frozen=True, slots=True)
class _Header:
    """The second line of a file.

    Attributes:
        code: fingerprint of the code that folded.
        hash: the chain's hash at ``position``, 64 hex digits.
        recorded_at: time of the last event in µs, ``None`` at position 0.
        sections: name and bytes of each section, in order.
        sha256: of all sections together.
    """

    code: str
    position: int
    hash: str
    recorded_at: int | None
    sections: list[tuple[str, int]]
    sha256: str


def newest_state(log: EventLog, file: Path) -> LogState:
    """Return the state of the log as it is now: the kept one if it fits, and what the log has gained since."""
    return (_load(log, file) or LogState()).catch_up(log)


def keep_state(log: EventLog, state: LogState, file: Path) -> None:
    """Keep a state of ``log`` for later; the file is replaced in one step."""
    sections = {name: _encoded(state, name) for name in _adapters()}
    body = b"".join(sections.values())
    header = _Header(
        code=_code(),
        position=state.position,
        hash=_hash_at(log, state.position),
        recorded_at=to_micros(state.recorded_at) if state.recorded_at else None,
        sections=[(name, len(data)) for name, data in sections.items()],
        sha256=hashlib.sha256(body).hexdigest(),
    )
    file.parent.mkdir(parents=True, exist_ok=True)
    aside = file.with_suffix(f".{os.getpid()}.part")
    aside.write_bytes(_MAGIC + orjson.dumps(asdict(header)) + b"\n" + body)
    aside.replace(file)


def _load(log: EventLog, file: Path) -> LogState | None:
    """Return the kept state with its sections still encoded; ``None`` when there is none that fits."""
    try:
        data = memoryview(file.read_bytes())
    except FileNotFoundError:
        return None
    header, body = _split(data)
    if header is None or header.code != _code() or hashlib.sha256(body).hexdigest() != header.sha256:
        return None
    if header.position > log.position() or _hash_at(log, header.position) != header.hash:
        return None
    later: dict[str, Callable[[], Any]] = {}
    start = 0
    for name, size in header.sections:
        later[name] = partial(_decoded, name, body[start : start + size])
        start += size
    return LogState.of_sections(header.position, header.recorded_at, later)


def _split(data: memoryview) -> tuple[_Header | None, memoryview]:
    end = bytes(data[: 1 << 16]).find(b"\n", len(_MAGIC))
    if bytes(data[: len(_MAGIC)]) != _MAGIC or end < 0:
        return None, data
    try:
        return _Header(**orjson.loads(data[len(_MAGIC) : end])), data[end + 1 :]
    except (orjson.JSONDecodeError, TypeError):
        return None, data


def _encoded(state: LogState, name: str) -> bytes:
    """Return a section; one that nobody has asked for since it was loaded is kept as it is."""
    kept = state.encoded_section(name)
    if isinstance(kept, partial):
        return bytes(kept.args[1])
    value = getattr(state, name)
    # Three times as fast as the adapter's own way out, and the adapter reads it all the same.
    return orjson.dumps(list(value.items()) if name in _keyed() else value)


def _decoded(name: str, data: memoryview) -> Any:  # noqa: ANN401 as the field of the state says
    with _without_collector():
        value = _adapters()[name].validate_json(bytes(data))
    return dict(value) if name in _keyed() else value


@contextmanager
def _without_collector() -> Iterator[None]:
    """Half of the time of decoding many small records goes into looking for garbage that is not there."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


@cache
def _adapters() -> dict[str, TypeAdapter[Any]]:
    """Return the codec of every section; dicts travel as pairs, because keys may be tuples."""
    hints = get_type_hints(LogState)
    names = [each.name for each in fields(LogState) if each.name not in _IN_HEADER]
    return {name: TypeAdapter(_pairs(hints[name]) if name in _keyed() else hints[name]) for name in names}


def _pairs(kind: Any) -> Any:  # noqa: ANN401 types made of types
    key, value = get_args(kind)
    return list[tuple[key, value]]  # type: ignore[valid-type]


@cache
def _keyed() -> frozenset[str]:
    hints = get_type_hints(LogState)
    return frozenset(each.name for each in fields(LogState) if get_origin(hints[each.name]) is dict)


def _hash_at(log: EventLog, position: int) -> str:
    page = next(log.pages(position - 1, position), None) if position else None
    return page[0].hash.hex() if page else GENESIS.hex()


@cache
def _code() -> str:
    """Return a fingerprint of the room that folds: another fold must not be taken for this one."""
    digest = hashlib.sha256()
    for path in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()
