"""The narrative of an edition of one's own: its sentences, and what it says without any."""

from pathlib import Path

import pytest
from openpyxl import load_workbook

from cchc_xl.authoring.publishing import publish
from cchc_xl.model import Consolidation, ReportTemplate, Row, RowKind, Section
from cchc_xl.model.template import Origin
from cchc_xl.services.narrating import read_companion
from cchc_xl.templates.faults import TemplateError
from cchc_xl.templates.loader import NARRATIVE_FILE
from cchc_xl.word.skeleton_data import headlines_of
from cchc_xl.workbook.layout import Layout
from tests.cli.conftest import cchc
from tests.cli.run import Cchc

__all__ = ["cchc"]


def count(key: str, no: str, label: str, measure: str, **more: object) -> Row:
    kind = more.pop("kind", RowKind.COUNT)
    return Row.model_validate(
        {"key": key, "no": no, "label": label, "measure": measure, "kind": kind}
        | {"consolidation": Consolidation.SUM}
        | more
    )


KNOWN = count("so_van_ban_chi_dao_cchc", "1", "Văn bản về cải cách", "Văn bản")
TREES = count("cay_trong_moi", "1", "Số cây trồng mới (cả cây bụi)", "Cây")
PART = count("cay_bui", "Trong đó", "Số cây bụi", "Cây", parent="cay_trong_moi")
SHARE = count(
    "cay_ty_le_song", "2", "Tỷ lệ cây còn sống", "%",
    kind=RowKind.PERCENT, consolidation=Consolidation.MANUAL,
)  # fmt: skip
TEMPLATE = ReportTemplate(
    id="cay-xanh-2027",
    title="Biểu thống kê cây xanh",
    origin=Origin.REFERENCE,
    sections=(
        Section(key="chi_dao_dieu_hanh", no="I", title="Chỉ đạo", sheet="1", rows=(KNOWN,)),
        Section(key="cay_xanh", no="II", title="CÂY XANH", sheet="2", rows=(TREES, PART, SHARE)),
    ),
)
VALUES = {KNOWN.key: 4, TREES.key: 120, PART.key: 20, SHARE.key: 87.5}
OWN = """
[[sentence]]
section = "cay_xanh"
text = "Toàn xã trồng {cay_trong_moi} cây, trong đó có {cay_bui} cây bụi."
"""


def sentences(folder: Path, text: str, edition: str = TEMPLATE.id) -> Path:
    path = folder / edition / NARRATIVE_FILE
    path.write_text(text, "utf-8")
    return path


@pytest.fixture
def editions(tmp_path: Path) -> Path:
    publish(TEMPLATE, tmp_path / "mau-rieng")
    return tmp_path / "mau-rieng"


@pytest.fixture
def book(cchc: Cchc, editions: Path, tmp_path: Path) -> Path:
    path = tmp_path / "so.xlsx"
    options = ("--ten-don-vi", "UBND xã Bình", "--cap", "xa", "--ky", "2027-Q1")
    assert cchc("tao-mau", TEMPLATE.id, "-o", path, *options, "--thu-muc-mau", editions).code == 0
    opened, layout = load_workbook(path), Layout(TEMPLATE)
    for key, value in VALUES.items():
        opened[layout.sheet_of(key)][layout.cell(key)] = value
    opened.save(path)
    return path


def narrative(cchc: Cchc, book: Path, editions: Path) -> tuple[Path, list[str]]:
    path = book.with_name("bao-cao.docx")
    ran = cchc("thuyet-minh", book, "-o", path, "--thu-muc-mau", editions)
    assert (ran.code, ran.err) == (0, "")
    lines = [line[2:] for line in read_companion(path).prose if line.startswith("- ")]
    return path, [line for line in lines if not line.startswith(("……", "Lưu"))]


def test_known_meanings_keep_their_sentences_and_new_ones_speak_by_their_label(
    cchc: Cchc, book: Path, editions: Path
) -> None:
    path, said = narrative(cchc, book, editions)
    assert said == [
        "Trong kỳ, đơn vị đã ban hành 04 văn bản chỉ đạo công tác cải cách hành chính.",
        "Số cây trồng mới là 120 cây.",
        "Tỷ lệ cây còn sống đạt 87,5%.",
    ]
    assert "7. Cây xanh" in read_companion(path).prose


def test_an_edition_of_the_user_folder_speaks_in_its_own_sentences(
    cchc: Cchc, book: Path, editions: Path
) -> None:
    sentences(editions, OWN)
    _, said = narrative(cchc, book, editions)
    assert said[0] == "Toàn xã trồng 120 cây, trong đó có 20 cây bụi."
    assert not any("chỉ đạo công tác" in line for line in said)


def test_its_narrative_is_held_against_its_table(cchc: Cchc, book: Path, editions: Path) -> None:
    sentences(editions, OWN)
    path, _ = narrative(cchc, book, editions)
    options = ("--kem", path, "--thu-muc-mau", editions, "--json")
    assert "KT511" not in codes(cchc("kiem-tra", book, *options).json)
    opened = load_workbook(book)
    layout = Layout(TEMPLATE)
    opened[layout.sheet_of(PART.key)][layout.cell(PART.key)] = 21
    opened.save(book)
    assert codes(cchc("kiem-tra", book, *options).json).count("KT511") == 1


def test_what_its_own_sentences_speak_of_is_expected_in_a_narrative(editions: Path) -> None:
    assert headlines_of(TEMPLATE, editions) == (KNOWN.key,)
    sentences(editions, OWN)
    assert headlines_of(TEMPLATE, editions) == (TREES.key, PART.key)


def codes(told: dict[str, list[dict[str, list[dict[str, str]]]]]) -> list[str]:
    return [finding["code"] for finding in told["files"][0]["findings"]]


@pytest.mark.parametrize(
    "text",
    [
        "[[sentence]\n",
        '[[sentence]]\nsection = "chi_dao_dieu_hanh"\n',
        OWN.replace("cay_xanh", "x"),
    ],
    ids=["no TOML", "no text", "no such section"],
)
def test_a_faulty_file_of_sentences_is_one_clear_refusal(
    cchc: Cchc, book: Path, editions: Path, text: str
) -> None:
    path = sentences(editions, text)
    ran = cchc("thuyet-minh", book, "-o", book.with_name("x.docx"), "--thu-muc-mau", editions)
    assert ran.code == 2
    assert str(path) in ran.err
    assert len(ran.err.strip().splitlines()) == 1
    with pytest.raises(TemplateError):
        publish(TEMPLATE, editions)


def test_publishing_again_keeps_the_sentences_and_an_amendment_takes_them_over(
    editions: Path,
) -> None:
    path = sentences(editions, OWN)
    changed = TEMPLATE.model_copy(update={"title": "Tên khác"})
    publish(changed, editions, replace=True)
    assert path.read_text("utf-8") == OWN
    amended = TEMPLATE.model_copy(update={"id": "cay-xanh-2027-sua", "amends": TEMPLATE.id})
    done = publish(amended, editions)
    assert (done.folder / NARRATIVE_FILE).read_text("utf-8") == OWN


def test_an_amendment_whose_parts_are_others_is_published_without_them(editions: Path) -> None:
    sentences(editions, OWN)
    other = TEMPLATE.sections[1].model_copy(update={"key": "cay_rung"})
    amended = TEMPLATE.model_copy(
        update={"id": "rung-2027", "amends": TEMPLATE.id, "sections": (other,)}
    )
    assert not (publish(amended, editions).folder / NARRATIVE_FILE).exists()


def test_a_check_with_faulty_sentences_says_so_of_its_file(
    cchc: Cchc, book: Path, editions: Path
) -> None:
    path, _ = narrative(cchc, book, editions)
    sentences(editions, "[[sentence]\n")
    told = cchc("kiem-tra", book, "--kem", path, "--thu-muc-mau", editions, "--json")
    assert codes(told.json) == ["KT904"]
