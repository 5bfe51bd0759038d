"""The functions that stand in cells of a macro workbook.

Plain functions: off Windows xlwings' decorators leave them as they are. Each takes values as Excel
passes them (number, text, None for an empty cell, "#REF!" for an error) and never raises: what has
no answer is ``NO_ANSWER``, which the VBA wrapper turns into a real #N/A, so that the native half of
the cell's ``IFERROR`` speaks. Nothing here starts Python or talks back to Excel; `load_form` alone
reads the workbook, once, when a button starts the server.
"""

import contextlib
from decimal import Decimal, InvalidOperation
from typing import Any

import xlwings as xw

from cchc_xl.model import ReportTemplate
from cchc_xl.rules.expressions import CellValue, ErrorValue
from cchc_xl.rules.native import cells_read
from cchc_xl.rules.verdict import verdict
from cchc_xl.text import read_number, round_half_up, to_decimal
from cchc_xl.workbook.layout import META_KEY, META_SHEET, META_VALUE
from cchc_xl.workbook.meta import MetaError, decode

#: What a wrapper turns into a real error value.
NO_ANSWER = "#N/A"
CATEGORY = "CCHC"

#: Rows of `_cchc` that are read for the definition of the form; the longest allowed has 167 parts.
_META_ROWS = 200
_MAX_DECIMALS = 10
_ERRORS = frozenset({"#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!"})

# Annotations choose xlwings' converters on Windows: it knows Any, not object and not a union.
Passed = Any  # a value as it comes from a cell
Answer = Any  # a number, a text, or NO_ANSWER


class _Form:
    """The form of the workbook this server works for; None until a button said so."""

    template: ReportTemplate | None = None


def use_form(template: ReportTemplate | None) -> None:
    """From now on `CCHC_KIEMTRA` judges the rows of this form."""
    _Form.template = template


def load_form() -> None:
    """Take the form from the hidden sheet of the calling workbook; called when a server starts."""
    use_form(None)
    book = xw.Book.caller()
    if META_SHEET not in {sheet.name for sheet in book.sheets}:
        return  # the form keeper's workbook, or one of the user's own
    pairs = book.sheets[META_SHEET].range(f"{META_KEY}1:{META_VALUE}{_META_ROWS}").value
    with contextlib.suppress(MetaError):  # native formulas go on answering
        use_form(decode((_text(key), _text(value)) for key, value in pairs).template)


@xw.func(category=CATEGORY)
@xw.arg("tu", err_to_str=True, doc="Tử số: phần")
@xw.arg("mau", err_to_str=True, doc="Mẫu số: toàn bộ")
@xw.arg("so_le", doc="Số chữ số lẻ, không ghi thì là 2")
def CCHC_TYLE(tu: Passed, mau: Passed, so_le: Passed = 2) -> Answer:  # noqa: N802
    """Tỷ lệ phần trăm của hai ô, làm tròn nửa lên.

    Để trống khi thiếu số hoặc mẫu số bằng 0.
    """
    try:
        part, whole = _cell(tu), _cell(mau)
        if not isinstance(part, Decimal) or not isinstance(whole, Decimal) or whole == 0:
            return ""
        decimals = _cell(2 if so_le is None else so_le)
        if not isinstance(decimals, Decimal) or not 0 <= decimals <= _MAX_DECIMALS:
            return NO_ANSWER
        return float(round_half_up(part * 100 / whole, int(decimals)))
    except Exception:  # whatever it is: never a text in the place of a number
        return NO_ANSWER


@xw.func(category=CATEGORY)
@xw.arg("khoa", err_to_str=True, doc="Khóa của dòng (cột H)")
@xw.arg("o", err_to_str=True, doc="Các ô mà dòng này được đối chiếu, theo đúng thứ tự")
def CCHC_KIEMTRA(khoa: Passed, *o: Passed) -> str:  # noqa: N802
    """Nhận xét ngắn về một dòng của biểu, như cột Kiểm tra; để trống khi không có gì."""
    try:
        template, key = _Form.template, _text(khoa)
        if template is None or key not in template.by_key:
            return NO_ANSWER
        keys = cells_read(template, key)
        if len(keys) != len(o):
            return NO_ANSWER
        return verdict(template, key, dict(zip(keys, map(_cell, o), strict=True)))
    except Exception:
        return NO_ANSWER


@xw.func(category=CATEGORY)
@xw.arg("van_ban", err_to_str=True, doc="Ô hoặc chữ cần đọc")
def CCHC_SO(van_ban: Passed) -> Answer:  # noqa: N802
    """Đọc một số viết kiểu Việt Nam, ví dụ 1.234,5; báo lỗi khi không chắc."""
    try:
        value = _cell(van_ban)
        if isinstance(value, Decimal):
            return float(value)
        if not isinstance(value, str):
            return NO_ANSWER
        number = read_number(value).value
        return NO_ANSWER if number is None else float(number)
    except Exception:
        return NO_ANSWER


def _cell(value: Passed) -> CellValue:
    """A value as the rules know it. Raises ``ValueError`` for what is no cell's value."""
    if value is None or value == "":
        return None
    if isinstance(value, bool):  # Excel counts no TRUE as a number either
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float | Decimal):
        try:
            return to_decimal(value)
        except InvalidOperation as error:
            raise ValueError(value) from error
    if isinstance(value, str):
        return ErrorValue(value) if value in _ERRORS else value
    raise ValueError(f"not the value of a cell: {type(value).__name__}")


def _text(value: Passed) -> str:
    """A cell of a text column; Excel may have made a number of it."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return "" if value is None else str(value)
