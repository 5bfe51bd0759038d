"""Outliers among siblings: a planted one is found, homogeneous units are left in peace."""

import random
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

import pytest

from cchc_xl.consolidate import Contribution
from cchc_xl.consolidate.outliers import PEERS, SHOWN, find_outliers
from cchc_xl.messages import render
from cchc_xl.model import Finding, Kind, Level, ReportTemplate, Severity
from cchc_xl.templates import loader

FORM = ReportTemplate.model_validate(
    {
        "id": "nho",
        "title": "Biểu nhỏ",
        "origin": "rebuilt",
        "sections": [
            {
                "key": "mot",
                "no": "1",
                "title": "Một",
                "rows": [
                    {"key": "giao", "label": "Giao", "kind": "count", "consolidation": "sum"},
                    {"key": "xong", "label": "Xong", "kind": "count", "consolidation": "sum"},
                    {
                        "key": "ty_le",
                        "no": "1.",
                        "label": "Tỷ lệ xong",
                        "kind": "percent",
                        "numerator": "xong",
                        "denominator": "giao",
                        "consolidation": "ratio",
                    },
                    {"key": "von", "label": "Vốn", "kind": "money", "consolidation": "sum"},
                    {"key": "chi", "label": "Chi", "kind": "money", "consolidation": "sum"},
                    {
                        "key": "giai_ngan",
                        "label": "Giải ngân",
                        "kind": "percent",
                        "numerator": "chi",
                        "denominator": "von",
                        "consolidation": "ratio",
                    },
                    {"key": "dien_tu", "label": "Văn bản điện tử", "kind": "percent",
                     "consolidation": "manual"},
                    {"key": "danh_muc", "label": "DM", "kind": "count", "consolidation": "catalog"},
                    {"key": "truc_tuyen", "label": "TT", "kind": "count",
                     "consolidation": "catalog"},
                    {
                        "key": "ty_le_dm",
                        "label": "Tỷ lệ DM",
                        "kind": "percent",
                        "numerator": "truc_tuyen",
                        "denominator": "danh_muc",
                        "consolidation": "ratio",
                    },
                ],
            }
        ],
    }
)  # fmt: skip


def unit(
    name: str, level: Level | None = Level.XA, *, own: bool = False, **values: float | str
) -> Contribution:
    found = {key: Decimal(str(value)) for key, value in values.items()}
    return Contribution(f"{name}.xlsx", name, level, found, own=own)


def peers(count: int, **values: Sequence[float]) -> list[Contribution]:
    """Units whose figures go round the given ones."""
    return [
        replace(
            unit(f"Xã {n:03}"),
            values={key: Decimal(str(given[n % len(given)])) for key, given in values.items()},
        )
        for n in range(count)
    ]


def found(leaves: Sequence[Contribution]) -> list[tuple[str, str]]:
    return [(str(f.facts["unit"]), f.key or "") for f in find_outliers(FORM, leaves)]


USUAL = peers(20, giao=[100, 240, 60], xong=[95, 230, 57], dien_tu=[98.0, 100, 95.5])


def test_a_planted_unit_is_found_and_nobody_else() -> None:
    [finding] = find_outliers(FORM, [*USUAL, unit("Xã Lạ", giao=200, xong=60)])
    assert (finding.code, finding.kind) == ("TH205", Kind.SIBLING_OUTLIER)
    assert finding.severity is Severity.NOTE
    assert (finding.key, finding.related) == ("ty_le", ("xong", "giao"))
    assert finding.facts["unit"] == "Xã Lạ"
    assert finding.facts["share"] == 30
    assert finding.facts["median"] == 95
    assert finding.facts["peers"] == 20
    message = render(finding, FORM).message
    assert "30% (60/200)" in message
    assert "cấp xã" in message


def test_a_percent_without_parts_is_compared_too_and_0_may_mean_nothing_happened() -> None:
    strange = [unit("Xã Lạ", dien_tu="9.8"), unit("Xã Không", dien_tu=0)]
    assert found([*USUAL, *strange]) == [("Xã Lạ", "dien_tu")]


def test_money_has_no_counting_noise_and_large_differences_only_are_told() -> None:
    usual = peers(20, von=[5e9, 7e9], chi=[4.5e9, 6.5e9])
    strange = [unit("Xã Lạ", von=6e9, chi=1e9), unit("Xã Thường", von=6e9, chi=4.8e9)]
    assert found([*usual, *strange]) == [("Xã Lạ", "giai_ngan")]


@pytest.mark.parametrize(
    "one",
    [
        unit("Vừa ít", giao=9, xong=0),  # fewer cases than say anything
        unit("Gần", giao=4000, xong=3200),  # sure, but 15 points are no slip
        unit("Sai", giao=10, xong=100),  # an error of its own
        unit("Trống", giao=200),
        unit("Sở", Level.SO, giao=200, xong=20),  # nobody of its level to compare with
        unit("Chưa rõ", None, giao=200, xong=20),
        unit("Riêng", own=True, giao=200, xong=20),
        unit("Danh mục", danh_muc=100, truc_tuyen=3),  # TH201 names those
    ],
    ids=lambda one: one.org_unit,
)
def test_what_says_nothing_is_passed_over(one: Contribution) -> None:
    lists = [unit(f"DM {n}", danh_muc=100, truc_tuyen=90) for n in range(20)]
    assert found([*USUAL, *lists, one]) == []


def test_a_small_count_is_noise_where_a_large_one_is_not() -> None:
    usual = peers(20, giao=[400, 300], xong=[200, 153])
    assert found([*usual, unit("Ít", giao=12, xong=2)]) == []
    assert found([*usual, unit("Nhiều", giao=1200, xong=200)]) == [("Nhiều", "ty_le")]


def test_with_few_peers_or_where_units_simply_differ_nobody_is_named() -> None:
    strange = unit("Xã Lạ", giao=200, xong=20)
    assert found([*USUAL[: PEERS - 1], strange]) == []
    assert found([*USUAL[:PEERS], strange]) == [("Xã Lạ", "ty_le")]
    assert found([*peers(40, giao=[200], xong=[20, 190, 80, 140, 110]), strange]) == []
    several = [unit(f"Xã Thấp {n}", giao=200, xong=40 + n) for n in range(4)]
    assert found([*USUAL, *several]) == []  # four of 24: a group, not an outlier


def test_only_the_farthest_are_told_and_the_rest_is_counted() -> None:
    usual = peers(700, giao=[100, 240, 60], xong=[95, 230, 57])
    strange = [unit(f"Xã Lạ {n}", giao=200, xong=10 + n) for n in range(SHOWN + 2)]
    findings = find_outliers(FORM, [*usual, *strange])
    assert [f.facts["unit"] for f in findings] == [f"Xã Lạ {n}" for n in range(SHOWN)]
    assert [bool(f.facts["rest"]) for f in findings] == [False] * (SHOWN - 1) + [True]
    assert "Còn 2 đơn vị" in render(findings[-1], FORM).message


def test_a_unit_that_is_far_on_several_rows_is_one_finding() -> None:
    strange = unit("Xã Lạ", giao=200, xong=60, dien_tu="9.8")
    [finding] = find_outliers(FORM, [*USUAL, strange])
    keys = {finding.key, *finding.related}
    assert keys >= {"ty_le", "dien_tu"}
    assert "1 tỷ lệ khác" in render(finding, FORM).message


def test_the_order_of_the_units_does_not_matter() -> None:
    leaves = [*USUAL, unit("Xã Lạ", giao=200, xong=60), unit("Xã Kia", dien_tu="9.8")]
    shuffled = random.Random(3).sample(leaves, len(leaves))
    assert sorted(found(shuffled)) == sorted(found(leaves))
    assert len(found(leaves)) == 2


# ----- how often units are named that only differ by chance --------------------------------------


def country(rng: random.Random, units: int, *, spread: float) -> list[Contribution]:
    """Units of one edition whose rates differ by chance and, with ``spread``, among themselves."""
    template = loader.load("kontum-phuong-2023")
    rows = [row for row in template.rows if row.is_ratio]
    centre = {row.key: rng.choice([0.05, 0.3, 0.5, 0.8, 0.95, 0.99]) for row in rows}
    leaves = []
    for number in range(units):
        values: dict[str, Decimal] = {}
        for row in rows:
            middle = centre[row.key]
            rate = min(max(rng.gauss(middle, spread * (middle * (1 - middle)) ** 0.5), 0), 1)
            whole = int(rng.lognormvariate(4, 1)) + 1
            done = sum(rng.random() < rate for _ in range(min(whole, 400)))
            values[str(row.denominator)] = Decimal(min(whole, 400))
            values[str(row.numerator)] = Decimal(done)
        leaves.append(Contribution(f"{number}.xlsx", f"Xã {number}", Level.XA, values))
    return leaves


@pytest.mark.parametrize(("units", "runs"), [(12, 12), (60, 4)])
@pytest.mark.parametrize("spread", [0.0, 0.3])
def test_units_that_differ_by_chance_are_hardly_ever_named(
    units: int, runs: int, spread: float
) -> None:
    template = loader.load("kontum-phuong-2023")
    rng = random.Random(f"{units} {spread}")
    named: list[Finding] = []
    for _ in range(runs):
        leaves = country(rng, units, spread=spread)
        named += find_outliers(template, leaves, shown=10**6)
    print(f"{len(named)} units named in {runs} consolidations of {units} units, spread {spread}")
    assert len(named) <= runs // 10


def test_among_such_units_one_that_counted_the_others_is_named() -> None:
    template = loader.load("kontum-phuong-2023")
    leaves = country(random.Random(1), 60, spread=0.3)
    whole, part = "hs_capxa_da_giai_quyet", "hs_capxa_dung_han"
    usual = [
        replace(leaf, values={**leaf.values, whole: Decimal(200), part: Decimal(190 + n % 9)})
        for n, leaf in enumerate(leaves)
    ]
    wrong = replace(usual[7], values={**usual[7].values, part: Decimal(10)})
    [finding] = find_outliers(template, [*usual[:7], wrong, *usual[8:]])
    assert (finding.facts["unit"], finding.key) == ("Xã 7", "hs_capxa_ty_le_dung_han")
