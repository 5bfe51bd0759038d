"""How high a row must be: Excel does not fit wrapped rows of a file it did not write itself.

An estimate from the widths of Times New Roman's letters, so that pages and screens look right
before anybody touches them; the row stays free to be fitted again.
"""

import math
import unicodedata
from functools import lru_cache

#: Widths in thousandths of the font size; every letter not listed is 500 wide.
_WIDTHS = {
    278: "ijlt/:;",
    250: " .,",
    333: "frI()-‘’",
    389: "sJ",
    444: "acez",
    556: "FPS",
    611: "ELTZ",
    667: "BCR",
    722: "ADGHKNOQUVXYwĐ",
    778: "m&",
    833: "%",
    889: "M",
    944: "W",
    1000: "…—",
}
_WIDTH_OF = {letter: width for width, letters in _WIDTHS.items() for letter in letters}
_BOLD = 1.07
_LINE = 1.3  # height of a line, in font sizes
_PIXELS_PER_POINT = 96 / 72
_PADDING = 4.0  # points above and below the text together


def column_points(width: float) -> float:
    """Room for text in a column of ``width`` characters, in points."""
    pixels = math.floor(width * 8 + 5)  # a digit of the default font, style.FONT 12, is 8 wide
    return (pixels - 6) / _PIXELS_PER_POINT


@lru_cache(maxsize=4096)
def text_points(text: str, size: float, bold: bool = False) -> float:
    """Width of one line of text, in points."""
    letters = (c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
    thousandths = sum(_WIDTH_OF.get(letter, 500) for letter in letters)
    return thousandths / 1000 * size * (_BOLD if bold else 1.0)


@lru_cache(maxsize=8192)
def count_lines(
    text: str, width: float, size: float, *, bold: bool = False, indent: int = 0
) -> int:
    """Lines of ``text`` wrapped at words in a column of ``width`` characters; 0 for no text."""
    if not text:
        return 0
    room = max(column_points(width) - indent * 7, size)
    if len(text) * size * _BOLD <= room and "\n" not in text:
        return 1  # no letter is wider than the font size
    space = text_points(" ", size, bold)
    lines = 0
    for paragraph in text.split("\n"):
        lines += 1
        used = 0.0
        for word in paragraph.split():
            needed = text_points(word, size, bold)
            if used and used + space + needed > room:
                lines += 1
                used = 0.0
            used += needed + (space if used else 0.0)
            if used > room:  # a word longer than the column is broken
                extra = math.ceil(used / room) - 1
                lines += extra
                used -= extra * room
    return lines


def lines_height(lines: int, size: float) -> float:
    """Height of a row that shows so many lines, in points (quarters, as Excel keeps them)."""
    return math.ceil((max(lines, 1) * size * _LINE + _PADDING) * 4 / 3) * 3 / 4
