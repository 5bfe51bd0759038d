"""What a file is, by content; what is said of one that is missing, locked or something else."""

from __future__ import annotations

import io
import os
import pickle
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from cchc_xl.workbook.intake import (
    REASONS,
    FileKind,
    FileProblem,
    Limits,
    identify,
    read_bytes,
    read_text,
    sniff,
)
from tests.workbook.intake_files import (
    biff,
    compound_of,
    ods_of,
    xls_of,
    xlsb_of,
    xlsx_of,
    xlsx_parts,
    zip_of,
)

DOCX = zip_of({"[Content_Types].xml": "<Types/>", "word/document.xml": "<w:document/>"})


def problem_of(data: bytes, name: str = "") -> FileProblem:
    with pytest.raises(FileProblem) as caught:
        identify(data, name=name)
    return caught.value


def built_by_xlsxwriter() -> bytes:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        book.add_worksheet().write(0, 0, "STT")
    return buffer.getvalue()


def built_by_openpyxl() -> bytes:
    buffer = io.BytesIO()
    openpyxl.Workbook().save(buffer)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (built_by_xlsxwriter(), FileKind.XLSX),
        (built_by_openpyxl(), FileKind.XLSX),
        (xlsx_of(""), FileKind.XLSX),
        (zip_of({**xlsx_parts(""), "xl/vbaProject.bin": b"\xd0\xcf"}), FileKind.XLSX),
        (zip_of({k.replace("/", "\\"): v for k, v in xlsx_parts("").items()}), FileKind.XLSX),
        (xlsb_of(b""), FileKind.XLSB),
        (xls_of(b""), FileKind.XLS),
        (xls_of(b"", name="Book"), FileKind.XLS),
        (ods_of(""), FileKind.ODS),
        (DOCX, FileKind.DOCX),
        ("STT\tChỉ tiêu\tSố liệu\n1\tSố văn bản\t21\n".encode(), FileKind.TEXT),
        ("\ufeffSTT;Số liệu".encode("utf-16-le"), FileKind.TEXT),
        ("STT\tS\u1ed1 li\u1ec7u\n".encode("utf-16-le"), FileKind.TEXT),
        ("1.1.\tThu\xad ho\xb9ch".encode("latin-1"), FileKind.TEXT),
        (b"<i>Ghi ch\xc3\xba</i>\t12", FileKind.TEXT),
    ],
)
@pytest.mark.parametrize("name", ["baocao.xlsx", "baocao.xls", "baocao.txt", "báo cáo"])
def test_kind_follows_content_and_not_the_name(
    tmp_path: Path, data: bytes, kind: FileKind, name: str
) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    assert sniff(path) is kind


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"%PDF-1.7\n%\xe2\xe3", "pdf"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "image"),
        (b"\x89PNG\r\n\x1a\n\0\0", "image"),
        (b"\0\0\0\x18ftypheic\0\0", "image"),
        (b"Rar!\x1a\x07\x00", "archive"),
        (zip_of({"a.xlsx": b"x", "b.xlsx": b"y"}), "archive"),
        (b"{\\rtf1\\ansi", "rtf"),
        (b"<html xmlns:x='urn:schemas-microsoft-com:office:excel'><table>", "html-as-xls"),
        (b"\xef\xbb\xbf \r\n<TABLE border=1><tr><td>STT", "html-as-xls"),
        (b'<?xml version="1.0"?>\n<html><body>', "html-as-xls"),
        (b"<!-- x --><html>", "html-as-xls"),
        (b"MIME-Version: 1.0\r\nContent-Type: multipart/related", "html-as-xls"),
        (
            b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook>',
            "xml-2003",
        ),
        (bytes(range(256)) * 20, "not-a-spreadsheet"),
        (zip_of({"[Content_Types].xml": "", "ppt/presentation.xml": ""}), "not-a-spreadsheet"),
        (zip_of({"mimetype": "application/vnd.oasis.opendocument.text"}), "odt"),
        (compound_of({"WordDocument": b"\xec\xa5"}), "legacy-doc"),
        (compound_of({"PowerPoint Document": b"x"}), "not-a-spreadsheet"),
        (compound_of({"EncryptedPackage": b"x" * 5_000, "EncryptionInfo": b"y"}), "encrypted"),
        (xls_of(b"", head=biff(0x2F, "3H", 1, 1, 1)), "encrypted"),
        (xls_of(b"", head=biff(0x2F, "3H", 0, 1, 1)), "encrypted"),
        (ods_of("", manifest="<manifest:encryption-data/>"), "encrypted"),
    ],
)
def test_other_files_are_named_for_what_they_are(data: bytes, reason: str) -> None:
    problem = problem_of(data, name="baocao.xlsx")
    assert (problem.reason, problem.kind) == (reason, REASONS[reason])


@pytest.mark.parametrize("name", ["~$baocao.xlsx", ".~lock.baocao.ods#"])
def test_lock_file_of_an_office_program_is_not_taken_for_a_damaged_report(name: str) -> None:
    assert problem_of(b"\x05Admin" + b" " * 159, name=name).reason == "excel-lock-file"


def test_missing_empty_and_folder(tmp_path: Path) -> None:
    (tmp_path / "rong.xlsx").write_bytes(b"")
    found = {}
    for name in ("khongco.xlsx", "rong.xlsx", "", "rong.xlsx/con", "dài" * 200, "a\0b"):
        with pytest.raises(FileProblem) as caught:
            sniff(tmp_path / name)
        found[name] = caught.value.reason
    assert list(found.values()) == [
        "missing",
        "empty",
        "is-folder",
        "missing",
        "missing",
        "missing",
    ]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with names here")
def test_a_pipe_is_refused_instead_of_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "ong.xlsx")
    with pytest.raises(FileProblem) as caught:
        sniff(tmp_path / "ong.xlsx")
    assert caught.value.reason == "not-a-file"


@pytest.mark.parametrize(
    ("winerror", "error", "reason"),
    [
        (32, PermissionError(13, "used by another process"), "locked"),
        (33, PermissionError(13, "a part is locked"), "locked"),
        (5, PermissionError(13, "denied"), "no-permission"),
        (None, PermissionError(13, "denied"), "no-permission"),
        (None, OSError(5, "input/output error"), "io-error"),
    ],
)
def test_a_file_that_may_not_be_opened(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    winerror: int | None,
    error: OSError,
    reason: str,
) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"x")
    if winerror is not None:
        error.winerror = winerror  # type: ignore[attr-defined,unused-ignore]

    def refuse(*_: object) -> None:
        raise error

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(FileProblem) as caught:
        read_bytes(path)
    assert caught.value.reason == reason


def test_a_file_over_the_size_limit_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "to.xlsx"
    path.write_bytes(b"x" * 1_001)
    assert read_bytes(path, Limits(file_bytes=1_001)) == b"x" * 1_001
    with pytest.raises(FileProblem) as caught:
        read_bytes(path, Limits(file_bytes=1_000))
    assert caught.value.facts == {"what": "bytes", "limit": 1_000, "found": 1_001}


def test_text_is_read_with_its_encoding(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes("STT\tSố liệu\r\n".encode("utf-16"))
    assert read_text(path) == ("STT\tSố liệu\n", "utf-16-le")


@pytest.mark.parametrize(
    ("data", "reason"), [(b"%PDF-1.7", "pdf"), (xlsx_of(""), "not-text"), (b"", "empty")]
)
def test_what_is_no_text_is_not_read_as_one(tmp_path: Path, data: bytes, reason: str) -> None:
    (tmp_path / "a.txt").write_bytes(data)
    with pytest.raises(FileProblem) as caught:
        read_text(tmp_path / "a.txt")
    assert caught.value.reason == reason


def test_a_long_text_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("1\t2\n" * 100)
    with pytest.raises(FileProblem) as caught:
        read_text(tmp_path / "a.txt", Limits(text_bytes=399))
    assert caught.value.reason == "too-large"


def test_a_problem_crosses_a_process_pool_unchanged() -> None:
    sent = FileProblem("too-large", {"what": "rows", "limit": 3})
    received = pickle.loads(pickle.dumps(sent))
    assert (received.kind, received.reason, received.facts) == (
        "file-unreadable",
        "too-large",
        {"what": "rows", "limit": 3},
    )


def test_a_reason_nobody_knows_cannot_be_raised() -> None:
    with pytest.raises(KeyError):
        FileProblem("tired")


def outcome(data: bytes) -> str:
    try:
        return identify(data)[0]
    except FileProblem as problem:
        return problem.kind


@given(st.binary(max_size=600))
def test_any_bytes_have_a_kind_or_a_problem(data: bytes) -> None:
    assert outcome(data) in {*FileKind, *REASONS.values()}


@given(
    st.sampled_from([b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"PK\x05\x06"]),
    st.binary(max_size=1_500),
)
def test_a_promising_beginning_alone_never_breaks_the_look(magic: bytes, rest: bytes) -> None:
    with pytest.raises(FileProblem):
        identify(magic + rest)
