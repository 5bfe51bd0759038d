"""Units whose figures are added up although their own reports still have errors."""

from cchc_xl.consolidate import Status, UnitFinding
from cchc_xl.model import Severity
from cchc_xl.services.merged_book import content_of_outcome
from cchc_xl.services.open_errors import open_errors, open_errors_words
from cchc_xl.workbook.layout import CHILD_FINDINGS_SHEET
from tests.merged.outcomes import outcome_of, status, unit


def found(severity: Severity = Severity.ERROR, answer: str = "") -> UnitFinding:
    return UnitFinding(
        severity, "KT303", "ho_so", "1", "ho so", "Phần · D6", "5", "Sai.", "Sửa.", "", answer
    )


A, B, C, D = (unit(f"Xã {name}", ho_so=1) for name in "ABCD")


def test_units_with_open_errors_are_named_with_their_number() -> None:
    lines = [
        status(A, [found(), found(), found(Severity.WARNING)]),
        status(B, [found(answer="Không đồng ý vì số đúng")]),
        status(C, [found(Severity.WARNING)]),
        status(D, [found()]),
    ]
    [finding] = open_errors(lines)
    assert (finding.code, finding.severity, finding.key) == ("TH115", "warning", None)
    assert finding.facts["units"] == ("Xã A (2 lỗi)", "Xã D (1 lỗi)")
    assert (finding.facts["count"], finding.facts["errors"]) == (2, 3)
    words = open_errors_words([finding])
    assert "Còn 3 lỗi" in words
    assert "2 đơn vị" in words
    assert CHILD_FINDINGS_SHEET in words


def test_a_file_that_is_not_added_up_does_not_count() -> None:
    lines = [status(A, [found()], status=Status.WRONG_PERIOD), status(B)]
    assert open_errors(lines) == []
    assert open_errors_words([]) == ""


def test_parts_of_one_appendix_are_one_unit() -> None:
    lines = [status(A, [found()], status=Status.PART), status(A, [found()], status=Status.PART)]
    [finding] = open_errors(lines)
    assert finding.facts["units"] == ("Xã A (2 lỗi)",)


def test_the_results_of_the_merged_workbook_say_it_of_the_whole_file() -> None:
    lines = [status(A, [found()])]
    content = content_of_outcome(outcome_of([A], units=lines, findings=open_errors(lines)))
    assert content.checked is not None
    [line] = [one for one in content.checked.lines if one.code == "TH115"]
    assert line.key is None
    assert "Xã A (1 lỗi)" in line.message
