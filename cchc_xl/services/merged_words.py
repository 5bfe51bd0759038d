"""Column J of a consolidated workbook: how many units filled a row, and what they answered."""

from collections.abc import Iterable, Mapping
from decimal import Decimal

from cchc_xl.consolidate import RowResult
from cchc_xl.model import Consolidation, Finding, Row, RowKind
from cchc_xl.text import format_number
from cchc_xl.workbook.content import Formula
from cchc_xl.workbook.merged.detail_places import Detail, DetailLayout

NOBODY = "Chưa đơn vị nào có số"
NO_ANSWER = "Chưa đơn vị nào trả lời"
NO_PAIR = "Chưa đơn vị nào có đủ hai số"
FROM_ROWS = "Tính từ hai dòng của biểu này"
#: Column F of a ratio that leaves units out: its own arithmetic cannot be checked from D.
LEFT_OUT = (
    "Cảnh báo: tỷ lệ không tính {count} đơn vị chỉ ghi một trong hai số; xem Kết quả kiểm tra"
)

_ANSWERS = frozenset({Consolidation.YES_NO, Consolidation.CATEGORY})


def children_words(
    row: Row,
    results: Mapping[str, RowResult],
    detail: DetailLayout,
    findings: Iterable[Finding],
    bridged: int,
) -> Formula | str:
    """The cell of one row. ``findings`` are those of adding up that belong to the row."""
    if row.kind is RowKind.TEXT:
        return ""
    result, both = results[row.key], _pair(row, results)
    if row.is_ratio and both is None:
        return FROM_ROWS
    said = {finding.code: finding.facts for finding in findings}
    tail = "".join(f"; {words}" for words in _remarks(row, result, said, bridged))
    if result.filled == 0 and not tail and row.consolidation is Consolidation.PARENT:
        return ""
    ending = f"&{_quoted(tail)}" if tail else ""
    filled = detail.cell(row.key, Detail.FILLED)
    number = str(result.filled)
    nobody, ending_words = NOBODY, " đơn vị có số"
    if row.consolidation in _ANSWERS:
        nobody, ending_words = NO_ANSWER, " đơn vị trả lời"
    if row.consolidation is Consolidation.TOTAL:
        nobody = ""  # computed from its parts, whatever the units say of it
    if both is not None:
        area = "*".join(f"ISNUMBER({detail.values(key)})" for key in both)
        filled, number = f"SUMPRODUCT({area})", str(_pairs(results, both))
        nobody, ending_words = NO_PAIR, " đơn vị có đủ hai số"
    live = [
        (f'{filled}&"/"&{detail.count}', f"{number}/{detail.leaves}"),
        (_quoted(ending_words), ending_words),
        *_figures(row, result, detail),
    ]
    text = "&".join(formula for formula, _ in live)
    value = "".join(words for _, words in live) if number != "0" else nobody
    return Formula(f'=IF({filled}=0,"{nobody}",{text}){ending}', value + tail)


def _pair(row: Row, results: Mapping[str, RowResult]) -> tuple[str, str] | None:
    """Both parts of a ratio that is added up unit by unit."""
    if row.numerator is None or row.denominator is None:
        return None
    keys = (row.numerator, row.denominator)
    added = all(results[key].rule is Consolidation.SUM for key in keys)
    return keys if added else None


def _pairs(results: Mapping[str, RowResult], both: tuple[str, str]) -> int:
    first, second = ({part.leaf for part in results[key].parts} for key in both)
    return len(first & second)


def _figures(row: Row, result: RowResult, detail: DetailLayout) -> list[tuple[str, str]]:
    """Formula and words of what the units' figures themselves say."""
    values = detail.values(row.key)
    if row.consolidation in _ANSWERS:
        found = []
        for number, choice in enumerate(row.choices):
            start = f"{'; ' if number == 0 else ', '}{choice.label}: "
            count = result.answers.get(choice.code, 0)
            found.append((_quoted(start), start))
            found.append((f"COUNTIF({values},{choice.code})", str(count)))
        return found
    if row.consolidation is Consolidation.UNIT_SHARE:
        counts = (sum(part.value == code for part in result.parts) for code in (100, 0))
        yes, no = (str(count) for count in counts)
        return [
            ('"; đạt: "', "; đạt: "),
            (f"COUNTIF({values},100)", yes),
            ('", chưa: "', ", chưa: "),
            (f"COUNTIF({values},0)", no),
        ]
    if row.consolidation is Consolidation.MANUAL and result.low is not None:
        assert result.high is not None
        low, high = (detail.cell(row.key, column) for column in (Detail.LOW, Detail.HIGH))
        return [
            ('"; nhỏ nhất "', "; nhỏ nhất "),
            (_with_comma(low), format_number(result.low)),
            ('" – lớn nhất "', " – lớn nhất "),
            (_with_comma(high), format_number(result.high)),
        ]
    return []


def _with_comma(cell: str) -> str:
    """A number as Vietnamese text on every PC, whatever its decimal sign."""
    return f'SUBSTITUTE({cell},".",",")'


def _remarks(
    row: Row, result: RowResult, said: Mapping[str, Mapping[str, object]], bridged: int
) -> Iterable[str]:
    if result.weighted is not None:
        yield f"bình quân theo quyền số {format_number(result.weighted)}"
    if row.consolidation is Consolidation.UNION and result.low is not None:
        low, high = _words(result.low), _words(result.high)
        yield f"cả địa bàn có {low}" if low == high else f"cả địa bàn từ {low} đến {high}"
    if "TH201" in said:
        differing = said["TH201"]["count"]
        common = isinstance(said["TH201"]["common"], Decimal)
        yield f"{differing} đơn vị ghi khác" if common else "chưa có giá trị chung"
    if "TH203" in said:
        yield f"{said['TH203']['count']} đơn vị thiếu tử số hoặc mẫu số, không tính"
    if "TH207" in said:
        yield f"{said['TH207']['count']} đơn vị chỉ ghi tổng, không cộng"
    if "TH204" in said:
        yield f"{said['TH204']['count']} giá trị không đọc được"
    if row.consolidation is Consolidation.PARENT and result.filled:
        yield "không cộng"
    if bridged:
        yield f"{bridged} đơn vị qua cầu nối"


def _words(value: Decimal | None) -> str:
    return "" if value is None else format_number(value)


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'
