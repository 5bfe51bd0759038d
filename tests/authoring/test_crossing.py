"""Which rows of one edition reach another."""

from cchc_xl.authoring.reaching import Reach
from cchc_xl.services.authoring import crossing, crossing_json

REACHES = {
    "dvc_muc3_dang_cung_cap": (Reach.BRIDGED, "dvc_mot_phan_dang_cung_cap"),
    "kh_cchc_so_nhiem_vu": (Reach.SAME_KEY, "kh_cchc_so_nhiem_vu"),
    "hs_huyen_da_giai_quyet": (Reach.DISTRICT, None),
    "tthc_cap_huyen": (Reach.DISTRICT, None),
    "sx_so_nganh_ty_le_hoan_thanh": (Reach.NOWHERE, None),
}


def test_rows_go_by_key_by_declared_bridge_or_nowhere() -> None:
    found = {one.row.key: one for one in crossing("kontum-phuong-2023", "hai-cap-xa-2026").rows}
    told = {key: (found[key].reach, to.key if (to := found[key].to) else None) for key in REACHES}
    assert told == REACHES


def test_a_bridge_tells_its_basis_and_its_last_day() -> None:
    told = crossing_json(crossing("kontum-phuong-2023", "hai-cap-xa-2026"))
    bridged = [row for row in told["rows"] if row["reach"] == "bridged"]
    assert bridged
    assert {row["valid_to"] for row in bridged} == {"2026-06-30"}
    assert all(row["legal_basis"] for row in bridged)
    assert sum(told["counts"].values()) == len(told["rows"])


def test_tasks_given_by_another_authority_are_never_offered_as_near() -> None:
    found = crossing("so-ngoai-vu-2023", "hai-cap-xa-2026").rows
    tasks = {one.row.key: one.reach for one in found if one.row.key.startswith("nv_chinh_phu")}
    assert set(tasks.values()) <= {Reach.BLOCKED, Reach.NOWHERE}


def test_every_row_of_the_starters_reaches_the_province() -> None:
    """Own rows of a level stay there; what the province adds up has a place in its form."""
    for level in ("xa", "so"):
        found = crossing(f"hai-cap-{level}-2026", "hai-cap-tinh-2026")
        lost = [one.row.key for one in found.rows if one.reach is not Reach.SAME_KEY]
        assert lost == [], level


def test_no_row_of_the_starters_is_of_the_district() -> None:
    for name in ("xa", "so", "tinh"):
        template = crossing(f"hai-cap-{name}-2026", "hai-cap-tinh-2026").source
        assert [row.key for row in template.rows if "huyen" in row.levels] == []
        assert "chưa có văn bản ban hành" in template.title
