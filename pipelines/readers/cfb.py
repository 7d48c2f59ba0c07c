"""OLE2 compound files: the streams of .xls, taken out with every number checked.

Belongs here: sectors, chains and the directory ([MS-CFB]). calamine trusts these numbers and aborts the whole
process on some that lie, hence this look beforehand.
Does not belong here: what a stream holds (`xls_parts`).
"""

from __future__ import annotations

import struct
from array import array

from pipelines.readers.refusals import refusal

_LAST_SECTOR = 0xFFFF_FFFA
_HEADER = 512
_ENTRY = 128
_SMALL = 4096
_MINI = 64


def read_stream(data: bytes, names: tuple[str, ...], file_name: str) -> bytes:
    """Return the first stream of ``names`` that the file holds.

    Raises:
        ThadsError: ``damaged_file``.
    """
    try:
        return _read_stream(data, names)
    except (struct.error, IndexError, ValueError) as error:
        raise refusal("damaged_file", file_name, found=str(error)) from error


def _read_stream(data: bytes, names: tuple[str, ...]) -> bytes:
    shift = struct.unpack_from("<H", data, 30)[0]
    if shift not in {9, 12}:
        raise ValueError(f"sector shift {shift}")
    size = 1 << shift
    sectors = len(data) // size
    counts = (
        struct.unpack_from("<2I", data, 40)
        + struct.unpack_from("<I", data, 64)
        + struct.unpack_from("<I", data, 72)
    )
    if max(counts) > sectors:
        raise ValueError(f"{max(counts)} sectors declared, {sectors} present")
    table = _sector_table(data, size)
    directory = _chain(data, table, struct.unpack_from("<I", data, 48)[0], size)
    entries = [directory[start : start + _ENTRY] for start in range(0, len(directory) - _ENTRY + 1, _ENTRY)]
    root_start = struct.unpack_from("<I", entries[0], 116)[0]
    found: dict[str, tuple[int, int]] = {}
    for entry in entries:
        if entry[66] not in {1, 2, 5}:
            continue
        start, length = struct.unpack_from("<2I", entry, 116)
        if length > len(data):
            raise ValueError(f"a stream of {length} bytes in a file of {len(data)}")
        name = entry[: max(0, struct.unpack_from("<H", entry, 64)[0] - 2)].decode(
            "utf-16-le", errors="replace"
        )
        found.setdefault(name, (start, length))
    start, length = (
        next(found[name] for name in names if name in found) if found.keys() & set(names) else (0, -1)
    )
    if length < 0:
        raise ValueError("no workbook stream")
    if length >= _SMALL:
        return _chain(data, table, start, size)[:length]
    return _small_stream(data, table, root_start, start, size)[:length]


def _small_stream(data: bytes, table: array[int], root_start: int, start: int, size: int) -> bytes:
    container = _chain(data, table, root_start, size)
    small_table = array("I", _chain(data, table, struct.unpack_from("<I", data, 60)[0], size))
    return b"".join(container[at * _MINI : (at + 1) * _MINI] for at in _numbers(small_table, start))


def _sector_table(data: bytes, size: int) -> array[int]:
    """Return the allocation table: sector → next sector."""
    places = list(struct.unpack_from("<109I", data, 76))
    following = struct.unpack_from("<I", data, 68)[0]
    seen: set[int] = set()
    while following < _LAST_SECTOR and following not in seen:
        seen.add(following)
        sector = _sector(data, following, size)
        *more, following = struct.unpack(f"<{size // 4}I", sector)
        places += more
    table: array[int] = array("I")
    for place in places:
        if place < _LAST_SECTOR:
            table.frombytes(_sector(data, place, size))
    return table


def _chain(data: bytes, table: array[int], start: int, size: int) -> bytes:
    return b"".join(_sector(data, number, size) for number in _numbers(table, start))


def _numbers(table: array[int], start: int) -> list[int]:
    numbers: list[int] = []
    seen: set[int] = set()
    while start < _LAST_SECTOR:
        if start in seen or start >= len(table):
            raise ValueError(f"chain breaks at sector {start}")
        seen.add(start)
        numbers.append(start)
        start = table[start]
    return numbers


def _sector(data: bytes, number: int, size: int) -> bytes:
    # The header takes 512 bytes, padded to a whole sector.
    begin = (number + 1) * size if size > _HEADER else _HEADER + number * size
    sector = data[begin : begin + size]
    if not sector:
        raise ValueError(f"sector {number} is missing")
    return sector.ljust(size, b"\x00")
