"""Four merges of the samples, worked out by hand before (tests/expected/merges)."""

import datetime as dt
from decimal import Decimal
from pathlib import Path

import pytest

from cchc_xl.consolidate import Submission
from cchc_xl.services.consolidating import Request, consolidate_submissions
from cchc_xl.services.outcome import Outcome
from cchc_xl.services.receiving import receive, unpacked
from cchc_xl.templates import loader

SAMPLES = Path(loader.__file__).parents[1] / "samples"
EXPECTED = Path(__file__).parents[1] / "expected" / "merges"

MERGES = {
    "m1-xa-phuong-into-chodon-xa-2024": ("phuong-2023-q3", "xa-2024-q1"),
    "m2-two-departments-into-backan-so-2021": ("so-2023-6t", "so-2021-q1"),
    "m3-all-four-into-chodon-xa-2024": ("phuong-2023-q3", "xa-2024-q1", "so-2023-6t", "so-2021-q1"),
    "m4-all-four-into-backan-so-2021": ("phuong-2023-q3", "xa-2024-q1", "so-2023-6t", "so-2021-q1"),
}


def table(name: str) -> list[dict[str, str]]:
    lines = [
        line
        for line in (EXPECTED / name).read_text("utf-8").splitlines()
        if line and not line.startswith("#")
    ]
    header = lines[0].split("\t")
    return [dict(zip(header, line.split("\t"), strict=False)) for line in lines[1:]]


@pytest.fixture(scope="module")
def received() -> dict[str, Submission]:
    names = ("phuong-2023-q3", "xa-2024-q1", "so-2023-6t", "so-2021-q1")
    return {name: unpacked(receive(SAMPLES / f"{name}.txt", name)) for name in names}


@pytest.fixture(scope="module", params=sorted(MERGES))
def merge(request: pytest.FixtureRequest, received: dict[str, Submission]) -> tuple[str, Outcome]:
    name: str = request.param
    edition = name.rsplit("-into-", 1)[1]
    outcome = consolidate_submissions(
        [received[child] for child in MERGES[name]],
        Request(template=loader.load(edition), ignore_period=True),
        dt.datetime(2024, 4, 1),
    )
    return name, outcome


def test_every_row_has_the_value_worked_out_by_hand(merge: tuple[str, Outcome]) -> None:
    name, outcome = merge
    expected = {line["key"]: line for line in table(f"{name}.tsv")}
    wrong = []
    for key, found in outcome.result.rows.items():
        line = expected.get(key, {})
        value = Decimal(line["value"]) if line.get("value") else None
        parts = {
            unit.strip(): Decimal(number)
            for unit, _, number in (p.partition("=") for p in line.get("parts", "").split(";"))
            if number
        }
        said = {part.file: part.value for part in found.parts}
        if (found.value, found.filled, said) != (value, int(line.get("filled") or 0), parts):
            wrong.append((key, found.value, found.filled, said, line))
        if line:
            assert found.rule == line["rule"]
            assert outcome.template.position[key] == int(line["row"])
    assert wrong == []
    assert expected.keys() <= outcome.result.rows.keys()


def test_adding_up_says_what_was_foreseen_of_the_same_rows(merge: tuple[str, Outcome]) -> None:
    name, outcome = merge
    foreseen = {(line["code"], line["key"]) for line in table(f"{name}.findings.tsv")}
    said = {
        (finding.code, finding.key)
        for finding in outcome.result.findings
        if finding.code != "TH207"
    }
    assert said == foreseen


def test_figures_without_a_place_are_listed(merge: tuple[str, Outcome]) -> None:
    name, outcome = merge
    foreseen = {(line["unit"], line["key"]) for line in table(f"{name}.without-place.tsv")}
    assert {(row.file, row.key) for row in outcome.foreign} == foreseen


def test_a_total_that_stands_alone_is_named_instead_of_lost(
    received: dict[str, Submission],
) -> None:
    # the form of the one prints procedures of a department under another key than the other's parts
    outcome = consolidate_submissions(
        [received["so-2023-6t"], received["so-2021-q1"]],
        Request(template=loader.load("backan-so-2021"), ignore_period=True),
        dt.datetime(2024, 4, 1),
    )
    alone = {finding.key for finding in outcome.result.findings if finding.code == "TH207"}
    assert alone == {"tthc_tong_co_hieu_luc"}


def test_files_of_several_periods_do_not_merge_unless_asked(
    received: dict[str, Submission],
) -> None:
    outcome = consolidate_submissions(
        list(received.values()),
        Request(template=loader.load("chodon-xa-2024"), period=received["xa-2024-q1"].period),
        dt.datetime(2024, 4, 1),
    )
    assert {line.file: line.status.value for line in outcome.units} == {
        "phuong-2023-q3": "wrong-period",
        "xa-2024-q1": "merged",
        "so-2023-6t": "wrong-period",
        "so-2021-q1": "wrong-period",
    }
