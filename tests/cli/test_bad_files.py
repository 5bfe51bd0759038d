"""Whatever is sent: one sentence, no traceback, the others go on."""

import struct
import zipfile
import zlib
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from tests.cli.run import Cchc, in_process_of_its_own
from tests.reading.forms import SAMPLE_OF
from tests.workbook.intake_files import compound_of, xlsx_of, xlsx_parts, zip_of

XA = SAMPLE_OF["chodon-xa-2024"]
GIGABYTE = 1 << 30
SHEET = "xl/worksheets/sheet1.xml"


@cache
def bomb(size: int = 2 * GIGABYTE) -> bytes:
    """A workbook whose sheet unpacks to ``size`` bytes, made without ever holding them."""
    parts = xlsx_parts("")
    del parts[SHEET]
    block = b" " * (1 << 24)
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = packer.compress(block) + packer.flush(zlib.Z_FULL_FLUSH)  # may be repeated
    check = 0
    for _ in range(size // len(block)):
        check = zlib.crc32(block, check)
    return _with_member(parts, SHEET, packed * (size // len(block)) + b"\x03\0", size, check)


def _with_member(
    parts: dict[str, bytes | str], name: str, packed: bytes, size: int, check: int
) -> bytes:
    """A zip of ``parts`` and one member that is packed already."""
    whole = bytearray(zip_of(parts))
    end = whole.rindex(b"PK\x05\x06")
    count, directory_size, directory_at = struct.unpack_from("<HII", whole, end + 10)
    directory = whole[directory_at : directory_at + directory_size]
    encoded = name.encode()
    common = struct.pack("<HHHHHIII", 20, 0, 8, 0, 33, check, len(packed), size)
    common += struct.pack("<HH", len(encoded), 0)
    local = b"PK\x03\x04" + common + encoded + packed
    central = b"PK\x01\x02" + struct.pack("<H", 20) + common
    central += struct.pack("<HHHII", 0, 0, 0, 0, directory_at) + encoded
    body = whole[:directory_at] + local
    directory += central
    tail = b"PK\x05\x06" + struct.pack(
        "<HHHHIIH", 0, 0, count + 1, count + 1, len(directory), len(body), 0
    )
    return bytes(body + directory + tail)


def entities() -> bytes:
    laughs = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 9))
    text = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e0 "ha">{laughs}]>'
    return zip_of({**xlsx_parts(""), SHEET: text + "<worksheet><sheetData/></worksheet>"})


BAD: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "empty": ("trong.txt", lambda: b"", "file-unreadable"),
    "blank lines": ("dong-trong.txt", lambda: b"\n\n \n", "file-unreadable"),
    "prose": ("thu.txt", lambda: "Kính gửi: Sở Cây Xanh\n".encode() * 40, "file-unreadable"),
    "photo": (
        "bao-cao.xlsx",
        lambda: b"\xff\xd8\xff\xe0\0\x10JFIF" + bytes(900),
        "file-unreadable",
    ),
    "no table": ("ghi-chep.xlsx", lambda: xlsx_of(""), "file-unreadable"),
    "cut off": ("cut.xlsx", lambda: xlsx_of("")[:-40], "file-unreadable"),
    "only the first half": ("nua.xlsx", lambda: xlsx_of("")[:300], "file-unreadable"),
    "password": (
        "khoa.xlsx",
        lambda: compound_of({"EncryptedPackage": bytes(5_000), "EncryptionInfo": bytes(200)}),
        "file-encrypted",
    ),
    "zip bomb": ("bom.xlsx", bomb, "file-suspicious"),
    "entity bomb": ("cuoi.xlsx", entities, "file-suspicious"),
    "old Word": ("cu.doc", lambda: compound_of({"WordDocument": bytes(5_000)}), "file-unreadable"),
    "PDF": ("ban-in.pdf", lambda: b"%PDF-1.7\n" + bytes(500), "file-unreadable"),
    "Word": ("van-ban.docx", lambda: zip_of({"word/document.xml": "<w/>"}), "file-unreadable"),
    "web page": (
        "xuat.xls",
        lambda: b"<html><table><tr><td>STT</td></tr></table></html>",
        "file-unreadable",
    ),
    "archive": ("gom.xlsx", lambda: zip_of({"a.txt": "1", "b.txt": "2"}), "file-unreadable"),
    "random bytes": ("loi.xlsx", lambda: bytes(range(256)) * 20, "file-unreadable"),
    "lock file": ("~$bao-cao.xlsx", lambda: b"\x05Admin" + bytes(150), "file-unreadable"),
}


@pytest.mark.parametrize(("name", "content", "kind"), BAD.values(), ids=list(BAD))
def test_each_bad_file_gets_one_sentence_and_one_finding(
    cchc: Cchc, tmp_path: Path, name: str, content: Callable[[], bytes], kind: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content())
    ran = cchc("kiem-tra", path, "--json")
    assert ran.code == 2
    assert len(ran.sentences) == 1
    assert name in ran.err
    [entry] = ran.json["files"]
    assert entry["template"] is None
    [finding] = entry["findings"]
    assert (finding["kind"], finding["severity"], finding["row"]) == (kind, "error", None)
    assert finding["message"] == ran.err.strip()
    said = cchc("nhap", path)
    assert (said.code, said.out, said.err) == (2, "", ran.err)


def test_the_others_of_a_batch_go_on(cchc: Cchc, tmp_path: Path) -> None:
    paths = []
    for name, content, _ in BAD.values():
        if content is not bomb:
            paths.append(tmp_path / name)
            paths[-1].write_bytes(content())
    middle = len(paths) // 2
    ran = cchc("kiem-tra", *paths[:middle], XA, *paths[middle:], "--json")
    assert ran.code == 1  # the sample has errors of its own
    read = [entry for entry in ran.json["files"] if entry["template"] is not None]
    assert [entry["file"] for entry in read] == [str(XA)]
    assert len(ran.json["files"]) == len(paths) + 1
    assert len(ran.sentences) == len(paths)


def test_missing_files_and_folders_are_told_apart(cchc: Cchc, tmp_path: Path) -> None:
    missing = cchc("nhap", tmp_path / "khong-co.xlsx").err
    folder = cchc("nhap", tmp_path).err
    assert len(missing.splitlines()) == len(folder.splitlines()) == 1
    assert "thư mục" in folder
    assert missing.replace("khong-co.xlsx", tmp_path.name) != folder


def test_names_that_no_file_can_have(cchc: Cchc) -> None:
    for name in ("\0", "a" * 5_000, ""):
        ran = cchc("kiem-tra", name, "--json")
        assert ran.code == 2
        assert ran.json["files"][0]["findings"][0]["kind"] == "file-unreadable"


def test_a_lone_quotation_mark_and_endless_cells_are_read_or_refused_quietly(
    cchc: Cchc, tmp_path: Path
) -> None:
    text = XA.read_text(encoding="utf-8")
    lone = tmp_path / "nhay.txt"
    lone.write_text(text.replace("\tVăn bản\t3\t", '\tVăn bản\t3\t"nhu cầu', 1), encoding="utf-8")
    assert cchc("nhap", lone, "--json").code == 0
    endless = tmp_path / "dai.txt"
    huge = '"' + "x" * 300_000 + '"'
    endless.write_text(text.replace("\tVăn bản\t3\t", f"\tVăn bản\t3\t{huge}", 1), encoding="utf-8")
    ran = cchc("nhap", endless, "--json")
    assert ran.code == 0
    assert len(ran.json["rows"]) == 116


def test_a_real_process_survives_a_bomb_without_a_traceback(tmp_path: Path) -> None:
    path = tmp_path / "bom.xlsx"
    path.write_bytes(bomb())
    assert path.stat().st_size < 3_000_000
    with zipfile.ZipFile(path) as archive:
        assert max(member.file_size for member in archive.infolist()) >= 2 * GIGABYTE
    ran = in_process_of_its_own("kiem-tra", path, XA, "--json")
    assert ran.code == 1
    assert len(ran.sentences) == 1
    assert [entry["template"] for entry in ran.json["files"]] == [None, "chodon-xa-2024"]
