"""The three tables of a consolidation: values with their cells, files, consolidated rows."""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from cchc_xl.consolidate import TAKES_OWN, Contribution, Status, Submission
from cchc_xl.model import ReportTemplate, Row
from cchc_xl.services.outcome import Outcome
from cchc_xl.workbook.layout import Layout

if TYPE_CHECKING:
    import pandas as pd

VALUES, UNITS, ROWS = "so-lieu", "don-vi", "chi-tieu"
#: Kinds of columns, as pandas calls them.
TEXT, NUMBER, COUNT, FLAG = "category", "Float64", "Int64", "boolean"

Line = dict[str, object]


def tables(outcome: Outcome) -> "Iterator[tuple[str, pd.DataFrame]]":
    """The three tables with their names, one after the other: the first may be large."""
    yield VALUES, _frame(_values(outcome), _VALUE_COLUMNS)
    yield UNITS, _frame(_units(outcome), _UNIT_COLUMNS)
    yield ROWS, _frame(_rows(outcome), _ROW_COLUMNS)


_VALUE_COLUMNS = {
    "don_vi": TEXT,
    "cap": TEXT,
    "ma": TEXT,
    "khoa": TEXT,
    "stt": TEXT,
    "chi_tieu": TEXT,
    "don_vi_tinh": TEXT,
    "gia_tri": NUMBER,
    "chu": TEXT,  # what stands there where it is no value
    "tep": TEXT,
    "trang": TEXT,
    "o": TEXT,
    "mau": TEXT,
    "trong_bieu": FLAG,  # the row has a place in the parent's form
    "qua_cau_noi": FLAG,
    "qua_don_vi": TEXT,  # the unit whose consolidated file brought it
}
_UNIT_COLUMNS = {
    "don_vi": TEXT,
    "cap": TEXT,
    "ma": TEXT,
    "nhom": TEXT,
    "trang_thai": TEXT,
    "trang_thai_chu": TEXT,
    "ly_do": TEXT,
    "dung": FLAG,
    "tep": TEXT,
    "kich_thuoc": COUNT,
    "sha256": TEXT,
    "thoi_gian": TEXT,
    "mau": TEXT,
    "ky": TEXT,
    "so_loi": COUNT,
    "so_canh_bao": COUNT,
    "so_luu_y": COUNT,
    "so_da_giai_trinh": COUNT,
}
_ROW_COLUMNS = {
    "dong": COUNT,
    "phan": TEXT,
    "khoa": TEXT,
    "stt": TEXT,
    "chi_tieu": TEXT,
    "don_vi_tinh": TEXT,
    "cach_cong": TEXT,
    "gia_tri": NUMBER,
    "so_don_vi_minh": NUMBER,
    "so_go_thay": NUMBER,
    "so_don_vi_co_so": COUNT,
    "nho_nhat": NUMBER,
    "lon_nhat": NUMBER,
}


def _values(outcome: Outcome) -> Iterator[Line]:
    sources = _Sources(outcome)
    for leaf in outcome.leaves:
        for key, said in (*leaf.values.items(), *leaf.unreadable.items()):
            submission = sources.of(leaf, key)
            form = submission.template if submission else None
            row = outcome.template.by_key.get(key) or (form.by_key.get(key) if form else None)
            sheet, cell = sources.place(leaf, submission, key)
            yield {
                "don_vi": leaf.org_unit,
                "cap": leaf.level.value if leaf.level else None,
                "ma": leaf.code or None,
                "khoa": key,
                **_named(row),
                "gia_tri": said if isinstance(said, Decimal) else None,
                "chu": said if isinstance(said, str) else None,
                "tep": submission.file if submission else leaf.file,
                "trang": sheet or None,
                "o": cell or None,
                "mau": form.id if form else None,
                "trong_bieu": key in outcome.template.by_key,
                "qua_cau_noi": key in leaf.bridged,
                "qua_don_vi": leaf.via or None,
            }


def _units(outcome: Outcome) -> Iterator[Line]:
    for line in outcome.units:
        one, listed = line.submission, line.listed
        level = (one.org_unit.level if one else None) or (listed.level if listed else None)
        yield {
            "don_vi": line.unit,
            "cap": level.value if level else None,
            "ma": (listed.code if listed else one.org_unit.code if one else None) or None,
            "nhom": listed.group or None if listed else None,
            "trang_thai": line.status.value,
            "trang_thai_chu": line.status.label,
            "ly_do": line.reason or None,
            "dung": line.used,
            "tep": line.file,
            "kich_thuoc": one.size if one else None,
            "sha256": one.sha256 or None if one else None,
            "thoi_gian": f"{one.modified:%Y-%m-%d %H:%M:%S}" if one and one.modified else None,
            "mau": one.template.id if one and one.template else None,
            "ky": str(one.period) if one and one.period else None,
            "so_loi": one.errors if one else None,
            "so_canh_bao": one.warnings if one else None,
            "so_luu_y": one.notes if one else None,
            "so_da_giai_trinh": one.answered if one else None,
        }


def _rows(outcome: Outcome) -> Iterator[Line]:
    template, own = outcome.template, outcome.kept.own
    for key, result in outcome.result.rows.items():
        yield {
            "dong": template.position[key],
            "phan": template.section_of[key].title,
            "khoa": key,
            **_named(template.by_key[key]),
            "cach_cong": result.rule.value,
            "gia_tri": result.value,
            "so_don_vi_minh": own.get(key) if result.rule in TAKES_OWN else None,
            "so_go_thay": result.value if result.overridden else None,
            "so_don_vi_co_so": result.filled,
            "nho_nhat": result.low,
            "lon_nhat": result.high,
        }


def _named(row: Row | None) -> Line:
    if row is None:
        return {"stt": None, "chi_tieu": None, "don_vi_tinh": None}
    return {"stt": row.no or None, "chi_tieu": row.label, "don_vi_tinh": row.measure or None}


class _Sources:
    """Which file, and which cell of it, a value comes from."""

    def __init__(self, outcome: Outcome) -> None:
        self._files: dict[str, Submission] = {}
        self._parts: dict[str, list[Submission]] = {}
        self._layouts: dict[int, tuple[ReportTemplate, Layout]] = {}
        for line in outcome.units:
            if line.submission is None or not line.status.counts:
                continue
            self._files[line.submission.file] = line.submission
            if line.status is Status.PART:
                for leaf in line.submission.leaves:
                    self._parts.setdefault(leaf.identity, []).append(line.submission)

    def of(self, leaf: Contribution, key: str) -> Submission | None:
        """The file a value stands in; of several parts of one appendix the first that says it."""
        found = self._files.get(leaf.file)
        if found is not None:
            return found
        for part in self._parts.get(leaf.identity, ()):
            if any(key in one.values or key in one.unreadable for one in part.leaves):
                return part
        return None

    def place(self, leaf: Contribution, submission: Submission | None, key: str) -> tuple[str, str]:
        """Sheet and cell; blank where nobody knows, or where the value stands in no one cell.

        A consolidated file carries its leaves in a hidden sheet, a bridged value stands in a row
        of another key.
        """
        if submission is None or submission.places is None or submission.consolidated:
            return "", ""
        form = submission.template
        if key in leaf.bridged or form is None or key not in form.by_key:
            return "", ""
        return submission.places.get(key) or self._layout(form).place_of(key)

    def _layout(self, form: ReportTemplate) -> Layout:
        """One for each form; by the object, since hashing an edition takes long."""
        if id(form) not in self._layouts:
            self._layouts[id(form)] = (form, Layout(form))
        return self._layouts[id(form)][1]


def _frame(lines: Iterable[Line], columns: Mapping[str, str]) -> "pd.DataFrame":
    import pandas as pd  # imported where tables are the point

    cells: dict[str, list[Any]] = {name: [] for name in columns}
    for line in lines:
        for name, column in cells.items():
            column.append(line[name])
    found = {}
    for name, kind in columns.items():
        column = cells.pop(name)
        if kind == NUMBER:
            column = [None if cell is None else float(cell) for cell in column]
        # Texts repeat: names of rows, units, files. Each is kept once.
        found[name] = pd.Categorical(column) if kind == TEXT else pd.array(column, dtype=kind)
    return pd.DataFrame(found)
