"""How a rectangle of cells looks: formats, colours, sizes, links."""

from typing import Any

from cchc_xl.calc.areas import Area
from cchc_xl.calc.cell_parts import Font, as_number, as_rgb
from cchc_xl.calc.uno_bridge import struct

_COLUMN_UNIT = 226.0  # hundredths of a millimetre of one character
_POINT = 35.28


class LooksOfCells(Area):
    """Everything about cells that is no value."""

    @property
    def _formats(self) -> Any:
        return self.sheet.book.doc.NumberFormats

    @property
    def number_format(self) -> str | None:
        """The code of the format; None where the cells differ, "General" for the standard one."""
        key = self.api.NumberFormat
        if key is None:
            return None
        return str(self._formats.getByKey(key).FormatString)

    @number_format.setter
    def number_format(self, code: str) -> None:
        locale = struct("lang.Locale", Language="en", Country="US")
        key = self._formats.queryKey(code, locale, False)
        self.api.NumberFormat = self._formats.addNew(code, locale) if key == -1 else key

    @property
    def color(self) -> tuple[int, int, int] | None:
        return as_rgb(self.api.CellBackColor)

    @color.setter
    def color(self, value: Any) -> None:
        self.api.CellBackColor = -1 if value is None else as_number(value)

    @property
    def font(self) -> Font:
        return Font(self.api)

    @property
    def wrap_text(self) -> bool:
        return bool(self.api.IsTextWrapped)

    @wrap_text.setter
    def wrap_text(self, value: bool) -> None:
        self.api.IsTextWrapped = bool(value)

    @property
    def row_hidden(self) -> bool:
        return not self.api.Rows.IsVisible

    @row_hidden.setter
    def row_hidden(self, value: bool) -> None:
        self.api.Rows.IsVisible = not value

    @property
    def column_hidden(self) -> bool:
        return not self.api.Columns.IsVisible

    @column_hidden.setter
    def column_hidden(self, value: bool) -> None:
        self.api.Columns.IsVisible = not value

    @property
    def column_width(self) -> float:
        return float(self.api.Columns.Width) / _COLUMN_UNIT

    @column_width.setter
    def column_width(self, value: float) -> None:
        self.api.Columns.Width = int(value * _COLUMN_UNIT)

    @property
    def row_height(self) -> float:
        return float(self.api.Rows.Height) / _POINT

    @row_height.setter
    def row_height(self, value: float) -> None:
        self.api.Rows.Height = int(value * _POINT)

    def autofit(self, axis: str | None = None) -> None:
        if axis in (None, "columns", "c"):
            self.api.Columns.OptimalWidth = True
        if axis in (None, "rows", "r"):
            self.api.Rows.OptimalHeight = True

    @property
    def hyperlink(self) -> str:
        """Address behind the first link in the cell. Raises ``KeyError`` where there is none."""
        fields = self.api.getCellByPosition(0, 0).TextFields
        for field in (fields.getByIndex(number) for number in range(fields.Count)):
            if url := getattr(field, "URL", None):
                return str(url)
        raise KeyError(self.address)

    def add_hyperlink(
        self, address: str, text_to_display: str | None = None, screen_tip: str | None = None
    ) -> None:
        cell = self.api.getCellByPosition(0, 0)
        field = self.sheet.book.doc.createInstance("com.sun.star.text.TextField.URL")
        field.URL = address
        field.Representation = text_to_display or cell.String or address
        cell.setString("")
        cell.insertTextContent(cell.createTextCursor(), field, False)
