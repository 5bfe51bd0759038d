"""Relations proposed from a printed form: what its words say, what known forms say of like rows.

A proposal that must be deleted costs as much as one that is missing: half of these forms ask that
nothing is proposed.
"""

import pytest

from benchmarks.soan_mau import SAMPLE_OF, count
from cchc_xl.authoring import Draft, FormText, propose
from cchc_xl.authoring.columns import Col
from cchc_xl.model import PrintedRow, ReportTemplate, Row, Rule, Section
from cchc_xl.model.template import Origin
from cchc_xl.templates import loader

#: Relations a keeper adds, and takes out, when each edition is rebuilt from the other four.
MISSING = {"kontum-phuong-2023": 3, "chodon-xa-2024": 2}
WRONG = {"chodon-xa-2024": 2}

Relation = tuple[tuple[int, ...], str, tuple[int, ...]]


@pytest.mark.parametrize("edition", SAMPLE_OF)
def test_few_relations_are_missing_and_fewer_are_wrong(edition: str) -> None:
    counted = count(loader.load(edition))
    assert counted.relations_missing <= MISSING.get(edition, 0)
    assert counted.relations_extra <= WRONG.get(edition, 0)


def drafted(lines: str, *editions: ReportTemplate) -> Draft:
    """Lines ``no | label | measure``; no edition is known unless given."""
    cells = [[*(piece.strip() for piece in line.split("|")), "", ""][:3] for line in rows(lines)]
    pieces = (PrintedRow(no, label, measure, None, "", "") for no, label, measure in cells)
    return propose(FormText(tuple(pieces)), editions)


def rows(lines: str) -> list[str]:
    return [line for line in lines.strip().splitlines() if line.strip()]


def related(draft: Draft) -> set[Relation]:
    """Relations with the lines of their rows, the first line being 1."""
    line = {row[Col.KEY]: n for n, row in enumerate(draft.rows, 1)}

    def side(text: str) -> tuple[int, ...]:
        return tuple(sorted(line[key] for key in text.split("; ") if key))

    return {(side(one[Col.LEFT]), one[Col.OP], side(one[Col.RIGHT])) for one in draft.relations}


LE, EQ = "không lớn hơn", "bằng"
BOTH = "lớn hơn 0 khi và chỉ khi vế phải lớn hơn 0"
NOTHING, EXPLAINED = "phải trống khi vế phải bằng 0", "chỉ đổi so với kỳ trước khi vế phải có số"

STATED: dict[str, tuple[str, set[Relation]]] = {
    "tasks in time, late and late still": (
        """
        1   | Nhiệm vụ được giao          |
        1.1 | Tổng số nhiệm vụ được giao  | Nhiệm vụ
        1.2 | Số nhiệm vụ đã hoàn thành đúng hạn | Nhiệm vụ
        1.3 | Số nhiệm vụ đã hoàn thành nhưng quá hạn | Nhiệm vụ
        1.4 | Số nhiệm vụ quá hạn chưa hoàn thành | Nhiệm vụ
        """,
        {((3, 4, 5), LE, (2,))},
    ),
    "a name that goes on narrows what is counted": (
        """
        1   | Kiểm tra |
        1.1 | Tổng số phòng, ban, đơn vị | Đơn vị
        1.2 | Số phòng, ban, đơn vị đã họp | Đơn vị
        """,
        {((3,), LE, (2,))},
    ),
    "what is done of what is due": (
        """
        1   | Rà soát |
        1.1 | Tổng số đơn thư cần phải xử lý sau rà soát | Đơn
        1.2 | Số đơn thư đã xử lý xong sau rà soát | Đơn
        2   | Chỉ tiêu |
        2.1 | Số chỉ tiêu được giao | Chỉ tiêu
        2.2 | Số chỉ tiêu đã hoàn thành | Chỉ tiêu
        """,
        {((3,), LE, (2,)), ((6,), LE, (5,))},
    ),
    "rows without a number are parts of the count above": (
        """
        1        | Cây xanh |
        1.1      | Tổng số cây xanh | Cây
        Trong đó | Số cây ăn quả | Cây
                 | Số cây bóng mát | Cây
        """,
        {((3,), LE, (2,)), ((4,), LE, (2,))},
    ),
    "procedures with dossiers that came online": (
        """
        1   | Dịch vụ công trực tuyến |
        1.1 | Số TTHC trực tuyến toàn trình có phát sinh hồ sơ trực tuyến | Thủ tục
        1.2 | Số hồ sơ TTHC đã tiếp nhận trực tuyến | Hồ sơ
        """,
        {((2,), BOTH, (3,)), ((2,), LE, (3,))},
    ),
    "what an inspection found": (
        """
        1   | Kiểm tra cải cách hành chính |
        1.1 | Số trường học được kiểm tra | Trường
        1.2 | Số trạm y tế đã kiểm tra | Trạm
        1.3 | Số vấn đề phát hiện qua kiểm tra | Vấn đề
        """,
        {((4,), NOTHING, (2, 3))},
    ),
    "one total in two parts of the form": (
        """
        1   | Tổ chức bộ máy |
        1.1 | Tổng số trạm y tế tại địa phương | Trạm
        2   | Tài chính công |
        2.1 | Tổng số trạm y tế tại địa phương | Trạm
        """,
        {((4,), EQ, (2,))},
    ),
    "an activity and its number": (
        """
        1   | Dân chủ |
        1.1 | Đối thoại với người dân | Có = 1; Không = 0
        1.1.1 | Số cuộc đối thoại | Cuộc
        """,
        {((2,), BOTH, (3,))},
    ),
}


@pytest.mark.parametrize(("lines", "expected"), STATED.values(), ids=STATED.keys())
def test_the_words_of_a_form_nobody_knows_state(lines: str, expected: set[Relation]) -> None:
    assert related(drafted(lines)) == expected


SILENT = {
    "numbered rows below a count may be anything": """
        1   | Cây xanh |
        1.1 | Tổng số cây xanh | Cây
        1.1.1 | Số cây trồng năm nay | Cây
        1.1.2 | Số cây chết | Cây
        """,
    "another measure is no part": """
        1   | Cây xanh |
        1.1 | Tổng số cây xanh | Cây
        Trong đó | Số vườn cây xanh | Vườn
        """,
    "time words without a total": """
        1   | Việc |
        1.1 | Số việc đúng hạn | Việc
        1.2 | Số việc quá hạn | Việc
        """,
    "the same words in one part only count two things": """
        1   | Y tế |
        1.1 | Trạm của xã |
        1.1.1 | Tổng số lượt khám | Lượt
        1.2 | Trạm của tỉnh |
        1.2.1 | Tổng số lượt khám | Lượt
        """,
    "what is explained in brackets goes on in no name": """
        1   | Tuyển dụng |
        1.1 | Số lao công được tuyển (thi, xét) | Người
        1.2 | Số lao công được tuyển theo trường hợp đặc biệt | Người
        """,
    "a yes and another matter": """
        1   | Dân chủ |
        1.1 | Có quy chế dân chủ | Có = 1; Không = 0
        1.1.1 | Số người dự họp | Người
        """,
    "several rows of dossiers: nobody knows which": """
        1   | Trực tuyến |
        1.1 | Số TTHC có phát sinh hồ sơ trực tuyến | Thủ tục
        1.2 | Số hồ sơ TTHC đất đai đã tiếp nhận trực tuyến | Hồ sơ
        1.3 | Số hồ sơ TTHC xây dựng đã tiếp nhận trực tuyến | Hồ sơ
        """,
}


@pytest.mark.parametrize("lines", SILENT.values(), ids=SILENT.keys())
def test_nothing_is_read_into_the_words(lines: str) -> None:
    assert related(drafted(lines)) == set()


DOSSIERS = """
    1   | Kết quả giải quyết hồ sơ |
    1.1 | Tổng số hồ sơ phải giải quyết | Hồ sơ
        | Số hồ sơ kỳ trước chuyển qua | Hồ sơ
        | Số hồ sơ tiếp nhận mới | Hồ sơ
    1.2 | Tổng số hồ sơ đã giải quyết xong | Hồ sơ
        | Số hồ sơ giải quyết đúng hạn | Hồ sơ
        | Số hồ sơ giải quyết trễ hạn | Hồ sơ
    1.3 | Tỷ lệ hồ sơ giải quyết đúng hạn | %
    """


def test_dossiers_add_up_and_their_share_is_of_those_solved() -> None:
    draft = drafted(DOSSIERS)
    key = [row[Col.KEY] for row in draft.rows]
    assert [row[Col.PARTS] for row in draft.rows] == [
        "", f"{key[2]}; {key[3]}", "", "", f"{key[5]}; {key[6]}", "", "", "",
    ]  # fmt: skip
    assert (draft.rows[7][Col.NUMERATOR], draft.rows[7][Col.DENOMINATOR]) == (key[5], key[4])
    assert related(draft) == {((5,), LE, (2,))}  # what the parts say is not said again


def test_a_third_row_may_be_counted_too_so_nothing_adds_up() -> None:
    draft = drafted(f"{DOSSIERS.rstrip()}\n").rows
    assert draft[4][Col.PARTS]
    more = DOSSIERS.replace("trễ hạn | Hồ sơ", "trễ hạn | Hồ sơ\n| Số hồ sơ trả lại | Hồ sơ")
    assert drafted(more).rows[4][Col.PARTS] == ""


def edition(template_id: str, keys: dict[str, str], *rules: Rule) -> ReportTemplate:
    """An edition of counts: labels by key."""
    found = tuple(
        Row.model_validate(
            {"key": key, "no": f"1.{n}", "label": label, "measure": "Thủ tục", "kind": "count",
             "consolidation": "sum"}
        )
        for n, (key, label) in enumerate(keys.items(), 1)
    )  # fmt: skip
    section = Section(key="tthc", no="1", title="Thủ tục hành chính", rows=found)
    return ReportTemplate(
        id=template_id, title="x", origin=Origin.REBUILT, sections=(section,), rules=rules
    )


def rule(left: str, op: str, *right: str) -> Rule:
    key = f"{left}_{right[0]}"
    return Rule.model_validate({"key": key, "left": (left,), "op": op, "right": right})


KINDS = {f"loai_{name}": f"Số thủ tục loại {name}" for name in ("an", "binh", "chau", "dung")}
IN_FORCE, OF_COMPETENCE = "Danh mục đang có hiệu lực", "Danh mục thuộc thẩm quyền"


def with_total(template_id: str, total: str, label: str, kinds: int) -> ReportTemplate:
    """An edition whose first kinds are each at most its total."""
    rules = [rule(key, "<=", total) for key in list(KINDS)[:kinds]]
    return edition(template_id, {total: label, **KINDS}, *rules)


@pytest.mark.parametrize(("common", "carried"), [(3, True), (2, False)])
def test_a_row_that_plays_one_part_stands_in_when_relations_enough_agree(
    common: int, carried: bool
) -> None:
    old = with_total("cu-1", "tong_hieu_luc", IN_FORCE, 4)
    new = with_total("cu-2", "tong_tham_quyen", OF_COMPETENCE, common)
    lines = [f"1.1 | {OF_COMPETENCE} | Thủ tục"]
    lines += [f"1.{n} | {label} | Thủ tục" for n, label in enumerate(KINDS.values(), 2)]
    found = related(drafted("1 | Thủ tục hành chính |\n" + "\n".join(lines), old, new))
    assert (((6,), LE, (2,)) in found) is carried


STAFF = {"co_mat": "Số thợ có mặt", "nghi": "Số thợ nghỉ việc"}
HIRED = {"tuyen": "Số thợ được tuyển dụng (thi, xét)"}


def test_a_stock_is_explained_by_rows_that_say_the_same_in_more_rows() -> None:
    known = edition("cu-1", STAFF | HIRED, rule("co_mat", "explained-by", "tuyen", "nghi"))
    found = related(
        drafted(
            """
            1   | Thủ tục hành chính |
            1.1 | Số thợ có mặt | Thủ tục
            1.2 | Số thợ nghỉ việc | Thủ tục
            1.3 | Số thợ được tuyển dụng mới (qua thi) | Thủ tục
            1.4 | Số thợ được tuyển dụng mới (qua xét) | Thủ tục
            """,
            known,
        )
    )
    assert ((2,), EXPLAINED, (3, 4, 5)) in found


def test_a_stock_with_half_of_its_reasons_is_left_alone() -> None:
    known = edition("cu-1", STAFF | HIRED, rule("co_mat", "explained-by", "tuyen", "nghi"))
    lines = "1 | Thủ tục |\n1.1 | Số thợ có mặt | Thủ tục\n1.2 | Số thợ nghỉ việc | Thủ tục"
    assert related(drafted(lines, known)) == set()


def test_an_act_of_ones_own_explains_no_list() -> None:
    """ "Trình công bố" is not "công bố": the list does not change yet."""
    lines = """
        3   | Thống kê TTHC |
        3.1 | Số TTHC trình công bố mới | Thủ tục
        3.2 | Số TTHC đề nghị bãi bỏ, thay thế | Thủ tục
        3.3 | Tổng số TTHC đang có hiệu lực | Thủ tục
        """
    assert EXPLAINED not in {op for _, op, _ in related(drafted(lines, loader.load("ankhe-2021")))}


def test_no_relation_is_proposed_twice_or_under_one_name() -> None:
    for template_id in SAMPLE_OF:
        from benchmarks.soan_mau import proposed

        draft = proposed(loader.load(template_id))
        names = [one[Col.KEY] for one in draft.relations]
        assert len(set(names)) == len(names)
        assert len(related(draft)) == len(draft.relations)
