"""Writes the generated part of the documentation; a test says when it is stale.

::

    python tools/tai_lieu.py    # docs/findings.md, docs/quan-he.md, docs/mau.schema.json
"""

import json
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # run as a script: find cchc_xl/

from cchc_xl.messages import load_catalogue
from cchc_xl.model import Basis, Op, ReportTemplate, Row, RowKind, Rule, Severity
from cchc_xl.templates import loader

DOCS = Path(__file__).resolve().parents[1] / "docs"
_MADE = "<!-- Tệp này do tools/tai_lieu.py sinh ra; sửa nguồn rồi chạy lại, đừng sửa ở đây. -->\n"


def findings_page() -> str:
    """Every code of the catalogue with its words."""
    lines = [
        _MADE,
        "# Danh mục phát hiện\n",
        "Mỗi phát hiện có mã cố định. Trong mẫu câu, phần trong ngoặc nhọn được thay bằng số liệu "
        "của báo cáo.\n",
    ]
    for code, entry in load_catalogue().items():
        lines += [
            f"## {code} – {entry.title.replace('{limit}', '100')}\n",
            f"- Loại: `{entry.kind.value}`",
            f"- Thông báo: {entry.message}",
            f"- Vì sao: {entry.why}",
            f"- Cách xử lý: {entry.fix}\n",
        ]
    return "\n".join(lines)


@dataclass(frozen=True)
class Relation:
    """One relation of the domain: how to find it in an edition, and why it may be absent."""

    hard: bool
    title: str
    found: Callable[[ReportTemplate], Iterable[str]]
    absent: str


def _rules(*starts: str, ops: Iterable[Op] = tuple(Op)) -> Callable[[ReportTemplate], list[str]]:
    def found(template: ReportTemplate) -> list[str]:
        return [
            rule.key
            for rule in template.rules
            if rule.op in ops and rule.key.startswith(starts or "")
        ]

    return found


def _rows(keep: Callable[[Row], bool]) -> Callable[[ReportTemplate], list[str]]:
    return lambda template: [row.key for row in template.rows if keep(row)]


def _parts_le_whole(template: ReportTemplate) -> list[str]:
    def is_part(rule: Rule) -> bool:
        return rule.op is Op.LE and rule.severity is Severity.ERROR

    derived = sum(row.is_ratio for row in template.rows)
    named = [rule.key for rule in template.rules if is_part(rule)]
    return [*named, f"tử số ≤ mẫu số của {derived} dòng tỷ lệ"] if derived else named


def _soft_parts(template: ReportTemplate) -> list[str]:
    return [
        rule.key
        for rule in template.rules
        if rule.op is Op.LE and rule.severity is not Severity.ERROR
    ]


def _both(
    *finders: Callable[[ReportTemplate], Iterable[str]],
) -> Callable[[ReportTemplate], list[str]]:
    return lambda template: [name for find in finders for name in find(template)]


def _always(words: str) -> Callable[[ReportTemplate], list[str]]:
    return lambda _: [words]


_ONLY_RATES = "biểu chỉ in tỷ lệ, không in tử số và mẫu số"
RELATIONS = (
    Relation(True, "Phần ≤ tổng", _parts_le_whole, "biểu không in phần và tổng nào"),
    Relation(
        True,
        "Các phần đầy đủ cộng lại = tổng",
        _rows(lambda r: bool(r.parts)),
        "biểu không in tổng nào có đủ các phần",
    ),
    Relation(
        True,
        "Giải quyết đúng hạn ≤ đã giải quyết",
        _rows(lambda r: r.is_ratio and r.key.endswith("ty_le_dung_han")),
        _ONLY_RATES,
    ),
    Relation(
        True, "Đúng hạn + quá hạn ≤ được giao", _rules("nv_"), "biểu không in nhiệm vụ được giao"
    ),
    Relation(
        True,
        "TTHC trực tuyến = mức độ 3 + mức độ 4 (một phần + toàn trình)",
        _both(
            _rows(lambda r: bool(r.parts) and r.key.startswith("dvc_")),
            _rules("dvc_muc3_muc4_bang_tong_muc_34"),
        ),
        "biểu không in cả ba dòng",
    ),
    Relation(
        True,
        "TTHC trực tuyến ≤ tổng số TTHC",
        lambda t: [k for k in _rules("dvc_")(t) if k.endswith("_khong_qua_tong")],
        "biểu không in tổng số TTHC",
    ),
    Relation(
        True,
        "TTHC có hồ sơ trực tuyến ≤ TTHC cung cấp trực tuyến",
        lambda t: [k for k in _rules("dvc_")(t) if "_phat_sinh_khong_qua_" in k],
        "biểu không in số TTHC có phát sinh hồ sơ trực tuyến",
    ),
    Relation(
        True,
        "TTHC có hồ sơ trực tuyến > 0 khi và chỉ khi có hồ sơ trực tuyến",
        _rules("dvc_phat_sinh_khi_co_ho_so"),
        "biểu không in số TTHC có phát sinh hồ sơ trực tuyến",
    ),
    Relation(
        True,
        "Hồ sơ trực tuyến ≤ hồ sơ tiếp nhận",
        _rows(lambda r: r.is_ratio and r.key.startswith("hs_") and "truc_tuyen" in r.key),
        _ONLY_RATES,
    ),
    Relation(True, "Tỷ lệ = tử số / mẫu số", _rows(lambda r: r.is_ratio), _ONLY_RATES),
    Relation(
        True,
        "Tỷ lệ trong khoảng 0–100",
        _always("theo loại dòng (percent): KT213, KT215, KT216"),
        "",
    ),
    Relation(
        True,
        "Tỷ lệ của một tổng nhỏ phải có thể có",
        _rules(ops=(Op.POSSIBLE_SHARE,)),
        "biểu không in tổng của tỷ lệ nào như vậy",
    ),
    Relation(
        True,
        "Mã nằm trong danh sách",
        _rows(lambda r: r.kind in (RowKind.CHOICE, RowKind.YES_NO)),
        "biểu không có dòng lựa chọn",
    ),
    Relation(
        True,
        "Dòng đếm phải là số",
        _always("theo loại dòng (count, money): KT201–KT204, KT214"),
        "",
    ),
    Relation(
        True,
        "Có tỷ lệ thành phần thì có tổng",
        _rules(ops=(Op.FILLED_WITH,)),
        "biểu không in tỷ lệ của một tổng",
    ),
    Relation(False, "Phần thường ≤ tổng", _soft_parts, "biểu không in cặp dòng nào như vậy"),
    Relation(
        False,
        "Cùng một số lượng ở hai phần thì bằng nhau",
        _rules(ops=(Op.EQ,)),
        "biểu không in số lượng nào hai lần",
    ),
    Relation(
        False,
        "Đã tích hợp ≤ đang cung cấp ≤ đủ điều kiện",
        _both(
            _rules("dvc_tich_hop_khong_qua_cung_cap"),
            _rows(lambda r: r.is_ratio and r.key.startswith("dvc_")),
        ),
        "biểu không in các dòng này",
    ),
    Relation(
        False, "Có mặt ≤ được giao", _rules("bc_co_mat", "nlv_co_mat"), "biểu không in biên chế"
    ),
    Relation(
        False,
        "Các tỷ lệ tách rời cộng lại ≤ 100",
        _rules(ops=(Op.SUM_AT_MOST,)),
        "biểu không in hai tỷ lệ tách rời của cùng một tổng",
    ),
    Relation(
        False,
        "Trạng thái hoặc mã không trái với số lượng của nó",
        _rules("khao_sat_", "kt_van_de_can", "hs_muc"),
        "biểu không in cặp dòng nào như vậy",
    ),
    Relation(
        False,
        "Số liệu và Ghi chú kể cùng một chuyện",
        _always("mọi dòng có Ghi chú: KT501–KT504"),
        "",
    ),
    Relation(
        False,
        "Số khác 0 ở dòng của cấp khác",
        lambda t: (
            [f"{n} dòng có in cấp: KT232"] if (n := sum(bool(r.levels) for r in t.rows)) else []
        ),
        "biểu không in cấp ở dòng nào",
    ),
    Relation(False, "Ô trống bên cạnh các ô đã ghi", _always("mọi mục: KT230, KT231"), ""),
    Relation(
        False,
        "Giá trị ít gặp",
        _rules(ops=(Op.BETWEEN,)),
        "chưa có ngưỡng nào đủ chắc cho biểu này",
    ),
    Relation(
        False,
        "Số lũy kế không giảm trong năm (so với kỳ trước)",
        _rows(lambda r: r.basis is Basis.YEAR_TO_DATE and not r.is_ratio),
        "biểu không in số lũy kế",
    ),
    Relation(
        False,
        "Số của cả năm không đổi trong năm (so với kỳ trước)",
        _rows(lambda r: r.basis is Basis.ANNUAL),
        "biểu không in số của cả năm",
    ),
    Relation(
        False,
        "Số có đến cuối kỳ đổi thì có dòng giải thích (so với kỳ trước)",
        _rules(ops=(Op.EXPLAINED_BY,)),
        "biểu không in cả số có đến cuối kỳ và các dòng tăng, giảm",
    ),
)


def relations_page() -> str:
    """Relation of the domain × edition: the rule that states it, or why it does not apply."""
    templates = list(loader.load_all())
    lines = [
        _MADE,
        "# Quan hệ số liệu theo từng mẫu\n",
        "Mỗi ô nêu khóa của quy tắc hoặc của dòng mà quan hệ được suy ra, hoặc lý do không áp "
        "dụng. “Chắc chắn” là số học của biểu; “thường thấy” là thực tế, chỉ cảnh báo.\n",
        "| Loại | Quan hệ | " + " | ".join(f"`{t.id}`" for t in templates) + " |",
        "|---|---|" + "---|" * len(templates),
    ]
    for relation in RELATIONS:
        cells = [_cell(relation, template) for template in templates]
        kind = "Chắc chắn" if relation.hard else "Thường thấy"
        lines.append(f"| {kind} | {relation.title} | " + " | ".join(cells) + " |")
    return "\n".join(lines) + "\n"


def _cell(relation: Relation, template: ReportTemplate) -> str:
    keys = {row.key for row in template.rows} | {rule.key for rule in template.rules}
    names = [f"`{name}`" if name in keys else name for name in relation.found(template)]
    return "<br>".join(names) if names else f"không áp dụng vì {relation.absent}"


def uncovered_rules() -> set[str]:
    """Rules of any edition that no relation of the table names."""
    return {
        rule.key
        for template in loader.load_all()
        for rule in template.rules
        if not any(rule.key in relation.found(template) for relation in RELATIONS)
    }


def schema() -> str:
    """JSON Schema of an edition, for editors that complete and check TOML."""
    return json.dumps(ReportTemplate.model_json_schema(), ensure_ascii=False, indent=2) + "\n"


PAGES: dict[str, Callable[[], str]] = {
    "findings.md": findings_page,
    "quan-he.md": relations_page,
    "mau.schema.json": schema,
}


def main() -> None:
    """Write every page."""
    DOCS.mkdir(exist_ok=True)
    for name, page in PAGES.items():
        (DOCS / name).write_text(page(), encoding="utf-8")
        print(f"docs/{name}")


if __name__ == "__main__":
    main()
