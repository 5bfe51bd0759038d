"""Cut-off dates as data, and the days a report writes of itself against them."""

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest
from pydantic import ValidationError

from cchc_xl.model import Period, PeriodKind, ReportTemplate, Severity, Window
from cchc_xl.model.dates import StatedDates
from cchc_xl.model.window import days_late, find_window
from cchc_xl.services.books import usual_front
from cchc_xl.templates import loader
from cchc_xl.templates.loader import TemplateError
from cchc_xl.templates.stated import stated_dates
from cchc_xl.text import read_spans
from tests.findings.forms import Cell, count, form, sections
from tests.trend.reports import codes, dates, day, report, timed

Q1 = Period.parse("2024-Q1")


def window(start: str, end: str, kind: str = "Q1", year: int = 2024, **more: object) -> Window:
    return Window(
        period=PeriodKind(kind),
        year=year,
        start=day(start),
        end=day(end),
        **more,  # type: ignore[arg-type]
    )


LETTER = window("15/12/2023", "29/02/2024", deadline=day("05/03/2024"))


def with_windows(*windows: Window, **more: object) -> ReportTemplate:
    return form(count("so")).model_copy(update={"windows": windows, **more})


# Which window holds.


def test_the_window_of_a_section_wins_over_the_one_of_the_form() -> None:
    own = window("01/01/2024", "31/03/2024", section="tthc")
    assert find_window([LETTER, own], Q1, "tthc") == own
    assert find_window([LETTER, own], Q1, "the_che") == LETTER
    assert find_window([own], Q1) is None


def test_the_window_of_the_very_year_wins_over_one_that_repeats() -> None:
    every = window("15/12/2020", "14/03/2021", year=2021, every_year=True)
    assert find_window([every, LETTER], Q1) == LETTER
    found = find_window([every, LETTER], Period.parse("2025-Q1"))
    assert found is not None
    assert (found.start, found.end) == (day("15/12/2024"), day("14/03/2025"))
    assert find_window([every], Period.parse("2025-6T")) is None


@pytest.mark.parametrize(("year", "last"), [(2023, 28), (2024, 29), (2025, 28)])
def test_a_window_that_ends_with_february_does_so_every_year(year: int, last: int) -> None:
    every = window("15/12/2020", "28/02/2021", year=2021, every_year=True)
    assert every.in_year(year).end == dt.date(year, 2, last)
    assert every.in_year(year).in_year(2021).end == every.end


def test_a_window_that_ends_before_it_starts_is_refused() -> None:
    with pytest.raises(ValidationError, match="trước ngày đầu"):
        window("14/03/2024", "15/12/2023")


def test_a_window_of_an_unknown_section_is_a_fault_of_the_edition() -> None:
    data = form(count("so")).model_dump()
    data["windows"] = [LETTER.model_dump() | {"section": "khong_co"}]
    with pytest.raises(ValidationError, match="khong_co"):
        ReportTemplate.model_validate(data)


@pytest.mark.parametrize(
    ("received", "late"),
    [("04/03/2024", 0), ("05/03/2024", 0), ("06/03/2024", 1), (None, None)],
)
def test_days_late(received: str | None, late: int | None) -> None:
    assert days_late(day(received) if received else None, LETTER.deadline) == late
    assert days_late(day("06/03/2024"), None) is None


def test_trang_chinh_starts_with_the_days_of_the_letter() -> None:
    front = usual_front(with_windows(LETTER), Q1)
    assert (front.start, front.end, front.deadline) == (LETTER.start, LETTER.end, LETTER.deadline)
    assert usual_front(with_windows(), Q1).start is None  # a national habit is no letter


# Letters of the superior, in the user's folder.

LETTERS = """
[[windows]]
template = "ankhe-2021"
letter = "Công văn số 1/SNV"
period = "Q1"
year = 2021
start = 2020-12-15
end = 2021-03-10
deadline = 2021-03-12
"""


def test_a_letter_in_the_user_folder_wins_over_the_edition(tmp_path: Path) -> None:
    (tmp_path / "ky-bao-cao.toml").write_text(LETTERS, "utf-8")
    template = loader.load("ankhe-2021", tmp_path)
    front = usual_front(template, Period.parse("2021-Q1"))
    assert (front.end, front.letter) == (day("10/03/2021"), "Công văn số 1/SNV")
    assert usual_front(template, Period.parse("2021-6T")).end == day("31/05/2021")
    assert loader.load("ankhe-2021", tmp_path) is template  # work done once an edition stays done
    assert loader.load("chodon-xa-2024", tmp_path).windows == ()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (LETTERS.replace("2020-12-15", "2021-12-15"), "trước ngày đầu"),
        (LETTERS + 'section = "khong_co"\n', "khong_co"),
        ("[[windows]\n", "TOML"),
        (LETTERS.replace("year = 2021", ""), "year"),
    ],
)
def test_a_faulty_letter_is_one_sentence(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "ky-bao-cao.toml").write_text(text, "utf-8")
    with pytest.raises(TemplateError) as refused:
        loader.load("ankhe-2021", tmp_path)
    assert said in str(refused.value)
    assert refused.value.place.endswith("ky-bao-cao.toml")


# Days written in the report.


@pytest.mark.parametrize(
    ("start", "end", "said"),
    [
        ("15/12/2023", "29/02/2024", []),
        ("15/12/2023", "14/03/2024", ["KT402"]),
        ("15/12/2022", "28/02/2023", ["KT403"]),
        ("15/06/2024", "14/09/2024", ["KT403"]),
        ("29/02/2024", "15/12/2023", ["KT403"]),
    ],
)
def test_trang_chinh_against_the_letter(start: str, end: str, said: list[str]) -> None:
    template = with_windows(LETTER)
    found = timed(template, report(template, "2024-Q1", {"so": 1}, stated=dates(start, end)))
    assert codes(found) == [(code, None) for code in said]
    assert all(finding.severity is Severity.WARNING for finding in found)


@pytest.mark.parametrize(
    ("start", "end"),
    [("15/12/2023", "28/02/2024"), ("01/12/2023", "08/03/2024"), ("01/01/2024", "31/03/2024")],
)
def test_without_a_letter_any_usual_window_of_the_period_will_do(start: str, end: str) -> None:
    template = with_windows()
    assert timed(template, report(template, "2024-Q1", {"so": 1}, stated=dates(start, end))) == []


def test_the_days_the_parent_issued_win_over_the_edition() -> None:
    issued = (day("01/12/2023"), day("08/03/2024"))
    stated = StatedDates(start=issued[0], end=issued[1], issued=issued)
    template = with_windows(LETTER)
    assert timed(template, report(template, "2024-Q1", {"so": 1}, stated=stated)) == []
    changed = replace(stated, end=day("14/03/2024"))
    found = timed(template, report(template, "2024-Q1", {"so": 1}, stated=changed))
    assert codes(found) == [("KT402", None)]


def test_one_day_alone_is_compared_too() -> None:
    template = with_windows(LETTER)
    stated = StatedDates(end=day("14/03/2024"))
    found = timed(template, report(template, "2024-Q1", {"so": 1}, stated=stated))
    assert codes(found) == [("KT402", None)]


def test_days_above_the_table_against_the_letter() -> None:
    template = with_windows(LETTER)
    stated = StatedDates(spans=((day("15/12/2023"), day("14/03/2024")),))
    found = timed(template, report(template, "2024-Q1", {"so": 1}, stated=stated))
    assert codes(found) == [("KT402", None)]


def test_a_heading_left_from_another_period_is_a_note() -> None:
    template = with_windows()
    stated = StatedDates(periods=(Period.parse("2023-N"),))
    [finding] = timed(template, report(template, "2024-Q1", {"so": 1}, stated=stated))
    assert (finding.code, finding.severity) == ("KT405", Severity.NOTE)


def test_a_report_cannot_be_signed_before_its_period() -> None:
    template = with_windows()
    for signed, said in (("05/03/2024", []), ("05/03/2023", ["KT403"])):
        stated = StatedDates(signed=day(signed))
        found = timed(template, report(template, "2024-Q1", {"so": 1}, stated=stated))
        assert [finding.code for finding in found] == said


@pytest.mark.parametrize(
    ("since", "until", "said"),
    [
        (None, None, 0),
        ("01/01/2024", None, 0),  # begins within the period
        ("01/04/2024", None, 1),
        (None, "01/01/2024", 0),
        (None, "30/11/2023", 1),
    ],
)
def test_a_period_outside_the_validity_of_the_form_is_a_note(
    since: str | None, until: str | None, said: int
) -> None:
    template = with_windows(
        valid_from=day(since) if since else None, valid_to=day(until) if until else None
    )
    found = timed(template, report(template, "2024-Q1", {"so": 1}))
    assert codes(found) == [("KT404", None)] * said
    assert all(finding.severity is Severity.NOTE for finding in found)


@pytest.mark.parametrize(
    ("note", "said"),
    [
        ("Thống kê từ ngày 15/12/2023 đến ngày 14/03/2024", 1),  # of quarter I
        ("Thống kê từ ngày 15/12/2023 đến ngày 14/06/2024", 0),
        ("Thống kê từ ngày 15/12/2023 đến ngày 31/05/2024", 0),  # a letter's own way
        ("Thực hiện từ ngày 01/01/2015 đến ngày 31/12/2021", 0),  # of no period
        ("Quý I từ 15/12/2023 đến 14/03/2024: 5; quý II từ 15/03/2024 đến 14/06/2024: 4", 0),
    ],
)
def test_a_note_with_the_window_of_another_period(note: str, said: int) -> None:
    template = with_windows()
    found = timed(template, report(template, "2024-6T", {"so": Cell(9, note=note)}))
    assert codes(found) == [("KT403", "so")] * said


def test_notes_are_compared_by_the_window_of_their_section() -> None:
    template = sections([[count("mot")], [count("hai")]]).model_copy(
        update={
            "windows": (window("15/12/2023", "14/03/2024", "6T", section="phan_2"),),
        }
    )
    note = "Thống kê từ ngày 15/12/2023 đến ngày 14/03/2024"
    cells = {"mot": Cell(9, note=note), "hai": Cell(9, note=note)}
    assert codes(timed(template, report(template, "2024-6T", cells))) == [("KT403", "mot")]


def test_a_blank_form_and_an_unknown_period_say_nothing() -> None:
    template = with_windows(LETTER)
    stated = dates("15/12/2022", "28/02/2023")
    assert timed(template, report(template, "2024-Q1", {}, stated=stated)) == []
    assert timed(template, report(template, None, {"so": 1}, stated=stated)) == []


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("từ ngày 15/12/2023 đến ngày 14/3/2024", [("15/12/2023", "14/03/2024")]),
        ("tính từ 15/12 đến hết ngày 14/03/2024", [("15/12/2023", "14/03/2024")]),
        ("Từ 01/6 đến 31/8/2024", [("01/06/2024", "31/08/2024")]),
        ("từ 15.12.2023 – 14.3.2024", [("15/12/2023", "14/03/2024")]),
        ("từ ngày 31/02/2024 đến ngày 14/3/2024", []),
        ("từ 15/12 đến 14/3", []),
        ("ngày 15/12/2023 và 14/3/2024", []),
        ("Công văn số 15/12/2023", []),
    ],
)
def test_spans_of_days_in_a_sentence(text: str, spans: list[tuple[str, str]]) -> None:
    assert read_spans(text) == [(day(start), day(end)) for start, end in spans]


def test_days_and_periods_are_read_above_the_table_and_in_its_heading() -> None:
    stated = stated_dates(
        ["BIỂU THỐNG KÊ", "(Số liệu tính từ ngày 15/12/2023 đến ngày 14/03/2024)"],
        [
            "STT\tChỉ tiêu thống kê <i>(Sử dụng trong kỳ báo cáo quý III năm 2023)</i>\tKết quả",
            "STT\tChỉ tiêu thống kê (Sử dụng trong kỳ báo cáo hàng quý, 6 tháng, năm)\tKết quả",
        ],
    )
    assert stated.spans == ((day("15/12/2023"), day("14/03/2024")),)
    assert stated.periods == (Period.parse("2023-Q3"),)


def test_days_of_a_plan_above_the_table_are_not_the_reports() -> None:
    lines = ["Kế hoạch thực hiện từ ngày 01/4/2024 đến ngày 30/6/2024"]
    assert stated_dates(lines, []).spans == ()
