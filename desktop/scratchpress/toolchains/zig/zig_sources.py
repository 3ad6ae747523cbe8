"""Compiles Zig sources with the program that brings the embedded C compiler.

The person's own file is compiled and no copy of it, because ``@import`` and ``@embedFile``
name files beside it. Nothing of a C library is linked, so that the program is made for
both platforms from every computer and without waiting for libraries.
"""

from __future__ import annotations

import os
import re
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from scratchpress.core.diagnostics import Diagnostic, Severity
from scratchpress.core.errors import CompileFailedError, SourceError
from scratchpress.core.events import CommandStarted, Notice, Stage
from scratchpress.core.languages import Language
from scratchpress.core.messages import Message
from scratchpress.core.text import shown_line, shown_name
from scratchpress.recipe.model import Optimize
from scratchpress.sources.naming import made_name
from scratchpress.system.atomic_files import unfinished_folder
from scratchpress.system.bounded_files import read_bounded
from scratchpress.system.cache import ZIG_BUILD
from scratchpress.system.file_kinds import real_path
from scratchpress.system.paths import private_folder
from scratchpress.toolchains.diagnostics import line_and_column
from scratchpress.toolchains.failure import report_run
from scratchpress.toolchains.included_files import is_unchanged
from scratchpress.toolchains.process import file_argument, run_tool, tool_environment
from scratchpress.toolchains.program_cache import cache_key, fetch_program, keep_program
from scratchpress.toolchains.protocol import CompiledProgram
from scratchpress.toolchains.refusals import refuse_choices, refuse_flags
from scratchpress.toolchains.sight import Sight, seen_of
from scratchpress.toolchains.work_folder import private_subfolder, take_program
from scratchpress.toolchains.zig.library import library_options, unpack_library
from scratchpress.toolchains.zig.references import read_zig_references

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scratchpress.core.cancellation import Cancellation
    from scratchpress.core.events import EmitStageEvent
    from scratchpress.recipe.model import CompileOptions
    from scratchpress.sources.model import Source, Sources
    from scratchpress.toolchains.protocol import Command, CompileRequest
    from scratchpress.toolchains.zig.commands import Zig

_MODES = {
    Optimize.SMALL: "ReleaseSmall",
    Optimize.FAST: "ReleaseFast",
    Optimize.DEBUG: "Debug",
}
_FLAGS = ("-fsingle-threaded", "-ferror-tracing", "-fno-error-tracing")
_POSITIONED = re.compile(
    r"(?P<file>[^:\n]+\.zig):(?P<line>\d+):(?P<column>\d+): (?P<kind>error|note): (?P<text>.*)"
)
_PLAIN = re.compile(r"error: (?P<text>.*)")
_NO_MAIN = "has no member named 'main'"
_LIBC = re.compile(r"dependency on libc must be explicitly|invalid builtin function: '@cImport'")
# Other files, which no list tells.
_OTHER_FILES = re.compile(rb'@embedFile|@import\s*\(\s*"(?!(?:std|builtin|root)")')
# Of larger files no line is shown.
_MAX_SHOWN_BYTES = 16 * 1024 * 1024
# zig never removes what it keeps, and parts of it belong together.
_MAX_KEPT_BYTES = 500 * 1000 * 1000


def zig_by_hand(zig: Zig, sources: Sources, options: CompileOptions) -> tuple[Command, ...]:
    """The command that makes the same program in the source's folder.

    Raises:
        SourceError: there are several files.
        CompileFailedError: a flag, a choice or a standard is refused.
    """
    _check(sources, options)
    first = sources.files[0].path
    name = file_argument(made_name(first))
    build = (*_build(options, f"-femit-bin={name}"), *library_options(zig))
    return ((str(zig.program), *build, file_argument(first.name)),)


def compile_zig(
    zig: Zig,
    identity: str,
    request: CompileRequest,
    emit: EmitStageEvent,
    cancellation: Cancellation,
) -> CompiledProgram:
    """Compile, unless the same file was compiled before; see ``Toolchain.compile``.

    Args:
        zig: the compiler.
        identity: changes when it does.
        request: what to compile.
        emit: who listens.
        cancellation: stops it.
    """
    sources, options = request.sources, request.options
    commands = zig_by_hand(zig, sources, options)
    source = sources.files[0]
    target = request.folder / "program"
    # What is not stripped names the folder it was compiled in.
    place = "" if options.strips else str(source.path.parent)
    elsewhere = library_options(zig)
    words = [word for command in commands for word in command[1:] if word not in elsewhere]
    key = cache_key(f"zig {identity}", [place, *words], sources)
    kept = fetch_program(key, sources, target)
    if kept is not None:
        return kept
    for command in commands:
        emit(CommandStarted(Stage.COMPILE, command))
    if place:
        emit(
            Notice(
                Stage.COMPILE,
                "With symbols a Zig program holds the path of its folder, so that it differs from"
                " computer to computer.",
            )
        )
    work, began = private_subfolder(request.folder, "work"), time.time_ns()
    made, cache, library = work / "made", _cache(work), unpack_library(zig, work)
    run = run_tool(
        (
            *(str(zig.program), *_build(options, f"-femit-bin={made}")),
            *("--zig-lib-dir", str(library)),
            *("--cache-dir", str(cache), "--global-cache-dir", str(cache)),
            *("--color", "off", file_argument(source.name)),
        ),
        cwd=source.path.parent,
        environment=tool_environment(work),
        cancellation=cancellation,
        sight=Sight(
            (*zig.seen(), *seen_of([source.path.parent.absolute()])), (request.folder, cache)
        ),
    )
    found, text = _read(run.text, library, source)
    if not run.succeeded and _LIBC.search(text):
        raise CompileFailedError(
            Message("{0} needs C's library or headers.", shown_name(source.name)),
            explanation="Zig programs are compiled here without a C library.",
            remedy="Use Zig's own library, or write that part as a C program.",
            details=text,
            diagnostics=found,
        )
    report_run(run, text, found, sources, emit)
    take_program(made, target)
    references = read_zig_references(source.path, source.content)
    program = CompiledProgram(target, found, cached=False, references=references)
    if is_unchanged(source) and not _OTHER_FILES.search(source.content):
        keep_program(key, sources, program, began=began)
    return program


def _check(sources: Sources, options: CompileOptions) -> None:
    if len(sources.files) > 1:
        raise SourceError(
            "zig takes one file, which names the others with @import.",
            remedy="Give the file with the main function alone.",
        )
    first = sources.files[0].path
    if first.suffix != ".zig":
        raise SourceError(
            Message(
                "{0} is Zig, and zig compiles only files that end in .zig.", shown_name(first.name)
            ),
            remedy=Message("Rename it to {0}.zig.", shown_name(first.stem)),
        )
    if options.standard:
        raise CompileFailedError(
            Message("Zig has no language standard {0}.", options.standard),
            remedy="Leave the standard empty.",
        )
    refuse_choices(options, Language.ZIG)
    refuse_flags(options.flags, _FLAGS, "zig")


def _build(options: CompileOptions, output: str) -> Command:
    return (
        *("build-exe", "-O", _MODES[options.optimize]),
        *("-target", f"{options.platform.machine}-linux-musl"),
        "-fstrip" if options.strips else "-fno-strip",
        # zig's own code generator, quicker in debug builds, gives other bytes every time.
        "-fllvm",
        # A file's name is seldom a name in Zig.
        *("--name", "program"),
        *options.flags,
        output,
    )


def _cache(work: Path) -> Path:
    """Zig's own cache, emptied when it has grown too large."""
    folder = private_folder(ZIG_BUILD)
    if folder is None:
        return work / "cache"
    size = 0
    for parent, _, names in os.walk(folder):
        for name in names:
            with suppress(OSError):
                size += Path(parent, name).lstat().st_size
    if size > _MAX_KEPT_BYTES:
        # Under another name first, in one step: another build may be compiling.
        with suppress(OSError), unfinished_folder(folder.parent) as old:
            folder.rename(Path(old, ZIG_BUILD))
        return private_folder(ZIG_BUILD) or work / "cache"
    return folder


def _read(text: str, library: Path, source: Source) -> tuple[tuple[Diagnostic, ...], str]:
    """What zig said as values, and as text with the person's names."""
    found: list[Diagnostic] = []
    here = source.path.parent.absolute()
    # What is below the folder that it works in zig names from there on.
    below = [library.relative_to(here)] if library.is_relative_to(here) else []
    for folder in (library, *below):
        text = text.replace(f"{folder}{os.sep}", "zig/")
    text = text.replace(file_argument(source.name), source.name)
    contents: dict[str, list[bytes]] = {source.name: source.content.splitlines()}
    shown = "".join(f"{shown_line(one)}\n" for one in text.splitlines())
    if _NO_MAIN in text:
        # What follows is about zig's own library.
        return (Diagnostic(Severity.ERROR, "undefined symbol: main"),), shown
    for line in text.splitlines():
        if match := _POSITIONED.match(line):
            found.append(_diagnostic(match, source, contents))
        elif (match := _PLAIN.match(line)) and not found:
            found.append(Diagnostic(Severity.ERROR, shown_line(match["text"])))
    return tuple(_errors_first(found)), shown


def _diagnostic(
    match: re.Match[str], source: Source, contents: dict[str, list[bytes]]
) -> Diagnostic:
    file, line, column = match["file"], int(match["line"]), int(match["column"])
    if file not in contents:
        contents[file] = []
        with suppress(OSError):
            content = read_bounded(real_path(source.path.parent / file), _MAX_SHOWN_BYTES)
            contents[file] = content.splitlines()
    shown = ""
    if 0 < line <= len(contents[file]):
        shown, column = line_and_column(contents[file][line - 1], column)
    return Diagnostic(
        Severity(match["kind"]),
        shown_line(match["text"]),
        shown_name(file),
        line,
        column,
        shown,
    )


def _errors_first(found: list[Diagnostic]) -> Iterator[Diagnostic]:
    """Messages about the person's files before those inside zig's own library."""
    inner = [one for one in found if one.file.startswith("zig/")]
    yield from (one for one in found if one not in inner)
    yield from inner
