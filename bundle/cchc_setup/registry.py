"""The few things asked of the Windows registry, so that tests can bring their own."""

import sys
from typing import Protocol

USER, MACHINE = "HKCU", "HKLM"
Value = str | int


class Registry(Protocol):
    r"""Keys are ``HKCU\…`` or ``HKLM\…``; only ``HKCU`` is ever written."""

    def read(self, key: str, name: str) -> Value | None:
        """A value, None where there is none."""

    def exists(self, key: str) -> bool:
        """Whether the key is there."""

    def write(self, key: str, values: dict[str, Value]) -> None:
        """Make the key with these values. Raises ``OSError``."""

    def remove(self, key: str) -> None:
        """Take a key without subkeys away; nothing happens where it is not there."""


class NoRegistry:
    """Where there is none: nothing is set, nothing can be written."""

    def read(self, key: str, name: str) -> Value | None:
        return None

    def exists(self, key: str) -> bool:
        return False

    def write(self, key: str, values: dict[str, Value]) -> None:
        raise OSError("no registry")

    def remove(self, key: str) -> None:
        return


if sys.platform == "win32":
    import winreg

    class WindowsRegistry:
        """The real one."""

        def read(self, key: str, name: str) -> Value | None:
            try:
                with self._open(key) as opened:
                    value = winreg.QueryValueEx(opened, name)[0]
            except OSError:
                return None
            return value if isinstance(value, str | int) else None

        def exists(self, key: str) -> bool:
            try:
                self._open(key).Close()
            except OSError:
                return False
            return True

        def write(self, key: str, values: dict[str, Value]) -> None:
            path = key.removeprefix(USER + "\\")
            with winreg.CreateKey(winreg.HKEY_CURRENT_USER, path) as made:
                for name, value in values.items():
                    kind = winreg.REG_SZ if isinstance(value, str) else winreg.REG_DWORD
                    winreg.SetValueEx(made, name, 0, kind, value)

        def remove(self, key: str) -> None:
            if self.exists(key):
                winreg.DeleteKey(winreg.HKEY_CURRENT_USER, key.removeprefix(USER + "\\"))

        def _open(self, key: str) -> winreg.HKEYType:
            hive, path = key.split("\\", 1)
            root = winreg.HKEY_CURRENT_USER if hive == USER else winreg.HKEY_LOCAL_MACHINE
            return winreg.OpenKey(root, path)
