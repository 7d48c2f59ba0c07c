"""Prose to observations, each with its exact span.

Belongs here: lexicon, grammar, resolver, scoring. Does not belong here: file formats, official forms.
"""

from pipelines.narrative.reading import PARSER, Doubt, NarrativeReading, read_text

__all__ = ["PARSER", "Doubt", "NarrativeReading", "read_text"]
