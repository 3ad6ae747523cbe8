"""Takes a program that is already built, and copies it as it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from scratchpress.core.errors import StorageError
from scratchpress.core.languages import Language
from scratchpress.core.messages import Message, reason
from scratchpress.recipe.model import ToolchainName
from scratchpress.toolchains.origins import Origins
from scratchpress.toolchains.prebuilt_references import read_linked_references
from scratchpress.toolchains.protocol import CompiledProgram
from scratchpress.toolchains.refusals import refuse_source_code

if TYPE_CHECKING:
    from pathlib import Path

    from scratchpress.core.cancellation import Cancellation
    from scratchpress.core.events import EmitStageEvent
    from scratchpress.recipe.model import CompileOptions
    from scratchpress.sources.model import Sources
    from scratchpress.toolchains.protocol import Command, CompileRequest


class PrebuiltToolchain:
    """Takes an executable as it is; a ``Toolchain`` that compiles nothing."""

    name: Final = ToolchainName.PREBUILT
    title: Final = "None (a program that is ready)"
    languages: Final = frozenset({Language.EXECUTABLE})

    def commands(self, sources: Sources, options: CompileOptions) -> tuple[Command, ...]:  # noqa: ARG002 - the protocol's parameters
        """Nothing is to be done by hand.

        Raises:
            SourceError: the file is source code.
        """
        refuse_source_code(sources)
        return ()

    def compile(
        self,
        request: CompileRequest,
        emit: EmitStageEvent,  # noqa: ARG002 - the protocol's parameters
        cancellation: Cancellation,
    ) -> CompiledProgram:
        """Copy the program into the request's folder.

        Raises:
            SourceError: the file is source code.
            StorageError: there is no room for the copy.
            CancelledError: the person stopped it.
        """
        refuse_source_code(request.sources)
        cancellation.raise_if_cancelled()
        target = request.folder / "program"
        content = request.sources.files[0].content
        try:
            target.write_bytes(content)
            target.chmod(0o755)
        except OSError as error:
            raise StorageError(
                Message("The program cannot be copied: {0}.", reason(error)),
                remedy="Free some disk space and try again.",
            ) from error
        references = read_linked_references(content)
        return CompiledProgram(target, (), cached=False, references=references)

    def origins(self, sources: Sources, program: Path) -> Origins:  # noqa: ARG002 - the protocol's
        """Who made what is in a program; see the protocol."""
        return Origins(None)
