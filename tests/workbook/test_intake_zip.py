"""Zips made to harm, or cut short on the way: refused early, with little memory."""

from __future__ import annotations

import io
import struct
import time
import tracemalloc
import zipfile
import zlib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cchc_xl.workbook.grids import grids_of
from cchc_xl.workbook.intake import FileProblem, Limits, identify
from cchc_xl.workbook.safe_zip import PackedMember, SafeZip, check_xml, pack_zip
from tests.workbook.intake_files import ods_of, xlsx_of, xlsx_parts, zip_of

TWO_GIGABYTES = 2 << 30
ONE_CELL = '<row r="1"><c r="A1"><v>1</v></c></row>'
SHEET = "xl/worksheets/sheet1.xml"


def problem_of(data: bytes, limits: Limits | None = None) -> FileProblem:
    with pytest.raises(FileProblem) as caught:
        grids_of(data, limits or Limits())
    return caught.value


def bomb(unpacked: int) -> bytes:
    """A workbook whose sheet unpacks to so many zeros; the packed megabyte is repeated."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    megabyte = packer.compress(bytes(1 << 20)) + packer.flush(zlib.Z_FULL_FLUSH)
    content = megabyte * (unpacked >> 20) + packer.flush()
    members = [
        PackedMember.stored(name, str(part).encode())
        for name, part in xlsx_parts(ONE_CELL).items()
        if name != SHEET
    ]
    return pack_zip([*members, PackedMember(SHEET, content, zipfile.ZIP_DEFLATED, 0, unpacked)])


def with_declared_size(data: bytes, name: str, size: int) -> bytes:
    """The same zip, with another unpacked size in both headers of the member."""
    changed = bytearray(data)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        info = archive.getinfo(name)
    struct.pack_into("<I", changed, info.header_offset + 22, size)
    at = data.rindex(b"PK\x01\x02", 0, data.rindex(name.encode()))
    struct.pack_into("<I", changed, at + 24, size)
    return bytes(changed)


class CountedUnpacking:
    """Counts the bytes that come out of zlib."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.size = 0
        self._plain = zlib.decompressobj
        monkeypatch.setattr(zlib, "decompressobj", self._started)

    def _started(self, *arguments: Any) -> CountedInflater:
        return CountedInflater(self, self._plain(*arguments))


class CountedInflater:
    """One running decompression; everything but ``decompress`` as zlib has it."""

    def __init__(self, counted: CountedUnpacking, plain: Any) -> None:
        self._counted, self._plain = counted, plain

    def decompress(self, *arguments: Any) -> bytes:
        found: bytes = self._plain.decompress(*arguments)
        self._counted.size += len(found)
        return found

    def __getattr__(self, name: str) -> Any:
        return getattr(self._plain, name)


@pytest.mark.parametrize("declared", [TWO_GIGABYTES, 60_000, 150_000_000])
def test_two_gigabytes_of_zeros_are_refused_with_little_work_and_little_memory(
    declared: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    unpacked = CountedUnpacking(monkeypatch)
    data = with_declared_size(bomb(TWO_GIGABYTES), SHEET, declared)
    assert len(data) < 3_000_000
    tracemalloc.start()
    problem = problem_of(data)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert (problem.kind, problem.reason) == ("file-suspicious", "zip-bomb")
    assert unpacked.size <= Limits().part_bytes + (1 << 20)
    assert peak < 20_000_000


def test_a_header_that_says_too_little_is_damage_as_long_as_the_rest_is_small() -> None:
    data = with_declared_size(xlsx_of(ONE_CELL), SHEET, 100)
    assert problem_of(data).reason == "damaged"
    assert problem_of(data, Limits(part_bytes=180)).reason == "zip-bomb"


def test_pictures_count_in_the_unpacked_total_although_nobody_unpacks_them() -> None:
    data = zip_of({**xlsx_parts(ONE_CELL), "xl/media/image1.bmp": bytes(5_000_000)})
    assert len(grids_of(data)) == 1
    assert problem_of(data, Limits(unpacked_bytes=4_000_000)).reason == "zip-bomb"


def test_what_repeats_itself_beyond_reason_is_a_bomb_and_what_repeats_a_little_is_not() -> None:
    data = xlsx_of(ONE_CELL + "<row/>" * 200_000)  # a ratio near 1,000
    assert problem_of(data, Limits(ratio_from=1_000_000)).reason == "zip-bomb"
    assert len(grids_of(data)) == 1


def test_members_are_counted_before_they_are_listed() -> None:
    data = zip_of({f"xl/media/{n}": b"" for n in range(600)})
    assert identify(zip_of(xlsx_parts(ONE_CELL)), Limits(members=10))
    with pytest.raises(FileProblem) as caught:
        identify(data, Limits(members=599))
    assert caught.value.reason == "too-many-members"


def test_a_directory_of_many_thousands_is_not_even_read(monkeypatch: pytest.MonkeyPatch) -> None:
    listed: list[object] = []
    plain = zipfile.ZipInfo.__init__

    def counted(self: zipfile.ZipInfo, *arguments: Any, **named: Any) -> None:
        listed.append(self)
        plain(self, *arguments, **named)

    monkeypatch.setattr(zipfile.ZipInfo, "__init__", counted)
    assert identify(zip_of(xlsx_parts(ONE_CELL)))
    assert listed, "entries are counted"
    listed.clear()
    entry = struct.pack("<4s6H3I5H2I", b"PK\x01\x02", *[0] * 6, *[0] * 3, *[0] * 5, 0, 0)
    count = 200_000
    end = struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, 0xFFF, 0xFFF, len(entry) * count, 4, 0)
    with pytest.raises(FileProblem) as caught:
        identify(b"PK\x03\x04" + entry * count + end)
    assert caught.value.reason == "too-many-members"
    assert listed == []


@pytest.mark.parametrize(
    "name", ["../../evil.xml", "xl/../../evil", "/etc/passwd", "C:/x", "..\\x"]
)
def test_a_member_that_would_leave_its_folder_is_suspicious(name: str) -> None:
    problem = problem_of(zip_of({**xlsx_parts(ONE_CELL), name: b""}))
    assert (problem.kind, problem.reason) == ("file-suspicious", "bad-path")


def test_a_member_may_have_dots_in_its_name() -> None:
    assert grids_of(zip_of({**xlsx_parts(ONE_CELL), "xl/a..b/..c": b""}))


def test_a_zip_with_a_password_is_encrypted() -> None:
    data = bytearray(xlsx_of(ONE_CELL))
    at = data.rindex(b"PK\x01\x02")
    data[at + 8] |= 1
    assert problem_of(bytes(data)).kind == "file-encrypted"


@pytest.mark.parametrize("kept", [4, 30, 200, 500, -1, -22])
def test_a_file_cut_short_on_the_way_is_unreadable(kept: int) -> None:
    problem = problem_of(xlsx_of(ONE_CELL * 50)[:kept])
    assert (problem.kind, problem.reason) == ("file-unreadable", "truncated-zip")


def test_a_flipped_digit_is_found_by_the_checksum() -> None:
    data = zip_of(xlsx_parts('<row r="1"><c r="A1"><v>12345</v></c></row>'), zipfile.ZIP_STORED)
    assert problem_of(data.replace(b"12345", b"92345")).reason == "damaged"


def test_a_directory_pointing_past_the_end_is_truncation() -> None:
    data = bytearray(xlsx_of(ONE_CELL))
    at = data.rindex(b"PK\x01\x02")  # the workbook's relations, which are read
    struct.pack_into("<I", data, at + 42, len(data) - 10)
    assert problem_of(bytes(data)).reason == "truncated-zip"


def test_an_unusual_way_of_packing_is_named() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_LZMA) as archive:
        for name, content in xlsx_parts(ONE_CELL).items():
            archive.writestr(name, content)
    problem = problem_of(buffer.getvalue())
    assert (problem.reason, problem.facts["method"]) == ("zip-method", zipfile.ZIP_LZMA)


LAUGHS = '<!DOCTYPE lolz [<!ENTITY lol "lol"><!ENTITY lol2 "&lol;&lol;&lol;">]>'
OUTSIDE = '<!DOCTYPE x SYSTEM "file:///etc/passwd">'


@pytest.mark.parametrize("doctype", [LAUGHS, OUTSIDE])
@pytest.mark.parametrize(
    "part",
    [
        "_rels/.rels",
        "xl/workbook.xml",
        "xl/_rels/workbook.xml.rels",
        "xl/styles.xml",
        "xl/sharedStrings.xml",
        SHEET,
    ],
)
def test_a_document_type_in_any_part_that_is_parsed_is_suspicious(part: str, doctype: str) -> None:
    parts = xlsx_parts(ONE_CELL, strings="<si><t>a</t></si>", styles="<cellXfs/>")
    declaration, _, rest = str(parts[part]).rpartition("?>")
    parts[part] = f"{declaration}?>{doctype}{rest}" if declaration else doctype + rest
    problem = problem_of(zip_of(parts))
    assert (problem.kind, problem.reason) == ("file-suspicious", "xml-entity")
    assert str(problem.facts["part"]).lower() == part.lower()


def test_a_document_type_in_an_ods_is_suspicious() -> None:
    with zipfile.ZipFile(io.BytesIO(ods_of(""))) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts["content.xml"] = LAUGHS.encode() + parts["content.xml"]
    assert problem_of(zip_of(parts)).reason == "xml-entity"


@pytest.mark.parametrize(
    "xml",
    [
        b"<a><b>&lt;!DOCTYPE html></b></a>",
        b"<a><!-- <!DOCTYPE html> --></a>",
        b"<!-- <!DOCTYPE html> --><a/>",
        b"<a><![CDATA[<!DOCTYPE html>]]></a>",
        b"\xef\xbb\xbf<?xml version='1.0' encoding='utf-8'?>\n<?x y?><a/>",
        b"",
    ],
)
def test_words_that_only_look_like_a_document_type_do_no_harm(xml: bytes) -> None:
    check_xml(xml, "x")


@pytest.mark.parametrize(
    ("xml", "reason"),
    [
        (b"<!-- a -->\n<!DOCTYPE a []><a/>", "xml-entity"),
        (b"<?x <a?><!DOCTYPE a []><a/>", "xml-entity"),
        (b"<!DOCTYPE", "xml-entity"),
        ("<?xml version='1.0' encoding='utf-16'?><a/>".encode("utf-16"), "xml-encoding"),
        ("<!DOCTYPE a><a/>".encode("utf-16-le"), "xml-encoding"),
        (b"<?xml version='1.0' encoding='cp037'?>\x4c\x5a", "xml-encoding"),
        (b'\xef\xbb\xbf<?xml version="1.0" encoding = "UTF-7"?><a/>', "xml-encoding"),
    ],
)
def test_a_document_type_cannot_hide(xml: bytes, reason: str) -> None:
    with pytest.raises(FileProblem) as caught:
        check_xml(xml, "x")
    assert caught.value.reason == reason


def test_comments_before_the_root_cost_time_in_proportion_to_their_number() -> None:
    def seconds(count: int) -> float:
        prolog = b"<!---->" * count + b"<?a?>" * count + b"&"
        taken = []
        for _ in range(5):
            begun = time.perf_counter()
            check_xml(prolog, "x")
            taken.append(time.perf_counter() - begun)
        return min(taken)

    # four times where it is linear, sixteen times where every pair counts
    assert seconds(80_000) < 12 * seconds(20_000)


names = st.text(st.characters(codec="utf-8", exclude_characters="\\:\0"), min_size=1, max_size=20)


@given(st.dictionaries(names.map(lambda name: "a/" + name.lower()), st.binary(max_size=200)))
def test_a_zip_packed_anew_is_read_back_by_zipfile(members: dict[str, bytes]) -> None:
    packed = pack_zip(PackedMember.stored(name, content) for name, content in members.items())
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        assert archive.testzip() is None
        assert {info.filename: archive.read(info) for info in archive.infolist()} == members


def test_a_large_member_goes_on_as_it_was_packed() -> None:
    content = b"0123456789" * 1_000
    archive = SafeZip(zip_of({"A/B.xml": content}), Limits())
    packed = pack_zip([archive.copy_of("a/b.XML", "c.xml")])
    assert len(packed) < 1_000
    with zipfile.ZipFile(io.BytesIO(packed)) as again:
        assert again.read("c.xml") == content
        assert zlib.crc32(content) == again.getinfo("c.xml").CRC


def test_members_are_found_without_case_and_with_either_slash() -> None:
    archive = SafeZip(zip_of({"XL\\Workbook.XML": b"x"}), Limits())
    assert archive.read("xl/workbook.xml") == b"x"
    assert "Xl/WORKBOOK.xml" in archive
    with pytest.raises(FileProblem, match="damaged"):
        archive.read("xl/other.xml")
