from pathlib import Path

import pytest

from tests.cli.run import Cchc, in_process_of_its_own, kinds
from tests.reading.forms import SAMPLE_OF, edition, filled, lines_of, table_text, write

XA = SAMPLE_OF["chodon-xa-2024"]
BLANK = SAMPLE_OF["ankhe-2021"]


def clean_report(folder: Path) -> Path:
    """A blank form with a title: nothing to say but notes."""
    lines = lines_of(filled(edition("chodon-xa-2024"), 0, share=0))
    head = ["SỐ LIỆU CCHC QUÝ I NĂM 2024", "(Kèm theo Báo cáo số 1/BC-UBND của UBND xã Bình An)"]
    return write(folder / "sach.txt", table_text(lines, head=head))


def test_a_blank_form_is_fine(cchc: Cchc, tmp_path: Path) -> None:
    ran = cchc("kiem-tra", clean_report(tmp_path), "--json")
    assert (ran.code, ran.err) == (0, "")
    assert ran.json["files"][0]["counts"]["error"] == 0


def test_one_error_finding_makes_it_1(cchc: Cchc) -> None:
    ran = cchc("kiem-tra", XA, "--json")
    assert (ran.code, ran.err) == (1, "")
    assert ran.json["files"][0]["counts"]["error"] > 0


def test_nhap_says_only_what_a_cell_alone_says_but_by_the_same_codes(
    cchc: Cchc, tmp_path: Path
) -> None:
    text = XA.read_text(encoding="utf-8")
    assert cchc("nhap", XA).code == 0  # its wrong ratios are for kiem-tra to find
    spoilt = write(tmp_path / "x.txt", text.replace("Nhiệm vụ\t32\t", "Nhiệm vụ\tba hai\t"))
    ran = cchc("nhap", spoilt, "--json")
    assert ran.code == 1
    assert [f["row"] for f in ran.json["findings"] if f["severity"] == "error"] == [4]


def test_no_usable_input_is_2_with_one_sentence(cchc: Cchc, tmp_path: Path) -> None:
    for command in ("nhap", "kiem-tra"):
        ran = cchc(command, tmp_path / "khong-co.txt")
        assert ran.code == 2
        assert len(ran.sentences) == 1
        assert "khong-co.txt" in ran.err


def test_json_is_written_also_with_2(cchc: Cchc, tmp_path: Path) -> None:
    missing = tmp_path / "khong-co.xlsx"
    ran = cchc("nhap", missing, "--json")
    assert ran.code == 2
    assert ran.json["file"] == str(missing)
    assert (ran.json["template"], ran.json["rows"]) == (None, [])
    assert kinds(ran.json["findings"]) == ["file-unreadable"]
    ran = cchc("kiem-tra", missing, "--json")
    assert ran.code == 2
    [entry] = ran.json["files"]
    assert (entry["file"], entry["template"]) == (str(missing), None)
    assert entry["counts"] == {"error": 1, "warning": 0, "note": 0}
    assert kinds(entry["findings"]) == ["file-unreadable"]


def test_a_batch_goes_on_after_an_unusable_file(cchc: Cchc, tmp_path: Path) -> None:
    good, bad = clean_report(tmp_path), write(tmp_path / "trang.txt", "")
    ran = cchc("kiem-tra", bad, good, tmp_path, "--json")
    assert ran.code == 1  # an unusable file is an error finding
    assert len(ran.sentences) == 2
    assert [f["file"] for f in ran.json["files"]] == [str(bad), str(good), str(tmp_path)]
    assert [f["template"] for f in ran.json["files"]] == [None, "chodon-xa-2024", None]
    assert cchc("kiem-tra", bad, XA, "--json").code == 1
    assert cchc("kiem-tra", bad, tmp_path, "--json").code == 2


def test_files_of_one_call_are_independent(cchc: Cchc) -> None:
    alone = {str(p): cchc("kiem-tra", p, "--json").json["files"][0] for p in (XA, BLANK)}
    together = cchc("kiem-tra", BLANK, XA, BLANK, "--json").json["files"]
    assert together == [alone[str(BLANK)], alone[str(XA)], alone[str(BLANK)]]


@pytest.mark.parametrize("json_wanted", [True, False])
def test_real_processes_keep_the_codes_and_the_streams(tmp_path: Path, json_wanted: bool) -> None:
    flag = ["--json"] if json_wanted else []
    for path, code in ((XA, 1), (clean_report(tmp_path), 0), (tmp_path / "khong-co.txt", 2)):
        ran = in_process_of_its_own("kiem-tra", path, *flag, encoding="ascii")
        assert ran.code == code
        assert len(ran.sentences) == (1 if code == 2 else 0)
        if json_wanted:
            assert len(ran.json["files"]) == 1
