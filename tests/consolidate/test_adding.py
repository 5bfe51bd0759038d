"""Each rule of adding up, on a form small enough to work out by hand."""

from collections.abc import Mapping
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cchc_xl.consolidate import Contribution, consolidate
from cchc_xl.model import Kind, Level, ReportTemplate
from cchc_xl.templates import loader

FORM = ReportTemplate.model_validate(
    {
        "id": "bieu-nho",
        "title": "Biểu nhỏ",
        "origin": "rebuilt",
        "sections": [
            {
                "key": "phan",
                "no": "1",
                "title": "Phần",
                "rows": [
                    {"key": "ho_so", "label": "Hồ sơ", "kind": "count", "consolidation": "sum"},
                    {
                        "key": "dung_han",
                        "label": "Đúng hạn",
                        "kind": "count",
                        "consolidation": "sum",
                    },
                    {
                        "key": "ty_le",
                        "label": "Tỷ lệ",
                        "kind": "percent",
                        "consolidation": "ratio",
                        "numerator": "dung_han",
                        "denominator": "ho_so",
                    },
                    {
                        "key": "tthc",
                        "label": "Tổng TTHC",
                        "kind": "count",
                        "consolidation": "total",
                        "parts": ["tthc_huyen", "tthc_xa"],
                    },
                    {
                        "key": "tthc_huyen",
                        "label": "TTHC huyện",
                        "kind": "count",
                        "consolidation": "catalog",
                    },
                    {
                        "key": "tthc_xa",
                        "label": "TTHC xã",
                        "kind": "count",
                        "consolidation": "catalog",
                    },
                    {
                        "key": "phat_sinh",
                        "label": "TTHC phát sinh",
                        "kind": "count",
                        "consolidation": "union",
                    },
                    {
                        "key": "ket_noi",
                        "label": "Kết nối",
                        "kind": "percent",
                        "consolidation": "unit_share",
                    },
                    {
                        "key": "ho_so_cap_duoi",
                        "label": "Hồ sơ cấp xã",
                        "kind": "count",
                        "consolidation": "sum",
                        "fed_by": "ho_so",
                    },
                    {
                        "key": "cat_giam",
                        "label": "Tỷ lệ cắt giảm",
                        "kind": "percent",
                        "consolidation": "manual",
                    },
                    {
                        "key": "doi_thoai",
                        "label": "Đối thoại",
                        "kind": "yes_no",
                        "consolidation": "yes_no",
                        "choices": [{"code": 0, "label": "Không"}, {"code": 1, "label": "Có"}],
                    },
                ],
            }
        ],
        "rules": [
            {"key": "phat_sinh_trong_ds", "left": ["phat_sinh"], "op": "<=", "right": ["tthc_xa"]}
        ],
    }
)


def unit(name: str, level: Level | None = Level.XA, **values: float) -> Contribution:
    return Contribution(
        file=f"{name}.xlsx",
        org_unit=name,
        level=level,
        values={key: Decimal(str(value)) for key, value in values.items()},
    )


def value_of(key: str, *children: Contribution, own: Mapping[str, Decimal] | None = None) -> object:
    return consolidate(FORM, children, own).value(key)


def test_flows_are_added_and_the_parents_own_with_them() -> None:
    result = consolidate(FORM, [unit("A", ho_so=3), unit("B", ho_so=4)], {"ho_so": Decimal(5)})
    assert result.value("ho_so") == 12
    assert result.rows["ho_so"].filled == 2
    assert [f"{p.org_unit} {p.value}" for p in result.rows["ho_so"].parts] == ["A 3", "B 4"]


def test_a_blank_child_is_not_a_zero_and_nothing_filled_stays_blank() -> None:
    assert value_of("ho_so", unit("A"), unit("B")) is None
    result = consolidate(FORM, [unit("A"), unit("B", ho_so=0)])
    assert result.value("ho_so") == 0
    assert result.rows["ho_so"].filled == 1


def test_a_ratio_is_recomputed_never_averaged() -> None:
    # 1/1 = 100 % and 1/9 = 11,11 %: together 2/10 = 20 %, the average would be 55,56 %
    children = (
        unit("A", ho_so=1, dung_han=1, ty_le=100),
        unit("B", ho_so=9, dung_han=1, ty_le=11.11),
    )
    assert value_of("ty_le", *children) == 20


def test_a_child_with_only_one_part_is_left_out_of_the_ratio_and_named() -> None:
    result = consolidate(FORM, [unit("A", ho_so=4, dung_han=3), unit("B", ho_so=100)])
    assert result.value("ty_le") == 75
    assert result.value("ho_so") == 104  # the sum still counts it
    [finding] = [f for f in result.findings if f.key == "ty_le"]
    assert finding.kind is Kind.NOT_MERGEABLE
    assert "B (100)" in str(finding.facts["units"])


def test_a_ratio_of_nothing_is_blank() -> None:
    assert value_of("ty_le", unit("A", ho_so=0, dung_han=0)) is None


def test_a_shared_list_counts_once_and_a_total_adds_its_parts() -> None:
    # two communes share the list of 115, the district has its own of 300: 415, not 530 or 115
    result = consolidate(
        FORM,
        [
            unit("Xã A", tthc_xa=115, tthc=115),
            unit("Xã B", tthc_xa=115, tthc=115),
            unit("Huyện", Level.HUYEN, tthc_huyen=300, tthc=300),
        ],
    )
    assert [result.value(key) for key in ("tthc_xa", "tthc_huyen", "tthc")] == [115, 300, 415]


def test_departments_have_lists_of_their_own_and_these_add() -> None:
    assert (
        value_of("tthc_xa", unit("Sở A", Level.SO, tthc_xa=8), unit("Sở B", Level.SO, tthc_xa=99))
        == 107
    )


def test_the_unit_that_differs_from_the_shared_list_is_named() -> None:
    result = consolidate(
        FORM, [unit("A", tthc_xa=115), unit("B", tthc_xa=115), unit("C", tthc_xa=114)]
    )
    assert result.value("tthc_xa") == 115
    [finding] = result.findings
    assert finding.kind is Kind.CATALOG_DIFFERS
    assert finding.facts["units"] == ("C (114)",)


def test_without_a_common_length_the_list_is_left_open() -> None:
    result = consolidate(FORM, [unit("A", tthc_xa=115), unit("B", tthc_xa=114)])
    assert result.value("tthc_xa") is None
    assert len(result.findings) == 1


def test_types_that_occurred_somewhere_are_bounded_not_added() -> None:
    row = consolidate(
        FORM, [unit("A", phat_sinh=7, tthc_xa=20), unit("B", phat_sinh=15, tthc_xa=20)]
    ).rows["phat_sinh"]
    assert row.value is None
    assert [row.low, row.high] == [15, 20]


def test_units_that_answer_for_themselves_become_a_share() -> None:
    result = consolidate(
        FORM,
        [
            unit("A", ket_noi=100),
            unit("B", ket_noi=0),
            unit("C", ket_noi=100),
            unit("D"),
            unit("E", ket_noi=50),
        ],
    )
    assert result.value("ket_noi") == Decimal("66.67")  # 2 of the 3 that answered 100 or 0
    assert [f.kind for f in result.findings] == [Kind.NOT_MERGEABLE]


def test_a_row_is_fed_by_the_childs_own_row_when_the_child_does_not_fill_it() -> None:
    commune = unit("Xã", ho_so=165)
    district = unit("Huyện", Level.HUYEN, ho_so=900, ho_so_cap_duoi=400)
    assert (
        value_of("ho_so_cap_duoi", commune, district) == 565
    )  # never 1065: not both of the district's


def test_percents_without_parts_are_left_to_the_parent_with_their_range() -> None:
    row = consolidate(FORM, [unit("A", cat_giam=10), unit("B", cat_giam=40)]).rows["cat_giam"]
    assert row.value is None
    assert [row.low, row.high] == [10, 40]
    assert value_of("cat_giam", unit("A", cat_giam=10), own={"cat_giam": Decimal(12)}) == 12


def test_answers_are_counted_and_the_parent_answers_for_itself() -> None:
    row = consolidate(
        FORM, [unit("A", doi_thoai=1), unit("B", doi_thoai=0), unit("C", doi_thoai=1)]
    ).rows["doi_thoai"]
    assert row.value is None
    assert row.answers == {0: 1, 1: 2}


def test_an_unreadable_value_is_left_out_and_listed() -> None:
    child = Contribution("a.xlsx", "A", Level.XA, {}, unreadable={"ho_so": "ba"})
    result = consolidate(FORM, [child, unit("B", ho_so=4, dung_han=4)])
    assert result.value("ho_so") == 4
    assert [(f.code, f.key) for f in result.findings] == [("TH204", "ho_so")]


KEYS = [row.key for template in loader.load_all() for row in template.rows if row.is_input]
amounts = st.integers(min_value=0, max_value=500).map(Decimal)


@st.composite
def units(draw: st.DrawFn) -> list[Contribution]:
    names = draw(st.lists(st.integers(0, 99), unique=True, max_size=6))
    return [
        Contribution(
            file=f"{name}.xlsx",
            org_unit=f"Đơn vị {name}",
            level=draw(st.sampled_from([None, *Level])),
            values=draw(st.dictionaries(st.sampled_from(KEYS), amounts, max_size=25)),
        )
        for name in names
    ]


editions = pytest.mark.parametrize("template", list(loader.load_all()), ids=lambda t: t.id)


@editions
@given(children=units(), data=st.data())
def test_the_order_of_files_changes_nothing(
    template: ReportTemplate, children: list[Contribution], data: st.DataObject
) -> None:
    shuffled = data.draw(st.permutations(children))
    assert consolidate(template, shuffled) == consolidate(template, children)


@editions
@given(children=units())
def test_sums_recomputed_from_their_parts_equal_the_result(
    template: ReportTemplate, children: list[Contribution]
) -> None:
    for row in consolidate(template, children).rows.values():
        if row.rule == "sum" and row.parts:
            assert row.value == sum(part.value for part in row.parts)
        assert row.filled == len(row.parts)


@editions
@given(child=units().map(lambda found: found[:1]))
def test_one_report_alone_gives_its_own_sums_and_lists(
    template: ReportTemplate, child: list[Contribution]
) -> None:
    result = consolidate(template, child)
    values = child[0].values if child else {}
    for row in template.rows:
        if row.consolidation in ("sum", "catalog") and row.fed_by is None:
            assert result.value(row.key) == values.get(row.key)
