"""The event catalogue (``docs/reference/events.md``), generated from the types.

Belongs here: types → Markdown. Does not belong here: any sentence about a type; it stands in the type itself.
"""

from __future__ import annotations

import inspect
import types
from typing import Literal, Union, get_args, get_origin

from pydantic.fields import FieldInfo

from pipelines.events.types import EVENT_TYPES, EventBody

_HEAD = """# Event catalogue

Generated from `pipelines/events/types.py`; do not edit by hand.

An event is a fact in the past tense. Its id is made from the type and the key, so the same fact offered twice is one
event for ever, and the same key with another payload is refused.
"""


def render_event_catalogue() -> str:
    """Return the catalogue as Markdown: an overview, then one section per type."""
    overview = "\n".join(
        f"| [`{name}`](#{name.lower()}) | `{body.STREAM}` | {', '.join(body.KEY)} | {body.SCHEMA_VERSION} |"
        for name, body in EVENT_TYPES.items()
    )
    table = f"| type | stream | key | version |\n|---|---|---|---|\n{overview}"
    return "\n".join([_HEAD, table, "", *(_section(name, body) for name, body in EVENT_TYPES.items())])


def _section(name: str, body: type[EventBody]) -> str:
    rows = "\n".join(_row(field_name, field) for field_name, field in body.model_fields.items())
    return (
        f"## {name}\n\n{inspect.cleandoc(body.__doc__ or '')}\n\n"
        f"| field | type | default | meaning |\n|---|---|---|---|\n{rows}\n"
    )


def _row(name: str, field: FieldInfo) -> str:
    default = "required" if field.is_required() else f"`{field.default!r}`"
    return f"| `{name}` | {_type(field.annotation)} | {default} | {field.description or ''} |"


def _type(annotation: object) -> str:
    """Return a type in words a table can hold."""
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Literal:
        return " · ".join(f"`{each}`" for each in arguments)
    if origin in (Union, types.UnionType):
        return " or ".join("nothing" if each is type(None) else _type(each) for each in arguments)
    if origin is tuple:
        return f"list of {_type(arguments[0])}"
    if origin is dict:
        return "object"
    return getattr(annotation, "__name__", str(annotation))
