"""A small form with one row of every kind, and what a unit might have filled in."""

from typing import Any

from cchc_xl.model import ReportTemplate
from cchc_xl.workbook.content import BookContent, CellContent, Formula
from cchc_xl.workbook.layout import FILLED_NAME, Layout

SECTIONS: list[dict[str, Any]] = [
    {
        "key": "chi_dao",
        "no": "1",
        "title": "Chỉ đạo điều hành",
        "sheet": "1 Chỉ đạo",
        "rows": [
            {"no": "1.", "key": "muc_1", "label": "Chỉ đạo điều hành", "kind": "heading"},
            {
                "no": "1.1.",
                "key": "giao",
                "label": "Số nhiệm vụ được giao",
                "measure": "Nhiệm vụ",
                "kind": "count",
                "parent": "muc_1",
                "consolidation": "sum",
            },
            {
                "no": "1.2.",
                "key": "xong",
                "label": "Số nhiệm vụ đã xong",
                "measure": "Nhiệm vụ",
                "kind": "count",
                "parent": "muc_1",
                "basis": "year_to_date",
                "owner": "Phòng Nội vụ",
                "consolidation": "sum",
            },
            {
                "no": "1.3.",
                "key": "ty_le",
                "label": "Tỷ lệ nhiệm vụ đã xong",
                "measure": "%",
                "kind": "percent",
                "parent": "muc_1",
                "numerator": "xong",
                "denominator": "giao",
                "consolidation": "ratio",
            },
            {
                "no": "1.4.",
                "key": "cap_tinh",
                "label": "Số sở, ngành đã kiểm tra",
                "kind": "count",
                "parent": "muc_1",
                "levels": ["tinh"],
                "consolidation": "parent",
            },
        ],
    },
    {
        "key": "khac",
        "no": "2",
        "title": "Việc khác",
        "sheet": "2 Khác",
        "rows": [
            {"no": "2.", "key": "muc_2", "label": "Việc khác", "kind": "heading"},
            {
                "no": "2.1.",
                "key": "hinh_thuc",
                "label": "Hình thức khảo sát",
                "measure": "Trực tuyến = 0 Phát phiếu = 1",
                "kind": "choice",
                "choices": [{"code": 0, "label": "Trực tuyến"}, {"code": 1, "label": "Phát phiếu"}],
                "consolidation": "category",
            },
            {
                "no": "2.2.",
                "key": "doi_thoai",
                "label": "Tổ chức đối thoại",
                "measure": "Có/không",
                "kind": "yes_no",
                "codes_printed": False,
                "choices": [{"code": 1, "label": "Có"}, {"code": 0, "label": "Không"}],
                "consolidation": "yes_no",
            },
            {
                "no": "2.3.",
                "key": "kinh_phi",
                "label": "Kinh phí",
                "measure": "Triệu đồng",
                "kind": "money",
                "consolidation": "sum",
            },
            {
                "no": "2.4.",
                "key": "hai_long",
                "label": "Tỷ lệ hài lòng",
                "measure": "%",
                "kind": "percent",
                "consolidation": "manual",
                "note": "Ghi chú của biểu",
            },
            {
                "no": "2.5.",
                "key": "noi_dung",
                "label": "Nội dung khác",
                "kind": "text",
                "consolidation": "parent",
            },
        ],
    },
]


def small_form(**changes: Any) -> ReportTemplate:
    """Two sections: STT 1 (five rows, D5:D9) and 2 (six rows, D5:D10)."""
    data = {"id": "mau-nho", "title": "Thống kê số liệu CCHC", "origin": "rebuilt"}
    return ReportTemplate.model_validate({**data, "sections": SECTIONS, **changes})


def ratio_formula(layout: Layout, key: str, value: float | str) -> Formula:
    """A ratio as the services would compile it, with its value."""
    row = layout.template.by_key[key]
    assert row.numerator
    assert row.denominator
    here = layout.sheet_of(key)
    top, bottom = (layout.reference(k, from_sheet=here) for k in (row.numerator, row.denominator))
    return Formula(
        f'=IF(COUNT({top},{bottom})<2,"",IF({bottom}=0,"",ROUND(100*{top}/{bottom},2)))', value
    )


def less_than_verdict(layout: Layout, part: str, whole: str, words: str, value: str) -> Formula:
    """A verdict that speaks when a part exceeds its whole."""
    here = layout.sheet_of(part)
    a, b = (layout.reference(k, from_sheet=here) for k in (part, whole))
    return Formula(f'=IF({FILLED_NAME}=0,"",IF({a}>{b},"{words}",""))', value)


def filled(layout: Layout, **cells: CellContent) -> BookContent:
    """giao 8, xong 3, tỷ lệ 37.5 and the rest, with changes by key."""
    standard = {
        "giao": CellContent(value=8),
        "xong": CellContent(
            value=3, verdict=less_than_verdict(layout, "xong", "giao", "Lỗi: hơn số được giao", "")
        ),
        "ty_le": CellContent(value=ratio_formula(layout, "ty_le", 37.5)),
        "hinh_thuc": CellContent(value=1),
        "doi_thoai": CellContent(value="Có"),
        "kinh_phi": CellContent(value=12.5, decimals=2),
        "hai_long": CellContent(value=63.1),
    }
    return BookContent(cells={**standard, **cells})
