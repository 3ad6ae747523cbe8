"""A program that is ready: copied as it is, whatever made it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scratchpress.errors import SourceError, StorageError
from scratchpress.recipe import ToolchainName
from scratchpress.sources import C_FAMILY, Language, shown_name
from scratchpress.toolchains.linked_references import read_linked_references
from scratchpress.toolchains.origins import Origins
from scratchpress.toolchains.protocol import CompiledProgram

if TYPE_CHECKING:
    from pathlib import Path

    from scratchpress.cancellation import Cancellation
    from scratchpress.events import Emit
    from scratchpress.recipe import CompileOptions
    from scratchpress.sources import Sources
    from scratchpress.toolchains.protocol import Command, CompileRequest


class PrebuiltToolchain:
    """Takes an executable as it is; a ``Toolchain`` that compiles nothing."""

    @property
    def name(self) -> ToolchainName:
        """As recipes write it."""
        return ToolchainName.PREBUILT

    @property
    def title(self) -> str:
        """For people."""
        return "None (a program that is ready)"

    @property
    def languages(self) -> frozenset[Language]:
        """What it takes."""
        return frozenset({Language.EXECUTABLE})

    def commands(self, sources: Sources, options: CompileOptions) -> tuple[Command, ...]:  # noqa: ARG002 - the protocol's parameters
        """Nothing is to be done by hand.

        Raises:
            SourceError: the file is source code.
        """
        _refuse_source_code(sources)
        return ()

    def compile(
        self,
        request: CompileRequest,
        emit: Emit,  # noqa: ARG002 - the protocol's parameters
        cancellation: Cancellation,
    ) -> CompiledProgram:
        """Copy the program into the request's folder.

        Raises:
            SourceError: the file is source code.
            StorageError: there is no room for the copy.
            CancelledError: the person stopped it.
        """
        _refuse_source_code(request.sources)
        cancellation.raise_if_cancelled()
        target = request.folder / "program"
        content = request.sources.files[0].content
        try:
            target.write_bytes(content)
            target.chmod(0o755)
        except OSError as error:
            raise StorageError(
                f"The program cannot be copied: {error.strerror}.",
                remedy="Free some disk space and try again.",
            ) from error
        references = read_linked_references(content)
        return CompiledProgram(target, (), cached=False, references=references)

    def origins(self, sources: Sources, program: Path) -> Origins:  # noqa: ARG002 - the protocol's
        """Who made what is in a program; see the protocol."""
        return Origins(None)


def refuse_ready_program(sources: Sources, compiler: str) -> None:
    """Return unless the sources are a program that needs no compiler.

    Raises:
        SourceError: they are.
    """
    if sources.language is Language.EXECUTABLE:
        raise SourceError(
            f"{shown_name(sources.files[0].name)} is a program that is ready; {compiler} compiles"
            " source files.",
            remedy="Choose prebuilt as the compiler, or give the program's source.",
        )


def refuse_all_but_c(sources: Sources, compiler: str) -> None:
    """Return when the sources are C, C++ or assembly, for compilers of those.

    Raises:
        SourceError: they are in another language, or a program that is ready.
    """
    refuse_ready_program(sources, compiler)
    if sources.language not in C_FAMILY:
        raise SourceError(
            f"{shown_name(sources.files[0].name)} is {sources.language.label} source code;"
            f" {compiler} compiles C, C++ and assembly.",
            remedy=f"Choose {sources.language.value} as the compiler.",
        )


def refuse_other_language(sources: Sources, language: Language, compiler: str) -> None:
    """Return when the sources are in the one language that a compiler takes.

    Raises:
        SourceError: they are in another, or a program that is ready.
    """
    refuse_ready_program(sources, compiler)
    if sources.language is not language:
        raise SourceError(
            f"{shown_name(sources.files[0].name)} is {sources.language.label} source code;"
            f" {compiler} compiles {language.label}.",
            remedy="Leave the compiler out of the recipe, which chooses the right one.",
        )


def _refuse_source_code(sources: Sources) -> None:
    if sources.language is not Language.EXECUTABLE:
        raise SourceError(
            f"{shown_name(sources.files[0].name)} is {sources.language.label} source code, not a"
            " program that is ready.",
            remedy="Choose a compiler: the built-in one (zig), gcc or clang.",
        )
