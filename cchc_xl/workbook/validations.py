"""Native data validation: what Excel says while a value is typed.

Only what a cell can hold is judged here, so that it works with nothing installed. Numbers can be
kept after a warning (a wrong one is still a number somebody reported); a code that is not listed
cannot. What an imported report says stays as it is: validation only speaks when a cell is typed in.
"""

from typing import Any

from cchc_xl.model import Basis, ReportTemplate, Row, RowKind
from cchc_xl.text import shortened
from cchc_xl.workbook.choices import choice_options

_MAX_MESSAGE = 255
_MAX_TITLE = 32
_MAX_LIST = 255

_BASIS = {
    Basis.IN_PERIOD: "",
    Basis.STOCK: "Số có đến cuối kỳ.",
    Basis.YEAR_TO_DATE: "Số lũy kế từ đầu năm.",
    Basis.ANNUAL: "Số của cả năm.",
}
_COUNT = "Số nguyên từ 0 trở lên. Không phát sinh thì ghi 0."
_MONEY = "Số từ 0 trở lên{measure}. Không phát sinh thì ghi 0."
_OTHER_LEVEL = "Ô thuộc cấp khác (chữ xám) thì để trống."
_PERCENT = "Số từ 0 đến 100, không gõ dấu %. Dấu thập phân của máy: xem Trang chính."


def fits_in_list(options: tuple[int | str, ...]) -> bool:
    """True when the options can stand in the validation itself, parted by commas and quoted."""
    texts = [str(option) for option in options]
    return (
        not any(mark in text for text in texts for mark in ',"')
        and len(",".join(texts)) <= _MAX_LIST
    )


def validation_of(
    template: ReportTemplate, row: Row, list_source: str | None = None
) -> dict[str, Any]:
    """Options for XlsxWriter's ``data_validation`` of a row's value cell.

    ``list_source`` is the range with a choice row's options when they do not fit in the
    validation itself. A heading or a text row gets an input message at most.
    """
    if row.kind in (RowKind.CHOICE, RowKind.YES_NO):
        return _choice(row, list_source)
    if row.kind is RowKind.PERCENT:
        return _percent(template, row)
    if row.kind is RowKind.MONEY:
        measure = f", tính bằng {row.measure.lower()}" if row.measure else ""
        return _number(row, "decimal", "Số tiền", _MONEY.format(measure=measure))
    if row.kind is RowKind.COUNT:
        return _number(row, "integer", "Số lượng", _COUNT)
    return {"validate": "any", **_input(row, "Nội dung", "Ghi bằng chữ, ngắn gọn.")}


def _number(row: Row, kind: str, title: str, message: str) -> dict[str, Any]:
    return {
        "validate": kind,
        "criteria": ">=",
        "value": 0,
        "error_type": "warning",
        "error_title": "Xem lại số vừa gõ",
        "error_message": (
            "Dòng này nhận số nguyên từ 0 trở lên, không kèm chữ."
            if kind == "integer"
            else "Dòng này nhận số từ 0 trở lên, không kèm chữ."
        ),
        **_input(row, title, message),
    }


def _percent(template: ReportTemplate, row: Row) -> dict[str, Any]:
    message, title = _PERCENT, "Tỷ lệ phần trăm"
    if row.numerator is not None and row.denominator is not None:
        title = "Tỷ lệ tự tính"
        numerator, denominator = (
            " ".join(f"{part.no} {part.label}".split())
            for part in (template.by_key[row.numerator], template.by_key[row.denominator])
        )
        message = f"= 100 × ({shortened(numerator, 100)}) : ({shortened(denominator, 100)})"
    return {
        "validate": "decimal",
        "criteria": "between",
        "minimum": 0,
        "maximum": 100,
        "error_type": "warning",
        "error_title": "Xem lại tỷ lệ vừa gõ",
        "error_message": (
            "Tỷ lệ phải từ 0 đến 100. Nếu vừa gõ số có phần thập phân, kiểm tra dấu thập phân "
            "của máy này ở Trang chính (gõ sai dấu, 93,4 thành 934)."
        ),
        **_input(row, title, message),
    }


def _choice(row: Row, list_source: str | None) -> dict[str, Any]:
    options = choice_options(row)
    meanings = "; ".join(
        f"{choice.code} = {choice.label}" if row.codes_printed else choice.label
        for choice in row.choices
    )
    return {
        "validate": "list",
        "source": list_source or list(options),
        # Words may be typed a little differently and still be understood; a code may not.
        "error_type": "stop" if row.codes_printed else "warning",
        "error_title": "Chưa có trong danh sách",
        "error_message": shortened(f"Chọn một trong các giá trị: {meanings}", _MAX_MESSAGE),
        **_input(row, "Chọn mã" if row.codes_printed else "Chọn trong danh sách", meanings),
    }


def _input(row: Row, title: str, message: str) -> dict[str, Any]:
    extra = [_BASIS[row.basis]]
    if row.owner:
        extra.append(f"Nơi phụ trách: {row.owner}.")
    if row.levels:
        message = f"{message} {_OTHER_LEVEL}"
    full = " ".join([message, *filter(None, extra)])
    return {
        "input_title": shortened(title, _MAX_TITLE),
        "input_message": full if len(full) <= _MAX_MESSAGE else shortened(message, _MAX_MESSAGE),
    }
