"""Press a button on a document that is open in the user's own LibreOffice.

A macro of the workbook (or a menu entry of LibreOffice) calls `press` from the Python that comes
with LibreOffice, with the document and the component context that macros are given.
"""

from typing import Any

from cchc_xl.calc.engine import attach
from cchc_xl.excel import buttons

#: What may be pressed from outside, by the names that macros and docs use.
BUTTONS = {
    button.__name__: button
    for button in (
        buttons.kiem_tra,
        buttons.xoa_danh_dau,
        buttons.khoi_phuc_cong_thuc,
        buttons.tao_tep_gui,
        buttons.xuat_pdf,
        buttons.xuat_word,
        buttons.thuyet_minh,
        buttons.doi_chieu_thuyet_minh,
        buttons.ky_moi,
        buttons.huong_dan,
        buttons.tong_hop,
        buttons.phat_hanh,
        buttons.tu_kiem_tra,
        buttons.tao_mau_moi,
        buttons.kiem_tra_mau,
        buttons.phat_hanh_mau,
    )
}


def press(name: str, document: Any, context: Any) -> None:
    """Run a button's code on ``document``. Raises ``KeyError`` for a name that is no button."""
    button = BUTTONS[name]
    attach(document, context).set_mock_caller()
    button()
