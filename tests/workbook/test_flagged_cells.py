"""The note on a flagged cell says what, why and what to do."""

from pathlib import Path

import openpyxl

from cchc_xl.services import books, check_file
from cchc_xl.workbook.layout import Layout

SAMPLE = Path(books.__file__).parents[1] / "samples" / "phuong-2023-q3.txt"


def test_a_flagged_cell_carries_what_why_and_suggestion(tmp_path: Path) -> None:
    checked = check_file(SAMPLE)
    assert checked.template is not None
    layout = Layout(checked.template)
    path = tmp_path / "kiem-tra.xlsx"
    books.build_checked(path, checked)
    key = "kh_cchc_ty_le_hoan_thanh"  # 23/29 = 79,31 %, the report says 100 %
    note = openpyxl.load_workbook(path)[layout.sheet_of(key)][layout.cell(key)].comment
    assert note is not None
    lines = note.text.splitlines()
    assert lines[0].startswith("Lỗi: ")
    assert lines[1].startswith("Vì sao: ")
    assert lines[2].startswith("Cách xử lý: ")
    assert lines[3] == "Gợi ý: 79,31"


def test_cells_with_mere_notes_or_without_findings_carry_none(tmp_path: Path) -> None:
    checked = check_file(SAMPLE)
    assert checked.template is not None
    layout = Layout(checked.template)
    path = tmp_path / "kiem-tra.xlsx"
    books.build_checked(path, checked)
    book = openpyxl.load_workbook(path)
    for key in ("so_van_ban_chi_dao_cchc", "kh_cchc_so_nhiem_vu"):  # 08, and 29
        assert book[layout.sheet_of(key)][layout.cell(key)].comment is None
