"""A form (biểu mẫu) as data: sections of rows, what each row means and how it adds up."""

import datetime as dt
import re
from enum import StrEnum
from functools import cached_property

from pydantic import BaseModel, ConfigDict, Field, model_validator

from cchc_xl.model.finding import Kind, Severity
from cchc_xl.model.level import Level
from cchc_xl.model.period import Period
from cchc_xl.model.rule import Applied, Op, Rule
from cchc_xl.model.window import Window as Window
from cchc_xl.model.window import find_window

KEY_PATTERN = r"^[a-z][a-z0-9_]*$"
# In a spreadsheet's XML "_x000A_" stands for a character, and LibreOffice takes "_xa_" for one too.
_LOOKS_ESCAPED = re.compile(r"_x[0-9a-f]{1,4}_")


class RowKind(StrEnum):
    """What the value cell of a row may hold."""

    HEADING = "heading"
    COUNT = "count"
    MONEY = "money"
    PERCENT = "percent"
    CHOICE = "choice"
    YES_NO = "yes_no"
    TEXT = "text"


class Basis(StrEnum):
    """Which span of time a row speaks of (DOMAIN: flows, stocks, lũy kế, annual figures)."""

    IN_PERIOD = "in_period"
    STOCK = "stock"
    YEAR_TO_DATE = "year_to_date"
    ANNUAL = "annual"


class Consolidation(StrEnum):
    """How the parent's value comes from the children's."""

    SUM = "sum"
    TOTAL = "total"
    CATALOG = "catalog"
    UNION = "union"
    RATIO = "ratio"
    UNIT_SHARE = "unit_share"
    MANUAL = "manual"
    YES_NO = "yes_no"
    CATEGORY = "category"
    PARENT = "parent"


class Origin(StrEnum):
    """Where an edition comes from."""

    ISSUED = "issued"  # the blank form of an official letter
    REBUILT = "rebuilt"  # rebuilt from one unit's filled report
    REFERENCE = "reference"  # to start from; no letter issues it


class _Data(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Choice(_Data):
    """One answer of a coded or worded choice."""

    code: int
    label: str = Field(min_length=1)


class Row(_Data):
    """One printed row. ``key`` is its identity; ``no`` is only how it is printed.

    ``levels`` are those the form itself prints for the row (empty: it prints none).
    ``optional`` marks rows that only some units of these levels fill, so that a blank is silent.
    ``codes_printed`` is False where the form offers words without codes. ``note`` is the form's
    own printed note, ``owner`` the office it names as responsible. ``weight`` is the row that
    really is the denominator of a percent whose numerator the form does not print.
    """

    key: str = Field(pattern=KEY_PATTERN)
    no: str = ""
    label: str = Field(min_length=1)
    measure: str = ""
    kind: RowKind
    parent: str | None = None
    choices: tuple[Choice, ...] = ()
    codes_printed: bool = True
    levels: tuple[Level, ...] = ()
    optional: bool = False
    basis: Basis = Basis.IN_PERIOD
    numerator: str | None = None
    denominator: str | None = None
    parts: tuple[str, ...] = ()
    consolidation: Consolidation | None = None
    fed_by: str | None = None
    weight: str | None = None
    note: str = ""
    owner: str = ""

    @property
    def is_ratio(self) -> bool:
        """True for a percent whose numerator and denominator the form prints."""
        return self.numerator is not None and self.denominator is not None

    @property
    def is_input(self) -> bool:
        """False for headings, which expect no value."""
        return self.kind is not RowKind.HEADING

    def choice_label(self, code: int) -> str | None:
        """The words of a code, or None when the code is not listed."""
        return next((c.label for c in self.choices if c.code == code), None)


class Section(_Data):
    """One part of the form: one sheet of the workbook (``sheet`` is the name of its tab)."""

    key: str = Field(pattern=KEY_PATTERN)
    no: str
    title: str
    sheet: str = Field(default="", max_length=31, pattern=r"^[^\[\]:*?/\\]*$")
    rows: tuple[Row, ...] = Field(min_length=1)


class Misprint(_Data):
    """A slip of the form itself: known to the edition, never the filer's fault."""

    kind: Kind
    rows: tuple[str, ...] = Field(min_length=1)
    text: str = Field(min_length=1)


class ReportTemplate(_Data):
    """One edition of the appendix. Rows keep the printed order; keys are unique."""

    id: str = Field(pattern=r"^[a-z0-9][a-z0-9-]*$")
    title: str
    origin: Origin
    level: Level | None = None
    legal_basis: str | None = None
    valid_from: dt.date | None = None
    valid_to: dt.date | None = None
    decimals: int = Field(default=2, ge=0, le=4)
    amends: str | None = None  # the edition that this one changes within its year
    sections: tuple[Section, ...] = Field(min_length=1)
    rules: tuple[Rule, ...] = ()
    misprints: tuple[Misprint, ...] = ()
    windows: tuple[Window, ...] = ()

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        """Every printed row, in printed order."""
        return tuple(row for section in self.sections for row in section.rows)

    @cached_property
    def by_key(self) -> dict[str, Row]:
        """Rows by key."""
        return {row.key: row for row in self.rows}

    @cached_property
    def position(self) -> dict[str, int]:
        """1-based position of each row in the appendix as printed."""
        return {row.key: i for i, row in enumerate(self.rows, 1)}

    @cached_property
    def section_of(self) -> dict[str, Section]:
        """The section each key stands in."""
        return {row.key: section for section in self.sections for row in section.rows}

    @cached_property
    def children(self) -> dict[str, tuple[Row, ...]]:
        """Rows by the key of their parent row."""
        found: dict[str, list[Row]] = {}
        for row in self.rows:
            if row.parent is not None:
                found.setdefault(row.parent, []).append(row)
        return {key: tuple(rows) for key, rows in found.items()}

    @cached_property
    def rules_in_force(self) -> tuple[Rule, ...]:
        """The rules as the parent lets them speak: none that is off, some only as a note."""
        return tuple(
            rule.model_copy(update={"severity": Severity.NOTE})
            if rule.applied is Applied.NOTE
            else rule
            for rule in self.rules
            if rule.applied is not Applied.OFF
        )

    def same_relation(self, rule: Rule, op: Op) -> bool:
        """True when another rule holds the same two sides together with ``op``."""
        sides = (set(rule.left), set(rule.right))
        return any(
            other.op is op
            and (set(other.left), set(other.right)) == sides
            and (not other.levels or set(rule.levels) == set(other.levels))
            for other in self.rules_in_force
        )

    def window(self, period: Period, section: str | None = None) -> Window | None:
        """Cut-off dates and deadline of a period (of one section), None where no letter says."""
        return find_window(self.windows, period, section)

    def path(self, key: str) -> tuple[str, ...]:
        """Labels of a row's parents, outermost first, without the row itself."""
        labels: list[str] = []
        parent = self.by_key[key].parent
        while parent is not None:
            row = self.by_key[parent]
            labels.append(row.label)
            parent = row.parent
        return tuple(reversed(labels))

    @model_validator(mode="after")
    def _consistent(self) -> "ReportTemplate":
        """All faults of the definition at once, each with its place and repair."""
        faults = list(_faults(self))
        if faults:
            raise ValueError("; ".join(faults))
        return self


def _faults(template: ReportTemplate) -> list[str]:
    """Contradictions inside one definition, in Vietnamese for the form keeper."""
    faults: list[str] = []
    seen: set[str] = set()
    for row in template.rows:
        if row.key in seen:
            faults.append(f"khóa “{row.key}” dùng hai lần: đặt khóa khác cho một trong hai dòng")
        seen.add(row.key)
    for row in template.rows:
        where = f"dòng “{row.no} {row.label[:40]}” ({row.key})"
        if _LOOKS_ESCAPED.search(row.key):
            faults.append(f"{where}: khóa chứa “_x…_” mà LibreOffice đọc nhầm: đặt khóa khác")
        named = [
            ("numerator", row.numerator),
            ("denominator", row.denominator),
            ("parent", row.parent),
            ("weight", row.weight),
            ("fed_by", row.fed_by),
            *[("parts", part) for part in row.parts],
        ]
        faults += [
            f"{where}: {field} chỉ tới “{key}” không có trong biểu: sửa lại khóa"
            for field, key in named
            if key is not None and key not in seen
        ]
        if (row.numerator is None) != (row.denominator is None):
            faults.append(f"{where}: tỷ lệ cần cả numerator và denominator")
        if row.kind in (RowKind.CHOICE, RowKind.YES_NO) and not row.choices:
            faults.append(f"{where}: dòng lựa chọn cần danh sách choices")
        if len({c.code for c in row.choices}) != len(row.choices):
            faults.append(f"{where}: một mã lựa chọn dùng hai lần")
        if (row.kind is RowKind.HEADING) != (row.consolidation is None):
            faults.append(f"{where}: dòng số liệu cần consolidation, dòng tiêu đề thì không")
        if (row.consolidation is Consolidation.TOTAL) != bool(row.parts):
            faults.append(f"{where}: consolidation = total đi cùng parts")
        if (row.consolidation is Consolidation.RATIO) != row.is_ratio:
            faults.append(f"{where}: consolidation = ratio đi cùng numerator và denominator")
        faults += _parent_loop(template, row)
    for rule in template.rules:
        faults += [
            f"quy tắc {rule.key}: “{key}” không có trong biểu: sửa khóa hoặc bỏ quy tắc"
            for key in rule.keys
            if key not in seen
        ]
    rule_keys = [rule.key for rule in template.rules]
    faults += [
        f"quy tắc {key} khai hai lần" for key in sorted(set(rule_keys)) if rule_keys.count(key) > 1
    ]
    sections = {section.key for section in template.sections}
    faults += [
        f"windows: phần “{window.section}” không có trong biểu: sửa khóa của phần"
        for window in template.windows
        if window.section is not None and window.section not in sections
    ]
    for misprint in template.misprints:
        faults += [
            f"misprints: “{key}” không có trong biểu" for key in misprint.rows if key not in seen
        ]
    return faults


def _parent_loop(template: ReportTemplate, row: Row) -> list[str]:
    index = {r.key: r for r in template.rows}
    seen = {row.key}
    parent = row.parent
    while parent is not None and parent in index:
        if parent in seen:
            return [f"dòng {row.key}: parent đi vòng tròn qua “{parent}”"]
        seen.add(parent)
        parent = index[parent].parent
    return []
