"""The form keeper's commands on the command line; their code is imported when one is asked for."""

import argparse
from pathlib import Path
from typing import Any

from cchc_xl.cli.options import add_folder, add_json, late


def add_authoring(sub: "argparse._SubParsersAction[Any]") -> None:
    """Register the four commands."""
    _add_soan_mau(sub)
    _add_kiem_tra_mau(sub)
    _add_phat_hanh_mau(sub)
    _add_cau_noi(sub)


def _add_soan_mau(sub: "argparse._SubParsersAction[Any]") -> None:
    one = sub.add_parser("soan-mau", help="tạo mẫu mới: đọc biểu của văn bản, đề xuất vào sổ soạn")
    one.add_argument(
        "file", nargs="?", metavar="BIỂU", help="biểu trống hoặc đã điền: .docx, .txt, bảng tính"
    )
    one.add_argument(
        "--tu-mau", dest="edition", metavar="MAU", help="mở lại một mẫu đang có để sửa"
    )
    one.add_argument(
        "-o",
        dest="output",
        type=Path,
        metavar="SOAN.xlsx|SOAN.xlsm",
        help="sổ soạn mẫu sẽ ghi; .xlsm có sẵn các nút",
    )
    one.add_argument(
        "--gan-nhat",
        dest="nearest",
        metavar="MAU",
        help="mẫu để so sánh và hỏi cầu nối; mặc định tự chọn",
    )
    add_folder(one)
    one.set_defaults(run=late("soan_mau", "authoring"))


def _add_kiem_tra_mau(sub: "argparse._SubParsersAction[Any]") -> None:
    one = sub.add_parser("kiem-tra-mau", help="kiểm tra sổ soạn mẫu: ô nào thiếu, ô nào mâu thuẫn")
    one.add_argument("file", metavar="SOAN.xlsx", help="sổ soạn mẫu; chỉ được đọc, không bị sửa")
    add_folder(one)
    add_json(one)
    one.set_defaults(run=late("kiem_tra_mau", "authoring"))


def _add_phat_hanh_mau(sub: "argparse._SubParsersAction[Any]") -> None:
    one = sub.add_parser("phat-hanh-mau", help="phát hành mẫu từ sổ soạn: ghi mẫu và tạo sổ trống")
    one.add_argument("file", metavar="SOAN.xlsx", help="sổ soạn mẫu đã kiểm tra")
    one.add_argument(
        "-o",
        dest="output",
        type=Path,
        action="append",
        metavar="SO.xlsx|SO.xlsm",
        help="tạo luôn sổ nhập liệu trống; ghi nhiều lần được",
    )
    one.add_argument(
        "--thay", dest="replace", action="store_true", help="thay mẫu cùng mã (bản cũ được giữ)"
    )
    one.add_argument(
        "--vao-goi",
        dest="package",
        action="store_true",
        help="ghi vào chính bộ công cụ (người phát triển)",
    )
    add_folder(one)
    add_json(one)
    one.set_defaults(run=late("phat_hanh_mau", "authoring"))


def _add_cau_noi(sub: "argparse._SubParsersAction[Any]") -> None:
    one = sub.add_parser("cau-noi", help="dòng nào của mẫu này tới được mẫu kia, dòng nào không")
    one.add_argument("source", metavar="MAU_CU", help="mẫu của các tệp nhận về")
    one.add_argument("target", metavar="MAU_MOI", help="mẫu của bản tổng hợp")
    add_folder(one)
    add_json(one)
    one.set_defaults(run=late("cau_noi", "authoring"))
