"""What a file may not do to the machine that reads it: grow, nest, escape or lie about its name.

Belongs here: limits on names, sizes, compressed archives and XML.
Does not belong here: what the parts mean (the reader of each format).
"""

from __future__ import annotations

import io
import re
import unicodedata
import zipfile
import zlib

from lxml import etree

from pipelines.readers.refusals import refusal

#: A month of a department is below 5 MB unpacked; these leave room for pictures and for ten years in one file.
MAX_UNPACKED = 256 * 1024 * 1024
MAX_ENTRIES = 5_000
#: Sheets of equal rows reach 60:1; deflate itself ends at 1032:1.
MAX_RATIO = 200
RATIO_FREE = 8 * 1024 * 1024
#: Corner to corner: a sheet is held as a full rectangle while it is read (24 bytes a cell).
MAX_SHEET_CELLS = 8_000_000
MAX_NAME = 255

_DECLARATION = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
#: What is left of a hundred start tags in a row when everything but their brackets is dropped. Parts that are
#: built into trees meet libxml2's own limit of 256 as well; sheets are streamed.
_DEEP = b"<>" * 100
_NOT_BRACKETS = bytes(sorted(frozenset(range(256)) - frozenset(b"</>")))
_DIRECTION = frozenset("\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def check_name(file_name: str) -> None:
    """Refuse a name that is a path, hides its end, or cannot be shown.

    Raises:
        ThadsError: ``path_trick``.
    """
    is_path = any(sign in file_name for sign in "/\\") or file_name in {"", ".", ".."} or ":" in file_name
    is_hiding = any(sign in _DIRECTION or unicodedata.category(sign) in {"Cc", "Cs"} for sign in file_name)
    if is_path or is_hiding or len(file_name) > MAX_NAME:
        raise refusal("path_trick", file_name, found=file_name)


def check_size(data: bytes, file_name: str, max_bytes: int) -> None:
    """Refuse an empty file and one above ``max_bytes``.

    Raises:
        ThadsError: ``empty_file`` or ``too_large``.
    """
    if not data.strip(b"\x00 \t\r\n\xef\xbb\xbf"):
        raise refusal("empty_file", file_name, found=f"{len(data)} byte")
    if len(data) > max_bytes:
        raise refusal("too_large", file_name, expected=f"≤ {max_bytes} byte", found=f"{len(data)} byte")


def unpack(data: bytes, file_name: str) -> dict[str, bytes]:
    """Return the parts of a zip container, every one read and checked against its checksum.

    Sizes are refused as declared before anything is unpacked; `zipfile` never yields more than declared, and a
    part that declares too little fails its checksum.

    Raises:
        ThadsError: ``zip_bomb``, ``encrypted_file``, ``path_trick`` or ``damaged_file``.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as container:
            entries = container.infolist()
            _check_entries(entries, len(data), file_name)
            return {entry.filename: container.read(entry) for entry in entries if not entry.is_dir()}
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError) as error:
        raise refusal("damaged_file", file_name, found=str(error)) from error
    except RuntimeError as error:  # zipfile's answer to an encrypted entry
        raise refusal("encrypted_file", file_name, found=str(error)) from error


def _check_entries(entries: list[zipfile.ZipInfo], packed: int, file_name: str) -> None:
    unpacked = sum(entry.file_size for entry in entries)
    if len(entries) > MAX_ENTRIES:
        raise refusal("zip_bomb", file_name, expected=f"≤ {MAX_ENTRIES}", found=f"{len(entries)}")
    if unpacked > MAX_UNPACKED or unpacked > max(RATIO_FREE, packed * MAX_RATIO):
        raise refusal(
            "zip_bomb",
            file_name,
            expected=f"≤ {MAX_UNPACKED} byte, ≤ {MAX_RATIO} : 1",
            found=f"{unpacked} byte",
        )
    if any(entry.flag_bits & 0x1 for entry in entries):
        raise refusal("encrypted_file", file_name)
    names = [entry.filename for entry in entries]
    tricks = [name for name in names if name.startswith(("/", "\\")) or ".." in re.split(r"[/\\]", name)]
    if tricks:
        raise refusal("path_trick", f"{file_name}: {tricks[0]}", found=tricks[0])
    if len(set(names)) != len(names):
        raise refusal("damaged_file", file_name, found="two parts of the same name")


def check_xml(parts: dict[str, bytes], file_name: str) -> None:
    """Refuse declarations (entities) and deep nesting in any XML part, without building a tree.

    Raises:
        ThadsError: ``deep_xml``.
    """
    for name, part in parts.items():
        if not name.endswith((".xml", ".rels")):
            continue
        # UTF-16 parts are legal; without its zero bytes the markup reads like ASCII.
        markup = (
            part.replace(b"\x00", b"") if part[:2] in {b"\xff\xfe", b"\xfe\xff", b"<\x00", b"\x00<"} else part
        )
        is_declaring = b"<!" in markup and _DECLARATION.search(markup)
        if is_declaring or _DEEP in markup.translate(None, _NOT_BRACKETS):
            raise refusal("deep_xml", f"{file_name}: {name}")


def parse_xml(part: bytes, where: str) -> etree._Element:
    """Return the root of one XML part: no entities, no network, libxml2's own limits kept.

    Raises:
        ThadsError: ``deep_xml`` or ``damaged_file``.
    """
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        return etree.fromstring(part, parser)
    except etree.XMLSyntaxError as error:
        code = "deep_xml" if "depth" in str(error).lower() else "damaged_file"
        raise refusal(code, where, found=str(error)) from error
