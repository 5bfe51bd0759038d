"""A form with the rows that are hard to name, and findings made by hand."""

from typing import Any

from cchc_xl.messages import render
from cchc_xl.model import Finding, Kind, ReportTemplate, Severity

_SHARED = "Tỷ lệ văn bản được gửi hoàn toàn dưới dạng điện tử "


def _row(key: str, no: str, label: str, kind: str = "count", **more: Any) -> dict[str, Any]:
    if kind != "heading":
        more = {"consolidation": "manual", **more}
    return {"key": key, "no": no, "label": label, "kind": kind, **more}


SECTIONS: list[dict[str, Any]] = [
    {
        "key": "van_ban",
        "no": "7",
        "title": "Văn bản",
        "rows": [
            _row("muc", "7.", "Văn bản", "heading"),
            _row("tong", "7.1.", "Tổng số văn bản đi:", parent="muc"),
            _row("dien_tu", "Trong đó", f"{_SHARED}và ký số", "percent", parent="tong"),
            _row("song_song", "", f"{_SHARED}và song song giấy", "percent", parent="tong"),
            _row("noi_bo", "", "Văn bản nội bộ", parent="song_song"),
            _row("mot", "7.2.", "Hồ sơ một", parent="muc"),
            _row("hai", "7.3.", "Hồ sơ hai", parent="muc"),
            _row("roi", "", "Dòng rời"),
            _row(
                "co_khong",
                "7.4.",
                "Có đối thoại",
                "yes_no",
                codes_printed=False,
                choices=[{"code": 1, "label": "Có"}, {"code": 0, "label": "Không"}],
            ),
            _row(
                "ma",
                "7.5.",
                "Hình thức",
                "choice",
                choices=[{"code": 0, "label": "Trực tuyến"}, {"code": 1, "label": "Phiếu"}],
            ),
        ],
    },
    {
        "key": "bieu_2",
        "no": "Biểu mẫu 2",
        "title": "Biểu hai",
        "rows": [_row("so_2", "1.", "Số ở biểu hai"), _row("so_3", "2.", "Số khác ở biểu hai")],
    },
]
FORM = ReportTemplate.model_validate(
    {"id": "mau", "title": "Biểu", "origin": "rebuilt", "sections": SECTIONS}
)


def found(code: str, key: str | None = "mot", **facts: object) -> Finding:
    return Finding(code, Kind.IMPLAUSIBLE, Severity.NOTE, key=key, facts=facts)


def message(code: str, key: str | None = "mot", **facts: object) -> str:
    return render(found(code, key, **facts), FORM).message
