"""Run one command of the command line and end with one of three exit codes.

0: nothing worse than a note or warning · 1: at least one error finding · 2: no input could be
used or the output could not be written (one Vietnamese sentence on stderr, never a traceback).
"""

import argparse
import contextlib
import os
import sys
from collections.abc import Sequence

from cchc_xl.cli.outcome import CommandError, ExitCode
from cchc_xl.cli.parser import build_parser
from cchc_xl.templates.loader import TemplateError

_DEBUG = "CCHC_GO_LOI"


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    _speak_utf8()
    try:
        arguments = build_parser().parse_args(argv)
        run = getattr(arguments, "run", None)
        if run is None:
            build_parser().print_help()
            return _refuse("Chưa chọn lệnh; xem danh sách lệnh ở trên.")
        _use_template_folder(arguments)
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


def _use_template_folder(arguments: argparse.Namespace) -> None:
    """Where no folder of editions was named: the one this user works with."""
    if getattr(arguments, "folder", "") is None:
        from cchc_xl.services.template_folder import template_folder

        arguments.folder = template_folder()


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
