"""Entries, names and reasons that once got lost or misled on their way through Tổng hợp."""

import dataclasses
import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path

from cchc_xl.consolidate import Sorted, Submission, Wanted, sort_out
from cchc_xl.messages import render
from cchc_xl.model import Level, ListedUnit, OrgUnit, Period
from cchc_xl.services.consolidating import Request, consolidate_submissions
from cchc_xl.services.kept import read_kept
from cchc_xl.services.merged_book import build_consolidated, content_of_outcome
from cchc_xl.services.merged_lists import reminder_lines
from cchc_xl.services.merged_slips import slip_lines
from cchc_xl.services.outcome import Kept, Outcome
from cchc_xl.services.receiving import receive, unpacked
from cchc_xl.services.tidy_tables import tables
from cchc_xl.workbook.builder import build_workbook
from cchc_xl.workbook.content import CellContent
from cchc_xl.workbook.merged.places import SlipKind
from tests.merging.folder import DONE, FORM, LIST_LENGTH, SENT, SHARE, book
from tests.merging.units import Q1, file

SURVEYED = "khao_sat_so_phieu"
AT = dt.datetime(2024, 4, 1, 8, 0)


def merged(*files: Submission, **asked: object) -> Outcome:
    request = Request(template=FORM, org_unit=OrgUnit(name="UBND huyện Mẫu"))
    return consolidate_submissions(
        files,
        dataclasses.replace(request, **asked),  # type: ignore[arg-type]
        AT,
    )


def filed(
    unit: str, values: Mapping[str, float], name: str = "", *, period: Period = Q1
) -> Submission:
    return file(unit, name, period=period, **values)  # type: ignore[arg-type]


def two() -> tuple[Submission, Submission]:
    return filed("Xã A", {SENT: 10, DONE: 5}), filed("Xã B", {SENT: 20, DONE: 10})


def said(outcome: Outcome, code: str) -> list[str | None]:
    return [finding.key for finding in outcome.findings if finding.code == code]


def test_what_is_no_figure_in_chi_tiet_don_vi_stays_there_and_is_named(tmp_path: Path) -> None:
    typed = Kept(own_words={SENT: "1.000"}, override_words={DONE: "khoảng 20"})
    outcome = merged(*two(), kept=typed)
    assert outcome.result.value(SENT) == 30
    assert outcome.result.value(DONE) == 15
    assert said(outcome, "TH114") == [SENT, DONE]
    build_consolidated(tmp_path / "so.xlsx", outcome)
    kept = read_kept(tmp_path / "so.xlsx")
    assert (kept.own, kept.overrides) == ({}, {})
    assert kept.own_words == {SENT: "1.000"}  # a thousand, or one? the parent must say
    assert kept.override_words == {DONE: "khoảng 20"}


def test_words_typed_over_a_consolidated_formula_are_kept_beside_it(tmp_path: Path) -> None:
    content = content_of_outcome(merged(*two()))
    cells = {**content.cells, SENT: CellContent(value="khoảng 30")}
    build_workbook(tmp_path / "so.xlsx", FORM, dataclasses.replace(content, cells=cells))
    kept = read_kept(tmp_path / "so.xlsx")
    assert kept.override_words == {SENT: "khoảng 30"}
    assert kept.overrides == {}


def test_words_in_a_workbook_never_consolidated_become_own_words(tmp_path: Path) -> None:
    book(tmp_path / "so.xlsx", "UBND huyện Mẫu", {SENT: "1.000", DONE: 3})
    kept = read_kept(tmp_path / "so.xlsx")
    assert kept.own_words == {SENT: "1.000"}
    assert kept.own == {DONE: Decimal(3)}
    assert kept.moved == (SENT, DONE)


def test_what_cannot_be_read_in_the_file_of_own_figures_is_named(tmp_path: Path) -> None:
    own = book(tmp_path / "rieng.xlsx", "UBND huyện Mẫu", {SENT: 100, DONE: "gần xong"})
    outcome = merged(*two(), own_file=own)
    assert outcome.result.value(SENT) == 130
    assert outcome.result.value(DONE) == 15
    assert said(outcome, "TH114") == [DONE]


def test_an_own_figure_put_right_in_a_file_replaces_the_words(tmp_path: Path) -> None:
    own = book(tmp_path / "rieng.xlsx", "UBND huyện Mẫu", {SENT: 1000})
    outcome = merged(*two(), own_file=own, kept=Kept(own_words={SENT: "1.000"}))
    assert outcome.result.value(SENT) == 1030
    assert said(outcome, "TH114") == []


def test_a_parent_that_gives_half_of_a_ratio_is_named_among_those_left_out() -> None:
    outcome = merged(*two(), kept=Kept(own={SENT: Decimal(70)}))
    assert outcome.result.value(SENT) == 100
    assert outcome.result.value(SHARE) == 50  # (5 + 10) / (10 + 20): no share of the 70
    assert said(outcome, "TH203") == [SHARE]


def test_a_list_length_the_district_decided_is_not_added_to_its_communes_list(
    tmp_path: Path,
) -> None:
    # two communes of one list disagree, the district types 114; elsewhere all give 114
    leaves = [filed("Xã A", {LIST_LENGTH: 114}), filed("Xã B", {LIST_LENGTH: 120})]
    district = merged(*leaves, kept=Kept(overrides={LIST_LENGTH: Decimal(114)}))
    assert district.result.value(LIST_LENGTH) == 114
    path = tmp_path / "huyện.xlsx"
    build_consolidated(path, district)
    others = [filed(f"Xã {name}", {LIST_LENGTH: 114}) for name in "CDE"]
    province = consolidate_submissions(
        [unpacked(receive(path, path.name)), *others],
        Request(template=FORM, period=Q1, org_unit=OrgUnit(name="UBND tỉnh Mẫu")),
        AT,
    )
    assert province.result.value(LIST_LENGTH) == 114


def test_a_blank_file_counts_and_is_told_blank() -> None:
    found = sort_out([filed("Xã A", {}), filed("Xã B", {SENT: 0})], Wanted([SENT]))
    told = {line.unit: (line.status.value, bool(line.reason)) for line in found.units}
    assert told == {"Xã A": ("merged", True), "Xã B": ("merged", False)}


def words_of(found: Sorted, code: str) -> str:
    [finding] = [one for one in found.findings if one.code == code]
    return render(finding, FORM).message


def test_a_long_list_of_units_says_how_many_more_units_there_are() -> None:
    listed = tuple(ListedUnit(f"Xã số {n}", Level.XA) for n in range(1, 22))
    found = sort_out([filed("Xã số 21", {SENT: 1})], Wanted([SENT], units=listed))
    message = words_of(found, "TH101")
    # 20 are missing: eight are named
    assert "Xã số 8;" in message
    assert "Xã số 9" not in message
    assert "và 12 đơn vị khác" in message
    assert "dòng khác" not in message


def reasons(found: Sorted) -> dict[str | None, str]:
    return {line.file: line.reason for line in found.units}


def test_two_files_to_choose_from_say_why() -> None:
    first, second = filed("Xã A", {SENT: 1}, "1.xlsx"), filed("Xã A", {SENT: 2}, "2.xlsx")
    later = filed("Xã A", {SENT: 1}, "3.xlsx", period=Period.parse("2024-Q3"))
    both = {first.sha256: True, second.sha256: True}
    differ = reasons(sort_out([first, second], Wanted([SENT])))["1.xlsx"]
    periods = reasons(sort_out([first, later], Wanted([SENT])))["1.xlsx"]
    chosen = reasons(sort_out([first, second], Wanted([SENT], used=both)))["1.xlsx"]
    assert "ghi khác nhau" in differ
    assert "nhiều kỳ" in periods
    assert "chỉ để Có ở một tệp" in chosen


def test_a_missing_unit_that_sent_something_unused_is_told_so() -> None:
    listed = (ListedUnit("Xã A", Level.XA), ListedUnit("Xã B", Level.XA))
    late = filed("Xã A", {SENT: 1}, "cũ.xlsx", period=Period.parse("2023-N"))
    found = sort_out([late], Wanted([SENT], period=Q1, units=listed))
    missing = {line.unit: line.reason for line in found.units if line.file is None}
    assert "cũ.xlsx" in missing["Xã A"]
    assert missing["Xã B"] == ""


def test_a_letter_to_a_unit_does_not_speak_of_the_parents_columns() -> None:
    a = filed("Xã A", {SENT: 1}, "a.xlsx")
    b, c = filed("Xã B", {SENT: 1}, "b.xlsx"), filed("Xã B", {SENT: 2}, "c.xlsx")
    d = filed("Xã D", {SENT: 4}, "d.xlsx")
    listed = tuple(ListedUnit(name, Level.XA) for name in ("Xã A", "Xã B", "Xã D"))
    outcome = merged(a, b, c, d, units=listed, kept=Kept(used={a.sha256: False}))
    letters = {str(line[0]): str(line[-1]) for line in reminder_lines(outcome)}
    assert letters.keys() == {"Xã A", "Xã B"}
    assert not any("cột Dùng" in letter for letter in letters.values())
    assert "chưa nhận được" not in letters["Xã A"]  # it did send
    assert "ghi khác nhau" in letters["Xã B"]
    slips = [" ".join(map(str, line.cells)) for line in slip_lines(outcome, {})]
    assert any("Xã B" in slip for slip in slips)
    assert not any("cột Dùng" in slip for slip in slips)


def test_what_two_parts_of_one_appendix_lack_is_asked_once(tmp_path: Path) -> None:
    # each of the two files alone has given and done, but not the list of procedures
    for name, values in {"a.xlsx": {SENT: 10, DONE: 5}, "b.xlsx": {SENT: 10, SURVEYED: 7}}.items():
        book(tmp_path / name, "Xã A", dict(values))
    files = [unpacked(receive(tmp_path / name, name)) for name in ("a.xlsx", "b.xlsx")]
    asked = [one for one in files[0].findings if one in files[1].findings]
    assert asked
    slips = slip_lines(merged(*files), {})
    lines = [str(line.cells[4]) for line in slips if line.kind is SlipKind.LINE]
    assert sum(asked[0].message in line for line in lines) == 1


def test_the_table_of_rows_says_what_the_parent_added_and_typed_over() -> None:
    kept = Kept(own={SENT: Decimal(70)}, overrides={DONE: Decimal(16)})
    rows = dict(tables(merged(*two(), kept=kept)))["chi-tieu"].set_index("khoa")
    columns = ["gia_tri", "so_don_vi_minh", "so_go_thay"]
    shown = {
        key: [None if v != v else v for v in rows.loc[key, columns].astype(float)]
        for key in (SENT, DONE)
    }
    assert shown == {SENT: [100, 70, None], DONE: [16, None, 16]}  # 10 + 20 of the communes
