"""What no cell can show of an edition, in the hidden column “Khác”: publishing again loses nothing.

Two things: fields that have no column, and texts that a cell does not give back letter by letter
(line ends, runs of spaces, fullwidth digits). Such a text counts only as long as its cell still
reads as it did; what the keeper writes wins.
"""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from pydantic import BaseModel

from cchc_xl.text import clean

_EXACT = "="


def other(model: BaseModel, known: Iterable[str]) -> str:
    """The text of the hidden cell; ``known`` are the fields with a column or table of their own."""
    names = {str(name) for name in known}
    data = model.model_dump(mode="json", exclude_defaults=True)
    rest = {name: value for name, value in data.items() if name not in names}
    exact = {
        name: value
        for name, value in data.items()
        if name in names and _is_told(value) and (value == "" or _as_read(value) != value)
    }
    if exact:
        rest[_EXACT] = exact
    # All ASCII and no blanks: the sheet is read with white space and digits made even.
    text = json.dumps(rest, sort_keys=True, separators=(",", ":")).replace(" ", "\\u0020")
    return text if rest else ""


def with_other(text: str, data: Mapping[str, Any]) -> dict[str, Any]:
    """What the cells of a line say, with what its hidden cell adds."""
    found = _read(text)
    exact = found.pop(_EXACT, None)
    result = {**data, **found}
    if isinstance(exact, dict):
        result |= {
            name: value
            for name, value in exact.items()
            if name in data and _as_read(value) == (data[name] or "")
        }
    return result


def _is_told(value: object) -> bool:
    """True for a text, and for answers with their labels; other tables have sheets."""
    return isinstance(value, str) or (isinstance(value, list) and _are_labelled(value))


def _are_labelled(values: list[Any]) -> bool:
    return all(isinstance(one, dict) and set(one) == {"code", "label"} for one in values)


def _as_read(value: Any) -> Any:
    """A value as its cell reads."""
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, list):
        return [_as_read(one) for one in value]
    if isinstance(value, dict):
        return {name: _as_read(one) for name, one in value.items()}
    return value


def _read(text: str) -> dict[str, Any]:
    try:
        found = json.loads(text) if text else {}
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
