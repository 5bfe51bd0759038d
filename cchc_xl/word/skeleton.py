"""The report in words, begun: heading, sections I–V, figures in sentences, signature, recipients.

Laid out as NĐ 30/2020/NĐ-CP wants a report. Every figure is a content control that remembers the
row it came from, so that Kiểm tra knows it again whatever is written around it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cchc_xl.model import Level, Report, ReportTemplate
from cchc_xl.model.front import FrontFields
from cchc_xl.templates.printing import DOTS, day_words
from cchc_xl.text import fold
from cchc_xl.word import writing
from cchc_xl.word.description import description_of
from cchc_xl.word.label_sentences import label_patterns
from cchc_xl.word.skeleton_data import Piece, SentencePattern, filled, patterns_of

if TYPE_CHECKING:
    from docx.document import Document

_SIZE = 14
_TODO = "……"
_COMMITTEE = "ỦY BAN NHÂN DÂN"
_FIRST = "chi_dao_dieu_hanh"
_OTHERS = (
    ("the_che", "Cải cách thể chế"),
    ("thu_tuc_hanh_chinh", "Cải cách thủ tục hành chính"),
    ("to_chuc_bo_may", "Cải cách tổ chức bộ máy hành chính nhà nước"),
    ("che_do_cong_vu", "Cải cách chế độ công vụ"),
    ("tai_chinh_cong", "Cải cách tài chính công"),
    ("chinh_quyen_dien_tu", "Xây dựng và phát triển chính quyền điện tử, chính quyền số"),
)


def write_skeleton(
    report: Report,
    template: ReportTemplate,
    front: FrontFields,
    user_folder: Path | None = None,
) -> bytes:
    """The .docx file. ``user_folder``: where the edition may have sentences of its own.

    Raises `TemplateError` for a faulty file of sentences.
    """
    patterns = [*patterns_of(template, user_folder)]
    patterns += label_patterns(template, patterns)
    document = writing.new_document(size=_SIZE)
    _write_letterhead(document, report, front)
    _write_title(document, report)
    _heading(document, "I. CÔNG TÁC CHỈ ĐẠO, ĐIỀU HÀNH CẢI CÁCH HÀNH CHÍNH")
    _write_section(document, _FIRST, report, template, patterns)
    _heading(document, "II. KẾT QUẢ THỰC HIỆN CẢI CÁCH HÀNH CHÍNH")
    for number, (section, title) in enumerate((*_OTHERS, *_further(template, patterns)), 1):
        _heading(document, f"{number}. {title}")
        _write_section(document, section, report, template, patterns)
    _heading(document, "III. ĐÁNH GIÁ CHUNG")
    for words in ("1. Kết quả đạt được:", "2. Tồn tại, hạn chế:", "3. Nguyên nhân:"):
        _line(document, [Piece(f"{words} {_TODO}")])
    _heading(document, "IV. PHƯƠNG HƯỚNG, NHIỆM VỤ TRONG THỜI GIAN TỚI")
    _line(document, [Piece(_TODO)])
    _heading(document, "V. KIẾN NGHỊ, ĐỀ XUẤT")
    _line(document, [Piece(_TODO)])
    unit = report.org_unit.name or _TODO
    _line(
        document,
        [
            Piece(
                f"Trên đây là báo cáo công tác cải cách hành chính {_period(report)} của {unit}./."
            )
        ],
    )
    _write_signature(document, report)
    mark = fingerprint(_lines_of(document))
    identifier = description_of(report, template, dau=mark)
    writing.describe(document, f"Báo cáo cải cách hành chính {_period(report)}", identifier)
    return writing.to_bytes(document)


def fingerprint(lines: Iterable[str]) -> str:
    """Tells whether anybody changed a word since we wrote the document."""
    words = "\n".join(fold(line) for line in lines)
    return hashlib.sha256(words.encode()).hexdigest()[:16]


def _lines_of(document: Document) -> list[str]:
    """The lines as reading the finished file gives them."""
    from io import BytesIO
    from zipfile import ZipFile

    from cchc_xl.word.docx_source import read_docx_prose

    with ZipFile(BytesIO(writing.to_bytes(document))) as parts:
        held = {name: parts.read(name) for name in parts.namelist()}
    return list(read_docx_prose(held.get).prose)


def _period(report: Report) -> str:
    return report.period.title if report.period else _TODO


def _write_letterhead(document: Document, report: Report, front: FrontFields) -> None:
    table = writing.add_table(document, (65, 100), bordered=False)
    cells = writing.add_row(table).cells
    name = report.org_unit.name or DOTS
    lines = [(DOTS, False), (name.upper(), True)]
    if fold(name).startswith(("ubnd ", "uy ban nhan dan ")):
        place = name.split(" ", 1)[1] if name.upper().startswith("UBND ") else name[16:]
        lines = [(_COMMITTEE, True), (place.upper(), True)]
    for words, bold in [*lines, (f"Số: {front.report_no or f'{DOTS}/BC-{DOTS}'}", False)]:
        writing.add_line(cells[0], words, bold=bold, size=13, align="center")
    place = _place(name)
    for words, look in (
        ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", {"bold": True}),
        ("Độc lập - Tự do - Hạnh phúc", {"bold": True}),
        (f"{place}, ngày {day_words(front.report_date)}", {"italic": True}),
    ):
        writing.add_line(cells[1], words, size=13, align="center", **look)
    for cell in cells:  # the empty paragraph every cell begins with
        cell._tc.remove(cell.paragraphs[0]._p)


def _place(name: str) -> str:
    """The place a unit's name ends with; dots where it has none of its own."""
    for word in (
        "phường ",
        "xã ",
        "thị trấn ",
        "đặc khu ",
        "huyện ",
        "thị xã ",
        "thành phố ",
        "tỉnh ",
    ):
        _, found, rest = name.partition(word)
        if found and rest[:1].isupper():
            return rest
    return DOTS


def _write_title(document: Document, report: Report) -> None:
    writing.add_line(document, "BÁO CÁO", bold=True, align="center", before=18)
    title = f"Công tác cải cách hành chính {_period(report)}"
    writing.add_line(document, title, bold=True, align="center", after=12)
    unit = report.org_unit.name or _TODO
    about = f"kết quả công tác cải cách hành chính {_period(report)}"
    words = f"Thực hiện {_TODO}, {unit} báo cáo {about} như sau:"
    _line(document, [Piece(words)])


def _heading(document: Document, words: str) -> None:
    line = writing.add_line(document, words, bold=True, align="justify", before=6, after=3)
    line.paragraph_format.keep_with_next = True
    _indent(line)


def _write_section(
    document: Document,
    section: str,
    report: Report,
    template: ReportTemplate,
    patterns: Iterable[SentencePattern],
) -> None:
    written = False
    for pattern in patterns:
        if pattern.section == section and (pieces := filled(pattern, report, template)):
            _line(document, [Piece("- "), *pieces])
            written = True
    if not written:
        _line(document, [Piece(_TODO)])


def _further(
    template: ReportTemplate, patterns: Iterable[SentencePattern]
) -> Iterator[tuple[str, str]]:
    """Sections of the form that no report has by decree, where a sentence is to stand there."""
    standing = {_FIRST, *(section for section, _ in _OTHERS)}
    spoken = {pattern.section for pattern in patterns} - standing
    for section in template.sections:
        if section.key in spoken:
            title = section.title
            yield section.key, title.capitalize() if title.isupper() else title


def _line(document: Document, pieces: Iterable[Piece]) -> None:
    line = writing.add_line(document, "", align="justify", after=3)
    _indent(line)
    for piece in pieces:
        if piece.key is not None:
            writing.bind(line, piece.words, piece.key)
        elif piece.words:
            line.add_run(piece.words)


def _indent(line: Any) -> None:
    from docx.shared import Mm

    line.paragraph_format.first_line_indent = Mm(10)


def _write_signature(document: Document, report: Report) -> None:
    table = writing.add_table(document, (75, 90), bordered=False)
    left, right = writing.add_row(table).cells
    writing.add_line(left, "Nơi nhận:", bold=True, italic=True, size=12, before=12)
    for words in (f"- {_TODO} (b/c);", f"- {_TODO};", "- Lưu: VT."):
        writing.add_line(left, words, size=11)
    for number, words in enumerate(_signers(report.level, report.org_unit.name or "")):
        before = 12 if number == 0 else 0
        writing.add_line(right, words, bold=True, align="center", before=before)
    for cell in (left, right):
        cell._tc.remove(cell.paragraphs[0]._p)


def _signers(level: Level | None, name: str) -> tuple[str, ...]:
    """“TM. ỦY BAN NHÂN DÂN / CHỦ TỊCH” for a People's Committee, “GIÁM ĐỐC” for a sở."""
    if level is Level.SO:
        is_head = fold(name).startswith("so ")
        return ("GIÁM ĐỐC",) if is_head else ("THỦ TRƯỞNG ĐƠN VỊ",)
    if level is None:
        return ("THỦ TRƯỞNG ĐƠN VỊ",)
    return (f"TM. {_COMMITTEE}", "CHỦ TỊCH")
