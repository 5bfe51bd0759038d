"""An edition as TOML text, one printed row a line, in the style of the shipped editions.

The same edition always gives the same text; only what differs from the defaults is written.
"""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from cchc_xl.model import ReportTemplate, Rule
from cchc_xl.model.bridge import Bridge
from cchc_xl.model.template import Origin

_HEADS = {
    Origin.ISSUED: "The blank form of an official letter.",
    Origin.REBUILT: "Rebuilt from a filled report; the issuing letter is not known.",
    Origin.REFERENCE: "To start from: no letter issues this form.",
}
_STYLE = '# One line a printed row, in printed order; "no" is display, "key" is identity.\n'
_RULES = (
    "# Relations the printed labels state. Ratios, exhaustive totals, codes and number forms follow"
    " from\n# the rows themselves (mau.toml) and are not repeated here.\n"
)
#: Tables of their own; everything else of an edition is a line at its head.
_TABLES = ("misprints", "windows")
_ROW_ORDER = (
    *("no", "key", "label", "measure", "kind", "parent", "choices", "codes_printed", "levels"),
    *("optional", "basis", "numerator", "denominator", "parts", "consolidation", "fed_by"),
    *("weight", "note", "owner"),
)
_RULE_ORDER = (
    *("key", "left", "op", "right", "limit", "low", "high", "missing_left", "missing_right"),
    *("levels", "kind", "severity", "why", "citation", "applied", "applied_reason"),
)


def form_text(template: ReportTemplate) -> str:
    """``mau.toml``: facts, slips, windows, sections with their rows."""
    data = template.model_dump(mode="python", exclude_defaults=True)
    data.pop("rules", None)
    sections = data.pop("sections")
    tables = {name: data.pop(name, ()) for name in _TABLES}
    nested = {name: data.pop(name) for name in list(data) if _is_tables(data[name])}
    data = {"id": template.id, "title": template.title, "origin": template.origin} | data
    blocks = [f"# {_HEADS[template.origin]}\n{_STYLE}", _lines(data)]
    for name, records in (tables | nested).items():
        blocks += [f"[[{name}]]\n{_lines(record)}" for record in records]
    for section in sections:
        rows = section.pop("rows")
        body = "".join(
            f"  {{ {_inline(_ordered({'no': ''} | row, _ROW_ORDER))} }},\n" for row in rows
        )
        blocks.append(f"[[sections]]\n{_lines(section)}rows = [\n{body}]\n")
    return "\n".join(blocks)


def rules_text(rules: Iterable[Rule]) -> str:
    """``rules.toml``: one relation a line."""
    lines = "".join(
        f"  {{ {_inline(_ordered(rule.model_dump(exclude_defaults=True), _RULE_ORDER))} }},\n"
        for rule in rules
    )
    return f"{_RULES}\nrules = [\n{lines}]\n"


def bridge_text(bridge: Bridge) -> str:
    """One table of ``cau-noi.toml``."""
    return f"[[bridges]]\n{_lines(bridge.model_dump(exclude_defaults=True))}"


def _is_tables(value: object) -> bool:
    return isinstance(value, list | tuple) and bool(value) and isinstance(value[0], dict)


def _ordered(data: Mapping[str, Any], order: Iterable[str]) -> dict[str, Any]:
    names = [name for name in order if name in data]
    return {name: data[name] for name in [*names, *(n for n in data if n not in names)]}


def _lines(data: Mapping[str, Any]) -> str:
    return "".join(f"{name} = {_value(value)}\n" for name, value in data.items())


def _inline(data: Mapping[str, Any]) -> str:
    return ", ".join(f"{name} = {_value(value)}" for name, value in data.items())


def _value(value: Any) -> str:
    """A TOML value; JSON's strings are TOML's basic strings."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return json.dumps(str(value), ensure_ascii=False).replace("\x7f", "\\u007f")
    if isinstance(value, float):
        return repr(value).removesuffix(".0")
    if isinstance(value, int):
        return str(value)
    if isinstance(value, Mapping):
        return f"{{ {_inline(value)} }}"
    if isinstance(value, list | tuple):
        return f"[{', '.join(_value(one) for one in value)}]"
    return str(value.isoformat())
