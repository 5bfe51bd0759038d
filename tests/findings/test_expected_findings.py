"""The samples against what a careful reviewer expects of them, written without knowing the rules.

What the fields mean stands at the head of each file in tests/expected/findings.
"""

from typing import Any

import pytest

from tests.findings.seeds import EDITIONS, checked_sample, expected_findings

Found = dict[str, Any]


def _listed(group: str) -> list[Any]:
    """Every entry of a group with a readable id, numbered where one row has several of a kind."""
    found = []
    for edition in EDITIONS:
        seen: dict[str, int] = {}
        for entry in expected_findings(edition).get(group, ()):
            name = f"{edition}-{entry['row']}-{entry.get('kind', 'silent')}"
            seen[name] = seen.get(name, 0) + 1
            again = f"-{seen[name]}" if seen[name] > 1 else ""
            found.append(pytest.param(edition, entry, id=name + again))
    return found


def _found(edition: str) -> list[Found]:
    findings = checked_sample(edition)["findings"]
    assert isinstance(findings, list)
    return findings


def _kinds(entry: Found) -> set[str]:
    return {entry["kind"], *entry.get("also_kinds", ())}


def _severities(entry: Found) -> set[str]:
    return {entry["severity"], *entry.get("also_severities", ())}


def _rows(entry: Found) -> set[int]:
    return {entry["row"], *entry.get("also_rows", ())}


def _named(found: Found) -> set[int]:
    return {found["row"], *found["related"]} - {None}


def _says(found: Found, entry: Found) -> bool:
    """The same thing said of the same place, whatever its details."""
    return (
        found["kind"] in _kinds(entry)
        and found["severity"] in _severities(entry)
        and bool(_rows(entry) & _named(found))
    )


def _faults(found: Found, entry: Found) -> list[str]:
    """What a finding lacks to be the one the reviewer wants."""
    faults = []
    if missing := set(entry.get("related", ())) - _named(found):
        faults.append(f"does not name rows {sorted(missing)}")
    if missing := set(entry.get("explained_by", ())) - set(found["related"]):
        faults.append(f"does not explain by rows {sorted(missing)}")
    suggestion = found["suggestion"]
    if "suggestion" in entry:
        if suggestion != entry["suggestion"]:
            faults.append(f"suggests {suggestion!r} instead of {entry['suggestion']!r}")
    elif suggestion and not suggestion.endswith("?"):
        faults.append(f"suggests {suggestion!r} where nothing is certain")
    if found["justified"] is not entry.get("justified", False):
        faults.append(f"justified is {found['justified']}")
    return faults


@pytest.mark.parametrize(("edition", "entry"), _listed("finding"))
def test_what_the_reviewer_finds_is_found(edition: str, entry: Found) -> None:
    here = [found for found in _found(edition) if _says(found, entry)]
    if entry["certain"]:
        assert here, [f for f in _found(edition) if _rows(entry) & _named(f)]
        assert any(not _faults(found, entry) for found in here), [
            (found["code"], found["row"], _faults(found, entry)) for found in here
        ]
        return
    worse = [
        found
        for found in _found(edition)
        if found["row"] == entry["row"]
        and found["kind"] in _kinds(entry)
        and found["severity"] not in {"note", *_severities(entry)}
    ]
    assert not worse


@pytest.mark.parametrize(("edition", "entry"), _listed("silent"))
def test_what_only_looks_wrong_is_left_alone(edition: str, entry: Found) -> None:
    here = [found for found in _found(edition) if found["row"] == entry["row"]]
    if "kinds" in entry:
        alarms = [found for found in here if found["kind"] in entry["kinds"]]
    else:
        alarms = [found for found in here if found["severity"] != "note"]
    assert not alarms, entry["reason"]


@pytest.mark.parametrize("edition", EDITIONS)
def test_every_error_and_warning_is_one_the_reviewer_also_has(edition: str) -> None:
    wanted = expected_findings(edition)["finding"]
    surplus = [
        (found["code"], found["severity"], found["row"], found["message"])
        for found in _found(edition)
        if found["severity"] != "note"
        and not any(found["row"] in _rows(e) and _says(found, e) for e in wanted)
    ]
    assert not surplus


@pytest.mark.parametrize("edition", EDITIONS)
def test_the_sample_is_read_as_the_unit_and_period_it_is_of(edition: str) -> None:
    expected, sample = expected_findings(edition), checked_sample(edition)
    assert sample["template"] == edition
    if expected.get("blank_form"):
        assert (sample["level"], sample["period"]) == (None, None)
    else:
        assert (sample["level"], sample["period"]) == (expected["level"], expected["period"])


def test_a_wholly_blank_form_says_only_what_its_print_and_its_head_lack() -> None:
    said = {(found["kind"], found["severity"]) for found in _found("ankhe-2021")}
    assert said == {
        ("measure-changed", "note"),
        ("period-unknown", "note"),
        ("level-unknown", "note"),
    }
