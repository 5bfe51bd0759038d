"""Blank cells: most are right, and the rest is said once for each block (DOMAIN §3, §5)."""

import pytest

from cchc_xl.model import Finding, Level, ReportTemplate
from tests.findings.forms import (
    Cell,
    Cells,
    briefly,
    coded,
    count,
    findings,
    form,
    heading,
    only,
    percent,
    ratio,
    row,
    rule,
    worded,
)

XA, HUYEN, TINH = Level.XA, Level.HUYEN, Level.TINH


def _blanks(
    template: ReportTemplate, cells: Cells, level: Level | None = XA
) -> list[tuple[str, str, str | None]]:
    return briefly(f for f in findings(template, cells, level=level) if f.code.startswith("KT23"))


# ------------------------------------------------------------------ what is asked, and how hard


def test_a_blank_of_the_units_own_level_is_a_warning() -> None:
    template = form(count("o", levels=(XA,)), count("khac"))
    assert _blanks(template, {"khac": 5}) == [("missing-value", "warning", "o")]


def test_a_blank_in_a_row_of_several_levels_that_name_the_unit_is_a_warning() -> None:
    template = form(count("o", levels=(HUYEN, XA)), count("khac"))
    assert _blanks(template, {"khac": 5}) == [("missing-value", "warning", "o")]


def test_a_blank_of_a_level_the_unit_only_answers_for_is_a_note() -> None:
    template = form(count("o", levels=(XA,)), count("khac"))
    assert _blanks(template, {"khac": 5}, HUYEN) == [("missing-value", "note", "o")]


def test_a_blank_of_an_unknown_unit_is_a_note() -> None:
    template = form(count("o", levels=(XA,)), count("khac"))
    assert _blanks(template, {"khac": 5}, None) == [("missing-value", "note", "o")]


def test_a_lone_blank_where_no_level_is_printed_is_a_note() -> None:
    template = form(count("o"), count("khac"))
    assert _blanks(template, {"khac": 5}) == [("missing-value", "note", "o")]


def test_a_blank_among_filled_siblings_is_a_warning() -> None:
    template = form(heading("muc"), *(count(key, parent="muc") for key in "abcd"))
    assert _blanks(template, {"a": 2, "b": 1, "d": 4}) == [("missing-value", "warning", "c")]


def test_siblings_in_another_block_do_not_count() -> None:
    template = form(
        heading("muc"), *(count(key, parent="muc") for key in "abc"), heading("kia"), count("o")
    )
    assert _blanks(template, {"a": 2, "b": 1, "c": 4}) == [("missing-value", "note", "o")]


def test_a_blank_beside_zeros_is_a_note_that_0_and_blank_differ() -> None:
    template = form(heading("muc"), *(count(key, parent="muc") for key in "abc"))
    assert _blanks(template, {"a": 0, "b": 0}) == [("blank-vs-zero", "note", "c")]


def test_a_blank_answer_is_a_note() -> None:
    """Codes say how far something is, not how much there is: siblings prove nothing."""
    template = form(*(coded(key, "Chưa", "Xong") for key in "abc"), worded("d", "Không", "Có"))
    assert _blanks(template, {"a": 1, "b": 1}) == [("missing-value", "note", "c")]


def test_a_sentence_is_no_blank() -> None:
    template = form(count("o", levels=(XA,)), count("khac"))
    assert not _blanks(template, {"o": "chưa tổng hợp xong", "khac": 5})


def test_an_error_cell_is_no_blank() -> None:
    template = form(count("o", levels=(XA,)), count("khac"))
    assert not _blanks(template, {"o": Cell(error="#REF!"), "khac": 5})


# ------------------------------------------------------------------------ one cause, one finding


def _one(template: ReportTemplate, cells: Cells) -> Finding:
    return only([f for f in findings(template, cells, level=XA) if f.code.startswith("KT23")])


def test_several_blanks_of_one_block_are_one_finding() -> None:
    template = form(heading("muc"), *(count(key, parent="muc") for key in "abcd"), count("khac"))
    found = _one(template, {"khac": 5})
    assert (found.key, found.related) == ("a", ("b", "c", "d"))


def test_a_block_of_blocks_is_one_finding() -> None:
    template = form(
        heading("phan"),
        heading("muc", parent="phan"),
        count("a", parent="muc"),
        heading("kia", parent="phan"),
        count("b", parent="kia"),
        count("khac"),
    )
    found = _one(template, {"khac": 5})
    assert (found.key, found.related) == ("a", ("b",))


def test_blanks_of_two_blocks_are_two_findings() -> None:
    template = form(
        heading("muc"),
        *(count(key, parent="muc") for key in "ab"),
        heading("kia"),
        *(count(key, parent="kia") for key in "cd"),
    )
    assert [key for _, _, key in _blanks(template, {"a": 5, "c": 5})] == ["b", "d"]


def test_warnings_and_notes_of_one_block_stay_apart() -> None:
    template = form(
        heading("muc"),
        count("a", parent="muc", levels=(XA,)),
        count("b", parent="muc"),
        count("khac"),
    )
    assert _blanks(template, {"khac": 5}) == [
        ("missing-value", "warning", "a"),
        ("missing-value", "note", "b"),
    ]


@pytest.mark.parametrize("level", [XA, HUYEN])
def test_a_ratio_left_out_with_its_parts_is_one_finding(level: Level) -> None:
    """The form prints the level for the ratio only: the graver severity speaks for all three."""
    template = form(
        ratio(levels=(level,)),
        count("mau", parent="ty_le"),
        count("tu", parent="ty_le"),
        count("khac"),
    )
    found = [f for f in findings(template, {"khac": 5}, level=level) if f.code.startswith("KT23")]
    assert briefly(found) == [("missing-value", "warning", "ty_le")]
    assert found[0].related == ("mau", "tu")


def test_a_ratio_left_out_alone_is_not_a_blank_of_its_parts() -> None:
    template = form(ratio(), count("mau", parent="ty_le"), count("tu", parent="ty_le"))
    assert briefly(findings(template, {"mau": 5, "tu": 1}, level=XA)) == [
        ("ratio-missing", "error", "ty_le")
    ]


# -------------------------------------------------------------------------------- right blanks


@pytest.mark.parametrize("level", [XA, TINH, None])
def test_a_wholly_blank_form_is_silent(level: Level | None) -> None:
    template = form(heading("muc"), count("a", levels=(XA,)), ratio(), count("tu"), count("mau"))
    assert not findings(template, {}, level=level)


def test_a_form_with_words_on_a_heading_only_is_wholly_blank() -> None:
    template = form(heading("muc"), count("a", levels=(XA,)))
    assert briefly(findings(template, {"muc": "Không có"}, level=XA)) == [
        ("value-on-heading", "note", "muc")
    ]


def test_headings_and_optional_rows_may_be_blank() -> None:
    template = form(
        heading("muc"),
        count("tuy", levels=(XA,), optional=True),
        row("chu", "text", levels=(XA,)),
        count("khac"),
    )
    assert not findings(template, {"khac": 5}, level=XA)


def test_rows_of_another_level_may_be_blank_whatever_stands_beside_them() -> None:
    template = form(*(count(key) for key in "abc"), count("o", levels=(TINH,)))
    assert not findings(template, {"a": 1, "b": 2, "c": 3}, level=XA)


def test_rows_the_file_does_not_print_are_not_blank() -> None:
    template = form(count("o", levels=(XA,)), count("khac"))
    assert not findings(template, {"khac": 5}, level=XA, without=["o"])


@pytest.mark.parametrize("total", ["0", "9"])
def test_a_blank_part_of_a_filled_total_is_nil(total: str) -> None:
    template = form(count("tong", parts=("a", "b")), count("a", levels=(XA,)), count("b"))
    assert not _blanks(template, {"tong": total, "b": total})


def test_what_stands_under_a_0_is_nil() -> None:
    template = form(
        count("so"), count("a", parent="so", levels=(XA,)), percent("b", parent="a"), count("khac")
    )
    assert not findings(template, {"so": 0, "khac": 5}, level=XA)


def test_what_stands_under_a_heading_answered_with_none_is_nil() -> None:
    template = form(heading("muc"), count("a", parent="muc", levels=(XA,)), count("khac"))
    assert not _blanks(template, {"muc": "Không có", "khac": 5})


def test_a_part_of_nothing_is_nil() -> None:
    template = form(count("tong"), count("phan", levels=(XA,)), rules=[rule("phan", "<=", "tong")])
    assert not findings(template, {"tong": 0}, level=XA)
    assert _blanks(template, {"tong": 4}) == [("missing-value", "warning", "phan")]


def test_the_form_of_a_survey_that_was_not_held_is_blank() -> None:
    template = form(
        count("phieu"),
        worded("cach", "Trực tuyến", "Phát phiếu", levels=(XA,)),
        rules=[rule("cach", "nothing-without", "phieu")],
    )
    assert not findings(template, {"phieu": 0}, level=XA)
    assert _blanks(template, {"phieu": 150}) == [("missing-value", "warning", "cach")]


# ----------------------------------------------------------------------- said by another check


def test_a_blank_ratio_is_said_once() -> None:
    template = form(ratio(levels=(XA,)), count("tu", levels=(XA,)), count("mau", levels=(XA,)))
    assert briefly(findings(template, {"tu": 1, "mau": 2}, level=XA)) == [
        ("ratio-missing", "error", "ty_le")
    ]


def test_blank_parts_of_a_given_ratio_are_said_once() -> None:
    template = form(ratio(levels=(XA,)), count("tu", levels=(XA,)), count("mau", levels=(XA,)))
    found = only(findings(template, {"ty_le": "50"}, level=XA))
    assert (found.kind.value, found.related) == ("components-missing", ("tu", "mau"))


def test_a_ratio_of_nothing_and_its_blank_parts() -> None:
    """Nothing checked, so nothing to settle: the whole block may be blank."""
    template = form(
        count("kiem_tra"),
        ratio(levels=(XA,)),
        count("tu", levels=(XA,)),
        count("mau", levels=(XA,)),
        rules=[rule("mau", "<=", "kiem_tra", severity="warning")],
    )
    assert not findings(template, {"kiem_tra": 0}, level=XA)
    assert not findings(template, {"kiem_tra": 0, "mau": 0, "tu": 0}, level=XA)


def test_a_blank_total_is_said_once() -> None:
    template = form(count("tong", parts=("a", "b"), levels=(XA,)), count("a"), count("b"))
    found = only(findings(template, {"a": 4}, level=XA))
    assert (found.code, found.severity.value, found.suggestion) == ("KT311", "error", "4")


def test_a_blank_total_of_given_shares_is_said_once() -> None:
    template = form(
        count("tong", levels=(XA,)),
        percent("p", levels=(XA,)),
        rules=[rule("tong", "filled-with", "p")],
    )
    assert briefly(findings(template, {"p": "95"}, level=XA)) == [
        ("missing-value", "error", "tong")
    ]


def test_a_blank_is_justified_by_the_units_own_words() -> None:
    template = form(count("o", levels=(XA,), note="Cấp xã báo cáo"), count("khac"))
    for cell, justified in (
        (Cell(note="Cấp xã báo cáo"), False),
        (Cell(note="cấp xã  báo cáo."), False),  # the form's own words, only spelled otherwise
        (Cell(note="Cấp xã báo cáo; chưa được giao"), True),
        (Cell(justification="Chưa được giao"), True),
    ):
        assert only(findings(template, {"o": cell, "khac": 5}, level=XA)).justified is justified
