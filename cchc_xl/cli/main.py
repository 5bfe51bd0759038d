"""Parse the command line, run one use case, end with one of three exit codes.

0: nothing worse than a note or warning · 1: at least one error finding · 2: no input could be
used or the output could not be written (one Vietnamese sentence on stderr, never a traceback).
"""

import argparse
import contextlib
import datetime as dt
import os
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, NoReturn

from cchc_xl.cli import commands
from cchc_xl.cli.authoring_options import add_authoring
from cchc_xl.cli.outcome import CommandError, ExitCode
from cchc_xl.model import Level, Period
from cchc_xl.templates.loader import TemplateError
from cchc_xl.text import read_day

_PROG = "cchc"
_DEBUG = "CCHC_GO_LOI"


class _Help(argparse.HelpFormatter):
    """Help in Vietnamese."""

    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[argparse._MutuallyExclusiveGroup],
        prefix: str | None = None,
    ) -> None:
        super().add_usage(usage, actions, groups, "cách dùng: " if prefix is None else prefix)


class _Parser(argparse.ArgumentParser):
    """argparse that speaks Vietnamese and ends with one sentence."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{**options, "add_help": False, "formatter_class": _Help})
        self._positionals.title = "tham số"
        self._optionals.title = "tùy chọn"
        self.add_argument("-h", "--help", action="help", help="in hướng dẫn này rồi dừng")

    def error(self, message: str) -> NoReturn:
        raise CommandError(f"Lệnh chưa đúng: {_vietnamese(message)}. Xem cách dùng: {self.prog} -h")


_PHRASES = (
    ("the following arguments are required:", "còn thiếu"),
    ("unrecognized arguments:", "không hiểu"),
    ("ambiguous option:", "tùy chọn viết tắt chưa rõ:"),
    ("could match", "có thể là"),
    ("ignored explicit argument", "không nhận giá trị"),
    ("expected one argument", "cần một giá trị"),
    ("expected at least one argument", "cần ít nhất một giá trị"),
    ("invalid choice:", "không có lựa chọn"),
    ("choose from", "chọn một trong"),
    ("argument ", "tham số "),
)


def _vietnamese(message: str) -> str:
    for english, vietnamese in _PHRASES:
        message = message.replace(english, vietnamese)
    return message


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    _speak_utf8()
    try:
        arguments = build_parser().parse_args(argv)
        run = getattr(arguments, "run", None)
        if run is None:
            build_parser().print_help()
            return _refuse("Chưa chọn lệnh; xem danh sách lệnh ở trên.")
        code = int(run(arguments))
        sys.stdout.flush()  # here, where a reader that went away can still be told apart
        return code
    except SystemExit as done:  # after -h
        return int(done.code or 0)
    except CommandError as error:
        return _refuse(str(error))
    except TemplateError as error:
        return _refuse(f"Mẫu biểu {error.place}: {'; '.join(error.faults)}.")
    except BrokenPipeError:
        # The reader of our output went away (``| head``): nothing to say, and nowhere to say it.
        _drop_output()
        return ExitCode.FINE
    except KeyboardInterrupt:
        return _refuse("Đã dừng theo yêu cầu; chưa ghi tệp nào dở dang.")
    except OSError as error:
        name = error.filename or ""
        return _refuse(f"Không ghi được “{name}”: kiểm tra thư mục, dung lượng đĩa và quyền ghi.")

    except Exception as error:
        if os.environ.get(_DEBUG):
            raise
        return _refuse(
            f"Chương trình gặp lỗi ngoài dự kiến ({type(error).__name__}); hãy gửi tệp và câu này"
            f" cho người phụ trách phần mềm (đặt {_DEBUG}=1 để xem chi tiết)."
        )


def _drop_output() -> None:
    """Let whatever is still in the buffer of stdout go nowhere."""
    with contextlib.suppress(OSError, ValueError):  # a stand-in for stdout has no number
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _refuse(sentence: str) -> int:
    print(sentence, file=sys.stderr)
    return ExitCode.UNUSABLE


def _speak_utf8() -> None:
    """Vietnamese on consoles whose code page is another one, and in pipes."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="replace")


def _period(text: str) -> Period:
    try:
        return Period.parse(text)
    except ValueError:
        raise CommandError(
            f"Kỳ “{text}” chưa đúng; viết như 2024-Q1, 2024-6T, 2024-Q3, 2024-9T hoặc 2024-N."
        ) from None


def _day(text: str) -> dt.date:
    day = read_day(text)
    if day is None:
        raise CommandError(f"Ngày “{text}” chưa đúng; viết như 2024-03-05 hoặc 05/03/2024.")
    return day


def _level(text: str) -> Level:
    try:
        return Level(text.strip().lower())
    except ValueError:
        raise CommandError(f"Cấp “{text}” chưa đúng; chọn xa, huyen, so hoặc tinh.") from None


def build_parser() -> argparse.ArgumentParser:
    """Every command with its options; the documentation is tested against it."""
    parser = _Parser(
        prog=_PROG,
        description="Kiểm tra và tổng hợp số liệu báo cáo cải cách hành chính.",
    )
    sub = parser.add_subparsers(title="các lệnh", metavar="LỆNH", parser_class=_Parser)
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


def _add_mau(sub: "_Sub[_Parser]") -> None:
    one = sub.add_parser("mau", help="liệt kê các mẫu biểu đang có")
    _add_folder(one)
    _add_json(one)
    one.set_defaults(run=commands.mau)


def _add_tao_mau(sub: "_Sub[_Parser]") -> None:
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
    _add_dates(one)
    one.add_argument(
        "--co-macro",
        dest="with_macros",
        action="store_true",
        help="với --don-vi: sổ .xlsm có nút bấm; mặc định .xlsx dùng được trên mọi máy",
    )
    _add_unit(one)
    _add_folder(one)
    one.set_defaults(run=commands.tao_mau)


def _add_nhap(sub: "_Sub[_Parser]") -> None:
    one = sub.add_parser("nhap", help="đọc một phụ lục đã điền và đưa vào sổ nhập liệu")
    one.add_argument("file", metavar="TỆP", help=".docx, .txt, .tsv hoặc bảng tính bất kỳ")
    one.add_argument(
        "-o", dest="output", type=Path, metavar="SO.xlsx", help="ghi thành sổ nhập liệu"
    )
    one.add_argument("--mau", metavar="MAU", help="mã mẫu biểu, khi không muốn tự nhận")
    _add_unit(one)
    _add_folder(one)
    _add_json(one)
    one.set_defaults(run=commands.nhap)


def _add_kiem_tra(sub: "_Sub[_Parser]") -> None:
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
    _add_unit(one)
    _add_folder(one)
    _add_json(one)
    one.set_defaults(run=commands.kiem_tra)


def _add_tong_hop(sub: "_Sub[_Parser]") -> None:
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
        "--han-nop", dest="deadline", type=_day, metavar="NGAY", help="ví dụ 2024-03-05"
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
    _add_unit(one)
    _add_folder(one)
    _add_json(one)
    one.set_defaults(run=_late("tong_hop"))


def _late(name: str, module: str = "merging") -> Callable[[argparse.Namespace], int]:
    """A command of a module of `cchc_xl.cli`, imported when it is asked for."""

    def run(arguments: argparse.Namespace) -> int:
        from importlib import import_module

        where = import_module(f"cchc_xl.cli.{module}")
        command: Callable[[argparse.Namespace], int] = getattr(where, name)
        return command(arguments)

    return run


def _add_ky_moi(sub: "_Sub[_Parser]") -> None:
    one = sub.add_parser("ky-moi", help="tạo sổ của kỳ sau từ sổ của kỳ này")
    one.add_argument("file", metavar="SO.xlsx", help="sổ hoặc phụ lục đã điền của kỳ này")
    one.add_argument(
        "--ky", dest="period", type=_period, required=True, metavar="KY", help="kỳ của sổ mới"
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
    _add_dates(one)
    _add_folder(one)
    one.set_defaults(run=_late("ky_moi", "next_period"))


def _add_xuat_word(sub: "_Sub[_Parser]") -> None:
    one = sub.add_parser("xuat-word", help="ghi phụ lục của một sổ thành văn bản Word")
    _add_word(one, "văn bản phụ lục sẽ ghi")
    one.set_defaults(run=commands.xuat_word)


def _add_thuyet_minh(sub: "_Sub[_Parser]") -> None:
    one = sub.add_parser("thuyet-minh", help="soạn khung báo cáo thuyết minh từ số liệu của một sổ")
    _add_word(one, "báo cáo sẽ soạn; bản đã sửa tay không bị ghi đè")
    one.set_defaults(run=commands.thuyet_minh)


def _add_word(one: argparse.ArgumentParser, what: str) -> None:
    one.add_argument("file", metavar="SO.xlsx", help="sổ nhập liệu, sổ tổng hợp hoặc phụ lục khác")
    one.add_argument("-o", dest="output", type=Path, required=True, metavar="OUT.docx", help=what)
    one.add_argument("--mau", metavar="MAU", help="mã mẫu biểu, khi không muốn tự nhận")
    _add_unit(one)
    _add_folder(one)


def _add_demo(sub: "_Sub[_Parser]") -> None:
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


def _add_dates(one: argparse.ArgumentParser) -> None:
    one.add_argument(
        "--han-nop", dest="deadline", type=_day, metavar="NGAY", help="ví dụ 05/03/2024"
    )
    one.add_argument(
        "--tu-ngay", dest="start", type=_day, metavar="NGAY", help="số liệu tính từ ngày"
    )
    one.add_argument(
        "--den-ngay", dest="end", type=_day, metavar="NGAY", help="số liệu tính đến hết ngày"
    )
    one.add_argument(
        "--cong-van",
        dest="letter",
        default="",
        metavar="CHỮ",
        help="văn bản phát hành, ví dụ: Công văn số 12/SNV-CCHC",
    )


def _add_unit(one: argparse.ArgumentParser) -> None:
    one.add_argument("--ten-don-vi", dest="org_unit", metavar="TÊN", help="tên đơn vị báo cáo")
    one.add_argument("--cap", dest="level", type=_level, metavar="CAP", help="xa, huyen, so, tinh")
    one.add_argument("--ky", dest="period", type=_period, metavar="KY", help="ví dụ 2024-Q1")


def _add_folder(one: argparse.ArgumentParser) -> None:
    one.add_argument(
        "--thu-muc-mau", dest="folder", type=Path, metavar="THƯ_MỤC", help="thư mục mẫu riêng"
    )


def _add_json(one: argparse.ArgumentParser) -> None:
    one.add_argument("--json", action="store_true", help="in kết quả dạng JSON")
