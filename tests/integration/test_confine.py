"""The programs that confine others are what their sources make, to the byte."""

from __future__ import annotations

import os
import sys

import pytest

from confine.confine import ASSETS, make
from sysroot.sysroot import MACHINES


@pytest.mark.parametrize("machine", MACHINES)
def test_the_shipped_program_is_what_its_source_makes(machine: str) -> None:
    assert (ASSETS / machine).read_bytes() == make(machine)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such mark")
@pytest.mark.parametrize("machine", MACHINES)
def test_the_shipped_program_can_be_started(machine: str) -> None:
    assert os.access(ASSETS / machine, os.X_OK)
