"""Versions side by side: laid down, tested, switched to. A switch is a few small files or nothing.

What the user's programs look at: ``xlwings.conf`` (which Python), the add-in, and short command
files. They are written together, so that they always speak of one version.
"""

import shutil
from pathlib import Path

from .contents import ADDIN, Contents, copy_mark, read_contents
from .machine import Machine
from .state import State, state_file, switch_files, versions_folder
from .words import SetupError

#: Command files in the user's folder. They ask xlwings.conf for Python, so that they need not be
#: rewritten, possibly while one of them runs, when another version is switched to.
_COMMANDS = {
    "cchc.cmd": ("-m cchc_xl %*", ""),
    "tu-kiem-tra.cmd": ("-m cchc_setup tu-kiem-tra %*", "if not defined CCHC_KHONG_CHO pause\n"),
    "quay-lai.cmd": ("-m cchc_setup quay-lai %*", "if not defined CCHC_KHONG_CHO pause\n"),
}
_COMMAND = """\
@echo off
setlocal
chcp 65001 >nul 2>nul
for /f "usebackq tokens=2 delims=," %%p in ("%~dp0xlwings.conf") do set python=%%~dpp
if not exist "%python%python.exe" echo Không thấy chương trình: hãy chạy lại cai-dat.cmd.
"%python%python.exe" -X utf8 -B {}
set code=%errorlevel%
{}exit /b %code%
"""
#: Python cannot delete the files it runs from: the command deletes them when it has ended. The
#: last line does everything that is left, because then the file is gone.
_REMOVING = """\
@echo off
setlocal
chcp 65001 >nul 2>nul
"{}" -X utf8 -B -m cchc_setup go-cai-dat --con-lenh %*
set code=%errorlevel%
if not defined CCHC_KHONG_CHO pause
if not "%code%"=="0" exit /b %code%
rd /s /q "{}" 2>nul
rd "{}" 2>nul
del "%~f0" & rd "%LOCALAPPDATA%\\CCHC-XL" 2>nul & exit /b 0
"""


def lay_down(contents: Contents, source: Path, state: State, root: Path) -> Path:
    """Copy a version into a folder of its own and look at every byte of it.

    A sound copy from before is used again; a damaged one is never overwritten while it is in use.
    Raises `SetupError`.
    """
    folder = versions_folder(root) / contents.id
    number = 2
    while folder.exists():
        if not contents.damaged(folder):
            return folder
        if folder.name not in (state.current, state.previous):
            shutil.rmtree(folder, ignore_errors=True)
        if folder.exists():
            folder = folder.with_name(f"{contents.id}-{number}")
            number += 1
    try:
        contents.copy(source, folder)
    except OSError as error:
        shutil.rmtree(folder, ignore_errors=True)
        raise SetupError(
            f"Không chép được tệp vào {folder} ({error.strerror or error}). Hãy kiểm tra chỗ trống "
            "trên đĩa, tạm dừng việc đồng bộ hoặc quét vi-rút rồi chạy lại."
        ) from error
    if damaged := contents.damaged(folder):
        shutil.rmtree(folder, ignore_errors=True)
        raise SetupError(
            f"Sau khi chép, {len(damaged)} tệp bị mất hoặc bị đổi (ví dụ {damaged[0]}). Thường là "
            "phần mềm diệt vi-rút đã cách ly chúng. Hãy nhờ bộ phận CNTT cho phép thư mục "
            f"{versions_folder(root)} rồi chạy lại."
        )
    return folder


def test_version(machine: Machine, folder: Path) -> tuple[bool, str]:
    """Run the self-test of a version in its own Python: whether all is well, and its text."""
    python = str(folder / machine.interpreter)
    target = folder / "tu-kiem-tra.txt"
    target.unlink(missing_ok=True)
    answer = machine.run([python, "-X", "utf8", "-m", "cchc_setup.self_test", str(target)])
    try:
        words = target.read_text("utf-8").strip()
    except OSError:  # it did not get that far
        words = f"KHÔNG ĐẠT: Python không chạy được: {answer.words}"
    return answer.code == 0, f"{words}\nMã kết thúc: {answer.code}"


def switch_to(machine: Machine, state: State, folder: Path) -> None:
    """From now on this version is used; on failure everything stays as it was.

    ``state`` is written as it is given. Raises `SetupError`.
    """
    python = folder / machine.interpreter
    quiet = python.with_name(python.name.replace("python", "pythonw", 1))
    config = f'"INTERPRETER_WIN","{quiet}"\n'
    addin = machine.addins / "CCHC.xlam"
    files: dict[Path, bytes | None] = {
        machine.config: _windows(config),
        addin: (folder / ADDIN).read_bytes(),
    }
    for name, parts in _COMMANDS.items():
        files[machine.home / name] = _windows(_COMMAND.format(*parts))
    versions = versions_folder(Path(state.root))
    removing = _REMOVING.format(python, versions, versions.parent)
    files[machine.home / "go-cai-dat.cmd"] = _windows(removing)
    path, data = state_file(machine, state)
    files[path] = data
    try:
        switch_files(files)
    except OSError as error:
        raise SetupError(
            f"Không ghi được {error.filename or addin} ({error.strerror or error}). Hãy đóng mọi "
            "cửa sổ Excel rồi chạy lại. Bản đang dùng vẫn giữ nguyên."
        ) from error
    copy_mark(folder / ADDIN, addin)


def drop_others(state: State, root: Path) -> None:
    """Take away versions that are neither used nor kept for going back."""
    for folder in versions_folder(root).iterdir():
        if folder.name not in (state.current, state.previous):
            shutil.rmtree(folder, ignore_errors=True)


def previous_version(state: State) -> Path:
    """The folder of the version before, looked at byte by byte. Raises `SetupError`."""
    folder = state.folder(state.previous) if state.previous else None
    if folder is None or not folder.is_dir():
        raise SetupError(
            "Không có bản trước để quay lại. Hãy giải nén tệp zip của bản muốn dùng rồi chạy "
            "cai-dat.cmd trong đó."
        )
    if damaged := read_contents(folder).damaged(folder):
        raise SetupError(
            f"Bản trước bị hỏng {len(damaged)} tệp (ví dụ {damaged[0]}) nên không quay lại được. "
            "Hãy giải nén tệp zip của bản đó rồi chạy cai-dat.cmd."
        )
    return folder


def _windows(text: str) -> bytes:
    return text.replace("\n", "\r\n").encode("utf-8")
