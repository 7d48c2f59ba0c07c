"""Old payloads in today's shape.

Belongs here: one small function per (type, version) that lifts a payload to the next version, and the way from a
stored payload to its type. Does not belong here: rewriting what is stored; nothing ever is.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from pydantic import ValidationError

from pipelines.events.errors import unknown_type
from pipelines.events.types import EVENT_TYPES, EventBody

Payload = dict[str, object]


def _without_review(payload: Payload) -> Payload:
    """Before version 2 a reading named no figures left for review."""
    return {**payload, "review_file": "", "review_rows": 0}


def _without_maps(payload: Payload) -> Payload:
    """Before version 2 every form was read with the maps of the reference tables."""
    return {**payload, "form_maps": [], "forms_refused": 0}


#: (type, version it was written with) → payload of the next version.
UPCASTS: Mapping[tuple[str, int], Callable[[Payload], Payload]] = {
    ("ReportIdentified", 1): _without_maps,
    ("ReportParsed", 1): _without_review,
}


def current_payload(type_name: str, schema_version: int, payload: Payload) -> Payload:
    """Return a payload in the present schema version of its type (an unknown type is returned as it is)."""
    body_type = EVENT_TYPES.get(type_name)
    present = body_type.SCHEMA_VERSION if body_type else schema_version
    for version in range(schema_version, present):
        payload = UPCASTS[type_name, version](payload)
    return payload


def body_of(type_name: str, payload: Payload, where: str) -> EventBody:
    """Return the typed body of an upcast payload.

    Raises:
        ThadsError: the type or its fields are newer than this programme.
    """
    body_type = EVENT_TYPES.get(type_name)
    if body_type is None:
        raise unknown_type(where, type_name, "one of " + ", ".join(EVENT_TYPES))
    try:
        return body_type.model_validate(payload)
    except ValidationError as error:
        raise unknown_type(
            where, f"{type_name}: {error.error_count()} fields differ", "known fields"
        ) from error
