"""PDF files that hold text (not scans).

Belongs here: text of each page through pdfium, lines joined into paragraphs.
Does not belong here: reading pictures (a scan is refused with a reason).
"""

from __future__ import annotations

import re
import statistics
from collections.abc import Iterator
from itertools import islice, pairwise

import pypdfium2 as pdfium  # type: ignore[import-untyped]

from pipelines.problems import Problem
from pipelines.readers import legacy
from pipelines.readers.encodings import clean, clean_unless_old
from pipelines.readers.model import Document, Sheet
from pipelines.readers.old_letters import repair_sheet
from pipelines.readers.refusals import note, refusal
from pipelines.readers.sniff import PDF

_MAX_PAGES = 1_000
_MAX_CHARACTERS = 10_000_000
#: Fewer lines and rectangles than this make no table of a form; one path may hold a whole grid.
_TABLE_RULES = 1
#: A line that reaches this share of a usual full line runs on into the next one.
_FULL = 0.8
_ENDS = re.compile(r"""[.!?:;…]["”’)\]]*$""")
_STARTS_BLOCK = re.compile(
    r"(?:[-–—•+*▪●]\s|\d{1,3}(?:\.\d{1,3})*[.)/]\s|[IVXLC]{1,5}[.)]\s|[a-zđA-ZĐ][.)]\s)"
)
_HYPHEN = re.compile("[\ufffe\x02]\r?\n?")
_SPACES = re.compile(r"[ \t]+")


def read_pdf(data: bytes, file_name: str) -> Document:
    """Return the text of a PDF, pages parted by a blank line.

    Raises:
        ThadsError: ``encrypted_file``, ``damaged_file``, ``too_large`` or ``scanned_pdf``.
    """
    pages, ruled = _page_texts(data, file_name)
    empty = [number for number, page in enumerate(pages, 1) if not page.strip()]
    if len(empty) == len(pages):
        raise refusal("scanned_pdf", file_name, found=f"{len(pages)}")
    charsets: set[str] = set()
    texts = []
    for page in pages:
        repaired = [legacy.repair(line) for line in paragraphs(page)]
        charsets.update(charset for _, charset in repaired if charset)
        texts.append("\n".join(line for line, _ in repaired))
    notes = [note("pages_without_text", file_name, found=", ".join(map(str, empty)))] if empty else []
    sheets = _tables(data, ruled, charsets, notes, file_name)
    encoding = "+".join(sorted(charsets))
    if encoding:
        notes.append(note("converted_encoding", file_name, expected="Unicode", found=encoding))
    return Document(PDF, encoding, clean("\n\n".join(filter(None, texts))), sheets, notes=tuple(notes))


def _tables(
    data: bytes, ruled: list[int], charsets: set[str], notes: list[Problem], file_name: str
) -> tuple[Sheet, ...]:
    """Return the tables of the ruled pages; a file whose rules cannot be followed keeps its text."""
    if not ruled:
        return ()
    from pipelines.readers.pdf_tables import BROKEN, ruled_tables  # 0.3 s that only ruled pages should cost

    try:
        tables = ruled_tables(data, ruled)
    except BROKEN as error:
        notes.append(note("tables_unreadable", file_name, found=f"{type(error).__name__}: {error}"))
        return ()
    return tuple(repair_sheet(sheet, charsets) for sheet in tables)


def _page_texts(data: bytes, file_name: str) -> tuple[list[str], list[int]]:
    """Return the text of each page, and the numbers (from 0) of those with enough rules for a table."""
    try:
        pdf = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        is_locked = "password" in str(error).lower() or "security" in str(error).lower()
        raise refusal(
            "encrypted_file" if is_locked else "damaged_file", file_name, found=str(error)
        ) from error
    try:
        if len(pdf) > _MAX_PAGES:
            raise refusal("too_large", file_name, expected=f"≤ {_MAX_PAGES}", found=f"{len(pdf)}")
        texts: list[str] = []
        ruled: list[int] = []
        for number, (text, rules) in enumerate(_texts(pdf)):
            texts.append(text)
            if rules >= _TABLE_RULES:
                ruled.append(number)
            if sum(map(len, texts)) > _MAX_CHARACTERS:
                raise refusal("too_large", file_name, expected=f"≤ {_MAX_CHARACTERS}")
        return texts, ruled
    except pdfium.PdfiumError as error:
        raise refusal("damaged_file", file_name, found=str(error)) from error
    finally:
        pdf.close()


def _texts(pdf: pdfium.PdfDocument) -> Iterator[tuple[str, int]]:
    """Yield the text of each page and how many lines and rectangles are drawn on it (as far as that matters)."""
    for number in range(len(pdf)):
        page = pdf[number]
        text = page.get_textpage()
        rules = islice(page.get_objects(filter=(pdfium.raw.FPDF_PAGEOBJ_PATH,)), _TABLE_RULES)
        yield _HYPHEN.sub("", text.get_text_bounded()), sum(1 for _ in rules)
        text.close()
        page.close()


def paragraphs(page: str) -> list[str]:
    """Return the paragraphs of one page: a line that fills the width and ends in mid-sentence runs on.

    Vietnamese is not hyphenated, so that joined lines always meet at a space.
    """
    lines = [_SPACES.sub(" ", line).strip() for line in clean_unless_old(page).splitlines()]
    filled = [line for line in lines if line]
    if not filled:
        return []
    usual = statistics.quantiles(map(len, filled), n=10)[-1] if len(filled) > 2 else max(map(len, filled))
    joined = [filled[0]]
    for before, line in pairwise(filled):
        if _runs_on(before, line, usual):
            joined[-1] += f" {line}"
        else:
            joined.append(line)
    return joined


def _runs_on(before: str, line: str, usual: float) -> bool:
    if _STARTS_BLOCK.match(line):
        return False
    starts_small = line[0].islower() or (line[0].isdigit() and not _ENDS.search(before))
    return len(before) >= usual * _FULL and (starts_small or not _ENDS.search(before))
