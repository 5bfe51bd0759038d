"""What machines say about a built file where there is no Excel: complaints, none for a sound one.

Shared by the tests and by ``tools/kiem_dinh.py``, which writes docs/kiem-dinh.md.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from pathlib import Path

from cchc_xl.macro.project import modules
from tests import ooxml
from tests.macro.built import modules_of, vba_modules
from tools.so_mau import FOLDER

PAGE = Path(__file__).resolve().parents[1] / "docs" / "kiem-dinh.md"
#: Every file that is shipped.
FILES = tuple(sorted(path.name for path in FOLDER.glob("*.xl*")))
FINE, NO_VBA = "đạt", "không có VBA"


def has_vba(path: Path) -> bool:
    """True for workbooks with macros and the add-in."""
    return path.suffix in (".xlsm", ".xlam")


def audit(path: Path) -> list[str]:
    """What openxml-audit finds, and a verdict other than that Excel opens the file cleanly."""
    from openxml_audit import (  # type: ignore[import-untyped]
        FileFormat,
        OpenXmlValidator,
        predict,
    )

    result = OpenXmlValidator(file_format=FileFormat.OFFICE_2010).validate(path)
    found = [str(error) for error in result.errors]
    prediction = predict(result).to_dict()["prediction"]
    return found if prediction == "opens-clean" else [*found, str(prediction)]


def round_trip(path: Path) -> list[str]:
    """Modules that oletools reads back otherwise than ``macros/`` has them, and strange ones."""
    inside = vba_modules(path.read_bytes(), path.name)
    built = {module.name: module.source for module in modules(modules_of(path.name))}
    differing = [name for name, source in built.items() if inside.get(name) != source]
    strangers = [
        name
        for name in inside.keys() - built.keys()
        if any(not line.startswith("Attribute ") for line in inside[name].splitlines())
    ]
    return sorted(differing + strangers)


def analysis(path: Path) -> list[str]:
    """What would not compile; xlwings' own module may have warnings.

    The same VBA project in another file is not analysed again: the editions share theirs.
    """
    with zipfile.ZipFile(path) as package:
        project = package.read("xl/vbaProject.bin")
    if project not in _ANALYSED:
        _ANALYSED[project] = _analysis(path)
    return _ANALYSED[project]


_ANALYSED: dict[bytes, list[str]] = {}


def _analysis(path: Path) -> list[str]:
    from pyvbaanalysis import analyze_office_file

    found = analyze_office_file(str(path))
    if not {"modBridge", "xlwings"} <= set(found):
        return [f"chỉ thấy {', '.join(sorted(found))}"]
    return [
        f"{module}: {problem.severity.value}: {problem.message}"
        for module, listed in found.items()
        for problem in listed
        if problem.severity.value == "error"
        or (problem.severity.value == "warning" and module != "xlwings")
    ]


#: Columns of the table. The last two look at VBA only.
INSPECTIONS: dict[str, Callable[[Path], list[str]]] = {
    "Open XML SDK, Office 2010": lambda path: ooxml.validate(path, "Office2010"),
    "Open XML SDK, Microsoft 365": lambda path: ooxml.validate(path, "Microsoft365"),
    "openxml-audit": audit,
    "olevba: VBA đúng bằng macros/": round_trip,
    "pyvbaanalysis": analysis,
}
_OF_VBA = ("olevba: VBA đúng bằng macros/", "pyvbaanalysis")


def inspect(path: Path, inspection: str) -> tuple[str, list[str]]:
    """The word for the table, and the complaints."""
    if inspection in _OF_VBA and not has_vba(path):
        return NO_VBA, []
    complaints = INSPECTIONS[inspection](path)
    return (f"{len(complaints)} lỗi" if complaints else FINE), complaints


def documented() -> dict[tuple[str, str], str]:
    """Every field of the tables of docs/kiem-dinh.md by row and column."""
    found: dict[tuple[str, str], str] = {}
    columns: list[str] = []
    for line in PAGE.read_text("utf-8").splitlines():
        cells = [cell.strip().strip("`") for cell in line.strip("|").split("|")]
        if not line.startswith("|"):
            columns = []
        elif not columns:
            columns = cells
        elif not re.fullmatch(r"[|:\- ]+", line):
            found |= {(cells[0], name): cell for name, cell in zip(columns, cells, strict=True)}
    return found
