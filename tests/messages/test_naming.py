"""A clerk finds the row that is meant from its name alone."""

import pytest

from cchc_xl.messages.naming import Names
from cchc_xl.messages.render import row_name
from cchc_xl.model import ReportTemplate, RowRef
from cchc_xl.templates import loader
from tests.messages.forms import FORM, message


@pytest.mark.parametrize(
    ("key", "name"),
    [
        ("mot", "dòng 7.2 “Hồ sơ một”"),
        ("tong", "dòng 7.1 “Tổng số văn bản đi”"),  # the form's own colon is no part of the name
        ("noi_bo", "dòng “Văn bản nội bộ” ở mục 7.1"),  # its parent has no number, the next has
        ("roi", "dòng “Dòng rời”"),
    ],
)
def test_a_row_is_called_by_its_number_or_by_the_item_it_stands_under(key: str, name: str) -> None:
    assert row_name(key, FORM) == name


def test_labels_that_begin_alike_grow_until_they_differ() -> None:
    both = message("KT314", "tong", shares=(RowRef("dien_tu"), RowRef("song_song")), rule="")
    assert "ký số" in both
    assert "song song" in both


def test_a_row_beside_one_that_begins_alike_is_told_apart_even_when_named_alone() -> None:
    assert "song song" in message("KT213", "song_song", text="-1")


def test_a_row_of_a_part_with_its_own_numbers_is_named_with_that_part() -> None:
    words = message("KT312", "so_2", left=(RowRef("so_2"),), right=(RowRef("mot"),), rule="")
    assert words == "Dòng 1 “Số ở biểu hai” khác dòng 7.2 “Hồ sơ một”."
    words = message("KT312", "mot", left=(RowRef("mot"),), right=(RowRef("so_2"),), rule="")
    assert words == "Dòng 7.2 “Hồ sơ một” khác Biểu mẫu 2, dòng 1 “Số ở biểu hai”."


@pytest.mark.parametrize("template", list(loader.load_all()), ids=lambda t: t.id)
def test_no_two_rows_of_a_section_share_a_name(template: ReportTemplate) -> None:
    for section in template.sections:
        keys = [row.key for row in section.rows]
        names = Names(template, section.key, keys)
        assert len({names[key] for key in keys}) == len(keys)
