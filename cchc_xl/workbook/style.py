"""How a workbook looks: one font, a calm official palette, formats made once and shared."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook

FONT = "Times New Roman"
#: The workbook's default font decides how wide a column is. With this one the width is the same
#: in every office program, for it has substitutes of equal metrics where Windows' fonts are absent.
DEFAULTS = {
    # With a scheme Excel would take the font of the theme instead.
    "default_format_properties": {"font_name": FONT, "font_size": 12, "font_scheme": False},
    "default_row_height": 21,  # pixels that Excel gives a row of this font
    "default_column_width": 72,
}

#: Font of a footer; the blank keeps the size apart from a sheet's name such as "7 Chính quyền số".
FOOTER = f'&"{FONT},Regular"&9 '

# Ink
NAVY = "#1F3864"
RED = "#9C1C1F"
GREY = "#7F7F7F"
LINK = "#1F4E9E"
LINE = "#B7C0CE"
BLACK = "#000000"

# Fills
WHITE = "#FFFFFF"
INPUT = "#FFFBE6"  # to be typed
COMPUTED = "#EAF1F8"  # computes itself
HEADING = "#EEF1F6"
HEADING_TOP = "#DCE3EE"
OUTSIDE = "#F2F2F2"

# Findings: ink and fill by the word column F begins with
ERROR_INK, ERROR_FILL, ERROR_SOFT = "#9C0006", "#F9D9DA", "#FDEEEE"
WARNING_INK, WARNING_FILL, WARNING_SOFT = "#7A4B00", "#FFE9B8", "#FFF6E0"
NOTE_INK, NOTE_FILL, NOTE_SOFT = "#33506F", "#DCE6F0", "#EEF3F8"
UNANSWERED = "#FFE08A"  # a Giải trình that is still asked for

BOXED = {"border": 1, "border_color": LINE}
PRINTED = {"border": 1, "border_color": BLACK, "font_size": 13}


def number_format(decimals: int | None) -> str:
    """Format code of a numeric cell; None shows what was typed, without a trailing comma."""
    if decimals is None:
        return "General"
    return "0." + "0" * decimals if decimals else "0"


class Styles:
    """Formats of one workbook by their properties."""

    def __init__(self, workbook: "Workbook") -> None:
        self._workbook = workbook
        self._formats: dict[tuple[tuple[str, Any], ...], Format] = {}

    def get(self, **properties: Any) -> "Format":
        """A cell format: Times New Roman 12, centred between top and bottom unless said."""
        return self._cached({"valign": "vcenter"} | properties)

    def condition(self, **properties: Any) -> "Format":
        """A format laid over a cell's own by a condition: only what differs."""
        return self._cached(properties)

    def _cached(self, properties: dict[str, Any]) -> "Format":
        key = tuple(sorted(properties.items()))
        if key not in self._formats:
            self._formats[key] = self._workbook.add_format(properties)
        return self._formats[key]
