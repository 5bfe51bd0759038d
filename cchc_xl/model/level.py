"""Levels of government that fill the form (the command word CAP)."""

from enum import StrEnum


class Level(StrEnum):
    """A level of government. ``HUYEN`` was abolished on 01/7/2025 but old reports carry it."""

    XA = "xa"
    HUYEN = "huyen"
    SO = "so"
    TINH = "tinh"

    @property
    def label(self) -> str:
        """The Vietnamese words a user reads."""
        return _LABELS[self]

    @property
    def display(self) -> str:
        """The label with a capital, as it stands alone in a cell."""
        return self.label[:1].upper() + self.label[1:]

    def covers(self, other: "Level") -> bool:
        """True when a unit of this level also reports for units of ``other``.

        A district answers for its communes ("Cấp huyện báo cáo cả cấp xã trực thuộc"), a province
        for everything below it. A level covers itself.
        """
        return other is self or other in _BELOW[self]


_LABELS = {
    Level.XA: "cấp xã",
    Level.HUYEN: "cấp huyện",
    Level.SO: "sở, ngành",
    Level.TINH: "cấp tỉnh",
}
_BELOW: dict[Level, frozenset[Level]] = {
    Level.XA: frozenset(),
    Level.SO: frozenset(),
    Level.HUYEN: frozenset({Level.XA}),
    Level.TINH: frozenset({Level.XA, Level.HUYEN, Level.SO}),
}
