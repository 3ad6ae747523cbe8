"""Removes from the action's environment what it never uses: three quarters of its files.

The compiler comes with the headers and sources of every system's libraries; ours are made for
Linux with musl, whose libraries are shipped ready. GitHub's cache is as quick as it is small.
Run by the environment's own Python.
"""

from __future__ import annotations

import fnmatch
import importlib.util
import shutil
import sys
import sysconfig
from pathlib import Path

# Below the compiler's lib/libc.
_OTHER_LIBRARIES = ("darwin", "freebsd", "glibc", "mingw", "musl", "netbsd", "openbsd", "wasi")
_HEADERS = (
    "any-linux-any", "generic-musl", "aarch64-linux-any", "aarch64-linux-musl",
    "x86-linux-any", "x86-linux-musl", "x86_64-linux-any", "x86_64-linux-musl",
)  # fmt: skip
_INSTALLERS = ("pip", "pip-*", "setuptools", "setuptools-*", "pkg_resources", "*distutils*")


def main() -> int:
    """Trim the environment this Python belongs to."""
    found = importlib.util.find_spec("ziglang")
    if found is None or found.origin is None or sys.prefix == sys.base_prefix:
        return 2
    library = Path(found.origin).parent / "lib"
    unused = [library / "libtsan", *(library / "libc" / name for name in _OTHER_LIBRARIES)]
    headers = library / "libc" / "include"
    unused += [one for one in headers.iterdir() if one.name not in _HEADERS]
    packages = Path(sysconfig.get_path("purelib"))
    unused += [
        one
        for one in packages.iterdir()
        if any(fnmatch.fnmatch(one.name, pattern) for pattern in _INSTALLERS)
    ]
    for one in unused:
        if one.is_dir():
            shutil.rmtree(one)
        else:
            one.unlink(missing_ok=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
