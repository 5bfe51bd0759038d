"""xã → huyện → tỉnh gives what adding everything up at once gives."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cchc_xl.consolidate import Contribution, consolidate
from cchc_xl.model import Consolidation, Level, ReportTemplate, RowKind
from cchc_xl.services.receiving import added_by_parent
from cchc_xl.templates import loader

FORMS = [loader.load(name) for name in ("chodon-xa-2024", "kontum-phuong-2023", "so-ngoai-vu-2023")]
#: The parent's own entry by nature: nothing to compare between levels.
ENTERED = {Consolidation.MANUAL, Consolidation.PARENT, Consolidation.YES_NO,
           Consolidation.CATEGORY, Consolidation.UNION}  # fmt: skip


@st.composite
def communes(draw: st.DrawFn, form: ReportTemplate) -> list[Contribution]:
    keys = [row.key for row in form.rows if row.kind is RowKind.COUNT]
    figures = st.dictionaries(st.sampled_from(keys), st.integers(0, 30).map(Decimal), max_size=40)
    return [
        Contribution(f"{n}.xlsx", f"Xã {n}", Level.XA, draw(figures))
        for n in range(draw(st.integers(1, 6)))
    ]


def district(
    form: ReportTemplate, name: str, leaves: Sequence[Contribution], own: Mapping[str, Decimal]
) -> list[Contribution]:
    """What the file of a district brings to the province."""
    result = consolidate(form, leaves, own)
    values = {key: row.value for key, row in result.rows.items() if row.value is not None}
    whole = Contribution(f"{name}.xlsx", name, Level.HUYEN, values)
    added = added_by_parent(whole, leaves, form)
    carried = [replace(leaf, file=whole.file, via=name) for leaf in leaves]
    return carried if added is None else [*carried, added]


def comparable(form: ReportTemplate, leaves: Sequence[Contribution]) -> dict[str, Decimal | None]:
    result = consolidate(form, leaves)
    return {key: row.value for key, row in result.rows.items() if row.rule not in ENTERED}


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.id)
@given(st.data())
def test_over_a_district_or_at_once_is_the_same(form: ReportTemplate, data: st.DataObject) -> None:
    leaves = data.draw(communes(form))
    split = data.draw(st.lists(st.booleans(), min_size=len(leaves), max_size=len(leaves)))
    first = [leaf for leaf, left in zip(leaves, split, strict=True) if left]
    second = [leaf for leaf, left in zip(leaves, split, strict=True) if not left]
    nested = [
        *district(form, "Huyện X", first, {}),
        *district(form, "Huyện Y", second, {}),
    ]
    assert comparable(form, nested) == comparable(form, leaves)


@pytest.mark.parametrize("form", FORMS[:2], ids=lambda form: form.id)
@given(st.data())
def test_what_a_district_adds_for_itself_reaches_the_province_once(
    form: ReportTemplate, data: st.DataObject
) -> None:
    leaves = data.draw(communes(form))
    summed = [row.key for row in form.rows if row.consolidation is Consolidation.SUM]
    own = data.draw(st.dictionaries(st.sampled_from(summed), st.integers(1, 9).map(Decimal)))
    reported = consolidate(form, leaves, own)
    province = consolidate(form, district(form, "Huyện X", leaves, own))
    for key in summed:
        assert province.value(key) == reported.value(key)


def test_a_figure_typed_over_a_sum_travels_as_the_districts_own_share() -> None:
    form = FORMS[0]
    key = next(row.key for row in form.rows if row.consolidation is Consolidation.SUM)
    leaves = [Contribution("a.xlsx", "Xã A", Level.XA, {key: Decimal(3)})]
    whole = Contribution("x.xlsx", "Huyện X", Level.HUYEN, {key: Decimal(10)})
    added = added_by_parent(whole, leaves, form)
    assert added is not None
    assert added.own
    assert added.values == {key: Decimal(7)}
    assert consolidate(form, [*leaves, added]).value(key) == 10
