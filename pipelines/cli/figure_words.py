"""How exactly a figure is told, in words that every screen shares.

Belongs here: the words. Does not belong here: numbers with their unit (`validation.messages`).
"""

from __future__ import annotations

from collections.abc import Mapping

from pipelines.problems import Text

QUALIFIERS: Mapping[str, Text] = {
    "exact": Text("chính xác", "exact"),
    "more_than": Text("hơn", "more than"),
    "nearly": Text("gần", "nearly"),
    "about": Text("khoảng", "about"),
}
