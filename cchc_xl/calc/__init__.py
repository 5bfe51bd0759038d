"""LibreOffice Calc as an xlwings engine, so that `cchc_xl.excel` runs there unchanged.

``register()`` starts a private LibreOffice on demand (`xw.App`), ``attach`` takes a document that
is already open. Nothing here is imported by the rest of the package.
"""

from cchc_xl.calc.contracts import ENGINE_NAME
from cchc_xl.calc.engine import attach, register
from cchc_xl.calc.uno_bridge import CalcUnavailableError

__all__ = ["ENGINE_NAME", "CalcUnavailableError", "attach", "register"]
