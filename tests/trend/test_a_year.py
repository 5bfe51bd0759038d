"""Four periods of five invented communes. What was planted is found, nothing else is said.

The tables were made by hand: every window counts from 15/12, so what happened grows from period to
period, and the number of procedures is the one before, plus those published, less those abolished.
"""

from dataclasses import replace

import pytest

from cchc_xl.model import Level, Report
from cchc_xl.templates import loader
from tests.trend.reports import YEAR, cells_of, codes, compared, dates, report, timed, year_of

FORM = loader.load("chodon-xa-2024")

#: A year without a slip. One public service unit passes from full to partial self-financing
#: between 6T and 9T, one more task is late in 6T and done by 9T.
CLEAN = """
    so_van_ban_chi_dao_cchc               3    7   11   15
    kh_cchc_so_nhiem_vu                  32   32   32   32
    kh_cchc_so_nhiem_vu_hoan_thanh        6   14   23   32
    nv_tinh_huyen_giao_tong               8   19   27   40
    nv_tinh_huyen_giao_dung_han           6   15   24   38
    nv_tinh_huyen_giao_qua_han            1    2    2    2
    nv_tinh_huyen_giao_qua_han_chua_xong  1    2    1    0
    khao_sat_so_phieu                     0   60   60  120
    tthc_cong_bo_moi                      0    4    4    9
    tthc_bai_bo_thay_the                  1    2    2    3
    tthc_tong_thuoc_tham_quyen          114  117  117  121
    tthc_cap_xa                         114  117  117  121
    hs_capxa_da_giai_quyet              150  322  480  655
    hs_capxa_dung_han                   149  320  478  651
    pakn_da_tiep_nhan                     0    1    1    2
    pakn_da_giai_quyet                    0    1    1    2
    dvsncl_truc_thuoc                     3    3    3    3
    bc_cong_chuc_duoc_giao               20   20   20   20
    bc_cong_chuc_co_mat                  19   19   20   20
    nlv_dvsncl_duoc_giao                 62   62   62   62
    nlv_dvsncl_co_mat                    58   58   61   60
    nlv_dvsncl_tinh_gian                  0    0    0    1
    td_vien_chuc_thi_tuyen                0    0    2    2
    td_vien_chuc_xet_tuyen                0    0    1    1
    tctc_chi_tx_va_dau_tu                 0    0    0    0
    tctc_chi_thuong_xuyen                 1    1    0    0
    tctc_mot_phan                         0    0    1    1
    tctc_mot_phan_70_100                  0    0    1    1
    tctc_nha_nuoc_bao_dam                 2    2    2    2
    tctc_chuyen_cong_ty_co_phan           0    0    0    0
    vb_di_tong                           95  201  290  402
    hs_tiep_nhan                        160  330  500  680
    hs_truc_tuyen                        36   90  151  220
"""
ENDS = ("14/03/2024", "14/06/2024", "14/09/2024", "14/12/2024")


def year(unit: str, **changed: str) -> list[Report]:
    """The four reports of a unit; ``changed`` replaces whole lines of the clean year."""
    rows = year_of(CLEAN) | year_of("\n".join(f"{key} {line}" for key, line in changed.items()))
    return [
        report(
            FORM,
            period,
            cells_of(rows, number),
            unit=unit,
            level=Level.XA,
            stated=dates("15/12/2023", ENDS[number]),
        )
        for number, period in enumerate(YEAR)
    ]


def fallen() -> list[Report]:
    """In 9 tháng only the tasks done since 6 tháng are written: 9 instead of 23."""
    return year("UBND xã Hai", kh_cchc_so_nhiem_vu_hoan_thanh="6 14 9 32")


def copied() -> list[Report]:
    """The half-year sends the first quarter again; the year goes on as if nothing had been."""
    q1, _, m9, whole = year("UBND xã Ba")
    half = replace(q1, period=year("UBND xã Ba")[1].period, dates=dates("15/12/2023", ENDS[1]))
    return [q1, half, m9, whole]


def wrong_window() -> list[Report]:
    """The half-year's workbook still shows the days of the first quarter."""
    q1, half, m9, whole = year("UBND xã Bốn")
    return [q1, replace(half, dates=q1.dates), m9, whole]


def jumped() -> list[Report]:
    """151 procedures instead of 121 although nine were published and three abolished."""
    return year(
        "UBND xã Năm",
        tthc_tong_thuoc_tham_quyen="114 117 117 151",
        tthc_cap_xa="114 117 117 151",
    )


PLANTED = {
    "clean": (year("UBND xã Một"), []),
    "fallen cumulative": (fallen(), [("2024-9T", "KT406", "kh_cchc_so_nhiem_vu_hoan_thanh")]),
    "copied quarter": (copied(), [("2024-6T", "KT410", None)]),
    "wrong window": (wrong_window(), [("2024-6T", "KT403", None)]),
    "stock jump": (jumped(), [("2024-N", "KT409", "tthc_tong_thuoc_tham_quyen")]),
}


@pytest.mark.parametrize("planted", PLANTED)
def test_what_was_planted_in_a_year_is_found_and_nothing_else(planted: str) -> None:
    reports, expected = PLANTED[planted]
    found = [
        (str(now.period), code, key)
        for number, now in enumerate(reports)
        for code, key in [
            *codes(timed(FORM, now)),
            *(codes(compared(FORM, reports[number - 1], now)) if number else []),
        ]
    ]
    assert found == expected


def test_a_fallen_cumulative_figure_is_explained_as_the_period_alone() -> None:
    reports, _ = PLANTED["fallen cumulative"]
    [finding] = compared(FORM, reports[1], reports[2])
    assert [cause.code for cause in finding.causes] == ["own-period-only"]
    assert finding.suggestion == "23?"  # 14 + 9, not more than the 32 of the plan


def test_the_year_after_starts_anew() -> None:
    last = year("UBND xã Một")[-1]
    first = report(
        FORM,
        "2025-Q1",
        cells_of(year_of(CLEAN), 0) | {"tthc_tong_thuoc_tham_quyen": 121.0},
        unit="UBND xã Một",
        level=Level.XA,
    )
    # Two people fewer than at the end of the year, none of them counted: too few to be said.
    assert compared(FORM, last, first) == []
