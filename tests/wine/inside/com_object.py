"""Python objects as late-bound COM objects with the names that Excel's have."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any, ClassVar

import pythoncom
import pywintypes
import winerror
from win32com.server import policy, util
from win32com.server.exception import COMException

_TYPES = Path(__file__).with_name("excel.tlb")
_LEFT_OUT = -2147352572
_CALLS = ("Add", "Delete")
_PUT = pythoncom.DISPATCH_PROPERTYPUT | pythoncom.DISPATCH_PROPERTYPUTREF


Log = list[tuple[Any, ...]]


class ComObject:
    """Attributes are properties, methods are methods. ``typed``: what `excel.idl` numbers."""

    iid: ClassVar[str] = ""
    typed: ClassVar[dict[str, int]] = {}

    def knows(self, name: str) -> bool:
        return not name.startswith("_") and hasattr(type(self), name)

    def _dynamic_(self, name: str, lcid: int, flags: int, args: tuple[Any, ...]) -> Any:
        if flags & _PUT:
            setattr(self, name, args[0])
            return None
        found = getattr(self, name)
        if callable(found):
            if not flags & pythoncom.DISPATCH_METHOD and not name.startswith("_"):
                raise COMException(desc=f"{name} is a method", scode=winerror.DISP_E_MEMBERNOTFOUND)
            return outgoing(found(*map(incoming, args)))
        if args and isinstance(found, Sink):
            return outgoing(found.below(f"{found.path}({args[0]})"))
        if args:  # Cells(1, 2): the default member of what the property gives
            return outgoing(found._value_(*map(incoming, args)))
        return outgoing(found)


class Sink(ComObject):
    """Whatever Excel has that the tests only count: takes any property and any call."""

    def __init__(self, log: Log, path: str) -> None:
        self.log, self.path = log, path
        self.values: dict[str, Any] = {}

    def knows(self, name: str) -> bool:
        return True

    def _dynamic_(self, name: str, lcid: int, flags: int, args: tuple[Any, ...]) -> Any:
        path = f"{self.path}.{name}"
        if name in _CALLS and not flags & pythoncom.DISPATCH_METHOD:
            raise COMException(desc=f"{name} is a method", scode=winerror.DISP_E_MEMBERNOTFOUND)
        if flags & _PUT:
            self.values[name] = args[0]
            self.log.append((path, *map(plain, args)))
            return None
        if name in _CALLS:
            self.log.append((path, *map(plain, args)))
        elif name in self.values:
            return self.values[name]
        return outgoing(self.below(path))

    def below(self, path: str) -> Sink:
        return Sink(self.log, path)


class FormatConditions(Sink):
    iid = "{00024424-0000-0000-C000-000000000046}"
    typed: ClassVar[dict[str, int]] = {"Add": 1}


class _Policy(policy.DynamicPolicy):  # type: ignore[misc]
    _types: ClassVar[dict[str, Any]] = {}

    def _wrap_(self, wrapped: ComObject) -> None:
        super()._wrap_(wrapped)
        for name, number in wrapped.typed.items():
            self._name_to_dispid_[name.lower()] = number
            self._dyn_dispid_to_name_[number] = name

    def _getdispid_(self, name: str, flags: int) -> int:
        if not self._obj_.knows(name):
            raise COMException(desc=f"{type(self._obj_).__name__} has no {name}",
                               scode=winerror.DISP_E_UNKNOWNNAME)  # fmt: skip
        number: int = super()._getdispid_(name, flags)
        return number

    def _GetTypeInfoCount_(self) -> int:  # noqa: N802
        return int(bool(self._obj_.iid))

    def _GetTypeInfo_(self, index: int, lcid: int) -> tuple[int, Any]:  # noqa: N802
        if not self._obj_.iid:
            raise COMException(scode=winerror.DISP_E_BADINDEX)
        if self._obj_.iid not in self._types:
            library = pythoncom.LoadTypeLib(str(_TYPES))
            info = library.GetTypeInfoOfGuid(pywintypes.IID(self._obj_.iid))
            self._types[self._obj_.iid] = info
        return 0, self._types[self._obj_.iid]


def outgoing(value: Any) -> Any:
    """A list stays a list: a tuple would mean a result with more results behind it."""
    if isinstance(value, ComObject):
        return util.wrap(value, usePolicy=_Policy)
    if isinstance(value, dt.datetime):
        return pywintypes.Time(value.replace(tzinfo=dt.UTC))
    return value


def incoming(value: Any) -> Any:
    """None for an argument that was left out, our own object where it is one."""
    if value is pythoncom.Missing or value is pythoncom.Empty or value == _LEFT_OUT:
        return None
    if type(value) is pythoncom.TypeIIDs[pythoncom.IID_IDispatch]:
        try:
            return util.unwrap(value)
        except ValueError:
            return value
    return value


def plain(value: Any) -> Any:
    """For JSON."""
    return value if isinstance(value, str | int | float | bool | None) else str(value)
