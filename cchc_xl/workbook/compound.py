"""The compound file (OLE, [MS-CFB]) that .xls and encrypted workbooks are: read warily, written.

A chain that comes back to itself or points beyond the file is a FileProblem, not an endless loop.
`pack_compound` writes one stream anew for calamine, whose own reader trusts those chains.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass

from cchc_xl.workbook.problems import FileProblem

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_END_OF_CHAIN = 0xFFFFFFFE
_FREE = 0xFFFFFFFF
_FAT_SECTOR = 0xFFFFFFFD
_MINI_SECTOR = 64
_DIRECTORY_ENTRIES = 10_000
_STREAM, _ROOT = 2, 5


@dataclass(frozen=True, slots=True)
class _Entry:
    name: str
    kind: int
    start: int
    size: int


class CompoundFile:
    """Streams of a compound file by name, without case. Raises FileProblem: damaged."""

    def __init__(self, data: bytes) -> None:
        if len(data) < 512 or not data.startswith(MAGIC):
            raise FileProblem("damaged")
        self._data = data
        sector_shift, mini_shift = struct.unpack_from("<2H", data, 30)
        if sector_shift not in (9, 12) or mini_shift != 6:
            raise FileProblem("damaged")
        self._sector = 1 << sector_shift
        self._sectors = max(len(data) // self._sector - 1, 0) + 1  # the last one may be cut short
        (directory, _, self._cutoff, mini_fat, _, difat, _) = struct.unpack_from("<7I", data, 48)
        self._fat = self._read_fat(difat)
        self._entries = self._read_directory(directory)
        self._mini_fat_start = mini_fat

    def __contains__(self, name: str) -> bool:
        return name.lower() in self._entries

    def stream(self, name: str) -> bytes:
        """The content of a stream. KeyError where there is none."""
        entry = self._entries[name.lower()]
        if entry.size > len(self._data):
            raise FileProblem("damaged")
        if entry.size >= self._cutoff:
            return self._chain(entry.start, entry.size)
        root = next(entry for entry in self._entries.values() if entry.kind == _ROOT)
        mini_stream = self._chain(root.start, root.size)
        mini_fat = _numbers(self._chain(self._mini_fat_start, None))
        pieces: list[bytes] = []
        sector = entry.start
        for _ in range(-(-entry.size // _MINI_SECTOR)):
            if sector >= len(mini_fat):
                raise FileProblem("damaged")
            pieces.append(mini_stream[sector * _MINI_SECTOR : (sector + 1) * _MINI_SECTOR])
            sector = mini_fat[sector]
        return self._cut(b"".join(pieces), entry.size)

    def _read_fat(self, difat: int) -> tuple[int, ...]:
        places = list(struct.unpack_from("<109I", self._data, 76))
        for _ in range(self._sectors):
            if difat >= _FAT_SECTOR - 1:
                break
            numbers = _numbers(self._one(difat))
            places += numbers[:-1]
            difat = numbers[-1]
        fat: list[int] = []
        needed = -(-self._sectors // (self._sector // 4))
        used = [place for place in places if place < _FAT_SECTOR - 1]
        for place in used[:needed]:
            fat += _numbers(self._one(place))
        return tuple(fat)

    def _read_directory(self, start: int) -> dict[str, _Entry]:
        data = self._chain(start, None)
        entries: dict[str, _Entry] = {}
        for at in range(0, min(len(data), _DIRECTORY_ENTRIES * 128) - 127, 128):
            name_bytes, kind = struct.unpack_from("<HB", data, at + 64)
            first, size = struct.unpack_from("<IQ", data, at + 116)
            if self._sector == 512:
                size &= 0xFFFFFFFF  # the upper half is not always zero in files of version 3
            name = data[at : at + max(min(name_bytes, 64) - 2, 0)].decode("utf-16-le", "replace")
            if kind in (_STREAM, _ROOT):
                entries.setdefault(name.lower(), _Entry(name, kind, first, size))
        if not any(entry.kind == _ROOT for entry in entries.values()):
            raise FileProblem("damaged")
        return entries

    def _one(self, sector: int) -> bytes:
        at = (sector + 1) * self._sector
        if at >= len(self._data):
            raise FileProblem("damaged")
        return self._data[at : at + self._sector]

    def _chain(self, sector: int, size: int | None) -> bytes:
        pieces: list[bytes] = []
        seen: set[int] = set()
        while sector != _END_OF_CHAIN:
            if size is not None and len(pieces) * self._sector >= size:
                break
            if sector in seen or sector >= len(self._fat):
                raise FileProblem("damaged")
            seen.add(sector)
            pieces.append(self._one(sector))
            sector = self._fat[sector]
        data = b"".join(pieces)
        return data if size is None else self._cut(data, size)

    @staticmethod
    def _cut(data: bytes, size: int) -> bytes:
        if len(data) < size:
            raise FileProblem("damaged")
        return data[:size]


def pack_compound(name: str, stream: bytes) -> bytes:
    """A compound file (version 4: sectors of 4,096 bytes) holding this one stream.

    The stream is filled up with zeros to whole sectors. At most some 450 MB.
    """
    sector = 4_096
    count = max(-(-len(stream) // sector), 1)
    body = stream.ljust(count * sector, b"\0")
    fat_sectors = 1
    while (count + 1 + fat_sectors) * 4 > fat_sectors * sector:
        fat_sectors += 1
    directory = count  # after the stream; the sectors of the FAT follow
    fat = [*range(1, count), _END_OF_CHAIN, _END_OF_CHAIN, *([_FAT_SECTOR] * fat_sectors)]
    fat += [_FREE] * (fat_sectors * sector // 4 - len(fat))
    places = [*range(directory + 1, directory + 1 + fat_sectors)]
    places += [_FREE] * (109 - fat_sectors)
    header = struct.pack(
        "<8s16x5H6xI2I4x5I109I",
        *(MAGIC, 0x3E, 4, 0xFFFE, 12, 6),
        *(1, fat_sectors, directory, sector),
        *(_END_OF_CHAIN, 0, _END_OF_CHAIN, 0),
        *places,
    )
    entries = _entry("Root Entry", _ROOT, 1, 0, 0) + _entry(name, _STREAM, _FREE, 0, len(body))
    return b"".join(
        (
            header.ljust(sector, b"\0"),
            body,
            entries.ljust(sector, b"\0"),
            struct.pack(f"<{len(fat)}I", *fat),
        )
    )


def _entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
    encoded = name.encode("utf-16-le") + b"\0\0"
    return struct.pack(
        "<64sHBB3I16xI16xIQ",
        encoded,
        *(len(encoded), kind, 1, _FREE, _FREE, child),
        *(0, start, size),
    )


def _numbers(data: bytes) -> tuple[int, ...]:
    return struct.unpack_from(f"<{len(data) // 4}I", data)
