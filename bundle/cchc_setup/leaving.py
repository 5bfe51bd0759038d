"""Going back to the version before, and removing everything but the user's workbooks."""

import shutil
import sys
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from .contents import read_contents
from .installing import REPORT, SHORTCUT, close_excel_first
from .machine import PRODUCT, Machine
from .state import read_state, switch_files, versions_folder
from .versions import previous_version, switch_to, test_version
from .words import SetupError, Speaker

_OURS = ("xlwings.conf", "cai-dat.json", "cchc.cmd", "tu-kiem-tra.cmd", "quay-lai.cmd", REPORT)


def go_back(machine: Machine, speaker: Speaker) -> None:
    """Use the version before; going back twice is where one started. Raises `SetupError`."""
    close_excel_first(machine)
    state = read_state(machine)
    folder = previous_version(state)
    with speaker.step("Tự kiểm tra bản trước"):
        is_sound, report = test_version(machine, folder)
        if not is_sound:
            raise SetupError(
                "Bản trước cũng không qua được tự kiểm tra nên vẫn giữ bản đang dùng. Hãy gửi lời "
                f"sau cho người hỗ trợ:\n{report[-1500:]}"
            )
    with speaker.step("Quay lại bản trước"):
        switch_to(machine, replace(state, current=state.previous, previous=state.current), folder)
    speaker.say(f"Đã quay lại CCHC-XL {read_contents(folder).version}. Sổ của bạn không thay đổi.")


def remove(machine: Machine, speaker: Speaker, *, keep_command: bool = False) -> None:
    """Take everything away that the installer brought, but no workbook. Raises `SetupError`.

    The version this very Python runs from is left to the command file that started it, and that
    file (``keep_command``) deletes itself.
    """
    close_excel_first(machine)
    state = read_state(machine)
    with speaker.step("Gỡ cấu hình, phần bổ sung và lối tắt"):
        files: dict[Path, bytes | None] = {machine.home / name: None for name in _OURS}
        if not keep_command:
            files[machine.home / "go-cai-dat.cmd"] = None
        files[machine.addins / "CCHC.xlam"] = None
        files[machine.desktop / SHORTCUT] = None
        try:
            switch_files(files)
            for key in state.trusted:
                machine.registry.remove(key)
        except OSError as error:
            raise SetupError(
                f"Không gỡ được {error.filename or 'tệp'} ({error.strerror or error}). Hãy đóng "
                "Excel rồi chạy lại."
            ) from error
    root = state.root_folder
    with speaker.step("Xóa chương trình"):
        if root is not None:
            _drop_versions(root)
        shutil.rmtree(machine.home / "log", ignore_errors=True)
    for folder in {machine.home, root or machine.home}:
        with suppress(OSError):  # not empty: what is left is not ours, or still runs
            if PRODUCT in folder.name:
                folder.rmdir()
    speaker.say(
        f"Đã gỡ CCHC-XL. Các sổ trong {machine.workbooks} vẫn còn nguyên; không cần nữa thì tự xóa."
    )


def _drop_versions(root: Path) -> None:
    running = Path(sys.executable).resolve()
    versions = versions_folder(root)
    if not versions.is_dir():
        return
    for folder in versions.iterdir():
        if not running.is_relative_to(folder.resolve()):
            shutil.rmtree(folder, ignore_errors=True)
    with suppress(OSError):
        versions.rmdir()
