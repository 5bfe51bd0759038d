"""Bridges on the keeper's walk: asked, answered, published, shown, used only when asked for."""

from pathlib import Path

import pytest
from openpyxl import load_workbook

from cchc_xl.authoring import layout
from cchc_xl.authoring.columns import COLUMNS, Col
from cchc_xl.authoring.draft import Table
from cchc_xl.templates import loader
from cchc_xl.templates.bridges import BRIDGES_FILE
from cchc_xl.workbook.layout import Layout
from tests.authoring.keeper import FACTS, FORM, edit
from tests.cli.conftest import cchc
from tests.cli.run import Cchc

__all__ = ["cchc"]
OLD_EDITION, NEW_EDITION = "hai-cap-xa-2026", "minh-hoa-xa-2026"
OLD, NEW = "so_van_ban_chi_dao_cchc", "vb_chi_dao_quan_triet_cong"
CONFIRMED = {
    Col.ANSWER: "Cùng gần nghĩa – nối",
    Col.WHY: "Cùng đếm văn bản chỉ đạo.",
    Col.CITATION: "Công văn minh họa",
}


def answer(path: Path, old: str, cells: dict[Col, str]) -> None:
    """Fill in cells of the line of an old row, as a person does in Excel."""
    book = load_workbook(path)
    sheet = book[Table.BRIDGES.value]
    columns = list(COLUMNS[Table.BRIDGES])
    for row in range(layout.FIRST_ROW + 1, sheet.max_row + 1):
        if sheet.cell(row, columns.index(Col.OLD) + 1).value == old:
            for column, text in cells.items():
                sheet.cell(row, columns.index(column) + 1).value = text
    book.save(path)


@pytest.fixture
def editions(tmp_path: Path) -> Path:
    folder = tmp_path / "mau-rieng"
    folder.mkdir()
    return folder


@pytest.fixture
def draft(cchc: Cchc, tmp_path: Path) -> Path:
    path = tmp_path / "soan.xlsx"
    assert cchc("soan-mau", FORM, "-o", path, "--gan-nhat", OLD_EDITION).code == 0
    edit(path, FACTS)
    return path


def book(cchc: Cchc, folder: Path, edition: str, key: str, value: int, own: Path) -> Path:
    """The workbook of one commune with one figure in it."""
    path = folder / f"{edition}.xlsx"
    options = ("--ten-don-vi", f"Xã {edition}", "--ky", "2026-Q1", "--thu-muc-mau", own)
    assert cchc("tao-mau", edition, "-o", path, *options).code == 0
    opened = load_workbook(path)
    places = Layout(loader.load(edition, own))
    for filled in (key, "kh_cchc_so_nhiem_vu"):  # one that both editions print, too
        opened[places.sheet_of(filled)][places.cell(filled)] = value
    opened.save(path)
    return path


def test_a_confirmed_row_of_the_old_edition_is_added_up_in_the_new_one_only_when_asked_for(
    cchc: Cchc, tmp_path: Path, editions: Path, draft: Path
) -> None:
    answer(draft, OLD, CONFIRMED)
    own = ("--thu-muc-mau", editions)
    done = cchc("phat-hanh-mau", draft, "--json", *own).json
    assert done["bridges"]["written"] == [[OLD, NEW]]
    assert Path(done["bridges"]["file"]) == editions / BRIDGES_FILE

    crossed = cchc("cau-noi", OLD_EDITION, NEW_EDITION, "--json", *own).json["rows"]
    [row] = [row for row in crossed if row["key"] == OLD]
    assert (row["reach"], row["to"], row["legal_basis"]) == ("bridged", NEW, "Công văn minh họa")

    books = [
        book(cchc, tmp_path, OLD_EDITION, OLD, 5, editions),
        book(cchc, tmp_path, NEW_EDITION, NEW, 2, editions),
    ]
    for options, value, noted in (((), 2, False), (("--cau-noi",), 7, True)):
        target = tmp_path / f"th{len(options)}.xlsx"
        ran = cchc("tong-hop", *books, "-o", target, "--mau", NEW_EDITION, "--json", *own, *options)
        values = {row["key"]: row["value"] for row in ran.json["rows"]}
        assert (values[NEW], values["kh_cchc_so_nhiem_vu"]) == (value, 7)
        assert ("TH206" in {finding["code"] for finding in ran.json["findings"]}) is noted


def test_a_line_without_an_answer_joins_nothing_and_does_not_stop(
    cchc: Cchc, editions: Path, draft: Path
) -> None:
    ran = cchc("phat-hanh-mau", draft, "--thu-muc-mau", editions, "--json")
    assert (ran.code, ran.json["bridges"]) == (0, None)
    told = [fault for fault in ran.json["faults"] if fault["sheet"] == Table.BRIDGES.value]
    assert [fault["stops"] for fault in told] == [False]
    assert not (editions / BRIDGES_FILE).exists()


def test_a_bridge_that_cannot_be_declared_publishes_nothing(
    cchc: Cchc, editions: Path, draft: Path
) -> None:
    answer(draft, OLD, CONFIRMED | {Col.CITATION: ""})
    ran = cchc("kiem-tra-mau", draft, "--thu-muc-mau", editions, "--json")
    assert ran.code == 1
    stopping = [(one["sheet"], one["column"]) for one in ran.json["faults"] if one["stops"]]
    assert stopping == [(Table.BRIDGES.value, COLUMNS[Table.BRIDGES][Col.CITATION].title)]
    assert cchc("phat-hanh-mau", draft, "--thu-muc-mau", editions).code == 1
    assert list(editions.iterdir()) == []


def test_what_the_user_declared_is_shown_when_opened_again_kept_unedited_and_can_be_taken_back(
    cchc: Cchc, tmp_path: Path, editions: Path, draft: Path
) -> None:
    answer(draft, OLD, CONFIRMED)
    own = ("--thu-muc-mau", editions)
    assert cchc("phat-hanh-mau", draft, *own).code == 0
    before = (editions / BRIDGES_FILE).read_bytes()
    again = tmp_path / "lai.xlsx"
    assert cchc("soan-mau", "--tu-mau", NEW_EDITION, "-o", again, *own).code == 0
    assert cchc("kiem-tra-mau", again, "--json", *own).json["faults"] == []
    assert cchc("phat-hanh-mau", again, "--json", *own).json["bridges"] is None
    assert (editions / BRIDGES_FILE).read_bytes() == before

    answer(again, OLD, {Col.ANSWER: "Không nối"})
    ran = cchc("phat-hanh-mau", again, *own)
    assert (ran.code, ran.err) == (0, "")
    assert OLD not in (editions / BRIDGES_FILE).read_text("utf-8")
    crossed = cchc("cau-noi", OLD_EDITION, NEW_EDITION, "--json", *own).json["rows"]
    assert [row["reach"] for row in crossed if row["key"] == OLD] == ["near"]


def test_an_edition_opened_beside_another_asks_for_the_near_rows_of_that_one(
    cchc: Cchc, tmp_path: Path
) -> None:
    path = tmp_path / "lai.xlsx"
    ran = cchc("soan-mau", "--tu-mau", OLD_EDITION, "--gan-nhat", "chodon-xa-2024", "-o", path)
    assert ran.code == 0
    sheet = load_workbook(path)[Table.BRIDGES.value]
    old = {sheet.cell(row, 1).value for row in range(1, sheet.max_row + 1)}
    assert {"nv_tinh_huyen_giao_tong", "dvc_muc3_phat_sinh"} <= old


@pytest.mark.parametrize("content", ["[[bridges]\n", "[[bridges]]\n"])
def test_a_file_of_bridges_that_cannot_be_read_is_one_sentence_and_nothing_is_published(
    cchc: Cchc, editions: Path, draft: Path, content: str
) -> None:
    (editions / BRIDGES_FILE).write_text(content, "utf-8")
    ran = cchc("phat-hanh-mau", draft, "--thu-muc-mau", editions)
    assert (ran.code, len(ran.sentences)) == (2, 1)
    assert BRIDGES_FILE in ran.err
    assert [path.name for path in editions.iterdir()] == [BRIDGES_FILE]


def test_a_folder_that_is_not_there_is_one_sentence(cchc: Cchc, draft: Path) -> None:
    ran = cchc("kiem-tra-mau", draft, "--thu-muc-mau", draft.parent / "khong-co")
    assert (ran.code, ran.out, len(ran.sentences)) == (2, "", 1)
