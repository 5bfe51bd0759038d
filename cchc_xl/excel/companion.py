"""Đối chiếu thuyết minh: the report in words that goes with the open workbook."""

from dataclasses import dataclass
from pathlib import Path

from cchc_xl.excel.click import UserError
from cchc_xl.excel.live_book import LiveBook
from cchc_xl.excel.sending import folder_of
from cchc_xl.services.checking import CheckedFile
from cchc_xl.services.narrating import read_companion
from cchc_xl.services.reading import problem_finding
from cchc_xl.templates.source import SourceDocument
from cchc_xl.workbook.problems import FileProblem


@dataclass(frozen=True, slots=True)
class Companion:
    """A narrative the user picked."""

    path: Path
    document: SourceDocument


def pick_companion(live: LiveBook) -> Companion | None:
    """Let the user pick a .docx; None when nothing was picked. Raises `UserError`."""
    path = live.port.pick_file(
        live.app, "Chọn báo cáo thuyết minh (.docx)", folder_of(live), ("Văn bản Word", "*.docx")
    )
    if path is None:
        return None
    live.say_progress(f"Đối chiếu thuyết minh: đọc {path.name}")
    try:
        return Companion(path, read_companion(path))
    except FileProblem as problem:
        raise UserError(str(problem_finding(path, problem).facts["reason"])) from problem


def said_of(companion: Companion, checked: CheckedFile) -> str:
    """How many figures of the narrative were compared with the table."""
    states = [one.state for one in checked.statements]
    compared = sum(state in ("confirmed", "contradicted") for state in states)
    left = sum(state in ("ambiguous", "unmatched") for state in states)
    if not compared and not left:
        return (
            f"Không thấy con số nào để đối chiếu trong {companion.path.name}: hãy xem đã chọn đúng "
            "báo cáo thuyết minh chưa."
        )
    said = f"Thuyết minh {companion.path.name}: đã đối chiếu {compared} con số"
    if left:
        said += f"; {left} con số chưa rõ thuộc dòng nào, hãy tự soát"
    return f"{said}."
