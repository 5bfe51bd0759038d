"""The buttons as macros of the user's own LibreOffice: copy this file into its script folder.

The folder is ``user/Scripts/python`` of the LibreOffice profile. LibreOffice runs the file inside
itself with its own Python, which must be able to import ``cchc_xl``; folders named in
``cchc_libreoffice.txt`` beside this file, one a line, are appended to its path. There is one
function for each button, called with the document as its only argument.
"""

import sys
from pathlib import Path
from typing import Any

_MISSING = "LibreOffice chưa nạp được bộ công cụ CCHC-XL: hãy cài lại theo hướng dẫn rồi bấm lại."


def _press(name: str, document: Any) -> None:
    _find_package()
    try:
        from cchc_xl.calc import host
    except ImportError as error:
        raise RuntimeError(f"{_MISSING} ({error})") from error
    given = globals()["XSCRIPTCONTEXT"]  # put here by LibreOffice
    target = document if document is not None else given.getDocument()
    host.press(name, target, given.getComponentContext())


def _find_package() -> None:
    try:
        listed = Path(__file__).with_suffix(".txt").read_text("utf-8").splitlines()
    except (OSError, NameError):
        return
    for folder in filter(None, map(str.strip, listed)):
        if folder not in sys.path:
            sys.path.append(folder)


def kiem_tra(document: Any = None) -> None:
    """Kiểm tra."""
    _press("kiem_tra", document)


def xoa_danh_dau(document: Any = None) -> None:
    """Xóa đánh dấu."""
    _press("xoa_danh_dau", document)


def khoi_phuc_cong_thuc(document: Any = None) -> None:
    """Khôi phục công thức."""
    _press("khoi_phuc_cong_thuc", document)


def tao_tep_gui(document: Any = None) -> None:
    """Tạo tệp gửi."""
    _press("tao_tep_gui", document)


def xuat_pdf(document: Any = None) -> None:
    """Xuất PDF."""
    _press("xuat_pdf", document)


def huong_dan(document: Any = None) -> None:
    """Hướng dẫn."""
    _press("huong_dan", document)


def tong_hop(document: Any = None) -> None:
    """Tổng hợp."""
    _press("tong_hop", document)


def tu_kiem_tra(document: Any = None) -> None:
    """Tự kiểm tra."""
    _press("tu_kiem_tra", document)


g_exportedScripts = (  # noqa: N816  # LibreOffice looks for this name
    kiem_tra,
    xoa_danh_dau,
    khoi_phuc_cong_thuc,
    tao_tep_gui,
    xuat_pdf,
    huong_dan,
    tong_hop,
    tu_kiem_tra,
)
