"""Compiles Rust: a file with the ``rustc`` on PATH, a project with ``cargo``.

With the musl target where it is installed, else with the static C library of this
computer. Nothing is fetched from the network.
"""

from __future__ import annotations

import shutil
import time
from pathlib import Path
from typing import TYPE_CHECKING, Final

from scratchpress.core.errors import CompileFailedError, SourceError, ToolchainMissingError
from scratchpress.core.events import CommandStarted, Stage
from scratchpress.core.languages import Language
from scratchpress.core.platforms import host_platform
from scratchpress.recipe.model import ToolchainName
from scratchpress.sources.naming import made_name
from scratchpress.toolchains.included_files import is_unchanged
from scratchpress.toolchains.origins import rust_origins
from scratchpress.toolchains.process import file_argument
from scratchpress.toolchains.program_cache import cache_key, fetch_program, keep_program
from scratchpress.toolchains.protocol import CompiledProgram
from scratchpress.toolchains.refusals import refuse_choices, refuse_flags, refuse_other_language
from scratchpress.toolchains.rust.build import RustBuild
from scratchpress.toolchains.rust.commands import cargo_by_hand, crate_words, flags
from scratchpress.toolchains.rust.compiler import ask_rust

if TYPE_CHECKING:
    from scratchpress.core.cancellation import Cancellation
    from scratchpress.core.events import EmitStageEvent
    from scratchpress.recipe.model import CompileOptions
    from scratchpress.sources.model import Sources
    from scratchpress.toolchains.origins import Origins
    from scratchpress.toolchains.protocol import Command, CompileRequest
    from scratchpress.toolchains.rust.compiler import Rust, Target

_FLAGS = (
    "--cfg=",
    "-Coverflow-checks=",
    "-Cdebug-assertions=",
    "-Cpanic=",
    "-Ccodegen-units=",
    "-Copt-level=",
)


class RustToolchain:
    """Rust as a ``Toolchain``."""

    name: Final = ToolchainName.RUST
    languages: Final = frozenset({Language.RUST})

    def __init__(self) -> None:
        """Find it, without starting it.

        Raises:
            ToolchainMissingError: it is not here.
        """
        found = shutil.which("rustc")
        if found is None:
            raise ToolchainMissingError(
                "rustc is not installed on this computer.",
                remedy="Install it from rustup.rs, or the packages rustc and cargo (on Debian and"
                " Ubuntu: sudo apt install rustc cargo).",
            )
        self._path = Path(found).absolute()

    @property
    def title(self) -> str:
        """For people: ``Rust 1.95.0``; the name alone when it does not answer."""
        try:
            return f"Rust {self._ask().version}"
        except ToolchainMissingError:
            return "Rust"

    def check(self) -> Target:
        """What makes static programs for this computer's platform.

        Raises:
            ToolchainMissingError: it does not answer, is too old, or lacks a library.
        """
        return self._ask().target(host_platform())

    def commands(self, sources: Sources, options: CompileOptions) -> tuple[Command, ...]:
        """The commands that make the same program by hand; see the protocol.

        Raises:
            SourceError: the sources are not Rust, or several files.
            CompileFailedError: a flag, a choice or a standard is refused.
            ToolchainMissingError: the compiler does not answer, or not for this platform.
        """
        refuse_other_language(sources, Language.RUST, self.name.value)
        if len(sources.files) > 1:
            raise SourceError(
                "rustc takes one file, which names the others with mod.",
                remedy="Give the file with the main function alone, or the project's Cargo.toml.",
            )
        refuse_choices(options, Language.RUST)
        refuse_flags(options.flags, _FLAGS, "rust")
        if sources.is_project and options.standard:
            raise CompileFailedError(
                "The edition of a project is said by its Cargo.toml.",
                remedy="Leave the standard empty.",
            )
        target = self._ask().target(options.platform)
        first = sources.files[0].path
        if sources.is_project:
            return cargo_by_hand(target, options, sources)
        words = (*crate_words(options), *flags(target, options), *options.flags)
        return (
            ("rustc", *words, "-o", file_argument(made_name(first)), file_argument(first.name)),
        )

    def origins(self, sources: Sources, program: Path) -> Origins:  # noqa: ARG002 - the protocol's
        """Who made what is in a program; see the protocol."""
        return rust_origins(self._ask().version, sources)

    def compile(
        self, request: CompileRequest, emit: EmitStageEvent, cancellation: Cancellation
    ) -> CompiledProgram:
        """Compile and link, unless the same file was compiled before; see the protocol."""
        sources, options = request.sources, request.options
        commands = self.commands(sources, options)
        rust = self._ask()
        target = request.folder / "program"
        key = cache_key(rust.identity, [word for one in commands for word in one], sources)
        # The map of a kept program is not kept.
        if not sources.is_project and not request.wants_map:
            kept = fetch_program(key, sources, target)
            if kept is not None:
                return kept
        for command in commands:
            emit(CommandStarted(Stage.COMPILE, command))
        began = time.time_ns()
        build = RustBuild(rust, request, emit, cancellation)
        found = build.project(target) if sources.is_project else build.file(target)
        program = CompiledProgram(
            target,
            found,
            cached=False,
            link_map=build.link_map(),
            references=build.references(),
            included=() if sources.is_project else tuple(build.included()),
        )
        if not sources.is_project and is_unchanged(sources.files[0]) and build.is_told():
            keep_program(key, sources, program, began=began)
        return program

    def _ask(self) -> Rust:
        return ask_rust(self._path)
