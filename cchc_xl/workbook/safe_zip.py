"""A zip from a stranger: looked over before anything is unpacked, unpacked only as far as it says.

Readers downstream never get the sender's zip but one packed anew from the members inspected here
(`pack_zip`), so what was checked and what is parsed cannot be two things. Imports nothing that
knows of spreadsheets.
"""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterable
from pyexpat import ErrorString, ExpatError, ParserCreate
from typing import Any

from cchc_xl.workbook.problems import FileProblem, Limits

_DIRECTORY_BYTES_PER_MEMBER = 512  # 46 + name + extra fields; office names are below 100
_STORED, _DEFLATED = 0, 8
_PIECE, _MOST_AT_ONCE = 1 << 16, 1 << 20  # packed, unpacked
_FLAG_ENCRYPTED = 0x1 | 0x40
_UTF8_NAMES = frozenset({b"utf-8", b"utf8", b"us-ascii", b"ascii"})
# All that may stand before the root element but a document type. Atomic, so linear in time.
_PROLOG = re.compile(rb"(?:\xef\xbb\xbf)?(?>(?>\s+|<\?.*?\?>|<!--.*?-->)*)<[A-Za-z_]", re.DOTALL)
_XML_DECLARATION = re.compile(rb"<\?xml[^>]*?encoding\s*=\s*[\"']([A-Za-z0-9._-]+)", re.DOTALL)


class _ShortReads(io.BytesIO):
    """Bytes of which no single read may be long: zipfile reads the whole directory in one."""

    def __init__(self, data: bytes, longest: int, members: int) -> None:
        super().__init__(data)
        self._longest = longest
        self._members = members

    def read(self, size: int | None = -1, /) -> bytes:
        if size is not None and size > self._longest:
            raise FileProblem("too-many-members", {"limit": self._members})
        return super().read(size)


class SafeZip:
    """Members of a zip held in memory. Names are looked up without case, with forward slashes.

    Raises FileProblem: truncated-zip, damaged, encrypted, too-many-members, bad-path, zip-bomb,
    zip-method.
    """

    def __init__(self, data: bytes, limits: Limits) -> None:
        self._data = memoryview(data)
        self._limits = limits
        self._unpacked = 0
        longest = max(limits.members * _DIRECTORY_BYTES_PER_MEMBER, 1 << 17)
        try:
            with zipfile.ZipFile(_ShortReads(data, longest, limits.members)) as archive:
                members = archive.infolist()
        except zipfile.BadZipFile as error:
            raise FileProblem("truncated-zip") from error
        except (NotImplementedError, struct.error, ValueError, EOFError, OSError) as error:
            raise FileProblem("damaged") from error
        self._look_over(members)
        self._members = {_folded(member.filename): member for member in members}

    def _look_over(self, members: list[zipfile.ZipInfo]) -> None:
        limits = self._limits
        if len(members) > limits.members:
            raise FileProblem("too-many-members", {"limit": limits.members, "found": len(members)})
        declared = 0
        for member in members:
            if member.flag_bits & _FLAG_ENCRYPTED:
                raise FileProblem("encrypted")
            name = member.filename.replace("\\", "/")
            if name.startswith("/") or name[1:2] == ":" or ".." in name.split("/"):
                raise FileProblem("bad-path", {"part": name[:100]})
            declared += member.file_size
        if declared > limits.unpacked_bytes:
            raise FileProblem("zip-bomb", {"limit": limits.unpacked_bytes, "found": declared})

    def __contains__(self, name: str) -> bool:
        return _folded(name) in self._members

    @property
    def names(self) -> Iterable[str]:
        """Names in lower case with forward slashes, in the order of the zip."""
        return self._members.keys()

    def size(self, name: str) -> int:
        """Unpacked bytes, as declared. KeyError where there is no such member."""
        return self._members[_folded(name)].file_size

    def read(self, name: str) -> bytes:
        """One member unpacked. Never more than it declared; its checksum must be right."""
        member = self._members.get(_folded(name))
        if member is None:
            raise FileProblem("damaged", {"part": name[:100]})
        part, limits = member.filename[:100], self._limits
        if member.file_size > limits.part_bytes or (
            member.file_size > limits.ratio_from
            and member.file_size > member.compress_size * limits.ratio
        ):
            raise FileProblem(
                "zip-bomb",
                {"limit": limits.part_bytes, "found": member.file_size, "part": part},
            )
        # The total counts again what is read again, or two members share: it bounds work done.
        self._unpacked += member.file_size
        if self._unpacked > limits.unpacked_bytes:
            raise FileProblem("zip-bomb", {"limit": limits.unpacked_bytes, "part": part})
        unpacked = _unpacked(self.packed(name), member, limits)
        if zlib.crc32(unpacked) != member.CRC:
            raise FileProblem("damaged", {"part": part})
        return unpacked

    def packed(self, name: str) -> memoryview:
        """One member as it lies in the file, still packed."""
        member = self._members[_folded(name)]
        start = member.header_offset
        header = bytes(self._data[start : start + 30]) if start >= 0 else b""
        if len(header) < 30 or header[:4] != b"PK\x03\x04":
            raise FileProblem("truncated-zip", {"part": member.filename[:100]})
        name_bytes, extra_bytes = struct.unpack_from("<2H", header, 26)
        start += 30 + name_bytes + extra_bytes
        packed = self._data[start : start + member.compress_size]
        if len(packed) < member.compress_size:
            raise FileProblem("truncated-zip", {"part": member.filename[:100]})
        return packed

    def copy_of(self, name: str, as_name: str) -> PackedMember:
        """One member still packed, for `pack_zip`: a large one is not kept unpacked in memory."""
        member = self._members[_folded(name)]
        return PackedMember(
            as_name, self.packed(name), member.compress_type, member.CRC, member.file_size
        )


class PackedMember:
    """A member for a new zip: the bytes as they will lie in it, and what its headers say."""

    __slots__ = ("checksum", "content", "method", "name", "size")

    def __init__(
        self, name: str, content: bytes | memoryview, method: int, checksum: int, size: int
    ) -> None:
        self.name = name
        self.content = content
        self.method = method
        self.checksum = checksum
        self.size = size

    @classmethod
    def stored(cls, name: str, content: bytes) -> PackedMember:
        """A member that is not compressed: it is read once more, at once, and thrown away."""
        return cls(name, content, _STORED, zlib.crc32(content), len(content))


def pack_zip(members: Iterable[PackedMember]) -> bytes:
    """A plain zip (no comments, no extra fields, no zip64) of the members given."""
    body: list[bytes | memoryview] = []
    directory: list[bytes] = []
    count = offset = 0
    for member in members:
        name = member.name.encode()
        # version 2.0, name in UTF-8, time 00:00, 1 January 1980
        shared = struct.pack(
            "<5H3I2H",
            *(20, 0x800, member.method, 0, 33),
            *(member.checksum, len(member.content), member.size, len(name), 0),
        )
        body += (b"PK\x03\x04", shared, name, member.content)
        tail = struct.pack("<3H2I", 0, 0, 0, 0, offset)
        directory += (b"PK\x01\x02\x14\x00", shared, tail, name)
        offset += 30 + len(name) + len(member.content)
        count += 1
    directory_bytes = b"".join(directory)
    end = struct.pack(
        "<4s4H2IH", b"PK\x05\x06", 0, 0, count, count, len(directory_bytes), offset, 0
    )
    return b"".join((*body, directory_bytes, end))


def check_xml(data: bytes, part: str) -> None:
    """Refuse an XML part with a document type (hence entities) or in other than UTF-8.

    A document type can stand before the root element only; it can be hidden from a search for its
    bytes by another encoding, so the encoding is settled first. Raises FileProblem: xml-encoding,
    xml-entity.
    """
    head = data[:4]
    if b"\0" in head or head.startswith((b"\xfe\xff", b"\xff\xfe")):
        raise FileProblem("xml-encoding", {"part": part})
    declared = _XML_DECLARATION.match(data, 3 if head.startswith(b"\xef\xbb\xbf") else 0, 400)
    if declared and declared[1].lower() not in _UTF8_NAMES:
        raise FileProblem("xml-encoding", {"part": part})
    if _PROLOG.match(data) is None and b"<!DOCTYPE" in data and _has_document_type(data):
        raise FileProblem("xml-entity", {"part": part})


def run_expat(parser: Any, data: bytes | memoryview, part: str) -> None:
    """Parse a whole part with handlers already set. Raises FileProblem: damaged, xml-entity."""
    parser.StartDoctypeDeclHandler = _refuse_document_type(part)
    try:
        parser.Parse(data, True)
    except ExpatError as error:
        raise FileProblem("damaged", {"part": part, "detail": ErrorString(error.code)}) from error


def _refuse_document_type(part: str) -> Any:
    def refuse(*_: object) -> None:
        raise FileProblem("xml-entity", {"part": part})

    return refuse


class _Seen(Exception):  # noqa: N818 - a signal, no error
    """Stops expat as soon as the question is answered."""

    def __init__(self, document_type: bool) -> None:
        super().__init__(document_type)
        self.document_type = document_type


def _has_document_type(data: bytes) -> bool:
    """True where "<!DOCTYPE" is one, and not words in a comment or a CDATA section."""

    def stop(document_type: bool) -> Any:
        def handler(*_: object) -> None:
            raise _Seen(document_type)

        return handler

    parser = ParserCreate()
    parser.StartDoctypeDeclHandler = stop(True)
    parser.StartElementHandler = stop(False)
    try:
        parser.Parse(data, True)
    except _Seen as seen:
        return seen.document_type
    except ExpatError:
        return True  # neither well-formed nor free of the words: not worth the doubt
    return False


def _unpacked(packed: memoryview, member: zipfile.ZipInfo, limits: Limits) -> bytes:
    facts: dict[str, str | int] = {"part": member.filename[:100]}
    if member.compress_type == _STORED:
        if len(packed) != member.file_size:
            raise FileProblem("damaged", facts)
        return bytes(packed)
    if member.compress_type != _DEFLATED:
        raise FileProblem("zip-method", {**facts, "method": member.compress_type})
    most = limits.part_bytes
    large = member.file_size > limits.ratio_from
    if large and (size := _measured(packed, most)) != member.file_size:
        raise FileProblem("zip-bomb" if size > most else "damaged", {**facts, "limit": most})
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        # One byte more than declared is enough to see a header that lies.
        unpacked = inflater.decompress(packed, member.file_size + 1)
    except zlib.error as error:
        raise FileProblem("damaged", facts) from error
    if len(unpacked) > member.file_size and _measured(packed, most) > most:
        raise FileProblem("zip-bomb", {**facts, "limit": most})
    if len(unpacked) != member.file_size or not inflater.eof:
        raise FileProblem("damaged", facts)
    return unpacked


def _measured(packed: memoryview, most: int) -> int:
    """Unpacked bytes of a deflated member, counted and thrown away; stops above `most`.

    0 where it cannot be unpacked.
    """
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    size = 0
    try:
        for start in range(0, len(packed), _PIECE):
            piece: bytes | memoryview = packed[start : start + _PIECE]
            while piece and size <= most:
                size += len(inflater.decompress(piece, _MOST_AT_ONCE))
                piece = inflater.unconsumed_tail
    except zlib.error:
        return 0
    return size


def _folded(name: str) -> str:
    return name.replace("\\", "/").lower()
