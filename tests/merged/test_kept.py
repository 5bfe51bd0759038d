"""What the parent entered comes back for the next run, and what was typed over is told."""

import dataclasses
import datetime as dt
from decimal import Decimal
from pathlib import Path

import pytest

from cchc_xl.model import Level, OrgUnit
from cchc_xl.model.front import FrontFields
from cchc_xl.services import ReadOptions, UnusableFileError, books
from cchc_xl.services.kept import read_kept
from cchc_xl.services.merged_book import build_consolidated, content_of_outcome
from cchc_xl.services.outcome import Kept, Outcome
from cchc_xl.workbook.builder import build_workbook
from cchc_xl.workbook.content import CellContent, CellValue, Formula
from cchc_xl.workbook.layout import DETAIL_SHEET, SUBMISSION_SHEET, Layout
from cchc_xl.workbook.merged import detail_places
from cchc_xl.workbook.merged.detail_places import DetailLayout
from cchc_xl.workbook.merged.places import FILED_FIRST_ROW
from tests.calc_host import CalcHost
from tests.merged.outcomes import FORM, figures, listed, outcome_of, status, unit

UNITS = [
    unit("Xã A", ho_so=10, dung_han=9, tthc_xa=115, kinh_phi=1.5),
    unit("Xã B", ho_so=20, dung_han=5, tthc_xa=115),
    unit("Sở C", Level.SO, ho_so=5, tthc_xa=7),
]
SHA = [line.submission.sha256 for line in map(status, UNITS) if line.submission]
KEPT = Kept(
    own=figures(ho_so=100, tthc_huyen=3, cat_giam=12.5, doi_thoai=1, hinh_thuc=0, phat_sinh=4),
    overrides=figures(dung_han=13, ket_noi=66.67),
    used={SHA[0]: True, SHA[1]: False},
    received={SHA[2]: dt.date(2024, 3, 9)},
    notes={"ho_so": "Gồm cả hồ sơ kỳ trước"},
    justifications={"dung_han": "Đã rà soát"},
    units=listed("Xã A", "Xã B"),
    words={"noi_dung": "Chưa phát sinh"},
    front=FrontFields(report_no="15/BC", report_date=dt.date(2024, 3, 12)),
)


def marked(kept: Kept) -> Outcome:
    """Lines carry what the parent wrote in Dùng, as collecting hands them over."""
    lines = [status(leaf) for leaf in UNITS]
    used = [kept.used.get(sha) for sha in SHA]
    units = [dataclasses.replace(line, used=one) for line, one in zip(lines, used, strict=True)]
    return outcome_of(UNITS, kept=kept, units=units)


def typed_over(path: Path, outcome: Outcome, **cells: CellValue | Formula) -> None:
    """The workbook with other cells in column D than Tổng hợp put there."""
    content = content_of_outcome(outcome)
    changed = {key: CellContent(value=value) for key, value in cells.items()}
    build_workbook(path, FORM, dataclasses.replace(content, cells={**content.cells, **changed}))


@pytest.mark.parametrize("ending", ["xlsx", "xlsm"])
def test_everything_the_parent_entered_comes_back(ending: str, tmp_path: Path) -> None:
    path = tmp_path / f"so.{ending}"
    build_consolidated(path, marked(KEPT))
    again = read_kept(path)
    assert again.own == KEPT.own
    assert again.overrides == KEPT.overrides
    assert again.used == KEPT.used
    assert again.received[SHA[2]] == dt.date(2024, 3, 9)
    assert again.received[SHA[0]] == dt.date(2024, 3, 5)  # the file's own day, shown as it is
    assert (again.notes, again.justifications) == (KEPT.notes, KEPT.justifications)
    assert again.units == KEPT.units
    assert again.words == KEPT.words
    assert again.front is not None
    assert (again.front.report_no, again.front.report_date) == ("15/BC", dt.date(2024, 3, 12))
    assert (again.overwritten, again.moved) == ((), ())
    assert [what for _, what, _ in again.log] == ["Lập sổ", "Tổng hợp", *["Đã cộng"] * 3]


def test_a_second_run_adds_its_lines_below_the_first(tmp_path: Path) -> None:
    path = tmp_path / "so.xlsx"
    build_consolidated(path, outcome_of(UNITS))
    first = read_kept(path)
    build_consolidated(path, outcome_of(UNITS[:1], kept=first))
    second = read_kept(path)
    assert second.log[: len(first.log)] == first.log
    assert [what for _, what, _ in second.log[len(first.log) :]] == ["Tổng hợp", "Đã cộng"]
    assert SHA[0] in second.log[-1][2]


def test_a_figure_typed_over_a_formula_is_kept_and_named(tmp_path: Path) -> None:
    path = tmp_path / "so.xlsx"
    typed_over(path, outcome_of(UNITS), ho_so=40, dung_han=Formula("=12+3", 15), tthc_xa=122)
    kept = read_kept(path)
    # 122 is what adding up gives: 115 once for both communes, and 7
    assert kept.overrides == figures(ho_so=40, dung_han=15)
    assert kept.overwritten == ("ho_so", "dung_han")


def test_typing_over_an_earlier_override_replaces_it(tmp_path: Path) -> None:
    path = tmp_path / "so.xlsx"
    typed_over(path, outcome_of(UNITS, kept=Kept(overrides=figures(ho_so=40))), ho_so=41)
    kept = read_kept(path)
    assert kept.overrides == figures(ho_so=41)
    assert kept.overwritten == ("ho_so",)


def test_an_emptied_formula_comes_back_as_a_formula(tmp_path: Path) -> None:
    path = tmp_path / "so.xlsx"
    typed_over(path, outcome_of(UNITS), ho_so=None)
    assert read_kept(path).overrides == {}


def test_figures_of_a_workbook_never_consolidated_become_the_parents_own(tmp_path: Path) -> None:
    path = tmp_path / "so.xlsx"
    content = books.content_from(FORM, {}, OrgUnit(name="Huyện"), None)
    cells: dict[str, CellValue] = {
        "ho_so": 12,
        "tthc_xa": 115,
        "doi_thoai": "Có",
        "tthc": 115,
        "ty_le": 95.5,
    }
    changed = {key: CellContent(value=value) for key, value in cells.items()}
    build_workbook(path, FORM, dataclasses.replace(content, cells={**content.cells, **changed}))
    kept = read_kept(path)
    assert kept.own == figures(ho_so=12, tthc_xa=115, doi_thoai=1)
    assert kept.moved == ("ho_so", "tthc_xa")
    assert kept.overrides == {}
    [replaced] = [detail for _, what, detail in kept.log if what == "Thay số"]
    assert "95,5" in replaced  # a ratio reported before is not lost without a word
    assert "115" in replaced


def test_a_blank_workbook_has_nothing_to_keep(tmp_path: Path) -> None:
    path = tmp_path / "so.xlsm"
    books.build_blank(path, FORM, ReadOptions(org_unit_name="Huyện"))
    kept = read_kept(path)
    assert (kept.own, kept.overrides, kept.used, kept.moved) == ({}, {}, {}, ())


def test_with_very_many_units_values_are_told_from_typed_figures(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(detail_places, "MATRIX_LIMIT", 2)
    path = tmp_path / "so.xlsx"
    outcome = outcome_of(UNITS, kept=Kept(own=figures(ho_so=100)))
    build_consolidated(path, outcome)
    assert read_kept(path).overrides == {}
    typed_over(path, outcome, ho_so=1)
    kept = read_kept(path)
    assert (kept.own, kept.overrides) == (figures(ho_so=100), figures(ho_so=1))
    assert kept.overwritten == ("ho_so",)


def test_a_file_that_is_no_workbook_says_so_in_one_sentence(tmp_path: Path) -> None:
    path = tmp_path / "so.xlsx"
    path.write_bytes(b"PK\x03\x04 hong")
    with pytest.raises(UnusableFileError):
        read_kept(path)


@pytest.mark.libreoffice
def test_what_somebody_typed_in_a_spreadsheet_program_is_read(
    calc: CalcHost, tmp_path: Path
) -> None:
    path = tmp_path / "so.xlsx"
    build_consolidated(path, outcome_of(UNITS))
    form, detail = Layout(FORM), DetailLayout(FORM, len(UNITS))
    with calc.open(path) as book:
        book.set(DETAIL_SHEET, {f"E{detail.row_of('ho_so')}": 7, f"F{detail.row_of('tthc')}": 200})
        book.set(form.sheet_of("dung_han"), {form.cell("dung_han"): 1})
        book.set(form.sheet_of("cat_giam"), {form.cell("cat_giam"): 33.3})
        book.set(SUBMISSION_SHEET, {f"G{FILED_FIRST_ROW + 1}": "Không"})
        saved = book.save_copy(tmp_path / "luu.xlsx")
    kept = read_kept(saved)
    assert kept.own == {"ho_so": Decimal(7), "cat_giam": Decimal("33.3")}
    assert kept.overrides == figures(tthc=200, dung_han=1)
    assert kept.overwritten == ("dung_han",)
    assert list(kept.used.values()) == [False]
