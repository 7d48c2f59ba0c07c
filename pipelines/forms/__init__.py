"""Cells of official forms to observations, by form maps kept as data.

Belongs here: the maps, the engine, templates. Does not belong here: file formats, prose.
"""

from __future__ import annotations

from pipelines.forms.accepted import AcceptedMap, accepted_maps, book_with, edition
from pipelines.forms.documents import form_at_head
from pipelines.forms.maps import FormMap, MapBook, default_book, map_for
from pipelines.forms.matches import FormHints, FormMatch
from pipelines.forms.reading import FormReading, IdentifiedForm, read_all, read_forms
from pipelines.forms.recognition import recognise
from pipelines.forms.version import PARSER

__all__ = [
    "PARSER",
    "AcceptedMap",
    "FormHints",
    "FormMap",
    "FormMatch",
    "FormReading",
    "IdentifiedForm",
    "MapBook",
    "accepted_maps",
    "book_with",
    "default_book",
    "edition",
    "form_at_head",
    "map_for",
    "read_all",
    "read_forms",
    "recognise",
]
