"""The event catalogue tells of every type and field."""

from __future__ import annotations

from pipelines.events.catalogue import render_event_catalogue
from pipelines.events.types import EVENT_TYPES


def test_the_catalogue_names_every_type_with_its_stream_key_and_fields() -> None:
    text = render_event_catalogue()
    for name, body in EVENT_TYPES.items():
        section = text.split(f"\n## {name}\n")[1].split("\n## ")[0]
        assert f"`{body.STREAM}`" in text
        assert all(f"| `{field}` |" in section for field in body.model_fields)
        assert (body.__doc__ or "").splitlines()[0] in section


def test_every_key_and_stream_is_made_of_fields() -> None:
    for body in EVENT_TYPES.values():
        assert set(body.KEY) <= set(body.model_fields)
        body.STREAM.format_map(dict.fromkeys(body.model_fields, "x"))


def test_every_type_tells_what_it_means() -> None:
    assert all((body.__doc__ or "").strip() for body in EVENT_TYPES.values())
