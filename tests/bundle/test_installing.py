from __future__ import annotations

from pathlib import Path

import pytest

from bundle.cchc_setup.installing import Wishes, install
from bundle.cchc_setup.leaving import go_back, remove
from bundle.cchc_setup.state import read_state
from bundle.cchc_setup.words import SetupError, Speaker
from tests.bundle.pc import PaperPc, unpacked


def interpreter(pc: PaperPc) -> Path:
    """The Python that the macros would start."""
    text = pc.machine.config.read_text("ascii")
    assert text.startswith('"INTERPRETER_WIN","')
    assert text.endswith('"\n') or text.endswith('"\r\n')
    return Path(text.strip().split('","')[1].rstrip('"'))


def everything(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.suffix not in (".log", ".txt")
    }


def test_a_first_installation_is_complete(pc: PaperPc, old: Path, speaker: Speaker) -> None:
    install(pc.machine, old, Wishes(), speaker)
    machine = pc.machine
    python = interpreter(pc)
    assert python.name == "pythonw.exe"
    assert python.parent.parent.parent == machine.home / "ban"
    assert (python.parent / "python.exe").read_text() == "python 0.1.0"
    assert (machine.addins / "CCHC.xlam").read_text("utf-8") == "phần bổ sung 0.1.0"
    assert (machine.workbooks / "phuong.xlsm").read_text("utf-8") == "sổ phường 0.1.0"
    assert (machine.desktop / "Sổ báo cáo CCHC.lnk").read_text("utf-8") == str(machine.workbooks)
    commands = [path.name for path in sorted(machine.home.glob("*.cmd"))]
    assert commands == ["cchc.cmd", "go-cai-dat.cmd", "quay-lai.cmd", "tu-kiem-tra.cmd"]
    for name in commands:
        assert b"\r\n" in (machine.home / name).read_bytes()
    assert not pc.private  # nothing was made outside the user's own folders
    assert "Đã cài CCHC-XL 0.1.0." in speaker.said


def test_a_user_with_vietnamese_letters_gets_a_folder_of_their_own_without(
    pc: PaperPc, old: Path, speaker: Speaker
) -> None:
    pc.user = "Nguyễn Văn Đức"
    install(pc.machine, old, Wishes(), speaker)
    first = interpreter(pc)
    assert str(first).isascii()
    assert first.is_relative_to(pc.machine.shared)
    assert pc.private == [first.parents[3]]
    pc.user = "Trần Thị Bé"
    install(pc.machine, old, Wishes(), speaker)
    assert not interpreter(pc).is_relative_to(first.parents[3])


def test_the_folder_is_kept_for_later_versions(
    pc: PaperPc, old: Path, new: Path, speaker: Speaker
) -> None:
    pc.user = "Nguyễn Văn Đức"
    install(pc.machine, old, Wishes(), speaker)
    install(pc.machine, new, Wishes(), speaker)
    assert len(list(pc.machine.shared.iterdir())) == 1


def test_a_wished_folder_must_be_whole_and_without_marks(
    pc: PaperPc, old: Path, tmp_path: Path, speaker: Speaker
) -> None:
    for wrong in (Path("CCHC"), tmp_path / "Chương trình"):
        with pytest.raises(SetupError, match="không dấu"):
            install(pc.machine, old, Wishes(folder=wrong), speaker)
    assert not pc.machine.config.exists()
    install(pc.machine, old, Wishes(folder=tmp_path / "D" / "CCHC"), speaker)
    assert interpreter(pc).is_relative_to(tmp_path / "D" / "CCHC")


def test_an_update_keeps_one_version_to_go_back_to(
    pc: PaperPc, old: Path, new: Path, tmp_path: Path, speaker: Speaker
) -> None:
    newest = unpacked(tmp_path / "moi", "0.3.0")
    for source in (old, new, newest):
        install(pc.machine, source, Wishes(), speaker)
    kept = sorted(path.name.split("-")[0] for path in (pc.machine.home / "ban").iterdir())
    assert kept == ["0.2.0", "0.3.0"]
    go_back(pc.machine, speaker)
    assert interpreter(pc).with_name("python.exe").read_text() == "python 0.2.0"
    assert (pc.machine.addins / "CCHC.xlam").read_text("utf-8") == "phần bổ sung 0.2.0"
    go_back(pc.machine, speaker)
    assert interpreter(pc).with_name("python.exe").read_text() == "python 0.3.0"


@pytest.mark.parametrize("silent", [False, True])
def test_a_version_that_fails_its_self_test_changes_nothing(
    pc: PaperPc, old: Path, new: Path, speaker: Speaker, silent: bool
) -> None:
    install(pc.machine, old, Wishes(), speaker)
    home = pc.machine.home
    before = {**everything(home.parents[1]), **everything(pc.machine.documents)}
    before = {name: data for name, data in before.items() if "/ban/0.2.0" not in name}
    pc.broken.add("0.2.0")
    pc.silent = silent
    with pytest.raises(SetupError, match=r"Bản đang dùng vẫn giữ nguyên[^\n]*tu-kiem-tra\.txt"):
        install(pc.machine, new, Wishes(), speaker)
    after = {**everything(home.parents[1]), **everything(pc.machine.documents)}
    assert {name: data for name, data in after.items() if "/ban/0.2.0" not in name} == before
    assert "KHÔNG ĐẠT" in (home / "tu-kiem-tra.txt").read_text("utf-8-sig")


def test_a_locked_add_in_leaves_the_old_version_in_use(
    pc: PaperPc, old: Path, new: Path, speaker: Speaker
) -> None:
    install(pc.machine, old, Wishes(), speaker)
    in_use = interpreter(pc)
    addin = pc.machine.addins / "CCHC.xlam"
    addin.unlink()
    (addin / "khóa").mkdir(parents=True)  # nothing can be put in its place
    with pytest.raises(SetupError, match="đóng mọi cửa sổ Excel"):
        install(pc.machine, new, Wishes(), speaker)
    assert interpreter(pc) == in_use
    assert read_state(pc.machine).current.startswith("0.1.0")


def test_going_back_refuses_a_version_that_is_gone_damaged_or_failing(
    pc: PaperPc, old: Path, new: Path, speaker: Speaker
) -> None:
    with pytest.raises(SetupError, match="Không có bản trước"):
        go_back(pc.machine, speaker)
    install(pc.machine, old, Wishes(), speaker)
    install(pc.machine, new, Wishes(), speaker)
    in_use = interpreter(pc)
    pc.broken.add("0.1.0")
    with pytest.raises(SetupError, match="tự kiểm tra"):
        go_back(pc.machine, speaker)
    state = read_state(pc.machine)
    (state.folder(state.previous) / "python" / "python.exe").write_text("khác")
    with pytest.raises(SetupError, match="hỏng 1 tệp"):
        go_back(pc.machine, speaker)
    assert interpreter(pc) == in_use


def test_an_incomplete_or_changed_zip_is_refused_before_anything_happens(
    pc: PaperPc, old: Path, speaker: Speaker
) -> None:
    (old / "so-bieu" / "CCHC.xlam").write_text("khác")
    with pytest.raises(SetupError, match="giải nén lại"):
        install(pc.machine, old, Wishes(), speaker)
    (old / "MANIFEST.json").unlink()
    with pytest.raises(SetupError, match="giải nén lại"):
        install(pc.machine, old, Wishes(), speaker)
    assert not (pc.machine.home / "ban").exists()


def test_a_manifest_cannot_name_files_elsewhere(pc: PaperPc, old: Path, speaker: Speaker) -> None:
    manifest = old / "MANIFEST.json"
    text = manifest.read_text("utf-8").replace("cai-dat.cmd", "../../cai-dat.cmd")
    manifest.write_text(text, "utf-8")
    with pytest.raises(SetupError, match="nguồn tin cậy"):
        install(pc.machine, old, Wishes(), speaker)


def test_an_installation_that_broke_off_is_done_again(
    pc: PaperPc, old: Path, speaker: Speaker
) -> None:
    install(pc.machine, old, Wishes(), speaker)
    first = interpreter(pc)
    (first.with_name("python.exe")).write_text("nửa chừng")
    install(pc.machine, old, Wishes(), speaker)
    assert interpreter(pc).with_name("python.exe").read_text() == "python 0.1.0"


def test_nothing_starts_while_excel_is_open(pc: PaperPc, old: Path, speaker: Speaker) -> None:
    pc.excel_is_open = True
    with pytest.raises(SetupError, match="đóng mọi cửa sổ Excel"):
        install(pc.machine, old, Wishes(), speaker)
    with pytest.raises(SetupError, match="đóng mọi cửa sổ Excel"):
        go_back(pc.machine, speaker)
    with pytest.raises(SetupError, match="đóng mọi cửa sổ Excel"):
        remove(pc.machine, speaker)
    assert not (pc.machine.home / "ban").exists()


def test_a_workbook_that_was_written_into_is_never_replaced(
    pc: PaperPc, old: Path, new: Path, speaker: Speaker
) -> None:
    install(pc.machine, old, Wishes(), speaker)
    folder = pc.machine.workbooks
    (folder / "phuong.xlsx").write_text("số liệu của tôi", "utf-8")
    install(pc.machine, new, Wishes(), speaker)
    assert (folder / "phuong.xlsx").read_text("utf-8") == "số liệu của tôi"
    assert (folder / "phuong (bản 0.2.0).xlsx").read_text("utf-8") == "sổ phường không macro"
    assert (folder / "phuong.xlsm").read_text("utf-8") == "sổ phường 0.2.0"  # still blank


def test_removal_leaves_the_workbooks_and_nothing_else_of_ours(
    pc: PaperPc, old: Path, new: Path, speaker: Speaker
) -> None:
    pc.user = "Nguyễn Văn Đức"
    pc.registry.write(r"HKCU\Software\Microsoft\Office\16.0\Excel\Options", {"x": 1})
    install(pc.machine, old, Wishes(), speaker)
    install(pc.machine, new, Wishes(trust=True), speaker)
    other = pc.machine.addins / "Cua toi.xlam"
    other.write_text("của người dùng", "utf-8")
    books = everything(pc.machine.workbooks)
    remove(pc.machine, speaker)
    assert everything(pc.machine.workbooks) == books
    left = [path for path in pc.root.rglob("*") if path.is_file()]
    assert [path for path in left if not path.is_relative_to(pc.machine.workbooks)] == [other]
    assert not pc.machine.home.exists()
    assert not list(pc.machine.shared.iterdir())
    assert not any("trusted locations" in key for key in pc.registry.keys)
    remove(pc.machine, speaker)  # a second time harms nothing
