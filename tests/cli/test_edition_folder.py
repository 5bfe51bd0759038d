"""--thu-muc-mau: editions of one's own, with every fault of a faulty one named."""

import shutil
from pathlib import Path

import pytest

from cchc_xl.templates.loader import PACKAGE_FOLDER, edition_folders
from tests.cli.run import Cchc
from tests.reading.forms import SAMPLE_OF

XA = SAMPLE_OF["chodon-xa-2024"]

SMALL = """
id = "xa-thu-2030"
title = "Biểu thử"
origin = "issued"
level = "xa"

[[sections]]
key = "cay_xanh"
no = "1"
title = "Cây xanh"
rows = [
  { no = "1", key = "cay_xanh", label = "Công tác cây xanh", kind = "heading" },
  { no = "1.1", key = "cay_da_trong", label = "Số cây đã trồng", measure = "Cây", kind = "count", \
parent = "cay_xanh", consolidation = "sum" },
  { no = "1.2", key = "cay_con_song", label = "Số cây còn sống", measure = "Cây", kind = "count", \
parent = "cay_xanh", consolidation = "sum" },
  { no = "1.3", key = "cay_bi_chet", label = "Số cây bị chết", measure = "Cây", kind = "count", \
parent = "cay_xanh", consolidation = "sum" },
]
"""

FAULTY = """
id = "sai-2030"
title = "Biểu sai"
origin = "issued"

[[sections]]
key = "mot"
no = "1"
title = "Một"
rows = [
  { no = "1", key = "Cay Xanh", label = "Cây xanh", kind = "heading" },
  { no = "1.1", key = "cay", label = "", kind = "count", consolidation = "sum" },
  { no = "1.2", key = "la", label = "Lá", kind = "so-dem", consolidation = "sum" },
]
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "mau-rieng"
    (place / "xa-thu-2030").mkdir(parents=True)
    (place / "xa-thu-2030" / "mau.toml").write_text(SMALL, encoding="utf-8")
    return place


def add(folder: Path, edition_id: str, content: str) -> None:
    (folder / edition_id).mkdir()
    (folder / edition_id / "mau.toml").write_text(content, encoding="utf-8")


def test_own_editions_stand_beside_those_of_the_package(cchc: Cchc, folder: Path) -> None:
    listed = cchc("mau", "--thu-muc-mau", folder, "--json").json
    assert [one["id"] for one in listed] == [*edition_folders(), "xa-thu-2030"]
    own = listed[-1]
    assert (own["title"], own["level"], own["rows"]) == ("Biểu thử", "xa", 4)
    assert own["legal_basis"] is own["valid_from"] is own["valid_to"] is None


def test_a_report_on_an_own_edition_is_recognised_and_read(
    cchc: Cchc, folder: Path, tmp_path: Path
) -> None:
    report = tmp_path / "bao-cao.txt"
    report.write_text(
        "STT\tChỉ tiêu\tĐơn vị tính\tSố liệu\tGhi chú\n1\tCông tác cây xanh\t\t\t\n"
        "1.1\tSố cây đã trồng\tCây\t40\t\n1.2\tSố cây còn sống\tCây\t38\t\n"
        "1.3\tSố cây bị chết\tCây\t2\t\n",
        encoding="utf-8",
    )
    assert cchc("nhap", report, "--json").code == 2
    answer = cchc("nhap", report, "--thu-muc-mau", folder, "--json").json
    assert answer["template"] == "xa-thu-2030"
    assert [(row["key"], row["value"]) for row in answer["rows"]] == [
        ("cay_xanh", None),
        ("cay_da_trong", 40),
        ("cay_con_song", 38),
        ("cay_bi_chet", 2),
    ]


def test_an_own_edition_replaces_the_package_s_of_the_same_id(cchc: Cchc, folder: Path) -> None:
    shutil.copytree(PACKAGE_FOLDER / "chodon-xa-2024", folder / "chodon-xa-2024")
    form = folder / "chodon-xa-2024" / "mau.toml"
    form.chmod(0o644)
    text = form.read_text(encoding="utf-8")
    form.write_text(text.replace("\ntitle = ", '\ntitle = "Bản của huyện" # ', 1), encoding="utf-8")
    listed = cchc("mau", "--thu-muc-mau", folder, "--json").json
    assert [one["title"] for one in listed if one["id"] == "chodon-xa-2024"] == ["Bản của huyện"]


@pytest.mark.parametrize("command", [("mau",), ("nhap", XA), ("kiem-tra", XA)])
def test_a_folder_that_is_not_there_is_one_sentence(
    cchc: Cchc, tmp_path: Path, command: tuple[object, ...]
) -> None:
    ran = cchc(*command, "--thu-muc-mau", tmp_path / "khong-co")
    assert (ran.code, len(ran.sentences)) == (2, 1)
    assert "khong-co" in ran.err


@pytest.mark.parametrize("command", ["nhap", "kiem-tra"])
def test_a_faulty_edition_does_not_stop_reports_on_healthy_ones(
    cchc: Cchc, folder: Path, command: str
) -> None:
    add(folder, "sai-2030", FAULTY)
    assert cchc(command, XA, "--thu-muc-mau", folder).code == cchc(command, XA).code


@pytest.mark.parametrize("command", [("mau",), ("kiem-tra", XA, "--mau", "sai-2030")])
def test_every_fault_of_an_edition_is_named_at_once(
    cchc: Cchc, folder: Path, command: tuple[object, ...]
) -> None:
    add(folder, "sai-2030", FAULTY)
    ran = cchc(*command, "--thu-muc-mau", folder)
    assert (ran.code, len(ran.sentences)) == (2, 1)
    assert "sai-2030" in ran.err
    for place in ("Cay Xanh", "mục 2 (cay) › label", "mục 3 (la) › kind"):
        assert place in ran.err


@pytest.mark.parametrize(
    ("edition_id", "content"),
    [
        ("hong-2030", "id = 'hong-2030'\n[[sections"),
        ("ten-khac-2030", SMALL),
        ("rong-2030", ""),
    ],
)
def test_an_edition_that_is_no_edition_is_one_sentence(
    cchc: Cchc, folder: Path, edition_id: str, content: str
) -> None:
    add(folder, edition_id, content)
    ran = cchc("mau", "--thu-muc-mau", folder, "--json")
    assert (ran.code, ran.out, len(ran.sentences)) == (2, "", 1)
    assert edition_id in ran.err
