"""The engine that xlwings knows as "uno"; `register` adds it and makes it the active one."""

from collections.abc import Callable
from typing import Any

import xlwings as xw

from cchc_xl.calc.app import App, Apps
from cchc_xl.calc.contracts import ENGINE_NAME
from cchc_xl.calc.port import install
from cchc_xl.calc.uno_bridge import load_uno
from cchc_xl.calc.values import cleaned, prepared


class Engine:
    """What xlwings asks of an engine."""

    name = ENGINE_NAME
    type = "desktop"

    def __init__(self) -> None:
        self.apps = Apps(self)

    @staticmethod
    def clean_value_data(
        data: list[list[Any]],
        datetime_builder: Callable[..., Any],
        empty_as: Any,
        number_builder: Callable[[float], Any] | None,
        err_to_str: bool,
    ) -> list[list[Any]]:
        return cleaned(data, datetime_builder, empty_as, number_builder, err_to_str)

    @staticmethod
    def prepare_xl_data_element(x: Any, options: Any = None) -> Any:
        return prepared(x)


def register(*, activate: bool = True) -> Engine:
    """Add the engine to xlwings (once) and make it the active one.

    Raises `CalcUnavailableError` when this Python has no `uno`. LibreOffice itself starts with the
    first `xw.App`.
    """
    load_uno()
    if ENGINE_NAME not in [engine.name for engine in xw.engines]:
        xw.engines.add(xw.Engine(impl=Engine()))
    engine = xw.engines[ENGINE_NAME]
    if activate:
        engine.activate()
    install()
    found: Engine = engine.impl
    return found


def attach(document: Any, context: Any) -> xw.Book:
    """An xlwings book for a document already open in a LibreOffice that we did not start.

    ``context`` is that LibreOffice's component context; it is never ended from here.
    """
    apps = register().apps
    app = next((app for app in apps if app.is_guest and app.context == context), None)
    if app is None:
        app = App.of_context(apps, context)
    return xw.Book(impl=app.books.adopt(document))
