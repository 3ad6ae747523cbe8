"""The end of a child is seen before it is reaped."""

from __future__ import annotations

import os
import subprocess
import sys

from scratchpress.system.child_processes import ends_within
from tests.support.patience import SOON


def test_a_child_that_ended_keeps_its_number_until_it_is_reaped() -> None:
    code = "import sys; sys.stdin.read(); sys.exit(3)"
    with subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE) as child:
        assert not ends_within(child, 0.05)
        assert child.stdin is not None
        child.stdin.close()
        assert ends_within(child, SOON)
        # A zombie still takes signals.
        os.kill(child.pid, 0)
    assert child.returncode == 3
