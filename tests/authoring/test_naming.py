"""Keys for new meanings: always ones that the model takes."""

from hypothesis import given, settings
from hypothesis import strategies as st

from cchc_xl.authoring.naming import free_key, new_key, swapped
from cchc_xl.model import ReportTemplate, Row, RowKind, Section
from cchc_xl.model.template import Consolidation, Origin

WORDS = st.sampled_from(["xã", "xe", "xa", "cấp", "của", "các", "số", "xác", "x", "a", "f", "3"])


@settings(deadline=None)
@given(
    label=st.one_of(st.lists(WORDS, max_size=8).map(" ".join), st.text(max_size=20)),
    kind=st.sampled_from(RowKind),
    clashes=st.integers(0, 2),
)
def test_a_proposed_key_is_one_the_model_takes(label: str, kind: RowKind, clashes: int) -> None:
    taken: set[str] = set()
    for _ in range(clashes + 1):
        key = new_key(label, kind, taken)
        assert key not in taken
        taken.add(key)
    rows = tuple(
        Row(key=key, label="x", kind=RowKind.COUNT, consolidation=Consolidation.SUM)
        for key in taken
    )
    section = Section(key="s", no="", title="", rows=rows)
    ReportTemplate(id="x", title="x", origin=Origin.REFERENCE, sections=(section,))


def test_a_key_with_a_number_or_another_level_is_readable_too() -> None:
    assert free_key("so_xa", {"so_xa"}) == "soxa_2"
    assert free_key("vb_qppl_cap_xa_quan", ()) == "vb_qppl_capxa_quan"
    assert swapped("nv_tinh_giao", "tinh", "xa", ()) == "nvxa_giao"
