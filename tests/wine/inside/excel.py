"""Excel's process: one workbook, the windows xlwings looks for, somebody who answers messages.

    python.exe -X utf8 excel.py BOOK WINDOWS-PATH ANSWERS BUTTON…

With buttons: starts a server as the macros do and presses them through it. Then, with the word
``wait`` as last button, stays until a file ``<ANSWERS>.stop`` appears, so that others may press.
ANSWERS is JSON: what each button said, how long it took, what the workbook became.
"""

from __future__ import annotations

import ctypes
import json
import re
import sys
import threading
import time
from pathlib import Path
from typing import Any

import pythoncom
import win32api
import win32con
import win32event
import win32gui
from book import Application, Workbook
from com_object import outgoing

_NATIVE_OBJECT, _WM_GETOBJECT = -16, 0x3D
_DISPATCH = bytes.fromhex("0004020000000000c000000000000046")
_MESSAGE = "#32770"


class Listener(threading.Thread):
    """Reads every message box and presses its first button."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.heard: list[tuple[str, str]] = []

    def run(self) -> None:
        while True:
            box = win32gui.FindWindow(_MESSAGE, None)
            if box:
                words = _words(box)
                for _ in range(100):  # the box is there before what stands in it
                    if max(map(len, words), default=0) > len("Cancel"):
                        break
                    time.sleep(0.02)
                    words = _words(box)
                self.heard.append((_text(box), max(words, key=len, default="")))
                win32gui.PostMessage(box, win32con.WM_COMMAND, _first_button(box), 0)
                while win32gui.IsWindow(box):
                    time.sleep(0.02)
            time.sleep(0.02)


def _first_button(box: int) -> int:
    """Yes of a question, OK of a message."""
    asks = ctypes.windll.user32.GetDlgItem(box, win32con.IDYES)
    return win32con.IDYES if asks else win32con.IDOK


def _words(box: int) -> list[str]:
    """What stands in a message box: its buttons and the message."""
    words = []
    child = win32gui.FindWindowEx(box, 0, None, None)
    while child:
        words.append(_text(child))
        child = win32gui.FindWindowEx(box, child, None, None)
    return [said for said in words if said]


def _text(window: int) -> str:
    size = ctypes.windll.user32.SendMessageW(window, win32con.WM_GETTEXTLENGTH, 0, 0) + 1
    buffer = ctypes.create_unicode_buffer(size)
    ctypes.windll.user32.SendMessageW(window, win32con.WM_GETTEXT, size, buffer)
    return buffer.value


class Window:
    """``XLMAIN`` with ``XLDESK`` with ``EXCEL7``, whose object is the application."""

    def __init__(self, application: Application, title: str) -> None:
        self._given: list[Any] = []
        self._application = application
        library = ctypes.WinDLL("oleacc")
        self._wrap = library.LresultFromObject
        self._wrap.restype = ctypes.c_ssize_t
        self._wrap.argtypes = [ctypes.c_void_p, ctypes.c_size_t, ctypes.c_void_p]
        handle = 0
        for name in ("XLMAIN", "XLDESK", "EXCEL7"):
            shape = win32gui.WNDCLASS()
            shape.lpszClassName, shape.lpfnWndProc = name, self._answer
            shape.hInstance = win32api.GetModuleHandle(None)
            win32gui.RegisterClass(shape)
            style = win32con.WS_VISIBLE
            style |= win32con.WS_CHILD if handle else win32con.WS_OVERLAPPEDWINDOW
            handle = win32gui.CreateWindow(
                name, title, style, 0, 0, 300, 200, handle, 0, shape.hInstance, None
            )
            if name == "XLMAIN":
                application.Hwnd = handle

    def _answer(self, window: int, message: int, first: int, second: int) -> int:
        if message == _WM_GETOBJECT and ctypes.c_long(second & 0xFFFFFFFF).value == _NATIVE_OBJECT:
            given = outgoing(self._application)
            self._given.append(given)
            place = re.search(r"obj at 0x([0-9A-Fa-f]+)", repr(given))
            assert place is not None
            found: int = self._wrap(_DISPATCH, first, int(place[1], 16))
            return found
        done: int = win32gui.DefWindowProc(window, message, first, second)
        return done


def pump() -> None:
    win32event.MsgWaitForMultipleObjects((), False, 50, win32event.QS_ALLINPUT)
    pythoncom.PumpWaitingMessages()


def press(server: Any, application: Application, button: str, listener: Listener) -> dict[str, Any]:
    """What `modBridge.RunButton` does once a server lives."""
    heard, done = len(listener.heard), len(application.log)
    began = time.perf_counter()
    module = server.Module("xlwings._xlwindows")
    server.SetAttr(module, "BOOK_CALLER", outgoing(application.book))
    server.Exec(f"import cchc_xl.excel.buttons; cchc_xl.excel.buttons.{button}()")
    seconds = time.perf_counter() - began
    return {
        "button": button,
        "seconds": round(seconds, 2),
        "said": [words for _, words in listener.heard[heard:]],
        "did": application.log[done:],
        **state(application),
    }


def state(application: Application) -> dict[str, Any]:
    book = application.book
    assert book is not None
    notes = [f"{sheet.Name}!{cell.coordinate}" for sheet in book.members
             for row in sheet.sheet.iter_rows() for cell in row
             if getattr(cell, "comment", None) is not None]  # fmt: skip
    return {
        "sheets": [sheet.Name for sheet in book.members],
        "front": book.front.Name,
        "notes": notes,
        "status_bar": application.StatusBar,
        "screen_updating": application.ScreenUpdating,
        "cells": {sheet.Name: {f"{r},{c}": str(value) for (r, c), value in sheet.values.items()}
                  for sheet in book.members if sheet.Name in ("Kết quả kiểm tra", "Tự kiểm tra")},
    }  # fmt: skip


def main() -> None:
    book, path, answers, *buttons = sys.argv[1:]
    application = Application()
    Workbook(application, Path(book), path)
    window = Window(application, "Sổ báo cáo - Excel")
    listener = Listener()
    listener.start()
    told: list[dict[str, Any]] = []
    if buttons[0] != "wait":
        from cchc_setup.server_test import ServerUnderTest

        running = ServerUnderTest()
        running.connect()
        server = running._server
        server.SetAttr(server.Module("xlwings._xlwindows"), "BOOK_CALLER",
                       outgoing(application.book))  # fmt: skip
        server.Exec("import cchc_xl.excel.udfs; cchc_xl.excel.udfs.load_form()")
        try:
            for button in buttons:
                if button != "wait":
                    told.append(press(server, application, button, listener))
        finally:
            running.close()
    target = Path(answers)
    if buttons[-1] == "wait":
        target.with_suffix(".window").write_text(str(application.Hwnd))
        while not target.with_suffix(".stop").exists():
            pump()
        told.append({"said": [words for _, words in listener.heard], **state(application)})
    assert window is not None
    target.write_text(json.dumps(told, ensure_ascii=False, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
