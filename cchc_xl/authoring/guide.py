"""What the keeper reads first."""

from typing import TYPE_CHECKING

from cchc_xl.authoring import layout
from cchc_xl.workbook import style as look
from cchc_xl.workbook.style import Styles
from cchc_xl.workbook.text_fit import count_lines, lines_height

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

_SIZE = 11
_WIDTH = 92

STEPS = (
    (
        "Thông tin mẫu",
        "Ghi mã mẫu, tên, văn bản ban hành, ngày áp dụng. Điều gì văn bản không nói thì để trống.",
    ),
    (
        "Thay đổi",
        "Đọc lướt dòng mới, không còn, đổi lời, chuyển chỗ so với mẫu gần nhất.",
    ),
    (
        "Soạn mẫu",
        "Xem các ô tô màu trước. Cùng nghĩa với dòng cũ thì giữ khóa được đề xuất; nghĩa khác thì "
        "đặt khóa mới. Rồi xem cột Loại, Số liệu của, Cách tổng hợp.",
    ),
    (
        "Quan hệ",
        "Mỗi dòng một điều kiện giữa các số liệu. Xóa dòng không đúng, thêm dòng còn thiếu. Quan "
        "hệ gây báo nhầm thì chọn Tắt hoặc Chỉ lưu ý và ghi lý do.",
    ),
    (
        "Cầu nối",
        "Mỗi hàng một dòng của mẫu khác có chữ gần giống. Gần nghĩa thì chọn Cùng gần nghĩa – nối, "
        "ghi lý do và căn cứ pháp lý; khác nghĩa thì chọn Không nối. Để trống thì không bao giờ "
        "nối. Đã nối cũng chỉ cộng khi người tổng hợp đồng ý.",
    ),
    (
        "Kiểm tra mẫu",
        "Bấm nút Kiểm tra mẫu (hoặc chạy: cchc kiem-tra-mau tên-tệp). Trang Cần sửa nói ô nào "
        "thiếu, ô nào mâu thuẫn, ghi thế nào; bấm vào tên ô để tới ô đó. Hết lỗi thì xem trước "
        "được sổ nhập liệu.",
    ),
    (
        "Phát hành mẫu",
        "Bấm nút Phát hành mẫu (hoặc chạy: cchc phat-hanh-mau tên-tệp --thu-muc-mau thư-mục). "
        "Máy ghi mẫu vào thư mục mẫu của cơ quan và lập sổ nhập liệu trống; mở sổ đó, ghi danh "
        "sách đơn vị rồi bấm Phát hành.",
    ),
)

GUIDE = (
    (
        "Khóa",
        "Là danh tính của dòng. Cùng nghĩa ở mọi mẫu, mọi năm thì cùng khóa: nhờ vậy tệp của mẫu "
        "cũ và mẫu mới cộng được với nhau. Số thứ tự và câu chữ đổi không làm đổi khóa.",
    ),
    (
        "Cùng chữ, khác nghĩa",
        "“Mức độ 3”, “mức độ 4” của các văn bản khác nhau là các khóa khác nhau. Gần nghĩa thì "
        "khai cầu nối, không dùng chung khóa.",
    ),
    (
        "Chỉ tới dòng khác",
        "Ghi khóa; hoặc số in ra (1.2; nhiều phần cùng in số đó thì III.1.2 hoặc mục 1.2 phần "
        "III); hoặc “dòng 12” (cột Dòng). Nhiều dòng cách nhau bằng dấu chấm phẩy.",
    ),
    (
        "Cấp điền",
        "Chỉ ghi khi biểu nêu rõ cấp nào điền. Để trống nghĩa là mọi đơn vị nhận biểu đều điền.",
    ),
    (
        "Cách tổng hợp",
        "Số phát sinh, số cuối kỳ: Cộng. Số thủ tục theo danh mục dùng chung: Lấy từ danh mục "
        "chung. Tỷ lệ có in tử số, mẫu số: Tính lại. Tỷ lệ không in: Người tổng hợp tự điền.",
    ),
    (
        "Thêm, bớt, đổi chỗ dòng",
        "Chèn hay xóa hàng trong Excel như thường; cột Dòng chỉ cần tăng dần: hàng thêm vào thì "
        "để trống hoặc ghi 11,5. Hàng chép từ hàng khác thì xóa số dòng và khóa của nó.",
    ),
)

_COLOURS = (
    (look.WARNING_FILL, "Đề xuất chưa chắc: xem trước hết; di chuột vào ô để đọc vì sao."),
    (look.INPUT, "Ô người soạn được sửa."),
    (look.OUTSIDE, "Chữ in trong biểu: chỉ sửa khi máy đọc sai."),
    (look.ERROR_FILL, "Ô phải sửa, do lần kiểm tra mẫu gần nhất."),
)


def write_guide(sheet: "Worksheet", styles: Styles) -> None:
    """Steps, words to know, colours."""
    sheet.set_column("A:A", 4)
    sheet.set_column("B:B", 26)
    sheet.set_column("C:C", _WIDTH)
    sheet.set_row(layout.BUTTON_ROW, 6)  # higher where buttons stand in it
    row = layout.BUTTON_ROW + 1
    for number, (title, words) in enumerate(STEPS, 1):
        _line(sheet, styles, row, (str(number), title, words))
        row += 1
    row += 1
    for title, words in GUIDE:
        _line(sheet, styles, row, ("", title, words))
        row += 1
    row += 1
    for fill, words in _COLOURS:
        sheet.write_blank(row, 0, None, styles.get(bg_color=fill, **look.BOXED))
        sheet.write_string(row, 1, words, styles.get(font_size=_SIZE))
        row += 1


def _line(sheet: "Worksheet", styles: Styles, row: int, words: tuple[str, str, str]) -> None:
    wrap = {"text_wrap": True, "valign": "top", "font_size": _SIZE}
    sheet.write_string(row, 0, words[0], styles.get(bold=True, **wrap))
    sheet.write_string(row, 1, words[1], styles.get(bold=True, **wrap))
    sheet.write_string(row, 2, words[2], styles.get(**wrap))
    sheet.set_row(row, lines_height(count_lines(words[2], _WIDTH, _SIZE), _SIZE))
