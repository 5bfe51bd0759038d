"""Turn a finished `.xlsx` package into `.xlsm` or `.xlam`: project, code names, buttons, ribbon.

Works on the bytes the builder made, so that the builder knows nothing of macros. Dates and origin
inside the zip are fixed: the same input gives the same bytes.
"""

import io
import itertools
import re
import zipfile
from collections.abc import Callable, Mapping

from cchc_xl.macro.buttons import Grid
from cchc_xl.macro.project import BOOK_CODE_NAME, code_names

_EPOCH = (1980, 1, 1, 0, 0, 0)
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_PROJECT = "http://schemas.microsoft.com/office/2006/relationships/vbaProject"
_RIBBON = "http://schemas.microsoft.com/office/2007/relationships/ui/extensibility"
_PLAIN = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
WORKBOOK_TYPE = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
ADDIN_TYPE = "application/vnd.ms-excel.addin.macroEnabled.main+xml"
_DRAWING_TYPE = "application/vnd.openxmlformats-officedocument.drawing+xml"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

#: What may follow `drawing` inside a worksheet, by the order of the schema.
_AFTER_DRAWING = re.compile(
    r"<(?:legacyDrawing|legacyDrawingHF|drawingHF|picture|oleObjects|controls|webPublishItems"
    r"|tableParts|extLst)\b|</worksheet>"
)


class Package:
    """The parts of one package as text or bytes, in their order."""

    def __init__(self, data: bytes) -> None:
        with zipfile.ZipFile(io.BytesIO(data)) as source:
            self._parts = {member.filename: source.read(member) for member in source.infolist()}

    def __contains__(self, name: str) -> bool:
        return name in self._parts

    def text(self, name: str) -> str:
        return self._parts[name].decode("utf-8")

    def put(self, name: str, content: str | bytes) -> None:
        self._parts[name] = content.encode("utf-8") if isinstance(content, str) else content

    def change(self, name: str, change: Callable[[str], str]) -> None:
        self.put(name, change(self.text(name)))

    def add_type(self, element: str) -> None:
        """Add a line to the list of content types; defaults stand before overrides."""
        before = "<Override" if element.startswith("<Default") else "</Types>"
        self.change("[Content_Types].xml", lambda t: t.replace(before, element + before, 1))

    def relate(self, part: str, identity: str, kind: str, target: str) -> None:
        """Add a relationship of a part (``""``: of the package)."""
        folder, _, name = part.rpartition("/")
        path = f"{folder}/_rels/{name}.rels" if part else "_rels/.rels"
        if path not in self:
            self.put(path, f'{_HEAD}<Relationships xmlns="{_RELATIONS}"></Relationships>')
        element = f'<Relationship Id="{identity}" Type="{kind}" Target="{target}"/>'
        self.change(path, lambda t: t.replace("</Relationships>", element + "</Relationships>", 1))

    def sheets(self) -> dict[str, str]:
        """The worksheets in their order: name and part."""
        targets = dict(
            re.findall(
                r'<Relationship Id="(\w+)"[^>]*? Target="(worksheets/[^"]+)"',
                self.text("xl/_rels/workbook.xml.rels"),
            )
        )
        found = re.findall(
            r'<sheet name="([^"]*)"[^>]*? r:id="(\w+)"', self.text("xl/workbook.xml")
        )
        return {_plain(name): f"xl/{targets[identity]}" for name, identity in found}

    def to_bytes(self) -> bytes:
        """The package, reproducible."""
        target = io.BytesIO()
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as result:
            for name, content in self._parts.items():
                info = zipfile.ZipInfo(name, _EPOCH)
                info.compress_type = zipfile.ZIP_DEFLATED
                info.create_system = 0
                result.writestr(info, content)
        return target.getvalue()


def add_project(package: Package, project: bytes, main_type: str) -> None:
    """Put in the VBA project and give workbook and sheets the code names of its modules."""
    package.put("xl/vbaProject.bin", project)
    package.change("[Content_Types].xml", lambda t: t.replace(_PLAIN, main_type, 1))
    package.add_type(
        '<Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/>'
    )
    package.relate("xl/workbook.xml", "rIdVba", _PROJECT, "vbaProject.bin")
    package.change("xl/workbook.xml", lambda t: _with_code_name(t, "workbookPr", BOOK_CODE_NAME))
    sheets = package.sheets()
    for part, code in zip(sheets.values(), code_names(len(sheets)), strict=True):
        package.change(part, lambda t, code=code: _with_code_name(t, "sheetPr", code))  # type: ignore[misc]


def _with_code_name(text: str, element: str, code: str) -> str:
    if f"<{element}" in text:
        return text.replace(f"<{element}", f'<{element} codeName="{code}"', 1)
    # Only sheets may lack it; it is the first element of a worksheet.
    return re.sub(r"(<worksheet\b[^>]*>)", rf'\1<{element} codeName="{code}"/>', text, count=1)


def add_ribbon(package: Package, ribbon: str) -> None:
    """Put in the ribbon (Excel 2010 and later)."""
    package.put("customUI/customUI14.xml", ribbon)
    package.relate("", "rIdRibbon", _RIBBON, "customUI/customUI14.xml")


def add_drawing(package: Package, sheet: str, drawing: str) -> None:
    """Lay a drawing over a sheet that has none; charts of other sheets have theirs already."""
    number = next(n for n in itertools.count(1) if f"xl/drawings/drawing{n}.xml" not in package)
    part = f"xl/drawings/drawing{number}.xml"
    if "<drawing " in package.text(sheet):
        raise ValueError(f"{sheet}: there is a drawing already")
    package.put(part, drawing)
    package.add_type(f'<Override PartName="/{part}" ContentType="{_DRAWING_TYPE}"/>')
    package.relate(sheet, "rIdNut", f"{_OFFICE}/drawing", f"../drawings/drawing{number}.xml")
    package.change(
        sheet,
        lambda t: _AFTER_DRAWING.sub(lambda m: f'<drawing r:id="rIdNut"/>{m[0]}', t, count=1),
    )


def set_height(package: Package, sheet: str, row: int, pixels: int) -> None:
    """Give a row that is written in the sheet another height."""
    height = f"{pixels * 0.75:g}"

    def changed(found: re.Match[str]) -> str:
        rest = re.sub(r' (ht|customHeight)="[^"]*"', "", found[1])
        return f'<row r="{row}"{rest} ht="{height}" customHeight="1"'

    def change(text: str) -> str:
        new, times = re.subn(rf'<row r="{row}"([^>/]*)', changed, text)
        if times != 1:
            raise ValueError(f"{sheet}: row {row} stands there {times} times")
        return new

    package.change(sheet, change)


def grid_of(package: Package, sheet: str, digit: int) -> Grid:
    """Sizes of a sheet's columns and rows. ``digit``: pixels of a digit in the default font."""
    text = package.text(sheet)
    columns: dict[int, int] = {}
    for attributes in re.findall(r"<col\b([^>]*)/>", text):
        values = _attributes(attributes)
        hidden = values.get("hidden") == "1"
        width = 0 if hidden else int((256 * float(values["width"]) + 128 // digit) / 256 * digit)
        for column in range(int(values["min"]), min(int(values["max"]), 99) + 1):
            columns[column] = width
    rows = {
        int(values["r"]): 0 if values.get("hidden") == "1" else round(float(values["ht"]) / 0.75)
        for values in map(_attributes, re.findall(r"<row\b([^>]*)>", text))
        if "ht" in values
    }
    base = _attributes((re.search(r"<sheetFormatPr\b([^>]*)/>", text) or ["", ""])[1])
    default_row = round(float(base.get("defaultRowHeight", "15")) / 0.75)
    default_column = float(base.get("defaultColWidth", "9"))
    return Grid(columns, rows, int(default_column * digit), default_row)


def _attributes(text: str) -> Mapping[str, str]:
    return dict(re.findall(r'(\w+)="([^"]*)"', text))


def _plain(text: str) -> str:
    for entity, character in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&amp;", "&")):
        text = text.replace(entity, character)
    return text
