"""A made-up province of 12 communes: issue their workbooks, fill them, consolidate what came back.

Names and figures are invented. As on a real day of the deadline one commune is late, one has sent
nothing, one sent its file twice, one sent an old period, and two wrote something that cannot be.
"""

import datetime as dt
import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from cchc_xl.model import (
    Consolidation,
    Entry,
    Level,
    ListedUnit,
    OrgUnit,
    Period,
    ReportTemplate,
    Row,
    RowKind,
    text_of,
)
from cchc_xl.model.front import FrontFields
from cchc_xl.services.books import build, content_from
from cchc_xl.services.issuing import issue, order_from
from cchc_xl.services.merged_book import build_consolidated
from cchc_xl.services.merging import MergeOptions, merge_paths
from cchc_xl.services.outcome import Outcome
from cchc_xl.services.reading import read_file
from cchc_xl.templates import loader
from cchc_xl.text import round_half_up, to_decimal
from cchc_xl.workbook.unit_list import UnitList

EDITION = "chodon-xa-2024"
PERIOD = Period.parse("2024-Q1")
DEADLINE = dt.date(2024, 3, 20)
PARENT = "Sở Nội vụ tỉnh Mẫu"
COMMUNES = (
    "Xã An Lạc", "Xã Bình Minh", "Xã Cẩm Sơn", "Xã Đông Hà", "Xã Hòa Phong", "Xã Khánh Vân",
    "Xã Lâm Thủy", "Xã Mai Sơn", "Xã Nam Giang", "Xã Phú Lộc", "Xã Suối Mây", "Xã Tân Kỳ",
)  # fmt: skip
_LATE, _MISSING, _TWICE, _OLD, _IMPOSSIBLE, _WORDS = 11, 12, 7, 9, 5, 3
#: These left one percent blank; the second of them says why.
_BLANK, _ANSWERED = 8, 2
_STREAMLINED = "bc_cong_chuc_ty_le_tinh_gian_2015"
#: How many procedures are on the list that all communes share.
_PROCEDURES = 114


@dataclass(frozen=True, slots=True)
class DemoProvince:
    """The folders and the consolidated workbook, with what consolidating said."""

    issued: Path
    received: Path
    result: Path
    outcome: Outcome


def run(folder: Path) -> DemoProvince:
    """Issue, fill and consolidate below ``folder``."""
    template = loader.load(EDITION)
    units = tuple(
        ListedUnit(name, Level.XA, code=f"X{number:02}") for number, name in enumerate(COMMUNES, 1)
    )
    issued_to = folder / "phat-hanh"
    order = order_from(
        template, UnitList(units, PERIOD, DEADLINE), PERIOD, FrontFields(deadline=DEADLINE)
    )
    issued = issue(issued_to, order)
    received = folder / "da-nhan"
    received.mkdir(parents=True, exist_ok=True)
    for number, one in enumerate(issued, 1):
        if number != _MISSING:
            _send(number, template, one.path, received)
    result = folder / "tong-hop-tinh-mau.xlsx"
    result.unlink(missing_ok=True)  # a demonstration begins anew every time
    options = MergeOptions(
        out=result,
        unit_list=issued_to / "danh-sach-don-vi.csv",
        org_unit_name=PARENT,
        level=Level.TINH,
    )
    outcome = merge_paths([str(received)], options, at=dt.datetime(2024, 3, 22, 8, 30))
    build_consolidated(result, outcome)
    return DemoProvince(issued_to, received, result, outcome)


def _send(number: int, template: ReportTemplate, issued: Path, received: Path) -> None:
    """One commune's workbook, filled and sent back."""
    read = read_file(issued)
    period = PERIOD if number != _OLD else Period.parse("2023-N")
    sent = dt.date(2024, 3, 22 if number == _LATE else 12 + number % 7)
    front = replace(read.front or FrontFields(), report_no=str(10 + number), report_date=sent)
    unit = OrgUnit(name=COMMUNES[number - 1], level=Level.XA, code=f"X{number:02}")
    content = content_from(template, _entries(template, number), unit, period, front=front)
    path = received / issued.name
    build(path, template, content)
    os.utime(path, (dt.datetime.combine(sent, dt.time(15)).timestamp(),) * 2)
    if number == _TWICE:
        shutil.copy2(path, received / f"gui-lai-{issued.name}")


def _entries(template: ReportTemplate, number: int) -> Mapping[str, Entry]:
    figures: dict[str, float | str | None] = {
        row.key: _figures(number).get(row.key, _usual(row)) for row in template.rows
    }
    entries = {}
    for row in template.rows:
        value = _ratio(row, figures, template.decimals) if row.is_ratio else figures[row.key]
        if value is None:
            continue
        text = value if isinstance(value, str) else text_of(value)
        known = None if isinstance(value, str) else to_decimal(value)
        entries[row.key] = Entry(row.key, raw=value, text=text, value=known)
    if number == _ANSWERED:
        words = "Tỉnh chưa giao chỉ tiêu tinh giản cho cấp xã."
        entries[_STREAMLINED] = Entry(_STREAMLINED, justification=words)
    return entries


def _ratio(row: Row, figures: Mapping[str, float | str | None], decimals: int) -> float | None:
    """What the workbook's formula shows."""
    part, whole = figures.get(row.numerator or ""), figures.get(row.denominator or "")
    if isinstance(part, str | None) or isinstance(whole, str | None) or not whole:
        return None
    return float(round_half_up(to_decimal(part) * 100 / to_decimal(whole), decimals))


def _usual(row: Row) -> int | None:
    """A commune has nothing to report of most rows; what computes itself is left alone."""
    if row.kind not in (RowKind.COUNT, RowKind.MONEY) or row.consolidation is Consolidation.TOTAL:
        return None
    if row.levels and Level.XA not in row.levels:
        return None
    return 0


def _figures(n: int) -> dict[str, float | str]:
    """Figures of commune ``n``, from plain arithmetic so that anybody can check the sums."""
    tasks, dossiers = 16 + n, 120 + 35 * n
    late = (5 * n) % 11
    online = dossiers * (35 + 5 * (n % 9)) // 100
    feedback = n % 4
    found: dict[str, float | str] = {
        "so_van_ban_chi_dao_cchc": 3 + n % 3,
        "kh_cchc_so_nhiem_vu": tasks,
        "kh_cchc_so_nhiem_vu_hoan_thanh": tasks - 4 - n % 5,
        "nv_tinh_huyen_giao_tong": 5 + n % 3,
        "nv_tinh_huyen_giao_dung_han": 5 + n % 3,
        "khao_sat_so_phieu": 40 + n,
        "khao_sat_hinh_thuc": "Phát phiếu" if n % 3 else "Kết hợp",
        "doi_thoai_to_chuc": "Có" if n % 4 else "Không",
        "tthc_cap_xa": _PROCEDURES,
        "tthc_tong_thuoc_tham_quyen": _PROCEDURES,
        "hs_don_vi_da_giai_quyet": dossiers,
        "hs_don_vi_dung_han": dossiers - late,
        "hs_capxa_da_giai_quyet": dossiers,
        "hs_capxa_dung_han": dossiers - late,
        "hs_tiep_nhan": dossiers + 6,
        "hs_truc_tuyen": online,
        "pakn_da_tiep_nhan": feedback,
        "pakn_da_giai_quyet": feedback,
        "bc_cong_chuc_duoc_giao": 20 + n % 3,
        "bc_cong_chuc_co_mat": 19 + n % 2,
        "vb_di_tong": 90 + 8 * n,
        "vb_di_ty_le_dien_tu": 95,
        "vb_di_ty_le_song_song": 5,
        "dvc_mot_phan_du_dieu_kien": 30,
        "dvc_mot_phan_dang_cung_cap": 30,
        "dvc_mot_phan_phat_sinh": 4 + n % 5,
        "dvc_toan_trinh_du_dieu_kien": 60,
        "dvc_toan_trinh_dang_cung_cap": 60,
        "dvc_toan_trinh_phat_sinh": 8 + n % 6,
        "dvc_dang_cung_cap": 90,
        "dvc_da_tich_hop": 90,
        "tthc_co_nghia_vu_tai_chinh": 28,
        "tthc_thanh_toan_truc_tuyen": 28,
        "vtvl_ty_le_cong_chuc_dung_vi_tri": 100,
    }
    if n not in (_BLANK, _ANSWERED):
        found[_STREAMLINED] = 0
    if n == _IMPOSSIBLE:  # more than there were
        found["hs_truc_tuyen"] = dossiers + 60
    if n == _WORDS:
        found["khao_sat_so_phieu"] = "không tổ chức"
    return found
