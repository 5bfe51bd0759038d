"""The files as they lie on the disk: whole, valid, repeatable, and holding what macros/ says."""

import dataclasses
import datetime as dt
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from cchc_xl.authoring.layout import BUTTON_TABLES
from cchc_xl.macro import build_addin, build_macro_workbook
from cchc_xl.macro.buttons import BUTTONS, KEEPER_BUTTONS
from cchc_xl.macro.project import modules
from cchc_xl.templates import loader
from cchc_xl.workbook.builder import SourceOverwriteError
from cchc_xl.workbook.layout import Layout
from tests import ooxml
from tests.macro.built import (
    ADDIN,
    EDITIONS,
    KEEPER,
    addin,
    blank_content,
    blank_workbook,
    filled_workbook,
    keeper_workbook,
    modules_of,
    parts,
    vba_modules,
)

FILES = (*EDITIONS, KEEPER, ADDIN)


def data_of(name: str) -> bytes:
    if name == ADDIN:
        return addin()
    return keeper_workbook() if name == KEEPER else blank_workbook(name)


def written(name: str, folder: Path) -> Path:
    path = folder / (name if "." in name else f"{name}.xlsm")
    path.write_bytes(data_of(name))
    return path


@pytest.mark.parametrize("name", FILES)
def test_every_code_name_has_its_document_module(name: str) -> None:
    xml = parts(data_of(name))
    sheets = {n: t for n, t in xml.items() if n.startswith("xl/worksheets/sheet")}
    names = [re.findall(r'<sheetPr[^>]* codeName="(\w+)"', text) for text in sheets.values()]
    assert all(len(found) == 1 for found in names)
    [book] = re.findall(r'<workbookPr[^>]* codeName="(\w+)"', xml["xl/workbook.xml"])
    inside = vba_modules(data_of(name), name)
    documents = inside.keys() - {module.name for module in modules(modules_of(name))}
    assert documents == {book, *(found[0] for found in names)}
    assert book == "ThisWorkbook"


def test_the_same_arguments_give_the_same_bytes_in_another_process(tmp_path: Path) -> None:
    script = (
        "import hashlib;from tests.macro import built;"
        "print(hashlib.sha256(built.blank_workbook('chodon-xa-2024')).hexdigest(),"
        "hashlib.sha256(built.addin()).hexdigest())"
    )
    root = Path(__file__).resolve().parents[2]
    seen = {
        subprocess.run(
            [sys.executable, "-c", script],
            cwd=root,
            env={**os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "PYTHONPATH": str(root)},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed, zone in (("1", "UTC"), ("2", "Asia/Ho_Chi_Minh"))
    }
    assert len(seen) == 1


def test_files_are_written_whole(tmp_path: Path) -> None:
    workbook, addin_file = tmp_path / "Sổ báo cáo.xlsm", tmp_path / "CCHC.xlam"
    build_macro_workbook(workbook, loader.load("chodon-xa-2024"), blank_content("chodon-xa-2024"))
    build_addin(addin_file)
    assert workbook.read_bytes() == blank_workbook("chodon-xa-2024")
    assert addin_file.read_bytes() == addin()
    assert sorted(p.name for p in tmp_path.iterdir()) == ["CCHC.xlam", "Sổ báo cáo.xlsm"]


def test_the_file_a_report_was_read_from_is_never_replaced(tmp_path: Path) -> None:
    path = tmp_path / "so.xlsm"
    path.write_bytes(b"of the user")
    content = dataclasses.replace(blank_content("chodon-xa-2024"), source=str(path))
    with pytest.raises(SourceOverwriteError):
        build_macro_workbook(path, loader.load("chodon-xa-2024"), content)
    assert path.read_bytes() == b"of the user"


def test_a_checked_report_with_notes_is_valid_open_xml(tmp_path: Path) -> None:
    """Notes bring a drawing of their own: the buttons must stand before it."""
    from cchc_xl.macro import macro_workbook_bytes
    from cchc_xl.services import check_file
    from cchc_xl.services.books import comments_of, content_of, result_lines
    from cchc_xl.workbook.content import Checked
    from tests.macro.built import SAMPLES

    checked = check_file(SAMPLES / "phuong-2023-q3.txt")
    assert checked.read is not None
    lines = result_lines(checked)
    outcome = Checked(lines=lines, at=dt.datetime(2024, 3, 1), source="")
    content = content_of(checked.read, comments=comments_of(lines), outcome=outcome)
    data = macro_workbook_bytes(checked.read.template, content)
    assert any("<legacyDrawing" in t and "<drawing " in t for t in parts(data).values())
    path = tmp_path / "so.xlsm"
    path.write_bytes(data)
    assert ooxml.validate(path) == []


@pytest.mark.parametrize("edition", EDITIONS)
def test_front_and_every_section_carry_buttons_bound_to_macros(edition: str) -> None:
    xml = parts(blank_workbook(edition))
    drawings = [
        text
        for name, text in xml.items()
        if name.startswith("xl/drawings/drawing") and "[0]!" in text  # the others hold charts
    ]
    assert len(drawings) == 1 + len(Layout(loader.load(edition)).section_sheets)
    every = {f"[0]!{button.macro}" for button in BUTTONS}
    front = drawings[0]
    for text in drawings:
        bound = set(re.findall(r'macro="(\[0\][^"]*)"', text))
        only_front = {
            f"[0]!{name}"
            for name in (
                *("TuKiemTra", "PhatHanh"),
                *("XuatWord", "ThuyetMinh", "DoiChieuThuyetMinh", "KyMoi"),
            )
        }
        assert bound == (every if text is front else every - only_front)
        assert text.count('fPrintsWithSheet="0"') == len(bound), "buttons are not printed"


@pytest.mark.parametrize("edition", EDITIONS)
def test_titles_of_sections_end_before_the_buttons(edition: str) -> None:
    from cchc_xl.workbook.section_sheet import WIDTHS, section_title
    from cchc_xl.workbook.text_fit import count_lines

    free = sum(WIDTHS[c] for c in WIDTHS if c < "F")
    for section in loader.load(edition).sections:
        assert count_lines(section_title(section), free, 16, bold=True) == 1, section.title


def test_the_add_in_is_an_add_in_with_a_ribbon() -> None:
    xml = parts(addin())
    assert "addin.macroEnabled.main+xml" in xml["[Content_Types].xml"]
    assert 'label="CCHC"' in xml["customUI/customUI14.xml"]
    assert "2007/relationships/ui/extensibility" in xml["_rels/.rels"]
    assert "modFunctions" not in vba_modules(addin(), "CCHC.xlam")


def test_the_keepers_workbook_carries_its_buttons_on_the_guide_and_beside_titles() -> None:
    drawings = [
        set(re.findall(r'macro="(\[0\][^"]*)"', text))
        for name, text in parts(keeper_workbook()).items()
        if name.startswith("xl/drawings/drawing") and "[0]!" in text
    ]
    every = {f"[0]!{button.macro}" for button in KEEPER_BUTTONS}
    assert drawings[0] == every
    assert drawings[1:] == [every - {"[0]!TaoMauMoi"}] * len(BUTTON_TABLES)


def test_a_macro_workbook_has_no_ribbon_of_its_own() -> None:
    assert not any("customUI" in name for name in parts(blank_workbook("chodon-xa-2024")))


def test_a_filled_workbook_reads_back_as_the_plain_one(tmp_path: Path) -> None:
    from cchc_xl.services import read_file
    from tests.macro.built import SAMPLES

    path = tmp_path / "so.xlsm"
    path.write_bytes(filled_workbook("phuong-2023-q3"))
    again = read_file(path)
    first = read_file(SAMPLES / "phuong-2023-q3.txt")
    assert again.template == first.template
    values = {key for key, entry in first.report.entries.items() if not entry.is_blank}
    assert len(values) > 50
    assert {key for key, entry in again.report.entries.items() if not entry.is_blank} >= values
