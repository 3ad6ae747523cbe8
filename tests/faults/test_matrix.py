"""Whatever goes wrong at whatever moment is told, leaves nothing, and the next build works.

All cells run with ``--slow``, and with the figures of the run by ``python -m tests.faults``.
"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import pytest

from tests.faults.table import CELLS, Cell, Fault, Moment

if TYPE_CHECKING:
    from tests.faults.place import Matrix

pytestmark = pytest.mark.skipif(
    sys.platform != "linux" or os.geteuid() != 0,
    reason="only root can start a Docker daemon, fill a disk and take rights away",
)

# Every fault, and every moment.
ALWAYS = {
    Cell(Moment.CREATE, Fault.KILLED),
    Cell(Moment.STREAM, Fault.PAUSED),
    Cell(Moment.REMOVE, Fault.RESTARTED),
    Cell(Moment.LOAD, Fault.RESET),
    Cell(Moment.START, Fault.SLOW),
    Cell(Moment.COMPILE, Fault.FULL),
    Cell(Moment.LOAD, Fault.FULL),
    Cell(Moment.PACKAGE, Fault.FORBIDDEN),
    Cell(Moment.PROVE, Fault.VANISHED),
    Cell(Moment.COMPILE, Fault.OURSELVES),
    Cell(Moment.READ, Fault.STOPPED),
    Cell(Moment.STREAM, Fault.CLOSED),
}


def _cells() -> list[object]:
    return [
        pytest.param(cell, id=str(cell), marks=() if cell in ALWAYS else pytest.mark.slow)
        for cell in CELLS
    ]


def test_every_fault_and_every_moment_is_always_tried() -> None:
    assert {cell.fault for cell in ALWAYS} == set(Fault)
    assert {cell.moment for cell in ALWAYS} == set(Moment)
    assert len(CELLS) == len(Fault) * len(Moment)


@pytest.mark.parametrize("cell", _cells())
def test_it_is_told_and_nothing_is_left_and_the_next_build_works(
    cell: Cell, matrix: Matrix
) -> None:
    matrix.run(cell)
