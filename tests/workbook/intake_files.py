"""Tiny files for the tests of file intake, written by hand byte by byte where no library can."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Mapping
from typing import Any

TYPES = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def zip_of(members: Mapping[str, bytes | str], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def xlsx_parts(
    *sheets: str, strings: str | None = None, styles: str | None = None
) -> dict[str, bytes | str]:
    """The parts of a workbook whose sheets S1, S2, … have these cells: the inside of sheetData."""
    entries = "".join(
        f'<sheet name="S{n}" sheetId="{n}" r:id="r{n}"/>' for n in range(1, len(sheets) + 1)
    )
    relations = "".join(
        f'<Relationship Id="r{n}" Type="{TYPES}/worksheet" Target="worksheets/sheet{n}.xml"/>'
        for n in range(1, len(sheets) + 1)
    )
    parts: dict[str, bytes | str] = {
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": (
            f'<Relationships><Relationship Id="r1" Type="{TYPES}/officeDocument"'
            ' Target="xl/workbook.xml"/></Relationships>'
        ),
        "xl/workbook.xml": (
            f'<workbook xmlns="{MAIN}" xmlns:r="{TYPES}"><sheets>{entries}</sheets></workbook>'
        ),
    }
    for number, cells in enumerate(sheets, 1):
        parts[f"xl/worksheets/sheet{number}.xml"] = (
            f'<?xml version="1.0" encoding="UTF-8"?><worksheet xmlns="{MAIN}">'
            f"<sheetData>{cells}</sheetData></worksheet>"
        )
    if strings is not None:
        parts["xl/sharedStrings.xml"] = f'<sst xmlns="{MAIN}">{strings}</sst>'
        relations += (
            f'<Relationship Id="t" Type="{TYPES}/sharedStrings" Target="sharedStrings.xml"/>'
        )
    if styles is not None:
        parts["xl/styles.xml"] = f'<styleSheet xmlns="{MAIN}">{styles}</styleSheet>'
        relations += f'<Relationship Id="s" Type="{TYPES}/styles" Target="styles.xml"/>'
    parts["xl/_rels/workbook.xml.rels"] = f"<Relationships>{relations}</Relationships>"
    return parts


def xlsx_of(*sheets: str, strings: str | None = None, styles: str | None = None) -> bytes:
    return zip_of(xlsx_parts(*sheets, strings=strings, styles=styles))


ODS_NAMESPACES = (
    ' xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
    ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
    ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
    ' xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"'
    ' xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'
)


def ods_of(*tables: str, manifest: str = "", styles: str = "") -> bytes:
    """An .ods of these tables: the rows inside; their names are T1, T2, …"""
    body = "".join(
        f'<table:table table:name="T{n}" table:style-name="ta{n}">{rows}</table:table>'
        for n, rows in enumerate(tables, 1)
    )
    return zip_of(
        {
            "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
            "META-INF/manifest.xml": f"<manifest:manifest>{manifest}</manifest:manifest>",
            "content.xml": (
                f"<office:document-content{ODS_NAMESPACES}>"
                f"<office:automatic-styles>{styles}</office:automatic-styles>"
                f"<office:body><office:spreadsheet>{body}</office:spreadsheet></office:body>"
                "</office:document-content>"
            ),
        }
    )


def compound_of(streams: Mapping[str, bytes]) -> bytes:
    """A compound file of version 3; streams below 4,096 bytes lie in the mini stream."""
    end, free, sector = 0xFFFFFFFE, 0xFFFFFFFF, 512
    fat: list[int] = []
    body = b""

    def put(data: bytes) -> int:
        nonlocal body
        first, count = len(fat), max(-(-len(data) // sector), 1)
        fat.extend([*range(first + 1, first + count), end])
        body += data.ljust(count * sector, b"\0")
        return first

    mini, mini_fat = b"", list[int]()
    places: dict[str, tuple[int, int]] = {}
    for name, content in streams.items():
        if len(content) >= 4_096:
            places[name] = put(content), len(content)
            continue
        first, count = len(mini_fat), max(-(-len(content) // 64), 1)
        mini_fat.extend([*range(first + 1, first + count), end])
        mini += content.ljust(count * 64, b"\0")
        places[name] = first, len(content)
    mini_start = put(mini) if mini else end
    mini_fat_start = put(struct.pack(f"<{len(mini_fat)}I", *mini_fat)) if mini_fat else end
    entries = _directory_entry("Root Entry", 5, mini_start, len(mini), child=1)
    for number, (name, (first, size)) in enumerate(places.items(), 1):
        following = number + 1 if number < len(places) else free
        entries += _directory_entry(name, 2, first, size, right=following)
    directory = put(entries)
    fat.append(0xFFFFFFFD)
    assert len(fat) <= 128, "one FAT sector only"
    fat_sector = len(fat) - 1
    header = struct.pack(
        "<8s16x5H6x9I109I",
        *(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 0x3E, 3, 0xFFFE, 9, 6),
        *(0, 1, directory, 0, 4_096, mini_fat_start, 1 if mini_fat else 0, end, 0),
        *(fat_sector, *([free] * 108)),
    )
    return header + body + struct.pack("<128I", *fat, *([free] * (128 - len(fat))))


def _directory_entry(
    name: str, kind: int, start: int, size: int, *, child: int = -1, right: int = -1
) -> bytes:
    encoded = name.encode("utf-16-le")
    return struct.pack(
        "<64sHBB3i36xIQ",
        *(encoded, len(encoded) + 2, kind, 1),
        *(-1, right if right < 1 << 31 else -1, child),
        *(start, size),
    )


def biff(record: int, *fields: Any) -> bytes:
    """One BIFF8 record: a struct format and its values, or raw bytes."""
    data = struct.pack("<" + fields[0], *fields[1:]) if fields else b""
    return struct.pack("<2H", record, len(data)) + data


def xls_of(
    *sheets: bytes, head: bytes = b"", formats: tuple[int, ...] = (0, 9), name: str = "Workbook"
) -> bytes:
    """An .xls of sheets given as records; cell styles 0, 1, … have the number formats given."""
    bof = biff(0x809, "4H2I", 0x600, 5, 0, 0, 0, 0)
    styles = b"".join(biff(0xE0, "2H16x", 0, number_format) for number_format in formats)
    names = [f"S{n}".encode() for n in range(1, len(sheets) + 1)]
    length = len(bof) + len(head) + len(styles) + sum(4 + 8 + len(n) for n in names) + 4
    bound, bodies = b"", b""
    for sheet_name, cells in zip(names, sheets, strict=True):
        bound += _bound_sheet(length + len(bodies), sheet_name)
        bodies += biff(0x809, "4H2I", 0x600, 0x10, 0, 0, 0, 0) + cells + biff(0x0A)
    stream = bof + head + styles + bound + biff(0x0A) + bodies
    return compound_of({name: stream})


def _bound_sheet(start: int, name: bytes) -> bytes:
    data = struct.pack("<I4B", start, 0, 0, len(name), 0) + name
    return struct.pack("<2H", 0x85, len(data)) + data


def biff12(record: int, data: bytes = b"") -> bytes:
    """One record of an .xlsb part (data below 16 KB)."""
    kind = bytes([record]) if record < 0x80 else bytes([record & 0x7F | 0x80, record >> 7])
    assert len(data) < 1 << 14
    length = [len(data)] if len(data) < 0x80 else [len(data) & 0x7F | 0x80, len(data) >> 7]
    return kind + bytes(length) + data


def counted(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def xlsb_of(
    cells: bytes, strings: tuple[str, ...] = (), formats: tuple[int, ...] = (0, 9)
) -> bytes:
    """An .xlsb of one sheet "Phần 1" given as row and cell records."""
    bundle = struct.pack("<2I", 0, 1) + counted("r1") + counted("Phần 1")
    sst = b"".join(biff12(0x13, b"\0" + counted(text)) for text in strings)
    xfs = b"".join(biff12(0x2F, struct.pack("<2H12x", 0, number)) for number in formats)
    return zip_of(
        {
            "xl/workbook.bin": biff12(0x83) + biff12(0x9C, bundle) + biff12(0x90) + biff12(0x84),
            "xl/_rels/workbook.bin.rels": (
                f'<Relationships><Relationship Id="r1" Type="{TYPES}/worksheet"'
                ' Target="worksheets/sheet1.bin"/></Relationships>'
            ),
            "xl/styles.bin": biff12(0x269, struct.pack("<I", len(formats))) + xfs + biff12(0x26A),
            "xl/sharedStrings.bin": biff12(0x9F, struct.pack("<2I", 1, 1)) + sst + biff12(0xA0),
            "xl/worksheets/sheet1.bin": biff12(0x81)
            + biff12(0x94, bytes(16))
            + biff12(0x91)
            + cells
            + biff12(0x92),
        }
    )
