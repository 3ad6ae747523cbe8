"""Where the bytes of a compiled program go: by library, by function, to the byte.

A program that has lost its symbols is compiled once more with them (its twin), because the
linker lays both out alike. ``twin_job`` asks for that, ``break_down`` looks at what was made.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, NamedTuple

import msgspec

from scratchpress.anatomy import OWN, UNNAMED, Part, Slice, anatomy, readable
from scratchpress.errors import ScratchpressError, StorageError
from scratchpress.sources import Language, shown_name
from scratchpress.workspace import Workspace

if TYPE_CHECKING:
    from collections.abc import Iterable

    from scratchpress.cancellation import Cancellation
    from scratchpress.engines.protocol import Engine
    from scratchpress.job import Job, JourneyResult
    from scratchpress.sources import Sources

REST: Final = "rest"

DEBUG: Final = "debug information"
GO_TABLES: Final = "Go's tables"
# Sections that hold the same kind of thing whoever brought it.
_DEBUG_SECTIONS = (".debug_", ".zdebug_")
_GO_SECTIONS = (".gopclntab", ".go.", ".typelink", ".itablink")
# Of core::fmt::write, of <alloc::vec::Vec<T> as core::ops::Drop>::drop, of <&mut core::…
_RUST_CRATE = re.compile(
    r"^(?:[<&*(\[]|mut |const |dyn )*(?P<crate>[a-z_][a-z0-9_]*)(?:\[[0-9a-f]+\])?::"
)
# The files of Zig's library that symbols begin with.
_ZIG_LIBRARY = frozenset({
    "BitStack", "Build", "DoublyLinkedList", "Io", "Progress", "Random", "SemanticVersion",
    "SinglyLinkedList", "Target", "Thread", "Uri", "array_hash_map", "array_list", "ascii",
    "atomic", "base64", "bit_set", "buf_map", "buf_set", "builtin", "c", "coff", "compress",
    "compiler_rt", "crypto", "debug", "deque", "dwarf", "dynamic_library", "elf", "enums", "fmt",
    "fs", "hash", "hash_map", "heap", "http", "json", "lang", "leb128", "log", "macho", "math",
    "mem", "meta", "multi_array_list", "os", "pdb", "pie", "posix", "priority_dequeue",
    "priority_queue", "process", "simd", "sort", "spirv", "start", "static_string_map", "std",
    "tar", "testing", "time", "treap", "tz", "unicode", "valgrind", "wasm", "zig", "zip", "zon",
})  # fmt: skip
# Of a single file all that is the person's own (toolchains/rust.py names it so).
_RUST_PROGRAM = "program"


class Library(NamedTuple):
    """What one library brought.

    Attributes:
        name: as people call it; ``REST`` for what nothing tells.
        size: in bytes.
        own: whether it is the person's.
    """

    name: str
    size: int
    own: bool


@dataclass(frozen=True, slots=True)
class Breakdown:
    """A program in parts.

    Attributes:
        parts: in the file's order, adding up to its size.
        libraries: likewise adding up, the largest first, ``REST`` last.
        notice: what could not be told and why; empty when all is told.
    """

    parts: tuple[Part, ...]
    libraries: tuple[Library, ...]
    notice: str = ""

    @property
    def size(self) -> int:
        """Of the file, in bytes."""
        return sum(part.size for part in self.parts)


def twin_job(job: Job, result: JourneyResult) -> Job | None:
    """What to ask for besides; ``None`` when the program itself tells all there is.

    Args:
        job: what made the program.
        result: the same.
    """
    made, sources = result.executable, result.sources
    # Zig makes another program when it keeps symbols.
    alone = {Language.EXECUTABLE, Language.ZIG}
    if made is None or sources is None or sources.language in alone:
        return None
    options = job.recipe.compile.on(job.recipe.compile.platform)
    options = msgspec.structs.replace(options, strip=False)
    recipe = msgspec.structs.replace(job.recipe, compile=options)
    return replace(job, recipe=recipe, package=False, run=False, archive_to=None, placed=True)


def measure(job: Job, result: JourneyResult, cancellation: Cancellation) -> Breakdown:
    """Make the twin when it is needed, and look at the program.

    Args:
        job: what made the program.
        result: the same; its files must be there still.
        cancellation: stops the compiler of the twin.

    Raises:
        StorageError: a program cannot be read.
        CancelledError: the person stopped it.
    """
    from scratchpress.job import JourneyResult  # start-up time
    from scratchpress.pipeline import run_journey

    wanted = twin_job(job, result)
    if wanted is None:
        return break_down(result, None)
    twin, failed = JourneyResult(), None
    with Workspace() as workspace:
        try:
            run_journey(
                wanted,
                workspace=workspace,
                engine=_no_engine,
                emit=lambda _event: None,
                cancellation=cancellation,
                result=twin,
            )
        except ScratchpressError as error:
            failed = error
        return break_down(result, twin, failed)


def break_down(
    result: JourneyResult, twin: JourneyResult | None, failed: ScratchpressError | None = None
) -> Breakdown:
    """Look at a program that was made; its files must be there still.

    Args:
        result: of the journey that made it.
        twin: of the journey that ``twin_job`` asked for.
        failed: why that did not make the twin.

    Raises:
        StorageError: a program cannot be read.
    """
    sources = result.sources
    program = _content(result) or b""
    named = _content(twin) if twin is not None and failed is None else None
    placed = twin.program.placed if named and twin is not None and twin.program else ()
    parts = anatomy(program, named, placed)
    if sources is not None:
        own = _own_name(sources)
        parts = tuple(_told(part, sources.language, own) for part in parts)
    language = sources.language if sources is not None else None
    notices = (_which(result), _notice(parts, failed, language))
    return Breakdown(parts, _libraries(parts, sources), " ".join(filter(None, notices)))


def _no_engine() -> Engine:
    raise AssertionError("a program alone needs no engine")


def _which(result: JourneyResult) -> str:
    """Which of several programs this is; empty where there is one."""
    if len(result.executables) < 2 or result.executable is None:
        return ""
    return f"This is the program for {result.executable.platform}."


def _notice(
    parts: Iterable[Part], failed: ScratchpressError | None, language: Language | None
) -> str:
    if failed is not None:
        return (
            "The program could not be compiled once more with its symbols, so only its sections"
            f" can be told. {failed.title}"
        )
    told = any(part.symbols for part in parts)
    if not told and language is Language.ZIG:
        return (
            "Only its sections can be told: Zig makes another program when it keeps symbols."
            " Without removing symbols, that one is told by function."
        )
    if not told:
        return "No symbols of the program are known, so only its sections can be told."
    return ""


def _libraries(parts: Iterable[Part], sources: Sources | None) -> tuple[Library, ...]:
    sizes: Counter[str] = Counter()
    for part in parts:
        for one in part.symbols:
            sizes[one.library or REST] += one.size
        if not part.symbols:
            sizes[REST] += part.size
    own = {OWN, *(shown_name(file.name) for file in sources.files)} if sources else set()
    found = (
        # Of files with one name the folder is told, too.
        Library(name, size, own=name.rpartition("/")[2] in own)
        for name, size in sizes.items()
    )
    return tuple(sorted(found, key=lambda one: (one.name == REST, -one.size, one.name)))


def _own_name(sources: Sources) -> str:
    is_one = len(sources.files) == 1 and not sources.is_project
    return shown_name(sources.files[0].name) if is_one else OWN


def _content(result: JourneyResult | None) -> bytes | None:
    made = result.executable if result is not None else None
    if made is None:
        return None
    try:
        return made.path.read_bytes()
    except OSError as error:
        raise StorageError(
            f"The program cannot be read: {error.strerror or error}.",
            remedy="Free some disk space and try again.",
        ) from error


def _told(part: Part, language: Language, own: str) -> Part:
    """The part with libraries where names tell them and the linker did not."""
    kind = ""
    if part.name.startswith(_DEBUG_SECTIONS):
        kind = DEBUG
    elif language is Language.GO and part.name.startswith(_GO_SECTIONS):
        kind = GO_TABLES
    library = _BY_NAME.get(language)
    slices = part.symbols or ((Slice(UNNAMED, part.size),) if kind else ())
    named = (
        one._replace(library=(library(one.name, own) if library else "") or one.library or kind)
        for one in slices
    )
    return replace(part, symbols=tuple(named))


def _go_package(name: str, own: str) -> str:
    """The package of a symbol as Go's linker writes it; empty when the name does not tell.

    ``net/http.(*conn).serve``, ``slices.Sort[go.shape.int]``, ``main.main.func1``.
    """
    if name.startswith(("type:", "go:")):
        return GO_TABLES
    plain = name.partition("(")[0].partition("[")[0]
    folder, slash, last = plain.rpartition("/")
    package, dot, _ = last.partition(".")
    if not dot or not package:
        return ""
    found = f"{folder}{slash}{package}".replace("%2e", ".")
    return own if found == "main" else found


def _rust_crate(name: str, own: str) -> str:
    match = _RUST_CRATE.match(readable(name)) if name.startswith(("_Z", "_R")) else None
    if match is None:
        return ""
    return own if match["crate"] == _RUST_PROGRAM else match["crate"]


def _zig_module(name: str, own: str) -> str:
    """What a symbol belongs to, by its file: ``hello.main``, ``debug.ElfFile.load``."""
    first, dot, _ = name.partition(".")
    if not dot:
        return ""
    is_own = first == own.removesuffix(".zig") or first not in _ZIG_LIBRARY
    return own if is_own else "Zig's library"


_BY_NAME: Final = {
    Language.GO: _go_package,
    Language.RUST: _rust_crate,
    Language.ZIG: _zig_module,
}
