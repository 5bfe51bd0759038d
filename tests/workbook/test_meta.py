import datetime as dt
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cchc_xl.model import Level, OrgUnit, Period, PeriodKind, ReportTemplate
from cchc_xl.templates.loader import load_all
from cchc_xl.workbook import meta
from cchc_xl.workbook.content import BookContent, FrontFields
from cchc_xl.workbook.meta import CHUNK, MetaError, decode, encode
from tests.workbook.forms import SECTIONS, small_form

CONTENT = BookContent(
    org_unit=OrgUnit(name="UBND xã Mẫu", level=Level.XA, code="X01"),
    period=Period(year=2024, kind=PeriodKind.H1),
    front=FrontFields(dt.date(2023, 12, 15), dt.date(2024, 6, 14), dt.date(2024, 6, 20)),
    source="bao-cao.docx",
)


def changed(pairs: list[tuple[str, str]], key: str, value: str | None) -> list[tuple[str, str]]:
    """The pairs with one value replaced, or without it."""
    assert key in dict(pairs)
    rest = [(k, v) for k, v in pairs if k != key]
    return rest if value is None else [*rest, (key, value)]


@pytest.mark.parametrize("template", [pytest.param(t, id=t.id) for t in load_all()])
def test_an_edition_comes_back_whole(template: ReportTemplate) -> None:
    assert decode(encode(template, CONTENT)).template == template


def test_what_the_workbook_was_made_for_comes_back() -> None:
    found = decode(encode(small_form(), CONTENT))
    assert found.org_unit == CONTENT.org_unit
    assert found.period == CONTENT.period
    assert found.window == (CONTENT.front.start, CONTENT.front.end)
    assert found.deadline == CONTENT.front.deadline
    assert found.source == "bao-cao.docx"


def test_what_is_unknown_comes_back_unknown() -> None:
    found = decode(encode(small_form(), BookContent()))
    assert found.org_unit == OrgUnit()
    assert (found.period, found.window, found.deadline) == (None, None, None)


def test_a_long_definition_is_cut_into_chunks_a_cell_can_hold() -> None:
    rows = [
        {"key": f"dong_{n}", "label": "Chỉ tiêu dài " * 30, "kind": "heading"} for n in range(300)
    ]
    template = small_form(sections=[{**SECTIONS[0], "rows": rows}])
    pairs = encode(template, BookContent())
    assert max(len(value) for _, value in pairs) == CHUNK
    assert int(dict(pairs)["so_doan"]) == 5  # 300 × (390 letters of label + about 45 around it)
    assert decode(pairs).template == template


def test_the_same_edition_is_validated_once_for_many_children() -> None:
    pairs = encode(small_form(), BookContent())
    assert decode(pairs).template is decode(list(pairs)).template


def test_lines_of_a_later_minor_version_are_passed_over() -> None:
    pairs = [("dieu_moi", "x"), *encode(small_form(), CONTENT), ("", "ghi thêm")]
    assert decode(pairs).org_unit.name == "UBND xã Mẫu"


@pytest.mark.parametrize(
    ("key", "value", "reason"),
    [
        ("cchc_xl", None, "missing"),
        ("cchc_xl", "một", "damaged"),
        ("cchc_xl", "2", "newer-format"),
        ("sha256", None, "damaged"),
        ("sha256", "0" * 64, "damaged"),
        ("so_doan", "0", "damaged"),
        ("so_doan", "2", "damaged"),
        ("so_doan", "999999999", "damaged"),
        ("dinh_nghia_001", None, "damaged"),
        ("mau", "mau-khac", "damaged"),
        ("cap", "lang", "damaged"),
        ("ky", "2024-Q2", "damaged"),
        ("han_nop", "31/02/2024", "damaged"),
    ],
)
def test_damage_is_named(key: str, value: str | None, reason: str) -> None:
    pairs = changed(encode(small_form(), CONTENT), key, value)
    with pytest.raises(MetaError) as caught:
        decode(pairs)
    assert caught.value.reason == reason


def test_nothing_at_all_is_missing() -> None:
    with pytest.raises(MetaError) as caught:
        decode([])
    assert caught.value.reason == "missing"


@pytest.mark.parametrize("definition", ["{", "[]", json.dumps({"id": "mau-nho"})])
def test_a_definition_that_is_none_is_invalid_even_with_the_right_sum(
    definition: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(meta, "definition_of", lambda _: definition)
    with pytest.raises(MetaError) as caught:
        decode(encode(small_form(), BookContent()))
    assert caught.value.reason == "invalid"


@given(st.data())
def test_no_changed_letter_of_the_definition_goes_unnoticed(data: st.DataObject) -> None:
    pairs = encode(small_form(), BookContent())
    definition = dict(pairs)["dinh_nghia_001"]
    place = data.draw(st.integers(0, len(definition) - 1))
    letter = data.draw(st.characters().filter(lambda c: c != definition[place]))
    broken = definition[:place] + letter + definition[place + 1 :]
    with pytest.raises(MetaError) as caught:
        decode(changed(pairs, "dinh_nghia_001", broken))
    assert caught.value.reason == "damaged"
