"""The table Cầu nối: what is asked, what an answer needs, what stops it."""

from copy import deepcopy
from functools import lru_cache
from pathlib import Path

import pytest

from cchc_xl.authoring import Closed, Draft, close_draft
from cchc_xl.authoring.bridge_answers import with_answers
from cchc_xl.authoring.bridge_table import Beside, bridge_lines
from cchc_xl.authoring.columns import Col
from cchc_xl.authoring.draft import Fault, Record, Table
from cchc_xl.authoring.sheet_reader import read_draft
from cchc_xl.authoring.sheet_writer import write_draft
from cchc_xl.model import ReportTemplate
from cchc_xl.services import authoring
from cchc_xl.services.draft_bridges import beside_draft, close_with_bridges, reopened
from cchc_xl.templates import loader
from tests.authoring.keeper import FORM

JOIN, APART = "Cùng gần nghĩa – nối", "Không nối"
OLD, NEW = "so_van_ban_chi_dao_cchc", "vb_chi_dao_quan_triet_cong"
EDITION = "hai-cap-xa-2026"


def older(amends: str | None = None) -> ReportTemplate:
    """Two counts under one heading."""
    rows = [
        {"key": "muc_cu", "label": "Chỉ đạo, điều hành", "kind": "heading"},
        {"key": "cv_dien_tu_cu", "label": "Số công văn chỉ đạo CCHC", "parent": "muc_cu"},
        {"key": "nv_cu", "label": "Số nhiệm vụ trong kế hoạch", "parent": "muc_cu"},
    ]
    for row in rows[1:]:
        row |= {"kind": "count", "consolidation": "sum"}
    section = {"key": "muc_cu", "no": "1", "title": "Chỉ đạo, điều hành", "rows": rows}
    return ReportTemplate.model_validate(
        {
            "id": "cu-2025",
            "title": "Mẫu cũ",
            "origin": "reference",
            "amends": amends,
            "sections": [section],
        }
    )


OLDER = older()


@lru_cache
def _proposed() -> Draft:
    return authoring.draft_from_form(FORM, nearest="kontum-phuong-2023")


def lines_by_old() -> dict[str, Record]:
    return {line[Col.OLD]: line for line in _proposed().bridges}


def test_a_near_row_is_asked_and_nothing_is_answered_for_the_keeper() -> None:
    line = lines_by_old()[OLD]
    assert (line[Col.NEW], line[Col.ANSWER], line[Col.WHY]) == (NEW, "", "")
    assert line[Col.EDITION].startswith("kontum-phuong-2023; ")
    assert Col.ANSWER in line.doubts


def test_a_false_friend_comes_refused_with_the_reason() -> None:
    line = lines_by_old()["nv_huyen_giao_tong"]  # given by another authority, the same words
    assert (line[Col.NEW], line[Col.ANSWER]) == ("nv_tinh_giao_tong", APART)
    assert "UBND thành phố" in line[Col.WHY]
    assert "UBND tỉnh" in line[Col.WHY]


def test_a_declared_bridge_comes_with_what_was_declared() -> None:
    line = lines_by_old()["dvc_muc3_dang_cung_cap"]
    told = [line[column] for column in (Col.NEW, Col.ANSWER, Col.CITATION, Col.START, Col.END)]
    assert told == [
        "dvc_mot_phan_dang_cung_cap", JOIN, "Nghị định 42/2022/NĐ-CP", "", "30/06/2026",
    ]  # fmt: skip


def test_a_row_of_the_abolished_district_level_stands_in_no_line_but_is_told_as_gone() -> None:
    assert "tthc_cap_huyen" not in lines_by_old()
    gone = {one[Col.KEY]: one for one in _proposed().changes}
    assert "chủ ý không nối" in gone["tthc_cap_huyen"][Col.LABEL]
    assert gone[OLD][Col.LABEL] == ""


def test_a_ratio_is_never_asked_for_because_it_is_worked_out_again() -> None:
    target, source = loader.load("chodon-xa-2024"), loader.load("backan-so-2021")
    lines = bridge_lines(target, Beside((source,)), source)
    assert lines
    assert [line[Col.NEW] for line in lines if target.by_key[line[Col.NEW]].is_ratio] == []


def test_rows_of_the_edition_that_the_nearest_one_amended_are_asked_for_too() -> None:
    target = loader.load(EDITION)
    first = loader.load("kontum-phuong-2023")
    amending = older(amends=first.id)

    def asked(nearest: ReportTemplate) -> set[str]:
        beside = Beside((first, amending))
        return {line[Col.OLD] for line in bridge_lines(target, beside, nearest)}

    assert asked(first) != set()
    assert asked(OLDER) == {"nv_cu"}
    assert asked(amending) == asked(first) | {"nv_cu"}


def test_another_name_of_a_service_level_is_asked_and_not_refused() -> None:
    """Nobody declared it here; the words alone neither join nor forbid it."""
    target, source = loader.load("chodon-xa-2024"), loader.load("kontum-phuong-2023")
    lines = bridge_lines(target, Beside((source,)), source)
    answers = {line[Col.OLD]: line[Col.ANSWER] for line in lines}
    assert answers["dvc_muc3_phat_sinh"] == answers["dvc_muc3_du_dieu_kien"] == ""
    assert answers["hs_muc34_truc_tuyen"] == APART  # counted among services of two levels only


@pytest.mark.parametrize("edition", [EDITION, "kontum-phuong-2023", "ankhe-2021"])
def test_an_edition_opened_again_shows_its_bridges_and_comes_back_with_the_same(
    edition: str, tmp_path: Path
) -> None:
    template, path = loader.load(edition), tmp_path / "soan.xlsx"
    draft = reopened(template)
    pairs = {frozenset((line[Col.OLD], line[Col.NEW])) for line in draft.bridges}
    declared = {one.pair for one in beside_draft().declared if one.pair & set(template.by_key)}
    assert pairs == declared != set()
    write_draft(path, draft)
    closed = close_with_bridges(read_draft(path))
    assert closed.template == template
    assert [fault for fault in closed.faults if fault.table is Table.BRIDGES] == []
    found = beside_draft().declared
    assert {answer.bridge for answer in closed.answers} <= set(found)
    assert len(closed.answers) == len(pairs)


# What an answer needs: rows of `EDITION`, answered for rows that it lacks.

GOOD = {
    Col.OLD: "cv_dien_tu_cu",
    Col.NEW: "so_van_ban_chi_dao_cchc",
    Col.ANSWER: JOIN,
    Col.WHY: "Cùng đếm văn bản chỉ đạo.",
    Col.CITATION: "Công văn minh họa",
}


@lru_cache
def _reopened() -> tuple[Draft, Beside]:
    """An edition with an empty table, and all editions beside it, an older one among them."""
    draft = reopened(loader.load(EDITION))
    draft.bridges.clear()
    known = beside_draft()
    return draft, Beside((OLDER, *known.editions), known.declared, known.packaged)


def closed(*lines: dict[Col, str]) -> Closed:
    draft, beside = deepcopy(_reopened())
    draft.bridges = [Record({str(k): v for k, v in line.items()}) for line in lines]
    return with_answers(close_draft(draft), draft, beside)


def of_bridges(found: Closed) -> list[Fault]:
    return [fault for fault in found.faults if fault.table is Table.BRIDGES]


def stopping(*lines: dict[Col, str]) -> list[tuple[int, str]]:
    found = closed(*lines)
    faults = [fault for fault in of_bridges(found) if fault.stops]
    assert (found.template is None) == bool(faults)
    assert all(fault.message.endswith(".") and fault.fix.endswith(".") for fault in faults)
    return [(fault.line, fault.column) for fault in faults]


def test_a_confirmed_line_is_a_bridge() -> None:
    found = closed(GOOD)
    assert of_bridges(found) == []
    [answer] = found.answers
    assert answer.bridge is not None
    assert answer.bridge.keys == (GOOD[Col.OLD], GOOD[Col.NEW])
    assert answer.bridge.legal_basis == GOOD[Col.CITATION]


@pytest.mark.parametrize(
    ("change", "column"),
    [
        ({Col.WHY: ""}, Col.WHY),
        ({Col.CITATION: ""}, Col.CITATION),
        ({Col.OLD: ""}, Col.OLD),
        ({Col.OLD: "khong_mau_nao_co"}, Col.OLD),
        ({Col.OLD: "so_van_ban_chi_dao_cchc"}, Col.OLD),  # the same key is no bridge
        ({Col.NEW: ""}, Col.NEW),
        ({Col.NEW: "dòng 999"}, Col.NEW),
        ({Col.NEW: "khao_sat_hinh_thuc"}, Col.NEW),  # a choice and a count
        ({Col.OLD: "muc_cu", Col.NEW: "muc_khao_sat"}, Col.NEW),  # headings
        ({Col.ANSWER: "Có lẽ"}, Col.ANSWER),
        ({Col.START: "31/02/2026"}, Col.START),
        ({Col.START: "01/07/2026", Col.END: "30/06/2026"}, Col.END),
        ({Col.OLD: "nv_huyen_giao_tong", Col.NEW: "nv_tinh_giao_tong"}, Col.ANSWER),  # friends
        ({Col.OLD: "tthc_trinh_cong_bo_moi", Col.NEW: "tthc_cong_bo_moi"}, Col.ANSWER),
    ],
)
def test_an_answer_that_cannot_be_declared_stops_in_its_own_cell(
    change: dict[Col, str], column: Col
) -> None:
    assert (1, column) in stopping(GOOD | change)


def test_a_false_friend_is_to_be_refused_and_then_nothing_stops() -> None:
    line = GOOD | {Col.OLD: "nv_huyen_giao_tong", Col.NEW: "nv_tinh_giao_tong"}
    [fault] = [one for one in of_bridges(closed(line)) if one.stops]
    assert APART in fault.fix
    refused = closed(line | {Col.ANSWER: APART})
    assert of_bridges(refused) == []
    assert [answer.bridge for answer in refused.answers] == [None]


def test_every_fault_of_the_table_is_told_at_once() -> None:
    friend = {Col.OLD: "nv_huyen_giao_tong", Col.NEW: "nv_tinh_giao_tong", Col.WHY: ""}
    assert {column for _, column in stopping(GOOD | friend)} == {Col.ANSWER, Col.WHY}
    assert {n for n, _ in stopping(GOOD | {Col.WHY: ""}, GOOD | {Col.OLD: "la"})} == {1, 2}


def test_lines_without_an_answer_join_nothing_and_are_one_thing_to_look_at() -> None:
    blank = GOOD | {Col.ANSWER: ""}
    found = closed(blank, blank | {Col.OLD: "nv_cu"}, {Col.OLD: "x", Col.NEW: "y"})
    [fault] = of_bridges(found)
    assert (fault.stops, fault.line, fault.column) == (False, 1, Col.ANSWER)
    assert "3 dòng" in fault.message
    assert found.answers == ()
    assert found.template == loader.load(EDITION)


def test_a_refusal_never_stops_whatever_became_of_its_rows() -> None:
    assert stopping({Col.OLD: "đã xóa", Col.NEW: "dòng 999", Col.ANSWER: APART}) == []


def test_one_pair_has_one_answer() -> None:
    assert stopping(GOOD, GOOD | {Col.ANSWER: APART}) == [(2, Col.ANSWER)]


def test_two_rows_of_one_edition_do_not_both_go_into_one() -> None:
    """Only one of the two figures would arrive, and nobody would see which."""
    other = GOOD | {Col.OLD: "nv_cu"}
    assert stopping(GOOD, other) == [(2, Col.ANSWER)]
    early, late = GOOD | {Col.END: "31/12/2025"}, other | {Col.START: "01/01/2026"}
    assert stopping(early, late) == []


@pytest.mark.parametrize("name", ["so_van_ban_chi_dao_cchc", "dòng {}"])
def test_the_row_of_this_edition_is_meant_by_key_or_by_its_place(name: str) -> None:
    place = loader.load(EDITION).position["so_van_ban_chi_dao_cchc"]
    [answer] = closed(GOOD | {Col.NEW: name.format(place)}).answers
    assert answer.keys[1] == "so_van_ban_chi_dao_cchc"


def test_a_key_renamed_in_its_line_is_renamed_in_the_table_too() -> None:
    draft, beside = deepcopy(_reopened())
    row = next(one for one in draft.rows if one[Col.KEY] == "so_van_ban_chi_dao_cchc")
    row[Col.KEY] = "vb_chi_dao"
    draft.bridges = [Record({str(k): v for k, v in GOOD.items()})]
    [answer] = with_answers(close_draft(draft), draft, beside).answers
    assert answer.keys == (GOOD[Col.OLD], "vb_chi_dao")


@pytest.mark.parametrize(
    ("start", "end", "stops"),
    [
        ("", "", True),
        ("", "30/06/2026", False),
        ("01/07/2026", "", False),
        ("", "01/07/2026", True),
    ],
)
def test_levels_of_service_are_not_joined_across_the_day_they_get_another_meaning(
    start: str, end: str, stops: bool
) -> None:
    draft, beside = deepcopy(_reopened())
    line = GOOD | {Col.OLD: "dvc_muc3_dang_cung_cap", Col.NEW: "dvc_mot_phan_dang_cung_cap"}
    line |= {Col.START: start, Col.END: end}
    draft.bridges = [Record({str(k): v for k, v in line.items()})]
    found = with_answers(close_draft(draft), draft, Beside(beside.editions))  # none declared
    assert [(fault.column, fault.stops) for fault in of_bridges(found)] == (
        [(Col.END, True)] if stops else []
    )


def test_a_bridge_of_the_package_cannot_be_refused_and_the_keeper_learns_how_to_end_it() -> None:
    line = {
        Col.OLD: "dvc_muc3_dang_cung_cap",
        Col.NEW: "dvc_mot_phan_dang_cung_cap",
        Col.ANSWER: APART,
    }
    [fault] = of_bridges(closed(line))
    assert not fault.stops
    assert "Áp dụng đến hết ngày" in fault.fix
