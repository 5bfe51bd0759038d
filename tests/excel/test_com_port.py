"""The Windows port, against a stand-in that records what Excel would be told."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from cchc_xl.excel.cell_rule import CellRule, of_file, of_options
from cchc_xl.excel.inspection import inspect_file
from cchc_xl.excel.port import ComPort, Condition, Look, Protection, excel_color
from cchc_xl.services.live import expected_validations
from cchc_xl.templates import loader
from cchc_xl.workbook.layout import Layout


class Recorder:
    """Any attribute is another recorder, any call and assignment is kept under its full name."""

    def __init__(self, log: list[tuple[Any, ...]] | None = None, path: str = "") -> None:
        object.__setattr__(self, "log", [] if log is None else log)
        object.__setattr__(self, "path", path)

    def __getattr__(self, name: str) -> Any:
        return Recorder(self.log, f"{self.path}.{name}".lstrip("."))

    def __setattr__(self, name: str, value: Any) -> None:
        self.log.append((f"{self.path}.{name}".lstrip("."), value))

    def __call__(self, *args: Any, **kwargs: Any) -> Recorder:
        self.log.append((self.path, *args, kwargs) if kwargs else (self.path, *args))
        return Recorder(self.log, f"{self.path}()")


def test_a_copy_is_one_call() -> None:
    book = Recorder()
    ComPort().save_copy(book, Path("/tmp/bản sao.xlsx"))
    assert book.log == [("api.SaveCopyAs", "/tmp/bản sao.xlsx")]


def test_another_workbook_is_opened_in_front() -> None:
    app = Recorder()
    ComPort().open_book(app, Path("/tmp/mẫu mới.xlsm"))
    assert app.log == [("api.Workbooks.Open", "/tmp/mẫu mới.xlsm")]


def test_protection_goes_off_and_on_with_the_same_permissions() -> None:
    sheet = Recorder()
    port = ComPort()
    port.unprotect(sheet)
    port.protect(sheet, Protection(objects=True, autofilter=True, format_columns=True))
    assert sheet.log[0] == ("api.Unprotect", "")
    name, options = sheet.log[1]
    assert name == "api.Protect"
    allowed = {key for key, value in options.items() if key.startswith("Allow") and value}
    assert allowed == {"AllowFiltering", "AllowFormattingColumns"}
    assert options["DrawingObjects"] is False  # notes may be written
    assert options["Scenarios"] is True
    assert options["Contents"] is True


@pytest.mark.parametrize(
    ("rule", "told"),
    [
        (CellRule("list", formula1='"0,1,2"'), (3, 1, 1, "0,1,2")),
        (CellRule("list", formula1="CCHC_DS_1", alert="warning"), (3, 2, 1, "=CCHC_DS_1")),
        (CellRule("whole", "greaterThanOrEqual", "0", alert="warning"), (1, 2, 7, "0")),
        (CellRule("decimal", "between", "0", "100", alert="warning"), (2, 2, 1, "0", "100")),
        (CellRule("any"), (0, 1)),
    ],
)
def test_validation_is_replaced_whole(rule: CellRule, told: tuple[Any, ...]) -> None:
    area = Recorder()
    ComPort().set_rule(area, rule)
    assert area.log[:2] == [("api.Validation.Delete",), ("api.Validation.Add", *told)]
    assert ("api.Validation.IgnoreBlank", True) in area.log


def test_looks_conditions_and_filters_reach_excel() -> None:
    area = Recorder()
    port = ComPort()
    port.set_look(area, Look(bold=True, ink="#FF0000", wrap=True))
    assert area.log == [
        ("api.Font.Bold", True),
        ("api.Font.Color", 255),
        ("api.WrapText", True),
    ]
    area.log.clear()
    port.set_conditions(area, [Condition('=$A5<>""', fill="#0000FF")])
    assert ("api.FormatConditions.Add", {"Type": 2, "Formula1": '=$A5<>""'}) in area.log
    assert ("api.FormatConditions.Add().Interior.Color", 255 << 16) in area.log
    area.log.clear()
    port.set_filter(area)
    assert area.log == [("sheet.api.AutoFilterMode", False), ("api.AutoFilter",)]


def test_colours_are_turned_round_for_excel() -> None:
    assert excel_color("#010203") == 0x030201


@pytest.mark.parametrize("template", list(loader.load_all()), ids=lambda template: template.id)
def test_a_fresh_workbook_carries_the_validation_that_repairs_expect(
    template: Any, tmp_path: Path
) -> None:
    from cchc_xl.services import books

    path = tmp_path / "mẫu.xlsx"
    books.build_blank(path, template)
    layout = Layout(template)
    found = inspect_file(path, set(layout.section_sheets))
    expected = {key: of_options(rule) for key, rule in expected_validations(template).items()}
    assert expected
    for key, rule in expected.items():
        there = found[layout.sheet_of(key)].rules.get(layout.cell(key))
        assert rule.kind == "any" or rule.restricts_like(there), key


def test_a_rule_read_from_a_file_knows_excels_defaults() -> None:
    from openpyxl.worksheet.datavalidation import DataValidation

    rule = of_file(DataValidation(type="whole", formula1="1", formula2="5"))
    assert (rule.operator, rule.formula2, rule.alert) == ("between", "5", "stop")
    assert of_file(DataValidation(type=None)).kind == "any"
    assert not rule.restricts_like(None)
