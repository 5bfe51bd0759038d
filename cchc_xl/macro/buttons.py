"""The buttons on the sheets: which there are, where they stand, how they look.

They are shapes, not form controls: form controls show Vietnamese only in the code page of the PC
and cannot be coloured.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from cchc_xl.workbook import style as look

_EMU = 9525  # a pixel
_NS_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"
_NS_MAIN = "http://schemas.openxmlformats.org/drawingml/2006/main"


@dataclass(frozen=True, slots=True)
class Button:
    """A button: the procedure of ``modButtons`` it runs, its caption, what it does."""

    macro: str
    caption: str
    hint: str
    fill: str
    ink: str


_GREEN = "#2F6B4F"
BUTTONS = (
    Button("KiemTra", "Kiểm tra", "Đối chiếu toàn bộ số liệu, ghi kết quả; không đổi số nào",
           look.RED, look.WHITE),
    Button("TongHop", "Tổng hợp", "Cộng số liệu từ các tệp đã nhận", look.NAVY, look.WHITE),
    Button("PhatHanh", "Phát hành", "Tạo cho mỗi đơn vị một sổ điền sẵn, theo danh sách đơn vị",
           look.HEADING_TOP, look.NAVY),
    Button("XuatPdf", "In / xuất PDF", "Lưu trang In phụ lục thành tệp PDF", _GREEN, look.WHITE),
    Button("TaoTepGui", "Tạo tệp gửi", "Tạo tệp .xlsx không có macro để gửi", _GREEN, look.WHITE),
    Button("XoaDanhDau", "Xóa đánh dấu", "Bỏ màu và ghi chú của lần kiểm tra",
           look.HEADING_TOP, look.NAVY),
    Button("KhoiPhucCongThuc", "Khôi phục công thức", "Đưa công thức tỷ lệ trở lại ô đã gõ đè",
           look.HEADING_TOP, look.NAVY),
    Button("XuatWord", "Xuất Word", "Ghi phụ lục thành văn bản Word",
           look.HEADING_TOP, look.NAVY),
    Button("ThuyetMinh", "Soạn thuyết minh", "Soạn khung báo cáo thuyết minh từ số liệu của sổ",
           look.HEADING_TOP, look.NAVY),
    Button("DoiChieuThuyetMinh", "Đối chiếu thuyết minh",
           "Kiểm tra sổ cùng với báo cáo thuyết minh bạn chọn", look.HEADING_TOP, look.NAVY),
    Button("KyMoi", "Kỳ mới", "Tạo sổ của kỳ sau từ sổ này", look.HEADING_TOP, look.NAVY),
    Button("HuongDan", "Hướng dẫn", "Mở trang Hướng dẫn", look.HEADING_TOP, look.NAVY),
    Button("TuKiemTra", "Tự kiểm tra", "Thử cài đặt của máy này, ghi kết quả để gửi người hỗ trợ",
           look.HEADING_TOP, look.NAVY),
)  # fmt: skip
#: Those of the form keeper's workbook.
KEEPER_BUTTONS = (
    Button("TaoMauMoi", "Tạo mẫu mới", "Đọc biểu của văn bản mới, đề xuất từng dòng vào sổ soạn",
           look.NAVY, look.WHITE),
    Button("KiemTraMau", "Kiểm tra mẫu", "Nói ô nào thiếu, ô nào mâu thuẫn và cách sửa",
           look.RED, look.WHITE),
    Button("PhatHanhMau", "Phát hành mẫu", "Ghi mẫu vào thư mục mẫu, lập sổ nhập liệu trống",
           _GREEN, look.WHITE),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Placed:
    """A button on a sheet, in pixels from the sheet's upper left corner."""

    button: Button
    x: int
    y: int
    width: int
    height: int
    points: float


def strip(
    rows: Sequence[Sequence[str]], x: int, y: int, width: int, height: int, gap: int, points: float
) -> Iterator[Placed]:
    """Lines of buttons filling a width; wider captions get wider buttons."""
    by_macro = {button.macro: button for button in (*BUTTONS, *KEEPER_BUTTONS)}
    for number, macros in enumerate(rows):
        buttons = [by_macro[macro] for macro in macros]
        free = width - gap * (len(buttons) - 1)
        weights = [len(button.caption) + 5 for button in buttons]
        left = float(x)
        for button, weight in zip(buttons, weights, strict=True):
            share = free * weight / sum(weights)
            top = y + number * (height + gap)
            yield Placed(button, round(left), top, round(share), height, points)
            left += share + gap


class Grid:
    """Columns and rows of one sheet in pixels, to turn positions into anchors.

    ``columns`` and ``rows``: sizes by 1-based number, others have the default.
    """

    def __init__(
        self,
        columns: Mapping[int, int],
        rows: Mapping[int, int],
        default_column: int,
        default_row: int,
    ) -> None:
        self._columns, self._rows = columns, rows
        self._default_column, self._default_row = default_column, default_row

    def at(self, x: int, y: int) -> tuple[int, int, int, int]:
        """0-based column and pixels into it, 0-based row and pixels into it."""
        return (
            *_walk(x, self._columns, self._default_column),
            *_walk(y, self._rows, self._default_row),
        )

    def left_of(self, column: int) -> int:
        """Where a 1-based column begins."""
        return sum(self._columns.get(n, self._default_column) for n in range(1, column))

    def top_of(self, row: int) -> int:
        """Where a 1-based row begins."""
        return sum(self._rows.get(n, self._default_row) for n in range(1, row))


def _walk(distance: int, sizes: Mapping[int, int], default: int) -> tuple[int, int]:
    number = 1
    while distance >= sizes.get(number, default):
        distance -= sizes.get(number, default)
        number += 1
    return number - 1, distance


def drawing(placed: Sequence[Placed], grid: Grid) -> str:
    """The drawing part of a sheet."""
    shapes = "".join(_shape(number, one, grid) for number, one in enumerate(placed, 2))
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<xdr:wsDr xmlns:xdr="{_NS_DRAWING}" xmlns:a="{_NS_MAIN}">{shapes}</xdr:wsDr>'
    )


def _shape(number: int, placed: Placed, grid: Grid) -> str:
    button = placed.button
    fill, ink = button.fill.removeprefix("#"), button.ink.removeprefix("#")
    line = fill if ink == look.WHITE.removeprefix("#") else ink
    size = round(placed.points * 100)
    return (
        '<xdr:twoCellAnchor editAs="oneCell">'
        f"{_corner('from', grid, placed.x, placed.y)}"
        f"{_corner('to', grid, placed.x + placed.width, placed.y + placed.height)}"
        f'<xdr:sp macro="[0]!{button.macro}" textlink="">'
        f'<xdr:nvSpPr><xdr:cNvPr id="{number}" name="nut{button.macro}" '
        f"descr={quoteattr(f'Nút {button.caption}: {button.hint}')}/><xdr:cNvSpPr/></xdr:nvSpPr>"
        f'<xdr:spPr><a:xfrm><a:off x="{placed.x * _EMU}" y="{placed.y * _EMU}"/>'
        f'<a:ext cx="{placed.width * _EMU}" cy="{placed.height * _EMU}"/></a:xfrm>'
        '<a:prstGeom prst="roundRect"><a:avLst><a:gd name="adj" fmla="val 18000"/></a:avLst>'
        f'</a:prstGeom><a:solidFill><a:srgbClr val="{fill}"/></a:solidFill>'
        f'<a:ln w="9525"><a:solidFill><a:srgbClr val="{line}"/></a:solidFill></a:ln></xdr:spPr>'
        '<xdr:txBody><a:bodyPr vertOverflow="clip" horzOverflow="clip" wrap="none" lIns="0" '
        'tIns="0" rIns="0" bIns="0" anchor="ctr"/><a:lstStyle/><a:p><a:pPr algn="ctr"/>'
        f'<a:r><a:rPr lang="vi-VN" sz="{size}" b="1"><a:solidFill><a:srgbClr val="{ink}"/>'
        f'</a:solidFill><a:latin typeface="{look.FONT}"/><a:cs typeface="{look.FONT}"/></a:rPr>'
        f"<a:t>{escape(button.caption)}</a:t></a:r></a:p></xdr:txBody></xdr:sp>"
        '<xdr:clientData fPrintsWithSheet="0"/></xdr:twoCellAnchor>'
    )


def _corner(name: str, grid: Grid, x: int, y: int) -> str:
    column, right, row, down = grid.at(x, y)
    return (
        f"<xdr:{name}><xdr:col>{column}</xdr:col><xdr:colOff>{right * _EMU}</xdr:colOff>"
        f"<xdr:row>{row}</xdr:row><xdr:rowOff>{down * _EMU}</xdr:rowOff></xdr:{name}>"
    )
