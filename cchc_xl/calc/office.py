"""Start and stop a private LibreOffice: its own profile, its own pipe, its own process group."""

import atexit
import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
import time
import uuid
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from cchc_xl.calc.uno_bridge import CalcUnavailableError, load_uno

START_SECONDS = 90
_STOP_SECONDS = 15
NO_OFFICE = "Máy này chưa có LibreOffice (soffice): hãy cài LibreOffice Calc rồi thử lại."
_NOT_UP = "LibreOffice không khởi động được trong {seconds} giây; hãy đóng LibreOffice và thử lại."

# {(path, property): value}: no first-start windows, no backup copies, formulas computed on loading
# whoever wrote the file, and no macro of a document is ever run.
Settings = Mapping[tuple[str, str], str]
_SETTINGS: Settings = {
    ("org.openoffice.Office.Common/Misc", "ShowTipOfTheDay"): "false",
    ("org.openoffice.Office.Common/Misc", "FirstRun"): "false",
    ("org.openoffice.Office.Common/Security/Scripting", "MacroSecurityLevel"): "3",
    ("org.openoffice.Office.Common/Save/Document", "CreateBackup"): "false",
    ("org.openoffice.Office.Calc/Formula/Load", "OOXMLRecalcMode"): "0",
    ("org.openoffice.Office.Calc/Formula/Load", "ODFRecalcMode"): "0",
    ("org.openoffice.Setup/L10N", "ooLocale"): "en-US",
}


def find_soffice() -> str | None:
    """Path of LibreOffice's launcher, if there is one."""
    return shutil.which("soffice") or shutil.which("libreoffice")


class Office:
    """One running LibreOffice. ``locale`` is the regional setting: vi-VN has a decimal comma.

    ``settings`` are laid over those of the private profile, ``environment`` over ours; ``prepare``
    gets the profile's folder before LibreOffice starts. Raises `CalcUnavailableError` where
    LibreOffice or its bridge is missing, or does not start.
    """

    def __init__(
        self,
        *,
        locale: str = "en-US",
        visible: bool = False,
        settings: Settings | None = None,
        environment: Mapping[str, str] | None = None,
        prepare: Callable[[Path], object] | None = None,
    ) -> None:
        self._uno = load_uno()
        soffice = find_soffice()
        if soffice is None:
            raise CalcUnavailableError(NO_OFFICE)
        self.folder = Path(tempfile.mkdtemp(prefix="cchc-lo-"))
        profile = self.folder / "profile"
        _write_profile(profile, locale, settings or {})
        if prepare is not None:
            prepare(profile)
        pipe = f"cchc{uuid.uuid4().hex[:12]}"
        self.process = subprocess.Popen(
            [
                soffice,
                f"-env:UserInstallation={profile.as_uri()}",
                *("--norestore", "--nologo", "--nodefault", "--nofirststartwizard"),
                *(() if visible else ("--headless",)),
                f"--accept=pipe,name={pipe};urp;",
            ],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            # LibreOffice leaves temporary files behind
            env={**os.environ, "TMPDIR": str(self.folder), **(environment or {})},
            start_new_session=True,  # a group that is ours to end
        )
        atexit.register(self.stop)  # it never outlives us, whatever happens to its user
        try:
            self.context = self._connect(pipe)
        except BaseException:
            self.kill()
            raise
        self.desktop: Any = self.context.ServiceManager.createInstanceWithContext(
            "com.sun.star.frame.Desktop", self.context
        )

    def _connect(self, pipe: str) -> Any:
        local = self._uno.getComponentContext()
        resolver = local.ServiceManager.createInstanceWithContext(
            "com.sun.star.bridge.UnoUrlResolver", local
        )
        not_listening = self._uno.getClass("com.sun.star.connection.NoConnectException")
        end = time.monotonic() + START_SECONDS
        while time.monotonic() < end and self.process.poll() is None:
            try:
                return resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
            except not_listening:
                time.sleep(0.1)
        raise CalcUnavailableError(_NOT_UP.format(seconds=START_SECONDS))

    @property
    def pid(self) -> int:
        """Process id of the launcher, which is also the id of its process group."""
        return self.process.pid

    @property
    def is_running(self) -> bool:
        """False once LibreOffice has ended."""
        return self.process.poll() is None

    def stop(self) -> None:
        """End LibreOffice, by force if it does not want to; may be called twice."""
        if self.is_running:
            with contextlib.suppress(Exception):  # the bridge dies with the office it asks to end
                self.desktop.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(_STOP_SECONDS)
        self.kill()

    def kill(self) -> None:
        """End our own process group and remove the profile."""
        if self.is_running:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)
        atexit.unregister(self.stop)


def _write_profile(folder: Path, locale: str, more: Settings) -> None:
    regional = {("org.openoffice.Setup/L10N", "ooSetupSystemLocale"): locale}
    items = "".join(
        f'<item oor:path="/{path}"><prop oor:name="{name}" oor:op="fuse">'
        f"<value>{escape(value)}</value></prop></item>\n"
        for (path, name), value in {**_SETTINGS, **regional, **more}.items()
    )
    (folder / "user").mkdir(parents=True)
    (folder / "user" / "registrymodifications.xcu").write_text(
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<oor:items xmlns:oor="http://openoffice.org/2001/registry" '
        'xmlns:xs="http://www.w3.org/2001/XMLSchema" '
        f'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">\n{items}</oor:items>\n',
        encoding="utf-8",
    )
