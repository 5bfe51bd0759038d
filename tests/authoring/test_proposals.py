"""What the tool proposes from a blank form, measured on the five editions of real documents."""

from pathlib import Path

import pytest

from benchmarks.soan_mau import SAMPLE_OF, corrected, count
from cchc_xl.authoring import Draft, FormText, close_draft, propose
from cchc_xl.authoring.columns import Col
from cchc_xl.authoring.sheet_reader import read_draft
from cchc_xl.authoring.sheet_writer import write_draft
from cchc_xl.model import PrintedRow
from cchc_xl.templates import loader

#: Share of rows a person corrects, each edition hidden (docs/soan-mau.md has the cells).
MOST_CORRECTED = 0.10


@pytest.mark.parametrize("edition", SAMPLE_OF)
def test_a_hidden_edition_is_rebuilt_with_few_corrections(edition: str) -> None:
    counted = count(loader.load(edition))
    assert counted.share <= MOST_CORRECTED
    assert counted.section_cells == 0
    assert counted.relations_missing <= counted.relations / 2


@pytest.mark.parametrize("edition", SAMPLE_OF)
def test_the_corrected_draft_is_the_shipped_edition(edition: str, tmp_path: Path) -> None:
    template = loader.load(edition)
    path = tmp_path / "soan.xlsx"
    write_draft(path, corrected(template))
    assert close_draft(read_draft(path)).template == template


def form(*lines: str) -> FormText:
    """Rows written ``no | label | measure | note``."""
    cells = [[*(piece.strip() for piece in line.split("|")), "", ""][:4] for line in lines]
    pieces = (PrintedRow(no, label, measure, None, "", note) for no, label, measure, note in cells)
    return FormText(tuple(pieces))


def drafted(*lines: str) -> Draft:
    return propose(form(*lines), list(loader.load_all()))


def column(draft: Draft, name: Col) -> list[str]:
    return [row[name] for row in draft.rows]


def test_same_words_below_another_matter_are_another_meaning() -> None:
    draft = drafted(
        "1 | Công tác chỉ đạo điều hành CCHC",
        "1.1 | Thực hiện nhiệm vụ Hội đồng nhân dân xã giao",
        "1.1.1 | Tổng số nhiệm vụ được giao | Nhiệm vụ",
        "1.2 | Thực hiện nhiệm vụ Chính phủ, Thủ tướng Chính phủ giao",
        "1.2.1 | Tổng số nhiệm vụ được giao | Nhiệm vụ",
    )
    keys = column(draft, Col.KEY)
    assert keys[4] == "nv_chinh_phu_giao_tong"
    assert keys[2] not in {row.key for one in loader.load_all() for row in one.rows}


def test_degrees_of_service_are_never_taken_for_each_other() -> None:
    draft = drafted(
        "7 | Xây dựng và phát triển chính quyền điện tử",
        "7.1 | Cung cấp dịch vụ công trực tuyến",
        "7.1.1 | Số TTHC đang cung cấp trực tuyến mức độ 2 | Thủ tục",
        "7.1.2 | Số TTHC đang cung cấp trực tuyến toàn trình | Thủ tục",
    )
    keys = column(draft, Col.KEY)
    assert keys[3] == "dvc_toan_trinh_dang_cung_cap"
    assert "muc3" not in keys[2]
    assert draft.rows[2][Col.SURE] == "Mới"


@pytest.mark.parametrize(
    ("label", "measure", "kind", "adds"),
    [
        ("Số cây xanh trồng mới", "Cây", "Số đếm", "Cộng"),
        ("Tỷ lệ cây xanh còn sống", "%", "Tỷ lệ %", "Người tổng hợp tự điền"),
        ("Kinh phí trồng cây", "Triệu đồng", "Số tiền", "Cộng"),
        ("Có quy chế cây xanh", "Có/không", "Có/Không", "Có/Không của đơn vị tổng hợp"),
        (
            "Mức hoàn thành",
            "Chưa = 0 Đang = 1 Xong = 2",
            "Lựa chọn",
            "Lựa chọn của đơn vị tổng hợp",
        ),
        ("Công tác cây xanh", "", "Tiêu đề", ""),
        ("Số thủ tục về cây xanh", "Thủ tục", "Số đếm", "Lấy từ danh mục chung"),
        ("Số thủ tục cây xanh đề nghị bãi bỏ", "Thủ tục", "Số đếm", "Cộng"),
    ],
)
def test_a_row_nobody_knows_is_guessed_from_its_words(
    label: str, measure: str, kind: str, adds: str
) -> None:
    draft = drafted("1 | Việc khác", f"1.1 | {label} | {measure}", "1.2 | Số đo | Cái")
    row = draft.rows[1]
    assert (row[Col.KIND], row[Col.CONSOLIDATION]) == (kind, adds)


def test_parts_by_level_make_a_total_and_a_percent_over_its_rows_a_ratio() -> None:
    draft = drafted(
        "1 | Cây xanh",
        "1.1 | Tổng số cây xanh | Cây",
        "Trong đó | Số cây của cấp tỉnh | Cây",
        " | Số cây của cấp xã | Cây",
        "1.2 | Tỷ lệ cây sống | %",
        "1.2.1 | Tổng số cây đã trồng | Cây",
        "1.2.2 | Số cây còn sống | Cây",
    )
    total, ratio = draft.rows[1], draft.rows[4]
    keys = column(draft, Col.KEY)
    assert total[Col.PARTS] == f"{keys[2]}; {keys[3]}"
    assert (ratio[Col.NUMERATOR], ratio[Col.DENOMINATOR]) == (keys[6], keys[5])
    assert close_draft(draft).template is None  # general facts are the keeper's


def test_an_office_named_at_a_heading_is_responsible_for_its_rows() -> None:
    draft = drafted(
        "1 | Một | | Phòng Tư pháp",
        "1.1 | Số a | Cái",
        "2 | Hai | | Văn phòng HĐND và UBND",
        "2.1 | Số b | Cái",
        "3 | Ba | | Phòng Kinh tế",
        "3.1 | Số c | Cái | Cấp tỉnh báo cáo",
    )
    offices = ["Phòng Tư pháp", "Văn phòng HĐND và UBND", "Phòng Kinh tế"]
    assert column(draft, Col.OWNER)[1::2] == offices
    assert column(draft, Col.LEVELS)[5] == "Cấp tỉnh"


def test_numbers_printed_twice_or_left_out_are_slips_of_the_form() -> None:
    draft = drafted(
        "1 | Một",
        "1.1 | Số a | Cái",
        "1.1 | Số b | Cái",
        "1.4 | Số c | Cái",
    )
    found = [(one[Col.KIND], one[Col.ROWS]) for one in draft.misprints]
    keys = column(draft, Col.KEY)
    assert found == [("Số in hai lần", f"{keys[1]}; {keys[2]}"), ("Số bị bỏ cách", keys[3])]


def test_rows_new_gone_reworded_and_moved_are_told() -> None:
    template = loader.load("chodon-xa-2024")
    rows = list(template.sections[1].rows)
    lines = [f"{row.no} | {row.label} | {row.measure}" for row in rows]
    lines[1] = lines[1].replace("Số VBQPPL đã ban hành", "Tổng số VBQPPL đã ban hành")
    del lines[2]
    lines.append("2.4 | Số cây xanh | Cây")
    draft = propose(form(*lines), [template])
    told = {one[Col.KEY]: one[Col.CHANGE] for one in draft.changes}
    assert told[rows[1].key] == "Đổi lời"
    assert told[rows[2].key] == "Không còn"
    assert told[draft.rows[-1][Col.KEY]] == "Mới"
    assert draft.rows[0][Col.CHANGE] == "Như cũ"
