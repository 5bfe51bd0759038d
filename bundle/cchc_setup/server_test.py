"""xlwings' server as the macros start it, asked from outside: for the self-test on Windows."""

import subprocess
import sys
import time
from pathlib import Path
from typing import Any

UDFS = "cchc_xl.excel.udfs"
_TIMEOUT = 60
_CALLS = 20
#: What the VBA module of xlwings starts, without the console around it.
_COMMAND = "import sys, os;import cchc_xl.excel;import xlwings; xlwings.serve('{}')"


class ServerUnderTest:
    """A server of its own, ended by `close` whatever happened."""

    def __init__(self) -> None:
        import pythoncom

        self._class = pythoncom.CreateGuid()
        python = Path(sys.executable).with_name("pythonw.exe")
        self._began = time.perf_counter()
        self._process = subprocess.Popen(
            [str(python), "-P", "-B", "-c", _COMMAND.format(self._class)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self._server: Any = None
        self.seconds = 0.0

    def connect(self) -> None:
        """Wait until it answers. Raises ``OSError`` when it ended, ``TimeoutError``."""
        import pythoncom
        import win32com.client

        while True:
            try:
                found = pythoncom.CoCreateInstance(
                    self._class, None, pythoncom.CLSCTX_LOCAL_SERVER, pythoncom.IID_IDispatch
                )
                break
            except pythoncom.com_error:
                code = self._process.poll()
                if code is not None:
                    raise OSError(f"máy chủ tự tắt, mã {code}") from None
                if time.perf_counter() - self._began > _TIMEOUT:
                    raise TimeoutError(f"máy chủ không trả lời trong {_TIMEOUT} giây") from None
                time.sleep(0.05)
        self._server = win32com.client.Dispatch(found)
        self.seconds = time.perf_counter() - self._began

    def call(self, function: str, *arguments: Any) -> Any:
        """Call a function as a cell does."""
        return self._server.CallUDF(UDFS, function, arguments)

    def echo(self, words: str) -> str:
        """A text there and back."""
        return str(self._server.Str(words))

    def milliseconds(self) -> float:
        """What one call takes."""
        began = time.perf_counter()
        for _ in range(_CALLS):
            self.call("CCHC_SO", "12,5")
        return (time.perf_counter() - began) / _CALLS * 1000

    def close(self) -> None:
        """End the server."""
        self._server = None
        self._process.kill()
        self._process.wait()
