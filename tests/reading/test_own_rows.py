"""The quick ways through a workbook of ours say what the long way says, whatever was done to it."""

import datetime as dt
import re
import zipfile
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cchc_xl.model import PrintedRow, ReportTemplate
from cchc_xl.services import ReadOptions, ReadReport, books, check_file, read_file
from cchc_xl.services.reading import recognise_document, understand
from cchc_xl.templates.matching import align
from cchc_xl.templates.recognise import match
from cchc_xl.templates.table import may_head_a_column
from cchc_xl.workbook import layout as places
from cchc_xl.workbook.builder import workbook_bytes
from cchc_xl.workbook.grids import GridCell, RawCell, SheetGrid, grids_of
from cchc_xl.workbook.layout import Layout
from cchc_xl.workbook.meta import Meta, decode
from cchc_xl.workbook.own_rows import any_rows, own_rows
from cchc_xl.workbook.sheet_source import meta_pairs, read_own
from tests.reading.forms import SAMPLE_OF

FORMS = tuple(sorted(SAMPLE_OF))
FIRST = places.HEADER_ROW  # 0-based line of a section sheet's first row
NO, LABEL, MEASURE, VALUE, NOTE, VERDICT, JUSTIFICATION, KEY, ORIGINAL = range(9)

# What people, other programs and bad luck leave in the cells of one column.
LEFT: dict[int, list[GridCell]] = {
    NO: [None, "1.", "Trong đó", "I", 1.0, 0.0, "STT", RawCell(None, error="#REF!")],
    LABEL: [None, "Nội dung mới", "a", "Số liệu", "Chỉ tiêu", "Kết quả", 5.0, "TT  công tác"],
    MEASURE: [None, "%", "Đơn  vị", "ĐVT", "Đơn vị tính", 2.0],
    VALUE: [
        *(None, 0.0, 8.0, 8, 98.33, -3.0, 1e16, True, "", "  ", "08", " 12,5 ", "1.234", "Có"),
        *("không có", "5 đơn vị", "08/21", "STT 1", "Đơn vị tính", "Nội dung"),
        *(dt.date(2024, 3, 5), dt.datetime(2024, 3, 5, 7), dt.time(7), dt.timedelta(hours=30)),
        *(RawCell(None, error="#DIV/0!"), RawCell(1.0, percent=True), RawCell(12.5, percent=True)),
    ],
    NOTE: [None, "Không có", " trong đó  5 ", "ghi chú", "Chỉ tiêu giao", 3.0, "số TT 5<b>x</b>"],
    VERDICT: [None, "Lỗi: không khớp", "STT", 1.0],
    JUSTIFICATION: [None, "Do mất điện", "TT chưa có", "Nội dung khác", dt.date(2024, 3, 5)],
    KEY: [None, "khong_co_khoa", "tt_rieng", "dvt", 4.0],
    ORIGINAL: [None, "8|08", "8|8 đơn vị", "12,5|12,5%", "100|100%", "STT|x", "8|STT", 8.0],
}

Edit = tuple[str, int, int, int, int]
edits = st.lists(
    st.tuples(
        st.sampled_from(["set"] * 8 + ["swap", "delete", "repeat", "key"]),
        st.integers(0, 6),  # the sheet
        st.integers(0, 60),  # the line
        st.integers(0, 8),  # the column, or another line
        st.integers(0, 30),  # which of the things left
    ),
    max_size=12,
)


@cache
def workbook_of(form: str) -> tuple[Meta, dict[str, SheetGrid]]:
    checked = check_file(SAMPLE_OF[form])
    assert checked.read is not None
    data = workbook_bytes(checked.read.template, books.content_of(checked.read))
    named = {grid.name: grid for grid in grids_of(data)}
    return decode(meta_pairs(named[places.META_SHEET])), named


def edited(form: str, changes: list[Edit]) -> tuple[Meta, dict[str, SheetGrid]]:
    meta, named = workbook_of(form)
    found = dict(named)
    names = Layout(meta.template).section_sheets
    for name in names:
        rows = [[*row, *[None] * 9][:9] for row in named[name].rows]
        found[name] = replace(named[name], rows=rows)
    for what, sheet, line, column, pick in changes:
        rows = found[names[sheet % len(names)]].rows
        body = range(FIRST - found[names[0]].first_row, len(rows))
        if not body:
            continue
        at = body[line % len(body)]
        if what == "set":
            rows[at][column] = LEFT[column][pick % len(LEFT[column])]
        elif what == "swap":
            other = body[(line + column + 1) % len(body)]
            rows[at], rows[other] = rows[other], rows[at]
        elif what == "delete":
            del rows[at]
        elif what == "repeat":
            rows.insert(at, list(rows[at]))
        else:
            rows[at][KEY] = meta.template.rows[pick].key
    return meta, found


def rows_the_long_way(grid: SheetGrid) -> list[PrintedRow]:
    left: list[GridCell] = [None] * grid.first_column
    return [
        row
        for number, cells in enumerate(grid.rows, grid.first_row)
        if number >= FIRST
        for row in any_rows([*left, *cells, *[None] * 9][:9], number, grid.name)
    ]


def report_of(meta: Meta, named: dict[str, SheetGrid], *, long_way: bool) -> ReadReport | None:
    document = read_own(named, meta)
    if document is None:
        return None
    options, path = ReadOptions(), Path("so.xlsx")
    found = recognise_document(path, document, options)
    if long_way:
        # Another alignment, though the same one, is not taken for that of the form itself.
        found = replace(found, alignment=replace(found.alignment))
    return understand(path, document, found, options)


@settings(max_examples=100)
@given(form=st.sampled_from(FORMS), changes=edits)
def test_rows_read_at_once_are_those_read_with_care(form: str, changes: list[Edit]) -> None:
    meta, named = edited(form, changes)
    names = Layout(meta.template).section_sheets
    for name in {names[sheet % len(names)] for _, sheet, *_ in changes}:
        assert own_rows(named[name]) == rows_the_long_way(named[name])


@settings(max_examples=100)
@given(form=st.sampled_from(FORMS), changes=edits)
def test_a_form_row_for_row_is_matched_as_any_table_is(form: str, changes: list[Edit]) -> None:
    meta, named = edited(form, changes)
    document = read_own(named, meta)
    assert document is not None
    [rows] = document.tables
    if all(row.key for row in rows):  # else pieces of rows may be joined first
        assert match(rows, meta.template).alignment == align(rows, meta.template)
    assert report_of(meta, named, long_way=False) == report_of(meta, named, long_way=True)


@pytest.mark.parametrize("form", FORMS)
def test_rows_nobody_touched_are_read_alike(form: str) -> None:
    meta, named = workbook_of(form)
    for name in Layout(meta.template).section_sheets:
        assert own_rows(named[name]) == rows_the_long_way(named[name]) != []


@pytest.mark.parametrize("form", FORMS)
def test_an_untouched_workbook_takes_the_quick_way(form: str) -> None:
    """Otherwise the two tests above compare the long way with itself."""
    meta, named = edited(form, [])
    first, second = (recognise(named, meta) for _ in range(2))
    assert first is second
    assert first.missing == first.moved == first.reworded == ()


def recognise(named: dict[str, SheetGrid], meta: Meta) -> Any:
    document = read_own(named, meta)
    assert document is not None
    return recognise_document(Path("so.xlsx"), document, ReadOptions()).alignment


@pytest.mark.parametrize(
    ("text", "may"),
    [
        ("STT", True),
        ("Số TT chung", True),
        ("Chỉ tiêu", True),
        ("Nội dung công việc", True),
        ("Đơn vị tính", True),
        ("ĐVT", True),
        ("Đơn vị tính là gì", False),
        ("Số liệu", False),
        ("", False),
        ("Tỷ lệ", False),
        ("STTT", False),
    ],
)
def test_words_that_no_header_does_without(text: str, may: bool) -> None:
    assert may_head_a_column(text) is may


def test_sheets_that_begin_further_down_or_right_are_read_alike() -> None:
    meta, named = workbook_of("chodon-xa-2024")
    name = Layout(meta.template).section_sheets[0]
    grid = named[name]
    lower = SheetGrid(name, FIRST, 0, grid.rows[FIRST - grid.first_row :], None)
    assert own_rows(lower) == own_rows(grid)
    narrow = SheetGrid(name, FIRST, 1, [row[1:] for row in lower.rows], None)
    assert own_rows(narrow) == rows_the_long_way(narrow)
    assert [row.key for row in own_rows(narrow)] == [row.key for row in own_rows(grid)]


# -- whole files


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    checked = check_file(SAMPLE_OF["chodon-xa-2024"])
    assert checked.read is not None
    path = tmp_path_factory.mktemp("so") / "so.xlsx"
    books.build_filled(path, checked.read)
    return path


def changed(book: Path, folder: Path, change: Callable[[str, bytes], bytes]) -> Path:
    target = folder / "so.xlsx"
    with zipfile.ZipFile(book) as source, zipfile.ZipFile(target, "w") as out:
        for item in source.infolist():
            out.writestr(item, change(item.filename, source.read(item)))
    return target


def renamed(old: str, new: str) -> Callable[[str, bytes], bytes]:
    def change(part: str, data: bytes) -> bytes:
        if part != "xl/workbook.xml":
            return data
        quoted = re.escape(f'<sheet name="{old}"').encode()
        data, count = re.subn(quoted, f'<sheet name="{new}"'.encode(), data)
        assert count == 1
        return data

    return change


def template_of(book: Path) -> ReportTemplate:
    return read_file(book).template


@pytest.mark.parametrize("new", ["Phần của tôi", places.PRINT_SHEET + " cũ"])
def test_a_renamed_section_is_found_by_its_keys(book: Path, tmp_path: Path, new: str) -> None:
    whole = read_file(book).report
    old = Layout(template_of(book)).section_sheets[2]
    read = read_file(changed(book, tmp_path, renamed(old, new)))
    assert set(read.report.entries) == set(whole.entries)
    assert {key: entry.raw for key, entry in read.report.entries.items()} == {
        key: entry.raw for key, entry in whole.entries.items()
    }
    assert {entry.sheet for entry in read.report.entries.values()} == {
        *(entry.sheet for entry in whole.entries.values() if entry.sheet != old),
        new,
    }


def test_a_section_that_took_the_name_of_another_of_our_sheets_is_found(
    book: Path, tmp_path: Path
) -> None:
    """Somebody threw the chart sheet away and gave its name to a section."""
    old = Layout(template_of(book)).section_sheets[1]
    rename, away = (
        renamed(old, places.GUIDE_SHEET),
        renamed(places.GUIDE_SHEET, "Hướng dẫn cũ"),
    )
    path = changed(book, tmp_path, lambda part, data: rename(part, away(part, data)))
    assert set(read_file(path).report.entries) == set(read_file(book).report.entries)


def test_a_section_that_was_deleted_is_missing(book: Path, tmp_path: Path) -> None:
    template = template_of(book)
    section = template.sections[1]
    gone = re.compile(rb'<sheet name="%s"[^>]*/>' % Layout(template).sheet_for(section).encode())
    path = changed(book, tmp_path, lambda part, data: gone.sub(b"", data))
    read = read_file(path)
    assert set(read.report.entries) == {row.key for row in template.rows} - {
        row.key for row in section.rows
    }
    assert [f.code for f in read.report.findings] == ["KT101"]


def test_a_workbook_without_our_hidden_sheet_is_read_as_any_other(
    book: Path, tmp_path: Path
) -> None:
    path = changed(book, tmp_path, renamed(places.META_SHEET, "khác"))
    read = read_file(path)
    assert read.template.id == "chodon-xa-2024"
    assert read.front is None


def test_bytes_are_read_once(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A share in a slow network is asked for the file once."""
    opened: list[Path] = []
    real = Path.open

    def counting(self: Path, *args: Any, **kwargs: Any) -> Any:
        opened.append(self)
        return real(self, *args, **kwargs)

    monkeypatch.setattr(Path, "open", counting)
    read_file(book)
    assert opened.count(book) == 1
