"""Which folder of editions is used where nobody names one."""

from pathlib import Path

import pytest

from cchc_xl.services.template_folder import VARIABLE, remember_folder, template_folder
from cchc_xl.templates import loader
from tests.authoring.keeper import CORRECTIONS, FORM, edit
from tests.cli.conftest import cchc
from tests.cli.run import Cchc

__all__ = ["cchc"]


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of editions; the configuration is the test's own."""
    monkeypatch.delenv(VARIABLE)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "cấu hình"))
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path / "cấu hình"))
    folder = tmp_path / "Mẫu – tỉnh Hòa"
    folder.mkdir()
    return folder


def test_none_until_one_was_remembered(own: Path) -> None:
    assert template_folder() is None
    remember_folder(own)
    assert template_folder() == own


def test_a_folder_that_is_gone_is_passed_over(own: Path) -> None:
    remember_folder(own)
    own.rmdir()
    assert template_folder() is None


def test_the_environment_wins_and_a_blank_one_means_none(
    own: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    remember_folder(own)
    monkeypatch.setenv(VARIABLE, str(tmp_path))
    assert template_folder() == tmp_path
    monkeypatch.setenv(VARIABLE, "")
    assert template_folder() is None


@pytest.mark.parametrize("text", [b"\xff\xfe\x00", b"", b"a\x00b", "x" * 5000])
def test_a_damaged_note_is_no_folder(own: Path, text: bytes | str) -> None:
    remember_folder(own)
    [note] = (own.parent / "cấu hình").rglob("*.txt")
    note.write_bytes(text if isinstance(text, bytes) else text.encode())
    assert template_folder() is None


def test_commands_know_an_edition_of_the_remembered_folder(
    own: Path, tmp_path: Path, cchc: Cchc
) -> None:
    draft = tmp_path / "soan.xlsx"
    cchc("soan-mau", FORM, "-o", draft)
    edit(draft, CORRECTIONS)
    assert cchc("phat-hanh-mau", draft, "--thu-muc-mau", own).code == 0
    assert "minh-hoa-xa-2026" not in cchc("mau", "--json").out
    remember_folder(own)
    assert "minh-hoa-xa-2026" in cchc("mau", "--json").out
    assert cchc("tao-mau", "minh-hoa-xa-2026", "-o", tmp_path / "so.xlsx").code == 0
    assert loader.load("minh-hoa-xa-2026", own).id
