"""What the narrative says of the table, against what a person read out of it."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass

import pytest

from cchc_xl.model import Severity
from cchc_xl.word.narrative import NarrativeCheck
from cchc_xl.word.prose import tidy
from cchc_xl.word.quantities import Form
from cchc_xl.word.statements import State, Statement
from tests.word.narratives import EDITIONS, checked, expected, narrative, sample, text_lines

SAID = {"confirms": State.CONFIRMED, "contradicts": State.CONTRADICTED}


def rows_of(edition: str, said: Statement) -> set[int]:
    position = sample(edition).template.position
    return {position[key] for key in said.keys}


def mismatched_rows(edition: str, check: NarrativeCheck) -> set[int]:
    position = sample(edition).template.position
    return {position[f.key] for f in check.findings if f.code == "KT511" and f.key}


@pytest.mark.parametrize("edition", EDITIONS)
def test_every_figure_speaks_of_the_row_a_person_read(edition: str) -> None:
    check = checked(edition, narrative(edition))
    for one in expected(edition):
        said = [
            found
            for found in check.statements
            if found.sentence.text in one.sentence and found.quantity.text == one.figure
        ]
        if not one.rows:
            assert all(s.state in (State.UNMATCHED, State.PLAN, State.AMBIGUOUS) for s in said), one
            continue
        assert said, one
        found = set().union(*(rows_of(edition, s) for s in said if s.state is SAID[one.verdict]))
        assert found == set(one.rows), one


@pytest.mark.parametrize("edition", EDITIONS)
def test_every_contradiction_is_found_and_no_other(edition: str) -> None:
    wanted = {row for one in expected(edition) if one.verdict == "contradicts" for row in one.rows}
    check = checked(edition, narrative(edition))
    assert mismatched_rows(edition, check) == wanted
    assert {f.code for f in check.findings} <= {"KT511", "KT516"}


@dataclass(frozen=True)
class Fault:
    """One figure of a narrative changed; ``rows`` are those it spoke of."""

    edition: str
    lines: list[str]
    rows: set[int]
    words: str


def faults(edition: str, lines: list[str], rng: random.Random) -> list[Fault]:
    """Every figure that confirms a row, changed once."""
    found = []
    for said in checked(edition, lines).statements:
        if said.state is not State.CONFIRMED:
            continue
        quantity, text = said.quantity, said.sentence.text
        line = tidy(lines[said.sentence.line])
        start = line.index(text) + quantity.start
        end = line.index(text) + quantity.end
        new = _changed(said, rng)
        changed = [*lines]
        changed[said.sentence.line] = line[:start] + new + line[end:]
        words = f"{quantity.text} -> {new}: {text}"
        found.append(Fault(edition, changed, rows_of(edition, said), words))
    return found


def _changed(said: Statement, rng: random.Random) -> str:
    quantity = said.quantity
    if quantity.form is Form.NONE:
        return "có 03" if quantity.right else "03 trường hợp"
    digits = str(int(quantity.value))
    slips = {
        digits[::-1] if not digits.endswith("0") else digits + "0",  # transposed
        str(int(digits) + 1),
        digits + digits[-1],  # typed twice
        str(max(0, int(digits) - 1)),
    }
    new = rng.choice(sorted(slip for slip in slips if int(slip) != int(digits)))
    part, slash, whole = quantity.text.partition("/")
    if slash and quantity.form is not Form.FRACTION:  # the whole of a fraction
        return f"{part}/{re.sub(r'[0-9][0-9.]*', new, whole, count=1)}"
    return re.sub(r"\d[\d.]*", new, quantity.text, count=1)


def test_nine_of_ten_seeded_faults_are_found_and_two_of_a_hundred_are_false() -> None:
    """Narratives of two kinds per form, every figure changed twice: more than 100 faults."""
    rng = random.Random(20240612)
    missed, false, total = [], [], 0
    for edition in EDITIONS:
        for lines in (narrative(edition), text_lines(edition)):
            before = mismatched_rows(edition, checked(edition, lines))
            for fault in faults(edition, lines, rng) + faults(edition, lines, rng):
                total += 1
                check = checked(edition, fault.lines)
                new = mismatched_rows(edition, check) - before
                inside = any(f.code in ("KT512", "KT513") for f in check.findings)
                if not new & fault.rows and not inside:
                    missed.append(fault.words)
                if new - fault.rows:
                    false.append((fault.words, new - fault.rows))
    assert total >= 100
    assert len(missed) <= 0.10 * total, missed
    assert len(false) <= 0.02 * total, false


NOT_THE_TABLE_S = """\
I. CÔNG TÁC CHỈ ĐẠO, ĐIỀU HÀNH CCHC
- Ban hành 05 văn bản chỉ đạo về chuyển đổi số.
- Kế hoạch tuyên truyền CCHC gồm 12 nhiệm vụ, đã hoàn thành 03 nhiệm vụ.
- Theo kế hoạch năm 2019, có 18 nhiệm vụ, hoàn thành 18 nhiệm vụ.
- Kiểm tra 04 đơn vị, phát hiện 07 vấn đề; 03 buổi tuyên truyền với 250 người tham gia.
II. KẾT QUẢ THỰC HIỆN
1. Cải cách thể chế
- Góp ý 06 dự thảo văn bản quy phạm pháp luật của cấp trên; ban hành 09 quyết định hành chính.
2. Cải cách thủ tục hành chính
- Bộ phận một cửa niêm yết 250 TTHC; cập nhật 12 quy trình nội bộ.
- Lĩnh vực tư pháp - hộ tịch: giải quyết 80 hồ sơ; đất đai: giải quyết 15 hồ sơ.
- Trong tháng 1 giải quyết 50 hồ sơ, tháng 2 giải quyết 60 hồ sơ.
- Cùng kỳ năm trước giải quyết 900 hồ sơ. Còn 12 hồ sơ đang giải quyết, 5 hồ sơ trả lại.
- Tỷ lệ hồ sơ đất đai đúng hạn 87%; tỷ lệ số hóa hồ sơ đạt 66%; tỷ lệ hài lòng 91%.
- Đường dây nóng nhận 04 phản ánh về an ninh trật tự. Thu lệ phí 12.500.000 đồng.
3. Cải cách tổ chức bộ máy
- Bố trí 02 phòng tiếp công dân; toàn xã có 12 thôn, 36 người không chuyên trách.
- Biên chế được giao theo quy định, trong đó 02 công chức đang đi học, 01 công chức nghỉ thai sản.
4. Cải cách chế độ công vụ
- Cử 04 công chức học trung cấp; khen thưởng 05 cán bộ, công chức; đăng ký tuyển dụng 02 công chức.
5. Cải cách tài chính công
- Thu ngân sách 2,5 tỷ đồng, đạt 55% kế hoạch; tiết kiệm 10% chi thường xuyên.
6. Xây dựng chính quyền điện tử
- Có 24 máy tính; tiếp nhận 350 văn bản đến; 3 hồ sơ phát sinh mức độ 4, 20 hồ sơ một phần.
IV. NHIỆM VỤ TRỌNG TÂM THỜI GIAN TỚI
- Giải quyết 5.000 hồ sơ, 99% hồ sơ đúng hạn; ban hành 07 văn bản chỉ đạo cải cách hành chính.
"""


@pytest.mark.parametrize("edition", EDITIONS)
def test_figures_of_other_matters_contradict_no_row(edition: str) -> None:
    lines = ["BÁO CÁO", "Công tác cải cách hành chính", *NOT_THE_TABLE_S.splitlines()]
    assert checked(edition, lines).findings == ()


HEAD = ["BÁO CÁO", "Công tác cải cách hành chính", "I. CHỈ ĐẠO", "II. KẾT QUẢ THỰC HIỆN"]


def codes(edition: str, *lines: str, head: list[str] | None = None) -> list[tuple[str, Severity]]:
    check = checked(edition, [*(head or HEAD), *lines])
    return [(f.code, f.severity) for f in check.findings]


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("- Số hóa 200/271 hồ sơ đạt 73,80%.", []),
        ("- Số hóa 200/271 hồ sơ đạt 78,30%.", [("KT512", Severity.ERROR)]),
        ("- Số hóa 253/271 hồ sơ đạt 93,35%.", [("KT512", Severity.NOTE)]),  # cut, not rounded
        ("- Thu ngân sách đạt 12,8% (5.115.000đ/40.000.000đ).", []),
        ("- Thu ngân sách đạt 18,2% (5.115.000đ/40.000.000đ).", [("KT512", Severity.ERROR)]),
        ("- Số hóa 200/271 hồ sơ, tăng 12% so với cùng kỳ.", []),
        ("- Tiếp nhận tổng số 50 hồ sơ: đúng hạn 40 hồ sơ; đang giải quyết 10 hồ sơ.", []),
        (
            "- Tiếp nhận tổng số 50 hồ sơ: đúng hạn 40 hồ sơ; đang giải quyết 12 hồ sơ.",
            [("KT513", Severity.WARNING)],
        ),
        ("- Tiếp nhận tổng số 50 hồ sơ, trong đó 30 hồ sơ nữ, 25 hồ sơ trẻ em.", []),
    ],
)
def test_arithmetic_inside_the_text(sentence: str, found: list[tuple[str, Severity]]) -> None:
    assert codes("backan-so-2021", sentence) == found


SIGNED = ["Bình An, ngày 06 tháng 3 năm 2024", *HEAD]


@pytest.mark.parametrize(
    ("sentence", "code"),
    [
        ("Số liệu từ ngày 01/12/2023 – 08/3/2024.", "KT517"),
        ("Số liệu từ ngày 01/12/2023 đến ngày 05/3/2024.", None),
        ("Số liệu tính đến ngày 06/3/2024.", None),
        ("Số liệu tính đến ngày 07 tháng 3 năm 2024.", "KT517"),
        ("Số liệu từ ngày 01/3/2024 đến ngày 01/12/2023.", "KT518"),
        ("Số liệu từ ngày 01/12/2023 đến ngày 30/02/2024.", "KT518"),
        ("- Ban hành Kế hoạch số 32/KH-UBND ngày 07/3/2022 về CCHC năm 2024.", "KT518"),
        ("- Ban hành Kế hoạch số 32/KH-UBND ngày 29/12/2023 về CCHC năm 2024.", None),
        ("- Ban hành Kế hoạch số 13/KH-UBND ngày 08/02/2021 cho giai đoạn 2021-2030.", None),
        ("- Thực hiện Nghị định số 62/2020/NĐ-CP ngày 01/6/2020.", None),
        ("- Thực hiện Nghị định số 62/2020/NĐ-CP ngày 01/6/2021.", "KT518"),
        ("- Ban hành Quyết định số 9/QĐ-UBND ngày 20/3/2024.", "KT518"),
        ("- Quyết định số 9/QĐ-UBND ngày 20/3/2023 và số 10/QĐ-UBND ngày 22/3/2023.", None),
        ("- Quyết định số 9/QĐ-UBND ngày 20/6/2023 và số 10/QĐ-UBND ngày 22/3/2023.", "KT518"),
        (
            "- Ban hành Kế hoạch số 3/KH-UBND ngày 14/01/2022; nội dung bám sát Kế hoạch số"
            " 97/KH-UBND ngày 31/12/2023 của UBND tỉnh.",
            "KT518",
        ),
    ],
)
def test_dates(sentence: str, code: str | None) -> None:
    found = [found for found, _ in codes("chodon-xa-2024", sentence, head=SIGNED)]
    assert found == ([] if code is None else [code])


def test_a_narrative_of_another_period_is_said() -> None:
    title = ["BÁO CÁO", "Công tác cải cách hành chính quý III năm 2024"]
    assert codes("chodon-xa-2024", head=[*title, *HEAD[2:]]) == [("KT519", Severity.WARNING)]


def test_a_period_not_over_on_the_day_of_signing_is_said() -> None:
    head = ["Bình An, ngày 06 tháng 01 năm 2024", "BÁO CÁO", "Cải cách hành chính quý I năm 2024"]
    assert codes("chodon-xa-2024", head=[*head, *HEAD[2:]]) == [("KT517", Severity.WARNING)]


def test_a_figure_for_a_blank_row_is_a_note() -> None:
    lines = ["3. Cải cách tổ chức bộ máy", "- Xã có 04 phòng chuyên môn."]
    assert codes("chodon-xa-2024", *lines) == [("KT515", Severity.NOTE)]


def test_what_is_uncertain_is_listed_and_no_finding() -> None:
    lines = ["2. Cải cách thủ tục hành chính", "- Đã giải quyết khoảng 200 hồ sơ."]
    check = checked("chodon-xa-2024", [*HEAD, *lines])
    assert check.findings == ()
    assert [said.state for said in check.statements] == [State.AMBIGUOUS]


def test_a_letter_and_a_few_titles_are_no_narrative() -> None:
    letter = ["V/v chế độ báo cáo", "Kỳ quý I từ ngày 15/12/2023 đến ngày 30/4/2024.", "x " * 60]
    assert (
        codes("chodon-xa-2024", *letter, "y " * 60, head=["Bình An, ngày 01 tháng 3 năm 2024"])
        == []
    )
    assert checked("chodon-xa-2024", ["BÁO CÁO", "Quý I năm 2024"]).statements == ()


@pytest.mark.parametrize("text", ["a" * 300_000, "1 " * 3_000, "12/34 " * 1_000, "không có " * 800])
def test_text_without_sense_takes_no_time_and_gives_no_finding(text: str) -> None:
    check = checked("chodon-xa-2024", [*HEAD, text])
    assert {f.code for f in check.findings} <= {"KT512"}
