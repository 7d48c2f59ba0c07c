"""Prose to observations, each with its exact span.

Belongs here: lexicon, grammar, resolver, scoring. Does not belong here: file formats, official forms.
"""
