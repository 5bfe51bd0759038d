"""The last hand on a workbook's bytes, and its way to the disk.

XlsxWriter cannot say three things Excel can: that a row's height may be fitted again, that a first
page differs in its header, and that a formula's value is an empty *text*. They are said here, in
the XML it wrote. Dates and origin inside the zip are fixed: the same content gives the same bytes.
"""

import io
import os
import re
import secrets
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Set
from pathlib import Path

_EPOCH = (1980, 1, 1, 0, 0, 0)
_ROW = re.compile(rb'<row r="(\d+)"([^>]*?) customHeight="1"')
_EMPTY_TEXT = re.compile(rb'<c r="([A-Z]+\d+)"((?: s="\d+")?)>(<f>[^<]*</f><v></v></c>)')


def finish(
    data: bytes, free_rows: Mapping[int, Set[int]], first_page_differs: Set[int] = frozenset()
) -> bytes:
    """The finished package. Sheets are counted from 1, in the order they were added."""

    def finished(name: str, part: bytes) -> bytes:
        sheet = re.fullmatch(r"xl/worksheets/sheet(\d+)\.xml", name)
        if sheet is None:
            return part
        number = int(sheet[1])
        part = _finish_sheet(part, free_rows.get(number, frozenset()))
        if number in first_page_differs:
            part = part.replace(b"<headerFooter", b'<headerFooter differentFirst="1"')
        return part

    return pack((name, finished(name, part)) for name, part in unpack(data))


def unpack(data: bytes) -> Iterator[tuple[str, bytes]]:
    """Name and content of every part of a package of ours, in their order."""
    with zipfile.ZipFile(io.BytesIO(data)) as source:
        for member in source.infolist():
            yield member.filename, source.read(member)


def pack(parts: Iterable[tuple[str, bytes]]) -> bytes:
    """A package that is the same for the same parts, on every system."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as result:
        for name, part in parts:
            info = zipfile.ZipInfo(name, _EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = 0
            result.writestr(info, part)
    return target.getvalue()


def _finish_sheet(part: bytes, free_rows: Set[int]) -> bytes:
    part = _EMPTY_TEXT.sub(rb'<c r="\1"\2 t="str">\3', part)

    def freed(row: re.Match[bytes]) -> bytes:
        if int(row[1]) not in free_rows:
            return row[0]
        return b'<row r="%b"%b' % (row[1], row[2])

    return _ROW.sub(freed, part)


def write_file(path: Path, data: bytes) -> None:
    """Write beside and move into place: whoever opens ``path`` sees the old file or the new one.

    Raises ``OSError`` when that cannot be done; nothing is left behind then.
    """
    # Short and ASCII: the name of the report itself may already be as long as a name can be.
    scratch = path.with_name(f".cchc-{os.getpid()}-{secrets.token_hex(4)}.tmp")
    try:
        with scratch.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        scratch.replace(path)
    except BaseException:
        scratch.unlink(missing_ok=True)
        raise
