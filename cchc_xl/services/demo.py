"""The whole job: four real appendices (invented names) checked, a made-up province consolidated."""

from dataclasses import dataclass
from pathlib import Path

from cchc_xl.services import books, demo_province
from cchc_xl.services.checking import CheckedFile, check_file
from cchc_xl.services.demo_province import DemoProvince

_SAMPLES = Path(__file__).parents[1] / "samples"
_REPORTS = ("phuong-2023-q3", "so-2023-6t", "xa-2024-q1", "so-2021-q1")


@dataclass(frozen=True, slots=True)
class DemoResult:
    """One sample: what was found and the three workbooks made of it."""

    checked: CheckedFile
    blank: Path
    filled: Path
    reviewed: Path


@dataclass(frozen=True, slots=True)
class Demo:
    """Both halves: what a unit does, and what its parent does."""

    reports: list[DemoResult]
    province: DemoProvince


def run(folder: Path) -> Demo:
    """Write everything into ``folder`` (made when missing)."""
    folder.mkdir(parents=True, exist_ok=True)
    return Demo([_one(name, folder) for name in _REPORTS], demo_province.run(folder / "tinh-mau"))


def _one(name: str, folder: Path) -> DemoResult:
    checked = check_file(_SAMPLES / f"{name}.txt")
    if checked.read is None:
        raise RuntimeError(f"the sample {name} cannot be read")
    blank = folder / f"{name}-so-trong.xlsx"
    filled = folder / f"{name}-so-lieu.xlsx"
    reviewed = folder / f"{name}-da-kiem-tra.xlsx"
    books.build_blank(blank, checked.read.template)
    books.build_filled(filled, checked.read)
    books.build_checked(reviewed, checked)
    return DemoResult(checked, blank, filled, reviewed)
