"""What the parent put in itself: figures from a file of its own, typed ones, and what is none."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

from cchc_xl.consolidate import TAKES_OWN, RowResult, of_report
from cchc_xl.model import Finding, Kind, ReportTemplate, Severity
from cchc_xl.services.outcome import Kept
from cchc_xl.services.reading import ReadOptions, read_file


def with_own_file(
    kept: Kept, own_file: Path | None, template: ReportTemplate, user_folder: Path | None
) -> tuple[Kept, list[Finding]]:
    """Figures kept from the earlier run, those of the file of its own above them."""
    own = {key: value for key, value in kept.own.items() if key in template.by_key}
    if own_file is None:
        return replace(kept, own=own), []
    read = read_file(own_file, ReadOptions(user_folder=user_folder, beside=template))
    said = of_report(read.report, read.template, own_file.name)
    fitting = {key: value for key, value in said.values.items() if key in template.by_key}
    differing = [key for key, value in fitting.items() if own.get(key, value) != value]
    notes = [
        Finding(
            "TH112",
            Kind.OPTION_OVERRIDES,
            Severity.NOTE,
            key=key,
            facts={"before": own[key], "after": fitting[key]},
        )
        for key in differing
    ]
    own |= fitting
    own_words, words = dict(kept.own_words), dict(kept.words)
    for key, text in said.unreadable.items():
        if key in template.by_key and key not in own:
            added_up = template.by_key[key].consolidation in TAKES_OWN
            (own_words if added_up else words)[key] = text
    own_words = {key: text for key, text in own_words.items() if key not in own}
    return replace(kept, own=own, own_words=own_words, words=words), notes


def overwritten(rows: Mapping[str, RowResult]) -> list[Finding]:
    """Figures the parent typed over what adding up gives, and keeps."""
    return [
        Finding(
            "TH113",
            Kind.TOTAL_OVERWRITTEN,
            Severity.WARNING,
            key=key,
            facts={"value": found.value, "computed": _or_blank(found.computed)},
        )
        for key, found in rows.items()
        if found.overridden
    ]


def no_figures(kept: Kept, template: ReportTemplate) -> list[Finding]:
    """What the parent typed among its figures that is none: it adds nothing until put right."""
    columns = (("Số của đơn vị mình", kept.own_words), ("Số gõ thay", kept.override_words))
    return [
        Finding(
            "TH114",
            Kind.NOT_A_NUMBER,
            Severity.WARNING,
            key=key,
            facts={"text": text, "column": column},
        )
        for column, words in columns
        for key, text in words.items()
        if key in template.by_key
    ]


def _or_blank(value: Decimal | None) -> Decimal | str:
    return "trống" if value is None else value
