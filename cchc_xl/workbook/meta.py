"""What the hidden sheet `_cchc` carries: the edition itself and what the workbook was made for.

A parent reads with it a child made from an edition it has never seen. Everything is text in two
columns, so it survives .xls, .ods and .xlsb; the definition is cut into chunks because a cell
holds at most 32,767 characters. A SHA-256 tells a damaged definition from a changed one.
"""

import datetime as dt
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache

from pydantic import ValidationError

from cchc_xl import __version__
from cchc_xl.model import Level, OrgUnit, Period, ReportTemplate
from cchc_xl.workbook.content import BookContent
from cchc_xl.workbook.leaves import Carried, LeavesError, decode_leaves, encode_leaves

FORMAT_VERSION = 1
CHUNK = 30_000
#: The largest definition worth reading; the package's own take about 60 KB.
MAX_DEFINITION = 5_000_000

_CHUNK_KEY = "dinh_nghia_"


class MetaError(Exception):
    """`_cchc` cannot be used. ``reason`` is a code; the sentence is the caller's.

    ``missing``: there is no definition · ``damaged``: not the text that was written ·
    ``invalid``: not a definition of a form · ``newer-format``: written by a later version ·
    ``leaves``: the figures of the units in a consolidated workbook are damaged.
    """

    def __init__(self, reason: str, detail: str = "") -> None:
        self.reason = reason
        self.detail = detail
        super().__init__(reason, detail)


@dataclass(frozen=True, slots=True)
class Meta:
    """What was decoded. What the user can change on `Trang chính` counts there, not here.

    ``carried``: units whose figures are in a consolidated workbook, and its unit list.
    """

    template: ReportTemplate
    sha256: str
    created_by: str
    org_unit: OrgUnit
    period: Period | None
    window: tuple[dt.date, dt.date] | None
    deadline: dt.date | None
    source: str
    letter: str = ""
    carried: Carried = field(default_factory=Carried)


def definition_of(template: ReportTemplate) -> str:
    """An edition as one line of JSON; the same edition always gives the same text."""
    return template.model_dump_json(exclude_defaults=True)


def encode(template: ReportTemplate, content: BookContent) -> list[tuple[str, str]]:
    """Key and value of every line of `_cchc`; what is unknown is ``""``."""
    definition = definition_of(template)
    chunks = [definition[i : i + CHUNK] for i in range(0, len(definition), CHUNK)]
    front = content.front
    unit = content.org_unit
    return [
        ("cchc_xl", str(FORMAT_VERSION)),
        ("phien_ban", __version__),
        ("mau", template.id),
        ("sha256", _sha256(definition)),
        ("so_doan", str(len(chunks))),
        ("don_vi", unit.name or ""),
        ("cap", unit.level.value if unit.level else ""),
        ("ma_don_vi", unit.code or ""),
        ("ky", str(content.period) if content.period else ""),
        ("tu_ngay", _iso(front.start)),
        ("den_ngay", _iso(front.end)),
        ("han_nop", _iso(front.deadline)),
        ("nguon", content.source),
        *([("cong_van", front.letter)] if front.letter else ()),
        *((f"{_CHUNK_KEY}{n:03}", chunk) for n, chunk in enumerate(chunks, 1)),
        *encode_leaves(content.carried),
    ]


def decode(pairs: Iterable[tuple[str, str]]) -> Meta:
    """Read `_cchc` back. Raises `MetaError`; unknown keys of the same format are passed over."""
    found: dict[str, str] = {}
    for key, value in pairs:
        if key:
            found.setdefault(key, value)
    _check_format(found)
    definition = _join_chunks(found)
    sha256 = _sha256(definition)
    if sha256 != found.get("sha256"):
        raise MetaError("damaged", "sha256")
    template = _template(definition)
    if template.id != found.get("mau"):
        raise MetaError("damaged", "mau")
    try:
        carried = decode_leaves(found)
    except LeavesError as error:
        raise MetaError("leaves", str(error)) from error
    try:
        start, end = _date(found.get("tu_ngay")), _date(found.get("den_ngay"))
        return Meta(
            template=template,
            sha256=sha256,
            created_by=found.get("phien_ban", ""),
            org_unit=OrgUnit(
                name=found.get("don_vi") or None,
                level=Level(found["cap"]) if found.get("cap") else None,
                code=found.get("ma_don_vi") or None,
            ),
            period=Period.parse(found["ky"]) if found.get("ky") else None,
            window=(start, end) if start and end else None,
            deadline=_date(found.get("han_nop")),
            source=found.get("nguon", ""),
            letter=found.get("cong_van", ""),
            carried=carried,
        )
    except ValueError as error:
        raise MetaError("damaged", str(error)) from error


def _check_format(found: dict[str, str]) -> None:
    version = found.get("cchc_xl")
    if version is None:
        raise MetaError("missing")
    if not version.isdecimal():
        raise MetaError("damaged", "cchc_xl")
    if int(version[:9]) > FORMAT_VERSION:
        raise MetaError("newer-format", version[:9])


def _join_chunks(found: dict[str, str]) -> str:
    count = found.get("so_doan", "")
    if not count.isdecimal() or not 0 < int(count[:9]) <= MAX_DEFINITION // CHUNK:
        raise MetaError("damaged", "so_doan")
    try:
        return "".join(found[f"{_CHUNK_KEY}{n:03}"] for n in range(1, int(count) + 1))
    except KeyError as error:
        raise MetaError("damaged", str(error.args[0])) from error


@lru_cache(maxsize=32)
def _template(definition: str) -> ReportTemplate:
    """One object for the many children of one edition."""
    try:
        return ReportTemplate.model_validate_json(definition)
    except ValidationError as error:
        raise MetaError("invalid", str(error.errors()[0]["msg"])) from error


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _iso(date: dt.date | None) -> str:
    return date.isoformat() if date else ""


def _date(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None
