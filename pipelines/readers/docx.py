"""Word documents (.docx): paragraphs and tables in document order.

Belongs here: the body's XML; runs joined, deleted and hidden text left out, old fonts converted.
Does not belong here: numbering texts of lists, pictures, headers and footers (letterheads of pages repeat).
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from lxml import etree

from pipelines.problems import Problem
from pipelines.readers import legacy
from pipelines.readers.guards import parse_xml
from pipelines.readers.lines import Blocks, TableCell
from pipelines.readers.model import Document
from pipelines.readers.refusals import note, refusal
from pipelines.readers.sniff import DOCX

_NOT_READ = frozenset(
    {"del", "moveFrom", "instrText", "delText", "Fallback", "pPr", "sectPr", "tblPr", "annotationRef"}
)
_BREAKS = {"tab": " ", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "ptab": " "}


def read_docx(parts: dict[str, bytes], file_name: str) -> Document:
    """Return a document whose parts were unpacked and guarded before.

    Raises:
        ThadsError: ``damaged_file``, ``deep_xml`` or ``no_text``.
    """
    main = next((name for name in parts if name.lower() == "word/document.xml"), "")
    if not main:
        raise refusal("damaged_file", file_name, found="word/document.xml is missing")
    root = parse_xml(parts[main], f"{file_name}: {main}")
    reader = _Reader()
    body = root.find("{*}body")
    for block in _blocks(root if body is None else body):
        if _tag(block) == "p":
            reader.out.paragraph(reader.paragraph(block))
        else:
            reader.out.table(reader.table(block))
    for note_part in ("word/footnotes.xml", "word/endnotes.xml"):
        if note_part in parts:
            for paragraph in parse_xml(parts[note_part], f"{file_name}: {note_part}").iter("{*}p"):
                reader.out.paragraph(reader.paragraph(paragraph))
    if not reader.out.lines:
        raise refusal("no_text", file_name)
    return _document(root, parts, reader, file_name)


def _document(root: etree._Element, parts: dict[str, bytes], reader: _Reader, file_name: str) -> Document:
    notes: list[Problem] = []
    if any(name.endswith("vbaProject.bin") for name in parts):
        notes.append(note("macro_ignored", file_name))
    if next(root.iter("{*}del", "{*}moveFrom"), None) is not None:
        notes.append(note("tracked_changes", file_name))
    encoding = "+".join(sorted(reader.charsets))
    if encoding:
        notes.append(note("converted_encoding", file_name, expected="Unicode", found=encoding))
    return Document(DOCX, encoding, reader.out.text, reader.out.sheets, tuple(notes))


class _Reader:
    """Walks one document; remembers the old charsets it met."""

    def __init__(self) -> None:
        self.out = Blocks()
        self.charsets: set[str] = set()

    def paragraph(self, paragraph: etree._Element) -> str:
        """Return the text of a paragraph; pieces in an old font are converted, the rest is judged by its look."""
        pieces = []
        for font, run in groupby(_pieces(paragraph), key=lambda piece: piece[0]):
            text = "".join(piece for _, piece in run)
            charset = legacy.charset_of_font(font)
            if charset and text.isascii() is False:
                text = legacy.convert(text, charset)
                self.charsets.add(charset)
            # The capital fonts (.VnTimeH) draw small letters as capitals.
            pieces.append(text.upper() if charset == "tcvn3" and font.endswith(("H", "h")) else text)
        text, charset = legacy.repair("".join(pieces))
        self.charsets.update({charset} if charset else ())
        return text

    def table(self, table: etree._Element) -> list[TableCell]:
        """Return the cells of a table; a cell merged downwards is one cell that covers several rows."""
        found: list[TableCell] = []
        open_above: dict[int, int] = {}
        for number, row in enumerate(_children(table, "tr"), 1):
            column = 1 + _number(row.find("{*}trPr/{*}gridBefore"))
            for cell in _children(row, "tc"):
                span = max(1, _number(cell.find("{*}tcPr/{*}gridSpan")))
                merge = cell.find("{*}tcPr/{*}vMerge")
                if merge is not None and _value(merge) != "restart" and column in open_above:
                    above = found[open_above[column]]
                    found[open_above[column]] = TableCell(
                        above.row, above.column, above.text, number - above.row + 1, above.columns
                    )
                else:
                    open_above.pop(column, None)
                    if merge is not None:
                        open_above[column] = len(found)
                    text = "\n".join(self.paragraph(paragraph) for paragraph in cell.iter("{*}p"))
                    found.append(TableCell(number, column, text, 1, span))
                column += span
        return found


def _blocks(parent: etree._Element) -> Iterator[etree._Element]:
    """Yield the paragraphs and tables of a body in order, through content controls and tracked insertions."""
    for child in parent:
        tag = _tag(child)
        if tag in {"p", "tbl"}:
            yield child
            yield from _text_boxes(child) if tag == "p" else ()
        elif tag in {"sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag"}:
            yield from _blocks(child)


def _text_boxes(paragraph: etree._Element) -> Iterator[etree._Element]:
    """Yield what stands in text boxes anchored in a paragraph; the fallback repeats it and is left out."""
    for box in paragraph.iter("{*}txbxContent"):
        if not any(_tag(parent) == "Fallback" for parent in box.iterancestors()):
            yield from _blocks(box)


def _children(parent: etree._Element, wanted: str) -> Iterator[etree._Element]:
    for child in parent:
        tag = _tag(child)
        if tag == wanted:
            yield child
        elif tag in {"sdt", "sdtContent", "ins", "customXml"}:
            yield from _children(child, wanted)


def _pieces(paragraph: etree._Element, font: str = "") -> Iterator[tuple[str, str]]:
    """Yield (font, text) of a paragraph's runs, without deleted, hidden and boxed text."""
    for child in paragraph:
        tag = _tag(child)
        if tag in _NOT_READ or tag == "txbxContent":
            continue
        if tag == "t":
            yield font, child.text or ""
        elif tag in _BREAKS:
            yield font, _BREAKS[tag]
        elif tag == "r":
            if child.find("{*}rPr/{*}vanish") is None:
                fonts = child.find("{*}rPr/{*}rFonts")
                yield from _pieces(child, _font(fonts))
        elif tag != "rPr":
            yield from _pieces(child, font)


def _font(fonts: etree._Element | None) -> str:
    if fonts is None:
        return ""
    names = {etree.QName(str(name)).localname: str(value) for name, value in fonts.attrib.items()}
    return names.get("ascii") or names.get("hAnsi") or ""


def _tag(element: etree._Element) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def _value(element: etree._Element) -> str:
    return next((str(value) for name, value in element.attrib.items() if str(name).endswith("}val")), "")


def _number(element: etree._Element | None) -> int:
    text = "" if element is None else _value(element)
    return min(int(text), 1_000) if text.isdecimal() else 0
