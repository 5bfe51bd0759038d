"""The finding catalogue and the code that raises findings speak of the same codes."""

import random
import re
import unicodedata
from pathlib import Path

import pytest

import cchc_xl
from cchc_xl.messages import load_catalogue, render, sentences
from cchc_xl.model import (
    Entry,
    Finding,
    Kind,
    Level,
    OrgUnit,
    Report,
    ReportTemplate,
    Row,
    RowKind,
    read_value,
)
from cchc_xl.rules import check
from cchc_xl.services import check_file
from cchc_xl.templates import loader
from cchc_xl.workbook.problems import REASONS
from tests.trend import examples
from tests.word import narratives

PACKAGE = Path(cchc_xl.__file__).parent
CODE = re.compile(r'"((?:KT|TH)\d{3})"')

TEXTS = (
    "08",
    "100%",
    "21 nhiệm vụ",
    "Không",
    "1.234.567",
    "08/21",
    "8/21",
    "1.234",
    "21/08/2024",
    "#REF!",
    "Có",
    "-",
    "5.115.000đ",
    "9",
    "0",
    "3",
    "-4",
    "2,5",
    "934",
    "150",
    "7",
    "12",
    "6",
    "33,3",
    "12,17",
    "một câu dài",
)
NOTES = (
    "",
    "",
    "",
    "12/19 người",
    "Trong đó có 900 biên chế",
    "Không có",
    "Có 46 văn bản mật (không gửi)",
    "Năm 2015 có 05, đến nay giảm 03 đơn vị",
)


def codes_in_source() -> set[str]:
    return {
        code
        for path in PACKAGE.rglob("*.py")
        for code in CODE.findall(path.read_text(encoding="utf-8"))
    }


def filled(template: ReportTemplate, rng: random.Random) -> Report:
    """A report filled with everything people write, mostly wrong."""
    blank = rng.random()
    entries = {}
    for row in template.rows:
        text = "" if rng.random() < blank else _text(rng, row)
        if row.kind is RowKind.MONEY and rng.random() < 0.3:
            text = "5.115.000đ"
        typed = row.kind is RowKind.PERCENT and rng.random() < 0.05
        raw = 0.934 if typed else text or None
        meaning = read_value(row, raw, percent_format=typed)
        entries[row.key] = Entry(
            key=row.key,
            raw=raw,
            text="93,4%" if typed else text,
            value=meaning.value,
            note=rng.choice(NOTES),
            percent_format=typed,
        )
    return Report(template.id, entries, org_unit=OrgUnit(level=rng.choice([None, *Level])))


def _text(rng: random.Random, row: Row) -> str:
    kind = rng.random()
    if kind < 0.25:
        return "0"
    if row.choices and kind < 0.7:
        return rng.choice([c.label for c in row.choices] + ["0", "1", "3"])
    if row.kind is RowKind.PERCENT and kind < 0.6:
        return rng.choice(["100", "95", "33,3", "33,33", "66,66", "50", "10"])
    if kind < 0.6:
        return str(rng.randint(0, 12))
    return rng.choice(TEXTS)


@pytest.fixture(scope="module")
def findings() -> list[tuple[Finding, ReportTemplate]]:
    found = []
    for template in loader.load_all():
        rng = random.Random(template.id)
        for _ in range(60):
            found += [(f, template) for f in check(filled(template, rng), template)]
    for path in (PACKAGE / "samples").glob("*.txt"):
        checked = check_file(path)
        assert checked.template is not None
        found += [(f, checked.template) for f in checked.findings]
    for edition, lines in narratives.faulty():
        template = loader.load(edition)
        found += [(f, template) for f in narratives.checked(edition, lines).findings]
    return [*found, *examples.faulty()]


def test_every_code_raised_has_words_and_every_entry_is_raised() -> None:
    assert codes_in_source() == set(load_catalogue())


def test_every_check_fires_somewhere_and_its_words_can_be_said(
    findings: list[tuple[Finding, ReportTemplate]],
) -> None:
    said = set()
    for finding, template in findings:
        words = render(finding, template)
        assert "{" not in words.message + words.title + words.why + words.fix
        said.add(finding.code)
    from_rules = {code for code in load_catalogue() if re.match("KT[2345]", code)}
    assert from_rules - said == set()


def test_a_finding_has_the_kind_its_code_promises(
    findings: list[tuple[Finding, ReportTemplate]],
) -> None:
    catalogue = load_catalogue()
    differing = {(f.code, f.kind) for f, _ in findings if catalogue[f.code].kind is not f.kind}
    # KT217 and KT306 take the kind a rule declares, if it declares one.
    assert {code for code, _ in differing} <= {"KT217", "KT306"}


def test_a_finding_never_names_its_own_row_as_related(
    findings: list[tuple[Finding, ReportTemplate]],
) -> None:
    assert all(f.key not in f.related for f, _ in findings)


def test_every_reason_a_file_can_be_refused_for_has_a_sentence() -> None:
    assert set(REASONS) | {"template-unknown"} == set(sentences("reasons"))


def test_codes_stand_in_the_block_of_their_subject() -> None:
    blocks = {"KT1": "row number label measure value missing period level option text"}
    for code, entry in load_catalogue().items():
        first = entry.kind.value.split("-")[0]
        if code[:3] in blocks:
            assert first in blocks[code[:3]].split(), code


def test_all_words_are_composed_unicode_and_end_like_sentences() -> None:
    for code, entry in load_catalogue().items():
        for words in (entry.title, entry.message, entry.why, entry.fix):
            assert unicodedata.is_normalized("NFC", words), code
        assert entry.why.endswith("."), code
        assert entry.fix.endswith("."), code
        assert not entry.title.endswith("."), code


def test_verdicts_are_short_enough_for_a_formula() -> None:
    assert all(len(words) <= 200 for words in sentences("verdicts").values())


@pytest.mark.parametrize("kind", list(Kind))
def test_kinds_are_written_as_the_contract_writes_them(kind: Kind) -> None:
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", kind.value)
