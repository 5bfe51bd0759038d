"""Which received files count, told with a form of three rows."""

import itertools
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cchc_xl.consolidate import Contribution, Sorted, Status, Submission, Wanted, sort_out
from cchc_xl.model import Kind, Level, ListedUnit, OrgUnit, Period
from tests.merging.units import Q1, broken, file, leaf, whole

KEYS = ("a", "b", "c")
A, B = ListedUnit("Xã A", Level.XA), ListedUnit("Xã B", Level.XA)


def sorted_out(*files: Submission, **wanted: object) -> Sorted:
    return sort_out(files, Wanted(keys=KEYS, period=Q1, **wanted))  # type: ignore[arg-type]


def statuses(result: Sorted) -> dict[str, str]:
    return {line.file or line.unit: line.status.value for line in result.units}


def kinds(result: Sorted) -> list[tuple[str, str]]:
    return [(finding.code, finding.severity.value) for finding in result.findings]


def total(result: Sorted, key: str = "a") -> Decimal:
    return sum((leaf.values.get(key, Decimal(0)) for leaf in result.leaves), Decimal(0))


def test_one_file_a_unit_is_the_plain_case() -> None:
    result = sorted_out(file("Xã A", a=1), file("Xã B", a=2))
    assert statuses(result) == {"Xã A.xlsx": "merged", "Xã B.xlsx": "merged"}
    assert total(result) == 3
    assert result.findings == ()


def test_the_same_content_under_another_name_counts_once() -> None:
    result = sorted_out(file("Xã A", "1.xlsx", a=1), file("Xã A", "2.xlsx", a=1))
    assert statuses(result) == {"1.xlsx": "merged", "2.xlsx": "duplicate"}
    assert total(result) == 1
    assert kinds(result) == [("TH104", "note")]


def test_a_name_spelled_otherwise_is_the_same_unit() -> None:
    result = sorted_out(file("Xã A", "1.xlsx", a=1), file("XÃ  A", "2.xlsx", a=1))
    assert statuses(result)["2.xlsx"] == "duplicate"


def test_parts_filled_by_different_offices_are_joined() -> None:
    result = sorted_out(
        file("Xã A", "vp.xlsx", a=1), file("Xã A", "tc.xlsx", b=2), file("Xã A", "nv.xlsx", c=3)
    )
    assert set(statuses(result).values()) == {"part"}
    [joined] = result.leaves
    assert joined.values == {"a": 1, "b": 2, "c": 3}
    assert kinds(result) == [("TH107", "note")]


def test_parts_may_repeat_a_row_as_long_as_they_agree() -> None:
    result = sorted_out(file("Xã A", "1.xlsx", a=1, b=2), file("Xã A", "2.xlsx", b=2, c=3))
    assert set(statuses(result).values()) == {"part"}
    assert total(result, "b") == 2


def test_files_that_disagree_are_asked_about_and_none_counts() -> None:
    result = sorted_out(file("Xã A", "1.xlsx", a=1), file("Xã A", "2.xlsx", a=2))
    assert set(statuses(result).values()) == {"duplicate"}
    assert result.leaves == ()
    [finding] = result.findings
    assert (finding.code, finding.kind, finding.severity.value) == (
        "TH103",
        Kind.UNIT_DUPLICATED,
        "error",
    )
    assert finding.facts["files"] == ("1.xlsx", "2.xlsx")


def test_text_where_the_other_file_has_a_number_is_a_disagreement() -> None:
    result = sorted_out(file("Xã A", "1.xlsx", a=1), file("Xã A", "2.xlsx", a="một"))
    assert set(statuses(result).values()) == {"duplicate"}


def test_the_choice_of_the_parent_decides() -> None:
    first, second = file("Xã A", "1.xlsx", a=1), file("Xã A", "2.xlsx", a=2)
    result = sorted_out(first, second, used={second.sha256: True})
    assert statuses(result) == {"1.xlsx": "excluded", "2.xlsx": "merged"}
    assert total(result) == 2
    result = sorted_out(first, second, used={first.sha256: False})
    assert statuses(result) == {"1.xlsx": "excluded", "2.xlsx": "merged"}


def test_choosing_both_of_two_that_disagree_is_still_a_question() -> None:
    first, second = file("Xã A", "1.xlsx", a=1), file("Xã A", "2.xlsx", a=2)
    result = sorted_out(first, second, used={first.sha256: True, second.sha256: True})
    assert set(statuses(result).values()) == {"duplicate"}


def test_another_period_is_left_out_unless_chosen() -> None:
    late = file("Xã A", period=Period.parse("2023-N"), a=9)
    result = sorted_out(late, file("Xã B", a=1))
    assert statuses(result) == {"Xã A.xlsx": "wrong-period", "Xã B.xlsx": "merged"}
    assert kinds(result) == [("TH106", "warning")]
    assert total(sorted_out(late, used={late.sha256: True})) == 9


def test_a_file_without_a_period_counts_and_is_named() -> None:
    result = sorted_out(file("Xã A", period=None, a=1))
    assert statuses(result) == {"Xã A.xlsx": "merged"}
    assert kinds(result) == [("TH110", "note")]


def test_reports_of_two_periods_of_one_unit_do_not_join() -> None:
    files = (
        file("Xã A", "1.xlsx", a=1),
        file("Xã A", "2.xlsx", period=Period.parse("2023-N"), b=1),
    )
    result = sort_out(files, Wanted(keys=KEYS, period=None))
    assert set(statuses(result).values()) == {"duplicate"}


def test_missing_and_unexpected_units_are_told() -> None:
    result = sorted_out(file("Xã A", a=1), file("Xã Lạ", a=5), units=(A, B))
    assert statuses(result) == {
        "Xã A.xlsx": "merged",
        "Xã Lạ.xlsx": "unexpected",
        "Xã B": "missing",
    }
    assert total(result) == 1
    assert kinds(result) == [("TH101", "warning"), ("TH102", "warning")]


def test_an_unexpected_unit_counts_when_the_parent_says_so() -> None:
    strange = file("Xã Lạ", a=5)
    result = sorted_out(strange, units=(A,), used={strange.sha256: True})
    assert statuses(result) == {"Xã Lạ.xlsx": "merged", "Xã A": "missing"}


@pytest.mark.parametrize(
    ("unit", "found"),
    [
        (file("Xã A", a=1), "Xã A"),
        (file("Tên cũ", a=1), "Xã A"),
        (file("Tên gì cũng được", code="H01.2", a=1), "Xã A"),
        (file(None, "bao-cao_Xa A_quy 1.xlsx", a=1), "Xã A"),
    ],
    ids=["name", "alias", "code", "file name"],
)
def test_a_unit_is_told_by_name_alias_code_or_file_name(unit: Submission, found: str) -> None:
    listed = ListedUnit("Xã A", Level.XA, code="H01.2", aliases=("Tên cũ",))
    [line] = sorted_out(unit, units=(listed,)).units
    assert (line.status, line.unit) == (Status.MERGED, found)


def test_two_names_that_differ_in_a_diacritic_only_are_two_units() -> None:
    units = (ListedUnit("Xã Tân Sơn", Level.XA), ListedUnit("Xã Tân Sớn", Level.XA))
    result = sorted_out(file("Xã Tân Sơn", a=1), units=units)
    assert statuses(result) == {"Xã Tân Sơn.xlsx": "merged", "Xã Tân Sớn": "missing"}


def test_two_listed_units_of_one_name_need_their_codes() -> None:
    units = (ListedUnit("Xã A", Level.XA, code="1"), ListedUnit("Xã A", Level.XA, code="2"))
    result = sorted_out(file("Xã A", "x.xlsx", a=1), units=units)
    assert statuses(result)["x.xlsx"] == "unexpected"
    result = sorted_out(
        file("Xã A", "x.xlsx", code="1", a=1), file("Xã A", "y.xlsx", code="2", a=2), units=units
    )
    assert total(result) == 3


def test_broken_and_foreign_files_stop_nobody() -> None:
    result = sorted_out(
        broken("hong.xlsx"),
        broken("la.xlsx", Kind.TEMPLATE_UNKNOWN),
        file("Xã khác", "bieu-khac.xlsx", x=1, y=2),
        file("Xã A", a=1),
    )
    assert statuses(result) == {
        "hong.xlsx": "unreadable",
        "la.xlsx": "wrong-template",
        "bieu-khac.xlsx": "wrong-template",
        "Xã A.xlsx": "merged",
    }
    assert total(result) == 1


def test_a_blank_report_is_received_all_the_same() -> None:
    assert statuses(sorted_out(file("Xã A"), units=(A,))) == {"Xã A.xlsx": "merged"}


def test_the_parents_own_consolidated_file_is_never_its_child() -> None:
    result = sorted_out(
        whole("Sở Nội vụ", leaf("Xã A", a=1)), file("Xã A", a=1), parent=OrgUnit(name="Sở Nội vụ")
    )
    assert statuses(result) == {"Sở Nội vụ.xlsx": "excluded", "Xã A.xlsx": "merged"}
    assert total(result) == 1


def test_a_consolidated_file_beside_its_own_child_is_an_error_that_names_it() -> None:
    result = sorted_out(whole("Huyện X", leaf("Xã A", a=1), leaf("Xã B", a=2)), file("Xã A", a=1))
    assert statuses(result) == {"Huyện X.xlsx": "merged", "Xã A.xlsx": "already-included"}
    assert total(result) == 3
    [finding] = result.findings
    assert (finding.code, finding.kind, finding.severity.value) == (
        "TH105",
        Kind.DOUBLE_COUNT,
        "error",
    )
    assert finding.facts["units"] == ("Xã A",)


def test_one_child_through_two_parents_counts_once() -> None:
    result = sorted_out(
        whole("Huyện X", leaf("Xã A", a=1)), whole("Huyện Y", leaf("Xã A", a=1), leaf("Xã B", a=2))
    )
    assert statuses(result) == {"Huyện X.xlsx": "merged", "Huyện Y.xlsx": "merged"}
    assert total(result) == 3
    assert kinds(result) == [("TH105", "error")]


def test_a_leaf_known_by_its_code_is_the_unit_of_its_name_where_the_other_gives_none() -> None:
    coded = replace(leaf("Xã A", a=1), code="H01")
    result = sorted_out(whole("Huyện X", coded), file("Xã A", a=1))
    assert statuses(result)["Xã A.xlsx"] == "already-included"
    twin = sorted_out(whole("Huyện X", coded), file("Xã A", code="H02", a=1))
    assert total(twin) == 2  # another commune of the same name


def test_the_parents_choice_also_decides_between_a_child_and_the_file_that_holds_it() -> None:
    corrected = file("Xã A", a=10)
    result = sorted_out(
        whole("Huyện X", leaf("Xã A", a=1), leaf("Xã B", a=2)),
        corrected,
        used={corrected.sha256: True},
    )
    assert total(result) == 12


def test_a_listed_unit_that_came_inside_a_consolidated_file_is_not_missing() -> None:
    result = sorted_out(
        whole("Huyện X", leaf("Xã A", a=1)), units=(A, ListedUnit("Huyện X", Level.HUYEN))
    )
    assert statuses(result) == {"Huyện X.xlsx": "merged"}


units = st.sampled_from(["Xã A", "Xã B", "Xã C"])
values = st.dictionaries(st.sampled_from(KEYS), st.integers(0, 2), max_size=3)


def filled(blank: Contribution, figures: dict[str, int]) -> Contribution:
    return replace(blank, values={key: Decimal(value) for key, value in figures.items()})


@st.composite
def folders(draw: st.DrawFn) -> list[Submission]:
    """A few files of a few units, some consolidated, some broken."""
    files: list[Submission] = []
    for number in range(draw(st.integers(1, 6))):
        name = f"{number}.xlsx"
        match draw(st.integers(0, 5)):
            case 0:
                files.append(broken(name))
            case 1:
                carried = draw(st.lists(units, unique=True, max_size=3))
                leaves = [filled(leaf(one), draw(values)) for one in carried]
                files.append(whole(f"Huyện {number}", *leaves, name=name))
            case _:
                one = file(draw(units), name)
                files.append(replace(one, leaves=(filled(one.leaves[0], draw(values)),)))
    return files


@given(folders(), st.randoms(use_true_random=False))
def test_the_order_of_files_never_matters(files: list[Submission], random: object) -> None:
    shuffled = list(files)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert sorted_out(*files) == sorted_out(*shuffled)


@given(folders())
def test_every_file_is_told_once_and_no_unit_counts_twice(files: Sequence[Submission]) -> None:
    result = sorted_out(*files, units=(A, B))
    told = [line.file for line in result.units if line.file]
    assert sorted(told) == sorted(one.file for one in files)
    identities = [one.identity for one in result.leaves]
    assert len(identities) == len(set(identities))
    for one, other in itertools.combinations(result.leaves, 2):
        assert one.org_unit != other.org_unit or one.own != other.own
