"""What the form keeper is told of a draft and of a published edition, by button and command."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from cchc_xl.authoring.bridge_file import BridgesWritten
from cchc_xl.authoring.columns import Col
from cchc_xl.authoring.comparing import COMPARED, LEFT_OUT
from cchc_xl.authoring.draft import Draft, Table
from cchc_xl.authoring.fault_list import status
from cchc_xl.authoring.publishing import Published
from cchc_xl.model import ReportTemplate
from cchc_xl.services.authoring import CheckedDraft

_SURE = {"Chắc": "chắc", "Xem lại": "cần xem lại", "Mới": "nghĩa mới"}


def draft_words(draft: Draft) -> list[str]:
    """How much was proposed and how sure, what differs from the nearest edition."""
    sure = Counter((row[Col.SURE] or "Chắc").partition(" (")[0] for row in draft.rows)
    counted = ", ".join(f"{sure[word]} {said}" for word, said in _SURE.items() if sure[word])
    said = [f"Biểu có {len(draft.rows)} dòng, {len(draft.sections)} phần: {counted}."]
    changed = Counter(record[Col.CHANGE] for record in draft.changes)
    left_out = changed.pop(LEFT_OUT, 0)
    if changed.pop(COMPARED, 0):
        told = ", ".join(f"{word.lower()} {count}" for word, count in changed.items())
        said.append(f"So với mẫu gần nhất ({draft.changes[0][Col.KEY]}): {told or 'không đổi'}.")
    if left_out:
        said.append(
            f"{left_out} dòng chữ trong bảng không đưa vào mẫu: xem “{LEFT_OUT}” ở trang "
            f"{Table.CHANGES.value}."
        )
    said.append(f"Đã đề xuất {len(draft.relations)} quan hệ giữa các dòng.")
    return said


def checked_words(checked: CheckedDraft) -> str:
    """One sentence: can it be published, and how many cells are worth a look."""
    words = status(checked.faults, usable=checked.template is not None)
    return words if checked.template is None else f"{words[:-1]} ({size_words(checked.template)})."


def size_words(template: ReportTemplate) -> str:
    """How large an edition is."""
    return (
        f"{len(template.rows)} dòng, {len(template.sections)} phần, {len(template.rules)} quan hệ"
    )


def published_words(done: Published, books: Sequence[Path]) -> list[str]:
    """Where the edition and its workbooks are, what was kept."""
    bridges = done.bridges
    return [
        f"Đã phát hành mẫu {done.template.id} ({size_words(done.template)}) vào {done.folder}",
        *(f"Bản cũ được giữ lại ở: {path}" for path in done.kept),
        *(bridge_words(bridges) if bridges is not None else ()),
        *(f"Đã tạo sổ nhập liệu: {book}" for book in books),
    ]


def bridge_words(done: BridgesWritten) -> list[str]:
    """How many bridges are declared or taken back, and where."""
    counted = [
        f"{said} {len(found)}"
        for said, found in (("khai", done.written), ("bỏ", done.removed))
        if found
    ]
    kept = [f"Bản cũ được giữ lại ở: {done.kept}"] if done.kept else []
    return [f"Cầu nối: {', '.join(counted)} trong {done.path}", *kept]
