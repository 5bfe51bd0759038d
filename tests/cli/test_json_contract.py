"""The keys other programs rely on (README and docs name the same)."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from cchc_xl.templates.loader import edition_folders
from tests.cli.run import Cchc
from tests.reading.forms import EDITIONS, SAMPLE_OF, edition, filled, lines_of
from tests.reading.sheets import one_sheet

ROW_KEYS = ["row", "section", "no", "key", "label", "measure", "text", "value", "note"]
FINDING_KEYS = [
    "code", "kind", "severity", "row", "related", "sheet", "cell", "key", "text", "suggestion",
    "message", "why", "justified",
]  # fmt: skip


def test_mau_lists_every_edition(cchc: Cchc) -> None:
    ran = cchc("mau", "--json")
    assert (ran.code, ran.err) == (0, "")
    assert [one["id"] for one in ran.json] == list(edition_folders())
    for one in ran.json:
        assert list(one) == [
            "id", "title", "level", "valid_from", "valid_to", "legal_basis", "rows",
        ]  # fmt: skip
        assert one["level"] in ("xa", "huyen", "so", "tinh", None)
    assert [one["rows"] for one in ran.json] == [108, 97, 116, 98, 123, 92, 140, 121]


def test_mau_without_json_names_every_edition_and_its_rows(cchc: Cchc) -> None:
    shown = cchc("mau").out
    for edition_id, rows in zip(EDITIONS, (108, 97, 116, 140, 121), strict=True):
        line = next(line for line in shown.splitlines() if edition_id in line)
        assert str(rows) in line


@pytest.mark.parametrize("edition_id", EDITIONS)
def test_nhap_has_the_keys_of_the_contract(cchc: Cchc, edition_id: str) -> None:
    path = SAMPLE_OF[edition_id]
    answer = cchc("nhap", path, "--json").json
    assert list(answer) == [
        "file", "template", "org_unit", "level", "period", "rows", "findings",
    ]  # fmt: skip
    assert (answer["file"], answer["template"]) == (str(path), edition_id)
    for row in answer["rows"]:
        assert list(row) == ROW_KEYS
        assert row["value"] is None or isinstance(row["value"], int | float)
        assert all(isinstance(row[k], str) for k in ROW_KEYS if k not in ("row", "value"))
    for finding in answer["findings"]:
        check_finding(finding, edition_id)


@pytest.mark.parametrize("edition_id", EDITIONS)
def test_kiem_tra_has_the_keys_of_the_contract(cchc: Cchc, edition_id: str) -> None:
    path = SAMPLE_OF[edition_id]
    answer = cchc("kiem-tra", path, "--json").json
    assert list(answer) == ["files"]
    [entry] = answer["files"]
    assert list(entry) == [
        "file", "template", "org_unit", "level", "period", "counts", "findings",
    ]  # fmt: skip
    assert list(entry["counts"]) == ["error", "warning", "note"]
    severities = [finding["severity"] for finding in entry["findings"]]
    assert entry["counts"] == {
        severity: severities.count(severity) for severity in ("error", "warning", "note")
    }
    for finding in entry["findings"]:
        check_finding(finding, edition_id)


def check_finding(finding: dict[str, Any], edition_id: str) -> None:
    assert list(finding) == FINDING_KEYS
    assert finding["severity"] in ("error", "warning", "note")
    assert finding["message"]
    assert finding["why"]
    assert isinstance(finding["justified"], bool)
    template = edition(edition_id)
    if finding["key"] is None:
        assert finding["row"] is None
    else:
        assert template.rows[finding["row"] - 1].key == finding["key"]
    assert all(1 <= row <= len(template.rows) for row in finding["related"])
    assert finding["row"] not in finding["related"]


def test_the_path_is_given_back_as_it_was_typed(
    cchc: Cchc, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "báo cáo quý.txt").write_bytes(SAMPLE_OF["chodon-xa-2024"].read_bytes())
    assert cchc("nhap", "./báo cáo quý.txt", "--json").json["file"] == "./báo cáo quý.txt"


def test_vietnamese_is_written_as_letters_not_as_escapes(cchc: Cchc) -> None:
    out = cchc("nhap", SAMPLE_OF["chodon-xa-2024"], "--json").out
    assert "Số nhiệm vụ đề ra trong kế hoạch" in out
    assert "\\u" not in out


def test_a_row_nobody_knows_has_no_position(cchc: Cchc, tmp_path: Path) -> None:
    text = SAMPLE_OF["chodon-xa-2024"].read_text(encoding="utf-8")
    added = "1.1.9\tSố cây xanh đã trồng\tCây\t7\t\n1.2.1\t"
    path = tmp_path / "them.txt"
    path.write_text(text.replace("1.2.1\t", added, 1), encoding="utf-8")
    answer = cchc("nhap", path, "--json").json
    [finding] = [f for f in answer["findings"] if f["kind"] == "row-added"]
    assert (finding["row"], finding["key"], finding["severity"]) == (None, None, "note")
    assert "Số cây xanh đã trồng" in finding["message"]
    assert [row["row"] for row in answer["rows"]] == list(range(1, 117))


def test_findings_of_a_spreadsheet_name_the_sheet_and_the_cell(cchc: Cchc, tmp_path: Path) -> None:
    lines = [
        replace(line, text="ba hai") if line.key == "kh_cchc_so_nhiem_vu" else line
        for line in lines_of(filled(edition("chodon-xa-2024"), 1, share=0))
    ]
    path = one_sheet(tmp_path / "a.xlsx", lines, top=6, left=2)
    [finding] = [
        f for f in cchc("nhap", path, "--json").json["findings"] if f["severity"] == "error"
    ]
    assert (finding["row"], finding["sheet"], finding["cell"]) == (4, "Phụ lục", "F12")
    assert (finding["text"], finding["kind"]) == ("ba hai", "not-a-number")
