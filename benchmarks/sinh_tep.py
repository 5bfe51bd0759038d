"""Received files of a whole country, made up: 3,321 communes in 34 provinces, with what goes wrong.

Every file is a workbook of ours as it comes back: built once per edition by the package itself,
then each unit's name, figures and computed ratios are put into the XML of its sheets. Names are
invented, figures follow the samples, scaled per unit. The same seed gives the same bytes.
"""

import random
import re
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, partial
from io import BytesIO
from pathlib import Path

import xlsxwriter

from cchc_xl.model import Level, OrgUnit, Period, ReportTemplate, RowKind
from cchc_xl.services import ReadOptions, books, check_file
from cchc_xl.services.stage import run_stage
from cchc_xl.text import round_half_up, to_decimal
from cchc_xl.workbook.builder import workbook_bytes
from cchc_xl.workbook.layout import Layout
from cchc_xl.workbook.safe_zip import PackedMember, pack_zip

UNITS, PROVINCES = 3_321, 34
PERIOD = "2024-Q1"
BROKEN_SHARE = 0.02
SAMPLES = Path(books.__file__).parents[1] / "samples"

#: Edition, the sample whose figures are scaled, and its share of the communes.
_EDITIONS = (
    ("chodon-xa-2024", "xa-2024-q1.txt", 0.85),
    ("kontum-phuong-2023", "phuong-2023-q3.txt", 0.15),
)
_MARKER = "UBND xã Ghi Tên Vào Đây"
_FIRST = "An Bình Cẩm Đông Đức Hà Hòa Kim La Lâm Lộc Mai Minh Nam Ninh Phú Phước Quế Sơn Tam Tân"
_SECOND = "Thanh Thượng Trung Trường Tú Vân Vĩnh Xuân Yên Châu Giang Hải Khê Lạc Mỹ Ngọc Phong"
_NOTATIONS = ("0{}", "{} ", "{} đơn vị", "{}.", " {}")
_CELL = re.compile(
    rb'<c r="D(\d+)" s="(\d+)"[^>]*?(?:/>|>(?P<f><f>[^<]*</f>)?(?:<v>[^<]*</v>|<v/>)?</c>)'
)


@dataclass(frozen=True)
class Unit:
    """One commune's file to be made."""

    number: int
    name: str
    path: Path
    edition: int
    broken: bool


def units(folder: Path, count: int = UNITS, seed: int = 1) -> list[Unit]:
    """Who sends what; provinces are folders, file names differ from unit names as they do."""
    rng = random.Random(seed)
    words = [*_FIRST.split(), *_SECOND.split()]
    pairs = [(a, b) for a in words for b in words]
    rng.shuffle(pairs)
    whole = [
        (f"UBND xã {a} {b}" if a != b else f"UBND xã {a} {b} Thượng", index)
        for index, (a, b) in enumerate(pairs)
    ]
    extra = [(f"{name} {side}", index) for name, index in whole for side in ("Đông", "Tây", "Nam")]
    names = [name for name, _ in (whole + extra)[:UNITS]]
    weights = [share for _, _, share in _EDITIONS]
    found = []
    for number in range(UNITS):  # the first n are the same for every n
        place = folder / f"tinh-{number % PROVINCES + 1:02}" / f"bao-cao-{number + 1:04}.xlsx"
        edition = rng.choices(range(len(_EDITIONS)), weights)[0]
        broken = rng.random() < BROKEN_SHARE
        found.append(Unit(number, names[number], place, edition, broken))
    return found[:count]


def write_all(wanted: Sequence[Unit], seed: int = 1) -> None:
    """Write every file, in processes where there are enough of them."""
    for folder in {unit.path.parent for unit in wanted}:
        folder.mkdir(parents=True, exist_ok=True)
    for _ in run_stage(partial(_write, seed), wanted):
        pass


def _write(seed: int, unit: Unit) -> None:
    rng = random.Random(f"{seed}-{unit.number}")
    data = _book(unit.edition).filled(unit.name, rng)
    unit.path.write_bytes(_spoiled(data, rng) if unit.broken else data)


class _Book:
    """A workbook of one edition in pieces: what stays, and where a unit's figures go."""

    def __init__(self, edition: int) -> None:
        edition_id, sample, _ = _EDITIONS[edition]
        read = check_file(SAMPLES / sample, ReadOptions(template_id=edition_id)).read
        assert read is not None
        self.template: ReportTemplate = read.template
        self.figures = {
            key: entry.value
            for key, entry in read.report.entries.items()
            if entry.value is not None
        }
        parts = _built(self.template)
        layout = Layout(self.template)
        self._kept: list[PackedMember] = []
        self._named: dict[str, bytes] = {}
        self._sheets: dict[str, list[bytes | tuple[str, bytes, bytes]]] = {}
        keys = {
            f"xl/worksheets/sheet{number}.xml": [row.key for row in section.rows]
            for number, section in enumerate(self.template.sections, 2)
        }
        first = layout.row_of(self.template.rows[0].key)
        for name, data in parts.items():
            if name == "xl/styles.xml":
                data, self._percent_style = _with_percent_style(data)
            if name in keys:
                self._sheets[name] = list(_pieces(data, keys[name], first))
            elif _MARKER.encode() in data:
                self._named[name] = data
            else:
                self._kept.append(_packed(name, data))

    def filled(self, name: str, rng: random.Random) -> bytes:
        """The workbook one unit sends back."""
        values = self._values(rng)
        said = name.encode()
        members = [*self._kept]
        for part, data in self._named.items():
            members.append(_packed(part, data.replace(_MARKER.encode(), said)))
        for part, pieces in self._sheets.items():
            xml = b"".join(
                piece if isinstance(piece, bytes) else self._cell(piece, values, rng)
                for piece in pieces
            )
            members.append(_packed(part, xml.replace(_MARKER.encode(), said)))
        order = {"[Content_Types].xml": 0, "_rels/.rels": 1}
        return pack_zip(sorted(members, key=lambda member: order.get(member.name, 2)))

    def _values(self, rng: random.Random) -> dict[str, float]:
        """Figures of the sample, scaled alike, so that parts stay below their wholes."""
        scale = rng.uniform(0.3, 3.0)
        values: dict[str, float] = {}
        for row in self.template.rows:
            figure = self.figures.get(row.key)
            if figure is None or (row.kind is RowKind.COUNT and rng.random() < 0.03):
                continue
            scaled = row.kind in (RowKind.COUNT, RowKind.MONEY)
            values[row.key] = float(int(float(figure) * scale)) if scaled else float(figure)
        for row in self.template.rows:
            if row.parts and any(part in values for part in row.parts):
                values[row.key] = sum(values.get(part, 0.0) for part in row.parts)
        for row in self.template.rows:
            if row.is_ratio:
                n, d = values.get(row.numerator or ""), values.get(row.denominator or "")
                values.pop(row.key, None)
                if n is not None and d:
                    exact = to_decimal(n) * 100 / to_decimal(d)
                    values[row.key] = float(round_half_up(exact, self.template.decimals))
        return values

    def _cell(
        self, slot: tuple[str, bytes, bytes], values: dict[str, float], rng: random.Random
    ) -> bytes:
        key, head, formula = slot
        value = values.get(key)
        row = self.template.by_key[key]
        if value is None:
            return head + (b' t="str">' + formula + b"<v></v></c>" if formula else b"/>")
        number = repr(value).removesuffix(".0")
        luck = rng.random()
        if row.kind is RowKind.COUNT and luck < 0.02:
            text = rng.choice(_NOTATIONS).format(number).encode()
            return head + b' t="inlineStr"><is><t xml:space="preserve">' + text + b"</t></is></c>"
        if luck > 0.999:
            return head + b' t="e"><v>#REF!</v></c>'
        if row.is_ratio and luck < 0.01:
            if luck < 0.005:  # typed over the formula, and cut instead of rounded
                return head + b"><v>%d</v></c>" % int(value)
            styled = re.sub(rb's="\d+"', b's="%d"' % self._percent_style, head)
            return styled + b"><v>%s</v></c>" % repr(value / 100).encode()
        return head + b">" + formula + b"<v>" + number.encode() + b"</v></c>"


@cache
def _book(edition: int) -> _Book:
    return _Book(edition)


def _built(template: ReportTemplate) -> dict[str, bytes]:
    """The parts of a blank workbook issued to a unit whose name is yet to be put in."""
    unit = OrgUnit(name=_MARKER, level=Level.XA)
    content = books.content_from(template, {}, unit, Period.parse(PERIOD))
    target = BytesIO(workbook_bytes(template, content))
    with zipfile.ZipFile(target) as package:
        return {item.filename: package.read(item) for item in package.infolist()}


def _pieces(
    data: bytes, keys: Sequence[str], first: int
) -> Iterator[bytes | tuple[str, bytes, bytes]]:
    """The sheet cut at its value cells: (key, start of the cell's tag, formula)."""
    at = 0
    for cell in _CELL.finditer(data):
        number = int(cell[1]) - first
        if 0 <= number < len(keys):
            yield data[at : cell.start()]
            yield keys[number], b'<c r="D%s" s="%s"' % (cell[1], cell[2]), cell["f"] or b""
            at = cell.end()
    yield data[at:]


def _with_percent_style(styles: bytes) -> tuple[bytes, int]:
    """One more cell style, 0.00%: what Excel gives a cell into which 98,5% is typed."""
    match = re.search(rb'<cellXfs count="(\d+)">', styles)
    assert match is not None
    count = int(match[1])
    more = b'<xf numFmtId="10" fontId="0" fillId="0" borderId="0" xfId="0"/></cellXfs>'
    styles = styles.replace(match[0], b'<cellXfs count="%d">' % (count + 1))
    return styles.replace(b"</cellXfs>", more), count


def _packed(name: str, data: bytes) -> PackedMember:
    deflate = zlib.compressobj(6, zlib.DEFLATED, -zlib.MAX_WBITS)
    content = deflate.compress(data) + deflate.flush()
    return PackedMember(name, content, zipfile.ZIP_DEFLATED, zlib.crc32(data), len(data))


def _spoiled(data: bytes, rng: random.Random) -> bytes:
    """What arrives instead of a report: cut off, locked, something else, nothing."""
    kind = rng.randrange(5)
    if kind == 0:
        return data[: rng.randrange(len(data) // 4, len(data) - 100)]
    if kind == 1:  # every member marked as encrypted
        locked = bytearray(data)
        for signature, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
            for found in re.finditer(re.escape(signature), data):
                locked[found.start() + flags] |= 1
        return bytes(locked)
    if kind == 2:
        return _other_table()
    return b"%PDF-1.7\n" + rng.randbytes(20_000) if kind == 3 else b""


@cache
def _other_table() -> bytes:
    target = BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Danh sách")
        for line in range(200):
            sheet.write_row(line, 0, [line or "TT", "Họ và tên", "Chức vụ", "Ghi chú"])
    return target.getvalue()
