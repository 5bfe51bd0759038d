"""Filled appendices made up for tests: an edition's own rows, changed as real letters change them.

Every row gets a text of its own, so that a value that ends at a wrong key is always noticed.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from cchc_xl.model import ReportTemplate
from cchc_xl.services import ReadOptions, ReadReport, read_file
from cchc_xl.templates import loader
from cchc_xl.text import display_text, fold

EDITIONS = (
    "ankhe-2021",
    "backan-so-2021",
    "chodon-xa-2024",
    "kontum-phuong-2023",
    "so-ngoai-vu-2023",
)
SAMPLES = Path(__file__).parents[2] / "cchc_xl" / "samples"
SAMPLE_OF = {
    "ankhe-2021": SAMPLES / "bieu-trong-2021.txt",
    "backan-so-2021": SAMPLES / "so-2021-q1.txt",
    "chodon-xa-2024": SAMPLES / "xa-2024-q1.txt",
    "kontum-phuong-2023": SAMPLES / "phuong-2023-q3.txt",
    "so-ngoai-vu-2023": SAMPLES / "so-2023-6t.txt",
}
HEADER = (
    ("STT", "Chỉ tiêu thống kê (Sử dụng trong kỳ báo cáo)", "Kết quả thống kê", "", "Ghi chú"),
    ("", "", "Đơn vị tính", "Số liệu", ""),
)


@dataclass(frozen=True)
class Line:
    """One row of a made-up appendix. ``key`` is what it is; None for a row of nobody's form."""

    key: str | None
    no: str
    label: str
    measure: str
    text: str
    note: str = ""

    @property
    def cells(self) -> tuple[str, str, str, str, str]:
        return self.no, self.label, self.measure, self.text, self.note


@dataclass
class Node:
    """A row with the rows below it, so that children move with their parent."""

    line: Line
    children: list[Node] = field(default_factory=list)

    def lines(self) -> list[Line]:
        return [self.line, *(line for child in self.children for line in child.lines())]


def filled(template: ReportTemplate, seed: int, *, share: float = 1.0) -> list[Node]:
    """The edition's rows as a forest; a number unlike all others in ``share`` of the inputs."""
    rng = random.Random(f"{template.id}-{seed}")
    numbers = rng.sample(range(1_001, 9_999), len(template.rows))
    nodes: dict[str, Node] = {}
    roots: list[Node] = []
    for row, number in zip(template.rows, numbers, strict=True):
        text = str(number) if row.is_input and rng.random() < share else ""
        node = nodes[row.key] = Node(Line(row.key, row.no, row.label, row.measure, text, row.note))
        (roots if row.parent is None else nodes[row.parent].children).append(node)
    return roots


def lines_of(roots: Iterable[Node]) -> list[Line]:
    return [line for root in roots for line in root.lines()]


def shuffled(roots: Sequence[Node], rng: random.Random) -> list[Node]:
    """Blocks in another order, on every level; children stay below their parent."""
    mixed = [Node(root.line, shuffled(root.children, rng)) for root in roots]
    rng.shuffle(mixed)
    return mixed


def renumbered(roots: Sequence[Node], prefix: str = "") -> list[Node]:
    """Numbers counted anew from the order of the rows; rows without a number stay so."""
    found = []
    count = 0
    for root in roots:
        no = root.line.no
        if no[:1].isdigit():
            count += 1
            no = f"{prefix}{count}"
        below = f"{prefix}{max(count, 1)}."
        found.append(Node(replace(root.line, no=no), renumbered(root.children, below)))
    return found


# Other spellings of the same words, as the forms themselves print them. Each pair both ways.
SPELLINGS = (
    ("TTHC", "thủ tục hành chính"),
    ("VBQPPL", "văn bản quy phạm pháp luật"),
    ("CCHC", "cải cách hành chính"),
    ("ĐVSNCL", "đơn vị sự nghiệp công lập"),
    ("NSNN", "ngân sách nhà nước"),
    ("CBCC", "cán bộ, công chức"),
    ("DVC", "dịch vụ công"),
    ("PAKN", "phản ánh, kiến nghị"),
    ("UBND", "Ủy ban nhân dân"),
    ("đúng hạn", "đúng hẹn"),
    ("lũy kế", "lũy kể"),
    ("Hệ thống họp", "Hệ thống hợp"),
    ("Tỷ lệ", "Tỉ lệ"),
    ("toàn phần", "toàn trình"),
    ("họp trực tuyến", "hợp trực tuyến"),
)


def respelled(label: str, rng: random.Random, chance: float = 0.7) -> str:
    """The same label with other spellings of some of its words."""
    for one, other in SPELLINGS:
        if rng.random() < chance:
            old, new = (one, other) if one in label else (other, one)
            label = re.sub(rf"\b{re.escape(old)}\b", new, label)
    return label


def reworded(lines: Sequence[Line], rng: random.Random) -> list[Line]:
    return [replace(line, label=respelled(line.label, rng)) for line in lines]


def thinned(lines: Sequence[Line], rng: random.Random, share: float = 0.1) -> list[Line]:
    """Some rows removed, wherever they stand."""
    gone = set(rng.sample(range(len(lines)), round(share * len(lines))))
    return [line for i, line in enumerate(lines) if i not in gone]


STRANGE_LABELS = (
    "Số lượt người dân được hướng dẫn nộp hồ sơ tại nhà",
    "Tỷ lệ thôn, tổ dân phố có tổ công nghệ số cộng đồng hoạt động hiệu quả",
    "Số mô hình, sáng kiến mới được công nhận trong kỳ",
    "Số cuộc họp không giấy đã tổ chức",
    "Kinh phí bố trí cho công tác tuyên truyền",
    "Số máy tính được cài phần mềm diệt vi-rút có bản quyền",
    "Số hồ sơ được trả kết quả qua dịch vụ bưu chính công ích",
)


def with_strangers(lines: Sequence[Line], rng: random.Random, count: int = 5) -> list[Line]:
    """Rows no form knows, put in anywhere."""
    found = list(lines)
    for label in rng.sample(STRANGE_LABELS, count):
        place = rng.randrange(1, len(found))
        text = f"9{rng.randrange(1_000, 9_999)}"
        found.insert(
            place,
            Line(
                None,
                f"{rng.randrange(1, 8)}.{rng.randrange(9, 20)}",
                label,
                rng.choice(("Lượt", "Người", "%")),
                text,
            ),
        )
    return found


def table_text(
    lines: Sequence[Line],
    *,
    head: Sequence[str] = (),
    header: Sequence[Sequence[str]] = HEADER,
    page: int | None = 25,
) -> str:
    """The table as copied out of Word: tabs between cells, the header on every page."""
    out = [*head, ""]
    for n, line in enumerate(lines):
        if n == 0 or (page and n % page == 0):
            out += ["", *("\t".join(cells) for cells in header)]
        out.append("\t".join(line.cells))
    return "\n".join(out) + "\n"


def write(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def read_text(folder: Path, text: str, options: ReadOptions | None = None) -> ReadReport:
    return read_file(write(folder / "bao-cao.txt", text), options)


def read_lines(
    folder: Path, lines: Sequence[Line], options: ReadOptions | None = None
) -> ReadReport:
    return read_text(folder, table_text(lines), options)


def edition(template_id: str) -> ReportTemplate:
    return loader.load(template_id)


@dataclass(frozen=True)
class Outcome:
    """What became of the lines: every one is right, unmatched or (never!) wrong."""

    right: tuple[str, ...]
    unmatched: tuple[str, ...]
    wrong: tuple[tuple[str, str], ...]  # key, text found there


def outcome(read: ReadReport, lines: Sequence[Line]) -> Outcome:
    """Compare by key and the row's own text; rows without a text by their label."""
    meant = {line.key: line for line in lines if line.key is not None}
    entries = read.report.entries
    wrong = [
        (key, entry.text or entry.label)
        for key, entry in entries.items()
        if key not in meant
        or display_text(entry.text) != display_text(meant[key].text)
        or fold(entry.label) != fold(meant[key].label)
    ]
    right = [key for key in meant if key in entries and key not in dict(wrong)]
    unmatched = [key for key in meant if key not in entries]
    return Outcome(tuple(right), tuple(unmatched), tuple(wrong))
