"""One example of everything that is said of days and of the period before."""

from collections.abc import Iterator

from cchc_xl.model import Finding, Period, PeriodKind, ReportTemplate, Window
from cchc_xl.model.dates import StatedDates
from tests.findings.forms import Cell, count, form, rule
from tests.trend.reports import compared, dates, day, report, timed

_FORM = form(
    count("luy_ke", basis="year_to_date"),
    *(count(f"so_{n}") for n in range(6)),
    count("ca_nam", basis="annual"),
    count("ton", basis="stock"),
    rules=[rule("ton", "explained-by", ["so_0", "so_1"], limit=1, severity="warning")],
)
_LETTER = Window(period=PeriodKind.H1, year=2024, start=day("15/12/2023"), end=day("31/05/2024"))


def faulty() -> Iterator[tuple[Finding, ReportTemplate]]:
    """Findings with the edition they belong to."""
    template = _FORM.model_copy(update={"windows": (_LETTER,), "valid_to": day("30/11/2023")})
    note = "Thống kê từ ngày 15/12/2023 đến ngày 14/03/2024"
    cells: dict[str, int | Cell] = {"luy_ke": 5, "so_0": Cell(1, note=note), "ca_nam": 9, "ton": 60}
    cells |= {f"so_{n}": n for n in range(1, 6)}
    for stated in (
        dates("15/12/2023", "14/06/2024"),
        dates("15/12/2022", "14/06/2023"),
        StatedDates(periods=(Period.parse("2024-Q1"),), signed=day("01/06/2023")),
    ):
        now = report(template, "2024-6T", cells, stated=stated)
        yield from ((finding, template) for finding in timed(template, now))
    now = report(template, "2024-6T", cells)
    many: dict[str, int | Cell] = {
        "luy_ke": 8,
        "ca_nam": 7,
        "ton": 30,
        **{f"so_{n}": n + 9 for n in range(6)},
    }
    copy = {key: cell for key, cell in cells.items() if key != "so_0"} | {"so_0": 1}
    for before in (
        report(template, "2024-Q1", many),
        report(template, "2024-Q1", {**many, **{f"so_{n}": 0 for n in range(1, 6)}}),
        report(template, "2024-Q1", copy),
        report(template, "2024-Q1", copy, unit="UBND xã Khác"),
    ):
        yield from ((finding, template) for finding in compared(template, before, now))
