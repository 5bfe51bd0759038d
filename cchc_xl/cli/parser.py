"""Every command and its options; their code is imported when one is asked for."""

import argparse
from pathlib import Path

from cchc_xl.cli import commands
from cchc_xl.cli.authoring_options import add_authoring
from cchc_xl.cli.options import add_dates, add_folder, add_json, add_unit, day, late, period
from cchc_xl.cli.vietnamese_parser import Parser

_PROG = "cchc"


def build_parser() -> argparse.ArgumentParser:
    """Every command with its options; the documentation is tested against it."""
    parser = Parser(
        prog=_PROG,
        description="Kiểm tra và tổng hợp số liệu báo cáo cải cách hành chính.",
    )
    sub = parser.add_subparsers(title="các lệnh", metavar="LỆNH", parser_class=Parser)
    _add_mau(sub)
    _add_tao_mau(sub)
    _add_nhap(sub)
    _add_kiem_tra(sub)
    _add_tong_hop(sub)
    _add_ky_moi(sub)
    _add_xuat_word(sub)
    _add_thuyet_minh(sub)
    add_authoring(sub)
    _add_demo(sub)
    return parser


_Sub = argparse._SubParsersAction


def _add_mau(sub: "_Sub[Parser]") -> None:
    one = sub.add_parser("mau", help="liệt kê các mẫu biểu đang có")
    add_folder(one)
    add_json(one)
    one.set_defaults(run=commands.mau)


def _add_tao_mau(sub: "_Sub[Parser]") -> None:
    one = sub.add_parser(
        "tao-mau", help="tạo sổ nhập liệu từ một mẫu: một sổ, hoặc mỗi đơn vị một sổ"
    )
    one.add_argument("mau", metavar="MAU", help="mã mẫu biểu, xem lệnh mau")
    one.add_argument(
        "-o",
        dest="output",
        type=Path,
        required=True,
        metavar="SO.xlsx|THƯ_MỤC",
        help="sổ sẽ tạo; với --don-vi: thư mục chứa các sổ",
    )
    one.add_argument(
        "--don-vi",
        dest="units",
        type=Path,
        metavar="DANHSACH",
        help="phát hành cho các đơn vị trong danh sách (.csv, .xlsx), mỗi đơn vị một sổ điền sẵn",
    )
    add_dates(one)
    one.add_argument(
        "--co-macro",
        dest="with_macros",
        action="store_true",
        help="với --don-vi: sổ .xlsm có nút bấm; mặc định .xlsx dùng được trên mọi máy",
    )
    add_unit(one)
    add_folder(one)
    one.set_defaults(run=commands.tao_mau)


def _add_nhap(sub: "_Sub[Parser]") -> None:
    one = sub.add_parser("nhap", help="đọc một phụ lục đã điền và đưa vào sổ nhập liệu")
    one.add_argument("file", metavar="TỆP", help=".docx, .txt, .tsv hoặc bảng tính bất kỳ")
    one.add_argument(
        "-o", dest="output", type=Path, metavar="SO.xlsx", help="ghi thành sổ nhập liệu"
    )
    one.add_argument("--mau", metavar="MAU", help="mã mẫu biểu, khi không muốn tự nhận")
    add_unit(one)
    add_folder(one)
    add_json(one)
    one.set_defaults(run=commands.nhap)


def _add_kiem_tra(sub: "_Sub[Parser]") -> None:
    one = sub.add_parser("kiem-tra", help="kiểm tra một hay nhiều báo cáo")
    one.add_argument("files", metavar="TỆP", nargs="+", help="các báo cáo, độc lập với nhau")
    one.add_argument(
        "-o",
        dest="output",
        type=Path,
        metavar="KETQUA.xlsx",
        help="ghi thêm một bản đã kiểm tra (chỉ với một tệp)",
    )
    one.add_argument(
        "--kem",
        dest="companion",
        type=Path,
        metavar="BAOCAO.docx",
        help="báo cáo thuyết minh đi kèm một phụ lục, để đối chiếu lời văn với bảng",
    )
    one.add_argument(
        "--ky-truoc",
        dest="previous",
        type=Path,
        metavar="TỆP",
        help="báo cáo kỳ trước của cùng đơn vị, để so sánh (chỉ với một tệp)",
    )
    one.add_argument("--mau", metavar="MAU", help="mã mẫu biểu, khi không muốn tự nhận")
    add_unit(one)
    add_folder(one)
    add_json(one)
    one.set_defaults(run=commands.kiem_tra)


def _add_tong_hop(sub: "_Sub[Parser]") -> None:
    one = sub.add_parser("tong-hop", help="tổng hợp báo cáo của các đơn vị trực thuộc")
    one.add_argument("files", metavar="TỆP|THƯ_MỤC", nargs="+", help="các tệp, thư mục đã nhận")
    one.add_argument("-o", dest="output", type=Path, metavar="OUT.xlsx", help="sổ tổng hợp sẽ ghi")
    one.add_argument("--mau", metavar="MAU", help="mẫu biểu của bản tổng hợp")
    one.add_argument(
        "--don-vi", dest="units", type=Path, metavar="DANHSACH", help="danh sách đơn vị phải nộp"
    )
    one.add_argument(
        "--bo-qua-ky", dest="ignore_period", action="store_true", help="cộng cả tệp của kỳ khác"
    )
    one.add_argument(
        "--so-lieu-rieng",
        dest="own_file",
        type=Path,
        metavar="TỆP",
        help="số liệu của chính đơn vị tổng hợp",
    )
    one.add_argument(
        "--han-nop", dest="deadline", type=day, metavar="NGAY", help="ví dụ 2024-03-05"
    )
    one.add_argument(
        "--cau-noi",
        dest="bridges",
        action="store_true",
        help="lấy cả số của dòng gần nghĩa đã khai báo giữa hai mẫu",
    )
    one.add_argument("--csv", type=Path, metavar="THƯ_MỤC", help="ghi thêm bảng dữ liệu CSV")
    one.add_argument(
        "--parquet", type=Path, metavar="THƯ_MỤC", help="ghi thêm bảng dữ liệu Parquet"
    )
    add_unit(one)
    add_folder(one)
    add_json(one)
    one.set_defaults(run=late("tong_hop", "merging"))


def _add_ky_moi(sub: "_Sub[Parser]") -> None:
    one = sub.add_parser("ky-moi", help="tạo sổ của kỳ sau từ sổ của kỳ này")
    one.add_argument("file", metavar="SO.xlsx", help="sổ hoặc phụ lục đã điền của kỳ này")
    one.add_argument(
        "--ky", dest="period", type=period, required=True, metavar="KY", help="kỳ của sổ mới"
    )
    one.add_argument(
        "-o",
        dest="output",
        type=Path,
        required=True,
        metavar="SO-MOI.xlsx|.xlsm",
        help="sổ sẽ tạo (.xlsm: có nút bấm)",
    )
    one.add_argument("--mau", metavar="MAU", help="mẫu của kỳ mới, khi biểu đã đổi")
    add_dates(one)
    add_folder(one)
    one.set_defaults(run=late("ky_moi", "next_period"))


def _add_xuat_word(sub: "_Sub[Parser]") -> None:
    one = sub.add_parser("xuat-word", help="ghi phụ lục của một sổ thành văn bản Word")
    _add_word(one, "văn bản phụ lục sẽ ghi")
    one.set_defaults(run=commands.xuat_word)


def _add_thuyet_minh(sub: "_Sub[Parser]") -> None:
    one = sub.add_parser("thuyet-minh", help="soạn khung báo cáo thuyết minh từ số liệu của một sổ")
    _add_word(one, "báo cáo sẽ soạn; bản đã sửa tay không bị ghi đè")
    one.set_defaults(run=commands.thuyet_minh)


def _add_word(one: argparse.ArgumentParser, what: str) -> None:
    one.add_argument("file", metavar="SO.xlsx", help="sổ nhập liệu, sổ tổng hợp hoặc phụ lục khác")
    one.add_argument("-o", dest="output", type=Path, required=True, metavar="OUT.docx", help=what)
    one.add_argument("--mau", metavar="MAU", help="mã mẫu biểu, khi không muốn tự nhận")
    add_unit(one)
    add_folder(one)


def _add_demo(sub: "_Sub[Parser]") -> None:
    one = sub.add_parser("demo", help="chạy thử: kiểm tra bốn báo cáo mẫu, tổng hợp một tỉnh mẫu")
    one.add_argument(
        "-o",
        dest="output",
        type=Path,
        default=Path("demo"),
        metavar="THƯ_MỤC",
        help="nơi ghi kết quả (mặc định: demo)",
    )
    one.set_defaults(run=commands.demo)
