"""`Biểu đồ`: the questions of a head of office, each answered by its title and one chart.

Who has sent; who is behind in the ratios the form asks for (dossiers on time, dossiers online, …);
who has most errors left. A question the form has no row for is left out. The figures stand below
the charts in blocks of a fixed size; lines without a unit are hidden, and a chart draws what is
visible, so that a few units leave no empty places.
"""

from typing import TYPE_CHECKING, Any

from cchc_xl.templates.chart_rows import RATE_CHARTS, chart_rows_of
from cchc_xl.workbook import style as look
from cchc_xl.workbook.book import Book
from cchc_xl.workbook.cells import put, shown
from cchc_xl.workbook.content import Formula
from cchc_xl.workbook.layout import CHART_SHEET
from cchc_xl.workbook.merged.pages import footer, title
from cchc_xl.workbook.merged.places import (
    CHART_FIRST_ROW,
    CHART_NAMES,
    LATE,
    MISSING,
    ON_TIME,
    Head,
    chart_rows,
    chart_title_row,
    head_reference,
)
from cchc_xl.workbook.merged.records import Block, Cell, Merged, Ranking
from cchc_xl.workbook.merged.submission import head_values

if TYPE_CHECKING:
    pass

TITLE = "BIỂU ĐỒ"
HINT = "Số liệu của biểu đồ ở cuối trang; tổng hợp lại thì biểu đồ đổi theo."
_STATES = ((ON_TIME, Head.ON_TIME), (LATE, Head.LATE), ("Chưa rõ ngày", Head.UNDATED))
_GREEN, _AMBER, _GREY, _RED, _BLUE = "#5B8C5A", "#E0A94A", "#A6A6A6", "#B5494B", "#4A6FA5"
_WIDTH, _HEIGHT = 660, 483
ERRORS_CHART = len(CHART_NAMES) - 1
_PLACED = ((3, 0), (3, _WIDTH + 16), (27, 0), (27, _WIDTH + 16))  # 0-based row, pixels from B
_LAST_COLUMN, _LAST_ROW = "Q", 51
_COLUMNS = {"A": 2.0, "B": 34.0, "C": 12.0, "D": 12.0}  # the others are 72 pixels wide


def charts_block(merged: Merged) -> Block:
    """The cells from A1 on: title above, figures below the charts."""
    blank: list[Cell] = [None] * 4
    block: Block = [[TITLE, *blank[1:]], [merged.about, *blank[1:]], [HINT, *blank[1:]]]
    for number in range(len(CHART_NAMES)):
        block += [[*blank] for _ in range(chart_title_row(number) - 1 - len(block))]
        block += _states(merged) if number == 0 else _ranked(_rankings(merged)[number - 1])
        last = chart_rows(number)[1]
        block += [[*blank] for _ in range(last - len(block))]
    return block


def _rankings(merged: Merged) -> tuple[Ranking, ...]:
    rates = [*merged.rates, *[Ranking()] * RATE_CHARTS][:RATE_CHARTS]
    return (*rates, merged.open_errors)


def drawn_charts(book: Book, merged: Merged | None) -> list[int]:
    """Numbers of the charts on the page: none without figures, except where a click may bring some.

    A workbook with buttons keeps a chart for every question of its form.
    """
    asked = len(chart_rows_of(book.template)) if book.content.shells else 0
    rates = merged.rates if merged is not None else ()
    filled = [number for number, ranking in enumerate(rates, 1) if ranking.lines]
    wanted = {*filled, *range(1, min(asked, RATE_CHARTS) + 1)}
    return [0, *sorted(wanted), ERRORS_CHART]


def _states(merged: Merged) -> Block:
    values = head_values(merged.submissions)
    sent, expected = (values[at] for at in (Head.SENT, Head.EXPECTED))
    on_time = values[Head.ON_TIME]
    words = f"Đã nộp {shown(sent)}/{shown(expected)} đơn vị, đúng hạn {shown(on_time)}"
    cells = [head_reference(at) for at in (Head.SENT, Head.EXPECTED, Head.ON_TIME)]
    text = f'="Đã nộp "&{cells[0]}&"/"&{cells[1]}&" đơn vị, đúng hạn "&{cells[2]}'
    block: Block = [[None, Formula(text, words), None, None]]
    for name, at in (*_STATES, (MISSING, Head.MISSING)):
        value = shown(values[at])
        count = value if isinstance(value, int | float) else 0
        block.append([None, name, Formula(f"={head_reference(at)}", count), None])
    return block


def _ranked(ranking: Ranking) -> Block:
    block: Block = [[None, ranking.title or None, None, None]]
    for line in ranking.lines:
        cells: list[Cell] = [None, *line]
        block.append([*cells, *[None] * (4 - len(cells))])
    return block


def unused_rows(merged: Merged | None) -> list[int]:
    """Lines of the figures that hold no unit: hidden, so that the charts pass over them."""
    if merged is None:
        return [row for number in range(1, len(CHART_NAMES)) for row in range(*_span(number))]
    return [
        row
        for number, ranking in enumerate(_rankings(merged), 1)
        for row in range(chart_rows(number)[0] + len(ranking.lines), chart_rows(number)[1] + 1)
    ]


def _span(number: int) -> tuple[int, int]:
    first, last = chart_rows(number)
    return first, last + 1


def write_charts(book: Book, merged: Merged | None) -> None:
    """Add the sheet: the block in its shell, or the shell alone."""
    sheet = book.add_sheet(CHART_SHEET)
    block = charts_block(merged) if merged is not None else []
    for column, width in _COLUMNS.items():
        sheet.set_column(f"{column}:{column}", width)
    get = book.styles.get
    heading, plain = get(bold=True, font_color=look.NAVY), get(font_size=11)
    figure = get(font_size=11, align="center")
    first: list[Cell] = [row[0] for row in block[:3]] if block else [TITLE, None, None]
    title(book, sheet, *first)
    titles = {chart_title_row(number) for number in range(len(CHART_NAMES))}
    for number, row in enumerate(block[CHART_FIRST_ROW - 1 :], CHART_FIRST_ROW):
        for place, value in zip("ABCD", row, strict=True):
            if value is not None:
                style = heading if number in titles else plain if place == "B" else figure
                put(sheet, f"{place}{number}", value, style)
    for unused in unused_rows(merged):
        sheet.set_row_pixels(unused - 1, 21, None, {"hidden": True})
    for chart, (top, left) in zip(drawn_charts(book, merged), _PLACED, strict=False):
        placed = {"object_position": 3, "x_offset": left}
        sheet.insert_chart(top, 1, _chart(book, chart), placed)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 1)
    sheet.center_horizontally()
    sheet.print_area(f"A1:{_LAST_COLUMN}{_LAST_ROW}")
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.set_tab_color(look.NAVY)
    footer(sheet, CHART_SHEET)
    if merged is None:
        sheet.hide()


def _chart(book: Book, number: int) -> Any:
    ink = {"name": look.FONT, "size": 10, "color": "#404040"}
    quiet = {"line": {"none": True}, "num_font": ink, "major_tick_mark": "none"}
    if number == 0:
        chart = book.workbook.add_chart({"type": "column"})
        points = [{"fill": {"color": c}} for c in (_GREEN, _AMBER, _GREY, _RED)]
        series = _series(number, "C", _BLUE, ink) | {"name": "Số đơn vị"}
        chart.add_series(series | {"points": points, "gap": 60})
        chart.set_x_axis(quiet | {"line": {"color": look.LINE}})
        chart.set_y_axis({"visible": False, "major_gridlines": {"visible": False}, "min": 0})
        chart.set_legend({"none": True})
    elif number == ERRORS_CHART:
        chart = book.workbook.add_chart({"type": "bar", "subtype": "stacked"})
        for column, colour, name in (("C", _RED, "Lỗi"), ("D", _AMBER, "Cảnh báo")):
            inside = ink | {"color": look.WHITE} if column == "C" else ink
            series = _series(number, column, colour, inside, code="0;;")  # no label for nothing
            chart.add_series(series | {"name": name, "gap": 35})
        chart.set_legend({"position": "bottom", "font": ink})
        _bar_axes(chart, quiet, {})
    else:
        chart = book.workbook.add_chart({"type": "bar"})
        colour = _BLUE if number == 2 else _GREEN
        series = _series(number, "C", colour, ink, code='General"%"')
        chart.add_series(series | {"name": "Tỷ lệ", "gap": 35})
        chart.set_legend({"none": True})
        _bar_axes(chart, quiet, {"max": 112})  # room for "100%"
    font = {"name": look.FONT, "size": 11, "bold": True, "color": look.NAVY}
    row = chart_title_row(number) - 1
    chart.set_title({"name": [CHART_SHEET, row, 1], "name_font": font, "overlay": False})
    chart.set_chartarea({"border": {"color": look.LINE}, "fill": {"color": look.WHITE}})
    chart.set_size({"width": _WIDTH, "height": _HEIGHT})
    return chart


def _bar_axes(chart: Any, quiet: dict[str, Any], limits: dict[str, int]) -> None:
    chart.set_y_axis(quiet | {"reverse": True, "line": {"color": look.LINE}})
    chart.set_x_axis({"visible": False, "major_gridlines": {"visible": False}, "min": 0, **limits})


def _series(
    number: int, column: str, colour: str, ink: dict[str, Any], code: str = "General"
) -> dict[str, Any]:
    first, last = chart_rows(number)
    place = ord(column) - ord("A")
    return {
        "categories": [CHART_SHEET, first - 1, 1, last - 1, 1],
        "values": [CHART_SHEET, first - 1, place, last - 1, place],
        "fill": {"color": colour},
        "data_labels": {"value": True, "font": ink, "num_format": code},
    }
