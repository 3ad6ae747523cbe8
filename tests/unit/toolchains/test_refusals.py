"""Compilers with few flags take those that are listed, and nothing hidden in them."""

from __future__ import annotations

import pytest

from scratchpress.core.errors import CompileFailedError
from scratchpress.toolchains.refusals import refuse_flags


def test_a_listed_flag_is_taken() -> None:
    refuse_flags(["--cfg=fast", "-v"], ("--cfg=", "-v"), "rust")


# Cargo parts its flags by U+001F.
@pytest.mark.parametrize("flag", ["-vv", "-o", "--cfg=a\x1f-Clinker=/tmp/x", "--cfg=a\nb", "@file"])
def test_another_flag_is_refused_by_name(flag: str) -> None:
    with pytest.raises(CompileFailedError, match="cannot be used here"):
        refuse_flags([flag], ("--cfg=", "-v"), "rust")
