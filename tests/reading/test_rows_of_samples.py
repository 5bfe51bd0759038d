"""Every row of the five samples, against tables written down from the printed forms.

``tests/expected/rows/<edition>.tsv`` was taken from the printed tables by joining the pieces that
the page breaks cut, then read row by row; the values were decided by hand from the form's own
measures (a "0" where words are offered means nothing certain, "Không" where people are counted
is 0).
"""

import csv
from pathlib import Path

import pytest

from cchc_xl.model import RowRef
from cchc_xl.services import as_json, import_file
from tests.reading.forms import EDITIONS, SAMPLE_OF, edition

EXPECTED = Path(__file__).parents[1] / "expected" / "rows"
ROWS = {
    "ankhe-2021": 108,
    "backan-so-2021": 97,
    "chodon-xa-2024": 116,
    "kontum-phuong-2023": 140,
    "so-ngoai-vu-2023": 121,
}
FIELDS = ("no", "label", "measure", "text", "note")


def expected_rows(edition_id: str) -> list[dict[str, str]]:
    with (EXPECTED / f"{edition_id}.tsv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def read_rows(edition_id: str) -> list[dict[str, object]]:
    path = SAMPLE_OF[edition_id]
    rows = as_json.imported_file(import_file(path), str(path))["rows"]
    assert isinstance(rows, list)
    return rows


@pytest.mark.parametrize("edition_id", EDITIONS)
def test_every_printed_row_is_read_in_order(edition_id: str) -> None:
    rows = read_rows(edition_id)
    assert [row["row"] for row in rows] == list(range(1, ROWS[edition_id] + 1))


@pytest.mark.parametrize("edition_id", EDITIONS)
def test_numbers_labels_measures_values_and_notes_are_as_printed(edition_id: str) -> None:
    expected = expected_rows(edition_id)
    for row, printed in zip(read_rows(edition_id), expected, strict=True):
        assert {name: row[name] for name in FIELDS} == {name: printed[name] for name in FIELDS}


@pytest.mark.parametrize("edition_id", EDITIONS)
def test_values_mean_what_a_person_reads(edition_id: str) -> None:
    expected = expected_rows(edition_id)
    for row, printed in zip(read_rows(edition_id), expected, strict=True):
        meant = float(printed["value"]) if printed["value"] else None
        assert (row["no"], row["value"]) == (printed["no"], meant)


@pytest.mark.parametrize("edition_id", EDITIONS)
def test_the_edition_itself_prints_these_rows(edition_id: str) -> None:
    """Number, label and measure of the edition are those of the printed form, misprints too."""
    expected = [(row["no"], row["label"], row["measure"]) for row in expected_rows(edition_id)]
    printed = [(row.no, row.label, row.measure) for row in edition(edition_id).rows]
    assert printed == expected


@pytest.mark.parametrize("edition_id", EDITIONS)
def test_a_sample_is_recognised_beyond_doubt(edition_id: str) -> None:
    checked = import_file(SAMPLE_OF[edition_id])
    assert checked.read is not None
    assert checked.read.template.id == edition_id
    assert checked.read.sureness == 1.0
    assert checked.read.extra == ()
    structure = {f.code for f in checked.findings if f.code < "KT106"}
    assert structure <= {"KT103", "KT104"}  # what the form itself misprints
    known = [one.rows for one in checked.read.template.misprints]
    named = [one.facts["rows"] for one in checked.findings if "misprint" in one.facts]
    assert named == [tuple(RowRef(key) for key in rows) for rows in known]
