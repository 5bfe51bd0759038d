"""What a section sheet does while one types: validation, and colours that follow it."""

from typing import TYPE_CHECKING

from cchc_xl.model import ReportTemplate, Row, Section, Severity
from cchc_xl.workbook import style as look
from cchc_xl.workbook.book import Book
from cchc_xl.workbook.choices import allowed_level_words, choice_options, outside_condition
from cchc_xl.workbook.earlier_column import with_earlier
from cchc_xl.workbook.layout import CHOICES_NAME, FIRST_ROW, Column
from cchc_xl.workbook.validations import fits_in_list, validation_of

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet


def write_validations(book: Book, sheet: "Worksheet", section: Section) -> None:
    """Native validation of every value cell of a section."""
    sources = {row.key: f"={name}" for name, row in long_choices(book.template).items()}
    for row in section.rows:
        if row.is_input:
            options = validation_of(book.template, row, sources.get(row.key))
            hint = book.cell(row.key).earlier
            options = with_earlier(options, hint, book.content.earlier)
            sheet.data_validation(book.layout.cell(row.key), options)


def long_choices(template: ReportTemplate) -> dict[str, Row]:
    """Choice rows whose options need a range of their own on `_cchc`, by its defined name."""
    rows = [row for row in template.rows if row.choices and not fits_in_list(choice_options(row))]
    return {f"{CHOICES_NAME}_{number}": row for number, row in enumerate(rows, 1)}


def write_conditions(book: Book, sheet: "Worksheet", section: Section) -> None:
    """Colours that follow column F and the unit's level while one types."""
    layout, styles = book.layout, book.styles
    verdict, value, justification = (
        layout.column_range(section, column)
        for column in (Column.VERDICT, Column.VALUE, Column.JUSTIFICATION)
    )
    severities = (
        (Severity.ERROR, look.ERROR_INK, look.ERROR_FILL, look.ERROR_SOFT),
        (Severity.WARNING, look.WARNING_INK, look.WARNING_FILL, look.WARNING_SOFT),
        (Severity.NOTE, look.NOTE_INK, look.NOTE_FILL, look.NOTE_SOFT),
    )
    first = f"${Column.VERDICT}{FIRST_ROW}"
    tests = {
        severity: f'LEFT({first},{len(severity.label)})="{severity.label}"'
        for severity, *_ in severities
    }
    for severity, ink, fill, soft in severities:
        for area, properties in (
            (verdict, {"font_color": ink, "bg_color": fill}),
            (value, {"font_color": ink, "bg_color": soft}),
        ):
            sheet.conditional_format(
                area,
                {
                    "type": "formula",
                    "criteria": f"={tests[severity]}",
                    "format": styles.condition(**properties),
                },
            )
    sheet.conditional_format(
        justification,
        {
            "type": "formula",
            "criteria": (
                f"=AND(OR({tests[Severity.ERROR]},{tests[Severity.WARNING]}),"
                f'${Column.JUSTIFICATION}{FIRST_ROW}="")'
            ),
            "format": styles.condition(bg_color=look.UNANSWERED),
        },
    )
    _write_level_conditions(book, sheet, section)


def _write_level_conditions(book: Book, sheet: "Worksheet", section: Section) -> None:
    by_levels: dict[frozenset[str], list[int]] = {}
    for row in section.rows:
        if row.levels and row.is_input:
            by_levels.setdefault(allowed_level_words(row), []).append(book.layout.row_of(row.key))
    grey = book.styles.condition(font_color=look.GREY, bg_color=look.OUTSIDE)
    for allowed, numbers in by_levels.items():
        areas = [f"{Column.NO}{n}:{Column.VERDICT}{n}" for n in numbers]
        sheet.conditional_format(
            areas[0],
            {
                "type": "formula",
                "criteria": f"={outside_condition(allowed)}",
                "format": grey,
                "multi_range": " ".join(areas),
            },
        )
