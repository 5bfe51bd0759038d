"""A folder as a parent officer receives it: real files, each with its own trouble."""

import shutil
import zipfile
from collections.abc import Mapping
from pathlib import Path

from cchc_xl.model import Entry, Level, OrgUnit, Period, text_of
from cchc_xl.services.books import content_from
from cchc_xl.templates import loader
from cchc_xl.text import to_decimal
from cchc_xl.workbook.builder import build_workbook

FORM = loader.load("chodon-xa-2024")
Q1 = Period.parse("2024-Q1")
SENT, DONE = "kh_cchc_so_nhiem_vu", "kh_cchc_so_nhiem_vu_hoan_thanh"
SHARE = "kh_cchc_ty_le_hoan_thanh"
LIST_LENGTH = "tthc_cap_xa"

Values = Mapping[str, float | str]


def book(
    path: Path,
    unit: str | None,
    values: Values,
    *,
    edition: str = FORM.id,
    period: Period | None = Q1,
    level: Level | None = Level.XA,
    code: str | None = None,
) -> Path:
    """A workbook of ours as a unit fills it; a text in ``values`` is typed as it stands."""
    form = loader.load(edition)
    entries = {
        key: Entry(
            key,
            raw=value,
            text=value if isinstance(value, str) else text_of(value),
            value=None if isinstance(value, str) else to_decimal(value),
        )
        for key, value in values.items()
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    content = content_from(form, entries, OrgUnit(name=unit, level=level, code=code), period)
    build_workbook(path, form, content)
    return path


def plain(n: int) -> dict[str, float | str]:
    """Commune number n: n tasks given, n - 1 done, 114 procedures on the common list."""
    return {SENT: n, DONE: n - 1, LIST_LENGTH: 114}


def trouble(folder: Path) -> dict[str, str]:
    """Sixty files; what must become of each, by its path in the folder."""
    told: dict[str, str] = {}

    def put(name: str, status: str, unit: str | None, values: Values, **more: object) -> Path:
        told[name] = status
        return book(folder / name, unit, values, **more)  # type: ignore[arg-type]

    for n in range(1, 41):
        where = "bổ sung/" if n % 4 == 0 else ""
        put(f"{where}xã số {n}.xlsx", "merged", f"Xã số {n}", plain(n))
    shutil.copy(folder / "xã số 1.xlsx", folder / "xã số 1 - gửi lại.xlsx")
    told |= {"xã số 1.xlsx": "duplicate", "xã số 1 - gửi lại.xlsx": "merged"}
    put("xã số 41 lần 1.xlsx", "duplicate", "Xã số 41", plain(41))
    put("xã số 41 lần 2.xlsx", "duplicate", "Xã số 41", {**plain(41), SENT: 400})
    put("xã số 42 văn phòng.xlsx", "part", "Xã số 42", {SENT: 42, DONE: 41})
    put("xã số 42 một cửa.xlsx", "part", "Xã số 42", {LIST_LENGTH: 114})
    put("xã số 43 kỳ cũ.xlsx", "wrong-period", "Xã số 43", plain(43), period=Period.parse("2023-N"))
    put("xã số 44.xlsx", "merged", "Xã số 44", {**plain(44), DONE: "đã xong hết"})
    put("không tên - Xã số 45.xlsx", "merged", None, plain(45), level=None)
    put("xã lạ.xlsx", "unexpected", "Xã Ngoài Tỉnh", plain(900))
    put("mẫu cũ.xlsx", "merged", "Xã số 46", {SENT: 46, DONE: 45}, edition="kontum-phuong-2023")
    put("đổi tên.xlsx", "merged", "Xã Bốn Bảy (tên cũ)", plain(47))
    put("để trống.xlsx", "merged", "Xã số 48", {})
    told |= _broken(folder)
    _passed_over(folder)
    return told


def _broken(folder: Path) -> dict[str, str]:
    whole = (folder / "xã số 2.xlsx").read_bytes()
    (folder / "cụt.xlsx").write_bytes(whole[: len(whole) // 2])
    (folder / "mật khẩu.xlsx").write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + bytes(4096))
    (folder / "quét.pdf").write_bytes(b"%PDF-1.4 scan")
    (folder / "ảnh.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(64))
    (folder / "rỗng.xlsx").write_bytes(b"")
    (folder / "thư mời.txt").write_text("Kính mời các đơn vị dự họp.\n", "utf-8")
    with zipfile.ZipFile(folder / "nén.zip", "w") as archive:
        archive.writestr("a.xlsx", whole)
    names = ("cụt.xlsx", "mật khẩu.xlsx", "quét.pdf", "ảnh.png", "rỗng.xlsx", "thư mời.txt")
    return dict.fromkeys((*names, "nén.zip"), "unreadable")


def _passed_over(folder: Path) -> None:
    """What no list should mention."""
    (folder / "~$xã số 1.xlsx").write_bytes(b"lock")
    (folder / ".ẩn.xlsx").write_bytes(b"hidden")
    (folder / "Thumbs.db").write_bytes(b"pictures")
    (folder / ".git").mkdir()
    (folder / ".git" / "config").write_text("x")


def unit_list(path: Path) -> Path:
    """Fifty communes are expected; two of them never sent anything."""
    lines = ["ten_don_vi;cap;ma;ten_khac;nhom"]
    lines += [f"Xã số {n};xa;H{n:02};;" for n in range(1, 51) if n != 47]
    lines += ["Xã số 47;xa;H47;Xã Bốn Bảy (tên cũ);"]
    path.write_text("\n".join(lines) + "\n", "utf-8-sig")
    return path
