"""What every event type has: a stream, a natural key, a version of its payload.

Belongs here: the base class. Does not belong here: any type (`types`, `figure_types`).
"""

from __future__ import annotations

from typing import ClassVar

from pydantic import BaseModel, ConfigDict


class EventBody(BaseModel):
    """The payload of one event; facts only by reference (sha256, row count), never the rows themselves.

    Attributes:
        STREAM: template of the stream name, filled from the body's own fields.
        KEY: names of the fields that make the fact the same fact.
        SCHEMA_VERSION: raised when the payload changes; old versions are upcast on read.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    STREAM: ClassVar[str]
    KEY: ClassVar[tuple[str, ...]]
    SCHEMA_VERSION: ClassVar[int] = 1

    @property
    def stream(self) -> str:
        """Return the stream this fact belongs to."""
        return self.STREAM.format_map(self.model_dump())
