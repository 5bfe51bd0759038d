"""What Kiểm tra says about one place of a report."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum


class Severity(StrEnum):
    """error: cannot be true · warning: to be answered · note: form of writing or structure."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"

    @property
    def label(self) -> str:
        """The Vietnamese word a user reads."""
        return {"error": "Lỗi", "warning": "Cảnh báo", "note": "Lưu ý"}[self.value]

    @property
    def rank(self) -> int:
        """0 for the gravest, for sorting."""
        return ("error", "warning", "note").index(self.value)


class Kind(StrEnum):
    """The stable families of findings (contract with scripts and other offices)."""

    ROW_MISSING = "row-missing"
    ROW_ADDED = "row-added"
    NUMBER_DUPLICATED = "number-duplicated"
    NUMBER_SKIPPED = "number-skipped"
    LABEL_CHANGED = "label-changed"
    MEASURE_CHANGED = "measure-changed"
    VALUE_ON_HEADING = "value-on-heading"
    NOT_A_NUMBER = "not-a-number"
    AMBIGUOUS_NUMBER = "ambiguous-number"
    DATE_IN_NUMBER = "date-in-number"
    NUMBER_FORMAT = "number-format"
    CODE_NOT_IN_LIST = "code-not-in-list"
    CODE_AMBIGUOUS = "code-ambiguous"
    NEGATIVE = "negative"
    NOT_WHOLE = "not-whole"
    PERCENT_OUT_OF_RANGE = "percent-out-of-range"
    IMPLAUSIBLE = "implausible"
    MISSING_VALUE = "missing-value"
    RATIO_MISSING = "ratio-missing"
    COMPONENTS_MISSING = "components-missing"
    BLANK_VS_ZERO = "blank-vs-zero"
    OUT_OF_COMPETENCE = "out-of-competence"
    RATIO_MISMATCH = "ratio-mismatch"
    RATIO_ZERO_DENOMINATOR = "ratio-zero-denominator"
    ROUNDING = "rounding"
    PART_EXCEEDS_WHOLE = "part-exceeds-whole"
    SUM_MISMATCH = "sum-mismatch"
    CONTRADICTION = "contradiction"
    CROSS_SECTION_MISMATCH = "cross-section-mismatch"
    NOTE_CONTRADICTS = "note-contradicts"
    NARRATIVE_MISMATCH = "narrative-mismatch"
    NARRATIVE_DATE = "narrative-date"
    PERIOD_MISMATCH = "period-mismatch"
    TREND_DECREASE = "trend-decrease"
    TREND_OUTLIER = "trend-outlier"
    OPTION_OVERRIDES = "option-overrides"
    TEXT_ENCODING = "text-encoding"
    TEXT_TRACKED_CHANGES = "text-tracked-changes"
    FILE_UNREADABLE = "file-unreadable"
    FILE_ENCRYPTED = "file-encrypted"
    FILE_SUSPICIOUS = "file-suspicious"
    TEMPLATE_UNKNOWN = "template-unknown"
    TEMPLATE_BRIDGED = "template-bridged"
    ROW_MATCHED_BY_LABEL = "row-matched-by-label"
    PERIOD_UNKNOWN = "period-unknown"
    LEVEL_UNKNOWN = "level-unknown"
    UNIT_DUPLICATED = "unit-duplicated"
    UNIT_MISSING = "unit-missing"
    UNIT_UNEXPECTED = "unit-unexpected"
    DOUBLE_COUNT = "double-count"
    CATALOG_DIFFERS = "catalog-differs"
    NOT_MERGEABLE = "not-mergeable"
    TOTAL_OVERWRITTEN = "total-overwritten"
    SIBLING_OUTLIER = "sibling-outlier"


@dataclass(frozen=True, slots=True)
class RowRef:
    """A row named inside a message, with its value where that helps. Words are chosen later."""

    key: str
    value: Decimal | None = None


@dataclass(frozen=True, slots=True)
class RowChoice:
    """Rows any one of which may be meant ("dòng 1.4 hoặc dòng 1.4.2")."""

    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Cause:
    """A likely explanation of a wrong figure: a code of the catalogue and the facts it needs."""

    code: str
    facts: Mapping[str, object] = field(default_factory=dict)
    rows: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding. Words live in the catalogue; here are only the code and the facts.

    ``key`` is the row it belongs to (None: the file as a whole), ``related`` every other row
    involved. ``facts`` fill the placeholders of the message. ``suggestion`` is a value in
    Vietnamese notation when one is certain, otherwise a question or None.
    """

    code: str
    kind: Kind
    severity: Severity
    key: str | None = None
    related: tuple[str, ...] = ()
    facts: Mapping[str, object] = field(default_factory=dict)
    suggestion: str | None = None
    causes: tuple[Cause, ...] = ()
    justified: bool = False
