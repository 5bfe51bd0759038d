"""The sample reports, and what reviewers wrote about them and their forms by hand."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import cchc_xl
from cchc_xl.services import check_file
from cchc_xl.services.as_json import Json, checked_file

SAMPLES = Path(cchc_xl.__file__).parent / "samples"
EXPECTED = Path(__file__).parents[1] / "expected"

SAMPLE_OF = {
    "kontum-phuong-2023": SAMPLES / "phuong-2023-q3.txt",
    "so-ngoai-vu-2023": SAMPLES / "so-2023-6t.txt",
    "chodon-xa-2024": SAMPLES / "xa-2024-q1.txt",
    "ankhe-2021": SAMPLES / "bieu-trong-2021.txt",
    "backan-so-2021": SAMPLES / "so-2021-q1.txt",
}
EDITIONS = tuple(SAMPLE_OF)


@cache
def expected_findings(edition: str) -> dict[str, Any]:
    return _toml(EXPECTED / "findings" / f"{edition}.toml")


def _toml(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


@dataclass(frozen=True)
class Relation:
    """One relation a reviewer read off the printed form. Rows are 1-based printed positions."""

    edition: str
    type: str
    severity: str
    reason: str
    fields: tuple[tuple[str, Any], ...]

    def __getitem__(self, name: str) -> Any:
        return dict(self.fields)[name]

    def get(self, name: str) -> Any:
        return dict(self.fields).get(name)

    @property
    def rows(self) -> tuple[int, ...]:
        """Every row the relation names."""
        rows: list[int] = []
        for name, value in self.fields:
            if name not in ("codes", "level"):
                rows += value if isinstance(value, tuple) else [value]
        return tuple(rows)

    @property
    def id(self) -> str:
        words = "-".join(str(row) for row in self.rows)
        return f"{self.edition}-{self.type}-{words}"


@cache
def relations(edition: str) -> tuple[Relation, ...]:
    """Every relation listed for the edition, the extra ones last."""
    listed = _toml(EXPECTED / "relations" / f"{edition}.toml")
    return tuple(
        Relation(
            edition=edition,
            type=entry["type"],
            severity=entry["severity"],
            reason=entry["reason"],
            fields=tuple((k, tuple(v) if isinstance(v, list) else v) for k, v in rows.items()),
        )
        for group in ("relation", "extra")
        for entry in listed.get(group, ())
        for rows in (entry["rows"],)
    )


@cache
def percent_rows(edition: str) -> tuple[int, ...]:
    listed = _toml(EXPECTED / "relations" / f"{edition}.toml")
    return tuple(listed["percent_rows"])


def all_relations() -> Iterator[Relation]:
    for edition in EDITIONS:
        yield from relations(edition)


@cache
def checked_sample(edition: str) -> Json:
    """The JSON of Kiểm tra for the sample."""
    path = SAMPLE_OF[edition]
    return checked_file(check_file(path), path.name)
