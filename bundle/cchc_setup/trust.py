"""What Office thinks of our files: told always, changed only when asked, never against a policy.

Files from the Internet carry a mark, and Office refuses their macros. A user may unblock a file or
trust a folder; where the office has decided on macros by policy, that decision stands and nothing
is touched. ``docs/cai-dat.md`` has the wording for whoever decides.
"""

import datetime as dt
from collections.abc import Iterable
from pathlib import Path

from .contents import MARK, is_marked
from .machine import Machine
from .registry import MACHINE, USER, Registry, Value
from .words import SetupError, Speaker

_OFFICES = ("14.0", "15.0", "16.0")
_POLICY = r"{}\Software\Policies\Microsoft\Office\{}"
#: Key below a version's policies, value, what it must be to count as a decision about macros.
_DECISIONS = (
    (r"Excel\Security", "blockcontentexecutionfrominternet", (1,)),
    (r"Excel\Security", "vbawarnings", (3, 4)),
    (r"Excel\Security\Trusted Locations", "alllocationsdisabled", (1,)),
    (r"Excel\Security\Trusted Locations", "allow user locations", (0,)),
    (r"Common\Security\Trusted Locations", "allow user locations", (0,)),
    (r"Common", "vbaoff", (1,)),
)
_LOCATIONS = r"HKCU\Software\Microsoft\Office\{}\Excel\Security\Trusted Locations"
_FIRST, _LAST = 50, 99  # numbers of our own, beyond those that Office and people give


def policies(registry: Registry) -> list[str]:
    """The policies about macros that are set on this PC, as paths for whoever manages them."""
    found = []
    for hive in (USER, MACHINE):
        for office in _OFFICES:
            for below, name, decisive in _DECISIONS:
                key = rf"{_POLICY.format(hive, office)}\{below}"
                if registry.read(key, name) in decisive:
                    found.append(rf"{key}\{name}")
    return found


def marked(paths: Iterable[Path]) -> list[Path]:
    """Those of the files that carry the mark of a downloaded file."""
    return [path for path in paths if is_marked(path)]


def unblock(machine: Machine, paths: Iterable[Path]) -> int:
    """Take the mark off our own files; how many had it. Raises `SetupError` against a policy."""
    _refuse_against_policy(machine)
    found = marked(paths)
    for path in found:
        try:
            Path(f"{path}{MARK}").unlink()
        except OSError as error:
            raise SetupError(
                f"Không gỡ được dấu “tải từ Internet” của {path}. Hãy đóng Excel rồi chạy lại, "
                "hoặc bấm chuột phải vào tệp, chọn Properties rồi đánh dấu Unblock."
            ) from error
    return len(found)


def trust_folder(machine: Machine, folder: Path, today: dt.date) -> list[str]:
    """Make a folder a trusted location of every Excel on this PC; the registry keys made.

    Raises `SetupError` against a policy, or where no Excel was ever started.
    """
    _refuse_against_policy(machine)
    registry = machine.registry
    made = []
    for office in _OFFICES:
        locations = _LOCATIONS.format(office)
        if not registry.exists(rf"HKCU\Software\Microsoft\Office\{office}\Excel"):
            continue
        keys = [rf"{locations}\Location{number}" for number in range(_FIRST, _LAST + 1)]
        path = f"{folder}\\"
        if any(registry.read(key, "Path") == path for key in keys):
            continue
        free = next(key for key in keys if not registry.exists(key))
        values: dict[str, Value] = {
            "Path": path,
            "Description": "CCHC-XL",
            "Date": f"{today:%d/%m/%Y}",
            "AllowSubfolders": 0,
        }
        try:
            registry.write(free, values)
        except OSError as error:
            raise SetupError(
                "Windows không cho ghi vị trí tin cậy. Hãy thêm bằng tay trong Excel: File, "
                "Options, Trust Center, Trusted Locations; hoặc nhờ bộ phận CNTT."
            ) from error
        made.append(free)
    if not made and not any(
        registry.exists(rf"HKCU\Software\Microsoft\Office\{office}\Excel") for office in _OFFICES
    ):
        raise SetupError(
            "Chưa thấy Excel trên máy này (hoặc người dùng này chưa mở Excel lần nào). Hãy mở "
            "Excel một lần, đóng lại rồi chạy lại."
        )
    return made


def tell(machine: Machine, speaker: Speaker, paths: Iterable[Path]) -> None:
    """Say what will stop the macros on this PC, and what to do."""
    if found := policies(machine.registry):
        speaker.say(
            "Cơ quan đã đặt chính sách về macro trên máy này; chương trình không thay đổi gì. Sổ "
            "vẫn tính và kiểm tra được bằng công thức; muốn dùng các nút, hãy gửi bộ phận CNTT tài "
            "liệu cai-dat.md và các dòng sau:"
        )
        for line in found:
            speaker.say(f"    {line}")
    elif marked(paths):
        speaker.say(
            "Các tệp này mang dấu “tải từ Internet” nên Excel sẽ chặn nút bấm. Nếu tin nguồn của "
            "tệp zip, hãy đóng Excel rồi chạy: cai-dat.cmd --bo-dau-tai-ve; hoặc bấm chuột phải "
            "vào từng tệp, chọn Properties, đánh dấu Unblock."
        )


def _refuse_against_policy(machine: Machine) -> None:
    if found := policies(machine.registry):
        raise SetupError(
            "Cơ quan đã đặt chính sách về macro trên máy này nên chương trình không gỡ dấu và "
            "không thêm vị trí tin cậy. Hãy gửi bộ phận CNTT: " + "; ".join(found)
        )
