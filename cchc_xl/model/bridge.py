"""A declared near-equivalence of two rows of different editions."""

import datetime as dt

from pydantic import BaseModel, ConfigDict, Field


class Bridge(BaseModel):
    """Rows that mean nearly the same ("mức độ 3" ~ "một phần"): used only when asked for.

    It holds both ways, for periods that end within ``valid_from`` … ``valid_to`` (inclusive, None:
    open): the same words under another legal basis are false friends, not near-equivalents.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    keys: tuple[str, str]
    reason: str = Field(min_length=1)
    legal_basis: str = Field(min_length=1)
    valid_from: dt.date | None = None
    valid_to: dt.date | None = None

    @property
    def pair(self) -> frozenset[str]:
        """The two rows, whichever comes first."""
        return frozenset(self.keys)

    def holds(self, day: dt.date | None) -> bool:
        """True when the bridge may carry a figure of a period that ends on ``day``."""
        if day is None:
            return False
        return (self.valid_from is None or day >= self.valid_from) and (
            self.valid_to is None or day <= self.valid_to
        )

    def other(self, key: str) -> str | None:
        """The row on the other side of ``key``; None when it is on neither."""
        left, right = self.keys
        return right if key == left else left if key == right else None


class BridgeFile(BaseModel):
    """The whole of ``cau-noi.toml``."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    bridges: tuple[Bridge, ...] = ()
