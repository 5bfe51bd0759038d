"""Checks of one report against its form: yields findings, never prints, never stops early."""

from cchc_xl.rules.engine import READING, check

__all__ = ["READING", "check"]
