"""The readable sources in ``macros/`` and how they hang together."""

import inspect
import re
import unicodedata
import xml.etree.ElementTree as ET
from importlib import import_module

import pytest

from cchc_xl.macro.buttons import BUTTONS, KEEPER_BUTTONS
from cchc_xl.macro.project import ADDIN_MODULES, RIBBON, WORKBOOK_MODULES, modules
from tests.macro.built import MACROS, public_procedures

OURS = sorted(path.stem for path in MACROS.glob("*.bas"))
SOURCES = {name: (MACROS / f"{name}.bas").read_text("utf-8") for name in OURS}
#: Names Excel runs by itself when a file is opened or closed.
SELF_RUNNING = re.compile(
    r"\b(Auto_?(Open|Close|Exec|Activate)|(Workbook|Worksheet|App)_\w+|xlAuto\w+)\b", re.IGNORECASE
)
PYTHON_TARGETS = {
    "kiem_tra", "tong_hop", "xuat_pdf", "tao_tep_gui", "xoa_danh_dau", "khoi_phuc_cong_thuc",
    "tu_kiem_tra", "phat_hanh", "xuat_word", "thuyet_minh", "doi_chieu_thuyet_minh", "ky_moi",
    "tao_mau_moi", "kiem_tra_mau", "phat_hanh_mau",
}  # fmt: skip


def ribbon_buttons() -> list[dict[str, str]]:
    root = ET.fromstring((MACROS / RIBBON).read_bytes())
    return [element.attrib for element in root.iter() if element.tag.endswith("}button")]


def test_every_source_is_shipped_somewhere() -> None:
    assert {*WORKBOOK_MODULES, *ADDIN_MODULES} == set(OURS)


@pytest.mark.parametrize("name", [*OURS, RIBBON])
def test_sources_are_composed_unicode_without_carriage_returns(name: str) -> None:
    path = MACROS / (name if name == RIBBON else f"{name}.bas")
    text = path.read_bytes().decode("utf-8")
    assert unicodedata.normalize("NFC", text) == text
    assert "\r" not in text
    assert text.endswith("\n")


def test_built_modules_are_ascii_with_windows_line_ends() -> None:
    for module in modules(sorted({*WORKBOOK_MODULES, *ADDIN_MODULES})):
        assert module.source.isascii()
        assert module.source.count("\r\n") == module.source.count("\n")
        assert module.source.endswith("\r\n")
        assert max(map(len, module.source.split("\r\n"))) <= 1023, module.name


def test_every_module_asks_for_declared_variables() -> None:
    for name, source in SOURCES.items():
        assert "Option Explicit" in source, name


def test_nothing_runs_by_itself() -> None:
    for module in modules(sorted({*WORKBOOK_MODULES, *ADDIN_MODULES})):
        assert not SELF_RUNNING.search(module.source), module.name
    assert "onLoad" not in (MACROS / RIBBON).read_text("utf-8")


def test_every_button_names_a_procedure_without_arguments() -> None:
    offered = public_procedures(SOURCES["modButtons"])
    assert {button.macro for button in (*BUTTONS, *KEEPER_BUTTONS)} == {
        name for name, arguments in offered.items() if arguments == ""
    }


def test_only_buttons_stand_in_excels_list_of_macros() -> None:
    """A macro that takes no argument is listed unless its module is private."""
    for name, source in SOURCES.items():
        if name == "modButtons" or "Option Private Module" in source:
            continue
        listed = [n for n, arguments in public_procedures(source).items() if not arguments]
        assert listed == [], name


def test_the_ribbon_calls_a_procedure_with_the_arguments_office_passes() -> None:
    callbacks = {button["onAction"] for button in ribbon_buttons()}
    assert callbacks == {"modRibbon.RibbonClick"}
    assert public_procedures(SOURCES["modRibbon"]) == {"RibbonClick": "control As IRibbonControl"}


def test_the_ribbon_offers_every_button_with_the_same_words() -> None:
    on_ribbon = {button["tag"]: button["label"] for button in ribbon_buttons()}
    assert on_ribbon == {one.macro: one.caption for one in (*BUTTONS, *KEEPER_BUTTONS)}
    chosen = re.findall(r'Case "(\w+)": modButtons\.(\w+)', SOURCES["modRibbon"])
    assert dict(chosen) == {tag: tag for tag in on_ribbon}


def test_buttons_go_to_the_python_procedures_of_their_names() -> None:
    called = {
        target
        for source in SOURCES.values()
        for target in re.findall(r'Run(?:Keeper)?Button "(\w+)"', source)
    }
    assert called == PYTHON_TARGETS


def test_every_python_target_exists_and_takes_no_argument() -> None:
    buttons = import_module("cchc_xl.excel.buttons")
    for target in PYTHON_TARGETS:
        required = [
            parameter
            for parameter in inspect.signature(getattr(buttons, target)).parameters.values()
            if parameter.default is parameter.empty
        ]
        assert required == [], target


def test_python_run_from_strings_exists() -> None:
    """Modules and functions named inside texts of VBA."""
    named = set()
    for source in SOURCES.values():
        named |= set(re.findall(r"\b(cchc_xl(?:\.\w+)+)\(\)", source))
    assert named == {"cchc_xl.excel.udfs.load_form"}
    module, _, function = named.pop().rpartition(".")
    assert not inspect.signature(getattr(import_module(module), function)).parameters


def test_help_of_the_function_wizard_has_one_line_for_each_argument() -> None:
    described = dict(
        re.findall(r'DescribeOne "(\w+)", ".*?", Array\((.*)\)', SOURCES["modFunctionHelp"])
    )
    declared = dict(re.findall(r"^Function (\w+)\((.*)\)", SOURCES["modFunctions"], re.MULTILINE))
    assert described.keys() == declared.keys()
    for name, arguments in declared.items():
        assert len(re.findall(r'"[^"]*"', described[name])) == len(arguments.split(",")), name


def test_windows_speak_unicode() -> None:
    """MsgBox is ANSI in Excel: it may stand only where LibreOffice alone compiles."""
    for name, source in SOURCES.items():
        outside = re.sub(r"#If False Then.*?#End If", "", source, flags=re.DOTALL)
        code = re.sub(r"'.*", "", outside)
        assert not re.search(r"\b(MsgBox|InputBox)\b", code), name
    for module in modules(WORKBOOK_MODULES):
        if module.name == "xlwings":
            assert "MsgBox" not in module.source


def test_lines_of_the_self_test_stand_below_those_python_writes() -> None:
    from cchc_xl.excel import self_test

    first = re.search(r"FIRST_LINE As Long = (\d+)", SOURCES["modSelfTest"])
    assert first is not None
    assert int(first[1]) > self_test._ROWS
    assert f'Worksheets("{self_test.SHEET}")' in SOURCES["modSelfTest"]
