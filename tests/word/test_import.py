"""A report in Word gives the same rows as the same report in a text file."""

from __future__ import annotations

from pathlib import Path

import pytest

from cchc_xl.services import as_json, check_file, import_file
from cchc_xl.text import display_text
from tests.reading.forms import EDITIONS, SAMPLE_OF
from tests.word.documents import Disturbance, write_docx


def rows_of(path: Path) -> list[dict[str, object]]:
    """Rows as JSON, the tags that only a text file carries taken off."""
    found = as_json.imported_file(import_file(path), path.name)["rows"]
    assert isinstance(found, list)
    return [{**row, "text": display_text(row["text"])} for row in found]


def head_of(path: Path) -> dict[str, object]:
    whole = as_json.imported_file(import_file(path), "bao-cao")
    return {name: whole[name] for name in ("template", "org_unit", "level", "period")}


def sample(edition: str) -> str:
    return SAMPLE_OF[edition].read_text(encoding="utf-8")


def to_tcvn3(words: str) -> str:
    from cchc_xl.text.legacy import _TCVN3_CAPITALS, _TCVN3_SMALL

    table = {letter: code for code, letter in (_TCVN3_SMALL | _TCVN3_CAPITALS).items()}
    lowered = "".join(c if c in table else c.lower() if c.lower() in table else c for c in words)
    return "".join(table.get(c, c) for c in lowered)


WAYS = {
    "tidy": Disturbance(),
    "nested in a layout table": Disturbance(nested=True),
    "title in a text box": Disturbance(boxed=True),
    "tracked changes": Disturbance(revised=True),
    "footnotes": Disturbance(footnotes=True),
    "decomposed letters": Disturbance(decomposed=True),
    "a run a word": Disturbance(runs=True),
    "content controls": Disturbance(controls=True),
    "hidden text": Disturbance(hidden=True),
    "more columns in the grid": Disturbance(split_grid=True),
}


# The tidy way for every form; each disturbance for a form of one table and for one of seven.
CASES = [(edition, "tidy") for edition in EDITIONS] + [
    (edition, way)
    for way in WAYS
    if way != "tidy"
    for edition in ("chodon-xa-2024", "kontum-phuong-2023")
]


@pytest.mark.parametrize(("edition", "way"), CASES)
def test_the_same_rows_as_the_text_file(edition: str, way: str, tmp_path: Path) -> None:
    made = write_docx(tmp_path / "bao-cao.docx", sample(edition), WAYS[way])
    assert rows_of(made) == rows_of(SAMPLE_OF[edition])
    assert head_of(made) == head_of(SAMPLE_OF[edition])


@pytest.mark.parametrize("edition", ["chodon-xa-2024", "backan-so-2021"])
def test_the_same_rows_from_one_table_with_a_repeated_header(edition: str, tmp_path: Path) -> None:
    made = write_docx(tmp_path / "bao-cao.docx", sample(edition), Disturbance(header_once=True))
    assert rows_of(made) == rows_of(SAMPLE_OF[edition])


@pytest.mark.parametrize("edition", ["chodon-xa-2024", "kontum-phuong-2023"])
def test_the_same_findings_as_the_text_file(edition: str, tmp_path: Path) -> None:
    made = write_docx(tmp_path / "bao-cao.docx", sample(edition))

    def found(path: Path) -> list[tuple[str, str | None]]:
        return [(f.code, f.key) for f in check_file(path).findings]

    assert found(made) == found(SAMPLE_OF[edition])


def test_text_of_old_fonts_is_repaired_and_said(tmp_path: Path) -> None:
    how = Disturbance(font=".VnTime", encode=to_tcvn3)
    made = write_docx(tmp_path / "bao-cao.docx", sample("chodon-xa-2024"), how)
    wanted = [(row["key"], row["value"]) for row in rows_of(SAMPLE_OF["chodon-xa-2024"])]
    assert [(row["key"], row["value"]) for row in rows_of(made)] == wanted
    assert "KT115" in {f.code for f in check_file(made).findings}


def test_tracked_changes_are_said_once(tmp_path: Path) -> None:
    made = write_docx(tmp_path / "b.docx", sample("chodon-xa-2024"), Disturbance(revised=True))
    assert [f.code for f in import_file(made).findings].count("KT117") == 1
    tidy = write_docx(tmp_path / "c.docx", sample("chodon-xa-2024"))
    assert "KT117" not in {f.code for f in import_file(tidy).findings}
