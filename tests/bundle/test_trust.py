from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from bundle.cchc_setup import trust
from bundle.cchc_setup.contents import is_marked
from bundle.cchc_setup.installing import Wishes, install
from bundle.cchc_setup.state import read_state
from bundle.cchc_setup.words import SetupError, Speaker
from tests.bundle.pc import PaperPc, mark

EXCEL = r"HKCU\Software\Microsoft\Office\16.0\Excel"
POLICY = r"HKCU\Software\Policies\Microsoft\Office\16.0\Excel\Security"


@pytest.fixture
def downloaded(old: Path) -> Path:
    for path in list(old.rglob("*.xl*")):
        mark(path)
    return old


def marked_files(pc: PaperPc) -> set[str]:
    files = [*pc.machine.workbooks.glob("*.xls?"), pc.machine.addins / "CCHC.xlam"]
    return {path.name for path in files if is_marked(path)}


def test_the_mark_of_a_download_stays_unless_asked(
    pc: PaperPc, downloaded: Path, speaker: Speaker
) -> None:
    install(pc.machine, downloaded, Wishes(), speaker)
    assert marked_files(pc) == {"phuong.xlsm", "phuong.xlsx", "CCHC.xlam"}
    assert any("--bo-dau-tai-ve" in words for words in speaker.said)
    assert not pc.registry.keys


def test_asked_for_the_mark_goes_from_our_files_alone(
    pc: PaperPc, downloaded: Path, speaker: Speaker
) -> None:
    own = pc.machine.workbooks / "Cua toi.xlsm"
    own.parent.mkdir(parents=True)
    own.write_text("của người dùng", "utf-8")
    mark(own)
    install(pc.machine, downloaded, Wishes(unblock=True), speaker)
    assert marked_files(pc) == {"Cua toi.xlsm"}
    assert not any("--bo-dau-tai-ve" in words for words in speaker.said)


@pytest.mark.parametrize(
    ("key", "name", "value"),
    [
        (POLICY, "blockcontentexecutionfrominternet", 1),
        (POLICY, "VBAWarnings", 4),
        (POLICY, "VBAWarnings", 3),
        (rf"{POLICY}\Trusted Locations", "AllLocationsDisabled", 1),
        (POLICY.replace("16.0", "15.0").replace("HKCU", "HKLM"), "VBAWarnings", 4),
    ],
)
def test_a_policy_is_never_worked_around(
    pc: PaperPc, downloaded: Path, speaker: Speaker, key: str, name: str, value: int
) -> None:
    pc.registry.write(rf"{EXCEL}\Options", {"x": 1})
    pc.registry.write(key, {name: value})
    before = dict(pc.registry.keys)
    for wishes in (Wishes(unblock=True), Wishes(trust=True)):
        with pytest.raises(SetupError, match="chính sách"):
            install(pc.machine, downloaded, wishes, speaker)
    assert marked_files(pc) == {"phuong.xlsm", "phuong.xlsx", "CCHC.xlam"}
    assert pc.registry.keys == before
    install(pc.machine, downloaded, Wishes(), speaker)  # without the wish: installed, and said
    assert any(name.lower() in words.lower() for words in speaker.said)


def test_a_policy_that_allows_is_no_obstacle(pc: PaperPc) -> None:
    pc.registry.write(POLICY, {"VBAWarnings": 1, "blockcontentexecutionfrominternet": 0})
    assert trust.policies(pc.registry) == []


def test_a_trusted_location_is_made_once_and_remembered(
    pc: PaperPc, old: Path, new: Path, speaker: Speaker
) -> None:
    pc.registry.write(rf"{EXCEL}\Options", {"x": 1})
    taken = rf"{EXCEL}\Security\Trusted Locations\Location50"
    pc.registry.write(taken, {"Path": "D:\\cua toi\\"})
    install(pc.machine, old, Wishes(trust=True), speaker)
    install(pc.machine, new, Wishes(trust=True), speaker)
    [made] = read_state(pc.machine).trusted
    assert made == rf"{EXCEL}\Security\Trusted Locations\Location51"
    assert pc.registry.read(made, "Path") == f"{pc.machine.workbooks}\\"
    assert pc.registry.read(made, "AllowSubfolders") == 0
    assert pc.registry.read(taken, "Path") == "D:\\cua toi\\"


def test_without_excel_no_location_is_made(pc: PaperPc) -> None:
    with pytest.raises(SetupError, match="Chưa thấy Excel"):
        trust.trust_folder(pc.machine, pc.machine.workbooks, dt.date(2024, 3, 5))
    assert not pc.registry.keys
