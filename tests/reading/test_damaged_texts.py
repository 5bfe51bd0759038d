"""Whatever happens to a text on its way: a report or one sentence, never a fault of ours."""

from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cchc_xl.services import check_file
from tests.reading.forms import EDITIONS, SAMPLE_OF

SIGNS = "\t\n\r\"'<>*_=+-@|\u00a0\u200b\u0300\u00b2 0aĐ\ufeff"


@given(
    edition_id=st.sampled_from(EDITIONS),
    cuts=st.lists(st.tuples(st.floats(0, 1), st.integers(0, 4_000)), max_size=4),
    noise=st.lists(st.tuples(st.floats(0, 1), st.text(SIGNS, max_size=30)), max_size=6),
    again=st.booleans(),
)
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_damaged_text_is_read_or_refused(
    tmp_path: Path,
    edition_id: str,
    cuts: list[tuple[float, int]],
    noise: list[tuple[float, str]],
    again: bool,
) -> None:
    text = SAMPLE_OF[edition_id].read_text(encoding="utf-8")
    for place, length in cuts:
        start = int(place * len(text))
        text = text[:start] + text[start + length :]
    for place, signs in noise:
        start = int(place * len(text))
        text = text[:start] + signs + text[start:]
    (tmp_path / "a.txt").write_text(text * 2 if again else text, encoding="utf-8")
    checked = check_file(tmp_path / "a.txt")
    sentences = [checked.words(finding).message for finding in checked.findings]
    assert all(sentences)
    if checked.read is None:
        assert [f.code for f in checked.findings] in (["KT901"], ["KT904"])
    else:
        rows = checked.read.template.by_key
        assert set(checked.read.report.entries) <= set(rows)
        assert 0 < checked.read.sureness <= 1
