"""Narratives for tests: sentences of our own that say what real reports said of these tables.

``tests/expected/narrative/<edition>.tsv`` was worked through by hand before the matcher existed:
for every figure of the real narrative which row it speaks of, whether it confirms or contradicts
the row, and why. The sentences are new ones; only figures and labels of rows are the reports'.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from cchc_xl.services import ReadReport, read_file
from cchc_xl.templates.source import SourceDocument
from cchc_xl.word.narrative import NarrativeCheck, check_narrative
from cchc_xl.word.skeleton_data import headlines_of
from tests.reading.forms import SAMPLE_OF

EXPECTED = Path(__file__).parents[1] / "expected" / "narrative"
TEXTS = Path(__file__).parent / "narratives"
EDITIONS = ("kontum-phuong-2023", "chodon-xa-2024", "backan-so-2021")
TEXT_OF = {
    "kontum-phuong-2023": TEXTS / "phuong-2023-q3.txt",
    "chodon-xa-2024": TEXTS / "xa-2024-q1.txt",
    "backan-so-2021": TEXTS / "so-2021-q1.txt",
}
_FILLER = "Báo cáo này được lập theo yêu cầu của cấp trên và gửi kèm phụ lục của đơn vị."


@dataclass(frozen=True)
class Expected:
    """One figure, decided by hand. ``rows`` are printed positions."""

    part: str
    sentence: str
    figure: str
    rows: tuple[int, ...]
    verdict: str
    reason: str


@cache
def expected(edition: str) -> tuple[Expected, ...]:
    with (EXPECTED / f"{edition}.tsv").open(encoding="utf-8", newline="") as file:
        return tuple(
            Expected(
                **{**line, "rows": tuple(map(int, line["rows"].split()))}  # type: ignore[arg-type]
            )
            for line in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        )


def narrative(edition: str) -> list[str]:
    """The sentences below their headings, each once."""
    lines = ["BÁO CÁO", "Công tác cải cách hành chính", _FILLER, _FILLER]
    headings: list[str] = []
    for one in expected(edition):
        wanted = one.part.split(" / ")
        if wanted != headings:
            lines += [
                heading for n, heading in enumerate(wanted) if headings[n : n + 1] != [heading]
            ]
            headings = wanted
        if lines[-1] != one.sentence:
            lines.append(one.sentence)
    return lines


@cache
def sample(edition: str) -> ReadReport:
    return read_file(SAMPLE_OF[edition])


def text_lines(edition: str) -> list[str]:
    return TEXT_OF[edition].read_text(encoding="utf-8").splitlines()


def checked(edition: str, lines: list[str]) -> NarrativeCheck:
    read = sample(edition)
    headlines = headlines_of(read.template)
    return check_narrative(lines, read.report, read.template, headlines=headlines)


def companion(lines: list[str]) -> SourceDocument:
    return SourceDocument(tables=(), prose=tuple(lines))


def faulty() -> list[tuple[str, list[str]]]:
    """Narratives in which everything that can be said of a narrative is to be said."""
    other_period = [
        "BÁO CÁO",
        "Công tác cải cách hành chính quý III năm 2024",
        "I. CHỈ ĐẠO",
        "II. KẾT QUẢ",
        "3. Cải cách tổ chức bộ máy",
        "- Xã có 04 phòng chuyên môn.",
    ]
    return [
        ("backan-so-2021", text_lines("backan-so-2021")),
        ("chodon-xa-2024", other_period),
    ]
