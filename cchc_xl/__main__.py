"""``python -m cchc_xl`` is ``cchc``."""

import sys

from cchc_xl.cli import main

sys.exit(main())
