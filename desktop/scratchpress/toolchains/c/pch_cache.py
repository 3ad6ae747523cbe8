"""Keeps precompiled headers (PCH) of the leading ``#include`` lines of C++ sources.

Most of the time a small C++ program takes to compile goes into the standard headers,
which are the same after every edit. So the compiler compiles the leading lines of a
source alone and keeps what it learned. The object made with it is the same to the byte.

The first compile with a new beginning does not wait for that. It is done beside it, at
a low priority and one at a time, and ends with the app. How a compiler makes and takes
such a file is in ``zig/headers.py`` and ``c/gcc_and_clang.py``.
"""

from __future__ import annotations

import atexit
import hashlib
import os
import re
import threading
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from scratchpress.core.cancellation import Cancellation, CancelledError
from scratchpress.core.errors import ScratchpressError
from scratchpress.recipe.model import Optimize
from scratchpress.system.atomic_files import unfinished_folder, write_whole
from scratchpress.system.cache import HEADERS, prune
from scratchpress.system.paths import private_folder
from scratchpress.toolchains.included_files import read_dependencies
from scratchpress.toolchains.process import run_tool, tool_environment
from scratchpress.toolchains.sight import Sight

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from scratchpress.recipe.model import CompileOptions
    from scratchpress.toolchains.c.flags import Flags
    from scratchpress.toolchains.protocol import Command

# Size, time of the last change, and when that was set: a time can be set back.
_Stamp = tuple[int, int, int]

_TIME_LIMIT_SECONDS = 60.0
# Whole lines: blank, comment, include of a toolchain header, plain macro. A macro's value
# has no backslash, which could continue it, and no slash, which could open a comment.
_LEADING = re.compile(
    rb"""(?:
        [ \t]* (?://[^\n\\]*)? \r?\n
      | [ \t]* /\*(?:[^*]|\*(?!/))*\*/ [ \t]* \r?\n
      | [ \t]* \#[ \t]*define [ \t]+ \w+ (?:[ \t]+[^\n\\/"']*)? \r?\n
      | (?P<include> [ \t]* \#[ \t]*include [ \t]* <(?!/)[\w+./-]+> [ \t]* (?://[^\n\\]*)? \r?\n)
    )""",
    re.VERBOSE,
)
# Extra flags that cannot lead to other headers than the toolchain's.
_HARMLESS_FLAGS = ("-W", "-w", "-D", "-U", "-O", "-f", "-m", "-std", "-pedantic", "-pthread")


@dataclass(frozen=True, slots=True)
class CompiledHeader:
    """A compiled preamble.

    Attributes:
        header: its text, which the compiler looks for.
        compiled: what the compiler made of it.
        stamps: size and times of the files it was made from that no key covers.
        length: bytes of the preamble.
    """

    header: Path
    compiled: Path
    stamps: Path
    length: int

    @property
    def files(self) -> tuple[Path, ...]:
        """All that is kept of it, what makes it usable first."""
        return (self.compiled, self.stamps, self.header)


@dataclass(frozen=True, slots=True)
class HeaderRequest:
    """A preamble to find or to compile.

    Attributes:
        text: the preamble.
        identity: words that change with the compiler and with its flags.
        ending: what the compiled file's name adds to the header's.
        command: compiles a header (first) to a file (second), and lists what it includes
            in another (third).
        owns: whether a file came with the compiler, so that ``identity`` covers it.
        tools: what the compiler needs to see of this computer.
    """

    text: bytes
    identity: tuple[str, ...]
    ending: str
    command: Callable[[Path, Path, Path], Command]
    owns: Callable[[Path], bool]
    tools: tuple[Path, ...]

    @property
    def key(self) -> str:
        """What a compiled header is found by: it changes with compiler, flags and text."""
        digest = hashlib.sha256("\0".join(self.identity).encode(errors="surrogateescape"))
        digest.update(b"\0" + self.text)
        return digest.hexdigest()

    def paths(self, folder: Path) -> CompiledHeader:
        """Where it is kept."""
        header = folder / f"{self.key}.hh"
        compiled = header.with_name(header.name + self.ending)
        return CompiledHeader(header, compiled, header.with_suffix(".json"), len(self.text))


def find_header(request: HeaderRequest, *, prepare: bool = True) -> CompiledHeader | None:
    """The compiled preamble; when there is none yet, it is made beside and is there next time.

    Not made when there is no next time to ``prepare``.
    """
    folder = private_folder(HEADERS)
    if folder is None or not request.text:
        return None
    found = request.paths(folder)
    try:
        size = found.compiled.stat().st_size
    except FileNotFoundError:
        if prepare:
            # Its text is there already when an earlier process ended too soon to compile it.
            _builder.start(request, is_overdue=found.header.exists())
        return None
    except OSError:
        return None
    if not _is_current(found):
        forget_header(found)
        if prepare:
            _builder.start(request, is_overdue=True)
        return None
    # Empty: it was tried, and cannot be used.
    if size == 0:
        return None
    for path in found.files:
        with suppress(OSError):
            os.utime(path)
    return found


def forget_header(header: CompiledHeader) -> None:
    """Remove one that could not be used."""
    for path in header.files:
        with suppress(OSError):
            path.unlink()


def stop_building() -> None:
    """End the compiler that works beside, if one does; nothing of it is left."""
    _builder.stop()


def finish_building(seconds: float, *, only_overdue: bool = True) -> None:
    """For a process that ends now: let the compiler beside finish what is overdue, or anything.

    The first process that meets a preamble is not held up, since there may never be a
    second; without this, processes that live for a second would never get one compiled.
    """
    _builder.finish(seconds, only_overdue=only_overdue)


class _Builder:
    """At most one thread that compiles one preamble."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._cancellation = Cancellation()
        self._is_overdue = False

    def start(self, request: HeaderRequest, *, is_overdue: bool) -> None:
        with self._lock:
            if self._thread is not None and self._thread.is_alive():
                return
            self._cancellation = Cancellation()
            self._is_overdue = is_overdue
            # A daemon thread, ended by stop() at exit: the app does not wait for it.
            self._thread = threading.Thread(
                target=_build, args=(request, self._cancellation), name="compile-headers",
                daemon=True,
            )  # fmt: skip
            self._thread.start()

    def finish(self, seconds: float, *, only_overdue: bool) -> None:
        thread = self._thread
        if thread is not None and (self._is_overdue or not only_overdue):
            thread.join(seconds)

    def stop(self) -> None:
        with self._lock:
            thread, self._thread = self._thread, None
            self._cancellation.cancel()
        if thread is not None:
            thread.join()


_builder = _Builder()
atexit.register(_builder.stop)


def _build(request: HeaderRequest, cancellation: Cancellation) -> None:
    folder = private_folder(HEADERS)
    if folder is None:
        return
    # Whatever goes wrong, programs compile without it.
    with suppress(OSError, ScratchpressError, CancelledError):
        with unfinished_folder(folder) as work:
            _compile(request, request.paths(folder), work, cancellation)
        prune()


def _compile(
    request: HeaderRequest, target: CompiledHeader, work: Path, cancellation: Cancellation
) -> None:
    if not target.header.exists():
        write_whole(target.header, request.text)
    made, dependencies = work / "made", work / "dependencies"
    run = run_tool(
        request.command(target.header, made, dependencies),
        cwd=work,
        environment=tool_environment(work),
        cancellation=cancellation,
        timeout=_TIME_LIMIT_SECONDS,
        background=True,
        sight=Sight((*request.tools, target.header.parent), (work,)),
    )
    if run.limit_met is not None:
        return
    # What the compiler says of it would be said only once, and not in every compile.
    silent = run.succeeded and not run.text
    stamps = _stamps(read_dependencies(dependencies), request, target) if silent else {}
    write_whole(target.stamps, msgspec.json.encode(stamps))
    if silent:
        made.replace(target.compiled)
    else:
        write_whole(target.compiled, b"")


def _stamps(
    listed: Iterable[Path], request: HeaderRequest, target: CompiledHeader
) -> dict[str, _Stamp]:
    """Size and times of the included files that did not come with the compiler."""
    paths = {Path(os.path.normpath(path)) for path in listed}
    return {
        os.fspath(path): _stamp(path)
        for path in paths
        if path != target.header and not request.owns(path)
    }


def _is_current(header: CompiledHeader) -> bool:
    """Whether no file it was made from has changed since."""
    try:
        stamps = msgspec.json.decode(header.stamps.read_bytes(), type=dict[str, _Stamp])
        return all(_stamp(Path(path)) == stamp for path, stamp in stamps.items())
    except (OSError, msgspec.DecodeError):
        return False


def _stamp(path: Path) -> _Stamp:
    status = path.stat()
    return status.st_size, status.st_mtime_ns, status.st_ctime_ns


def leading_includes(content: bytes) -> bytes:
    """The beginning of a source up to its last leading ``#include <...>``; may be empty."""
    end = position = 0
    while match := _LEADING.match(content, position):
        position = match.end()
        if match["include"]:
            end = position
    return content[:end]


def allows_header_cache(options: CompileOptions, flags: Flags) -> bool:
    """Whether the object is the same with it: not with debug information, which tells."""
    harmless = all(flag.startswith(_HARMLESS_FLAGS) for flag in flags.compile)
    return harmless and options.optimize is not Optimize.DEBUG
