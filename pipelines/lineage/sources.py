"""The text and cells of archived reports, kept as a projection so that a trace need not read a file twice.

Belongs here: reading archived bytes again, the cache of extracted texts. Does not belong here: excerpts.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from pipelines.archive.store import Archive
from pipelines.lineage.excerpts import char_span, excerpt_of_cell, excerpt_of_text
from pipelines.lineage.model import Excerpt
from pipelines.problems import ThadsError
from pipelines.readers.model import Document

#: Reads bytes with their file name, as `pipelines.readers.read` does.
ReadDocument = Callable[[bytes, str], Document]


class Sources:
    """Excerpts of archived reports; one document is read at most once per trace."""

    def __init__(self, archive: Archive, facts_dir: Path, read: ReadDocument) -> None:
        self._archive, self._read = archive, read
        self._texts = facts_dir / "text"
        self._documents: dict[str, Document] = {}

    def excerpt(self, report_id: str, file_name: str, locator: str, printed: str) -> Excerpt:
        """Return the place a figure was printed at.

        A cached text that does not show the figure may be of an older reader: then the archive decides.
        """
        try:
            if char_span(locator) is None:
                return excerpt_of_cell(self._document(report_id, file_name), locator, printed)
            cached = self._cached(report_id)
            if cached is not None:
                excerpt = excerpt_of_text(cached, locator, printed)
                if excerpt.is_confirmed:
                    return excerpt
            return excerpt_of_text(self._document(report_id, file_name).text, locator, printed)
        except ThadsError as error:
            return Excerpt("", printed, "", is_confirmed=False, note=error.problem.what)

    def _cached(self, report_id: str) -> str | None:
        try:
            return (self._texts / f"{report_id}.txt").read_bytes().decode()
        except FileNotFoundError:
            return None

    def _document(self, report_id: str, file_name: str) -> Document:
        if report_id not in self._documents:
            document = self._read(self._archive.read(report_id), file_name)
            self._documents[report_id] = document
            if document.text:
                self._keep(report_id, document.text)
        return self._documents[report_id]

    def _keep(self, report_id: str, text: str) -> None:
        """Keep a text for the next trace; a folder that cannot be written costs time, not the answer."""
        aside = self._texts / f".{report_id}.{os.getpid()}.part"
        try:
            self._texts.mkdir(parents=True, exist_ok=True)
            aside.write_bytes(text.encode())
            aside.replace(self._texts / f"{report_id}.txt")
        except OSError:
            aside.unlink(missing_ok=True)
