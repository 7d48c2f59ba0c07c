"""Web pages: the text a visitor reads, block by block, and its tables.

Belongs here: declared charset, dropping what is not shown or not content, blocks in order.
Does not belong here: the date and unit of a page (`narrative`, from its text).
"""

from __future__ import annotations

import csv
import re
from functools import cache

import lxml.html
from lxml import etree

from pipelines.readers.encodings import Decoded, clean
from pipelines.readers.lines import Blocks, TableCell
from pipelines.readers.model import Document
from pipelines.readers.refusals import DATA, refusal
from pipelines.readers.sniff import HTML

_CHARSET = re.compile(rb"""charset\s*=\s*["']?\s*([\w-]{2,40})""", re.IGNORECASE)
_DECLARATION = re.compile(r"\A\s*<\?xml[^>]*\?>")
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_SPACES = re.compile(r"[ \t\r\n\f]+")
_MAX_SPAN = 1_000


@cache
def _tags(treatment: str) -> frozenset[str]:
    with (DATA / "html_tags.csv").open(encoding="utf-8", newline="") as lines:
        return frozenset(row["tag"] for row in csv.DictReader(lines) if row["treatment"] == treatment)


def declared_charset(data: bytes) -> str:
    """Return the charset a page declares in its first 4 kB, ``""`` when it declares none."""
    found = _CHARSET.search(data[:4096])
    return found[1].decode("ascii").lower() if found else ""


def read_html(decoded: Decoded, file_name: str) -> Document:
    """Return the page's text and tables.

    Raises:
        ThadsError: ``deep_xml``, ``damaged_file`` or ``no_text``.
    """
    parser = lxml.html.HTMLParser(huge_tree=False, no_network=True, remove_comments=True, remove_pis=True)
    try:
        root = lxml.html.document_fromstring(_DECLARATION.sub("", decoded.text), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise refusal("damaged_file", file_name, found=str(error)) from error
    if any("depth" in str(entry.message).lower() for entry in parser.error_log):
        raise refusal("deep_xml", file_name)
    out = Blocks()
    title = clean(root.findtext(".//title") or "").strip()
    body = root.find("body")
    _Walker(out).walk(root if body is None else body)
    if title and _SPACES.sub(" ", title) not in out.lines:
        out.lines.insert(0, _SPACES.sub(" ", title))
    if not out.lines:
        raise refusal("no_text", file_name)
    return Document(HTML, decoded.encoding, out.text, out.sheets, decoded.notes)


class _Walker:
    """Collects inline text until a block ends; libxml2 keeps the depth below 256, so recursion is safe."""

    def __init__(self, out: Blocks) -> None:
        self._out = out
        self._inline: list[str] = []

    def walk(self, element: etree._Element) -> None:
        """Add everything shown below ``element``."""
        self._children(element)
        self._flush()

    def _children(self, element: etree._Element) -> None:
        self._text(element.text)
        for child in element:
            self._element(child)
            self._text(child.tail)

    def _element(self, element: etree._Element) -> None:
        tag = element.tag if isinstance(element.tag, str) else ""
        if not tag or tag in _tags("dropped") or _is_hidden(element):
            return
        if tag == "br":
            self._inline.append("\n")
        elif tag in _tags("inline"):
            self._children(element)
        elif tag == "table" and element.find(".//table") is None:
            self._flush()
            self._out.table(_table(element))
        else:
            self._flush()
            self._children(element)
            self._flush()

    def _text(self, text: str | None) -> None:
        if text:
            self._inline.append(_SPACES.sub(" ", text))

    def _flush(self) -> None:
        if self._inline:
            self._out.paragraph("".join(self._inline))
            self._inline.clear()


def _table(table: etree._Element) -> list[TableCell]:
    """Return the cells of a table at their grid places, row and column spans counted."""
    found: list[TableCell] = []
    taken: set[tuple[int, int]] = set()
    for number, row in enumerate(table.iter("tr"), 1):
        column = 1
        for cell in row.iterchildren("td", "th"):
            while (number, column) in taken:
                column += 1
            rows, columns = _span(cell, "rowspan"), _span(cell, "colspan")
            if rows > 1:
                # The row itself is walked once, left to right; only rows below must keep the place free.
                taken.update(
                    (number + down, column + right) for down in range(1, rows) for right in range(columns)
                )
            inner = Blocks()
            _Walker(inner).walk(cell)
            found.append(TableCell(number, column, inner.text, rows, columns))
            column += columns
    return found


def _span(cell: etree._Element, name: str) -> int:
    text = (cell.get(name) or "").strip()
    return max(1, min(int(text), _MAX_SPAN)) if text.isdecimal() and len(text) < 6 else 1


def _is_hidden(element: etree._Element) -> bool:
    style = element.get("style") or ""
    return element.get("hidden") is not None or bool(_HIDDEN_STYLE.search(style))
