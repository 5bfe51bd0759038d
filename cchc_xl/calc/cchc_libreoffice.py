"""The buttons as macros of the user's own LibreOffice: copy this file into its script folder.

``python -m cchc_xl.calc.install`` does that. The folder is ``user/Scripts/python`` of the
LibreOffice profile. LibreOffice runs the file inside itself with its own Python, which must be able
to import ``cchc_xl``; folders named in ``cchc_libreoffice.txt`` beside this file, one a line, are
appended to its path. There is one function for each button, called with the document as its only
argument. None raises: what cannot be done is said in a message box.
"""

import sys
from pathlib import Path
from typing import Any

_TITLE = "Báo cáo CCHC"
_MISSING = (
    "LibreOffice chưa nạp được bộ công cụ CCHC-XL. Sổ vẫn dùng được: tỷ lệ và cột Kiểm tra tự tính "
    "khi nhập. Muốn dùng các nút, hãy nhờ người cài đặt cài lại CCHC-XL cho LibreOffice, mở lại "
    "LibreOffice rồi bấm lại."
)
_FAILED = (
    "Chưa làm xong vì một lỗi ngoài dự kiến. Hãy lưu sổ, mở lại LibreOffice rồi bấm lại; nếu vẫn "
    "lỗi, gửi dòng dưới đây cho bộ phận hỗ trợ."
)


def _press(name: str, document: Any) -> None:
    given = globals()["XSCRIPTCONTEXT"]  # put here by LibreOffice
    target = document if document is not None else given.getDocument()
    try:
        _find_package()
        from cchc_xl.calc import host
    except Exception as error:  # a package that is missing, or made for another Python
        _say(given, target, _MISSING, error)
        return
    try:
        host.press(name, target, given.getComponentContext())
    except Exception as error:
        _say(given, target, _FAILED, error)


def _find_package() -> None:
    """Append the listed folders to the path; LibreOffice gives this file's URL, not its path."""
    place = globals().get("__file__", "")
    if place.startswith("file:"):
        import uno

        place = uno.fileUrlToSystemPath(place)
    try:
        listed = Path(place).with_suffix(".txt").read_text("utf-8").splitlines()
    except (OSError, ValueError):
        return
    for folder in filter(None, map(str.strip, listed)):
        if folder not in sys.path:
            sys.path.append(folder)


def _say(given: Any, document: Any, words: str, error: Exception) -> None:
    """A message box in front of the document, or nothing where there is no window."""
    from com.sun.star.awt.MessageBoxType import ERRORBOX

    context = given.getComponentContext()
    controller = document.getCurrentController()
    if controller is None:
        raise RuntimeError(words) from error
    toolkit = context.ServiceManager.createInstanceWithContext("com.sun.star.awt.Toolkit", context)
    reason = (str(error).strip() or type(error).__name__).splitlines()[0][:200]
    window = controller.Frame.ContainerWindow
    box = toolkit.createMessageBox(window, ERRORBOX, 1, _TITLE, f"{words}\n\n{reason}")
    box.execute()
    box.dispose()


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


def xuat_word(document: Any = None) -> None:
    """Xuất Word."""
    _press("xuat_word", document)


def thuyet_minh(document: Any = None) -> None:
    """Soạn thuyết minh."""
    _press("thuyet_minh", document)


def doi_chieu_thuyet_minh(document: Any = None) -> None:
    """Đối chiếu thuyết minh."""
    _press("doi_chieu_thuyet_minh", document)


def ky_moi(document: Any = None) -> None:
    """Kỳ mới."""
    _press("ky_moi", document)


def huong_dan(document: Any = None) -> None:
    """Hướng dẫn."""
    _press("huong_dan", document)


def tong_hop(document: Any = None) -> None:
    """Tổng hợp."""
    _press("tong_hop", document)


def phat_hanh(document: Any = None) -> None:
    """Phát hành."""
    _press("phat_hanh", document)


def tu_kiem_tra(document: Any = None) -> None:
    """Tự kiểm tra."""
    _press("tu_kiem_tra", document)


def tao_mau_moi(document: Any = None) -> None:
    """Tạo mẫu mới."""
    _press("tao_mau_moi", document)


def kiem_tra_mau(document: Any = None) -> None:
    """Kiểm tra mẫu."""
    _press("kiem_tra_mau", document)


def phat_hanh_mau(document: Any = None) -> None:
    """Phát hành mẫu."""
    _press("phat_hanh_mau", document)


g_exportedScripts = (  # noqa: N816  # LibreOffice looks for this name
    kiem_tra,
    xoa_danh_dau,
    khoi_phuc_cong_thuc,
    tao_tep_gui,
    xuat_pdf,
    xuat_word,
    thuyet_minh,
    doi_chieu_thuyet_minh,
    ky_moi,
    huong_dan,
    tong_hop,
    phat_hanh,
    tu_kiem_tra,
    tao_mau_moi,
    kiem_tra_mau,
    phat_hanh_mau,
)
