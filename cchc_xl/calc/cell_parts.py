"""What hangs on cells: their notes, their font, colours between Calc and Excel."""

from typing import Any

from xlwings import base_classes, utils

from cchc_xl.calc.contracts import SheetLike
from cchc_xl.calc.uno_bridge import enum

_BOLD, _NORMAL = 150.0, 100.0


def as_number(color: Any) -> int:
    """A colour as Calc wants it, from (r, g, b), "#RRGGBB" or Excel's own number."""
    if isinstance(color, str):
        color = utils.hex_to_rgb(color)
    elif isinstance(color, int):
        color = utils.int_to_rgb(color)
    red, green, blue = color
    return int(red) << 16 | int(green) << 8 | int(blue)


def as_rgb(number: int) -> tuple[int, int, int] | None:
    """(r, g, b) of Calc's number; None for "automatic" or "no fill"."""
    if number in (-1, 0xFFFFFFFF):
        return None
    return number >> 16 & 255, number >> 8 & 255, number & 255


class Note(base_classes.Note):
    """The note of one cell."""

    def __init__(self, sheet: SheetLike, row: int, column: int) -> None:
        self._sheet = sheet
        self._row, self._column = row, column

    @property
    def api(self) -> Any:
        return self._sheet.api.getCellByPosition(self._column - 1, self._row - 1).Annotation

    @property
    def text(self) -> str:
        return str(self.api.String)

    @text.setter
    def text(self, value: str) -> None:
        self.api.setString(value)

    @property
    def author(self) -> str:
        """Who wrote it: LibreOffice fills in its user's name, "" where it knows none."""
        return str(self.api.Author)

    @property
    def location(self) -> Any:
        """The cell, as the sheet gives it."""
        return self._sheet.range((self._row, self._column))

    def delete(self) -> None:
        notes = self._sheet.api.Annotations
        for number in range(notes.Count):
            at = notes.getByIndex(number).Position
            if (at.Row + 1, at.Column + 1) == (self._row, self._column):
                notes.removeByIndex(number)
                return


class Font(base_classes.Font):
    """The font of a range of cells."""

    def __init__(self, cells: Any) -> None:
        self._cells = cells

    @property
    def api(self) -> Any:
        return self._cells

    @property
    def bold(self) -> bool:
        return bool(self._cells.CharWeight > _NORMAL)

    @bold.setter
    def bold(self, value: bool) -> None:
        self._cells.CharWeight = _BOLD if value else _NORMAL

    @property
    def italic(self) -> bool:
        return bool(self._cells.CharPosture.value == "ITALIC")

    @italic.setter
    def italic(self, value: bool) -> None:
        self._cells.CharPosture = enum("awt.FontSlant", "ITALIC" if value else "NONE")

    @property
    def size(self) -> float:
        return float(self._cells.CharHeight)

    @size.setter
    def size(self, value: float) -> None:
        self._cells.CharHeight = float(value)

    @property
    def name(self) -> str:
        return str(self._cells.CharFontName)

    @name.setter
    def name(self, value: str) -> None:
        self._cells.CharFontName = value

    @property
    def color(self) -> tuple[int, int, int] | None:
        return as_rgb(self._cells.CharColor)

    @color.setter
    def color(self, value: Any) -> None:
        self._cells.CharColor = as_number(value)
