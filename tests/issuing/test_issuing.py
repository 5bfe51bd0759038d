"""One prefilled workbook a unit; nothing that lies there is touched."""

import datetime as dt
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cchc_xl.macro import macro_workbook_bytes
from cchc_xl.model import Level, ListedUnit, OrgUnit, Origin, Period, ReportTemplate, Severity
from cchc_xl.model.front import FrontFields
from cchc_xl.services import books, check_file, read_file
from cchc_xl.services.issuing import Order, file_names, front_for, issue
from cchc_xl.templates import loader
from cchc_xl.workbook.builder import workbook_bytes
from cchc_xl.workbook.content import BookContent
from cchc_xl.workbook.grids import read_grids
from cchc_xl.workbook.layout import LEGAL_BASIS
from cchc_xl.workbook.stamp import Stamper
from cchc_xl.workbook.unit_list import LIST_NAME, read_unit_list
from tests.workbook.forms import small_form

Q1 = Period.parse("2021-Q1")
FRONT = FrontFields(
    dt.date(2020, 12, 15), dt.date(2021, 2, 28), dt.date(2021, 3, 5), letter="Công văn số 12/SNV"
)
UNITS = (
    ListedUnit("UBND xã Tân Lập", Level.XA, "X.01", ("Tân Lập",), "A"),
    ListedUnit("Sở Đổi mới & Sáng tạo", Level.SO),
)
FORM = small_form()


def order(*units: ListedUnit, template: ReportTemplate = FORM, macros: bool = False) -> Order:
    return Order(template, units or UNITS, Q1, FRONT, macros)


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.fixture(scope="module")
def edition() -> ReportTemplate:
    return loader.load("ankhe-2021")


def test_everything_a_unit_need_not_type_stands_in_its_workbook(
    tmp_path: Path, edition: ReportTemplate
) -> None:
    issued = issue(tmp_path / "quý I", order(template=edition))
    assert [one.path.name for one in issued] == [
        "X-01_UBND_xa_Tan_Lap_2021-Q1.xlsx",
        "002_So_Doi_moi_Sang_tao_2021-Q1.xlsx",
    ]
    for one, unit in zip(issued, UNITS, strict=True):
        read = read_file(one.path)
        assert read.report.org_unit == OrgUnit(
            name=unit.name, level=unit.level, code=unit.code or None
        )
        assert read.report.period == Q1
        assert read.front == FRONT
        assert read.report.is_blank
        assert {f.severity for f in check_file(one.path).findings} <= {Severity.NOTE}


def test_the_issuing_letter_stands_on_the_front_with_the_basis_of_the_form(
    tmp_path: Path, edition: ReportTemplate
) -> None:
    def said(template: ReportTemplate) -> str:
        path = issue(tmp_path / template.id, order(template=template))[0].path
        [front] = read_grids(path, only=lambda name: name == LEGAL_BASIS.sheet)
        return str(front.cell(3, 1).value)  # B4

    assert LEGAL_BASIS.cell == "B4"
    assert edition.legal_basis
    assert said(edition).startswith("Phát hành theo Công văn số 12/SNV · Biểu mẫu theo ")
    rebuilt = edition.model_copy(
        update={"id": "dung-lai", "legal_basis": None, "origin": Origin.REBUILT}
    )
    assert said(rebuilt) == "Phát hành theo Công văn số 12/SNV"


def test_the_list_lies_beside_the_workbooks(tmp_path: Path) -> None:
    issue(tmp_path, order())
    found = read_unit_list(tmp_path / LIST_NAME)
    assert (found.units, found.period, found.deadline) == (UNITS, Q1, FRONT.deadline)


def test_a_workbook_that_lies_there_is_never_touched_and_another_list_is_kept(
    tmp_path: Path,
) -> None:
    first = issue(tmp_path, order())
    first[0].path.write_bytes(b"filled")
    before = names(tmp_path)
    again = issue(tmp_path, order())
    assert [one.is_new for one in again] == [False, False]
    assert names(tmp_path) == before
    more = issue(tmp_path, order(ListedUnit("UBND xã Mới", Level.XA), *UNITS))
    # A line went in above: the file of the unit without a code keeps its earlier number.
    assert [one.is_new for one in more] == [True, False, False]
    assert more[1].path.read_bytes() == b"filled"
    assert more[2].path == first[1].path
    assert set(names(tmp_path)) - set(before) == {
        "001_UBND_xa_Moi_2021-Q1.xlsx",
        "danh-sach-don-vi (bản trước).csv",
    }


def test_macros_only_where_asked_for(tmp_path: Path) -> None:
    for macros, ending in ((False, ".xlsx"), (True, ".xlsm")):
        for one in issue(tmp_path, order(macros=macros)):
            assert one.path.suffix == ending
            with zipfile.ZipFile(one.path) as package:
                assert ("xl/vbaProject.bin" in package.namelist()) == macros


def test_progress_names_every_file_and_stopping_leaves_whole_files_only(tmp_path: Path) -> None:
    told: list[tuple[int, int, str]] = []

    def stop(done: int, total: int, name: str) -> None:
        told.append((done, total, name))
        if done == 1:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        issue(tmp_path, order(), stop)
    assert told == [(n, 2, name) for n, name in enumerate(file_names(order()))]
    [only] = names(tmp_path)
    with zipfile.ZipFile(tmp_path / only) as package:
        assert package.testzip() is None
    assert all(one.path.exists() for one in issue(tmp_path, order()))


def test_given_dates_win_over_the_letter_of_the_edition(edition: ReportTemplate) -> None:
    usual = front_for(edition, Q1)
    assert (usual.start, usual.end) == (dt.date(2020, 12, 15), dt.date(2021, 2, 28))
    given = FrontFields(end=dt.date(2021, 3, 1), letter="Công văn")
    assert front_for(edition, Q1, given) == replace(usual, end=given.end, letter="Công văn")


@given(
    st.lists(
        st.tuples(st.text(max_size=80), st.sampled_from(["", "A.1", "A-1", "CON", "../x", "Đ/1"])),
        max_size=8,
    )
)
def test_file_names_are_plain_short_and_each_only_once(units: list[tuple[str, str]]) -> None:
    found = file_names(order(*(ListedUnit(name, Level.XA, code) for name, code in units), UNITS[0]))
    assert len({name.casefold() for name in found}) == len(units) + 1
    for name in found:
        assert set(name) <= set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-")
        assert len(name) < 140
        assert name.count(".") == 1
        assert not name.startswith("-")


# ----- stamped as built --------------------------------------------------------------------------

TRICKY = (
    "UBND xã Tân Lập",
    "UBND xã Tân Lập Hạ",
    "Sở A & B <C>",
    'Trường "Hoa"',
    "'nháy'",
    "Cấp xã",  # stands in every workbook
    "12",
    "_x0041_",
    "  ",
    " thừa  trống ",
    "hai\ndòng",
    "=1+1",
    "Ban Quản lý " + "các khu công nghiệp " * 4,
    "Ban Quản lý " + "các khu công nghiệp " * 40,
    "W" * 60,
    "m\u0335",
)
NAMES = st.sampled_from(TRICKY) | st.text(max_size=40)
CODES = st.sampled_from([None, "X01", "1", "12", "xa", "a&b"]) | st.text(min_size=1, max_size=6)


@settings(max_examples=15, deadline=None)
@given(st.lists(st.tuples(NAMES, CODES, st.sampled_from(Level)), min_size=1, max_size=6))
def test_a_stamped_workbook_is_the_built_one(units: list[tuple[str, str | None, Level]]) -> None:
    stamper = Stamper(lambda content: workbook_bytes(FORM, content))
    for name, code, level in [*units, ("UBND xã Tân Lập", "X01", Level.XA)]:
        unit = OrgUnit(name=name, level=level, code=code)
        content = BookContent(org_unit=unit, period=Q1, front=FRONT)
        assert stamper.workbook(content) == workbook_bytes(FORM, content)


@pytest.mark.slow
def test_issued_workbooks_are_those_built_one_by_one(tmp_path: Path) -> None:
    template = loader.load("chodon-xa-2024")
    units = [ListedUnit(n, Level.XA, "X01") for n in (TRICKY[0], TRICKY[1], *TRICKY[12:14])]
    for macros in (False, True):
        build = macro_workbook_bytes if macros else workbook_bytes
        for one in issue(tmp_path, Order(template, units, Q1, FRONT, macros)):
            unit = OrgUnit(name=one.unit.name, level=one.unit.level, code=one.unit.code)
            content = books.content_from(template, {}, unit, Q1, front=FRONT)
            assert one.path.read_bytes() == build(template, content)
