"""Makes ready what the compiler would make at its first use: its libraries and compiled headers.

The action keeps them in GitHub's cache. So they are made here, before a source of anybody is
compiled. Run by the environment's own Python.
"""

from __future__ import annotations

import sys

from scratchpress.core.platforms import Platform
from scratchpress.recipe.model import CompileOptions
from scratchpress.system.paths import asset
from scratchpress.toolchains.c.pch_cache import finish_building
from scratchpress.toolchains.zig.sysroot import find_sysroot, unpack_sysroot, unpacked_folder
from scratchpress.toolchains.zig.toolchain import ZigToolchain

_SECONDS = 60.0


def main() -> int:
    """Make them for every platform, and the headers for the runner's own."""
    for platform in Platform:
        sysroot = find_sysroot(CompileOptions(platforms=(platform,)))
        folder = unpacked_folder(sysroot)
        if folder is None:
            return 1
        unpack_sysroot(sysroot, folder.parent)
    ZigToolchain().make_ready(asset("examples/hello.cc").read_bytes())
    finish_building(_SECONDS, only_overdue=False)
    return 0


if __name__ == "__main__":
    sys.exit(main())
