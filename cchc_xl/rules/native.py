"""Compile ratios and verdicts to Excel formulas, given where each row's cell stands.

``ref(key)`` returns the reference of a row's value cell, and of the unit's level for
`verdict.LEVEL_KEY`. Formulas use functions of Excel 2010 only and stay under its limits.
"""

from collections.abc import Callable, Iterator

from cchc_xl.model import ReportTemplate, Row
from cchc_xl.rules.expressions import quoted
from cchc_xl.rules.verdict import Test, tests_of

Reference = Callable[[str], str]

#: Characters a formula may have in Excel; a row whose verdict needs more leaves tests out.
MAX_FORMULA = 8192
#: IFs inside IFs that Excel 2010 allows are 64; a few are used inside conditions.
_MAX_TESTS = 40


def ratio_formula(row: Row, ref: Reference, decimals: int = 2) -> str:
    """The formula of a ratio row: blank unless both parts are numbers and the whole is not 0."""
    if row.numerator is None or row.denominator is None:
        raise ValueError(f"{row.key} is no ratio")
    n, d = ref(row.numerator), ref(row.denominator)
    return f'=IF(AND(ISNUMBER({n}),ISNUMBER({d})),IF({d}=0,"",ROUND({n}*100/{d},{decimals})),"")'


def verdict_formula(template: ReportTemplate, key: str, ref: Reference) -> str | None:
    """The formula of column F, None for a row without tests.

    Tests are tried in order. When the whole would be too long for Excel the last ones are left to
    the button.
    """
    tests = list(tests_of(template, key))[:_MAX_TESTS]
    while tests:
        formula = _chain(tests, ref)
        if len(formula) <= MAX_FORMULA:
            return formula
        tests.pop()
    return None


def cells_read(template: ReportTemplate, key: str) -> tuple[str, ...]:
    """Keys of the cells a row's verdict reads, the row itself first, in printed order."""
    read: dict[str, None] = {key: None}

    def note(other: str) -> str:
        read.setdefault(other)
        return "A1"

    for test in tests_of(template, key):
        test.condition.excel(note)
        if test.number is not None:
            test.number.excel(note)
    first, *rest = read
    position = template.position
    return (first, *sorted(rest, key=lambda k: position.get(k, 0)))


def _chain(tests: list[Test], ref: Reference) -> str:
    branches = "".join(_branch(test, ref) for test in tests)
    return f'=IFERROR({branches}""' + ")" * len(tests) + ',"")'


def _branch(test: Test, ref: Reference) -> str:
    words = quoted(test.words)
    if test.number is not None:
        words = f"{words}&{test.number.excel(ref)}"
    return f"IF({test.condition.excel(ref)},{words},"


def functions_used(formula: str) -> Iterator[str]:
    """Names of the functions in a formula, texts left out."""
    import re

    bare = re.sub(r'"(?:[^"]|"")*"', '""', formula)
    yield from re.findall(r"([A-Z][A-Z0-9.]*)\(", bare)
