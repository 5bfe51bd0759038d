"""The functions of cells as plain functions."""

from collections.abc import Iterator
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest
import xlwings
from hypothesis import given
from hypothesis import strategies as st

from cchc_xl.excel import udfs
from cchc_xl.excel.udfs import CCHC_KIEMTRA, CCHC_SO, CCHC_TYLE, NO_ANSWER
from cchc_xl.rules.native import cells_read
from cchc_xl.templates import loader

ANYTHING = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=20),
    st.lists(st.integers(), max_size=2), st.sampled_from(["#REF!", "#N/A", object()]),
)  # fmt: skip


@pytest.mark.parametrize(
    ("part", "whole", "decimals", "expected"),
    [
        (1.0, 3.0, 2, 33.33),
        (2.0, 3.0, 2, 66.67),
        (1.0, 16.0, 2, 6.25),
        (1.0, 32.0, 2, 3.13),  # 3.125: half up
        (1.0, 3.0, 0, 33.0),
        (1.0, 3.0, None, 33.33),
        (3.0, 0.0, 2, ""),
        (None, 3.0, 2, ""),
        (1.0, None, 2, ""),
        ("1", 3.0, 2, ""),  # a text is no number, as for ISNUMBER
        ("#REF!", 3.0, 2, ""),
        (True, 3.0, 2, ""),
        (1.0, 3.0, "hai", NO_ANSWER),
        (1.0, 3.0, -1.0, NO_ANSWER),
        ([1.0], 3.0, 2, NO_ANSWER),
    ],
)
def test_a_ratio(part: object, whole: object, decimals: object, expected: object) -> None:
    assert CCHC_TYLE(part, whole, decimals) == expected


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("12,5", 12.5),
        ("1.234.567", 1234567.0),
        (7.0, 7.0),
        ("21 nhiệm vụ", 21.0),
        ("1.234", NO_ANSWER),  # two readings: not guessed
        ("chưa có", NO_ANSWER),
        (None, NO_ANSWER),
        ("#REF!", NO_ANSWER),
    ],
)
def test_a_vietnamese_number(written: object, expected: object) -> None:
    assert CCHC_SO(written) == expected


@pytest.fixture
def form() -> Iterator[None]:
    udfs.use_form(loader.load("kontum-phuong-2023"))
    yield
    udfs.use_form(None)


def a_ratio_and_its_cells() -> tuple[str, tuple[str, ...]]:
    template = loader.load("kontum-phuong-2023")
    row = next(row for row in template.rows if row.is_ratio)
    return row.key, cells_read(template, row.key)


@pytest.mark.usefixtures("form")
def test_a_verdict_says_what_column_f_says() -> None:
    template = loader.load("kontum-phuong-2023")
    key, keys = a_ratio_and_its_cells()
    row = template.by_key[key]
    values = {row.numerator: 1.0, row.denominator: 3.0, key: 50.0}
    said = CCHC_KIEMTRA(key, *(values.get(k) for k in keys))
    assert said.startswith("Lỗi")
    assert "33,33" in said
    values[key] = 33.33
    assert CCHC_KIEMTRA(key, *(values.get(k) for k in keys)) == ""


@pytest.mark.usefixtures("form")
def test_a_verdict_on_an_error_cell_is_words_and_no_error() -> None:
    key, keys = a_ratio_and_its_cells()
    said = CCHC_KIEMTRA(key, *("#REF!" if k == key else None for k in keys))
    assert said not in ("", NO_ANSWER)


@pytest.mark.usefixtures("form")
def test_other_cells_than_the_native_formula_reads_get_no_verdict() -> None:
    key, keys = a_ratio_and_its_cells()
    assert CCHC_KIEMTRA(key, *([None] * (len(keys) + 1))) == NO_ANSWER
    assert CCHC_KIEMTRA("khong_co_khoa_nay", None) == NO_ANSWER


def test_without_a_form_there_is_no_verdict() -> None:
    key, keys = a_ratio_and_its_cells()
    udfs.use_form(None)
    assert CCHC_KIEMTRA(key, *([None] * len(keys))) == NO_ANSWER


@given(ANYTHING, ANYTHING, ANYTHING)
def test_whatever_comes_no_function_raises_or_answers_with_a_sentence(
    a: object, b: object, c: object
) -> None:
    for answer in (CCHC_TYLE(a, b, c), CCHC_SO(a)):
        assert answer in ("", NO_ANSWER) or isinstance(answer, float)
    udfs.use_form(loader.load("kontum-phuong-2023"))
    try:
        assert isinstance(CCHC_KIEMTRA(a, b, c), str)
    finally:
        udfs.use_form(None)


def test_loading_a_form_reads_the_hidden_sheet_of_the_calling_workbook(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from cchc_xl.workbook.content import BookContent
    from cchc_xl.workbook.meta import encode

    template = loader.load("chodon-xa-2024")
    cells = SimpleNamespace(value=[*map(list, encode(template, BookContent())), [None, None]])
    read = []

    def area(address: str) -> SimpleNamespace:
        read.append(address)
        return cells

    class Sheets(dict[str, SimpleNamespace]):
        def __iter__(self) -> Iterator[Any]:
            return iter(self.values())

    sheets = Sheets(_cchc=SimpleNamespace(name="_cchc", range=area))
    book = SimpleNamespace(sheets=sheets)
    monkeypatch.setattr(xlwings, "Book", SimpleNamespace(caller=lambda: book))
    try:
        udfs.load_form()
        loaded = udfs._Form.template
        assert loaded is not None
        assert loaded.id == template.id
        assert len(read) == 1, "one read across the bridge"
        cells.value = [["cchc_xl", "1"]]
        udfs.load_form()
        assert udfs._Form.template is None, "a damaged definition judges nothing"
        sheets.clear()
        udfs.load_form()  # a workbook of the user's own: the server starts all the same
        assert udfs._Form.template is None
    finally:
        udfs.use_form(None)


def test_rounding_is_exact() -> None:
    assert CCHC_TYLE(Decimal("1.005"), Decimal(100), 2) == 1.01
