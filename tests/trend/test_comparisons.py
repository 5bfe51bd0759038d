"""Each comparison with the period before on a form of a few rows."""

import pytest

from cchc_xl.messages import render
from cchc_xl.model import PeriodKind, ReportTemplate, Severity
from cchc_xl.model.window import Window
from tests.findings.forms import count, form, percent, ratio, rule, sections
from tests.trend.reports import codes, compared, dates, day, report

YTD = count("luy_ke", basis="year_to_date")
FLOW = count("phat_sinh")
ANNUAL = count("ca_nam", basis="annual")
STOCK = count("ton", basis="stock")
FORM = form(YTD, FLOW, ANNUAL, STOCK)
FLOWS = form(*(count(f"so_{n}") for n in range(8)), percent("ty_le"))


@pytest.mark.parametrize(
    ("before", "now", "said"),
    [
        ("2024-Q1", "2024-6T", ["KT406", "KT407"]),
        ("2024-6T", "2024-9T", ["KT406", "KT407"]),
        ("2024-Q1", "2024-N", ["KT406", "KT407"]),
        ("2024-6T", "2024-Q3", []),  # the third quarter alone starts anew
        ("2024-Q3", "2024-N", []),
        ("2023-N", "2024-Q1", []),
    ],
)
def test_falls_are_said_where_both_periods_count_from_the_same_day(
    before: str, now: str, said: list[str]
) -> None:
    found = compared(
        FORM,
        report(FORM, before, {"luy_ke": 9, "phat_sinh": 9}),
        report(FORM, now, {"luy_ke": 4, "phat_sinh": 4}),
    )
    assert [finding.code for finding in found] == said
    assert all(finding.severity is Severity.WARNING for finding in found)


def test_windows_that_start_on_different_days_are_not_compared() -> None:
    found = compared(
        FORM,
        report(FORM, "2024-Q1", {"luy_ke": 9}, stated=dates("15/12/2023", "14/03/2024")),
        report(FORM, "2024-6T", {"luy_ke": 4}, stated=dates("01/01/2024", "14/06/2024")),
    )
    assert found == []


def test_a_window_known_on_one_side_only_is_taken_to_start_with_the_other() -> None:
    found = compared(
        FORM,
        report(FORM, "2024-Q1", {"luy_ke": 9}),
        report(FORM, "2024-6T", {"luy_ke": 4}, stated=dates("01/12/2023", "10/06/2024")),
    )
    assert codes(found) == [("KT406", "luy_ke")]


def test_each_section_is_compared_by_its_own_window() -> None:
    days = {
        PeriodKind.Q1: ("01/01/2024", "31/03/2024"),
        PeriodKind.H1: ("01/04/2024", "30/06/2024"),
    }
    windows = [
        Window(period=kind, year=2024, start=day(start), end=day(end), section="phan_2")
        for kind, (start, end) in days.items()
    ]
    template = sections([[count("mot")], [count("hai")]])
    template = template.model_copy(update={"windows": tuple(windows)})
    before = report(template, "2024-Q1", {"mot": 9, "hai": 9})
    assert codes(compared(template, before, report(template, "2024-6T", {"mot": 4, "hai": 4}))) == [
        ("KT407", "mot")
    ]


@pytest.mark.parametrize(
    ("before", "now"),
    [
        ({"luy_ke": 9}, {"luy_ke": 9}),
        ({"luy_ke": 9}, {"luy_ke": None}),
        ({"luy_ke": None}, {"luy_ke": 4}),
        ({"luy_ke": 9}, {"luy_ke": "chưa rõ"}),
        ({"luy_ke": 9}, {"luy_ke": -1}),  # wrong in itself: another finding says so
    ],
)
def test_only_two_known_figures_are_compared(
    before: dict[str, int], now: dict[str, int | str]
) -> None:
    assert compared(FORM, report(FORM, "2024-Q1", before), report(FORM, "2024-6T", now)) == []


def test_the_ratio_of_figures_that_grow_may_fall() -> None:
    template = form(
        count("tu", basis="year_to_date"),
        count("mau", basis="annual"),
        ratio("ty_le", basis="year_to_date"),
    )
    before = report(template, "2024-Q1", {"tu": 5, "mau": 10, "ty_le": 50})
    now = report(template, "2024-6T", {"tu": 6, "mau": 10, "ty_le": 40})
    assert compared(template, before, now) == []


KINDS = [count(f"nhom_{n}", basis="year_to_date") for n in range(3)]
EQUAL = rule([row.key for row in KINDS], "==", "ton", severity="warning")


def kinds_and_stock(before: tuple[int, ...], now: tuple[int, ...]) -> list[tuple[str, str | None]]:
    template = form(*KINDS, STOCK, rules=[EQUAL])
    keys = [*(row.key for row in KINDS), "ton"]
    return codes(
        compared(
            template,
            report(template, "2024-Q1", dict(zip(keys, before, strict=True))),
            report(template, "2024-6T", dict(zip(keys, now, strict=True))),
        )
    )


def test_kinds_that_share_one_whole_may_pass_units_to_each_other() -> None:
    assert kinds_and_stock((3, 1, 0, 4), (2, 1, 1, 4)) == []


def test_their_sum_may_fall_with_the_stock_it_equals() -> None:
    assert kinds_and_stock((3, 1, 0, 4), (2, 1, 0, 3)) == []


def test_their_sum_may_not_fall_alone() -> None:
    assert kinds_and_stock((3, 1, 0, 4), (1, 1, 0, 4)) == [("KT406", "nhom_0")]


def test_a_total_speaks_for_its_parts() -> None:
    template = form(
        count("tong", basis="year_to_date", parts=("a", "b")),
        count("a", basis="year_to_date"),
        count("b", basis="year_to_date"),
    )
    before = report(template, "2024-Q1", {"tong": 5, "a": 3, "b": 2})
    shifted = report(template, "2024-6T", {"tong": 5, "a": 2, "b": 3})
    assert compared(template, before, shifted) == []
    fallen = report(template, "2024-6T", {"tong": 4, "a": 2, "b": 2})
    assert codes(compared(template, before, fallen)) == [("KT406", "tong")]


def test_figures_of_the_whole_year_agree_within_it() -> None:
    before = report(FORM, "2024-Q1", {"ca_nam": 32})
    assert codes(compared(FORM, before, report(FORM, "2024-6T", {"ca_nam": 30}))) == [
        ("KT408", "ca_nam")
    ]
    assert compared(FORM, before, report(FORM, "2025-Q1", {"ca_nam": 30})) == []


def test_many_flows_below_the_quarter_they_contain_are_one_finding() -> None:
    before = report(FLOWS, "2024-Q1", {f"so_{n}": 10 + n for n in range(8)})
    now = report(FLOWS, "2024-6T", {f"so_{n}": 3 + n for n in range(8)})
    [finding] = compared(FLOWS, before, now)
    assert (finding.code, finding.key, len(finding.related)) == ("KT407", "so_0", 7)


def test_a_total_that_falls_with_its_part_is_not_said_twice() -> None:
    template = form(count("tong", parts=("a", "b")), count("a"), count("b"))
    before = report(template, "2024-Q1", {"tong": 5, "a": 3, "b": 2})
    now = report(template, "2024-6T", {"tong": 3, "a": 1, "b": 2})
    assert codes(compared(template, before, now)) == [("KT407", "a")]


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({}, ["KT410"]),
        ({"so_7": 18}, []),
        ({"ty_le": 96}, []),
        ({"so_0": None}, []),
    ],
)
def test_a_copy_repeats_every_figure_of_the_period(
    changed: dict[str, int | None], said: list[str]
) -> None:
    cells = {f"so_{n}": 10 + n for n in range(8)} | {"ty_le": 95}
    found = compared(
        FLOWS, report(FLOWS, "2024-Q1", cells), report(FLOWS, "2024-6T", {**cells, **changed})
    )
    assert [finding.code for finding in found] == said


def test_a_quiet_unit_that_writes_zeros_again_is_no_copy() -> None:
    cells = {f"so_{n}": 0 for n in range(6)} | {"so_6": 1, "so_7": 2}
    found = compared(FLOWS, report(FLOWS, "2024-Q1", cells), report(FLOWS, "2024-6T", cells))
    assert found == []


def explained(limit: float = 2) -> ReportTemplate:
    why = rule("ton", "explained-by", ["moi", "bo"], limit=limit, severity="warning")
    return form(STOCK, count("moi"), count("bo"), rules=[why])


@pytest.mark.parametrize(
    ("before", "now", "said"),
    [
        ((100, 0, 0), (110, 8, 2), 0),
        ((100, 0, 0), (105, 0, 0), 0),  # five in a hundred move without anybody counting
        ((100, 0, 0), (106, 0, 0), 1),
        ((100, 0, 0), (70, 1, 4), 1),
        ((20, 0, 0), (22, 0, 0), 0),  # the two the edition allows
        ((20, 0, 0), (23, 0, 0), 1),
        ((100, 30, 0), (130, 30, 0), 1),  # thirty were there before: nothing came since
        ((100, 0, 0), (150, None, None), 0),  # still being filled
        ((100, 0, 0), (150, 0, None), 1),
    ],
)
def test_a_stock_changes_by_what_explains_it(
    before: tuple[int, ...], now: tuple[int | None, ...], said: int
) -> None:
    template = explained()
    keys = ("ton", "moi", "bo")
    found = compared(
        template,
        report(template, "2024-Q1", dict(zip(keys, before, strict=True))),
        report(template, "2024-6T", dict(zip(keys, now, strict=True))),
    )
    assert codes(found) == [("KT409", "ton")] * said


def test_a_stock_is_not_judged_over_days_nobody_reported() -> None:
    template = explained()
    before = report(template, "2024-Q1", {"ton": 100, "moi": 0, "bo": 0})
    now = report(template, "2024-Q3", {"ton": 150, "moi": 0, "bo": 0})
    assert compared(template, before, now) == []


def test_rows_of_another_edition_are_compared_by_their_key_alone() -> None:
    old = form(count("luy_ke", basis="year_to_date"), count("ten_cu", basis="year_to_date"))
    new = form(count("luy_ke", basis="year_to_date"), count("ten_moi", basis="year_to_date"))
    before = report(old, "2024-Q1", {"luy_ke": 9, "ten_cu": 9})
    now = report(new, "2024-6T", {"luy_ke": 4, "ten_moi": 4})
    assert codes(compared(new, before, now, old)) == [("KT406", "luy_ke")]


def test_a_key_that_changed_its_span_of_time_is_left_alone() -> None:
    old = form(count("so", basis="year_to_date"), count("kia"))
    new = form(count("so", basis="stock"), count("kia"))
    before = report(old, "2024-Q1", {"so": 9})
    assert compared(new, before, report(new, "2024-6T", {"so": 4}), old) == []


@pytest.mark.parametrize(
    ("before", "now", "unit"),
    [
        ("2024-6T", "2024-6T", "UBND xã Mẫu"),
        ("2024-9T", "2024-6T", "UBND xã Mẫu"),
        (None, "2024-6T", "UBND xã Mẫu"),
        ("2024-Q1", None, "UBND xã Mẫu"),
        ("2024-Q1", "2024-6T", "UBND xã Khác"),
    ],
)
def test_what_is_no_predecessor_is_not_compared_and_it_is_said(
    before: str | None, now: str | None, unit: str
) -> None:
    found = compared(
        FORM, report(FORM, before, {"luy_ke": 9}), report(FORM, now, {"luy_ke": 4}, unit=unit)
    )
    assert codes(found) == [("KT411", None)]
    assert found[0].severity is Severity.NOTE


def test_a_unit_is_the_same_with_and_without_its_committee() -> None:
    before = report(FORM, "2024-Q1", {"luy_ke": 9}, unit="Ủy ban nhân dân xã Mẫu")
    now = report(FORM, "2024-6T", {"luy_ke": 4}, unit="xã Mẫu")
    assert codes(compared(FORM, before, now)) == [("KT406", "luy_ke")]


def test_the_words_name_both_figures_and_the_period_before() -> None:
    before = report(FORM, "2024-Q1", {"luy_ke": 9})
    [finding] = compared(FORM, before, report(FORM, "2024-6T", {"luy_ke": 4}))
    message = render(finding, FORM).message
    assert all(piece in message for piece in ("4", "9", "quý I năm 2024"))
