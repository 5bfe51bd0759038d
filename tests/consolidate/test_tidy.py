"""The consolidation as plain tables: one value a line, each with the cell it stands in."""

import csv
import datetime as dt
import io
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from cchc_xl.consolidate import Contribution, Status, Submission, UnitStatus, consolidate
from cchc_xl.model import Entry, Level, ListedUnit, OrgUnit, Period, Report, ReportTemplate
from cchc_xl.services import books, receiving, tidy
from cchc_xl.services.outcome import Kept, Outcome
from cchc_xl.services.receiving import receive, unpacked
from cchc_xl.services.tidy_tables import tables
from cchc_xl.workbook.builder import build_workbook
from cchc_xl.workbook.layout import Layout
from tests.workbook.forms import small_form

FORM = small_form()
LAYOUT = Layout(FORM)
AT = dt.datetime(2024, 3, 12, 9, 30)


def leaf(file: str, name: str, **values: float | str) -> Contribution:
    """A text is a value that could not be read."""
    return Contribution(
        file,
        name,
        Level.XA,
        {k: Decimal(str(v)) for k, v in values.items() if not isinstance(v, str)},
        {k: v for k, v in values.items() if isinstance(v, str)},
        code="X1",
    )


def line(one: Contribution, status: Status = Status.MERGED, **more: object) -> UnitStatus:
    submission = Submission(
        file=one.file,
        size=20_480,
        sha256="ab" * 32,
        modified=AT,
        template=FORM,
        org_unit=OrgUnit(name=one.org_unit, level=one.level),
        period=Period.parse("2024-Q1"),
        leaves=(one,),
        errors=2,
        places={},
    )
    return UnitStatus(status, one.org_unit, submission=replace(submission, **more))  # type: ignore[arg-type]


def outcome(*units: UnitStatus, leaves: tuple[Contribution, ...] | None = None) -> Outcome:
    counted = [u.submission for u in units if u.submission and u.status.counts]
    taken = leaves or tuple(one for submission in counted for one in submission.leaves)
    return Outcome(
        template=FORM,
        org_unit=OrgUnit(name="UBND huyện Mẫu"),
        period=Period.parse("2024-Q1"),
        deadline=None,
        units=units,
        leaves=taken,
        result=consolidate(FORM, taken),
        report=Report(FORM.id, {key: Entry(key=key) for key in FORM.by_key}),
        findings=(),
        foreign=(),
        kept=Kept(),
        at=AT,
    )


def table(one: Outcome, name: str) -> pd.DataFrame:
    return dict(tables(one))[name]


def places(found: pd.DataFrame) -> dict[str, tuple[object, object, object]]:
    """File, sheet and cell of every row by its key; None where blank."""
    table = found.astype(object).where(found.notna(), None)
    return {r["khoa"]: (r["tep"], r["trang"], r["o"]) for r in table.to_dict("records")}


A = leaf("nhan/a.xlsx", "Xã A", giao=12, xong=93.5, cap_tinh="=HYPERLINK(1)")
MISSING = UnitStatus(
    Status.MISSING, "Xã Vắng", listed=ListedUnit("Xã Vắng", Level.XA, "X9", group="B")
)


def test_every_value_is_a_line_with_unit_row_and_cell() -> None:
    found = table(outcome(line(A), MISSING), "so-lieu")
    [first, *_] = found.astype(object).to_dict("records")
    row = FORM.by_key["giao"]
    assert {k: first[k] for k in ("don_vi", "cap", "ma", "khoa", "gia_tri", "tep", "mau")} == {
        "don_vi": "Xã A",
        "cap": "xa",
        "ma": "X1",
        "khoa": "giao",
        "gia_tri": 12.0,
        "tep": "nhan/a.xlsx",
        "mau": FORM.id,
    }
    assert (first["stt"], first["chi_tieu"], first["don_vi_tinh"]) == (
        row.no,
        row.label,
        row.measure,
    )
    assert (first["trang"], first["o"]) == LAYOUT.place_of("giao")
    unreadable = found[found["khoa"] == "cap_tinh"].iloc[0]
    assert pd.isna(unreadable["gia_tri"])
    assert unreadable["chu"] == "=HYPERLINK(1)"
    assert len(found) == 3


def test_every_file_and_every_missing_unit_is_a_line() -> None:
    broken = UnitStatus(
        Status.UNREADABLE, "hỏng.xlsx", "Tệp hỏng.", submission=Submission("hỏng.xlsx", 3, "cd")
    )
    found = table(outcome(line(A), broken, MISSING), "don-vi").astype(object)
    assert list(found["trang_thai"]) == ["merged", "unreadable", "missing"]
    assert list(found["so_loi"])[:2] == [2, 0]
    assert pd.isna(found["so_loi"][2])
    assert found["ky"][0] == "2024-Q1"
    assert found["ly_do"][1] == "Tệp hỏng."
    assert (found["ma"][2], found["cap"][2], found["nhom"][2]) == ("X9", "xa", "B")


def test_consolidated_rows_say_rule_value_and_how_many_filled_them() -> None:
    b = leaf("b.xlsx", "Xã B", giao=8)
    found = table(outcome(line(A), line(b)), "chi-tieu").set_index("khoa")
    assert list(found.index) == [row.key for row in FORM.rows if row.consolidation is not None]
    assert found.loc["giao", "gia_tri"] == 20
    assert found.loc["giao", "cach_cong"] == "sum"
    assert found.loc["giao", "so_don_vi_co_so"] == 2
    assert found.loc["giao", "dong"] == FORM.position["giao"]
    assert pd.isna(found.loc["cap_tinh", "gia_tri"])


def test_parts_of_one_appendix_keep_the_file_each_value_came_from() -> None:
    one, two = leaf("1.xlsx", "Xã A", giao=12), leaf("2.txt", "Xã A", xong=9)
    whole = replace(one, file="1.xlsx; 2.txt", values={**one.values, **two.values})
    units = (line(one, Status.PART), line(two, Status.PART, places=None))
    assert places(table(outcome(*units, leaves=(whole,)), "so-lieu")) == {
        "giao": ("1.xlsx", *LAYOUT.place_of("giao")),
        "xong": ("2.txt", None, None),  # a text has no cells
    }


def test_what_stands_in_no_cell_of_its_own_names_none() -> None:
    carried = replace(A, via="Huyện B", file="b.xlsx", unreadable={})
    consolidated = line(carried, consolidated=True, file="b.xlsx")
    bridged = replace(A, file="c.xlsx", bridged=frozenset({"giao"}), unreadable={})
    found = table(outcome(consolidated, line(bridged)), "so-lieu")
    assert set(found["qua_don_vi"].dropna()) == {"Huyện B"}
    assert places(found[found["tep"] == "b.xlsx"]) == dict.fromkeys(
        ("giao", "xong"), ("b.xlsx", None, None)
    )
    assert places(found[found["tep"] == "c.xlsx"]) == {
        "giao": ("c.xlsx", None, None),
        "xong": ("c.xlsx", *LAYOUT.place_of("xong")),
    }


def test_a_row_only_the_child_has_is_there_and_marked() -> None:
    other = ReportTemplate.model_validate(
        FORM.model_dump() | {"id": "bieu-khac", "sections": [
            {"key": "rieng", "no": "1", "title": "Riêng", "rows": [
                {"key": "chi_con", "label": "Chỉ con có", "kind": "count", "consolidation": "sum"}
            ]}], "rules": [], "misprints": [], "windows": []}
    )  # fmt: skip
    child = leaf("k.xlsx", "Xã K", chi_con=5)
    found = table(outcome(line(child, template=other)), "so-lieu").iloc[0]
    assert (found["chi_tieu"], found["mau"], found["trong_bieu"]) == (
        "Chỉ con có",
        "bieu-khac",
        False,
    )


# ----- the real places of a received file --------------------------------------------------------


def received(path: Path) -> Submission:
    return unpacked(receive(path, path.name))


def test_places_are_kept_only_where_the_layout_does_not_tell_them(tmp_path: Path) -> None:
    path = tmp_path / "so.xlsx"
    content = books.content_from(FORM, {}, OrgUnit(name="Xã A", level=Level.XA), None)
    cells = {**content.cells, "giao": replace(content.cells["giao"], value=7)}
    build_workbook(path, FORM, replace(content, cells=cells))
    assert received(path).places == {}
    book = openpyxl.load_workbook(path)
    sheet, cell = LAYOUT.place_of("giao")
    book[sheet].insert_rows(6)
    moved = tmp_path / "chèn dòng.xlsx"
    book.save(moved)
    below = cell[0] + str(int(cell[1:]) + 1)
    one = received(moved)
    assert one.places is not None
    assert one.places["giao"] == (sheet, below)
    unit = UnitStatus(Status.MERGED, "Xã A", submission=one)
    assert places(table(outcome(unit), "so-lieu"))["giao"] == (moved.name, sheet, below)


def test_a_text_has_no_places() -> None:
    sample = Path(receiving.__file__).parents[1] / "samples" / "xa-2024-q1.txt"
    assert received(sample).places is None


# ----- on the disk -------------------------------------------------------------------------------


def test_csv_opens_in_excel_as_it_is_and_holds_no_formula(tmp_path: Path) -> None:
    strange = leaf("-a.xlsx", "=Xã", giao=-3, xong=1e20, cap_tinh="\t=1")
    paths = tidy.write_csv(outcome(line(A), line(strange), MISSING), tmp_path / "csv")
    assert [path.name for path in paths] == ["so-lieu.csv", "don-vi.csv", "chi-tieu.csv"]
    data = paths[0].read_bytes()
    assert data.startswith(b"\xef\xbb\xbfdon_vi,cap,")
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    assert [row["gia_tri"] for row in rows] == ["12", "93.5", "", "-3", "100000000000000000000", ""]
    assert rows[2]["chu"] == "'=HYPERLINK(1)"
    assert rows[5]["chu"] == "'\t=1"
    assert (rows[3]["don_vi"], rows[3]["tep"]) == ("'=Xã", "'-a.xlsx")
    read = pd.read_csv(paths[1])
    assert list(read["trang_thai"]) == ["merged", "merged", "missing"]


def test_tables_that_stand_there_are_kept(tmp_path: Path) -> None:
    tidy.write_csv(outcome(line(A)), tmp_path)
    before = (tmp_path / "don-vi.csv").read_bytes()
    tidy.write_csv(outcome(line(A)), tmp_path)
    assert len(list(tmp_path.iterdir())) == 3
    tidy.write_csv(outcome(line(A), MISSING), tmp_path)
    assert (tmp_path / "don-vi (bản trước).csv").read_bytes() == before


# Its reader leaves closing the file to the garbage collector.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_parquet_holds_the_same_tables(tmp_path: Path) -> None:
    pytest.importorskip("fastparquet")
    import fastparquet

    one = outcome(line(A), MISSING)
    paths = tidy.write_parquet(one, tmp_path)
    assert [path.name for path in paths] == [
        "so-lieu.parquet",
        "don-vi.parquet",
        "chi-tieu.parquet",
    ]
    for path, (_, table) in zip(paths, tables(one), strict=True):
        read = fastparquet.ParquetFile(str(path)).to_pandas()
        assert list(read.columns) == list(table.columns)
        for name in table.columns:
            blank = table[name].isna().to_numpy()
            assert (read[name].isna().to_numpy() == blank).all()
            assert list(read[name][~blank]) == list(table[name][~blank])


def test_without_the_library_one_sentence_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tidy, "find_spec", lambda name: None)
    with pytest.raises(tidy.MissingLibraryError, match=r"cchc-xl\[parquet\]"):
        tidy.write_parquet(outcome(line(A)), tmp_path / "x")
    assert not (tmp_path / "x").exists()


def test_an_empty_consolidation_gives_empty_tables(tmp_path: Path) -> None:
    one = outcome(MISSING)
    assert len(table(one, "so-lieu")) == 0
    assert len(tidy.write_csv(one, tmp_path)) == 3
    pytest.importorskip("fastparquet")
    assert len(tidy.write_parquet(one, tmp_path)) == 3


def test_a_table_that_cannot_be_written_leaves_the_one_that_stood_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tidy.write_csv(outcome(line(A)), tmp_path)
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}

    def full(table: pd.DataFrame, path: Path) -> None:
        path.write_bytes(b"half")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(tidy, "_save_csv", full)
    with pytest.raises(OSError, match="No space"):
        tidy.write_csv(outcome(line(A), MISSING), tmp_path)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before
