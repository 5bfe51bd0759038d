"""A relation between rows of a form, as data (left, operator, right, missing values)."""

from enum import StrEnum

from pydantic import BaseModel, ConfigDict, Field, model_validator

from cchc_xl.model.finding import Kind, Severity
from cchc_xl.model.level import Level


class Op(StrEnum):
    """What must hold between the left rows and the right rows (sides are summed)."""

    LE = "<="
    EQ = "=="
    SUM_AT_MOST = "sum<="  # sum(left) ≤ limit, for exclusive shares of one whole
    BOTH_POSITIVE = "both-positive"  # left > 0 exactly when right > 0
    NOTHING_WITHOUT = "nothing-without"  # right = 0 ⇒ left says nothing
    FILLED_WITH = "filled-with"  # any right filled ⇒ left filled
    POSSIBLE_SHARE = "possible-share"  # left (%) is n/right for some whole n
    BETWEEN = "between"  # low ≤ left ≤ high, for values practice allows
    # A stock (left) differs from the period before by no more than right explains (± limit).
    EXPLAINED_BY = "explained-by"


class Missing(StrEnum):
    """What a blank means on one side of a rule."""

    SKIP = "skip"  # one blank and the rule says nothing
    ZERO = "zero"  # blanks count as 0 as long as one row of the side is filled


class Applied(StrEnum):
    """How far the parent lets a rule speak that proved wrong in practice."""

    FULL = "full"
    NOTE = "note"  # it speaks as a note only
    OFF = "off"  # it says nothing


class Rule(BaseModel):
    """One relation. Both sides are sums of rows; severity and words are the edition's.

    ``applied`` is the parent's choice for a rule that proves wrong; ``applied_reason`` says why,
    and travels with every workbook issued from the edition.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    key: str = Field(pattern=r"^[a-z0-9_]+$")
    op: Op
    left: tuple[str, ...] = Field(min_length=1)
    right: tuple[str, ...] = ()
    limit: float | None = None
    low: float | None = None
    high: float | None = None
    missing_left: Missing = Missing.ZERO
    missing_right: Missing = Missing.SKIP
    levels: tuple[Level, ...] = ()  # only for units of these levels; empty: for all
    severity: Severity = Severity.ERROR
    kind: Kind | None = None
    why: str = ""
    citation: str = ""
    applied: Applied = Applied.FULL
    applied_reason: str = ""

    @model_validator(mode="after")
    def _has_what_its_operator_reads(self) -> "Rule":
        """A rule without the side or bound that its operator compares with can never speak."""
        fault = None
        if self.op in _NEED_RIGHT and not self.right:
            fault = "cần vế phải (right)"
        elif self.op is Op.SUM_AT_MOST and self.limit is None:
            fault = "cần giới hạn (limit)"
        elif self.op is Op.BETWEEN and self.low is None and self.high is None:
            fault = "cần ít nhất một trong low và high"
        elif self.applied is not Applied.FULL and not self.applied_reason:
            fault = "đã tắt hoặc hạ mức nên cần lý do (applied_reason)"
        if fault is not None:
            raise ValueError(f"quy tắc {self.key}: phép so sánh “{self.op.value}” {fault}")
        return self

    @property
    def keys(self) -> tuple[str, ...]:
        """Every row the rule reads, left before right."""
        return self.left + self.right


_NEED_RIGHT = frozenset(Op) - {Op.SUM_AT_MOST, Op.BETWEEN}
