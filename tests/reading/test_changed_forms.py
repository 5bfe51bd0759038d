"""Forms change every year: a row keeps its value or stays without a row, it never changes places.

Three invented fillings of every edition, changed as letters and offices change a form.
"""

import random
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from cchc_xl.model import ReportTemplate
from tests.reading.forms import (
    EDITIONS,
    Line,
    Node,
    edition,
    filled,
    lines_of,
    outcome,
    read_lines,
    renumbered,
    reworded,
    shuffled,
    thinned,
    with_strangers,
)

Change = Callable[[Sequence[Node], random.Random], list[Line]]


def blocks_moved(roots: Sequence[Node], rng: random.Random) -> list[Line]:
    return lines_of(shuffled(roots, rng))


def numbers_counted_anew(roots: Sequence[Node], rng: random.Random) -> list[Line]:
    return lines_of(renumbered(roots))


def moved_and_counted_anew(roots: Sequence[Node], rng: random.Random) -> list[Line]:
    return lines_of(renumbered(shuffled(roots, rng)))


def spelled_otherwise(roots: Sequence[Node], rng: random.Random) -> list[Line]:
    return reworded(lines_of(roots), rng)


def rows_added(roots: Sequence[Node], rng: random.Random) -> list[Line]:
    return with_strangers(lines_of(roots), rng)


COMPLETE: tuple[Change, ...] = (
    blocks_moved,
    numbers_counted_anew,
    moved_and_counted_anew,
    spelled_otherwise,
)


@pytest.fixture(params=EDITIONS, scope="module")
def template(request: pytest.FixtureRequest) -> ReportTemplate:
    return edition(request.param)


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("change", COMPLETE)
def test_a_change_of_order_numbers_or_spelling_loses_nothing(
    tmp_path: Path, template: ReportTemplate, change: Change, seed: int
) -> None:
    lines = change(filled(template, seed), random.Random(seed))
    read = read_lines(tmp_path, lines)
    result = outcome(read, lines)
    assert read.template.id == template.id
    assert (result.wrong, result.unmatched, read.extra) == ((), (), ())
    assert read.sureness == 1.0
    assert {f.code for f in read.report.findings} <= {"KT108", "KT110", "KT111", "KT113", "KT114"}


@pytest.mark.parametrize("seed", range(3))
def test_moved_blocks_are_said_once(tmp_path: Path, template: ReportTemplate, seed: int) -> None:
    lines = blocks_moved(filled(template, seed), random.Random(seed))
    [moved] = [f for f in read_lines(tmp_path, lines).report.findings if f.code == "KT108"]
    assert moved.severity == "note"
    assert moved.facts["count"] == len(moved.related) + 1


@pytest.mark.parametrize("seed", range(3))
def test_rows_of_nobody_s_form_are_kept_apart_and_listed(
    tmp_path: Path, template: ReportTemplate, seed: int
) -> None:
    lines = rows_added(filled(template, seed), random.Random(seed))
    read = read_lines(tmp_path, lines)
    result = outcome(read, lines)
    strangers = {line.label for line in lines if line.key is None}
    assert result.wrong == ()
    # A stranger between a row and its unnumbered children leaves their parent open.
    assert len(result.unmatched) <= 2
    assert strangers <= {row.label for row in read.extra}
    added = [f for f in read.report.findings if f.code == "KT102"]
    assert {f.facts["label"] for f in added} == {row.label for row in read.extra}
    assert {f.key for f in added} == {None}


def keeps_parents(lines: Sequence[Line], kept: Sequence[Line]) -> list[Line]:
    """No row without a number may lose the row it belongs to: nobody could tell whose it is."""
    whole = list(kept)
    for n, line in enumerate(lines):
        if line.no[:1].isdigit() and line not in kept:
            follower = next((x for x in lines[n + 1 :] if x in kept), None)
            if follower is not None and not follower.no[:1].isdigit():
                whole.append(line)
    return [line for line in lines if line in whole]


@pytest.mark.parametrize("seed", range(3))
def test_a_tenth_of_the_rows_gone_leaves_the_others_in_place(
    tmp_path: Path, template: ReportTemplate, seed: int
) -> None:
    before = lines_of(filled(template, seed))
    lines = keeps_parents(before, thinned(before, random.Random(seed)))
    read = read_lines(tmp_path, lines)
    result = outcome(read, lines)
    assert (result.wrong, result.unmatched, read.extra) == ((), (), ())
    gone = {line.key for line in before} - {line.key for line in lines}
    missing = [f for f in read.report.findings if f.code == "KT101"]
    assert {key for f in missing for key in (f.key, *f.related)} == gone
    assert sum(int(str(f.facts["count"])) for f in missing) == len(gone)


@pytest.mark.parametrize("seed", range(3))
def test_all_changes_at_once_never_put_a_value_into_a_wrong_row(
    tmp_path: Path, template: ReportTemplate, seed: int
) -> None:
    rng = random.Random(seed)
    before = lines_of(renumbered(shuffled(filled(template, seed), rng)))
    lines = keeps_parents(before, thinned(before, rng))
    lines = with_strangers(reworded(lines, rng), rng)
    read = read_lines(tmp_path, lines)
    result = outcome(read, lines)
    assert read.template.id == template.id
    assert result.wrong == ()
    assert len(result.unmatched) <= 0.05 * len(lines)
    # What did not match is listed: as a row of nobody's form, and as a row that is missing.
    known = {line.key: line for line in lines}
    labels = {row.label for row in read.extra}
    missing = {
        key for f in read.report.findings if f.code == "KT101" for key in (f.key, *f.related)
    }
    for key in result.unmatched:
        assert known[key].label in labels
        assert key in missing


@pytest.mark.parametrize("seed", range(3))
def test_numbers_alone_never_decide(tmp_path: Path, template: ReportTemplate, seed: int) -> None:
    """Every row carries the number of another one."""
    lines = lines_of(filled(template, seed))
    numbers = [line.no for line in lines]
    random.Random(seed).shuffle(numbers)
    written = [
        Line(line.key, no, line.label, line.measure, line.text)
        for line, no in zip(lines, numbers, strict=True)
    ]
    result = outcome(read_lines(tmp_path, written), written)
    assert result.wrong == ()


def test_repeated_labels_without_their_parents_stay_unmatched(tmp_path: Path) -> None:
    """ "Tổng số hồ sơ TTHC đã giải quyết xong" stands below two ratios; both ratios are gone."""
    before = lines_of(filled(edition("chodon-xa-2024"), 1))
    ratios = {"hs_don_vi_ty_le_dung_han", "hs_capxa_ty_le_dung_han"}
    assert ratios <= {line.key for line in before}
    lines = [line for line in before if line.key not in ratios]
    result = outcome(read_lines(tmp_path, lines), lines)
    assert result.wrong == ()
    assert len(result.unmatched) == 4


def test_a_form_without_numbers_is_read_by_its_labels(tmp_path: Path) -> None:
    for edition_id in EDITIONS:
        lines = [
            Line(line.key, "", line.label, line.measure, line.text)
            for line in lines_of(filled(edition(edition_id), 2))
        ]
        result = outcome(read_lines(tmp_path, lines), lines)
        assert result.wrong == ()
        assert len(result.unmatched) <= 2  # two headings of one form have the same words
