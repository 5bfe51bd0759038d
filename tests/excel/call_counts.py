"""How often a button talks to the program: what `make test` prints and docs/kiem-dinh.md says."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from cchc_xl.excel import buttons
from tests.excel.desk import Desk, built

if TYPE_CHECKING:
    import xlwings as xw

TITLE = "Số lần gọi sang chương trình bảng tính cho một lần bấm (nhiều nhất, mỗi trang)"
BUTTONS: dict[str, Callable[[], None]] = {
    "Kiểm tra": buttons.kiem_tra,
    "Kiểm tra lần hai": buttons.kiem_tra,
    "Xóa đánh dấu": buttons.xoa_danh_dau,
    "Khôi phục công thức": buttons.khoi_phuc_cong_thuc,
    "Tạo tệp gửi": buttons.tao_tep_gui,
    "In / xuất PDF": buttons.xuat_pdf,
    "Hướng dẫn": buttons.huong_dan,
}
#: Samples by the length of their form.
FORMS = {"97 dòng": "so-2021-q1", "140 dòng": "phuong-2023-q3"}


def desk_of(office: xw.App, sample: str, folder: Path) -> Desk:
    """A filled workbook open in LibreOffice."""
    path = folder / f"{sample}.xlsx"
    path.write_bytes(built(sample))
    return Desk(office.books.open(path), path)


def fields(desk: Desk) -> dict[str, str]:
    """The last click in figures, by column of the table."""
    calls = desk.calls
    return {
        "đọc": str(max(calls.reads.values(), default=0)),
        "ghi": str(max(calls.writes.values(), default=0)),
        "bản sao cả sổ": str(calls.copies),
    }


def measured(desk: Desk) -> dict[str, dict[str, str]]:
    """Every button pressed in turn on one workbook: its figures by name."""
    found = {}
    for name, button in BUTTONS.items():
        desk.press(button)
        found[name] = fields(desk)
    return found
