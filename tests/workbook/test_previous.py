"""What a new file replaces is kept beside it for good."""

from pathlib import Path

from cchc_xl.workbook.previous import free_path, keep_previous, short_stem, stem_without_kept


def test_every_content_is_kept_once_under_a_name_of_its_own(tmp_path: Path) -> None:
    path = tmp_path / "sổ.xlsx"
    assert keep_previous(path) is None
    for text in ("một", "hai", "hai", "một"):
        path.write_text(text, encoding="utf-8")
        keep_previous(path)
    kept = {one.name: one.read_text("utf-8") for one in tmp_path.iterdir() if one != path}
    assert kept == {"sổ (bản trước).xlsx": "một", "sổ (bản trước 2).xlsx": "hai"}


def test_a_kept_copy_is_known_by_its_name() -> None:
    stems = ("sổ (bản trước)", "sổ (bản trước 12)", "sổ (bản trước) b", "sổ")
    assert [stem_without_kept(stem) for stem in stems] == ["sổ", "sổ", "sổ (bản trước) b", "sổ"]


def test_names_as_long_as_a_name_can_be_are_kept_and_numbered(tmp_path: Path) -> None:
    path = tmp_path / f"{'ữ' * 83}.xlsx"  # 249 bytes and the ending
    path.write_text("đã gõ", encoding="utf-8")
    kept = keep_previous(path)
    assert kept is not None
    assert kept.read_text("utf-8") == "đã gõ"
    shorter = tmp_path / f"{short_stem(path.stem)} (soạn mẫu).xlsx"
    shorter.touch()
    assert free_path(shorter).name.endswith("(soạn mẫu) (2).xlsx")
