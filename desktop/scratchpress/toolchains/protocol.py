"""Defines what every toolchain does (``Toolchain``), what it is asked for and what it returns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from pathlib import Path

    from scratchpress.core.cancellation import Cancellation
    from scratchpress.core.diagnostics import Diagnostic
    from scratchpress.core.events import EmitStageEvent
    from scratchpress.core.languages import Language
    from scratchpress.executable.elf_sections import Placed
    from scratchpress.executable.model import References
    from scratchpress.recipe.model import CompileOptions, ToolchainName
    from scratchpress.sources.model import Sources
    from scratchpress.toolchains.origins import Origins

Command = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CompileRequest:
    """One program to compile.

    Attributes:
        sources: read and checked.
        options: from the recipe.
        folder: empty and private, for whatever the compiler writes.
        wants_map: whether to tell what the linker put where, where the linker tells.
        is_trial: whether it is compiled to be compared only; nothing is prepared to make
            the next time quicker.
    """

    sources: Sources
    options: CompileOptions
    folder: Path
    wants_map: bool = False
    is_trial: bool = False


@dataclass(frozen=True, slots=True)
class CompiledProgram:
    """What a toolchain made; not yet proven static.

    Attributes:
        path: the program, inside the request's folder.
        diagnostics: warnings and notes; those of a cached program too.
        cached: whether it came from the cache and no compiler ran.
        link_map: what the linker put where; empty when it was not asked or does not tell.
        references: what its own code refers to; ``None`` when that cannot be told.
        included: files that decide on it besides the sources and the compiler, those that
            would if they were there among them; empty where nothing tells.
    """

    path: Path
    diagnostics: tuple[Diagnostic, ...]
    cached: bool
    link_map: tuple[Placed, ...] = ()
    references: References | None = None
    included: tuple[Path, ...] = ()


class Toolchain(Protocol):
    """Turns sources into one static executable."""

    @property
    def name(self) -> ToolchainName:
        """As recipes write it."""
        ...

    @property
    def title(self) -> str:
        """For people: ``Built-in (Clang 22)``, ``gcc 12.2``."""
        ...

    @property
    def languages(self) -> frozenset[Language]:
        """What it compiles."""
        ...

    def commands(self, sources: Sources, options: CompileOptions) -> tuple[Command, ...]:
        """The commands that do the same by hand in the sources' folder, in order.

        Pure and quick: the window shows them while the person still chooses. The
        program they make is named after the first source.

        Raises:
            ScratchpressError: the options contradict each other or cannot be honoured.
        """
        ...

    def compile(
        self, request: CompileRequest, emit: EmitStageEvent, cancellation: Cancellation
    ) -> CompiledProgram:
        """Compile and link; report commands, diagnostics and raw text through ``emit``.

        Raises:
            CompileFailedError: the compiler refused the program.
            CompileLimitError: it took too long or too much memory.
            ToolchainMissingError: a part of the toolchain is not here.
            StorageError: no room for the result.
            CancelledError: the person stopped it; no process of it is left.
        """
        ...

    def origins(self, sources: Sources, program: Path) -> Origins:
        """Who made what is in a program besides its sources; may ask the compiler.

        Args:
            sources: what was compiled.
            program: what this toolchain made of them.

        Raises:
            ToolchainMissingError: the compiler is not here any more.
        """
        ...
