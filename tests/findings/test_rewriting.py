"""Writing the same report differently changes no finding."""

import random
import re
import tempfile
import unicodedata
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import example, given, settings
from hypothesis import strategies as st

from cchc_xl.services import check_file
from tests.findings.seeds import EDITIONS, SAMPLE_OF

Lines = list[list[str]]
Rewrite = Callable[[Lines], Lines]
Brief = tuple[str, int | None, tuple[int, ...], str, str | None, bool]

VALUE, NOTE = 3, 4


def _read(edition: str) -> Lines:
    text = SAMPLE_OF[edition].read_text(encoding="utf-8")
    return [line.split("\t") for line in text.split("\n")]


def _text(lines: Lines) -> str:
    return "\n".join("\t".join(cells) for cells in lines)


def _brief(path: Path) -> list[Brief]:
    """What is said, without the words."""
    checked = check_file(path)
    assert checked.template is not None, [f.facts for f in checked.findings]
    position = checked.template.position
    return [
        (
            finding.code,
            position[finding.key] if finding.key else None,
            tuple(position[key] for key in finding.related),
            finding.severity.value,
            finding.suggestion,
            finding.justified,
        )
        for finding in checked.findings
    ]


@cache
def _original(edition: str) -> list[Brief]:
    return _brief(SAMPLE_OF[edition])


def _is_body(cells: list[str]) -> bool:
    """A row of the table, not its header."""
    return len(cells) > 1 and cells[0] != "STT" and "Số liệu" not in cells


def _in_body(change: Callable[[str], str], *columns: int) -> Rewrite:
    """Change the filled cells of the table, in some columns or in all."""

    def rewrite(lines: Lines) -> Lines:
        return [
            [
                change(cell) if cell and (not columns or n in columns) else cell
                for n, cell in enumerate(cells)
            ]
            if _is_body(cells)
            else cells
            for cells in lines
        ]

    return rewrite


def _in_numbered_rows(change: Callable[[str], str], *columns: int) -> Rewrite:
    """As `_in_body`, but a row without a number may be the rest of a row cut by a page break."""
    in_body = _in_body(change, *columns)

    def rewrite(lines: Lines) -> Lines:
        changed = in_body(lines)
        return [
            new if re.match(r"(<b>)?\d", old[0]) else old
            for old, new in zip(lines, changed, strict=True)
        ]

    return rewrite


def _everywhere(change: Callable[[str], str]) -> Rewrite:
    return lambda lines: [[change(cell) for cell in cells] for cells in lines]


def _spelled(*pairs: tuple[str, str]) -> Rewrite:
    """One spelling for another, in labels, measures and notes."""

    def change(cell: str) -> str:
        for before, after in pairs:
            cell = re.sub(rf"\b{before}\b", after, cell)
        return cell

    return _in_body(change, 1, 2)


_SHORT = {
    "thủ tục hành chính": "TTHC",
    "văn bản quy phạm pháp luật": "VBQPPL",
    "cải cách hành chính": "CCHC",
    "đơn vị sự nghiệp công lập": "ĐVSNCL",
    "ngân sách nhà nước": "NSNN",
    "Ủy ban nhân dân": "UBND",
    "dịch vụ công": "DVC",
    "phản ánh, kiến nghị": "PAKN",
}


def _with_idle_zero(cell: str) -> str:
    """12,5 → 12,50; numbers without decimals stay, and so does 1,250, which might be a thousand."""
    return cell + "0" if re.fullmatch(r"\d+,\d", cell) else cell


def _wide_digits(cell: str) -> str:
    return cell.translate({ord("0") + n: ord("\uff10") + n for n in range(10)})


def _with_blank_lines(lines: Lines) -> Lines:
    return [line for cells in lines for line in (cells, [""])]


def _with_empty_rows(lines: Lines) -> Lines:
    return [line for c in lines for line in ((c, ["", "", "", "", ""]) if _is_body(c) else (c,))]


def _with_more_headers(lines: Lines) -> Lines:
    """The header of the table again after every tenth row, as on a new page."""
    start = next(n for n, cells in enumerate(lines) if len(cells) > 1 and not _is_body(cells))
    header = [cells for cells in lines[start : start + 2] if not _is_body(cells)]
    found, rows = [], 0
    for n, cells in enumerate(lines):
        found.append(cells)
        rows += _is_body(cells)
        # A page may end between two rows that begin with their own number only: what follows
        # without one could be the rest of the row above.
        following = lines[n + 1] if n + 1 < len(lines) else [""]
        if (
            _is_body(cells)
            and rows % 10 == 0
            and _is_body(following)
            and following[0][:1].isdigit()
        ):
            found += header
    return found


def _numbered_otherwise(cell: str) -> str:
    return cell.rstrip(".") if cell.endswith(".") else cell + "." if cell[-1:].isdigit() else cell


REWRITES: dict[str, Rewrite] = {
    "decomposed": _everywhere(lambda cell: unicodedata.normalize("NFD", cell)),
    "spaces around": _in_body(lambda cell: f"  {cell} "),
    "hard spaces around": _in_body(lambda cell: f"\u00a0{cell}\u00a0\u00a0"),
    "hard spaces between": _in_body(lambda cell: cell.replace(" ", "\u00a0"), 1, 2, NOTE),
    "double spaces": _in_body(lambda cell: cell.replace(" ", "  "), 1, 2),
    "soft hyphens": _in_body(lambda cell: cell[:1] + "\u200b" + cell[1:], 1, VALUE),
    "capitals": _in_numbered_rows(str.upper, 1, 2),
    "small letters": _in_numbered_rows(str.lower, 1, 2),
    "short words": _spelled(*_SHORT.items()),
    "words in full": _spelled(*((short, full) for full, short in _SHORT.items())),
    "đúng hẹn": _spelled(("đúng hạn", "đúng hẹn")),
    "đúng hạn": _spelled(("đúng hẹn", "đúng hạn")),
    "lũy kể": _spelled(("lũy kế", "lũy kể"), ("Lũy kế", "Lũy kể")),
    "họp": _spelled(("hợp", "họp")),
    "tỉ lệ": _spelled(("Tỷ", "Tỉ"), ("tỷ", "tỉ")),
    "toàn trình": _spelled(("toàn phần", "toàn trình")),
    "uỷ ban": _everywhere(lambda cell: cell.replace("Ủy", "Uỷ").replace("hóa", "hoá")),
    "bold labels": _in_body(lambda cell: f"<b>{cell.strip()}</b>", 1),
    "slanted cells": _in_body(lambda cell: f"<i>{cell.strip()}</i>", 0, 1, 2, VALUE),
    "starred labels": _in_body(lambda cell: f"**{cell.strip()}**", 1),
    "final marks": _in_body(lambda cell: cell.rstrip(".:;") + ".", 1),
    "idle zeros": _in_body(_with_idle_zero, VALUE),
    "wide digits": _in_body(_wide_digits, VALUE),
    "numbers with other dots": _in_body(_numbered_otherwise, 0),
    "blank lines": _with_blank_lines,
    "empty rows": _with_empty_rows,
    "more page headers": _with_more_headers,
    "a column more": lambda lines: [[*c, "", ""] if len(c) > 1 else c for c in lines],
}
FILES: dict[str, Callable[[str], bytes]] = {
    "windows line ends": lambda text: text.replace("\n", "\r\n").encode(),
    "old mac line ends": lambda text: text.replace("\n", "\r").encode(),
    "utf-8 with mark": lambda text: text.encode("utf-8-sig"),
    "utf-16": lambda text: text.encode("utf-16"),
    "utf-16 big end": lambda text: b"\xfe\xff" + text.encode("utf-16-be"),
    "quoted cells": lambda text: _quoted(text).encode(),
    "no last line end": lambda text: text.rstrip("\n").encode(),
}


def _quoted(text: str) -> str:
    """Cells in quotation marks, as some programs write tables."""
    rows = (line.split("\t") for line in text.split("\n"))
    return "\n".join(
        "\t".join('"' + cell.replace('"', '""') + '"' for cell in cells)
        if len(cells) > 1
        else cells[0]
        for cells in rows
    )


@pytest.mark.parametrize("edition", EDITIONS)
@pytest.mark.parametrize("name", REWRITES)
def test_rewriting_the_cells_changes_no_finding(edition: str, name: str, tmp_path: Path) -> None:
    lines = _read(edition)
    rewritten = REWRITES[name](lines)
    path = tmp_path / "bao-cao.txt"
    path.write_text(_text(rewritten), encoding="utf-8")
    assert _brief(path) == _original(edition)


@pytest.mark.parametrize("edition", EDITIONS)
@pytest.mark.parametrize("name", FILES)
def test_saving_the_file_otherwise_changes_no_finding(
    edition: str, name: str, tmp_path: Path
) -> None:
    path = tmp_path / "bao-cao.txt"
    path.write_bytes(FILES[name](_text(_read(edition))))
    assert _brief(path) == _original(edition)


def test_every_rewriting_changes_something() -> None:
    """Each of them touches at least one sample: none passes because it does nothing."""
    samples = [_read(edition) for edition in EDITIONS]
    idle = [name for name, f in REWRITES.items() if all(f(lines) == lines for lines in samples)]
    assert not idle


@example(  # only the upper of two header lines on a new page
    edition="kontum-phuong-2023", names=["decomposed", "more page headers"], file="quoted cells"
)
@settings(max_examples=12)
@given(
    edition=st.sampled_from(EDITIONS),
    names=st.lists(st.sampled_from(sorted(REWRITES)), min_size=2, max_size=4, unique=True),
    file=st.sampled_from(sorted(FILES)),
)
def test_several_rewritings_at_once_change_no_finding(
    edition: str, names: list[str], file: str
) -> None:
    lines = _read(edition)
    for name in names:
        lines = REWRITES[name](lines)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "bao-cao.txt"
        path.write_bytes(FILES[file](_text(lines)))
        assert _brief(path) == _original(edition)


# ---------------------------------------------------------------- the same table in a plain sheet


def _typed(cell: str) -> str | int | float:
    """A plain number as Excel keeps it; everything else stays the text it is."""
    if re.fullmatch(r"0|[1-9]\d*", cell):
        return int(cell)
    if re.fullmatch(r"(?:0|[1-9]\d*),\d{1,2}", cell):
        return float(cell.replace(",", "."))
    return cell


def _write_sheet(path: Path, lines: Lines, *, left: int = 0, top: int = 0) -> None:
    """Every line as a row; lines outside the table in the first column."""
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Phụ lục")
        for n, cells in enumerate(lines):
            for column, cell in enumerate(cells):
                if cell.strip():
                    is_value = column == VALUE and _is_body(cells)
                    value = _typed(cell.strip()) if is_value else cell.strip()
                    sheet.write(top + n, left + column, value)


@pytest.mark.parametrize("edition", EDITIONS)
@pytest.mark.parametrize(("left", "top"), [(0, 0), (2, 5)])
def test_the_same_table_in_a_plain_sheet_says_the_same(
    edition: str, left: int, top: int, tmp_path: Path
) -> None:
    path = tmp_path / "bao-cao.xlsx"
    _write_sheet(path, _read(edition), left=left, top=top)
    assert _brief(path) == _original(edition)


@pytest.mark.parametrize("edition", EDITIONS)
def test_rows_in_another_order_say_the_same_but_for_the_order(edition: str, tmp_path: Path) -> None:
    """The parts of the form in another order; rows stay in their part."""
    lines = _read(edition)
    starts = [n for n, cells in enumerate(lines) if _is_body(cells)]
    body = [lines[n] for n in starts]
    cuts = [n for n, cells in enumerate(body) if re.fullmatch(r"(<b>)?\d+\.?(</b>)?", cells[0])]
    parts = [body[a:b] for a, b in zip(cuts, [*cuts[1:], len(body)], strict=True)]
    random.Random(7).shuffle(parts)
    moved = [row for part in parts for row in part]
    path = tmp_path / "bao-cao.txt"
    path.write_text(_text(lines[: starts[0]] + moved), encoding="utf-8")
    said = [brief for brief in _brief(path) if brief[0] != "KT108"]
    assert said == _original(edition)
