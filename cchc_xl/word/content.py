"""What was read from a Word document: lines and tables in reading order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from cchc_xl.text import LegacyEncoding


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: the columns of the grid it covers, what stands in it."""

    start: int
    span: int
    blocks: tuple[Block, ...]

    @property
    def lines(self) -> tuple[str, ...]:
        """Lines of text, those of tables inside it left out."""
        return tuple(block.text for block in self.blocks if isinstance(block, Line))


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells over a grid of columns; ``widths`` are 1 where the file does not tell."""

    widths: tuple[float, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class Line:
    """One line of text. ``bound``: which rows its numbers were filled from (content controls)."""

    text: str
    bound: tuple[tuple[str, str], ...] = ()


Block: TypeAlias = Line | Table


@dataclass(slots=True)
class WordDocument:
    """Everything read. ``encoding`` and ``sample`` tell of legacy fonts.

    ``described`` is what the document's own properties say of it (its identifier).
    """

    blocks: tuple[Block, ...] = ()
    has_changes: bool = False
    encoding: LegacyEncoding | None = None
    sample: tuple[str, str] = ("", "")
    described: str = ""
