"""Where what a toolchain puts into programs comes from: its libraries, with versions."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from scratchpress.core.component import Component

if TYPE_CHECKING:
    from collections.abc import Mapping

LLVM_LICENSE: Final = "Apache-2.0 WITH LLVM-exception"
_GCC_LICENSE = "GPL-3.0-or-later WITH GCC-exception-3.1"


@dataclass(frozen=True, slots=True)
class Origins:
    """Who made what is in a program besides its sources.

    Attributes:
        compiler: what compiled it; ``None`` when nobody here knows.
        libraries: by what ``link_map`` and the symbols call them: ``libc (musl)``, a Go
            module, a Rust crate.
        rest: what any other library belongs to; ``None`` when that cannot be told.
        always: what is in every program of this kind, seen or not.
    """

    compiler: Component | None
    libraries: Mapping[str, Component] = field(default_factory=dict)
    rest: Component | None = None
    always: tuple[Component, ...] = ()

    def of(self, library: str) -> Component | None:
        """Where a library, or a package of one (``MODULE/PACKAGE``), comes from."""
        name = library
        while name:
            if name in self.libraries:
                return self.libraries[name]
            name = name.rpartition("/")[0]
        return self.rest


def generic(name: str, version: str, license_: str) -> Component:
    """Something that belongs to no ecosystem of packages."""
    return Component(name, version, license_, f"pkg:generic/{name}@{version}" if version else "")


def glibc(version: str) -> Component:
    """The GNU C library."""
    return generic("glibc", version, "LGPL-2.1-or-later")


def of_gcc(name: str, version: str) -> Component:
    """A library that comes with gcc."""
    return generic(name, version, _GCC_LICENSE)
