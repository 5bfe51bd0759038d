"""Column D of a consolidated workbook: each row's rule as a formula over `Chi tiết đơn vị`.

What `cchc_xl.consolidate` computes, said once more for Excel (functions of 2010 only), so that
trace-precedents leads from a figure to the units it comes from. A figure in *Số gõ thay* wins.
"""

from collections import Counter
from collections.abc import Sequence
from itertools import groupby

from cchc_xl.consolidate import ADDING, Contribution
from cchc_xl.model import Consolidation, ReportTemplate, Row
from cchc_xl.rules.native import MAX_FORMULA
from cchc_xl.workbook.layout import Layout
from cchc_xl.workbook.merged.detail_places import Detail, DetailLayout


def column_order(leaves: Sequence[Contribution]) -> list[int]:
    """Places of the leaves in the order of their columns: those that share a list side by side.

    Shared lists first; units with a list of their own stand together behind them.
    """
    count, first = Counter(leaf.catalog for leaf in leaves), dict[str, int]()
    for number, leaf in enumerate(leaves):
        first.setdefault(leaf.catalog, number)
    catalogs = [leaf.catalog for leaf in leaves]
    return sorted(
        range(len(leaves)),
        key=lambda n: (count[catalogs[n]] == 1, first[catalogs[n]], n),
    )


class Formulas:
    """Formulas of one consolidated workbook; ``leaves`` in the order of their columns."""

    def __init__(
        self,
        template: ReportTemplate,
        form: Layout,
        detail: DetailLayout,
        leaves: Sequence[Contribution],
    ) -> None:
        self.template = template
        self.form = form
        self.detail = detail
        self.shared: list[tuple[int, int]] = []
        self.alone: list[int] = []
        for _, group in groupby(range(len(leaves)), key=lambda n: leaves[n].catalog):
            places = list(group)
            if len(places) > 1:
                self.shared.append((places[0], places[-1]))
            else:
                self.alone += places

    def value(self, row: Row) -> str | None:
        """The formula of a row's column D; None where there can be none.

        That is: the parent enters it, or it is too long for Excel (very many lists of procedures).
        """
        if row.consolidation not in ADDING or not self.detail.is_wide:
            return None
        typed = self.detail.cell(row.key, Detail.OVERRIDE)
        text = f"=IF(ISNUMBER({typed}),{typed},{self._computed(row)})"
        return text if len(text) <= MAX_FORMULA else None

    def _computed(self, row: Row) -> str:
        own, values = self.detail.cell(row.key, Detail.OWN), self.detail.values(row.key)
        if row.consolidation is Consolidation.SUM:
            return f'IF(COUNT({own},{values})=0,"",SUM({own},{values}))'
        if row.consolidation is Consolidation.TOTAL:
            return self._total(row)
        if row.consolidation is Consolidation.CATALOG:
            return self._catalog(row.key, own, values)
        if row.consolidation is Consolidation.UNIT_SHARE:
            yes = f"COUNTIF({values},100)"
            both = f"({yes}+COUNTIF({values},0))"
            return f'IF({both}=0,"",ROUND({yes}*100/{both},{self.template.decimals}))'
        return self._ratio(row)

    def _here(self, row: Row, key: str) -> str:
        return self.form.reference(key, from_sheet=self.form.sheet_of(row.key))

    def _catalog(self, key: str, own: str, values: str) -> str:
        """Shared lists give the value more than half of their units give (1/0: they give none).

        Such a value is the median; it is the common one where more than half stand with it.
        """
        terms = [f"N({own})"]
        if self.alone:
            terms.append(f"SUM({self.detail.values(key, self.alone[0], self.alone[-1])})")
        for first, last in self.shared:
            units = self.detail.values(key, first, last)
            middle = f"MEDIAN({units})"
            terms.append(
                f"IF(COUNT({units})=0,0,"
                f"IF(COUNTIF({units},{middle})*2>COUNT({units}),{middle},1/0))"
            )
        return f'IF(COUNT({own},{values})=0,"",IFERROR({"+".join(terms)},""))'

    def _ratio(self, row: Row) -> str:
        assert row.numerator is not None
        assert row.denominator is not None
        top, bottom = self._here(row, row.numerator), self._here(row, row.denominator)
        decimals = self.template.decimals
        plain = (
            f'IF(COUNT({top},{bottom})<2,"",IF({bottom}=0,"",ROUND({top}*100/{bottom},{decimals})))'
        )
        keys = (row.numerator, row.denominator)
        rules = {self.template.by_key[key].consolidation for key in keys}
        if rules == {Consolidation.SUM}:
            n, d = (self._both(key, keys, 0, None) for key in keys)
        elif rules == {Consolidation.CATALOG}:
            n, d = (self._lists_with_both(key, keys) for key in keys)
        else:
            return plain
        own = ",".join(self.detail.cell(key, Detail.OWN) for key in keys)
        n, d = (
            f"({added}+IF(COUNT({own})=2,{self.detail.cell(key, Detail.OWN)},0))"
            for key, added in zip(keys, (n, d), strict=True)
        )
        typed = ",".join(self.detail.cell(key, Detail.OVERRIDE) for key in keys)
        shares = f'IF(COUNT({top},{bottom})<2,"",IFERROR(ROUND({n}*100/{d},{decimals}),""))'
        return f"IF(COUNT({typed})>0,{plain},{shares})"

    def _both(self, key: str, keys: tuple[str, str], first: int, last: int | None) -> str:
        """The sum of a row over the units that filled both rows."""
        filled = "*".join(f"ISNUMBER({self.detail.values(one, first, last)})" for one in keys)
        return f"SUMPRODUCT({filled},{self.detail.values(key, first, last)})"

    def _lists_with_both(self, key: str, keys: tuple[str, str]) -> str:
        """The lengths of the lists that have both; a shared one has the value of most."""
        terms = []
        if self.alone:
            terms.append(self._both(key, keys, self.alone[0], self.alone[-1]))
        for first, last in self.shared:
            filled = ",".join(f"COUNT({self.detail.values(one, first, last)})>0" for one in keys)
            terms.append(f"IF(AND({filled}),MEDIAN({self.detail.values(key, first, last)}),0)")
        return "+".join(terms) or "0"

    def _total(self, row: Row) -> str:
        """Blank too where units filled a part on whose value they do not agree."""
        parts = ",".join(self._here(row, key) for key in row.parts)
        unknown = [f"COUNT({parts})=0"]
        for key in row.parts:
            if self.template.by_key[key].consolidation is not Consolidation.SUM:
                filled = f"COUNT({self.detail.values(key)})>0"
                unknown.append(f"AND(NOT(ISNUMBER({self._here(row, key)})),{filled})")
        return f'IF(OR({",".join(unknown)}),"",SUM({parts}))'
