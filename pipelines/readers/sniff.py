"""What a file is, from its bytes alone.

Belongs here: magic numbers, the listing of a zip container, the look of a text.
Does not belong here: reading the content, and the file's name (compared afterwards, in `reading`).
"""

from __future__ import annotations

import csv
import re
from functools import cache

from pipelines.readers.refusals import DATA

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
XLSM = "application/vnd.ms-excel.sheet.macroEnabled.12"
XLS = "application/vnd.ms-excel"
ODS = "application/vnd.oasis.opendocument.spreadsheet"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PDF = "application/pdf"
HTML = "text/html"
CSV = "text/csv"
TXT = "text/plain"
ZIP = "application/zip"
OLE = "application/x-ole-storage"
ENCRYPTED = "application/x-encrypted-office"
BINARY = "application/octet-stream"

#: Extensions that each readable type may carry without being called a lie.
EXTENSIONS: dict[str, frozenset[str]] = {
    XLSX: frozenset({"xlsx"}),
    XLSM: frozenset({"xlsm"}),
    XLS: frozenset({"xls"}),
    ODS: frozenset({"ods"}),
    DOCX: frozenset({"docx", "docm"}),
    PDF: frozenset({"pdf"}),
    HTML: frozenset({"html", "htm", "xhtml"}),
    CSV: frozenset({"csv", "tsv", "txt"}),
    TXT: frozenset({"txt", "text", "md", "csv"}),
}

_HTML = re.compile(
    r"\A\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|title|meta|div|article|section|table|h1|p)\b",
    re.IGNORECASE | re.DOTALL,
)
_ANY_HTML = re.compile(r"<(?:html|body|div|p|table|h[1-6]|span|br)\b[^<>]*>", re.IGNORECASE)
_CONTROL = re.compile(rb"[\x00-\x08\x0b\x0e-\x19\x1b-\x1f\x7f]")
_OOXML = (
    (b"spreadsheetml.sheet.main+xml", XLSX),
    (b"spreadsheetml.template.main+xml", XLSX),
    (b"sheet.macroenabled.main+xml", XLSM),
    (b"template.macroenabled.main+xml", XLSM),
    (b"wordprocessingml.document.main+xml", DOCX),
    (b"wordprocessingml.template.main+xml", DOCX),
    (b"word/document.macroenabled", DOCX),
    (b"ms-word.document.macroenabled", DOCX),
)


def sniff_bytes(data: bytes) -> tuple[str, str]:
    """Return (media type, name of the type in plain words) from magic numbers; text comes back as `TXT`."""
    head = data[:1024]
    for offset, magic, media_type, label in _magic():
        if head[offset : offset + len(magic)] == magic:
            return media_type, label
    if b"%PDF-" in head:
        return PDF, "PDF"
    if looks_binary(data):
        return BINARY, "?"
    return TXT, "text"


def sniff_container(parts: dict[str, bytes]) -> str:
    """Return the media type of an unpacked zip container, `ZIP` when it is no document we know."""
    if parts.get("mimetype", b"").strip().startswith(ODS.encode()):
        return ODS
    listing = parts.get("[Content_Types].xml", b"").replace(b"\x00", b"").lower()
    return next((media_type for sign, media_type in _OOXML if sign in listing), ZIP)


def sniff_ole(data: bytes) -> tuple[str, str]:
    """Return (media type, plain name) of an OLE2 file by the streams it lists."""
    streams = (
        ("EncryptedPackage", ENCRYPTED, "encrypted Office"),
        ("WordDocument", "application/msword", "Word 97-2003 (.doc)"),
        ("PowerPoint Document", "application/vnd.ms-powerpoint", "PowerPoint 97-2003 (.ppt)"),
        ("Workbook", XLS, "Excel 97-2003"),
        ("Book", XLS, "Excel 5.0/95"),
    )
    for name, media_type, label in streams:
        if name.encode("utf-16-le") + b"\x00\x00" in data:
            return media_type, label
    return OLE, "OLE2"


def sniff_text(text: str) -> str:
    """Return `HTML` or `TXT` for decoded text."""
    head = text[:4096].lstrip("\ufeff")
    if _HTML.search(head):
        return HTML
    return HTML if len(_ANY_HTML.findall(text[:20_000])) >= 5 else TXT


def looks_binary(data: bytes) -> bool:
    """Say whether bytes without a known magic number cannot be text in any encoding we read."""
    sample = data[:65_536]
    if sample[:2] in {b"\xff\xfe", b"\xfe\xff"} or utf16_order(sample):
        return False
    # VPS puts a few capitals among the control characters, hence not zero.
    return b"\x00" in sample or len(_CONTROL.findall(sample)) > len(sample) / 200


def utf16_order(sample: bytes) -> str:
    """Return ``utf-16-le``/``utf-16-be`` for UTF-16 without a byte order mark, else ``""``.

    Vietnamese text is mostly ASCII letters and spaces, so that one byte of most pairs is zero.
    """
    pairs = len(sample) // 2
    if pairs < 2 or len(sample) % 2 and len(sample) < 65_536:
        return ""
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if odd > pairs * 0.4 and even < pairs * 0.02:
        return "utf-16-le"
    return "utf-16-be" if even > pairs * 0.4 and odd < pairs * 0.02 else ""


@cache
def _magic() -> tuple[tuple[int, bytes, str, str], ...]:
    with (DATA / "magic.csv").open(encoding="utf-8", newline="") as lines:
        return tuple(
            (int(row["offset"]), bytes.fromhex(row["hex"]), row["media_type"], row["label"])
            for row in csv.DictReader(lines)
        )
