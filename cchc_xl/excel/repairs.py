"""What pasting destroyed: validation, number formats, free cells. Values are never touched.

Copying a cell from elsewhere brings its format, its lock and its validation along (or none). The
form's own are put back; a value whose format says what it means (a percentage, a date) keeps it.
"""

from dataclasses import dataclass, field

from cchc_xl.excel.cell_rule import CellRule, of_options
from cchc_xl.excel.checked_book import BookRead
from cchc_xl.excel.inspection import SheetFacts
from cchc_xl.excel.live_book import LiveBook
from cchc_xl.excel.marks import opened
from cchc_xl.model import Row, RowKind
from cchc_xl.services.live import expected_validations
from cchc_xl.workbook.marks import is_percent_format

_GENERAL = "General"
_TEXT = "@"


@dataclass(slots=True)
class RepairOutcome:
    """How many cells got back what they had lost; where, and where that was not possible."""

    rules: int = 0
    formats: int = 0
    unlocked: int = 0
    sheets: list[str] = field(default_factory=list)
    barred: list[str] = field(default_factory=list)

    @property
    def words(self) -> str:
        """One Vietnamese sentence; "" when nothing was lost."""
        parts = [
            f"{count} ô {what}"
            for count, what in (
                (self.rules, "mất kiểm soát nhập liệu (danh sách chọn, giới hạn số)"),
                (self.formats, "sai định dạng số"),
                (self.unlocked, "bị khóa không nhập được"),
            )
            if count
        ]
        said = ""
        if parts:
            said = (
                f"Đã sửa lại ô bị hỏng do dán từ nơi khác: {', '.join(parts)} "
                f"({'; '.join(self.sheets)}). Số liệu giữ nguyên."
            )
        if self.barred:
            said += (
                f" Chưa sửa được ô ở {'; '.join(self.barred)} vì trang khóa bằng mật khẩu: hãy bỏ "
                "mật khẩu rồi kiểm tra lại."
            )
        return said.strip()


@dataclass(frozen=True, slots=True)
class _Damage:
    rules: dict[str, CellRule]
    formats: tuple[str, ...]
    locked: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.rules or self.formats or self.locked)


def repair(live: LiveBook, book: BookRead) -> RepairOutcome:
    """Put back what was lost. Nothing is called where nothing was."""
    outcome = RepairOutcome()
    if not live.was_inspected:
        return outcome
    expected = {
        key: of_options(options)
        for key, options in expected_validations(book.meta.template).items()
    }
    for sheet in book.sections:
        damage = _damage(book, sheet, live.facts(sheet), expected)
        if not damage:
            continue
        protection = live.facts(sheet).protection
        if protection is not None and protection.has_password:
            outcome.barred.append(sheet)
            continue
        needs_opening = (
            live.port.keeps_protection
            or bool(damage.locked)
            or any(cell in live.facts(sheet).locked for cell in damage.rules)
        )
        with opened(live, sheet, needed=needs_opening):
            _mend(live, sheet, damage)
        outcome.rules += len(damage.rules)
        outcome.formats += len(damage.formats)
        outcome.unlocked += len(damage.locked)
        outcome.sheets.append(sheet)
    return outcome


def _mend(live: LiveBook, sheet: str, damage: _Damage) -> None:
    live.calls.repairs[sheet] += len(damage.rules) + len(damage.formats) + len(damage.locked)
    for cell in damage.locked:
        live.port.set_locked(live.area(sheet, cell), locked=False)
    for cell in damage.formats:
        live.set_number_format(sheet, cell, _GENERAL)
    for cell, rule in damage.rules.items():
        live.port.set_rule(live.area(sheet, cell), rule)


def _damage(
    book: BookRead, sheet: str, facts: SheetFacts, expected: dict[str, CellRule]
) -> _Damage:
    rules: dict[str, CellRule] = {}
    formats, locked = [], []
    grid = book.grids[sheet]
    for cell, row in book.cells_of(sheet).items():
        if not row.is_input:
            continue
        rule = expected[row.key]
        if rule.kind != "any" and not rule.restricts_like(facts.rules.get(cell)):
            rules[cell] = rule
        value = grid.cell(int(cell[1:]) - 1, 3).value
        if _is_misleading(facts.formats.get(cell, _GENERAL), row, value):
            formats.append(cell)
        if cell in facts.locked and not row.is_ratio:
            locked.append(cell)
    return _Damage(rules, tuple(formats), tuple(locked))


def _is_misleading(code: str, row: Row, value: object) -> bool:
    """True when the next number typed here would be shown or stored as something else."""
    if code == _GENERAL:
        return False
    if code == _TEXT:
        return row.kind is not RowKind.TEXT and (value is None or isinstance(value, str))
    if value is not None:
        return False
    from openpyxl.styles.numbers import is_date_format

    return is_percent_format(0, {0: code}) or bool(is_date_format(code))
