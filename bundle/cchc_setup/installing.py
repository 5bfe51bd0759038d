"""Install and update: lay the new version beside the old one, test it, then switch."""

import datetime as dt
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from . import trust
from .contents import Contents, copy_with_mark, read_contents
from .machine import Machine
from .places import choose_root
from .state import State, read_state, state_file, switch_files
from .versions import drop_others, lay_down, switch_to, test_version
from .words import SetupError, Speaker

REPORT = "tu-kiem-tra.txt"
SHORTCUT = "Sổ báo cáo CCHC.lnk"


@dataclass(frozen=True, slots=True)
class Wishes:
    """What was asked for beyond installing."""

    folder: Path | None = None
    unblock: bool = False
    trust: bool = False


def install(machine: Machine, source: Path, wishes: Wishes, speaker: Speaker) -> None:
    """Install the unpacked zip in ``source``, or update to it. Raises `SetupError`.

    Until the new version passed its self-test nothing that is in use is touched.
    """
    close_excel_first(machine)
    before = read_state(machine)
    with speaker.step("Kiểm tra gói cài đặt"):
        contents = read_contents(source)
        if damaged := contents.damaged(source):
            raise SetupError(
                f"Gói cài đặt thiếu hoặc hỏng {len(damaged)} tệp (ví dụ {damaged[0]}). Hãy giải "
                "nén lại cả tệp zip (chuột phải, Extract All) rồi chạy lại."
            )
    with speaker.step("Chọn thư mục không dấu cho riêng người dùng này"):
        root = choose_root(machine, wishes.folder, before.root_folder)
    with speaker.step(f"Chép chương trình vào {root}"):
        folder = lay_down(contents, source, before, root)
    with speaker.step("Tự kiểm tra bản mới (mất khoảng nửa phút)"):
        is_sound, report = test_version(machine, folder)
        switch_files({machine.home / REPORT: _text(report)})
        if not is_sound:
            raise _unsound(machine, report, before)
    state = _next_state(before, root, folder.name)
    with speaker.step("Ghi cấu hình và phần bổ sung của Excel"):
        switch_to(machine, state, folder)
    drop_others(state, root)
    with speaker.step(f"Đặt sổ trống vào {machine.workbooks}"):
        laid = _lay_workbooks(machine, contents, folder, state)
    with speaker.step("Tạo lối tắt trên màn hình nền"):
        _add_shortcut(machine)
    files = (*laid, machine.addins / "CCHC.xlam")
    _meet_wishes(machine, wishes, state, files, speaker)
    speaker.say()
    speaker.say(f"Đã cài CCHC-XL {contents.version}.")
    trust.tell(machine, speaker, files)
    speaker.say(
        "Bước tiếp: mở “Sổ báo cáo CCHC” trên màn hình nền. Muốn có thẻ CCHC trên mọi sổ: trong "
        "Excel chọn File, Options, Add-ins, Go…, đánh dấu CCHC."
    )


def close_excel_first(machine: Machine) -> None:
    """Raises `SetupError` while Excel runs: it holds the files that are about to change."""
    if machine.is_excel_open():
        raise SetupError("Excel đang mở. Hãy lưu sổ, đóng mọi cửa sổ Excel rồi chạy lại.")


def _next_state(before: State, root: Path, version: str) -> State:
    previous = before.current if before.current != version else before.previous
    if before.root and Path(before.root) != root:
        previous = ""  # the earlier versions stay where they were, until they are removed there
    return replace(before, root=str(root), current=version, previous=previous)


def _unsound(machine: Machine, report: str, before: State) -> SetupError:
    kept = "Bản đang dùng vẫn giữ nguyên." if before.current else "Chưa thay đổi gì trong Excel."
    failed = [line for line in report.splitlines() if line.startswith("KHÔNG ĐẠT")]
    return SetupError(
        f"Bản mới không qua được tự kiểm tra nên không dùng. {kept} Hãy gửi tệp "
        f"{machine.home / REPORT} cho người hỗ trợ.\n" + "\n".join(failed[:5] or [report[-500:]])
    )


def _lay_workbooks(machine: Machine, contents: Contents, folder: Path, state: State) -> list[Path]:
    """Blank workbooks for the user; one that was written into is never replaced."""
    laid = []
    try:
        machine.workbooks.mkdir(parents=True, exist_ok=True)
        for name in contents.workbooks():
            source, target = folder / "so-bieu" / name, machine.workbooks / name
            new = contents.files[f"so-bieu/{name}"]
            if target.exists() and _digest(target) not in (new, state.workbooks.get(name)):
                stem, _, ending = name.rpartition(".")
                target = target.with_name(f"{stem} (bản {contents.version}).{ending}")
            if not target.exists() or _digest(target) != new:
                copy_with_mark(source, target)
            state.workbooks[name] = new
            laid.append(target)
        switch_files(dict([state_file(machine, state)]))
    except OSError as error:
        raise SetupError(
            f"Chương trình đã cài, nhưng không đặt được sổ trống vào {machine.workbooks} "
            f"({error.strerror or error}). Hãy tự chép sổ từ {folder / 'so-bieu'}."
        ) from error
    return laid


def _add_shortcut(machine: Machine) -> None:
    try:
        machine.desktop.mkdir(parents=True, exist_ok=True)
        machine.make_shortcut(machine.desktop / SHORTCUT, machine.workbooks)
    except Exception as error:  # whatever the shell answers: a shortcut is a convenience
        raise SetupError(
            f"Chương trình đã cài và dùng được, chỉ không tạo được lối tắt. Hãy tự mở thư mục "
            f"{machine.workbooks}."
        ) from error


def _meet_wishes(
    machine: Machine, wishes: Wishes, state: State, files: Iterable[Path], speaker: Speaker
) -> None:
    files = tuple(files)
    if wishes.unblock:
        with speaker.step("Gỡ dấu “tải từ Internet” của các tệp vừa cài"):
            trust.unblock(machine, files)
    if wishes.trust:
        with speaker.step(f"Thêm {machine.workbooks} vào vị trí tin cậy của Excel"):
            made = trust.trust_folder(machine, machine.workbooks, dt.date.today())
            state.trusted = [*state.trusted, *made]
            switch_files(dict([state_file(machine, state)]))


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _text(words: str) -> bytes:
    """For Notepad of any age: byte order mark, CRLF."""
    return (words.replace("\n", "\r\n") + "\r\n").encode("utf-8-sig")
