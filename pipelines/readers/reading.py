"""The way of one file: guarded, sniffed, read as what it is.

Belongs here: the order of guards and the choice of the reader.
Does not belong here: how each format is read (one module each).
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import PurePosixPath

from pipelines.readers import guards, sniff
from pipelines.readers.docx import read_docx
from pipelines.readers.encodings import decode
from pipelines.readers.html_page import declared_charset, read_html
from pipelines.readers.model import Document
from pipelines.readers.ods import read_ods
from pipelines.readers.pdf import read_pdf
from pipelines.readers.plain import read_plain
from pipelines.readers.refusals import note, refusal
from pipelines.readers.workbook import read_xls, read_xlsx


def read(data: bytes, file_name: str, *, max_bytes: int) -> Document:
    """Return what a file holds: text with offsets and sheets of addressed cells.

    The type comes from the bytes; a name that says otherwise is noted. Nothing outside the bytes is opened.

    Args:
        data: the file's bytes.
        file_name: its bare name (no folder), for messages and for the comparison of the extension.
        max_bytes: largest size accepted.

    Raises:
        ThadsError: with a code of ``data/refusals.csv``.
    """
    guards.check_name(file_name)
    guards.check_size(data, file_name, max_bytes)
    document = _read_as_what_it_is(data, file_name)
    return _with_type_note(document, file_name)


def _read_as_what_it_is(data: bytes, file_name: str) -> Document:
    media_type, label = sniff.sniff_bytes(data)
    if media_type == sniff.ZIP:
        return _read_container(data, file_name)
    if media_type == sniff.OLE:
        media_type, label = sniff.sniff_ole(data)
        if media_type == sniff.XLS:
            return read_xls(data, file_name)
        if media_type == sniff.ENCRYPTED:
            raise refusal("encrypted_file", file_name)
    if media_type == sniff.PDF:
        return read_pdf(data, file_name)
    if media_type == sniff.TXT:
        return _read_text(data, file_name)
    raise refusal("unsupported_type", file_name, found=label)


def _read_container(data: bytes, file_name: str) -> Document:
    parts = guards.unpack(data, file_name)
    media_type = sniff.sniff_container(parts)
    if media_type == sniff.ZIP:
        raise refusal("unsupported_type", file_name, found="ZIP")
    guards.check_xml(parts, file_name)
    if media_type == sniff.DOCX:
        return read_docx(parts, file_name)
    if media_type == sniff.ODS:
        return read_ods(parts, file_name)
    return read_xlsx(data, parts, media_type, file_name)


def _read_text(data: bytes, file_name: str) -> Document:
    decoded = decode(data, file_name, declared=declared_charset(data))
    if sniff.sniff_text(decoded.text) == sniff.HTML:
        return read_html(decoded, file_name)
    return read_plain(decoded, file_name)


def _with_type_note(document: Document, file_name: str) -> Document:
    extension = PurePosixPath(file_name).suffix.lstrip(".").lower()
    expected = sniff.EXTENSIONS[document.media_type]
    if extension in expected:
        return document
    lie = note("type_mismatch", file_name, expected=", ".join(sorted(expected)), found=f".{extension}")
    return replace(document, notes=(lie, *document.notes))
