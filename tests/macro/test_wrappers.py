"""Functions in cells: generated, never starting Python, failing with a real error."""

import re

import pytest
from xlwings.conversion import accessors

from cchc_xl.excel.wrappers import declarations, functions_module
from tests.macro.built import MACROS

SOURCE = (MACROS / "modFunctions.bas").read_text("utf-8")
FUNCTIONS = dict(
    re.findall(r"^Function (\w+)\(.*?\)\n(.*?)^End Function$", SOURCE, re.DOTALL | re.MULTILINE)
)


def test_the_committed_module_is_what_the_declarations_give() -> None:
    assert functions_module() == SOURCE, "python -m cchc_xl.excel.wrappers macros/modFunctions.bas"


def test_generating_leaves_nothing_behind() -> None:
    import sys

    import xlwings

    before = (xlwings.func, xlwings.arg, {n for n in sys.modules if n.startswith("pythoncom")})
    functions_module()
    after = (xlwings.func, xlwings.arg, {n for n in sys.modules if n.startswith("pythoncom")})
    assert after == before


def test_the_three_functions_are_there() -> None:
    assert set(FUNCTIONS) == {"CCHC_TYLE", "CCHC_KIEMTRA", "CCHC_SO"}


@pytest.mark.parametrize("name", sorted(FUNCTIONS))
def test_a_function_uses_only_a_server_that_lives(name: str) -> None:
    body = FUNCTIONS[name]
    assert "XLPy" not in body
    assert "RunPython" not in body
    assert body.index("If modBridge.Server() Is Nothing Then GoTo failed") < body.index("CallUDF")
    assert body.count("CallUDF") == 1, "one call across the bridge"


@pytest.mark.parametrize("name", sorted(FUNCTIONS))
def test_a_function_passes_values_and_never_ranges(name: str) -> None:
    assert re.search(r"CallUDF\([^\n]*, modBridge\.Values\(", FUNCTIONS[name])
    for assigned in re.findall(r"argsArray\([^=]*\) = (.*)", FUNCTIONS[name]):
        assert assigned.startswith("modBridge.ValueOf(")


@pytest.mark.parametrize("name", sorted(FUNCTIONS))
def test_a_function_that_fails_ends_in_an_error_value(name: str) -> None:
    lines = FUNCTIONS[name].rstrip("\n").split("\n")
    ending = lines[lines.index("failed:") + 1 :]
    assert ending == [
        "    modBridge.FunctionFailed",
        f"    {name} = CVErr(xlErrNA)",
        "#If False Then",
        f"    {name} = modLibreOffice.NoAnswer()",
        "#End If",
    ]
    assert "Err.Description" not in FUNCTIONS[name]
    assert "On Error GoTo failed" in lines[:2][-1] or "On Error GoTo failed" in lines[0]


def test_declarations_carry_vietnamese_words_for_every_argument() -> None:
    found = declarations()
    assert {name: [a["name"] for a in f["args"]] for name, f in found.items()} == {
        "CCHC_KIEMTRA": ["khoa", "o"],
        "CCHC_SO": ["van_ban"],
        "CCHC_TYLE": ["tu", "mau", "so_le"],
    }
    for name, function in found.items():
        assert not name.isascii() or name.isidentifier()
        assert not function["ret"]["doc"].isascii()
        assert function["category"] == "CCHC"
        for argument in function["args"]:
            assert not argument["doc"].startswith("Positional"), (name, argument["name"])
            assert argument["name"].isascii()


def test_errors_in_cells_reach_the_functions_by_name() -> None:
    """Otherwise xlwings hands them over as empty cells."""
    for name, function in declarations().items():
        for argument in function["args"]:
            if argument["name"] != "so_le":
                assert argument["options"].get("err_to_str"), (name, argument["name"])


def test_xlwings_has_a_converter_for_every_argument_and_answer() -> None:
    """On Windows an annotation it does not know makes every call of the function fail."""
    for name, function in declarations().items():
        options = [function["ret"]["options"], *(a["options"] for a in function["args"])]
        assert all(one.get("convert") in accessors for one in options), name
