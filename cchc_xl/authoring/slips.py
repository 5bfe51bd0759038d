"""Slips of the form itself: numbers printed twice or left out, measures missing or wrong."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from cchc_xl.authoring.shape import Shape
from cchc_xl.model import Kind, Misprint, Row, RowKind
from cchc_xl.templates.labels import canonical


def slips(shape: Shape, rows: Sequence[Row]) -> Iterator[Misprint]:
    """Each slip once, naming its rows."""
    yield from _duplicated(shape, rows)
    yield from _skipped(shape, rows)
    yield from _measures(shape, rows)


def _duplicated(shape: Shape, rows: Sequence[Row]) -> Iterator[Misprint]:
    for group in shape.duplicated:
        numbers = [shape.numbers[i] for i in group]
        if len(group) == 1:
            involved = [shape.first_of(group[0]), group[0]]
            text = f"Số {numbers[0]} in hai lần."
        else:
            involved = group
            text = f"Các dòng in số {numbers[0]}–{numbers[-1]}, trùng số của các dòng phía trên."
        keys = tuple(rows[i].key for i in involved)
        yield Misprint(kind=Kind.NUMBER_DUPLICATED, rows=keys, text=text)


def _skipped(shape: Shape, rows: Sequence[Row]) -> Iterator[Misprint]:
    for i in shape.skipped:
        text = f"Số {shape.numbers[i]} không liền sau số của dòng trước cùng mục."
        yield Misprint(kind=Kind.NUMBER_SKIPPED, rows=(rows[i].key,), text=text)


def _measures(shape: Shape, rows: Sequence[Row]) -> Iterator[Misprint]:
    if not shape.has_measures:
        return
    bare = [row for row in rows if row.is_input and not row.measure and row.kind != RowKind.TEXT]
    for percent, group in groupby(bare, key=lambda row: row.kind is RowKind.PERCENT):
        keys = tuple(row.key for row in group)
        said = "; hiểu là “%”" if percent else ""
        text = f"Biểu không in đơn vị tính cho {len(keys)} dòng{said}."
        yield Misprint(kind=Kind.MEASURE_CHANGED, rows=keys, text=text)
    counted = tuple(
        row.key
        for row in rows
        if row.kind is RowKind.PERCENT
        and row.measure == "%"
        and canonical(row.label).startswith("so ")
    )
    if counted:
        text = "Tên dòng ghi “Số …” nhưng đơn vị tính in “%”; hiểu là tỷ lệ."
        yield Misprint(kind=Kind.MEASURE_CHANGED, rows=counted, text=text)
    for row in rows:
        if row.measure == "%" and row.kind in (RowKind.COUNT, RowKind.MONEY):
            text = "Biểu in đơn vị tính “%” cho một dòng đếm số."
            yield Misprint(kind=Kind.MEASURE_CHANGED, rows=(row.key,), text=text)
