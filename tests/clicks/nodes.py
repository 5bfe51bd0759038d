"""What is on the screen, as LibreOffice tells programs for the blind."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

_PIXELS = 6

# Numbers of com.sun.star.accessibility.AccessibleRole; they are part of LibreOffice's interface.
ALERT, DIALOG, LABEL, PUSH_BUTTON, SHAPE, TEXT, STATIC = 1, 12, 30, 44, 52, 60, 86


class Node:
    """A node of LibreOffice's accessibility tree."""

    _MOST_CHILDREN = 200  # a sheet says it has two thousand million
    _DEEPEST = 12

    def __init__(self, found: Any) -> None:
        self._found = found
        self.role = int(found.getAccessibleRole())
        self.name = str(found.getAccessibleName() or "")
        self.description = str(found.getAccessibleDescription() or "")

    @classmethod
    def of(cls, accessible: Any) -> Node | None:
        """The node of a window or of another node's child; None for one that just went."""
        try:
            return cls(accessible.getAccessibleContext())
        except Exception:
            return None

    def children(self) -> Iterator[Node]:
        """The nodes below, without cells of sheets."""
        count = self._found.getAccessibleChildCount()
        for number in range(min(count, self._MOST_CHILDREN) if count < 1 << 20 else 0):
            node = Node.of(self._found.getAccessibleChild(number))
            if node is not None:
                yield node

    def all(self, depth: int = 0) -> Iterator[Node]:
        """This node and everything below."""
        yield self
        if depth < self._DEEPEST:
            for child in self.children():
                yield from child.all(depth + 1)

    @property
    def middle(self) -> tuple[int, int]:
        """Its middle, in pixels of the screen."""
        at, size = self._found.getLocationOnScreen(), self._found.getSize()
        return at.X + size.Width // 2, at.Y + size.Height // 2

    @property
    def is_visible(self) -> bool:
        """True when it has a place on the screen; what is scrolled away is a pixel wide."""
        size = self._found.getSize()
        return bool(size.Width > _PIXELS and size.Height > _PIXELS and min(self.middle) > 0)
