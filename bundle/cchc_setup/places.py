r"""Where the program goes: a folder without Vietnamese letters that belongs to this user alone.

xlwings' library is given its paths in the PC's code page, so Python cannot lie under
``C:\Users\Nguyễn Văn Đức``. There a folder with a random name is made in ``%ProgramData%`` and
closed to other users: nobody shares it by accident, and nobody can lay files into it.
"""

import secrets
import shutil
from pathlib import Path

from .machine import PRODUCT, Machine
from .words import SetupError

#: Copying 100 MB and a little air.
_NEEDED = 300_000_000


def choose_root(machine: Machine, wished: Path | None, before: Path | None) -> Path:
    """The folder that holds all versions; the one used before, as long as it is still there.

    Raises `SetupError`.
    """
    if wished is not None:
        if not str(wished).isascii() or "," in str(wished) or not wished.is_absolute():
            raise SetupError(
                f"Thư mục {wished} không dùng được: cần đường dẫn đầy đủ, chữ không dấu, không "
                r"có dấu phẩy, ví dụ D:\CCHC-XL. Hãy chạy lại với thư mục khác."
            )
        root = wished
    elif before is not None and before.is_dir():
        root = before
    elif str(machine.home).isascii():
        root = machine.home
    else:
        return _private_root(machine)
    try:
        root.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise _unusable(root, error) from error
    return _with_room(root)


def _private_root(machine: Machine) -> Path:
    if not str(machine.shared).isascii():
        raise SetupError(
            "Không tìm được thư mục có đường dẫn không dấu để cài. Hãy chạy lại và chỉ ra một thư "
            r"mục: cai-dat.cmd --thu-muc D:\CCHC-XL"
        )
    root = machine.shared / f"{PRODUCT}-{secrets.token_hex(4)}"
    try:
        root.mkdir()  # fails where somebody else was first: it is ours or nobody's
        machine.make_private(root)
    except OSError as error:
        shutil.rmtree(root, ignore_errors=True)
        raise _unusable(root, error) from error
    return _with_room(root)


def _with_room(root: Path) -> Path:
    free = shutil.disk_usage(root).free
    if free < _NEEDED:
        raise SetupError(
            f"Ổ đĩa chứa {root} chỉ còn {free // 1_000_000} MB, cần {_NEEDED // 1_000_000} MB. "
            "Hãy dọn bớt tệp (Thùng rác, thư mục Downloads) rồi chạy lại."
        )
    return root


def _unusable(root: Path, error: OSError) -> SetupError:
    return SetupError(
        f"Không ghi được vào {root} ({error.strerror or error}). Hãy chạy lại và chỉ ra thư mục "
        r"khác, ví dụ cai-dat.cmd --thu-muc D:\CCHC-XL, hoặc nhờ bộ phận CNTT cho quyền ghi."
    )
