"""Runs the tools of one compile: on private copies, in a folder of their own, messages read."""

from __future__ import annotations

import os
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from scratchpress.core.events import LogLine, Stage
from scratchpress.system.source_date import source_date
from scratchpress.toolchains.c.flags import paths_of, split_flags
from scratchpress.toolchains.c.include_rivals import rivals
from scratchpress.toolchains.c.option_conflicts import notices
from scratchpress.toolchains.c.source_copies import (
    contents_of,
    copy_sources,
    is_preprocessed,
    names_of,
)
from scratchpress.toolchains.diagnostics import parse_diagnostics, readable_text
from scratchpress.toolchains.failure import failure_of
from scratchpress.toolchains.included_files import read_dependencies
from scratchpress.toolchains.named_files import named_files
from scratchpress.toolchains.process import run_tool, tool_environment
from scratchpress.toolchains.program_cache import keep_program
from scratchpress.toolchains.sight import Sight, is_hidden, seen_of
from scratchpress.toolchains.source_facts import source_facts
from scratchpress.toolchains.work_folder import not_readable, private_subfolder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from scratchpress.core.cancellation import Cancellation
    from scratchpress.core.diagnostics import Diagnostic
    from scratchpress.core.events import EmitStageEvent
    from scratchpress.toolchains.c.source_copies import SourceCopy
    from scratchpress.toolchains.process import ToolRun
    from scratchpress.toolchains.protocol import Command, CompiledProgram, CompileRequest


# What a program linked with these is made from is in no list of included files.
_UNTRACKED = ("-l", "-L", "-Wl,", "-T", "-Xlinker")


class CompileSession:
    """One program being compiled, in the request's folder.

    Attributes:
        copies: the sources as the tools get them.
    """

    def __init__(
        self,
        request: CompileRequest,
        emit: EmitStageEvent,
        cancellation: Cancellation,
        *,
        tools: Iterable[Path] = (),
        counts_mark: bool = True,
    ) -> None:
        """Copy the sources and make the folder.

        Args:
            request: what to compile.
            emit: who listens.
            cancellation: stops it.
            tools: the folders of the compiler, and what else of ours it reads.
            counts_mark: see ``parse_diagnostics``.

        Raises:
            StorageError: there is no room, or the folder is gone.
        """
        self._began = time.time_ns()
        self._request = request
        self._emit = emit
        self._cancellation = cancellation
        self.copies = copy_sources(request.sources, request.folder)
        self._names = names_of(self.copies, request.sources.search)
        self._work = private_subfolder(request.folder, "work")
        self._counts_mark = counts_mark
        self._sight = Sight((*tools, *self._seen()), (request.folder,))
        self._said = ""

    @property
    def folder(self) -> Path:
        """Where the tools run and keep their temporary files."""
        return self._work

    def tool(self, command: Command) -> ToolRun:
        """Run a tool to its end; from any thread."""
        return run_tool(
            command,
            cwd=self._work,
            environment=tool_environment(self._work),
            cancellation=self._cancellation,
            sight=self._sight,
        )

    def report(self, *runs: ToolRun) -> None:
        """Report what tools said.

        Raises:
            CompileFailedError: or one of its subclasses: one of them failed.
        """
        text = "".join(run.text for run in runs)
        self._said += text
        shown = readable_text(text, self._names)
        for line in shown.splitlines():
            self._emit(LogLine(Stage.COMPILE, line))
        failed = next((run for run in runs if not run.succeeded), None)
        if failed is not None:
            sources, platform = self._request.sources, self._request.options.platform
            facts = source_facts(sources, platform.value)
            raise failure_of(failed, self.diagnostics(), shown, sources.language, facts)

    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """What all tools said until now, as values."""
        return parse_diagnostics(
            self._said, self._names, contents_of(self.copies), counts_mark=self._counts_mark
        )

    def _seen(self) -> Iterator[Path]:
        """What of the person's is shown to the tools."""
        sources, flags = self._request.sources, self._request.options.flags
        folders = {copy.folder.absolute() for copy in self.copies} | {*sources.search}
        yield from seen_of(folders)
        yield from named_files(sources.files, folders)
        for path in paths_of(flags):
            named = Path(os.path.normpath(self.resolve(path)))
            if not is_hidden(named):
                yield from seen_of([named])

    def resolve(self, path: str) -> str:
        """A path in a flag: relative to the first source's folder, as by hand."""
        return str(self._request.sources.files[0].path.parent / path)

    def included(self, is_tool: Callable[[Path], bool], *, without: str = "") -> Iterator[Path]:
        """What the sources included, but for what came with the compiler.

        Args:
            is_tool: whether a file came with the compiler.
            without: a folder of the compiler, see ``read_dependencies``.

        Raises:
            StorageError: it is not told.
        """
        for copy in filter(is_preprocessed, self.copies):
            try:
                listed = read_dependencies(dependency_list(copy), without=without)
            except OSError as error:
                raise not_readable(error) from error
            for path in listed:
                found = copy.original(self._work / path)
                plain = Path(os.path.normpath(found))
                if not (plain.is_relative_to(self._request.folder) or is_tool(plain)):
                    yield found

    def keep(self, key: str, program: CompiledProgram) -> None:
        """Keep what was made, unless what it was made from cannot be told."""
        sources, options = self._request.sources, self._request.options
        flags = split_flags(options.flags, self.resolve)
        is_told = not any(flag.startswith(_UNTRACKED) for flag in flags.link)
        is_told = is_told and not any(notices(options))
        with suppress(OSError):
            others = rivals(sources, program.included, flags.compile) if is_told else None
            if others is not None:
                keep_program(key, sources, program, began=self._began, rivals=others)


def dependency_list(copy: SourceCopy) -> Path:
    """Where a compiler lists what a source includes (``-MF``)."""
    return copy.path.with_suffix(".d")


def object_file(copy: SourceCopy) -> Path:
    """Where a compiler puts a source's object."""
    return copy.path.with_suffix(".o")


def options_key(words: Sequence[str]) -> tuple[str, ...]:
    """What decides on a result besides sources and compiler, for ``cache_key``."""
    return (str(source_date()), *words)
