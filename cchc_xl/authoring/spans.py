"""Which span of time a row's words speak of: the period, its last day, the year, the year so far.

A list that is kept, people who are there and what was brought into a state ("đã số hóa") stand as
they are on the last day; acts ("đã kiểm tra", "phát sinh") are counted over the period.
"""

import re
from collections.abc import Sequence

from cchc_xl.authoring.known import main_words
from cchc_xl.model import Basis, Choice, RowKind
from cchc_xl.templates.labels import canonical

_TO_DATE = ("luy ke", "tu dau nam")
_AT_END = (
    *("co hieu luc", "dang cung cap", "hien co", "co mat", "dang co", "du dieu kien", "da ket noi"),
    *("tich hop", "thuoc tham quyen", "tai thoi diem", "so voi nam", "duoc phe duyet", "cong khai"),
    *("lien thong", "den cuoi ky", "da duoc cap", "khong phu thuoc", "lam viec tai", "tinh den"),
    *("duoc phan cap", "uy quyen cho", "nghia vu tai chinh", "dang hoat dong", "dang quan li"),
    *("dang su dung", "thuoc pham vi quan li"),
)
_ANNUAL = ("giao trong nam", "de ra trong ke hoach", "ke hoach duoc giao", "ca nam")
_PLANNED = re.compile(
    r"(?:(?:tong )?so )?(?:nhiem vu|chi tieu|muc tieu)\b(?!.*\b(?:hoan thanh|thuc hien)\b)"
    r".*\b(?:trong|theo) ke hoach\b"
)
_DONE_SO_FAR = re.compile(r"\bda (?:hoan thanh|thuc hien|giai ngan)\b.*\btinh den\b")
_GIVEN = re.compile(
    r"(?:(?:tong )?so (?:luong )?)?(?:bien che|nguoi lam viec|chi tieu|du toan|von|ke hoach)\b"
    r".*\b(?:duoc giao\b|giao (?:trong )?nam\b)"
)
_STATE_OF = re.compile(
    r"(?:tong )?so (?:luong )?(?:cac )?(?:don vi|co quan|phong|to chuc|ban|bo phan)\b"
)
_EVENT = re.compile(r"kiem tra|thanh tra|vi pham|ki luat|to chuc hoi|phat sinh")
_PROCEDURES = re.compile(
    r"tong so thu tuc hanh chinh\b|so thu tuc hanh chinh (?:cap|cua|thi xa|dang|cung cap)\b"
)
_STATE_REACHED = re.compile(
    r"\bda (?:duoc )?(?:lam sach|lam giau|dong bo|so hoa|ket noi|tich hop|dien tu hoa|chuan hoa)\b"
)
_STILL_OPEN = re.compile(
    r"\b(?:chua (?:duoc )?(?:xu li|giai quyet)|con (?:trong )?han|con ton"
    r"|dang (?:duoc )?(?:giai quyet|xu li|thuc hien|thu li))\b"
)
_KEPT = re.compile(
    r"tong so .*\btren dia ban\b"
    r"|so (?:luong )?(?:diem|tram|truong|dau moi|to|thon|ap|khu pho|doi|cau lac bo)\b"
    r"|tong so (?:can bo|cong chuc|vien chuc|lao dong|nguoi (?:hoat dong|lam viec))\b"
    r"|so (?:luong )?nguoi (?:hoat dong|lam viec|huong luong)\b"
)
#: Of these a form counts those that came in the period, wherever they came.
_PASSING = re.compile(
    r"van ban|ho so|luot|vu|vu viec|cuoc|phieu|don|don thu|van de|phan anh kien nghi|y kien"
)
_ACT = re.compile(
    r"\b(?:da|duoc|bi|moi|giam|tang|trong ky|trong ki|cong bo|bai bo|sua doi|thay the|to chuc"
    r"|ban hanh)\b"
)


def speaks_to_date(label: str) -> bool:
    """True for words that say "from the beginning of the year", of a heading for its rows too."""
    return any(words in canonical(label) for words in _TO_DATE)


def basis_of(label: str, kind: RowKind, choices: Sequence[Choice] = (), measure: str = "") -> Basis:
    """Which span of time the words speak of."""
    name = canonical(label)
    if any("hoan thanh" in canonical(choice.label) for choice in choices):
        return Basis.STOCK  # how far something has come
    if speaks_to_date(label) or _DONE_SO_FAR.search(name):
        return Basis.YEAR_TO_DATE
    if any(words in name for words in _ANNUAL) or _GIVEN.match(name) or _PLANNED.match(name):
        return Basis.ANNUAL
    if "trong ki" in name or "trong ky" in name:
        return Basis.IN_PERIOD
    if "giai ngan" in name and kind in (RowKind.MONEY, RowKind.PERCENT):
        return Basis.YEAR_TO_DATE  # of a plan for the whole year
    if kind is RowKind.MONEY:
        return Basis.IN_PERIOD
    if _is_kept(canonical(main_words(label)), canonical(measure)):
        return Basis.STOCK
    if _EVENT.search(name.partition(" tai ")[2] or name):
        return Basis.IN_PERIOD
    is_state = any(words in name for words in _AT_END) or _STATE_OF.match(name)
    return Basis.STOCK if is_state else Basis.IN_PERIOD


def tells_an_act(label: str) -> bool:
    """True for words of something done in the period, which no total that is kept overrules."""
    name = canonical(label)
    return bool(_EVENT.search(name)) or "trong ki" in name or "trong ky" in name


def _is_kept(name: str, measure: str) -> bool:
    """True for lists, places and open matters as they stand; ``name`` is without brackets."""
    if _STATE_REACHED.search(name) or _STILL_OPEN.search(name):
        return True
    if _ACT.search(name):
        return False
    listed = _PROCEDURES.match(name) and not _EVENT.search(name)
    kept = _KEPT.match(name) and not _PASSING.fullmatch(measure)
    return bool(listed or (kept and not _EVENT.search(name)))
