"""Builds one program with go, and reads what it tells of it."""

from __future__ import annotations

import re
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from scratchpress.sources.naming import GO_MODULE
from scratchpress.toolchains.failure import report_run
from scratchpress.toolchains.go.commands import build_command, own_variables
from scratchpress.toolchains.go.messages import read_messages, refuse_missing_module
from scratchpress.toolchains.go.modules import replacements
from scratchpress.toolchains.go.references import TELL_REFERENCES, split_references
from scratchpress.toolchains.process import run_tool, tool_environment
from scratchpress.toolchains.sight import Sight, prefix_of, seen_of
from scratchpress.toolchains.work_folder import not_writable, private_subfolder, take_program

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from scratchpress.core.cancellation import Cancellation
    from scratchpress.core.diagnostics import Diagnostic
    from scratchpress.core.events import EmitStageEvent
    from scratchpress.executable.model import References
    from scratchpress.sources.model import Source, Sources
    from scratchpress.toolchains.go.compiler import Go
    from scratchpress.toolchains.process import ToolRun
    from scratchpress.toolchains.protocol import CompileRequest

_PLAIN_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_+.-]{0,99}\.go")


class GoBuild:
    """One program that is being built.

    Of single files copies are compiled, under names that go takes; a project where it lies.
    """

    def __init__(
        self, go: Go, request: CompileRequest, emit: EmitStageEvent, cancellation: Cancellation
    ) -> None:
        self._go = go
        self._options = request.options
        self._sources = request.sources
        self._emit = emit
        self._cancellation = cancellation
        self._work = private_subfolder(request.folder, "work")
        self._folder = request.sources.files[0].path.parent
        self._copies: dict[str, Source] = {}
        if not request.sources.is_project:
            self._folder = private_subfolder(request.folder, "sources")
            self._copies = _copy(request.sources, self._folder)
        self._references: References | None = None

    def run(self, target: Path) -> tuple[Diagnostic, ...]:
        """Make the program; return the warnings."""
        run = self._build(TELL_REFERENCES)
        said, self._references = split_references(run.text, _module(self._sources))
        if not run.succeeded and said != run.text:
            # What the linker has to say may have been cut off behind all that it told.
            run = self._build()
            said = run.text
        found, text = read_messages(said, self._folder, self._copies)
        if not run.succeeded:
            refuse_missing_module(text, found, project=self._sources.is_project)
        report_run(run, text, found, self._sources, self._emit)
        _take(self._made, target)
        return found

    def references(self) -> References | None:
        """What the program's own packages refer to; ``None`` when that cannot be told."""
        return self._references

    @property
    def _made(self) -> Path:
        return self._work / "made"

    def _build(self, linking: str = "") -> ToolRun:
        inputs = list(self._copies) or ["."]
        variables = own_variables(self._work, self._options)
        return run_tool(
            (str(self._go.path), *build_command(self._options, str(self._made), inputs, linking)),
            cwd=self._folder,
            environment=tool_environment(self._work, variables),
            cancellation=self._cancellation,
            sight=Sight(tuple(self._seen(variables)), self._writable(variables)),
            together=True,
        )

    def _seen(self, variables: Mapping[str, str]) -> Iterator[Path]:
        """What go sees: itself, the modules that the person has, and the project."""
        yield from (prefix_of(self._go.path), Path(variables["GOMODCACHE"]))
        if self._sources.is_project:
            yield from seen_of([self._folder.absolute(), *replacements(self._folder)])

    def _writable(self, variables: Mapping[str, str]) -> tuple[Path, ...]:
        # go runs no code of a project, so nothing but go itself writes into its cache.
        return (self._work.parent, Path(variables["GOCACHE"]))


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
