"""The keeper's walk on the command line: letter → draft → edition → issued workbooks → merge."""

from pathlib import Path

import pytest
from openpyxl import load_workbook

from cchc_xl.authoring.draft import Table
from cchc_xl.templates import loader
from cchc_xl.workbook.layout import Layout
from tests.authoring.keeper import CORRECTIONS, FACTS, FORM, edit
from tests.cli.conftest import cchc
from tests.cli.run import Cchc

__all__ = ["cchc"]
NEW = "minh-hoa-xa-2026"


def draft(cchc: Cchc, folder: Path) -> Path:
    path = folder / "soan.xlsx"
    assert cchc("soan-mau", FORM, "-o", path).code == 0
    return path


@pytest.fixture
def editions(tmp_path: Path) -> Path:
    folder = tmp_path / "mau-rieng"
    folder.mkdir()
    return folder


def publish(cchc: Cchc, tmp_path: Path, editions: Path) -> Path:
    path = draft(cchc, tmp_path)
    edit(path, CORRECTIONS)
    ran = cchc("phat-hanh-mau", path, "--thu-muc-mau", editions)
    assert (ran.code, ran.err) == (0, "")
    return path


def test_an_unfinished_draft_is_told_by_cell_and_not_published(
    cchc: Cchc, tmp_path: Path, editions: Path
) -> None:
    path = draft(cchc, tmp_path)
    before = path.read_bytes()
    ran = cchc("kiem-tra-mau", path, "--json")
    assert ran.code == 1
    stopping = [fault for fault in ran.json["faults"] if fault["stops"]]
    assert {fault["column"] for fault in stopping} == {"Mã mẫu", "Văn bản ban hành"}
    assert cchc("phat-hanh-mau", path, "--thu-muc-mau", editions).code == 1
    assert list(editions.iterdir()) == []
    assert path.read_bytes() == before


def test_a_new_form_becomes_an_edition_whose_workbooks_merge(
    cchc: Cchc, tmp_path: Path, editions: Path
) -> None:
    publish(cchc, tmp_path, editions)
    template = loader.load(NEW, editions)
    assert len(template.rows) == 69
    units = tmp_path / "ds.csv"
    units.write_text("ten_don_vi,cap\nXã An,xa\nXã Bình,xa\n", encoding="utf-8")
    issued = tmp_path / "phat-hanh"
    own = ("--thu-muc-mau", editions)
    ran = cchc("tao-mau", NEW, "--don-vi", units, "--ky", "2026-Q1", "-o", issued, *own)
    assert ran.code == 0
    layout = Layout(template)
    for path, received in zip(sorted(issued.glob("*.xlsx")), (12, 30), strict=True):
        book = load_workbook(path)
        for key, value in (("hs_tiep_nhan", 2 * received), ("hs_truc_tuyen", received)):
            sheet, place = layout.sheet_of(key), layout.cell(key)
            book[sheet][place] = value
        book.save(path)
    merged = cchc("tong-hop", issued, "-o", tmp_path / "th.xlsx", "--json", *own)
    rows = {row["key"]: row["value"] for row in merged.json["rows"]}
    assert [rows[key] for key in ("hs_tiep_nhan", "hs_truc_tuyen")] == [84, 42]
    assert rows["hs_ty_le_truc_tuyen"] == 50


def test_a_child_that_sends_word_is_understood_by_the_parents_own_workbook(
    cchc: Cchc, tmp_path: Path, editions: Path
) -> None:
    """On a PC that has no folder of editions: the parent's workbook carries the form."""
    publish(cchc, tmp_path, editions)
    own = ("--thu-muc-mau", editions)
    parent, child = tmp_path / "cha.xlsx", tmp_path / "con.xlsx"
    assert cchc("tao-mau", NEW, "-o", parent, "--ky", "2026-Q1", *own).code == 0
    unit = ("--ten-don-vi", "Xã An", "--cap", "xa", "--ky", "2026-Q1")
    assert cchc("tao-mau", NEW, "-o", child, *unit, *own).code == 0
    book = load_workbook(child)
    layout = Layout(loader.load(NEW, editions))
    book[layout.sheet_of("hs_tiep_nhan")][layout.cell("hs_tiep_nhan")] = 25
    book.save(child)
    received = tmp_path / "nhan"
    received.mkdir()
    assert cchc("xuat-word", child, "-o", received / "xa-an.docx").code == 0
    told = cchc("tong-hop", received, "-o", parent, "--json").json
    assert told["template"] == NEW
    assert {row["key"]: row["value"] for row in told["rows"]}["hs_tiep_nhan"] == 25


def test_an_amended_edition_merges_with_the_one_it_amends(
    cchc: Cchc, tmp_path: Path, editions: Path
) -> None:
    path = publish(cchc, tmp_path, editions)
    edit(
        path,
        (
            (Table.FACTS, "", "Mã mẫu", f"{NEW}-sua-1"),
            (Table.FACTS, "", "Sửa đổi mẫu", NEW),
            (Table.ROWS, "dòng 4", "Chỉ tiêu thống kê", "Số nhiệm vụ trong kế hoạch CCHC năm"),
        ),
    )
    assert cchc("phat-hanh-mau", path, "--thu-muc-mau", editions).code == 0
    told = cchc("cau-noi", NEW, f"{NEW}-sua-1", "--thu-muc-mau", editions, "--json").json
    assert told["amends"] is True
    assert told["counts"]["same-key"] == len(told["rows"])
    changed = {row["key"]: row["changed"] for row in told["rows"] if row["changed"]}
    assert changed == {"kh_cchc_so_nhiem_vu": ["label"]}
    books = []
    for number, edition in enumerate((NEW, f"{NEW}-sua-1"), 1):
        book = tmp_path / f"xa-{number}.xlsx"
        options = ("--ten-don-vi", f"Xã {number}", "--ky", "2026-Q1", "--thu-muc-mau", editions)
        assert cchc("tao-mau", edition, "-o", book, *options).code == 0
        opened = load_workbook(book)
        layout = Layout(loader.load(edition, editions))
        opened[layout.sheet_of("hs_tiep_nhan")][layout.cell("hs_tiep_nhan")] = 10 * number
        opened.save(book)
        books.append(book)
    merged = cchc(
        "tong-hop", *books, "-o", tmp_path / "th.xlsx", "--mau", f"{NEW}-sua-1", "--json",
        "--thu-muc-mau", editions,
    ).json  # fmt: skip
    assert {row["key"]: row["value"] for row in merged["rows"]}["hs_tiep_nhan"] == 30
    assert [f["code"] for f in merged["findings"]].count("TH109") == 1


def test_an_edition_opened_again_is_published_as_it_was(
    cchc: Cchc, tmp_path: Path, editions: Path
) -> None:
    path = tmp_path / "soan.xlsx"
    assert cchc("soan-mau", "--tu-mau", "ankhe-2021", "-o", path).code == 0
    assert cchc("phat-hanh-mau", path, "--thu-muc-mau", editions).code == 0
    assert loader.load_folder(editions / "ankhe-2021") == loader.load("ankhe-2021")


def test_another_edition_of_the_same_id_needs_consent(
    cchc: Cchc, tmp_path: Path, editions: Path
) -> None:
    path = publish(cchc, tmp_path, editions)
    edit(path, ((Table.FACTS, "", "Tên mẫu", "Tên khác"),))
    ran = cchc("phat-hanh-mau", path, "--thu-muc-mau", editions)
    assert (ran.code, len(ran.sentences)) == (2, 1)
    assert "--thay" in ran.err
    assert cchc("phat-hanh-mau", path, "--thu-muc-mau", editions, "--thay").code == 0
    assert loader.load(NEW, editions).title == "Tên khác"


@pytest.mark.parametrize(
    "arguments",
    [
        ("soan-mau",),
        ("soan-mau", "khong-co.txt"),
        ("soan-mau", "--tu-mau", "khong-co"),
        ("soan-mau", FORM, "--gan-nhat", "khong-co"),
        ("kiem-tra-mau", "khong-co.xlsx"),
        ("kiem-tra-mau", FORM),
        ("phat-hanh-mau", FORM),
        ("cau-noi", "khong-co", "ankhe-2021"),
    ],
)
def test_what_cannot_be_used_is_one_vietnamese_sentence(
    cchc: Cchc, tmp_path: Path, arguments: tuple[object, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    ran = cchc(*arguments)
    assert (ran.code, ran.out, len(ran.sentences)) == (2, "", 1)
    assert list(tmp_path.iterdir()) == []


def test_the_users_form_is_never_written_over(cchc: Cchc, tmp_path: Path) -> None:
    form = tmp_path / "bieu.xlsx"
    edited = draft(cchc, tmp_path)
    edit(edited, FACTS)
    edited.rename(form)
    before = form.read_bytes()
    assert cchc("soan-mau", form, "-o", form).code == 2
    assert form.read_bytes() == before
