"""The tests, and what they stand on.

They use modules of ``packaging/``, which no package installs: here they get to know its folder,
however they are started.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "packaging"))
