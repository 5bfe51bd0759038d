"""The same report in every encoding people save it in is the same report."""

import tempfile
import unicodedata
from functools import cache
from pathlib import Path

import pytest

from cchc_xl.services import ReadReport, read_file
from cchc_xl.text import fold, is_nfc, nfc
from tests.reading.forms import EDITIONS, SAMPLE_OF
from tests.text.test_legacy import TCVN3, VNI, encode

# Fonts of TCVN3 have no toned capitals: they are typed as small letters and shown large.
TCVN3_TYPED = {small.upper(): code for small, code in TCVN3.items()} | TCVN3


def cp1258(text: str) -> bytes:
    """Windows' Vietnamese code page: vowels composed, tones combining."""
    out = b""
    for char in text:
        pieces = unicodedata.normalize("NFD", char)
        tones = "".join(c for c in pieces if c in "\u0300\u0301\u0303\u0309\u0323")
        base = unicodedata.normalize("NFC", "".join(c for c in pieces if c not in tones))
        out += (base + tones).encode("cp1258")
    return out


def facts_of(read: ReadReport) -> tuple[object, ...]:
    report = read.report
    unit = report.org_unit
    return read.template.id, unit.name and fold(unit.name), unit.level, report.period


def rows_of(read: ReadReport) -> dict[str, tuple[object, ...]]:
    """Everything of a row but the case of its letters, which old fonts do not tell."""
    return {
        key: (*(nfc(t).lower() for t in (e.no, e.label, e.measure, e.text, e.note)), e.value)
        for key, e in read.report.entries.items()
    }


@pytest.fixture(params=EDITIONS, scope="module")
def text(request: pytest.FixtureRequest) -> str:
    path = SAMPLE_OF[request.param]
    text = path.read_text(encoding="utf-8")
    return text.replace("⁴", "").replace("–", "-")  # signs that no old encoding has


@cache
def original_of(text: str) -> ReadReport:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "goc.txt"
        path.write_text(text, encoding="utf-8")
        return read_file(path)


def same(tmp_path: Path, text: str, data: bytes) -> ReadReport:
    (tmp_path / "ban.txt").write_bytes(data)
    original, other = original_of(text), read_file(tmp_path / "ban.txt")
    assert rows_of(other) == rows_of(original)
    assert facts_of(other) == facts_of(original)
    for entry in other.report.entries.values():
        assert is_nfc(entry.label + entry.measure + entry.note)
    return other


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_unicode_files(tmp_path: Path, text: str, encoding: str) -> None:
    read = same(tmp_path, text, text.encode(encoding))
    assert "KT115" not in {f.code for f in read.report.findings}


def test_the_vietnamese_code_page_of_windows(tmp_path: Path, text: str) -> None:
    read = same(tmp_path, text, cp1258(text))
    assert "KT115" not in {f.code for f in read.report.findings}


@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_line_ends_of_windows_and_old_macs(tmp_path: Path, text: str, end: str) -> None:
    same(tmp_path, text, text.replace("\n", end).encode())


def test_decomposed_vietnamese(tmp_path: Path, text: str) -> None:
    decomposed = unicodedata.normalize("NFD", text)
    assert decomposed != text
    same(tmp_path, text, decomposed.encode())


@pytest.mark.parametrize(("name", "table"), [("TCVN3", TCVN3_TYPED), ("VNI", VNI)])
@pytest.mark.parametrize("encoding", ["latin-1", "utf-8"])
def test_old_fonts_are_repaired_and_said(
    tmp_path: Path, text: str, name: str, table: dict[str, str], encoding: str
) -> None:
    read = same(tmp_path, text, encode(text, table).encode(encoding))
    [note] = [f for f in read.report.findings if f.code == "KT115"]
    assert note.severity == "note"
    assert name in str(note.facts["encoding"])
    assert str(note.facts["after"]).lower() in text.lower()


def test_a_mixture_of_composed_and_decomposed_cells(tmp_path: Path, text: str) -> None:
    mixed = "\n".join(
        unicodedata.normalize("NFD" if n % 2 else "NFC", line)
        for n, line in enumerate(text.split("\n"))
    )
    same(tmp_path, text, mixed.encode())
