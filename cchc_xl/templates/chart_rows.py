"""Which ratios the charts show: data, by the keys that mean the same in every edition."""

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

_FILE = Path(__file__).with_name("bieu-do.toml")


@dataclass(frozen=True, slots=True)
class ChartRows:
    """One chart's name and its groups of rows that can be compared with each other."""

    title: str
    groups: tuple[tuple[str, ...], ...]


@lru_cache(maxsize=1)
def load_chart_rows() -> dict[str, ChartRows]:
    """The charts by name: ``dung_han`` (on time), ``truc_tuyen`` (online)."""
    found = tomllib.loads(_FILE.read_text("utf-8"))
    return {
        name: ChartRows(chart["ten"], tuple(tuple(group) for group in chart["nhom"]))
        for name, chart in found.items()
    }
