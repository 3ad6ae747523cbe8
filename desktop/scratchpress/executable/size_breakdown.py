"""Breaks a program's size down by library and by function, to the byte.

A program that has lost its symbols is told by its twin, compiled once more with them, because
the linker lays both out alike. ``pipeline/size_twin.py`` makes the twin.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, NamedTuple

from scratchpress.core.languages import Language
from scratchpress.core.messages import Message, phrase
from scratchpress.core.text import shown_name
from scratchpress.executable.elf_sections import OWN, UNNAMED, Part, Placed, Slice, anatomy

if TYPE_CHECKING:
    from collections.abc import Iterable

    from scratchpress.sources.model import Sources

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
# Of a single file all that is the person's own (toolchains/rust/toolchain.py names it so).
_RUST_PROGRAM = "program"

# The last part of a name is a hash.
_OLD_RUST = re.compile(r"::h[0-9a-f]{16}$")
_OLD_RUST_SIGNS = {
    "$LT$": "<",
    "$GT$": ">",
    "$LP$": "(",
    "$RP$": ")",
    "$RF$": "&",
    "$BP$": "*",
    "$C$": ",",
    "..": "::",
} | {f"$u{ord(sign):x}$": sign for sign in " \"'+;[]{}~"}


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


def break_down(
    program: bytes,
    sources: Sources | None,
    *,
    named: bytes | None = None,
    placed: tuple[Placed, ...] = (),
    no_names: str = "",
) -> Breakdown:
    """Look at a program.

    Args:
        program: its file.
        sources: what it was made from; ``None`` when that is not known.
        named: its twin, laid out alike, with its symbols; ``None`` when there is none.
        placed: what the linker of the twin put where.
        no_names: why there is no twin, in a sentence; empty when none was needed.
    """
    parts = anatomy(program, named, placed if named else ())
    language = sources.language if sources is not None else None
    if sources is not None:
        own = _own_name(sources)
        parts = tuple(_told(part, sources.language, own) for part in parts)
    return Breakdown(parts, _libraries(parts, sources), _notice(parts, no_names, language))


def _notice(parts: Iterable[Part], no_names: str, language: Language | None) -> str:
    if no_names:
        return Message(
            "The program could not be compiled once more with its symbols, so only its sections"
            " can be told. {0}",
            phrase(no_names),
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
    match = _RUST_CRATE.match(demangled(name)) if name.startswith(("_Z", "_R")) else None
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


def demangled(name: str) -> str:
    """A symbol as its source has it: ``main``, ``shop::Basket::add(int)``."""
    from pycxxfilt import demangle  # start-up time

    try:
        found = (demangle(name) if name.startswith(("_Z", "_R")) else None) or name
        return _from_old_rust(found) if _OLD_RUST.search(found) else found
    except ValueError:
        # Compilers have names beyond the standard, gcc's _ZGTt… among them.
        return name


def _from_old_rust(name: str) -> str:
    """What rustc wrote before its own way of mangling: as C++, with a hash, and signs in words.

    https://doc.rust-lang.org/rustc/symbol-mangling/index.html
    """
    plain = _OLD_RUST.sub("", name)
    for words, sign in _OLD_RUST_SIGNS.items():
        plain = plain.replace(words, sign)
    return plain.removeprefix("_") if plain.startswith("_<") else plain
