"""Each compiler of C and its family, one after the other."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from scratchpress.recipe.model import ToolchainName
from scratchpress.toolchains.find import get_toolchain
from tests.support.with_each_compiler import Compiling

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scratchpress.toolchains.protocol import Toolchain


@pytest.fixture(scope="module", params=["zig", "gcc", "clang"])
def toolchain(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Toolchain]:
    with pytest.MonkeyPatch.context() as patch:
        # For its commands by hand, which otherwise fill the person's own cache.
        patch.setenv("ZIG_GLOBAL_CACHE_DIR", str(tmp_path_factory.mktemp("zig")))
        yield get_toolchain(ToolchainName(request.param))


@pytest.fixture
def compiling(toolchain: Toolchain, tmp_path: Path) -> Compiling:
    return Compiling(toolchain, tmp_path)
