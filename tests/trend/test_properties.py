"""Whatever a consistent year looks like, nothing is said of it; any fall is said where it is."""

from dataclasses import dataclass

from hypothesis import given, settings
from hypothesis import strategies as st

from cchc_xl.model import Finding, Period, PeriodKind
from cchc_xl.model.window import Window
from cchc_xl.rules.context import CheckContext
from cchc_xl.rules.timing import check as check_timing
from tests.findings.forms import count, form, rule
from tests.trend.reports import YEAR, codes, compared, report

FLOWS = tuple(f"phat_sinh_{n}" for n in range(7))
DONE = tuple(f"luy_ke_{n}" for n in range(3))
KINDS = tuple(f"nhom_{n}" for n in range(3))
FORM = form(
    *(count(key) for key in (*FLOWS, "moi", "bo")),
    *(count(key, basis="year_to_date") for key in (*DONE, *KINDS)),
    *(count(key, basis="stock") for key in ("ton", "don_vi")),
    count("ca_nam", basis="annual"),
    rules=[
        rule(KINDS, "==", "don_vi", severity="warning", key="nhom"),
        rule("ton", "explained-by", ["moi", "bo"], limit=0, severity="warning", key="ton"),
    ],
)
numbers = st.integers(0, 40)


@dataclass
class Quarter:
    """What happened between two periods."""

    flows: list[int]
    done: list[int]
    new: int
    gone: int
    kinds: tuple[int, int, int]


quarters = st.builds(
    Quarter,
    flows=st.lists(numbers, min_size=len(FLOWS), max_size=len(FLOWS)).filter(any),
    done=st.lists(numbers, min_size=len(DONE), max_size=len(DONE)),
    new=numbers,
    gone=numbers,
    kinds=st.tuples(*[st.integers(0, 5)] * 3),
)
years = st.lists(quarters, min_size=4, max_size=4)


def tables(year: list[Quarter], annual: int, stock: int) -> list[dict[str, int]]:
    """The four reports of a year: everything counts from its first day."""
    found = []
    for end in range(1, 5):
        past = year[:end]
        cells = {key: sum(q.flows[n] for q in past) for n, key in enumerate(FLOWS)}
        cells |= {key: sum(q.done[n] for q in past) for n, key in enumerate(DONE)}
        cells |= dict(zip(KINDS, past[-1].kinds, strict=True))
        cells["moi"], cells["bo"] = sum(q.new for q in past), sum(q.gone for q in past)
        cells["ton"] = stock + cells["moi"] - cells["bo"]
        cells["don_vi"] = sum(past[-1].kinds)
        cells["ca_nam"] = annual
        found.append(cells)
    return found


def said_of(before: int, now: int, cells: list[dict[str, int]]) -> list[Finding]:
    reports = [report(FORM, period, cells[number]) for number, period in enumerate(YEAR)]
    return compared(FORM, reports[before], reports[now])


PAIRS = st.tuples(st.integers(0, 3), st.integers(0, 3)).filter(lambda pair: pair[0] < pair[1])


@settings(max_examples=60)
@given(year=years, annual=numbers, stock=st.integers(160, 400), pair=PAIRS)
def test_nothing_is_said_of_a_consistent_year(
    year: list[Quarter], annual: int, stock: int, pair: tuple[int, int]
) -> None:
    assert said_of(*pair, tables(year, annual, stock)) == []


@settings(max_examples=60)
@given(
    year=years,
    pair=PAIRS,
    key=st.sampled_from((*FLOWS, *DONE)),
    fall=st.integers(1, 50),
)
def test_any_fall_is_said_once_where_it_is(
    year: list[Quarter], pair: tuple[int, int], key: str, fall: int
) -> None:
    cells = tables(year, 10, 300)
    before, now = pair
    cells[before][key] = cells[now][key] + fall
    code = "KT406" if key in DONE else "KT407"
    assert codes(said_of(before, now, cells)) == [(code, key)]


@settings(max_examples=30)
@given(year=years, pair=PAIRS, jump=st.integers(1, 200))
def test_any_jump_beyond_its_reasons_is_said(
    year: list[Quarter], pair: tuple[int, int], jump: int
) -> None:
    cells = tables(year, 10, 300)
    before, now = pair
    moved = sum(cells[now][key] - cells[before][key] for key in ("moi", "bo"))
    allowed = cells[before]["ton"] * 0.05
    cells[now]["ton"] = cells[before]["ton"] + moved + jump
    said = [("KT409", "ton")] if jump > allowed else []
    assert codes(said_of(before, now, cells)) == said


@settings(max_examples=60)
@given(
    kind=st.sampled_from(list(PeriodKind)),
    year=st.integers(2016, 2040),
    other=st.integers(2016, 2040),
)
def test_a_report_with_the_window_of_its_letter_is_never_told_of_days(
    kind: PeriodKind, year: int, other: int
) -> None:
    start, end = Period(year=other, kind=kind).national_window
    every = Window(period=kind, year=other, start=start, end=end, every_year=True)
    assert every.in_year(year).in_year(other) == every
    template = FORM.model_copy(update={"windows": (every,)})
    one = report(template, f"{year}-{kind}", {"ca_nam": 1})
    stated = type(one.dates)(start=every.in_year(year).start, end=every.in_year(year).end)
    one = report(template, f"{year}-{kind}", {"ca_nam": 1}, stated=stated)
    assert list(check_timing(CheckContext(one, template))) == []
