"""Editions, letters and bridges that another program writes while this one is running."""

import os
from pathlib import Path

import pytest

from cchc_xl.authoring.publishing import AlreadyThereError, publish
from cchc_xl.authoring.toml_text import form_text
from cchc_xl.model import ReportTemplate
from cchc_xl.services.receiving import own_form
from cchc_xl.templates import loader
from cchc_xl.templates.bridges import BRIDGES_FILE, bridges_in
from cchc_xl.templates.letters import LETTERS_FILE
from tests.workbook.forms import small_form

FORM = small_form(title="Biểu A")
OTHER = small_form(title="Biểu B")
LETTER = '[[windows]]\nperiod = "Q1"\nyear = 2027\nstart = 2026-12-15\nend = 2027-03-{}\n'
BRIDGE = """[[bridges]]
legal_basis = "Nghị định"
keys = ["x", "y"]
reason = "{}"
"""


def write_outside(template: ReportTemplate, folder: Path) -> Path:
    path = folder / template.id / loader.FORM_FILE
    path.write_text(form_text(template), "utf-8")
    return path


def test_a_changed_edition_is_loaded_anew_and_an_unchanged_one_is_the_same_object(
    tmp_path: Path,
) -> None:
    publish(FORM, tmp_path)
    first = loader.load(FORM.id, tmp_path)
    assert loader.load(FORM.id, tmp_path) is first
    os.utime(write_outside(OTHER, tmp_path), ns=(1, 1))
    assert loader.load(FORM.id, tmp_path).title == "Biểu B"


def test_an_edition_changed_outside_is_not_written_over_unasked(tmp_path: Path) -> None:
    publish(FORM, tmp_path)
    path = tmp_path / FORM.id / loader.FORM_FILE
    before = path.stat()
    assert loader.load(FORM.id, tmp_path) == FORM
    write_outside(OTHER, tmp_path)
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert path.stat().st_size == before.st_size  # nothing but its text tells
    with pytest.raises(AlreadyThereError):
        publish(FORM, tmp_path)
    assert path.read_text("utf-8") == form_text(OTHER)
    assert publish(FORM, tmp_path, replace=True).template == FORM


def test_a_reference_between_processes_names_only_what_the_folder_holds_now(
    tmp_path: Path,
) -> None:
    publish(FORM, tmp_path)
    assert own_form(FORM, tmp_path) == ""
    os.utime(write_outside(OTHER, tmp_path), ns=(1, 1))
    assert own_form(FORM, tmp_path).startswith("json:")
    assert own_form(OTHER, tmp_path) == ""


def test_a_changed_letter_counts_at_once(tmp_path: Path) -> None:
    path = tmp_path / LETTERS_FILE
    days = []
    for day in (14, 20):
        path.write_text(LETTER.format(day), "utf-8")
        os.utime(path, ns=(day, day))
        days.append(loader.load("ankhe-2021", tmp_path).windows[0].end.day)
    assert days == [14, 20]


def test_changed_bridges_count_at_once(tmp_path: Path) -> None:
    path = tmp_path / BRIDGES_FILE
    for time, reason in ((1, "gần"), (2, "kề")):
        path.write_text(BRIDGE.format(reason), "utf-8")
        os.utime(path, ns=(time, time))
        assert [one.reason for one in bridges_in(tmp_path)] == [reason]
    path.unlink()
    assert bridges_in(tmp_path) == ()
