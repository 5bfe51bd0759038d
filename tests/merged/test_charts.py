"""Which charts a consolidated workbook shows: the questions its form has a row for."""

import re
import zipfile
from pathlib import Path

import pytest

from cchc_xl.model import ReportTemplate
from cchc_xl.services.merged_book import build_consolidated
from cchc_xl.services.merged_rankings import rate_rankings
from cchc_xl.templates.chart_rows import chart_rows_of
from cchc_xl.templates.loader import load_all
from tests.merged.outcomes import FORM, outcome_of, row, unit

ON_TIME, ONLINE = "Hồ sơ giải quyết đúng hạn", "Hồ sơ tiếp nhận trực tuyến"
PLAN, SCANNED = "Hoàn thành kế hoạch cải cách hành chính", "Hồ sơ được số hóa"


def form(*labels: str, kind: str = "percent") -> ReportTemplate:
    """Rows of one kind under keys that no edition of the package has."""
    rows = [row(f"dong_{n}", "manual", kind) | {"label": label} for n, label in enumerate(labels)]
    section = {"key": "phan", "no": "1", "title": "Phần", "sheet": "Phần", "rows": rows}
    return ReportTemplate.model_validate(
        {"id": "bieu-moi", "title": "Biểu mới", "origin": "issued", "sections": [section]}
    )


@pytest.mark.parametrize(
    ("label", "question"),
    [
        ("Tỷ lệ hồ sơ giải quyết trước hạn, đúng hạn", ON_TIME),
        ("Tỷ lệ hồ sơ TTHC được giải quyết đúng hẹn trong kỳ", ON_TIME),
        ("Tỷ lệ hồ sơ nộp trực tuyến", ONLINE),
        ("Tỷ lệ hoàn thành Kế hoạch CCHC", PLAN),
        ("Tỷ lệ hồ sơ TTHC được số hóa", SCANNED),
        ("Tỷ lệ hồ sơ thanh toán trực tuyến", None),
        ("Tỷ lệ hồ sơ đất đai giải quyết đúng hạn", None),
        ("Tỷ lệ nhiệm vụ được giao hoàn thành đúng hạn", None),
        ("Tỷ lệ giải ngân vốn đầu tư công", None),
        ("Tỷ lệ hoàn thành kế hoạch kiểm tra CCHC", None),
    ],
)
def test_a_new_form_s_ratio_is_known_by_what_it_says(label: str, question: str | None) -> None:
    assert [one.title for one in chart_rows_of(form(label))] == [question] * bool(question)


def test_a_count_with_the_same_words_is_no_ratio() -> None:
    assert chart_rows_of(form("Hồ sơ giải quyết đúng hạn", kind="count")) == ()


def test_of_two_such_rows_the_first_stands_for_the_form() -> None:
    template = form(
        "Tỷ lệ hồ sơ giải quyết đúng hạn", "Tỷ lệ hồ sơ liên thông trả kết quả đúng hạn"
    )
    assert [one.groups for one in chart_rows_of(template)] == [(("dong_0",),)]


@pytest.mark.parametrize("template", list(load_all()), ids=lambda one: one.id)
def test_every_edition_of_the_package_is_asked_for_dossiers_on_time_and_online(
    template: ReportTemplate,
) -> None:
    assert [one.title for one in chart_rows_of(template)][:2] == [ON_TIME, ONLINE]


def test_units_are_ranked_by_the_new_form_s_own_row() -> None:
    template = form("Tỷ lệ hoàn thành Kế hoạch CCHC")
    outcome = outcome_of([unit("Xã A", dong_0=80), unit("Xã B", dong_0=60)], template)
    [ranking] = rate_rankings(outcome)
    assert ranking.title == f"{PLAN}: thấp nhất Xã B, 60%"
    assert [name for name, _ in ranking.lines] == ["Xã B", "Xã A"]


def charts(path: Path) -> list[str]:
    with zipfile.ZipFile(path) as parts:
        names = sorted(n for n in parts.namelist() if re.fullmatch(r"xl/charts/chart\d+\.xml", n))
        return [parts.read(name).decode() for name in names]


def test_only_questions_with_an_answer_are_drawn_and_every_series_is_named(tmp_path: Path) -> None:
    template = form("Tỷ lệ hoàn thành Kế hoạch CCHC", "Tỷ lệ hồ sơ giải quyết đúng hạn")
    build_consolidated(tmp_path / "so.xlsx", outcome_of([unit("Xã A", dong_0=80)], template))
    drawn = charts(tmp_path / "so.xlsx")
    assert len(drawn) == 3  # who has sent, the plan, what is wrong; nobody said who was on time
    for xml in drawn:
        assert xml.count("<c:ser>") == len(re.findall(r"<c:ser>.*?<c:tx>.*?</c:ser>", xml))


def test_a_form_without_such_ratios_shows_who_has_sent_and_what_is_wrong(tmp_path: Path) -> None:
    build_consolidated(tmp_path / "so.xlsx", outcome_of([unit("Xã A", ho_so=8)], FORM))
    assert len(charts(tmp_path / "so.xlsx")) == 2


def test_a_workbook_with_buttons_keeps_a_chart_for_what_a_click_may_bring(tmp_path: Path) -> None:
    template = form("Tỷ lệ hoàn thành Kế hoạch CCHC")
    build_consolidated(tmp_path / "so.xlsm", outcome_of([unit("Xã A")], template))
    assert len(charts(tmp_path / "so.xlsm")) == 3
