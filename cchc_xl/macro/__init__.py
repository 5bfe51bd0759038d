"""Macro workbooks and the add-in: VBA sources, buttons and ribbon packed around a built workbook.

Reads no report and knows no rule beyond which cells a verdict reads. Imports no xlwings: of that
package only the text of its VBA module is used.
"""

from cchc_xl.macro.build import (
    addin_bytes,
    build_addin,
    build_macro_workbook,
    keeper_workbook_bytes,
    macro_workbook_bytes,
)

__all__ = [
    "addin_bytes",
    "build_addin",
    "build_macro_workbook",
    "keeper_workbook_bytes",
    "macro_workbook_bytes",
]
