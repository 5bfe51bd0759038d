"""Does this version work on this PC? Lines a user can read and send.

::

    python -X utf8 -m cchc_setup.self_test REPORT    # exit code 1 where something failed

Run once after copying, it also leaves Python's compiled files behind, so that the
first click is not slow.
"""

import contextlib
import platform
import struct
import sys
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import import_module, metadata
from pathlib import Path

PHRASE = "Số hồ sơ đã giải quyết đúng hạn: “ễ ợ ữ”"
_PACKAGES = ("cchc-xl", "xlwings", "pywin32", "pydantic", "python-calamine", "openpyxl", "pandas")
_LIBRARIES = (
    "pandas",
    "openpyxl",
    "xlsxwriter",
    "pyopenvba",
    "rich",
    "xlwings.com_server",
    "cchc_xl.cli",
    "cchc_xl.excel.buttons",
    "cchc_xl.excel.udfs",
    "cchc_xl.macro",
)
_MACHINES = {"xlwings64": 0x8664, "xlwings32": 0x014C}


@dataclass(frozen=True, slots=True)
class Line:
    """One test: what, whether it failed, what came out."""

    what: str
    failed: bool
    detail: str


def run_tests() -> list[Line]:
    """Every test, in the order in which one builds on the other."""
    on_windows = sys.platform == "win32"
    tests: list[tuple[str, Callable[[], str]]] = [
        ("Windows và Python", _system),
        ("Thư mục cài không dấu", _ascii_folder),
        ("Phiên bản các gói", _versions),
        ("Nạp thư viện", _load_libraries),
        ("Kiểm tra một báo cáo mẫu", _check_sample),
    ]
    if on_windows:
        tests += [
            ("Thư viện nối với Excel 64 và 32 bit", _bridge_libraries),
            ("Nối với Excel (engine excel)", _engine),
            ("Máy chủ cho hàm và nút, chữ Việt qua lại", _server),
        ]
    return [_tried(what, test) for what, test in tests]


def report(lines: Sequence[Line]) -> str:
    """The lines as text: ``ĐẠT`` or ``KHÔNG ĐẠT`` in front of each."""
    failed = sum(line.failed for line in lines)
    verdict = f"{failed} mục không đạt" if failed else "mọi mục đều đạt"
    words = [f"TỰ KIỂM TRA CCHC-XL: {verdict}."]
    for line in lines:
        words.append(f"{'KHÔNG ĐẠT' if line.failed else 'ĐẠT'}: {line.what}: {line.detail}")
    return "\n".join(words) + "\n"


def _tried(what: str, test: Callable[[], str]) -> Line:
    try:
        return Line(what, False, test())
    except BaseException as error:  # a library may well exit
        place = traceback.extract_tb(error.__traceback__)[-1]
        words = f"{type(error).__name__}: {error} ({Path(place.filename).name}:{place.lineno})"
        return Line(what, True, words[:600])


def _system() -> str:
    bits = 8 * struct.calcsize("P")
    return f"{platform.platform()}; Python {sys.version.split()[0]}, {bits} bit"


def _ascii_folder() -> str:
    if not sys.prefix.isascii():
        raise OSError(f"{sys.prefix} có chữ có dấu: hãy cài lại bằng cai-dat.cmd")
    return sys.prefix


def _versions() -> str:
    return ", ".join(f"{name} {metadata.version(name)}" for name in _PACKAGES)


def _load_libraries() -> str:
    for name in _LIBRARIES:
        import_module(name)
    return f"{len(_LIBRARIES)} thư viện"


def _check_sample() -> str:
    package = import_module("cchc_xl")
    checking = import_module("cchc_xl.services.checking")
    sample = Path(str(package.__file__)).parent / "samples" / "phuong-2023-q3.txt"
    checked = checking.check_file(sample)
    if checked.report is None or not checked.findings:
        raise ValueError(f"{sample.name}: không đọc được hoặc không tìm thấy gì")
    return f"{checked.template.id}, {len(checked.findings)} mục nêu"


def _bridge_libraries() -> str:
    """Both must be there: the Python is 64 bit, the Excel may be 32 bit."""
    found = []
    for name, machine in _MACHINES.items():
        [path] = Path(sys.prefix).glob(f"{name}-*.dll")
        data = path.read_bytes()
        start = struct.unpack_from("<I", data, 0x3C)[0]
        if struct.unpack_from("<H", data, start + 4)[0] != machine:
            raise OSError(f"{path.name} không phải thư viện {name[-2:]} bit")
        found.append(path)
    import ctypes

    ctypes.CDLL(str(found[0]))
    return ", ".join(path.name for path in found)


def _engine() -> str:
    xlwings = import_module("xlwings")
    names = [engine.name for engine in xlwings.engines]
    if "excel" not in names:
        raise ImportError(f"xlwings không có engine excel, chỉ có: {names}")
    return ", ".join(names)


def _server() -> str:
    from .server_test import ServerUnderTest

    with contextlib.closing(ServerUnderTest()) as server:
        server.connect()
        number = server.call("CCHC_SO", "1.234,5")
        if number != 1234.5:
            raise ValueError(f"CCHC_SO trả về {number!r}")
        came_back = server.echo(PHRASE)
        if came_back != PHRASE:
            raise ValueError(f"chữ gửi đi và nhận về khác nhau: {came_back!r}")
        return f"khởi động {server.seconds:.1f} giây, mỗi lần gọi {server.milliseconds():.0f} ms"


if __name__ == "__main__":
    sys.dont_write_bytecode = False  # whatever this PC is set to
    LINES = run_tests()
    Path(sys.argv[1]).write_text(report(LINES), encoding="utf-8")
    sys.exit(any(line.failed for line in LINES))
