"""The commands behind the .cmd files: ``cai-dat``, ``quay-lai``, ``go-cai-dat``, ``tu-kiem-tra``.

Exit codes: 0 done, 1 not done and said why.
"""

import argparse
import datetime as dt
import sys
import traceback
from collections.abc import Sequence
from pathlib import Path

from .installing import REPORT, Wishes, install
from .leaving import go_back, remove
from .machine import Machine, this_machine
from .words import SetupError, Speaker


def main(words: Sequence[str] | None = None) -> int:
    """Run one command; whatever happens, the user reads a sentence and the log has the rest."""
    asked = _parser().parse_args(words)
    speaker = Speaker()
    machine: Machine | None = None
    try:
        machine = this_machine()
        code = _run(machine, asked, speaker)
    except SetupError as problem:
        speaker.say(f"\n{problem}")
        code = 1
    except Exception:
        speaker.say(
            "\nChưa làm xong vì một lỗi ngoài dự kiến. Hãy chạy lại một lần; nếu vẫn lỗi, gửi các "
            f"dòng sau cho người hỗ trợ:\n{traceback.format_exc()[-1500:]}"
        )
        code = 1
    if machine is not None and not (asked.viec == "go-cai-dat" and code == 0):
        _note(machine, asked.viec, speaker)
    return code


def _run(machine: Machine, asked: argparse.Namespace, speaker: Speaker) -> int:
    if asked.viec == "cai-dat":
        wishes = Wishes(asked.thu_muc, asked.bo_dau_tai_ve, asked.vi_tri_tin_cay)
        install(machine, asked.nguon, wishes, speaker)
    elif asked.viec == "quay-lai":
        go_back(machine, speaker)
    elif asked.viec == "go-cai-dat":
        remove(machine, speaker, keep_command=asked.con_lenh)
    else:
        from .self_test import report, run_tests

        lines = run_tests()
        text = report(lines)
        speaker.say(text)
        target = machine.home / REPORT
        target.write_text(text, encoding="utf-8-sig", newline="\r\n")
        speaker.say(f"Kết quả ghi ở {target}: gửi tệp này khi cần hỗ trợ.")
        return int(any(line.failed for line in lines))
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="cchc_setup", description="Cài đặt CCHC-XL")
    commands = parser.add_subparsers(dest="viec", required=True)
    installing = commands.add_parser("cai-dat", help="cài hoặc cập nhật cho người dùng này")
    installing.add_argument("nguon", type=Path, help="thư mục đã giải nén")
    installing.add_argument("--thu-muc", type=Path, help="thư mục cài, đường dẫn không dấu")
    installing.add_argument(
        "--bo-dau-tai-ve", action="store_true", help="gỡ dấu “tải từ Internet” của các tệp vừa cài"
    )
    installing.add_argument(
        "--vi-tri-tin-cay", action="store_true", help="thêm thư mục sổ vào vị trí tin cậy của Excel"
    )
    commands.add_parser("quay-lai", help="dùng lại bản trước")
    removing = commands.add_parser("go-cai-dat", help="gỡ chương trình, giữ lại các sổ")
    removing.add_argument("--con-lenh", action="store_true", help=argparse.SUPPRESS)
    commands.add_parser("tu-kiem-tra", help="thử cài đặt này")
    return parser


def _note(machine: Machine, command: str, speaker: Speaker) -> None:
    """Keep what was said in the log."""
    if not machine.home.is_dir():
        return
    try:
        folder = machine.home / "log"
        folder.mkdir(exist_ok=True)
        with (folder / "cai-dat.log").open("a", encoding="utf-8") as log:
            log.write(f"{dt.datetime.now():%Y-%m-%d %H:%M:%S} {command}\n")
            log.writelines(f"    {line}\n" for line in "\n".join(speaker.said).splitlines())
    except OSError:
        return


if __name__ == "__main__":
    sys.exit(main())
