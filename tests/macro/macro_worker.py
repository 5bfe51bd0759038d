"""`tests.calc_worker` with macros on: the UNO side of :mod:`tests.macro.macro_host`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
import calc_worker  # type: ignore[import-not-found,unused-ignore]
import unohelper  # type: ignore[import-not-found,unused-ignore]
from com.sun.star.script import XInvocation
from com.sun.star.uno import RuntimeException

ALWAYS = 4  # com.sun.star.document.MacroExecMode.ALWAYS_EXECUTE_NO_WARN


def plain(value: Any) -> Any:
    """A value as JSON holds it; anything that is no value by its name."""
    return value if isinstance(value, (str, int, float, type(None))) else f"<{value!r}>"


class RecordingServer(unohelper.Base, XInvocation):  # type: ignore[misc,unused-ignore]
    """What xlwings' server is for VBA, as far as the functions use it."""

    def __init__(self, answers: dict[str, Any]) -> None:
        self.answers = answers
        self.calls: list[list[Any]] = []
        self.is_dead = False

    def invoke(self, name: str, arguments: Any, _: Any, __: Any) -> Any:
        if self.is_dead:
            raise RuntimeException("the server is gone", self)
        if name == "Bool":
            return True, (), ()
        _module, function, values = arguments
        self.calls.append([function, *map(plain, values)])
        return self.answers[function], (), ()

    def getIntrospection(self) -> None:  # noqa: N802
        return None

    def getValue(self, _: str) -> None:  # noqa: N802
        return None

    def setValue(self, _: str, __: Any) -> None:  # noqa: N802
        return None

    def hasMethod(self, name: str) -> bool:  # noqa: N802
        return name in ("CallUDF", "Bool")

    def hasProperty(self, _: str) -> bool:  # noqa: N802
        return False


class MacroOffice(calc_worker.Office):  # type: ignore[misc,unused-ignore]
    """An office whose documents may run their macros."""

    def open(self, path: str) -> int:
        document = self.desktop.loadComponentFromURL(
            Path(path).as_uri(),
            "_blank",
            0,
            calc_worker.properties(Hidden=True, MacroExecutionMode=ALWAYS),
        )
        document.enableAutomaticCalculation(False)
        number: int = max(self.documents, default=0) + 1
        self.documents[number] = document
        return number

    def run(self, doc: int, macro: str, arguments: list[Any]) -> Any:
        """Run ``Module.Procedure`` of the document's VBA project; its result."""
        url = f"vnd.sun.star.script:VBAProject.{macro}?language=Basic&location=document"
        script = self.documents[doc].getScriptProvider().getScript(url)
        result, _, _ = script.invoke(tuple(arguments), (), ())
        return result

    def serve(self, doc: int, macro: str, answers: dict[str, Any]) -> None:
        """Give the VBA project a server of ours: it notes calls and answers by function name."""
        self.server = RecordingServer(answers)
        self.run(doc, macro, [self.server])

    def served(self, forget: bool) -> list[list[Any]]:
        """What the server was asked: function and arguments of each call."""
        calls = list(self.server.calls)
        if forget:
            self.server.calls.clear()
        return calls

    def server_dies(self) -> None:
        self.server.is_dead = True

    def active_sheet(self, doc: int) -> str:
        return str(self.documents[doc].CurrentController.ActiveSheet.Name)

    def modules(self, doc: int) -> dict[str, str]:
        """Every Basic module of the document with its source."""
        libraries = self.documents[doc].BasicLibraries
        return {
            f"{library}.{module}": libraries.getByName(library).getByName(module)
            for library in libraries.ElementNames
            for module in libraries.getByName(library).ElementNames
        }

    def shapes(self, doc: int, sheet: str) -> list[dict[str, str]]:
        """The drawn shapes of a sheet: name, words, and the macro that a click runs."""
        page = self.documents[doc].Sheets.getByName(sheet).DrawPage
        found = []
        for shape in (page.getByIndex(i) for i in range(page.Count)):
            if not shape.Name:  # the frame of a note
                continue
            events = shape.Events.getByName("OnClick") if hasattr(shape, "Events") else ()
            scripts = [item.Value for item in events or () if item.Name == "Script"]
            found.append({"name": shape.Name, "words": shape.String, "script": "".join(scripts)})
        return found


if __name__ == "__main__":
    calc_worker.SETTINGS = [
        (path, name, "0" if name == "MacroSecurityLevel" else value)
        for path, name, value in calc_worker.SETTINGS
    ]
    calc_worker.OPERATIONS |= {
        "run",
        "active_sheet",
        "modules",
        "shapes",
        "serve",
        "served",
        "server_dies",
    }
    calc_worker.Office = MacroOffice
    calc_worker.main()
