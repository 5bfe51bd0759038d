"""Native validation of one cell, the same whether it was asked for or found in a workbook."""

from dataclasses import dataclass
from typing import Any, Literal

RuleKind = Literal["any", "whole", "decimal", "list", "other"]

#: Names of the alert in files; Excel leaves "stop" out.
_STOP = "stop"


@dataclass(frozen=True, slots=True)
class CellRule:
    """What a cell takes and what the office says.

    ``formula1``/``formula2`` as a file stores them: ``0``, ``"0,1"`` in quotes, ``CCHC_DS_1``.
    ``operator`` is Excel's word in files (``between``, ``greaterThanOrEqual``), "" for a list.
    """

    kind: RuleKind
    operator: str = ""
    formula1: str = ""
    formula2: str = ""
    alert: str = _STOP
    error_title: str = ""
    error_message: str = ""
    input_title: str = ""
    input_message: str = ""

    def restricts_like(self, other: "CellRule | None") -> bool:
        """True when both let the same values in and explain them with the same words."""
        return other is not None and self._essence == other._essence

    @property
    def _essence(self) -> tuple[str, ...]:
        return (
            self.kind,
            self.operator,
            _folded(self.formula1),
            _folded(self.formula2),
            _folded(self.input_message),
        )


def of_options(options: dict[str, Any]) -> CellRule:
    """The rule that the builder's options describe."""
    kinds: dict[str, RuleKind] = {
        "any": "any",
        "integer": "whole",
        "decimal": "decimal",
        "list": "list",
    }
    kind = kinds.get(options["validate"], "other")
    operator, first, second = "", "", ""
    if kind == "list":
        source = options["source"]
        first = (
            source.removeprefix("=")
            if isinstance(source, str)
            else f'"{",".join(str(option) for option in source)}"'
        )
    elif kind in ("whole", "decimal"):
        if options["criteria"] == "between":
            operator = "between"
            first, second = str(options["minimum"]), str(options["maximum"])
        else:
            operator, first = "greaterThanOrEqual", str(options["value"])
    return CellRule(
        kind=kind,
        operator=operator,
        formula1=first,
        formula2=second,
        alert=options.get("error_type", _STOP),
        error_title=options.get("error_title", ""),
        error_message=options.get("error_message", ""),
        input_title=options.get("input_title", ""),
        input_message=options.get("input_message", ""),
    )


def of_file(found: Any) -> CellRule:
    """The rule that openpyxl found."""
    kinds: dict[str | None, RuleKind] = {
        None: "any",
        "none": "any",
        "whole": "whole",
        "decimal": "decimal",
        "list": "list",
    }
    kind = kinds.get(found.type, "other")
    operator = (found.operator or "between") if kind in ("whole", "decimal") else ""
    return CellRule(
        kind=kind,
        operator=operator,
        formula1=str(found.formula1 or "").removeprefix("="),
        formula2=str(found.formula2 or "") if operator == "between" else "",
        alert=found.errorStyle or _STOP,
        error_title=found.errorTitle or "",
        error_message=found.error or "",
        input_title=found.promptTitle or "",
        input_message=found.prompt or "",
    )


def _folded(text: str) -> str:
    return " ".join(text.replace("_x000a_", " ").split())
