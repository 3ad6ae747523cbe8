"""Whatever is edited, moved or touched: what was kept never gives another program.

For longer: ``python -m tests.fuzz.edits``.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from tests.fuzz.edits import compare

if TYPE_CHECKING:
    import pytest

    from scratchpress.toolchains.protocol import Toolchain

STEPS = 40


def test_after_each_edit_the_program_is_that_of_a_fresh_compile(
    toolchain: Toolchain, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # It is set for each compile, and is to be as it was.
    monkeypatch.setenv("SCRATCHPRESS_CACHE_DIR", os.environ["SCRATCHPRESS_CACHE_DIR"])
    made = list(compare(toolchain, tmp_path, steps=STEPS, seed=1))
    assert len(made) == STEPS
    assert sum(bool(one.sha256) for one in made) > STEPS / 3
    assert any(one.cached for one in made)
