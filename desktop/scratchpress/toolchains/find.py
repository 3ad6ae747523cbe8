"""Finds toolchains by name, and reports which of them work on this computer."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from scratchpress.core.errors import ToolchainMissingError
from scratchpress.core.messages import Joined
from scratchpress.recipe.model import ToolchainName

if TYPE_CHECKING:
    from scratchpress.toolchains.protocol import Toolchain


@runtime_checkable
class _Checked(Protocol):
    """A toolchain that may lack a part."""

    def check(self) -> object:
        """Return when nothing is missing.

        Raises:
            ToolchainMissingError: something is.
        """
        ...


@dataclass(frozen=True, slots=True)
class ToolchainReport:
    """One toolchain on this computer.

    Attributes:
        name: as recipes write it.
        title: for people: ``gcc 12.2``.
        problem: why it cannot be used and what to do, in sentences; empty when it can.
    """

    name: ToolchainName
    title: str
    problem: str = ""

    @property
    def usable(self) -> bool:
        """Whether it can be chosen."""
        return not self.problem


def get_toolchain(name: ToolchainName) -> Toolchain:
    """The toolchain of that name, ready to compile.

    Raises:
        ToolchainMissingError: it is not on this computer; the remedy says what to do.
    """
    # Imported when chosen: each build uses one, and starting quickly matters.
    match name:
        case ToolchainName.ZIG:
            from scratchpress.toolchains.zig.toolchain import ZigToolchain  # start-up time

            return ZigToolchain()
        case ToolchainName.GCC | ToolchainName.CLANG:
            from scratchpress.toolchains.c.gcc_and_clang import CLANG, GCC  # start-up time
            from scratchpress.toolchains.c.toolchain import HostToolchain

            return HostToolchain(GCC if name is ToolchainName.GCC else CLANG)
        case ToolchainName.GO:
            from scratchpress.toolchains.go.toolchain import GoToolchain  # start-up time

            return GoToolchain()
        case ToolchainName.RUST:
            from scratchpress.toolchains.rust.toolchain import RustToolchain  # start-up time

            return RustToolchain()
        case ToolchainName.PREBUILT:
            from scratchpress.toolchains.prebuilt import (  # start-up time
                PrebuiltToolchain,
            )

            return PrebuiltToolchain()


def available_toolchains(
    names: tuple[ToolchainName, ...] = tuple(ToolchainName),
) -> tuple[ToolchainReport, ...]:
    """These toolchains and whether they can be used, in the order of recipes.

    They are asked side by side, which takes as long as the slowest.
    """
    with ThreadPoolExecutor(len(names), thread_name_prefix="find-toolchain") as pool:
        return tuple(pool.map(_report, names))


def _report(name: ToolchainName) -> ToolchainReport:
    title = name.value
    try:
        toolchain = get_toolchain(name)
        title = toolchain.title
        if isinstance(toolchain, _Checked):
            toolchain.check()
    except ToolchainMissingError as error:
        return ToolchainReport(name, title, Joined(" ", (error.title, error.remedy)))
    return ToolchainReport(name, title)
